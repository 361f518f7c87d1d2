/**
 * Reading what `kubectl top pods` prints (kubectl/pkg/metricsutil/metrics_printer.go, Kubernetes v1.37.2):
 * with or without --containers, -A, --show-swap, --sum, --no-headers, and with what a terminal adds around
 * it: colours, prompts, blank lines. Memory is printed in whole Mi, rounded down.
 */
import type { Position, Problem } from '../problem.ts';
import { parseQuantity } from '../quantity/index.ts';
import type { UsageTally } from './usage-tally.ts';

interface Columns {
  readonly namespace: number;
  readonly pod: number;
  readonly container: number;
  readonly memory: number;
  readonly count: number;
}

const HEADING = /(?:^|\s)NAME\s+CPU\(cores\)\s+MEMORY\(bytes\)/;
const ROW = /^\S+(?:\s+\S+){0,2}\s+\d+m\s+\d+Mi(?:\s+\d+Mi)?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals colour with ESC [ … m
const COLOUR = /\u001b\[[\d;?]*[A-Za-z]/g;
const LONGEST_LINE = 2000;
const PROBLEMS = 50;

/** Whether the text looks like the table rather than YAML or JSON. */
export function isTable(text: string): boolean {
  for (const line of linesOf(text)) if (HEADING.test(line.text) || ROW.test(line.text)) return true;
  return false;
}

export function readTable(text: string, tally: UsageTally): readonly Problem[] {
  const problems: Problem[] = [];
  let columns: Columns | undefined;
  let headed = false;
  for (const { text: line, number, column } of linesOf(text)) {
    if (problems.length === PROBLEMS) break;
    const found = (code: string): void => {
      problems.push({ code, path: '', params: { text: line.slice(0, 80) }, line: number, column });
    };
    if (HEADING.test(line)) {
      columns = columnsOf(line.split(/\s+/));
      headed = true;
      continue;
    }
    const cells = line.split(/\s+/);
    const isRow = ROW.test(line);
    if (!isRow && (!headed || isAround(line, cells))) continue;
    if (!headed) columns = unheaded(cells);
    if (columns === undefined) found('usage-columns-unclear');
    else if (!take(cells, columns, { line: number, column }, tally)) found('usage-line');
  }
  return problems;
}

function* linesOf(text: string): Generator<{ text: string; number: number; column: number }> {
  let number = 0;
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    const stop = text.indexOf('\n', start);
    end = stop === -1 ? text.length : stop;
    number++;
    if (end === start) continue;
    const raw = text.slice(start, Math.min(end, start + LONGEST_LINE)).replace(COLOUR, '');
    yield { text: raw.trim(), number, column: raw.length - raw.trimStart().length + 1 };
  }
}

function columnsOf(heading: readonly string[]): Columns {
  const at = heading.findIndex(
    (name, index) => name === 'NAME' && heading[index + 1] === 'CPU(cores)',
  );
  const pod = heading.indexOf('POD');
  return {
    namespace: heading.indexOf('NAMESPACE'),
    pod: pod === -1 ? at : pod,
    container: pod === -1 ? -1 : at,
    memory: heading.indexOf('MEMORY(bytes)'),
    count: heading.length,
  };
}

/** Without a heading only the number of names tells the columns, and two may mean either of two things. */
function unheaded(cells: readonly string[]): Columns | undefined {
  const memory = cells.findIndex((cell) => cell.endsWith('Mi'));
  if (memory === 2) return { namespace: -1, pod: 0, container: -1, memory, count: cells.length };
  if (memory === 4) return { namespace: 0, pod: 1, container: 2, memory, count: cells.length };
  return undefined;
}

/** A prompt, a rule, a fence, or the total that --sum prints: nothing about a Pod. */
function isAround(line: string, cells: readonly string[]): boolean {
  if (!/[A-Za-z0-9]/.test(line) || /[$#>%]$/.test(line)) return true;
  if (/(?:^|[$#>%]\s*)(?:sudo\s+)?(?:kubectl|k|oc)\s/.test(line)) return true;
  return cells.length < 4 && /^\d+m$/.test(cells[0] ?? '');
}

function take(
  cells: readonly string[],
  columns: Columns,
  at: Position,
  tally: UsageTally,
): boolean {
  const memory = parseQuantity(cells[columns.memory] ?? '');
  const name = cells[columns.pod];
  if (cells.length !== columns.count || !memory.ok || memory.quantity.sign < 0 || !name)
    return false;
  const namespace = columns.namespace === -1 ? '' : (cells[columns.namespace] ?? '');
  const container = columns.container === -1 ? undefined : cells[columns.container];
  tally.add({ namespace, name, ...at }, container, 'memory', memory.quantity, true);
  return true;
}
