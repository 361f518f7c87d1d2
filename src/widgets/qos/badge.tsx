import type { QosClass } from '../../engine/qos/index.ts';
import { type Lang, say } from '../../ui/messages.ts';
import { messages } from './messages.ts';

export type Verdict = QosClass | 'refused' | 'unreadable';

/** A shape for each, so that the colour is not the only thing that tells them apart. */
const LOOKS: Readonly<Record<Verdict, readonly [shape: string, tone: string]>> = {
  Guaranteed: ['●', 'is-good'],
  Burstable: ['◐', 'is-warn'],
  BestEffort: ['○', 'is-plain'],
  refused: ['✕', 'is-bad'],
  unreadable: ['?', 'is-bad'],
};

interface Props {
  readonly lang: Lang;
  readonly verdict: Verdict;
  readonly large?: boolean;
}

export function Badge({ lang, verdict, large = false }: Props) {
  const [shape, tone] = LOOKS[verdict];
  return (
    <span class={`qos-badge ${tone}${large ? ' is-large' : ''}`}>
      <i aria-hidden="true" data-pagefind-ignore>
        {shape}
      </i>
      {verdictName(verdict, lang)}
    </span>
  );
}

export function verdictName(verdict: Verdict, lang: Lang): string {
  if (verdict === 'refused') return say(messages.refused, lang);
  if (verdict === 'unreadable') return say(messages.unreadablePod, lang);
  return verdict;
}

export function verdictOf(of: {
  readonly qosClass?: QosClass;
  readonly refused: boolean;
}): Verdict {
  if (of.qosClass === undefined) return 'unreadable';
  return of.refused ? 'refused' : of.qosClass;
}
