/**
 * Which Pods a ReplicaSet deletes when there are too many.
 * Upstream: ActivePodsWithRanks of pkg/controller/controller_utils.go, getPodsToDelete of replica_set.go, v1.37.2.
 */
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
  const keys = new Map(pods.map((pod) => [pod, keyOf(pod, onNode, now)]));
  return pods
    .toSorted((one, other) => compare(keys.get(one) ?? [], keys.get(other) ?? []))
    .slice(0, count);
}

type Key = readonly (number | string)[];

/** The smaller goes first. */
function keyOf(pod: Pod, onNode: ReadonlyMap<string, number>, now: number): Key {
  const { metadata, spec, status } = pod;
  const ready = isReady(pod);
  const cost = Number(metadata.annotations?.[COST] ?? 0);
  const readySince = ready
    ? rankOf(now - timeOf(conditionOf(status, 'Ready')?.lastTransitionTime))
    : 0;
  const restarts = Math.max(
    0,
    ...(status.containerStatuses ?? []).map((each) => Number(each['restartCount'] ?? 0)),
  );
  return [
    (spec.nodeName ?? '') === '' ? 0 : 1,
    PHASES[status.phase] ?? 2,
    ready ? 1 : 0,
    Number.isInteger(cost) ? cost : 0,
    -(onNode.get(spec.nodeName ?? '') ?? 0),
    readySince,
    ready ? metadata.uid : '',
    -restarts,
    rankOf(now - timeOf(metadata.creationTimestamp)),
    metadata.uid,
  ];
}

/** logarithmicRankDiff: ages count by powers of two, of nanoseconds. */
function rankOf(age: number): number {
  return age <= 0 ? -1 : Math.floor(Math.log2(age * 1e6));
}

function compare(one: Key, other: Key): number {
  for (const [index, value] of one.entries()) {
    const against = other[index];
    if (against === undefined || value === against) continue;
    return value < against ? -1 : 1;
  }
  return 0;
}
