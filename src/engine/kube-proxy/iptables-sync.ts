/**
 * One sync of the iptables proxier after another: the first is full, the ones behind it write the chains of changed
 * Services only, and delete chains that nothing uses any more.
 * Upstream: pkg/proxy/iptables/proxier.go syncProxyRules (MinimizeIPTablesRestore), servicechangetracker.go and
 * endpointslicecache.go, v1.37.2. Deleted chains stand in the order of their names; upstream walks a set.
 * Left out: what makes upstream start anew (a failed restore, a flush, a label of the node, an hour), and the
 * clean-up that large clusters make once in a while.
 */
import type { Cluster } from './cluster.ts';
import type { ProxyConfig } from './config.ts';
import type { Slice } from './endpoints.ts';
import type { IpFamily } from './ip.ts';
import { iptablesLines } from './iptables.ts';
import { activeChains } from './iptables-chains.ts';
import { restoreText } from './iptables-lines.ts';
import type { NodeFacts } from './node.ts';
import { type PlannedRules, planRules } from './rules.ts';
import type { ServicePort } from './types.ts';

export interface Sync {
  readonly text: string;
  /** `namespace/name` of Services whose own chains were written; undefined: all. */
  readonly changed: readonly string[] | undefined;
  /** Chains that went. */
  readonly deleted: readonly string[];
  /** What the next sync has to know. */
  readonly state: SyncState;
}

export interface SyncState {
  readonly planned: PlannedRules;
  readonly slices: readonly Slice[];
  /** Chains of Services in the nat table. */
  readonly chains: ReadonlySet<string>;
}

/** Without `before` the sync is full. Only for a configuration of iptables mode. */
export function syncRules(
  cluster: Cluster,
  config: ProxyConfig,
  node: NodeFacts,
  family: IpFamily,
  before?: SyncState,
): Sync {
  const planned = planRules(cluster, config, node, family);
  const { plans, proxier, largeClusterMode } = planned;
  const active = new Set(plans.flatMap(activeChains));
  const known = before?.chains ?? new Set<string>();
  const unused = [...known].filter((chain) => !active.has(chain)).sort();
  const deleted = largeClusterMode ? [] : unused;
  const changed = before === undefined ? undefined : changedSince(before, planned, cluster.slices);
  const lines = iptablesLines(plans, proxier, {
    ...(changed === undefined ? {} : { partial: { changed } }),
    stale: deleted,
  });
  const kept = largeClusterMode ? unused : [];
  return {
    text: restoreText(lines, 'filter'),
    changed: changed === undefined ? undefined : [...changed].sort(),
    deleted,
    state: { planned, slices: cluster.slices, chains: new Set([...active, ...kept]) },
  };
}

/** A Service whose ports are no longer the same, or any of its slices. */
function changedSince(
  before: SyncState,
  planned: PlannedRules,
  slices: readonly Slice[],
): ReadonlySet<string> {
  const addressType = planned.ipFamily === 'ipv4' ? 'IPv4' : 'IPv6';
  const slicesIn = (all: readonly Slice[]): ReadonlyMap<string, string> =>
    grouped(
      all.filter((slice) => slice.addressType === addressType),
      ({ namespace, service }) => `${namespace}/${service}`,
      ({ name }) => name,
    );
  const portsIn = ({ plans }: PlannedRules): ReadonlyMap<string, string> =>
    grouped(
      plans.map(({ port }): ServicePort => port),
      ({ namespace, name }) => `${namespace}/${name}`,
      ({ fullName, protocol }) => `${fullName} ${protocol}`,
    );
  return new Set([
    ...differing(portsIn(before.planned), portsIn(planned)),
    ...differing(slicesIn(before.slices), slicesIn(slices)),
  ]);
}

/** What belongs to each key, as one text. */
function grouped<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
  nameOf: (value: T) => string,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string[]>();
  for (const value of values) {
    const key = keyOf(value);
    const text = `${nameOf(value)} ${JSON.stringify(value)}`;
    const own = texts.get(key);
    if (own === undefined) texts.set(key, [text]);
    else own.push(text);
  }
  return new Map([...texts].map(([key, own]) => [key, own.sort().join('\n')]));
}

function differing(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key));
}
