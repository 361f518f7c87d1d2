/**
 * The order in which the kubelet evicts under node pressure: rankMemoryPressure, rankDiskPressureFunc and
 * rankPIDPressure (pkg/kubelet/eviction/helpers.go, Kubernetes v1.37.2). The QoS class is no key.
 * Left out: the inodes signals; which thresholds are met; evictions for a local storage limit.
 * Equal Pods: the kubelet starts from the random order of a Go map, so there is no order to know.
 */
import type { Params, Problem } from '../problem.ts';
import {
  type Quantity,
  add,
  canonical,
  compare,
  fromBigInt,
  sub,
  value,
} from '../quantity/index.ts';
import { podKey } from './match.ts';
import type {
  Candidate,
  EvictionItem,
  EvictionReport,
  Notice,
  OrderCode,
  RankCode,
  Signal,
  SortKeys,
  Usage,
  UsedResource,
} from './types.ts';

interface Ranked {
  readonly candidate: Candidate;
  /** undefined: no stats. */
  readonly usage?: Quantity;
  readonly exceeds: boolean;
  readonly over?: Quantity;
  readonly uncertain: boolean;
}

interface Criterion {
  readonly code: OrderCode;
  /** Negative when a goes first. */
  readonly order: (a: Ranked, b: Ranked) => number;
  readonly params: (a: Ranked, b: Ranked) => Params;
}

export const RESOURCES: Readonly<Record<Signal, UsedResource>> = {
  memory: 'memory',
  disk: 'ephemeral-storage',
  pids: 'pids',
};

/** What a figure of `kubectl top`, cut to whole Mi, may have lost. */
const MOST_CUT = 2n ** 20n - 1n;
const NODES_NAMED = 5;

const noStats: Criterion = {
  code: 'no-stats',
  order: (a, b) => trueFirst(a.usage === undefined, b.usage === undefined),
  params: () => ({}),
};
const aboveRequest: Criterion = {
  code: 'usage-above-request',
  order: (a, b) => trueFirst(a.exceeds, b.exceeds),
  params: ({ usage, candidate }) => ({ usage: text(usage), request: text(candidate.request) }),
};
const priority: Criterion = {
  code: 'lower-priority',
  order: (a, b) => a.candidate.priority - b.candidate.priority,
  params: (a, b) => ({ priority: a.candidate.priority, next: b.candidate.priority }),
};
const largerExcess: Criterion = {
  code: 'larger-excess',
  order: (a, b) => (a.exceeds ? byExcess(a, b) : 0),
  params: (a, b) => ({ over: text(a.over), next: text(b.over) }),
};
const closerToRequest: Criterion = {
  code: 'closer-to-request',
  order: byExcess,
  params: (a, b) => ({ left: left(a), next: left(b) }),
};
const moreProcesses: Criterion = {
  code: 'more-processes',
  order: (a, b) => (a.usage && b.usage ? compare(b.usage, a.usage) : 0),
  params: (a, b) => ({ processes: processes(a), next: processes(b) }),
};
const CRITERIA: Readonly<Record<Signal, readonly Criterion[]>> = {
  memory: [noStats, aboveRequest, priority, largerExcess, closerToRequest],
  disk: [noStats, aboveRequest, priority, largerExcess, closerToRequest],
  pids: [priority, noStats, moreProcesses],
};

/** Where nothing is known of any Pod, nobody can be named. */
function fateOf(index: number, first: number, matched: number): EvictionItem['fate'] {
  if (matched === 0) return 'waits';
  if (index === first) return 'evicted';
  return index < first || first === -1 ? 'spared' : 'waits';
}

