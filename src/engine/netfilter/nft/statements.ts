/** The words of one rule, sorted into statements: conditions, verdicts, changes of the packet. */
import type { NftToken } from './tokens.ts';
import type {
  Action,
  Element,
  Expression,
  Field,
  MarkChange,
  NatTarget,
  Numgen,
  SetRef,
  Statement,
  Verdict,
} from './types.ts';

/** Reads tokens one after another; a reader that cannot go on throws `Strange`, caught per statement. */
export class Cursor {
  readonly tokens: readonly NftToken[];
  at = 0;
  constructor(tokens: readonly NftToken[]) {
    this.tokens = tokens;
  }

  peek(ahead = 0): string {
    return this.tokens[this.at + ahead]?.text ?? '';
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  take(): string {
    if (this.done) throw new Strange();
    return this.tokens[this.at++]?.text ?? '';
  }

  /** Goes over the words when they come next. */
  skip(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.peek(ahead) === word)) return false;
    this.at += words.length;
    return true;
  }

  expect(word: string): void {
    if (!this.skip(word)) throw new Strange();
  }
}

class Strange extends Error {}

export interface RuleStatements {
  readonly statements: readonly Statement[];
  readonly comment: string;
}

export function statementsOf(tokens: readonly NftToken[]): RuleStatements {
  const cursor = new Cursor(tokens);
  const statements: Statement[] = [];
  let comment = '';
  while (!cursor.done) {
    const from = cursor.at;
    if (cursor.skip('comment')) {
      comment = cursor.done ? '' : cursor.take();
      continue;
    }
    const { start } = tokens[from] as NftToken;
    try {
      const action = statement(cursor);
      statements.push({ ...action, start, end: tokens[cursor.at - 1]?.end ?? start });
    } catch (error) {
      if (!(error instanceof Strange)) throw error;
      // Where one statement ends and the next begins is not known any more: the rest is one of them.
      const rest = tokens.slice(from);
      const text = rest.map((token) => token.text).join(' ');
      return {
        statements: [...statements, { op: 'strange', text, start, end: rest.at(-1)?.end ?? start }],
        comment,
      };
    }
  }
  return { statements, comment };
}

function statement(cursor: Cursor): Action {
  const verdict = readVerdict(cursor);
  if (verdict) return { op: 'verdict', verdict };
  if (cursor.skip('counter')) {
    if (cursor.skip('packets')) {
      cursor.take();
      cursor.expect('bytes');
      cursor.take();
    }
    return { op: 'counter' };
  }
  if (cursor.skip('notrack')) return { op: 'notrack' };
  if (cursor.skip('log')) {
    const prefix = cursor.skip('prefix') ? cursor.take() : '';
    for (const word of ['level', 'group', 'snaplen', 'queue-threshold', 'flags']) {
      if (cursor.skip(word)) cursor.take();
    }
    return { op: 'log', prefix };
  }
  if (cursor.skip('reject')) return { op: 'reject', with: rejectWith(cursor) };
  if (cursor.peek() === 'dnat' || cursor.peek() === 'snat') return nat(cursor);
  if (cursor.peek() === 'masquerade' || cursor.peek() === 'redirect') {
    const op = cursor.take() as 'masquerade' | 'redirect';
    const port = cursor.skip('to') ? cursor.take().replace(/^:/, '') : undefined;
    return { op, port, flags: natFlags(cursor) };
  }
  if (cursor.peek() === 'update' || cursor.peek() === 'add') {
    cursor.take();
    const set = setName(cursor.take());
    cursor.expect('{');
    const key = expressions(cursor);
    while (!cursor.skip('}')) cursor.take();
    return { op: 'update', set, key };
  }
  if (cursor.skip('meta', 'mark', 'set') || cursor.skip('mark', 'set')) {
    return { op: 'set-mark', target: 'mark', change: markChange(cursor) };
  }
  if (cursor.skip('ct', 'mark', 'set'))
    return { op: 'set-mark', target: 'ct-mark', change: markChange(cursor) };
  if (cursor.peek() === 'numgen') {
    const numgen = readNumgen(cursor);
    cursor.expect('vmap');
    return { op: 'draw', numgen, map: setRef(cursor) };
  }
  const left = expressions(cursor);
  if (cursor.skip('vmap')) return { op: 'vmap', left, map: setRef(cursor) };
  const not = cursor.skip('!=');
  if (!not) cursor.skip('==');
  if (cursor.peek().startsWith('@') || cursor.peek() === '{') {
    return { op: 'match', left, not, right: setRef(cursor) };
  }
  const values: string[] = [cursor.take()];
  // `ct state established,related` without braces is a list of flags.
  while (cursor.skip(',')) values.push(cursor.take());
  return { op: 'match', left, not, right: values };
}

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

