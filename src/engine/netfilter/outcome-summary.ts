/** The outcomes of one packet taken together: the likeliest, and where they end. */
import { shareText } from '../share.ts';
import type { Outcome } from './trace.ts';

/** Of equals the first. */
export function likeliest(outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes.reduce<Outcome | undefined>(
    (best, each) => (best && best.probability >= each.probability ? best : each),
    undefined,
  );
}

/** Ways that end the same are told once: `accept 10.244.1.7:53 50% | accept 10.244.2.9:53 50%`. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const ends = endsOf(outcomes);
  return [...ends]
    .map(([text, share]) => (ends.size === 1 ? text : `${text} ${shareText(share)}`))
    .join(' | ');
}

/** The probability of each end, with the source that the endpoint sees where that is wanted. */
export function endsOf(
  outcomes: readonly Outcome[],
  withSource = false,
): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { verdict, destination, source, unknown, probability } of outcomes) {
    const from = withSource && verdict === 'accept' ? ` from ${source}` : '';
    const text = `${verdict} ${unknown?.at ?? destination}${from}`;
    ends.set(text, (ends.get(text) ?? 0) + probability);
  }
  return ends;
}