/** Ranks Pods of one node. Requests must be those of the signal's resource, usage as `matchUsage` gives it. */
export function rank(pods: readonly Candidate[], usage: Usage, signal: Signal): EvictionReport {
  const criteria = CRITERIA[signal];
  const ranked = pods
    .map((candidate) => measure(candidate, usage, signal))
    .sort((a, b) => decide(criteria, a, b)?.order(a, b) ?? 0);
  const matched = ranked.filter(({ usage }) => usage !== undefined).length;
  const first = ranked.findIndex(({ candidate }) => !candidate.critical);
  return {
    signal,
    items: ranked.map((pod, index): EvictionItem => {
      const next = ranked[index + 1];
      return {
        object: { kind: 'Pod', namespace: pod.candidate.namespace, name: pod.candidate.name },
        line: pod.candidate.line,
        column: pod.candidate.column,
        keys: keysOf(pod, signal),
        fate: fateOf(index, first, matched),
        ...(next && { beforeNext: explain(criteria, pod, next) }),
        ...(pod.uncertain && { uncertain: true }),
      };
    }),
    matched,
    problems: [...(matched === 0 ? lacksSignal(pods, usage, signal) : []), ...severalNodes(pods)],
    notices: unmeasured(matched, pods.length, signal),
  };
}

function measure(candidate: Candidate, usage: Usage, signal: Signal): Ranked {
  const measured = usage.get(podKey(candidate));
  const used = measured?.used.get(RESOURCES[signal]);
  if (used === undefined) return { candidate, exceeds: false, uncertain: false };
  const over = sub(used, candidate.request);
  const cut = signal === 'memory' ? BigInt(measured?.cutFigures ?? 0) * MOST_CUT : 0n;
  const uncertain = over.sign <= 0 && add(over, fromBigInt(cut, 'BinarySI')).sign > 0;
  return { candidate, usage: used, exceeds: over.sign > 0, over, uncertain };
}

function decide(criteria: readonly Criterion[], a: Ranked, b: Ranked): Criterion | undefined {
  return criteria.find(({ order }) => order(a, b) !== 0);
}

function explain(
  criteria: readonly Criterion[],
  pod: Ranked,
  next: Ranked,
): { code: OrderCode; params: Params } {
  const criterion = decide(criteria, pod, next);
  return criterion
    ? { code: criterion.code, params: criterion.params(pod, next) }
    : { code: 'tie', params: {} };
}

function keysOf({ candidate, usage, exceeds, over }: Ranked, signal: Signal): SortKeys {
  const counted = signal !== 'pids';
  return {
    critical: candidate.critical,
    hasStats: usage !== undefined,
    exceedsRequest: counted ? exceeds : null,
    priority: candidate.priority,
    usage: usage ? (counted ? canonical(usage) : String(value(usage))) : null,
    request: counted ? canonical(candidate.request) : null,
    overRequest: counted && over ? canonical(over) : null,
  };
}

function lacksSignal(
  pods: readonly Candidate[],
  usage: Usage,
  signal: Signal,
): Problem<RankCode>[] {
  if (!pods.some((pod) => usage.has(podKey(pod)))) return [];
  const resource = RESOURCES[signal];
  return [{ code: 'usage-lacks-signal', path: '', params: { resource }, line: 1, column: 1 }];
}

function severalNodes(pods: readonly Candidate[]): Problem<RankCode>[] {
  const nodes = new Map<string, Candidate>();
  for (const pod of pods) if (pod.node !== '' && !nodes.has(pod.node)) nodes.set(pod.node, pod);
  const [, second] = nodes.values();
  if (second === undefined) return [];
  const params = { nodes: [...nodes.keys()].slice(0, NODES_NAMED).join(', ') };
  return [
    {
      code: 'several-nodes',
      path: 'spec.nodeName',
      params,
      line: second.line,
      column: second.column,
    },
  ];
}

/** Of Pods that are all without usage the problems speak. */
function unmeasured(matched: number, total: number, signal: Signal): Notice[] {
  if (matched === 0 || matched === total) return [];
  const code = signal === 'pids' ? 'pods-without-usage-by-priority' : 'pods-without-usage';
  return [{ code, params: { count: total - matched, total } }];
}

function trueFirst(a: boolean, b: boolean): number {
  return Number(b) - Number(a);
}

function byExcess(a: Ranked, b: Ranked): number {
  return a.over && b.over ? compare(b.over, a.over) : 0;
}

function left({ candidate, usage }: Ranked): string {
  return usage ? canonical(sub(candidate.request, usage)) : '';
}

function processes({ usage }: Ranked): number {
  return usage ? Number(value(usage)) : 0;
}

function text(quantity: Quantity | undefined): string {
  return quantity ? canonical(quantity) : '';
}
