/** Histories that differ only by what was seen together. */
import type { History } from './cluster-histories.ts';

/**
 * Whether `driven` is `recorded` with some pairs of neighbouring status writes of one component in one, the last
 * value of each field in it: two watch events that came within a moment are answered together or one by one.
 */
export function merges(recorded: History, driven: History): boolean {
  return recorded.object === driven.object && covers(recorded.writes, driven.writes);
}

function covers(many: readonly string[], few: readonly string[]): boolean {
  const [first, second] = many;
  if (first === undefined || few.length === 0) return many.length === few.length;
  if (first === few[0] && covers(many.slice(1), few.slice(1))) return true;
  const both = second === undefined ? undefined : together(first, second);
  return both !== undefined && both === few[0] && covers(many.slice(2), few.slice(1));
}

function together(one: string, other: string): string | undefined {
  const [what = '', ...before] = one.split(' | ');
  const [same, ...after] = other.split(' | ');
  if (what !== same || !what.endsWith(' update status')) return undefined;
  const fields = new Map([...before, ...after].map((field) => [field.split(' ')[0] ?? '', field]));
  return [what, ...[...fields.values()].toSorted()].join(' | ');
}
