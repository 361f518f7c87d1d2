/** What statements of nftables are about: fields of the packet, sets with their elements, verdicts, numbers. */
import { type Cursor, Strange } from './cursor.ts';
import type { Element, Expression, Field, SetRef, Verdict } from './types.ts';

/** Fields by their words, the longer spelling first. */
const FIELD_WORDS: readonly (readonly [words: string, field: Field])[] = [
  ['fib saddr type', 'fib-saddr-type'],
  ['fib daddr type', 'fib-daddr-type'],
  ['ip saddr', 'saddr'],
  ['ip daddr', 'daddr'],
  ['ip6 saddr', 'saddr'],
  ['ip6 daddr', 'daddr'],
  ['meta l4proto', 'l4proto'],
  ['ip protocol', 'l4proto'],
  ['th sport', 'sport'],
  ['th dport', 'dport'],
  ['tcp sport', 'sport'],
  ['tcp dport', 'dport'],
  ['udp sport', 'sport'],
  ['udp dport', 'dport'],
  ['sctp sport', 'sport'],
  ['sctp dport', 'dport'],
  ['meta mark', 'mark'],
  ['mark', 'mark'],
  ['meta iifname', 'iifname'],
  ['iifname', 'iifname'],
  ['meta oifname', 'oifname'],
  ['oifname', 'oifname'],
  ['ct state', 'ct-state'],
  ['ct status', 'ct-status'],
  ['ct mark', 'ct-mark'],
  ['meta skuid', 'skuid'],
  ['meta nfproto', 'nfproto'],
];

const FIELDS = FIELD_WORDS.map(([words, field]) => ({ words: words.split(' '), field }));

export function expressions(cursor: Cursor): readonly Expression[] {
  const found: Expression[] = [];
  do {
    const known = FIELDS.find(({ words }) => cursor.skip(...words));
    if (!known) throw new Strange();
    const { words, field } = known;
    const [first = ''] = words;
    const proto = PORTED.has(first) ? first : undefined;
    const masked = cursor.skip('&') || cursor.skip('and');
    const mask = masked ? number(cursor.take()) : undefined;
    found.push({
      field,
      ...(proto !== undefined && { proto }),
      ...(mask !== undefined && { mask }),
    });
  } while (cursor.skip('.'));
  return found;
}

const PORTED = new Set(['tcp', 'udp', 'sctp']);

export function setName(text: string): string {
  if (!text.startsWith('@')) throw new Strange();
  return text.slice(1);
}

export function setRef(cursor: Cursor): SetRef {
  if (cursor.peek() !== '{') return { name: setName(cursor.take()) };
  cursor.take();
  return { elements: elements(cursor) };
}

/** Elements up to the closing brace, which is taken too. */
export function elements(cursor: Cursor): readonly Element[] {
  const found: Element[] = [];
  while (!cursor.skip('}')) {
    found.push(element(cursor));
    cursor.skip(',');
  }
  return found;
}

function element(cursor: Cursor): Element {
  const line = cursor.tokens[cursor.at]?.line ?? 0;
  const key = [cursor.take()];
  while (cursor.skip('.')) key.push(cursor.take());
  let comment: string | undefined;
  while (!ENDS.has(cursor.peek())) {
    // Timeouts and counters of elements decide nothing.
    const word = cursor.take();
    if (word === 'counter') while (['packets', 'bytes'].includes(cursor.peek())) cursor.at += 2;
    else if (word === 'comment') comment = cursor.take();
    else cursor.take();
  }
  const own = { key, line, ...(comment !== undefined && { comment }) };
  if (!cursor.skip(':')) return own;
  const verdict = readVerdict(cursor);
  if (verdict) return { ...own, verdict };
  const data = [cursor.take()];
  while (cursor.skip('.')) data.push(cursor.take());
  return { ...own, data };
}

const ENDS = new Set(['}', ',', ':', '']);

export function readVerdict(cursor: Cursor): Verdict | undefined {
  const kind = cursor.peek();
  if (kind === 'jump' || kind === 'goto') {
    cursor.take();
    return { kind, chain: cursor.take() };
  }
  if (kind !== 'accept' && kind !== 'drop' && kind !== 'return' && kind !== 'continue')
    return undefined;
  cursor.take();
  return { kind, chain: '' };
}

export function number(text: string): number {
  const value = /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
  if (value === undefined) throw new Strange();
  return value;
}
