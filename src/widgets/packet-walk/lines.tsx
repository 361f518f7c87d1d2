import { useMemo, useState } from 'preact/hooks';
import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import type { Lang } from '../../ui/messages.ts';
import type { LineCells } from './answer.ts';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly label: string;
  /** The text that the answer belongs to. */
  readonly text: string;
  readonly cells: LineCells;
}

/** As the style sheet has it. */
const ROW = 28;
const WINDOW = 60;

/** Lines of the dump: of thousands only those in sight are there. */
export function Lines({ id, lang, goTo, label, text, cells }: Props) {
  const [top, setTop] = useState(0);
  const starts = useMemo(() => {
    const found = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) found.push(at + 1);
    return found;
  }, [text]);
  const count = cells.length / 3;
  const first = Math.max(0, Math.min(count - WINDOW, Math.floor(top / ROW) - 15));
  const rows = [];
  for (let index = first; index < Math.min(count, first + WINDOW); index++) {
    const [line = 0, start = 0, end = 0] = cells.slice(index * 3, index * 3 + 3);
    const whole = text.slice(starts[line - 1], starts[line]);
    rows.push(
      <li key={index} aria-posinset={index + 1} aria-setsize={count}>
        <LineLink id={id} lang={lang} line={line} goTo={goTo} />{' '}
        <code>
          {whole.slice(0, start)}
          {end > 0 && <mark>{whole.slice(start, end)}</mark>}
          {whole.slice(end)}
        </code>
      </li>,
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a region would be a landmark, and several may have this name
    <div
      class="pw-lines"
      role="group"
      aria-label={label}
      data-not-searched
      // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
      tabIndex={0}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <ol style={{ height: `${count * ROW}px`, paddingTop: `${first * ROW}px` }}>{rows}</ol>
    </div>
  );
}
