/**
 * Which Pods a ReplicaSet deletes when there are too many.
 * Upstream: ActivePodsWithRanks of pkg/controller/controller_utils.go, getPodsToDelete of replica_set.go, v1.37.2.
 */
import type { JsonObject } from '../control-plane/index.ts';
import {
  conditionOf,
  controllerOf,
  isActive,
  isReady,
  type Pod,
  type ReplicaSet,
  selects,
} from './objects.ts';
import { timeOf } from './world.ts';

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const COST = 'controller.kubernetes.io/pod-deletion-cost';

export function toDelete(
  all: readonly Pod[],
  sets: readonly ReplicaSet[],
  set: ReplicaSet,
  pods: readonly Pod[],
  count: number,
  now: number,
): readonly Pod[] {
  if (count >= pods.length) return pods;
  const owner = controllerOf(set)?.uid;
  const siblings = sets.filter((each) => owner !== undefined && controllerOf(each)?.uid === owner);
  const onNode = new Map<string, number>();
  for (const pod of all) {
    const isRelated = siblings.some(({ spec }) => selects(spec.selector, pod.metadata.labels));
    const node = pod.spec.nodeName ?? '';
    if (isRelated && isActive(pod)) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  }
  const rank = (pod: Pod): number => onNode.get(pod.spec.nodeName ?? '') ?? 0;
  return pods.toSorted((one, other) => comparePods({ now, rank }, one, other)).slice(0, count);
}

export interface Ranking {
  readonly now: number;
  /** How many of the same Deployment run on the Pod's node. */
  readonly rank: (pod: Pod) => number;
}

/** Below zero: `one` goes first. Upstream's order is not transitive either. */
export function comparePods({ now, rank }: Ranking, one: Pod, other: Pod): number {
  const isBound = (pod: Pod): number => ((pod.spec.nodeName ?? '') === '' ? 0 : 1);
  const phase = (pod: Pod): number => PHASES[pod.status.phase] ?? 2;
  const ready = (pod: Pod): number => (isReady(pod) ? 1 : 0);
  const since = (pod: Pod): string | undefined =>
    isReady(pod) ? conditionOf(pod.status, 'Ready')?.lastTransitionTime : undefined;
  const byUid = one.metadata.uid < other.metadata.uid ? -1 : 1;
  const byTime = (earlier: string | undefined, later: string | undefined): number => {
    if (earlier === later) return 0;
    if (earlier === undefined || later === undefined) return earlier === undefined ? -1 : 1;
    return ageRank(now - timeOf(earlier)) - ageRank(now - timeOf(later)) || byUid;
  };
  return (
    isBound(one) - isBound(other) ||
    phase(one) - phase(other) ||
    ready(one) - ready(other) ||
    costOf(one) - costOf(other) ||
    rank(other) - rank(one) ||
    byTime(since(one), since(other)) ||
    restarts(other, 'containerStatuses') - restarts(one, 'containerStatuses') ||
    restarts(other, 'initContainerStatuses') - restarts(one, 'initContainerStatuses') ||
    byTime(one.metadata.creationTimestamp, other.metadata.creationTimestamp)
  );
}

/** GetDeletionCostFromPodAnnotations of pkg/apis/core/helper: what is no int32 counts as 0. */
function costOf({ metadata }: Pod): number {
  const text = metadata.annotations?.[COST] ?? '';
  const cost = /^(?:0|[1-9]\d*|-\d+)$/.test(text) ? Number(text) : 0;
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/** Of init containers only those that go on running count. */
function restarts(
  { spec, status }: Pod,
  list: 'containerStatuses' | 'initContainerStatuses',
): number {
  const inits = spec['initContainers'];
  const sidecars = (Array.isArray(inits) ? inits : [])
    .map((each) => each as JsonObject)
    .filter((each) => each['restartPolicy'] === 'Always')
    .map((each) => each['name']);
  const counted = (status[list] ?? []).filter(
    (each) => list === 'containerStatuses' || sidecars.includes(each['name'] ?? ''),
  );
  return Math.max(0, ...counted.map((each) => Number(each['restartCount'] ?? 0)));
}

/** logarithmicRankDiff: ages count by powers of two, of nanoseconds. */
function ageRank(age: number): number {
  return age <= 0 ? -1 : Math.floor(Math.log2(age * 1e6));
}
