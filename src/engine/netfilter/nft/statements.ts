/** The words of one rule, sorted into statements: conditions, verdicts, changes of the packet. */
import { Cursor, Strange } from './cursor.ts';
import { expressions, number, readVerdict, setName, setRef } from './operands.ts';
import type { NftToken } from './tokens.ts';
import type { Action, MarkChange, NatTarget, Numgen, Statement } from './types.ts';

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
