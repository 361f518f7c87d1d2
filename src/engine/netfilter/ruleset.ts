/**
 * What the walk needs of a set of rules, whoever prints it: which chains a hook asks in which order, and the
 * chain that a jump names. For iptables the tables decide, for nftables the priorities of the base chains.
 */
import type { Family } from '../address.ts';
import { type Hook, tablesAt } from './hooks.ts';
import type { Element, NftChain, NftDump, NftRule, NftTable } from './nft/types.ts';
import type { Chain, Dump, Rule } from './types.ts';

export type AnyChain = Chain | NftChain;
export type AnyRule = Rule | NftRule;

/** A stop on the way through a hook. */
export type Station =
  /** Connection tracking looks at the packet. */
  | { readonly kind: 'track' }
  | { readonly kind: 'chain'; readonly chain: AnyChain }
  /** NAT rewrites, asking these chains for the first packet of a flow. */
  | { readonly kind: 'nat'; readonly chains: readonly AnyChain[] };

export interface Ruleset {
  readonly stations: (hook: Hook) => readonly Station[];
  readonly chain: (table: string, name: string) => AnyChain | undefined;
  /** The elements of a named set or map; iptables has none of its own. */
  readonly elements: (table: string, name: string) => readonly Element[] | undefined;
}

/** Priorities of conntrack and NAT (include/uapi/linux/netfilter_ipv4.h). */
const CONNTRACK = -200;
const NAT_DESTINATION = -100;
const NAT_SOURCE = 100;

export function rulesetOf(dump: Dump | NftDump, family: Family): Ruleset {
  return 'family' in dump ? iptables(dump) : nftables(dump, family);
}

/** The chain by its name, of nftables in the table by family and name: `ip kube-proxy`. */
export function chainIn(dump: Dump, table: string, name: string): Chain | undefined;
export function chainIn(dump: Dump | NftDump, table: string, name: string): AnyChain | undefined;
export function chainIn(dump: Dump | NftDump, table: string, name: string): AnyChain | undefined {
  if ('family' in dump) return dump.tables.find((each) => each.name === table)?.chains.get(name);
  return tableIn(dump, table)?.chains.get(name);
}

function tableIn({ tables }: NftDump, table: string): NftTable | undefined {
  return tables.find(({ family, name }) => `${family} ${name}` === table);
}

/** Where the node looks at a packet before anybody has decided where it goes. */
function isEarly(hook: Hook): boolean {
  return hook === 'PREROUTING' || hook === 'OUTPUT';
}

function iptables(dump: Dump): Ruleset {
  const chain = (table: string, name: string) => chainIn(dump, table, name);
  return {
    chain,
    elements: () => undefined,
    stations: (hook) =>
      tablesAt(hook, dump.backend).flatMap((table): readonly Station[] => {
        const own = chain(table, hook);
        const station: readonly Station[] = own ? [{ kind: 'chain', chain: own }] : [];
        if (table === 'nat') return [{ kind: 'nat', chains: own ? [own] : [] }];
        return table === 'mangle' && isEarly(hook) ? [{ kind: 'track' }, ...station] : station;
      }),
  };
}

function nftables(dump: NftDump, family: Family): Ruleset {
  const families = ['inet', family === 'ipv4' ? 'ip' : 'ip6'];
  const tables = dump.tables.filter((table) => families.includes(table.family));
  const chains = tables.flatMap((table) => [...table.chains.values()]);
  return {
    chain: (table, name) => chainIn(dump, table, name),
    elements: (table, name) => tableIn(dump, table)?.sets.get(name)?.elements,
    stations: (hook) => nftStations(chains, hook),
  };
}

/** Where a hook asks, for a drawing: tables of iptables, base chains of nftables in the order of priority. */
export function basesAt(
  dump: Dump | NftDump,
  hook: Hook,
): readonly { readonly name: string; readonly there: boolean }[] {
  if ('family' in dump) {
    return tablesAt(hook, dump.backend).map((name) => ({
      name,
      there: dump.tables.some((table) => table.name === name && table.chains.has(hook)),
    }));
  }
  return dump.tables
    .flatMap(({ chains }) => [...chains.values()])
    .filter(({ base }) => base?.hook === hook)
    .toSorted(byPriority)
    .map(({ name }) => ({ name, there: true }));
}

function byPriority(a: NftChain, b: NftChain): number {
  return (a.base?.priority ?? 0) - (b.base?.priority ?? 0);
}

function nftStations(all: readonly NftChain[], hook: Hook): readonly Station[] {
  const own = all.filter(({ base }) => base?.hook === hook).toSorted(byPriority);
  const chains = own.filter(({ base }) => base?.type === 'nat');
  const stops: { readonly at: number; readonly station: Station }[] = own
    .filter(({ base }) => base?.type !== 'nat')
    .map((chain) => ({ at: chain.base?.priority ?? 0, station: { kind: 'chain', chain } }));
  if (isEarly(hook)) stops.push({ at: CONNTRACK, station: { kind: 'track' } });
  if (hook !== 'FORWARD') {
    const at = isEarly(hook) ? NAT_DESTINATION : NAT_SOURCE;
    stops.push({ at, station: { kind: 'nat', chains } });
  }
  return stops.toSorted((a, b) => a.at - b.at).map(({ station }) => station);
}
