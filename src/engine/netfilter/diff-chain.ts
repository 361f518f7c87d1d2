/**
 * Which rules of a chain are which rules of the same chain later. Rules are the same when they mean the same
 * (canonical.ts); of those, the longest run that keeps its order stays in place and the others have moved.
 * What is left on both sides is one changed rule where it says of itself that it is the same: by its comment
 * and target, or at the same place by its target and destination.
 */
import type { Family } from '../address.ts';
import { printRule } from './canonical.ts';
import { commentOf } from './services.ts';
import type { Rule } from './types.ts';

export interface Pair {
  readonly change: 'unchanged' | 'moved' | 'changed' | 'added' | 'removed';
  readonly old?: Rule;
  readonly new?: Rule;
}

export interface Side {
  readonly rules: readonly Rule[];
  readonly lines: readonly string[];
  readonly family: Family | undefined;
}

/** In the order of the new chain, what is gone at its old place. Yields now and then. */
export function* pairRules(old: Side, now: Side): Generator<void, readonly Pair[]> {
  const [a, b] = [old.rules, now.rules];
  let head = 0;
  const most = Math.min(a.length, b.length);
  while (head < most && isSameText(old, head, now, head)) head++;
  let tail = 0;
  while (tail < most - head && isSameText(old, a.length - 1 - tail, now, b.length - 1 - tail)) {
    tail++;
  }
  if (head === a.length && head === b.length) {
    return b.map((rule, index): Pair => ({
      change: 'unchanged',
      old: a[index] ?? rule,
      new: rule,
    }));
  }
  const partner = new Map<number, number>();
  for (let at = 0; at < head; at++) partner.set(at, at);
  for (let at = tail; at > 0; at--) partner.set(b.length - at, a.length - at);
  const middle = { old: [head, a.length - tail], new: [head, b.length - tail] } as const;
  if (middle.old[0] < middle.old[1] && middle.new[0] < middle.new[1]) {
    yield* meaningPairs(old, now, middle, partner);
  }
  return merged(old, now, partner, inOrder(partner, b.length));
}

/** The line without its counters; undefined where it is no `-A` and so no whole rule. */
function textOf({ rules, lines }: Side, index: number): string | undefined {
  const line = lines[(rules[index]?.line ?? 0) - 1] ?? '';
  const start = line.charCodeAt(0) === BRACKET ? line.indexOf('-A ') : 0;
  return line.startsWith('-A ', start) ? line.slice(start).trimEnd() : undefined;
}

const BRACKET = 91;

function isSameText(old: Side, i: number, now: Side, j: number): boolean {
  const text = textOf(old, i);
  return text !== undefined && text === textOf(now, j);
}

interface Middle {
  readonly old: readonly [number, number];
  readonly new: readonly [number, number];
}

const SLICE = 500;

/** First by the text itself, which is cheap, then by what it means. */
function* meaningPairs(
  old: Side,
  now: Side,
  middle: Middle,
  partner: Map<number, number>,
): Generator<void, void> {
  let [left, right] = [indexes(middle.old), indexes(middle.new)];
  let count = 0;
  for (const key of [textOf, meaningOf]) {
    const waiting = new Map<string, number[]>();
    const nameless = new Set<number>();
    for (const index of left) {
      const text = key(old, index);
      if (text === undefined) nameless.add(index);
      else add(waiting, text, index);
      if (++count % SLICE === 0) yield;
    }
    for (const list of waiting.values()) list.reverse();
    const rest: number[] = [];
    for (const index of right) {
      const text = key(now, index);
      const found = text === undefined ? undefined : waiting.get(text)?.pop();
      if (found === undefined) rest.push(index);
      else partner.set(index, found);
      if (++count % SLICE === 0) yield;
    }
    left = [...nameless, ...[...waiting.values()].flat()].sort((x, y) => x - y);
    right = rest;
    if (left.length === 0 || right.length === 0) return;
  }
}

function add<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function meaningOf({ rules, family }: Side, index: number): string | undefined {
  const rule = rules[index];
  return rule && printRule(rule, family);
}

function indexes([from, to]: readonly [number, number]): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Indexes in the new chain of the longest run whose partners stand in order too (patience sorting). */
function inOrder(partner: ReadonlyMap<number, number>, count: number): ReadonlySet<number> {
  const tops: number[] = [];
  const before: (number | undefined)[] = [];
  const place = (index: number) => partner.get(index) ?? -1;
  for (let index = 0; index < count; index++) {
    const value = place(index);
    if (value === -1) continue;
    let [low, high] = [0, tops.length];
    while (low < high) {
      const mid = (low + high) >>> 1;
      if (place(tops[mid] ?? 0) < value) low = mid + 1;
      else high = mid;
    }
    before[index] = low === 0 ? undefined : tops[low - 1];
    tops[low] = index;
  }
  const kept = new Set<number>();
  for (let at = tops.at(-1); at !== undefined; at = before[at]) kept.add(at);
  return kept;
}

