/**
 * Matches that remember earlier packets, and those that throw dice. Source: net/netfilter/xt_limit.c,
 * xt_hashlimit.c, xt_recent.c, xt_statistic.c. A dump does not hold their memory: the walk begins with what
 * the reader states, else with what holds just after the rules were loaded, and says so.
 */
import { type Address, maskOf, parseAddress, printAddress } from '../address.ts';
import { has, isNegated, type Match, optionValue, whole } from './match.ts';
import type { Part, Rule } from './types.ts';
import { numberOf } from './values.ts';
import { type Assumption, type Held, unknown, type Walk } from './walk.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds for one packet: `10/sec`, `3/min`, `5`; undefined for bytes a second and for nonsense. */
function intervalOf(text: string | undefined): number | undefined {
  const found = /^(\d+)(?:\/(s|m|h|d)[a-z]*)?$/.exec(text ?? '');
  const count = Number(found?.[1] ?? 0);
  return count === 0 ? undefined : (UNIT_MS[found?.[2] ?? 's'] ?? 1000) / count;
}

const DEFAULT_BURST = 5;

/** Takes a token out of the bucket of this rule and key; false when there is none. */
function take(walk: Walk, key: string, interval: number, burst: number, rule: Rule): boolean {
  const { buckets } = walk.world;
  const known = buckets.get(key);
  const { at } = walk.header;
  if (!known) assume(walk, walk.env.limits === 'full' ? 'limit-full' : 'limit-empty', rule);
  const first = walk.env.limits === 'full' ? burst : 0;
  const tokens = known ? Math.min(burst, known.tokens + (at - known.at) / interval) : first;
  const taken = tokens >= 1;
  const left = { tokens: taken ? tokens - 1 : tokens, at };
  walk.world = { ...walk.world, buckets: new Map([...buckets, [key, left]]) };
  return taken;
}

function assume(walk: Walk, code: Assumption['code'], { line }: Rule): void {
  if (walk.assumptions.some((known) => known.code === code && known.line === line)) return;
  walk.assumptions = [...walk.assumptions, { code, line }];
}

const limit: Match = (part) => {
  const interval = intervalOf(optionValue(part, '--limit') ?? '3/hour');
  const burst = numberOf(optionValue(part, '--limit-burst')) ?? DEFAULT_BURST;
  return whole(part, false, (walk, rule) => {
    if (interval === undefined) return unreadable(part);
    return take(walk, `limit ${rule.line} ${part.start}`, interval, burst, rule);
  });
};

/** A bucket for every value of what the mode names; `above` holds where `upto` does not. */
const hashlimit: Match = (part) => {
  const above = optionValue(part, '--hashlimit-above');
  const rate = above ?? optionValue(part, '--hashlimit-upto') ?? optionValue(part, '--hashlimit');
  const interval = intervalOf(rate);
  const burst = numberOf(optionValue(part, '--hashlimit-burst')) ?? DEFAULT_BURST;
  const mode = (optionValue(part, '--hashlimit-mode') ?? '').split(',');
  const name = optionValue(part, '--hashlimit-name') ?? '';
  return whole(part, false, (walk, rule) => {
    if (interval === undefined || has(part, '--hashlimit-rate-match')) return unreadable(part);
    const { src, dst, sport, dport } = walk.header;
    const masked = (address: Address, option: string) =>
      printAddress(underMask(address, numberOf(optionValue(part, option))));
    const parts = {
      srcip: masked(src, '--hashlimit-srcmask'),
      dstip: masked(dst, '--hashlimit-dstmask'),
      srcport: String(sport),
      dstport: String(dport),
    };
    const values = mode.map((each) => (Object.hasOwn(parts, each) ? parts[each as 'srcip'] : ''));
    const key = `hashlimit ${name} ${values.join(' ')}`;
    return take(walk, key, interval, burst, rule) === (above === undefined);
  });
};

function underMask(address: Address, length: number | undefined): Address {
  if (length === undefined) return address;
  const mask = maskOf(length, address.length);
  return address.map((word, index) => (word & (mask[index] ?? 0)) >>> 0);
}

function unreadable(part: Part): Held {
  const text = part.args.map(({ option, values }) => [option, ...values].join(' ')).join(' ');
  return unknown('value-unreadable', { text });
}

/** A list holds the times at which an address was seen, the latest last. */
const recent: Match = (part) => {
  const name = optionValue(part, '--name') ?? 'DEFAULT';
  const mask = parseAddress(optionValue(part, '--mask') ?? '');
  const seconds = numberOf(optionValue(part, '--seconds'));
  const hits = numberOf(optionValue(part, '--hitcount')) ?? 0;
  const verb = ['--set', '--rcheck', '--update', '--remove'].find((each) => has(part, each));
  const not = verb !== undefined && isNegated(part, verb);
  return whole(part, false, (walk, rule) => {
    if (has(part, '--rttl')) return unknown('option-unknown', { option: '--rttl' });
    if (verb === undefined) return unreadable(part);
    const address = has(part, '--rdest') ? walk.header.dst : walk.header.src;
    const kept =
      mask?.length === address.length
        ? address.map((word, i) => (word & (mask[i] ?? 0)) >>> 0)
        : address;
    const key = `${name} ${printAddress(kept)}`;
    const { at } = walk.header;
    const seen = timesOf(walk, name, key, rule, verb);
    const put = (times: readonly number[] | undefined) => {
      const lists = new Map(walk.world.recent);
      lists.set(key, times ?? []);
      walk.world = { ...walk.world, recent: lists };
    };
    if (verb === '--set') {
      put([...seen, at]);
      return !not;
    }
    const within = seen.filter((time) => seconds === undefined || at - time <= seconds * 1000);
    const found = seen.length > 0 && within.length >= Math.max(1, hits);
    if (verb === '--remove') {
      if (seen.length > 0) put(undefined);
      return seen.length > 0 !== not;
    }
    if (verb === '--update' && found !== not) put([...seen, at]);
    return found !== not;
  });
};

function timesOf(
  walk: Walk,
  name: string,
  key: string,
  rule: Rule,
  verb: string,
): readonly number[] {
  const known = walk.world.recent.get(key);
  if (known) return known;
  const stated = walk.env.recent[name];
  const holds = stated?.some((text) => key === `${name} ${printAddress(parseAddress(text) ?? [])}`);
  if (verb !== '--set' && stated === undefined) assume(walk, 'recent-empty', rule);
  return holds ? [0] : [];
}

/** `nth` counts packets that nobody has seen: over many of them it is a chance like the other. */
const statistic: Match = (part) => {
  const mode = optionValue(part, '--mode');
  const every = numberOf(optionValue(part, '--every'));
  const chance =
    mode === 'nth' ? every && 1 / every : Number(optionValue(part, '--probability') ?? Number.NaN);
  const not = isNegated(part, mode === 'nth' ? '--every' : '--probability');
  const holds = chance !== undefined && chance >= 0 && chance <= 1;
  return whole(part, false, () => {
    if (!holds) return unreadable(part);
    return not ? 1 - chance : chance;
  });
};

export const MEMORY_MATCHES: Readonly<Record<string, Match>> = {
  limit,
  hashlimit,
  recent,
  statistic,
};
