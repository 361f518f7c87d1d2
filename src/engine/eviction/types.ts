/** Shapes of the node-pressure ranking; the rules are in rank.ts, candidates.ts and usage.ts. */
import type { Params, Position, Problem } from '../problem.ts';
import type { ObjectName } from '../pod/index.ts';
import type { Quantity } from '../quantity/index.ts';

/** What the node runs short of: `memory.available`, `nodefs.available` or `pid.available`. */
export type Signal = 'memory' | 'disk' | 'pids';

/** The resource that a signal compares, under the name that usage files give it. */
export type UsedResource = 'memory' | 'ephemeral-storage' | 'pids';

/** What one Pod uses. A resource that is absent was not measured. */
export interface PodUsage {
  readonly used: ReadonlyMap<UsedResource, Quantity>;
  /** How many figures of `kubectl top`, each cut to whole Mi, the memory adds up; 0 for exact values. */
  readonly cutFigures: number;
}

/** What the text says of one Pod; the position is that of its first figure. */
export interface StatedUsage extends PodUsage, Position {
  /** Empty where the text has none, as `kubectl top pods -n prod` prints none. */
  readonly namespace: string;
  readonly name: string;
}

/** By `namespace/name` of a Pod; what belongs to no Pod is there under the name it was given. */
export type Usage = ReadonlyMap<string, PodUsage>;

export type UsageCode =
  /** No usage in the text at all. */
  | 'usage-empty'
  /** A line under a `kubectl top` heading that is no row of that table. params: text */
  | 'usage-line'
  /** A row without a heading, and two names in front: NAMESPACE and NAME, or POD and NAME? */
  | 'usage-columns-unclear'
  /** A key that is not `namespace/pod` or `namespace/pod/container`. params: key */
  | 'usage-key'
  /** Something other than a map of resources. params: key */
  | 'usage-shape'
  /** params: resource */
  | 'usage-resource-unknown'
  /** params: value */
  | 'usage-negative'
  /** A quantity that cannot be read. params: value */
  | 'usage-quantity';

export interface UsageReading {
  readonly usage: readonly StatedUsage[];
  readonly problems: readonly Problem[];
}

export type MatchCode =
  /** There is usage, and none of it could be given to a Pod. */
  | 'usage-none-matched'
  /** No Pod that is ranked has this name. params: name */
  | 'usage-unmatched'
  /** Without a namespace, and Pods of several have this name. params: name, namespaces */
  | 'usage-namespace-unclear'
  /** As the two above, behind as many as anybody reads. params: count */
  | 'usage-unmatched-more';

export interface MatchedUsage {
  readonly usage: Usage;
  readonly problems: readonly Problem<MatchCode>[];
}

/** A Pod as the ranking sees it; the position is where it starts in its text. */
export interface Candidate extends Position {
  readonly namespace: string;
  readonly name: string;
  /** `spec.nodeName`, empty when the text does not say. */
  readonly node: string;
  /** `spec.priority` as stored; 0 when absent. */
  readonly priority: number;
  /** Static, mirror or priority of at least 2,000,000,000: ranked, but never evicted. */
  readonly critical: boolean;
  /** Of the signal's resource, as candidates.ts counts it. */
  readonly request: Quantity;
}

export type RankCode =
  /** The usage says nothing about the resource of the signal. params: resource */
  | 'usage-lacks-signal'
  /** The kubelet ranks the Pods of its own node only. params: nodes */
  | 'several-nodes';

export type NoticeCode =
  /** Memory or disk: Pods without usage rank before all others. params: count, total */
  | 'pods-without-usage'
  /** Process IDs: they do so among Pods of the same priority. params: count, total */
  | 'pods-without-usage-by-priority';

/** Why a Pod of the input is no item. */
export type NotRankedCode =
  /** Its phase is Succeeded or Failed: the kubelet leaves it out. */
  | 'finished'
  /** The template of a workload, not a Pod on a node. */
  | 'template';

export interface NotRanked extends Position {
  readonly object: ObjectName;
  readonly code: NotRankedCode;
}

export interface Notice {
  readonly code: NoticeCode;
  readonly params: Params;
}

/** Why an item stands before the next one. */
export type OrderCode =
  /** The kubelet knows nothing about this Pod, of the next one it does. */
  | 'no-stats'
  /** Uses more than it requests, the next one does not. params: usage, request */
  | 'usage-above-request'
  /** params: priority, next */
  | 'lower-priority'
  /** Both above their requests, this one by more. params: over, next */
  | 'larger-excess'
  /** Neither above its request, this one has less left of it. params: left, next */
  | 'closer-to-request'
  /** params: processes, next */
  | 'more-processes'
  /** Equal in everything: the kubelet's order is arbitrary, the order of the input is kept. */
  | 'tie';

/**
 * Canonical quantities (processes as a plain number); usage is `null` without stats. No request counts for
 * pids.
 */
export interface SortKeys {
  readonly critical: boolean;
  readonly hasStats: boolean;
  /** Not a key for pids: `null` there. */
  readonly exceedsRequest: boolean | null;
  readonly priority: number;
  readonly usage: string | null;
  readonly request: string | null;
  /** usage - request; negative below the request. */
  readonly overRequest: string | null;
}

export interface EvictionItem extends Position {
  readonly object: ObjectName;
  readonly keys: SortKeys;
  /** `evicted`: goes first. `spared`: would go before it, were it not critical. */
  readonly fate: 'evicted' | 'spared' | 'waits';
  /** Absent on the last item. */
  readonly beforeNext?: { readonly code: OrderCode; readonly params: Params };
  /** `kubectl top` cut the figure to whole Mi: the Pod may be above its request after all. */
  readonly uncertain?: true;
}

/** Plain data that survives JSON.stringify. */
export interface EvictionReport {
  readonly signal: Signal;
  /** In the order of eviction. One Pod goes per round; the kubelet measures again before the next. */
  readonly items: readonly EvictionItem[];
  /** How many items have usage. Of 0 the order says nothing that is worth a headline. */
  readonly matched: number;
  readonly problems: readonly Problem<RankCode>[];
  /** True as it stands, but easily overlooked. */
  readonly notices: readonly Notice[];
}
