/**
 * One rule of nftables: its statements from left to right, until one does not hold. Source:
 * net/netfilter/nf_tables_core.c (nft_do_chain), nft_lookup.c, nft_numgen.c, nft_nat.c, nft_masq.c.
 */
import {
  binds,
  cannotTell,
  decides,
  type Effect,
  enters,
  goesOn,
  marks,
  marksFlow,
  masquerades,
  redirects,
  rejects,
  untracks,
} from '../effect.ts';
import type { Range } from '../nat.ts';
import { addressRange } from '../values.ts';
import { type Unknown, unknown, type Walk } from '../walk.ts';
import { ask, fits, lookUp, memoryKey } from './fields.ts';
import type {
  Element,
  Expression,
  MarkChange,
  NatTarget,
  NftRule,
  Numgen,
  SetRef,
  Statement,
  Verdict,
} from './types.ts';

/** Parts the way: true in this one; the other comes back to the same rule and draws the next number. */
export type Draw = (share: number) => boolean;

export type Ran =
  | { readonly effect: Effect }
  /** This statement did not hold. */
  | { readonly failed: Statement };

export function runRule(walk: Walk, rule: NftRule, sets: Sets, draw: Draw): Ran {
  let did = goesOn('rule-counts');
  for (const statement of rule.statements) {
    const result = runStatement(walk, statement, sets, draw);
    if (result === true) continue;
    if (result === false) return { failed: statement };
    if (result.kind !== 'go-on') return { effect: result };
    did = result;
  }
  return { effect: did };
}

/** The named sets of the table that the rule stands in. */
export type Sets = (name: string) => readonly Element[] | undefined;

/** True: it holds and changes nothing; false: the rule does not match. */
function runStatement(walk: Walk, statement: Statement, sets: Sets, draw: Draw): boolean | Effect {
  switch (statement.op) {
    case 'match':
      return matches(walk, statement, sets);
    case 'counter':
      return true;
    case 'log':
      return goesOn('rule-log', { prefix: statement.prefix });
    case 'notrack':
      return untracks(walk);
    case 'verdict':
      return verdictEffect(statement.verdict);
    case 'vmap': {
      const found = find(walk, statement.left, statement.map, sets);
      if (found === undefined) return false;
      if ('code' in found) return { kind: 'unknown', why: found };
      return found.verdict ? verdictEffect(found.verdict) : false;
    }
    case 'draw': {
      const element = drawn(walk, statement.numgen, statement.map, sets, draw);
      return element?.verdict ? verdictEffect(element.verdict) : false;
    }
    case 'reject':
      return rejects(walk, statement.with);
    case 'dnat':
    case 'snat':
      return nat(walk, statement.op, statement.to, statement.flags, sets, draw);
    case 'masquerade':
      return masquerades(walk, toPorts(statement));
    case 'redirect':
      return redirects(walk, toPorts(statement));
    case 'set-mark':
      return setMark(walk, statement.target, statement.change);
    case 'update':
      return remember(walk, statement.set, statement.key);
    case 'strange':
      return cannotTell('statement-unknown', { text: statement.text.slice(0, 80) });
  }
}

function verdictEffect({ kind, chain }: Verdict): boolean | Effect {
  if (kind === 'continue') return true;
  return kind === 'jump' || kind === 'goto' ? enters(chain, kind === 'goto') : decides(kind);
}

function matches(
  walk: Walk,
  { left, not, right }: Extract<Statement, { op: 'match' }>,
  sets: Sets,
): boolean | Effect {
  if (!Array.isArray(right)) {
    const found = find(walk, left, right as SetRef, sets);
    if (found !== undefined && 'code' in found) return { kind: 'unknown', why: found };
    // Where the packet has no such field, neither the set nor its opposite holds.
    if (found === undefined && left.some((each) => ask(walk, each) === undefined)) return false;
    return (found !== undefined) !== not;
  }
  const [first] = left;
  const asked = first && ask(walk, first);
  if (asked === undefined) return false;
  if ('code' in asked) return { kind: 'unknown', why: asked };
  return (right as readonly string[]).some((text) => fits(asked, text)) !== not;
}