function rejectWith(cursor: Cursor): string | undefined {
  if (!cursor.skip('with')) return undefined;
  if (cursor.skip('tcp', 'reset')) return 'tcp-reset';
  const family = cursor.take();
  cursor.skip('type');
  return `${family === 'icmpv6' ? 'icmp6' : 'icmp'}-${cursor.take()}`;
}

const NAT_FLAGS = ['random', 'fully-random', 'persistent'];

function natFlags(cursor: Cursor): readonly string[] {
  const flags: string[] = [];
  while (NAT_FLAGS.includes(cursor.peek()) || (flags.length > 0 && cursor.skip(',')))
    flags.push(cursor.take());
  return flags;
}

function nat(cursor: Cursor): Action {
  const op = cursor.take() as 'dnat' | 'snat';
  if (cursor.peek() === 'ip' || cursor.peek() === 'ip6') cursor.take();
  cursor.skip('addr', '.', 'port');
  cursor.expect('to');
  const to = natTarget(cursor);
  return { op, to, flags: natFlags(cursor) };
}

function natTarget(cursor: Cursor): NatTarget {
  if (cursor.peek() === 'numgen') {
    const numgen = readNumgen(cursor);
    cursor.expect('map');
    return { numgen, map: setRef(cursor) };
  }
  const text = cursor.take();
  const bracketed = /^\[([^\]]+)\](?::(.+))?$/.exec(text);
  const plain = bracketed ?? /^([\d.-]+)?(?::(.+))?$/.exec(text);
  if (!plain && !text.includes(':')) throw new Strange();
  return plain ? { address: plain[1], port: plain[2] } : { address: text, port: undefined };
}

function readNumgen(cursor: Cursor): Numgen {
  cursor.expect('numgen');
  cursor.expect('random');
  cursor.expect('mod');
  const modulus = Number(cursor.take());
  const offset = cursor.skip('offset') ? Number(cursor.take()) : 0;
  if (!(modulus >= 1) || !(offset >= 0)) throw new Strange();
  return { modulus, offset };
}

function markChange(cursor: Cursor): MarkChange {
  // nft prints `meta mark`, and takes `mark` as well.
  const of =
    cursor.skip('meta', 'mark') || cursor.skip('mark')
      ? 'mark'
      : cursor.skip('ct', 'mark')
        ? 'ct-mark'
        : undefined;
  const operator = of && OPERATORS.get(cursor.peek());
  if (operator) cursor.take();
  if (of && !operator) return { of, operator: undefined, value: 0 };
  return { of, operator, value: number(cursor.take()) };
}

const OPERATORS: ReadonlyMap<string, '|' | '^' | '&'> = new Map([
  ['|', '|'],
  ['or', '|'],
  ['^', '^'],
  ['xor', '^'],
  ['&', '&'],
  ['and', '&'],
]);

function number(text: string): number {
  const value = /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
  if (value === undefined) throw new Strange();
  return value;
}

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

function expressions(cursor: Cursor): readonly Expression[] {
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

function setName(text: string): string {
  if (!text.startsWith('@')) throw new Strange();
  return text.slice(1);
}

function setRef(cursor: Cursor): SetRef {
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
