import { useMemo } from 'preact/hooks';

export type Tone = 'good' | 'warn' | 'bad' | 'info';

/** What the answer says about a line of the text. */
export interface Mark {
  readonly line: number;
  readonly tone: Tone;
  /** Shown behind the end of the line. */
  readonly note?: string;
}

interface Props {
  readonly id: string;
  readonly value: string;
  readonly marks: readonly Mark[];
}

/** Worst first: a line with several marks has the colour of the worst. */
const TONES: readonly Tone[] = ['bad', 'warn', 'good', 'info'];

/** The lines of the text with their marks and notes, for the eye and the printer only. */
export function Layer({ id, value, marks }: Props) {
  const lines = useMemo(() => value.split('\n'), [value]);
  const byLine = useMemo(() => groupByLine(marks), [marks]);
  return (
    <pre class="ed-layer" aria-hidden="true" data-pagefind-ignore>
      {lines.map((text, index) => {
        const found = byLine.get(index + 1);
        // A line is known by its place: there is nothing else that tells two lines apart.
        if (!found) return <span key={index}>{`${text}\n`}</span>;
        const tone = TONES.find((candidate) => found.some((mark) => mark.tone === candidate));
        const notes = found.flatMap((mark) => mark.note ?? []);
        return (
          <span key={index} id={`${id}-L${index + 1}`} class={`is-${tone}`}>
            {text}
            {notes.length > 0 && <i>{notes.join('  ')}</i>}
            {'\n'}
          </span>
        );
      })}
    </pre>
  );
}

function groupByLine(marks: readonly Mark[]): ReadonlyMap<number, readonly Mark[]> {
  const found = new Map<number, Mark[]>();
  for (const mark of marks) {
    const there = found.get(mark.line);
    if (there) there.push(mark);
    else found.set(mark.line, [mark]);
  }
  return found;
}
