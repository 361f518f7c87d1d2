/**
 * What changed between two dumps: rules by meaning (diff-chain.ts), counters where both dumps have them,
 * everything put together by the Service it belongs to, and what belongs to none by its chain.
 */
import { runToEnd } from '../run-to-end.ts';
import { type Pair, pairRules } from './diff-chain.ts';
import { type Owners, ownersInSlices } from './services.ts';
import type { Chain, Counters, Dump } from './types.ts';

export type RuleChange = Pair['change'];

export interface CountersDelta {
  readonly packets: number;
  readonly bytes: number;
  /** They are smaller than before: somebody set them to zero, and only what came after is known. */
  readonly reset: boolean;
}

export interface RuleDiff extends Pair {
  /** Only when both dumps have counters and they differ. */
  readonly delta?: CountersDelta;
}

export interface ChainDiff {
  readonly change: 'added' | 'removed' | 'policy' | 'counters';
  readonly old?: Chain;
  readonly new?: Chain;
  readonly delta?: CountersDelta;
}

export interface GroupDiff {
  /** `ns/name`; undefined: the group is a chain's. */
  readonly service: string | undefined;
  readonly table: string;
  readonly chain: string;
  readonly chains: readonly ChainDiff[];
  /** Those that changed, and unchanged ones that have a delta. */
  readonly rules: readonly RuleDiff[];
}

export interface DumpDiff {
  readonly tables: readonly { readonly name: string; readonly change: 'added' | 'removed' }[];
  readonly counts: Readonly<Record<RuleChange, number>>;
  readonly chains: Readonly<Record<ChainDiff['change'], number>>;
  /** Whether rules have counters in both dumps (chains have them always). */
  readonly counted: boolean;
  /** Whether some counter is smaller than before. */
  readonly reset: boolean;
  /** Services in alphabetical order, then chains as the dump has them. */
  readonly groups: readonly GroupDiff[];
}

export function diffDumps(old: Dump, now: Dump): DumpDiff {
  return runToEnd(diffInSlices(old, now));
}

const SLICE_CHAINS = 200;

/** Compares in slices: a browser may do something else between them. */
export function* diffInSlices(old: Dump, now: Dump): Generator<void, DumpDiff> {
  const found = new Found();
  const before = new Map(old.tables.map((table) => [table.name, table]));
  const after = new Map(now.tables.map((table) => [table.name, table]));
  const tables: DumpDiff['tables'][number][] = [];
  let count = 0;
  for (const name of new Set([...after.keys(), ...before.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (!was || !is) tables.push({ name, change: is ? 'added' : 'removed' });
    for (const chain of new Set([...(is?.chains.keys() ?? []), ...(was?.chains.keys() ?? [])])) {
      const [then, since] = [was?.chains.get(chain), is?.chains.get(chain)];
      found.chain(then, since);
      const pairs = yield* pairRules(
        { rules: then?.rules ?? [], lines: old.lines, family: old.family },
        { rules: since?.rules ?? [], lines: now.lines, family: now.family },
      );
      for (const pair of pairs) found.rule(pair);
      if (++count % SLICE_CHAINS === 0) yield;
    }
  }
  const groups = yield* grouped(found, old, now);
  const { counts, chains, counted, reset } = found;
  return { tables, counts, chains, counted, reset, groups };
}

/** What is found, chain after chain. A class, because every pair changes several of these. */
class Found {
  readonly counts = { unchanged: 0, moved: 0, changed: 0, added: 0, removed: 0 };
  readonly chains = { added: 0, removed: 0, policy: 0, counters: 0 };
  counted = false;
  reset = false;
  readonly all: (ChainDiff | RuleDiff)[] = [];

  chain(old: Chain | undefined, now: Chain | undefined): void {
    const delta = this.#delta(old?.counters, now?.counters);
    const both = old && now;
    const change = !both
      ? now
        ? 'added'
        : 'removed'
      : old.policy === now.policy
        ? delta && 'counters'
        : 'policy';
    if (!change) return;
    this.chains[change]++;
    this.all.push({
      change,
      ...(old && { old }),
      ...(now && { new: now }),
      ...(delta && { delta }),
    });
  }

  rule(pair: Pair): void {
    this.counts[pair.change]++;
    if (pair.old?.counters && pair.new?.counters) this.counted = true;
    const delta = this.#delta(pair.old?.counters, pair.new?.counters);
    if (delta) this.all.push({ ...pair, delta });
    else if (pair.change !== 'unchanged') this.all.push(pair);
  }

  #delta(old: Counters | undefined, now: Counters | undefined): CountersDelta | undefined {
    if (!old || !now) return undefined;
    const reset = now.packets < old.packets || now.bytes < old.bytes;
    const packets = reset ? now.packets : now.packets - old.packets;
    const bytes = reset ? now.bytes : now.bytes - old.bytes;
    if (!reset && packets === 0 && bytes === 0) return undefined;
    if (reset) this.reset = true;
    return { packets, bytes, reset };
  }
}

interface OpenGroup extends GroupDiff {
  readonly chains: ChainDiff[];
  readonly rules: RuleDiff[];
}

/** Whose a change is is asked only when there is one. */
function* grouped({ all }: Found, old: Dump, now: Dump): Generator<void, readonly GroupDiff[]> {
  if (all.length === 0) return [];
  const before = yield* ownersInSlices(old);
  const after = yield* ownersInSlices(now);
  const groups = new Map<string, OpenGroup>();
  for (const diff of all) {
    const owners: Owners = diff.new ? after : before;
    const [table, chain, owner] = isChain(diff)
      ? chainPlace(diff, owners)
      : rulePlace(diff, owners);
    const service = owner && `${owner.namespace}/${owner.name}`;
    const key = service ?? `${table} ${chain}`;
    const group = groups.get(key) ?? { service, table, chain, chains: [], rules: [] };
    groups.set(key, group);
    if (isChain(diff)) group.chains.push(diff);
    else group.rules.push(diff);
  }
  const list = [...groups.values()];
  const services = list.filter(({ service }) => service !== undefined);
  return [
    ...services.sort((a, b) => ((a.service ?? '') < (b.service ?? '') ? -1 : 1)),
    ...list.filter(({ service }) => service === undefined),
  ];
}

type Place = readonly [table: string, chain: string, owner: ReturnType<Owners['ofRule']>];

function chainPlace(diff: ChainDiff, { ofChain }: Owners): Place {
  const { table = '', name = '' } = diff.new ?? diff.old ?? {};
  return [table, name, ofChain(table, name)];
}

function rulePlace(diff: RuleDiff, { ofRule }: Owners): Place {
  const rule = diff.new ?? diff.old;
  return [rule?.table ?? '', rule?.chain ?? '', rule && ofRule(rule)];
}

function isChain(diff: ChainDiff | RuleDiff): diff is ChainDiff {
  const one = diff.new ?? diff.old;
  return one !== undefined && 'rules' in one;
}
