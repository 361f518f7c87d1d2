/**
 * Reads what people copy from a terminal or a chat: lines of `kubectl get pods`, with or without the heading,
 * of any columns, wrapped, coloured, behind a prompt, from `-w` or `get all`.
 * Columns as v1.37.2 prints them: AddHandlers in pkg/printers/internalversion/printers.go; blanks stand inside
 * a cell only in RESTARTS (`3 (2m ago)`), so cells are told apart by what they look like, not by their place.
 */
import { LOOKS, WATCH_EVENTS, columnKey, isForeign, scoreOf } from './kubectl-columns.ts';

/** By column; what a row does not have is absent. */
export type Cells = Readonly<Partial<Record<ColumnKey, string>>>;

export type ColumnKey =
  | 'event'
  | 'namespace'
  | 'name'
  | 'ready'
  | 'status'
  | 'restarts'
  | 'age'
  | 'ip'
  | 'node'
  | 'nominatedNode'
  | 'readinessGates'
  | 'labels'
  /** A custom column of that name. */
  | 'phase';

export interface KubectlRow {
  /** 1-based, of the line where it begins. */
  readonly line: number;
  readonly cells: Cells;
  /** Columns of other names, as they stand. */
  readonly others: readonly (readonly [head: string, cell: string])[];
}

export interface KubectlTable {
  readonly rows: readonly KubectlRow[];
  /** Lines that are no row of Pods, nor a heading or a command. */
  readonly unread: readonly number[];
  /** Rows of other kinds (`kubectl get all`). */
  readonly foreign: number;
}

/** More than anybody reads; a longer text is a log. */
const MOST_ROWS = 20_000;
const MOST_LINES = 100_000;

export function readKubectlLines(text: string): KubectlTable {
  const lines = linesOf(text).slice(0, MOST_LINES);
  const width = lines.reduce((widest, { length }) => Math.max(widest, length), 0);
  const rows: KubectlRow[] = [];
  const unread: number[] = [];
  let foreign = 0;
  let head: readonly string[] | undefined;
  for (let at = 0; at < lines.length && rows.length < MOST_ROWS; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || isCommand(line)) continue;
    const heading = headingAt(lines, at);
    if (heading) {
      head = heading.columns;
      at = heading.last;
      continue;
    }
    if (head && isForeign(head)) {
      foreign++;
      continue;
    }
    const row = rowAt(lines, at, head, width);
    if (row === undefined) unread.push(at + 1);
    else {
      rows.push({ line: at + 1, ...row.read });
      at = row.last;
    }
  }
  return { rows, unread, foreign };
}

/** Whether a text is lines of a table and not an object: a heading or a row with READY in its first lines. */
export function looksLikeKubectlLines(text: string): boolean {
  const start = text.slice(0, 20_000);
  if (/^\s*[{[]/.test(start) || /^[ \t]*(?:-[ \t]+)?(?:apiVersion|kind)[ \t]*:/m.test(start))
    return false;
  const lines = linesOf(start).slice(0, 200);
  if (lines.some((line, at) => headingAt(lines, at) !== undefined || READY_ROW.test(line)))
    return true;
  return text.length < 200 && SINGLE_WORD.test(text.trim());
}

const READY_ROW = /(?:^|\s)\d+\/\d+\s+[A-Z][\w:./-]*(?:\s|$)/;
/** A status word alone: `CrashLoopBackOff`, `Init:0/2`. */
const SINGLE_WORD = /^(?:Init:\S+|(?:Signal|ExitCode):-?\d+|[A-Z][A-Za-z]{3,40})$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours and cursor moves begin with them
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-_])/g;

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map(cleaned);
  // A wrapped `<none>` may begin a line as a quote does.
  const isQuoted = lines.every((line) => line === '' || /^\s*>/.test(line));
  return isQuoted ? lines.map((line) => line.replace(/^\s*(?:>\s?)+/, '')) : lines;
}

