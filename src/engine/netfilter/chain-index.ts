/**
 * Which rules of a long chain a packet can match at all: kube-proxy's KUBE-SERVICES asks thousands of rules
 * for one destination each. Rules that name another single address are passed over; the kernel would look
 * at the address first, too, so nothing else of them would have been asked.
 */
import { type Address, parseAddress } from '../address.ts';
import { runToEnd } from '../run-to-end.ts';
import type { AnyChain, AnyRule } from './ruleset.ts';
import type { Dump, Rule } from './types.ts';

interface ChainIndex {
  /** Positions of the rules that have to be asked whatever the destination is, ascending. */
  readonly always: readonly number[];
  readonly byDestination: ReadonlyMap<string, readonly number[]>;
}

const LONG = 64;

const indexes = new WeakMap<AnyChain, ChainIndex>();

/** Makes the indexes of all long chains beforehand, in slices: the first packet then waits for none. */
export function* prepareChains({ tables }: Dump): Generator<undefined> {
  for (const { chains } of tables) {
    for (const chain of chains.values()) {
      if (chain.rules.length < LONG || indexes.has(chain)) continue;
      indexes.set(chain, yield* indexInSlices(chain.rules));
    }
  }
}

/** Position of the next rule at or behind `from` that a packet to `destination` has to be asked. */
export function nextRuleFor(chain: AnyChain, from: number, destination: Address): number {
  const { rules } = chain;
  if (rules.length < LONG || !isIptables(rules)) return from;
  let index = indexes.get(chain);
  if (!index) {
    index = runToEnd(indexInSlices(rules));
    indexes.set(chain, index);
  }
  const own = index.byDestination.get(destination.join());
  return Math.min(firstFrom(index.always, from), own ? firstFrom(own, from) : Infinity);
}

/** nftables has maps for that. */
function isIptables(rules: readonly AnyRule[]): rules is readonly Rule[] {
  return rules[0] !== undefined && 'basics' in rules[0];
}

const SLICE_RULES = 500;

function* indexInSlices(rules: readonly Rule[]): Generator<undefined, ChainIndex> {
  const always: number[] = [];
  const byDestination = new Map<string, number[]>();
  for (const [position, rule] of rules.entries()) {
    if (position % SLICE_RULES === SLICE_RULES - 1) yield;
    const key = singleDestination(rule);
    if (key === undefined) always.push(position);
    else {
      const known = byDestination.get(key);
      if (known) known.push(position);
      else byDestination.set(key, [position]);
    }
  }
  return { always, byDestination };
}

function singleDestination({ basics }: Rule): string | undefined {
  const argument = basics.find(({ option }) => option === '-d');
  if (!argument || argument.not) return undefined;
  const [text = '', length] = (argument.values[0] ?? '').split('/');
  const address = parseAddress(text);
  if (!address || (length ?? WHOLE[address.length]) !== WHOLE[address.length]) return undefined;
  return address.join();
}

/** Prefix length of a single address, by its number of words. */
const WHOLE: Readonly<Record<number, string>> = { 1: '32', 4: '128' };

/** The first of ascending numbers that is not below `from`; Infinity when there is none. */
function firstFrom(positions: readonly number[], from: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return positions[low] ?? Infinity;
}