/** A rule without a partner, and how many that stayed stand before it. */
interface Loose {
  readonly rule: Rule;
  readonly gap: number;
}

function merged(
  old: Side,
  now: Side,
  partner: ReadonlyMap<number, number>,
  kept: ReadonlySet<number>,
): readonly Pair[] {
  const stays = new Set([...kept].map((index) => partner.get(index)));
  const taken = new Set(partner.values());
  const gone: Loose[] = [];
  let gap = 0;
  for (const [index, rule] of old.rules.entries()) {
    if (stays.has(index)) gap++;
    else if (!taken.has(index)) gone.push({ rule, gap });
  }
  const come: Loose[] = [];
  gap = 0;
  for (const [index, rule] of now.rules.entries()) {
    if (kept.has(index)) gap++;
    else if (!partner.has(index)) come.push({ rule, gap });
  }
  const changed = changedRules(gone, come);
  const found = new Set(changed.values());
  const lost = gone.filter(({ rule }) => !found.has(rule));
  return inPlace(old, now, partner, kept, changed, lost);
}

function inPlace(
  old: Side,
  now: Side,
  partner: ReadonlyMap<number, number>,
  kept: ReadonlySet<number>,
  changed: ReadonlyMap<Rule, Rule>,
  lost: readonly Loose[],
): readonly Pair[] {
  const pairs: Pair[] = [];
  let gap = 0;
  let next = 0;
  const removed = () => {
    for (; (lost[next]?.gap ?? Number.POSITIVE_INFINITY) <= gap; next++) {
      const rule = lost[next]?.rule;
      if (rule) pairs.push({ change: 'removed', old: rule });
    }
  };
  removed();
  for (const [index, rule] of now.rules.entries()) {
    const before = old.rules[partner.get(index) ?? -1] ?? changed.get(rule);
    if (!before) pairs.push({ change: 'added', new: rule });
    else {
      const isKept = kept.has(index);
      const change = isKept ? 'unchanged' : partner.has(index) ? 'moved' : 'changed';
      pairs.push({ change, old: before, new: rule });
      if (isKept) gap++;
    }
    removed();
  }
  return pairs;
}

/** By what a rule says of itself, the most telling first; undefined where it says too little. */
const SIGNATURES: readonly ((one: Loose) => string | undefined)[] = [
  ({ rule }) => {
    const comment = commentOf(rule);
    return comment && `${comment} ${rule.target?.name} ${destinationOf(rule)}`;
  },
  (one) => {
    const atPlace = byDestination(one);
    return atPlace && `${atPlace} ${shapeOf(one.rule)}`;
  },
  ({ rule }) => {
    const comment = commentOf(rule);
    return comment && `${comment} ${rule.target?.name}`;
  },
  byDestination,
  ({ rule, gap }) => (commentOf(rule) ? undefined : `${gap} ${rule.target?.name} ${shapeOf(rule)}`),
];

function byDestination({ rule, gap }: Loose): string | undefined {
  const destination = destinationOf(rule);
  return destination === ' ' ? undefined : `${gap} ${rule.target?.name} ${destination}`;
}

function destinationOf({ basics, target }: Rule): string {
  const to = target?.args.find(({ option }) => option.startsWith('--to'))?.values[0] ?? '';
  return `${basics.find(({ option }) => option === '-d')?.values[0] ?? ''} ${to}`;
}

/** What it asks about, not what answer it wants. */
function shapeOf({ basics, matches }: Rule): string {
  const asked = [...basics, ...matches.flatMap(({ args }) => args)];
  return asked.map(({ option }) => option).join(' ');
}

/** The new rule to the old one that it was. */
function changedRules(gone: readonly Loose[], come: readonly Loose[]): ReadonlyMap<Rule, Rule> {
  const changed = new Map<Rule, Rule>();
  let [left, right] = [gone, come];
  for (const signature of SIGNATURES) {
    if (left.length === 0 || right.length === 0) break;
    const waiting = new Map<string, Loose[]>();
    for (const one of left) {
      const text = signature(one);
      if (text === undefined || text === '') continue;
      add(waiting, text, one);
    }
    for (const list of waiting.values()) list.reverse();
    const found = new Set<Loose>();
    right = right.filter((one) => {
      const text = signature(one);
      const was = text ? waiting.get(text)?.pop() : undefined;
      if (!was) return true;
      changed.set(one.rule, was.rule);
      found.add(was);
      return false;
    });
    left = left.filter((one) => !found.has(one));
  }
  return changed;
}