/** Without colours and frames (k9s, Markdown tables). */
function cleaned(line: string): string {
  return line
    .replace(ESCAPES, '')
    .replace(/[\r\u00a0\u2007\u202f\u3000│┃║|]/g, ' ')
    .replace(/\t/g, '  ')
    .trimEnd();
}

const COMMAND =
  /(?:^|[\s$#%>❯➜»:])(?:kubectl(?:\.exe)?|kubecolor|k|oc)\s+(?:-\S+\s+(?:[^\s-]\S*\s+)?)*get\b/;
const RULE = /^\s*[-=+─━┌┐└┘├┤┬┴┼╭╮╰╯: ]{3,}\s*$/;

function isCommand(line: string): boolean {
  return COMMAND.test(line) || RULE.test(line);
}

/** Headings of two words. */
const PAIRS = /\b(NOMINATED)\s+(NODE)\b|\b(READINESS)\s+(GATES)\b/g;

function columnsIn(line: string): readonly string[] {
  const joined = line.toUpperCase().replace(PAIRS, (pair) => pair.replace(/\s+/, '_'));
  return joined
    .trim()
    .split(/\s+/)
    .map((column) => column.replace('_', ' '));
}

function headingAt(
  lines: readonly string[],
  at: number,
): { columns: readonly string[]; last: number } | undefined {
  const line = lines[at] ?? '';
  if (!isHeading(line)) return undefined;
  const next = lines[at + 1] ?? '';
  // The terminal wrapped it: rows are never in capitals alone.
  if (next.trim() === '' || !/^[A-Z\s]+$/.test(next) || isHeading(next)) {
    return { columns: columnsIn(line), last: at };
  }
  const [tight, loose] = [columnsIn(line + next), columnsIn(`${line} ${next}`)];
  return { columns: known(tight) >= known(loose) ? tight : loose, last: at + 1 };
}

function known(columns: readonly string[]): number {
  const strange = columns.filter((column) => columnKey(column) === undefined).length;
  return columns.length - 2 * strange;
}

function isHeading(line: string): boolean {
  const columns = line.trim() === '' ? [] : columnsIn(line);
  const names = columns.filter((column) => columnKey(column) !== undefined);
  if (!columns.some((column) => column === 'NAME' || column === 'STATUS' || column === 'READY')) {
    return false;
  }
  const capitals = line === line.toUpperCase() && !/\d/.test(line);
  return capitals || (names.length >= 3 && !READY_ROW.test(line));
}

interface Read {
  readonly cells: Cells;
  readonly others: KubectlRow['others'];
}

/** A row that begins here; where it is cut, the next lines are taken too, as many as make it better. */
function rowAt(
  lines: readonly string[],
  at: number,
  head: readonly string[] | undefined,
  width: number,
): { read: Read; last: number } | undefined {
  let text = lines[at] ?? '';
  if (text.length > LONGEST_LINE) return undefined;
  let best = readRow(text, head);
  // Without any sign of a row there is nothing to complete.
  if (best === undefined && head === undefined && !isCutName(text)) return undefined;
  let last = at;
  let reach = text;
  for (let next = at + 1; next <= at + 3 && next < lines.length; next++) {
    const more = lines[next] ?? '';
    const own = readRow(more, head);
    const isOther = more.trim() === '' || isCommand(more) || isHeading(more);
    if (isOther || (own && own.score >= WHOLE && !isCutName(text))) break;
    // Cut at the edge of the terminal there is no blank; a chat may have taken it away.
    const full = reach.length >= width;
    const [tight, loose] = [text + more, `${text} ${more}`];
    const [a, b] = [readRow(tight, head), readRow(loose, head)];
    const isTight =
      (a?.score ?? -1) === (b?.score ?? -1) ? full : (a?.score ?? -1) > (b?.score ?? -1);
    const joined = isTight ? a : b;
    text = isTight ? tight : loose;
    reach = more;
    if (joined && joined.score > (best?.score ?? 0)) {
      best = joined;
      last = next;
    }
  }
  return best && { read: best, last };
}

/** So many cells that look right make a row of its own. */
const WHOLE = 3;
const LONGEST_LINE = 4000;

/** The beginning of a name that was too long for the terminal. */
function isCutName(text: string): boolean {
  return /^\S*[a-z0-9]-[-a-z0-9.]*$/.test(text) && text.length >= 40;
}

function tokensOf(text: string): readonly string[] {
  return text.match(/(?<!\S)\d+\s+\(\S+\s+ago\)|\S+/g) ?? [];
}

function readRow(
  text: string,
  head: readonly string[] | undefined,
): (Read & { score: number }) | undefined {
  const tokens = tokensOf(text);
  if (tokens.length === 0) return undefined;
  const read =
    head && tokens.length === head.length ? byHeading(tokens, head) : byLook(tokens, head);
  const score = read === undefined ? 0 : scoreOf(read.cells);
  if (read === undefined || score <= 0) return undefined;
  // `kubectl get all` puts the kind before the name.
  const { name } = read.cells;
  return {
    ...read,
    cells: { ...read.cells, ...some('name', name?.replace(/^pods?\//, '')) },
    score,
  };
}

function byHeading(tokens: readonly string[], head: readonly string[]): Read {
  const cells: Partial<Record<ColumnKey, string>> = {};
  const others: (readonly [string, string])[] = [];
  for (const [index, column] of head.entries()) {
    const cell = tokens[index] ?? '';
    const key = columnKey(column);
    if (key === undefined) others.push([column, cell]);
    else cells[key] = cell;
  }
  return { cells, others };
}

/** By the READY cell, which nothing else before it looks like. */
function byLook(tokens: readonly string[], head: readonly string[] | undefined): Read | undefined {
  const ready = tokens.findIndex((token) => /^\d+\/\d+$/.test(token));
  if (ready < 0) {
    const [word = ''] = tokens;
    const alone = head === undefined && tokens.length === 1 && SINGLE_WORD.test(word);
    return alone ? { cells: { status: word }, others: [] } : undefined;
  }
  // A name with a column or two before it, and no sentence that speaks of 0/1 nodes.
  if (ready > 4 || tokens[ready + 1] === undefined) return undefined;
  const before = tokens.slice(0, ready).filter((token) => /[a-z]/i.test(token));
  const event = before.find((token) => WATCH_EVENTS.has(token));
  const names = before.filter((token) => token !== event);
  const behind = tokens.slice(ready + 1);
  // A Pod without a phase has an empty STATUS.
  const isEmpty = LOOKS.restarts?.test(behind[0] ?? '') === true;
  const [status, restarts, ...rest] = isEmpty ? ['', ...behind] : behind;
  return {
    cells: {
      ...(event !== undefined && { event }),
      ...some('namespace', names.at(-2)),
      ...some('name', names.at(-1)),
      ready: tokens[ready] ?? '',
      ...some('status', status),
      ...some('restarts', restarts),
      ...wideCells(rest),
    },
    others: [],
  };
}

/** What stands behind RESTARTS; where that is not AGE, only an age is taken from it. */
function wideCells(rest: readonly string[]): Cells {
  const isAge = (token: string) => LOOKS.age?.test(token) === true;
  const labels = rest.find((token) => token.includes('='));
  const [age, ip, node, nominatedNode, readinessGates] = rest.filter((token) => token !== labels);
  if (age === undefined || !isAge(age)) return some('age', rest.find(isAge));
  return {
    age,
    ...some('ip', ip),
    ...some('node', node),
    ...some('nominatedNode', nominatedNode),
    ...some('readinessGates', readinessGates),
    ...some('labels', labels),
  };
}

function some<Key extends ColumnKey>(key: Key, cell: string | undefined): Cells {
  return cell === undefined ? {} : ({ [key]: cell } as Cells);
}
