import { useMemo } from 'preact/hooks';
import { durationText } from '../../ui/duration.ts';
import type { Lang } from '../../ui/messages.ts';
import { countUntil, isQuiet, type Life, type StepKind, timeOf, type Words } from './life.ts';
import { wordOf } from './labels.ts';
import { told } from './told.ts';

/** As many lines as the table shows of a long life. */
const ROWS = 10;
/** As many steps of one moment as are told. */
const TOLD = 3;
const HEAD = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];

interface Props {
  readonly lang: Lang;
  readonly life: Life;
  readonly words: Words;
  readonly at: number;
}

/** What `kubectl get pods -w` had printed by then, and what has just happened. */
export function Moment({ lang, life, words, at }: Props) {
  const rows = countUntil(life.rows, at, timeOf);
  const steps = countUntil(life.steps, at, timeOf);
  const lines = useMemo(() => linesOf(life), [life]);
  // What will be printed later leaves its line empty: the text keeps its height while the moment moves.
  const start = Math.max(1, rows - ROWS + 1);
  const shown = lines.slice(start, start + ROWS);
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: kubectl prints a text, not a form */}
      <pre
        role="group"
        aria-label="kubectl get pods -w"
        data-not-searched
        // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
        tabIndex={0}
      >
        {lines[0]}
        {shown.map((line, index) => {
          const row = start + index;
          return row === rows ? (
            <b key={index}>{line}</b>
          ) : (
            <i key={index}>{row < rows ? line : '\n'}</i>
          );
        })}
      </pre>
      <ol class="tl-say" aria-live="polite">
        {lastSteps(life, steps).map(([time, kind], index) => (
          <li key={index}>
            <Told lang={lang} at={time} kind={life.kinds[kind]} words={words} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The table with its heading, in columns as wide as kubectl makes them. */
function linesOf({ name, rows }: Life): readonly string[] {
  const cells = [HEAD, ...rows.map(([, ...row]) => [name, ...row])];
  const widths = HEAD.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length + 3)),
  );
  return cells.map(
    (row) =>
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('')
        .trimEnd()}\n`,
  );
}

interface ToldProps {
  readonly lang: Lang;
  readonly at: number;
  readonly kind: StepKind | undefined;
  readonly words: Words;
}

/** When, who, what, and by which rule. */
export function Told({ lang, at, kind, words }: ToldProps) {
  if (!kind) return null;
  const [actor, sentence] = kind;
  const rule = words.steps[sentence]?.[2] ?? '';
  return (
    <>
      <b>{durationText(at)}</b> <b>{wordOf(actor, lang, words.names)}</b> {told(kind, words, lang)}{' '}
      <a class="tl-rule" href={rule} target="_blank" rel="noreferrer">
        {rule.replace(/^.*\//, '')}
      </a>
    </>
  );
}

export function statusAt({ rows }: Life, at: number): string {
  return rows[countUntil(rows, at, timeOf) - 1]?.[2] ?? '';
}

/** The steps of the moment of the last one, without probes that answer as before where others say more. */
function lastSteps({ steps, kinds }: Life, count: number): Life['steps'] {
  const moment = steps[count - 1]?.[0];
  let start = count;
  while (start > 0 && steps[start - 1]?.[0] === moment) start--;
  const all = steps.slice(start, count);
  const loud = all.filter(([, kind]) => !isQuiet(kinds[kind]?.[1] ?? ''));
  return (loud.length > 0 ? loud : all).slice(-TOLD);
}
