/**
 * What a ReplicaSet says of its Pods.
 * Upstream: pkg/controller/replicaset/replica_set_utils.go, v1.37.2.
 */
import type { Wait } from '../virtual-time.ts';
import { read, update } from './api.ts';
import {
  type Condition,
  conditionOf,
  isReady,
  placeOf,
  type Pod,
  type ReplicaSet,
  type ReplicaSetStatus,
} from './objects.ts';
import { stamp, timeOf, type World } from './world.ts';

export const BY = 'replicaset-controller';

export function statusOf(
  set: ReplicaSet,
  pods: readonly Pod[],
  terminating: readonly Pod[],
  failure: string | undefined,
  now: number,
): ReplicaSetStatus {
  const { minReadySeconds = 0, template } = set.spec;
  const ready = pods.filter(isReady);
  const labels = Object.entries(template.metadata?.labels ?? {});
  const full = pods.filter(({ metadata }) =>
    labels.every(([key, value]) => metadata.labels?.[key] === value),
  );
  const available = ready.filter((pod) => availableAt(pod, minReadySeconds) <= now);
  return {
    ...set.status,
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    fullyLabeledReplicas: full.length || undefined,
    readyReplicas: ready.length || undefined,
    availableReplicas: available.length || undefined,
    terminatingReplicas: terminating.length,
    conditions: withFailure(set, pods.length - set.spec.replicas, failure, now),
  };
}

/** The first failure stays until a sync without one. */
function withFailure(
  { status }: ReplicaSet,
  surplus: number,
  failure: string | undefined,
  now: number,
): readonly Condition[] | undefined {
  const type = 'ReplicaFailure';
  const isSaid = conditionOf(status, type) !== undefined;
  if ((failure !== undefined) === isSaid) return status.conditions;
  const others = (status.conditions ?? []).filter((condition) => condition.type !== type);
  if (failure === undefined) return others.length > 0 ? others : undefined;
  const reason = surplus < 0 ? 'FailedCreate' : 'FailedDelete';
  const lastTransitionTime = stamp(now);
  return [...others, { type, status: 'True', reason, message: failure, lastTransitionTime }];
}

function availableAt(pod: Pod, minReadySeconds: number): number {
  if (minReadySeconds === 0) return 0;
  return timeOf(conditionOf(pod.status, 'Ready')?.lastTransitionTime) + minReadySeconds * 1000;
}

export function nextAvailable(pods: readonly Pod[], minReadySeconds: number, now: number): number {
  const waits = pods
    .filter(isReady)
    .map((pod) => availableAt(pod, minReadySeconds) - now)
    .filter((wait) => wait > 0);
  return Math.min(minReadySeconds * 1000, ...waits);
}

/** With one second try on the newest version. Gives the version, undefined where it failed. */
export function* writeStatus(
  world: World,
  set: ReplicaSet,
  status: ReplicaSetStatus,
): Generator<Wait, number | undefined> {
  if (JSON.stringify(status) === JSON.stringify(set.status)) {
    return Number(set.metadata.resourceVersion);
  }
  let base: ReplicaSet = set;
  for (let attempt = 0; attempt < 2; attempt++) {
    const { object } = yield* update(world, BY, { ...base, status }, 'status');
    if (object?.kind === 'ReplicaSet') return Number(object.metadata.resourceVersion);
    yield* read(world, BY);
    const current = world.store.get(`ReplicaSet/${placeOf(set)}`);
    if (current?.kind !== 'ReplicaSet') return undefined;
    base = current;
  }
  return undefined;
}
