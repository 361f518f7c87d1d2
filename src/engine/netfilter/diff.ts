/**
 * What changed between two dumps: rules by meaning (diff-chain.ts), counters where both dumps have them,
 * everything put together by the Service it belongs to, and what belongs to none by its chain.
 */
import { type Pair, pairRules } from './diff-chain.ts';
import { ownersIn, type Owners } from './services.ts';
import type { Chain, Counters, Dump, Rule } from './types.ts';

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
  const steps = diffInSlices(old, now);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const SLICE_CHAINS = 200;

/** Compares in slices: a browser may do something else between them. */
export function* diffInSlices(old: Dump, now: Dump): Generator<void, DumpDiff> {
  const grouping = new Grouping(ownersIn(old), ownersIn(now));
  yield;
  const before = new Map(old.tables.map((table) => [table.name, table]));
  const after = new Map(now.tables.map((table) => [table.name, table]));
  const tables: DumpDiff['tables'][number][] = [];
  let count = 0;
  for (const name of new Set([...after.keys(), ...before.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (!was || !is) tables.push({ name, change: is ? 'added' : 'removed' });
    for (const chain of new Set([...(is?.chains.keys() ?? []), ...(was?.chains.keys() ?? [])])) {
      const [then, since] = [was?.chains.get(chain), is?.chains.get(chain)];
      grouping.chain(then, since);
      const pairs = yield* pairRules(
        { rules: then?.rules ?? [], lines: old.lines, family: old.family },
        { rules: since?.rules ?? [], lines: now.lines, family: now.family },
      );
      for (const pair of pairs) grouping.rule(pair);
      if (++count % SLICE_CHAINS === 0) yield;
    }
  }
  return { tables, ...grouping.done() };
}

interface OpenGroup extends GroupDiff {
  readonly chains: ChainDiff[];
  readonly rules: RuleDiff[];
}

/** A class, because every pair changes several of these. */
class Grouping {
  readonly #old: Owners;
  readonly #new: Owners;
  readonly #groups = new Map<string, OpenGroup>();
  readonly #counts = { unchanged: 0, moved: 0, changed: 0, added: 0, removed: 0 };
  readonly #chains = { added: 0, removed: 0, policy: 0, counters: 0 };
  #counted = false;
  #reset = false;

  constructor(old: Owners, now: Owners) {
    this.#old = old;
    this.#new = now;
  }

  chain(old: Chain | undefined, now: Chain | undefined): void {
    const chain = now ?? old;
    if (!chain) return;
    const delta = this.#delta(old?.counters, now?.counters);
    const change =
      old && now
        ? old.policy !== now.policy
          ? 'policy'
          : delta && 'counters'
        : now
          ? 'added'
          : 'removed';
    if (!change) return;
    this.#chains[change]++;
    const owner = (now ? this.#new : this.#old).ofChain(chain.table, chain.name);
    this.#group(owner, chain.table, chain.name).chains.push({
      change,
      ...(old && { old }),
      ...(now && { new: now }),
      ...(delta && { delta }),
    });
  }

  rule(pair: Pair): void {
    this.#counts[pair.change]++;
    if (pair.old?.counters && pair.new?.counters) this.#counted = true;
    const delta = this.#delta(pair.old?.counters, pair.new?.counters);
    const rule = pair.new ?? pair.old;
    if (!rule || (pair.change === 'unchanged' && !delta)) return;
    this.#group(this.#ownerOf(pair, rule), rule.table, rule.chain).rules.push(
      delta ? { ...pair, delta } : pair,
    );
  }

  done(): Omit<DumpDiff, 'tables'> {
    const groups = [...this.#groups.values()];
    const services = groups.filter(({ service }) => service !== undefined);
    const order = (a: OpenGroup, b: OpenGroup) => ((a.service ?? '') < (b.service ?? '') ? -1 : 1);
    return {
      counts: this.#counts,
      chains: this.#chains,
      counted: this.#counted,
      reset: this.#reset,
      groups: [...services.sort(order), ...groups.filter(({ service }) => service === undefined)],
    };
  }

  #ownerOf(pair: Pair, rule: Rule) {
    return pair.new ? this.#new.ofRule(rule) : this.#old.ofRule(rule);
  }

  #group(owner: ReturnType<Owners['ofRule']>, table: string, chain: string): OpenGroup {
    const service = owner && `${owner.namespace}/${owner.name}`;
    const key = service === undefined ? `${table} ${chain}` : service;
    const known = this.#groups.get(key);
    if (known) return known;
    const group: OpenGroup = { service, table, chain, chains: [], rules: [] };
    this.#groups.set(key, group);
    return group;
  }

  #delta(old: Counters | undefined, now: Counters | undefined): CountersDelta | undefined {
    if (!old || !now) return undefined;
    const reset = now.packets < old.packets || now.bytes < old.bytes;
    const packets = reset ? now.packets : now.packets - old.packets;
    const bytes = reset ? now.bytes : now.bytes - old.bytes;
    if (!reset && packets === 0 && bytes === 0) return undefined;
    if (reset) this.#reset = true;
    return { packets, bytes, reset };
  }
}
