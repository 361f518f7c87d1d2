/**
 * Exit codes, signals and reasons: what a container that ended or does not start says, by whom, and what comes
 * next. Takes a code, a signal, a word, or any pasted part of a Pod's status, from kubectl, YAML or JSON.
 *
 * Left out on purpose: reasons of conditions and of Events, which are other lists, and the codes that single
 * programs define for themselves.
 */
import type { Problem } from '../problem.ts';
import { readBlocks } from './blocks.ts';
import { explain } from './explain.ts';
import type { Found } from './found.ts';
import { type Line, linesOf } from './lines.ts';
import { nearestReason } from './reasons.ts';
import type { ExitItem, ExitProblemCode, ExitReport } from './types.ts';
import { readWords } from './words.ts';

export { catalogue, type CatalogueRow, search } from './catalogue.ts';
export type { Meaning } from './meaning.ts';
export type * from './types.ts';

const MOST_ITEMS = 100;
const MOST_PROBLEMS = 20;
/** More lines than this are no list of words. */
const MOST_WORD_LINES = 500;
const LONGEST_SHOWN = 80;

export function readExit(text: string): ExitReport {
  const { lines, cut } = linesOf(text);
  const blocks = readBlocks(lines, MOST_ITEMS);
  if (blocks.found.length > 0) return report(blocks.found, [], cut);
  if (blocks.running !== undefined) {
    return { items: [], problems: [problem('exit-only-running', blocks.running, '')], cut };
  }
  if (blocks.isObject) return { items: [], problems: [problem('exit-no-state', 1, '')], cut };
  const found: Found[] = [];
  const unknown: Line[] = [];
  for (const line of lines.slice(0, MOST_WORD_LINES)) {
    const words = readWords(line.number, line.text);
    found.push(...words);
    if (words.length === 0 && !HEADER.test(line.text)) unknown.push(line);
  }
  return report(found, unknown, cut || lines.length > MOST_WORD_LINES);
}

/** Of a table that kubectl prints. */
const HEADER = /\bSTATUS\b.*\bRESTARTS\b|^[{}[\],]+$/;

function report(found: readonly Found[], unknown: readonly Line[], cut: boolean): ExitReport {
  const items: ExitItem[] = [];
  const problems = unknown.map((line) => unknownProblem(line.number, line.text));
  for (const each of found.slice(0, MOST_ITEMS)) {
    const explained = explain(each);
    items.push(...explained);
    if (explained.length === 0) problems.push(unknownProblem(each.line, each.reason ?? ''));
  }
  return {
    items,
    problems: problems.slice(0, MOST_PROBLEMS),
    cut: cut || found.length > MOST_ITEMS || problems.length > MOST_PROBLEMS,
  };
}

const NO_REASON = /^(?:pending|running|succeeded|failed|waiting)$/i;

function unknownProblem(line: number, text: string): Problem<ExitProblemCode> {
  if (NO_REASON.test(text)) return problem('exit-phase', line, text);
  const near = nearestReason(text);
  if (near === undefined) return problem('exit-unknown', line, text);
  return { ...problem('exit-unknown-near', line, text), params: { text, meant: near } };
}

function problem(code: ExitProblemCode, line: number, text: string): Problem<ExitProblemCode> {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return { code, path: '', params: { text: shown }, line, column: 1 };
}