function find(
  walk: Walk,
  left: readonly Expression[],
  ref: SetRef,
  sets: Sets,
): Element | undefined | Unknown {
  const asked = [];
  for (const expression of left) {
    const each = ask(walk, expression);
    if (each === undefined || 'code' in each) return each;
    asked.push(each);
  }
  const elements = 'name' in ref ? sets(ref.name) : ref.elements;
  if (!elements) return unknown('set-not-stated', { set: 'name' in ref ? ref.name : '' });
  const known = 'name' in ref && walk.world.recent.has(memoryKey(ref.name, asked));
  return known ? { key: [], line: 0 } : lookUp(asked, elements);
}

/** One after the other, each with its share of what is left. */
function drawn(
  walk: Walk,
  { modulus, offset }: Numgen,
  map: SetRef,
  sets: Sets,
  draw: Draw,
): Element | undefined {
  const elements = 'name' in map ? sets(map.name) : map.elements;
  let number = walk.drawn;
  while (number < modulus - 1) {
    walk.drawn = number;
    if (draw(1 / (modulus - number))) break;
    number++;
  }
  walk.drawn = 0;
  return elements?.find(({ key }) => Number(key[0]) === number + offset);
}

function nat(
  walk: Walk,
  op: 'dnat' | 'snat',
  to: NatTarget,
  flags: readonly string[],
  sets: Sets,
  draw: Draw,
): Effect | boolean {
  let { address, port }: { address?: string | undefined; port?: string | undefined } =
    'map' in to ? {} : to;
  if ('map' in to) {
    const element = drawn(walk, to.numgen, to.map, sets, draw);
    if (!element?.data) return false;
    [address, port] = element.data;
  }
  const addresses = address === undefined ? undefined : addressRange(address);
  const ports = portsOf(port);
  if ((address !== undefined && !addresses) || ports === null) {
    return cannotTell('value-unreadable', { text: `${address ?? ''}:${port ?? ''}` });
  }
  const range = { ...(addresses && { addresses }), ...(ports && { ports }), ...flagsOf(flags) };
  const v6 = address?.includes(':');
  const shown =
    port === undefined ? (address ?? '') : v6 ? `[${address}]:${port}` : `${address ?? ''}:${port}`;
  return binds(walk, op === 'dnat' ? 'dst' : 'src', range, `rule-${op}`, shown);
}

/** Null when the text is there and cannot be read. */
function portsOf(text: string | undefined): Range['ports'] | null {
  if (text === undefined) return undefined;
  const [first, last = first] = text.split('-').map(Number);
  return first === undefined || last === undefined || Number.isNaN(first + last)
    ? null
    : { first, last };
}

function flagsOf(flags: readonly string[]): Pick<Range, 'shuffled' | 'persistent'> {
  return {
    shuffled: flags.includes('random') || flags.includes('fully-random'),
    persistent: flags.includes('persistent'),
  };
}

/** Ports that cannot be read are left as they are. */
function toPorts({ port, flags }: Extract<Statement, { op: 'masquerade' | 'redirect' }>): Range {
  const ports = portsOf(port) ?? undefined;
  return { ...(ports && { ports }), ...flagsOf(flags) };
}

function setMark(
  walk: Walk,
  target: 'mark' | 'ct-mark',
  { of, operator, value }: MarkChange,
): Effect | boolean {
  const { header, flow } = walk;
  if (!flow && (target === 'ct-mark' || of === 'ct-mark')) return false;
  const own = of === undefined ? value : of === 'mark' ? header.mark : (flow?.mark ?? 0);
  const next =
    operator === '|'
      ? own | value
      : operator === '^'
        ? own ^ value
        : operator === '&'
          ? own & value
          : own;
  const mark = next >>> 0;
  if (target === 'mark') return marks(walk, mark);
  return flow ? marksFlow(walk, flow, mark) : false;
}

function remember(walk: Walk, set: string, key: readonly Expression[]): boolean | Effect {
  const asked = [];
  for (const expression of key) {
    const each = ask(walk, expression);
    if (each === undefined) return false;
    if ('code' in each) return { kind: 'unknown', why: each };
    asked.push(each);
  }
  const recent = new Map(walk.world.recent).set(memoryKey(set, asked), [walk.header.at]);
  walk.world = { ...walk.world, recent };
  return goesOn('rule-remember', { set });
}
