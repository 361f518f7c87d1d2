/**
 * The status of a Deployment.
 * Upstream: calculateStatus of pkg/controller/deployment/sync.go, progress.go and util/deployment_util.go
 * (SetDeploymentCondition, DeploymentComplete, DeploymentProgressing, DeploymentTimedOut), v1.37.2.
 */
import { maxUnavailable } from './deployment-size.ts';
import {
  type Condition,
  conditionOf,
  type Deployment,
  type DeploymentStatus,
  type ReplicaSet,
  withCondition,
} from './objects.ts';
import { stamp, timeOf } from './world.ts';

const DEADLINE_OFF = 2 ** 31 - 1;

export function setCondition(
  status: DeploymentStatus,
  condition: Condition,
  now: string,
): DeploymentStatus {
  const current = conditionOf(status, condition.type);
  const isSameStatus = current?.status === condition.status;
  if (isSameStatus && current.reason === condition.reason) return status;
  const lastTransitionTime = isSameStatus ? current.lastTransitionTime : now;
  return replaced(status, { ...condition, lastUpdateTime: now, lastTransitionTime });
}

function replaced(status: DeploymentStatus, condition: Condition): DeploymentStatus {
  return { ...status, conditions: withCondition(status, condition) };
}

function without({ conditions = [] }: DeploymentStatus, type: string): readonly Condition[] {
  return conditions.filter((condition) => condition.type !== type);
}

function sum(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number | undefined): number {
  return sets.reduce((total, set) => total + (count(set) ?? 0), 0);
}

export function statusOf(
  d: Deployment,
  sets: readonly ReplicaSet[],
  found: ReplicaSet | undefined,
  now: string,
): DeploymentStatus {
  // A set that was written in this sync counts with what the write gave.
  const all = sets.map((set) => (set.metadata.uid === found?.metadata.uid ? found : set));
  const available = sum(all, ({ status }) => status.availableReplicas);
  const total = sum(all, ({ spec }) => spec.replicas);
  const isCounted = all.every(
    ({ status }) =>
      status.terminatingReplicas !== undefined || (status.observedGeneration ?? 0) === 0,
  );
  const status: DeploymentStatus = {
    observedGeneration: d.metadata.generation,
    replicas: some(sum(all, (set) => set.status.replicas)),
    updatedReplicas: some(found?.status.replicas ?? 0),
    readyReplicas: some(sum(all, (set) => set.status.readyReplicas)),
    availableReplicas: some(available),
    unavailableReplicas: some(Math.max(0, total - available)),
    terminatingReplicas: isCounted ? sum(all, (set) => set.status.terminatingReplicas) : undefined,
    conditions: d.status.conditions,
  };
  const isEnough = available >= d.spec.replicas - maxUnavailable(d);
  return setCondition(
    status,
    isEnough
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    now,
  );
}

/** Zero is left out by the API. */
function some(count: number): number | undefined {
  return count === 0 ? undefined : count;
}

export function complete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  return (
    (status.updatedReplicas ?? 0) === spec.replicas &&
    (status.replicas ?? 0) === spec.replicas &&
    (status.availableReplicas ?? 0) === spec.replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

export function progressed({ status: before }: Deployment, after: DeploymentStatus): boolean {
  const grew = (key: 'updatedReplicas' | 'readyReplicas' | 'availableReplicas'): boolean =>
    (after[key] ?? 0) > (before[key] ?? 0);
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number =>
    replicas - updatedReplicas;
  return (
    grew('updatedReplicas') ||
    old(after) < old(before) ||
    grew('readyReplicas') ||
    grew('availableReplicas')
  );
}

export function rolloutStatus(
  d: Deployment,
  sets: readonly ReplicaSet[],
  found: ReplicaSet | undefined,
  time: number,
): DeploymentStatus {
  const now = stamp(time);
  const status = statusOf(d, sets, found, now);
  const failed = failureOf(sets, found);
  const marked = progress(d, status, found, time);
  if (failed !== undefined) return setFailure(marked, failed);
  return conditionOf(marked, 'ReplicaFailure') === undefined
    ? marked
    : { ...marked, conditions: without(marked, 'ReplicaFailure') };
}

function progress(
  d: Deployment,
  status: DeploymentStatus,
  found: ReplicaSet | undefined,
  time: number,
): DeploymentStatus {
  const now = stamp(time);
  if (d.spec.progressDeadlineSeconds === DEADLINE_OFF) {
    return conditionOf(status, 'Progressing') === undefined
      ? status
      : { ...status, conditions: without(status, 'Progressing') };
  }
  const current = conditionOf(d.status, 'Progressing');
  const isOver =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) &&
    current?.reason === 'NewReplicaSetAvailable';
  if (isOver) return status;
  const who = found ? `ReplicaSet "${found.metadata.name}"` : `Deployment "${d.metadata.name}"`;
  const type = 'Progressing';
  if (complete(d, status)) {
    const message = `${who} has successfully progressed.`;
    const reason = 'NewReplicaSetAvailable';
    return setCondition(status, { type, status: 'True', reason, message }, now);
  }
  if (progressed(d, status)) {
    // Even with the same reason: the time of the last progress is what the deadline counts from.
    return replaced(status, {
      type,
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: `${who} is progressing.`,
      lastUpdateTime: now,
      lastTransitionTime: current?.status === 'True' ? current.lastTransitionTime : now,
    });
  }
  if (!timedOut(d, status, time)) return status;
  const message = `${who} has timed out progressing.`;
  const reason = 'ProgressDeadlineExceeded';
  return setCondition(status, { type, status: 'False', reason, message }, now);
}

export function timedOut({ spec }: Deployment, status: DeploymentStatus, time: number): boolean {
  const condition = conditionOf(status, 'Progressing');
  if (condition === undefined || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return timeOf(condition.lastUpdateTime) + spec.progressDeadlineSeconds * 1000 < time;
}

function failureOf(
  sets: readonly ReplicaSet[],
  found: ReplicaSet | undefined,
): Condition | undefined {
  const all = found === undefined ? sets : [found, ...sets];
  return all.flatMap(({ status }) => conditionOf(status, 'ReplicaFailure') ?? [])[0];
}

function setFailure(status: DeploymentStatus, condition: Condition): DeploymentStatus {
  return setCondition(status, condition, condition.lastTransitionTime ?? '');
}

/** requeueStuckDeployment of progress.go: when to look again, milliseconds; undefined: not at all. */
export function progressCheck(
  d: Deployment,
  status: DeploymentStatus,
  time: number,
): number | undefined {
  const current = conditionOf(d.status, 'Progressing');
  if (d.spec.progressDeadlineSeconds === DEADLINE_OFF || current === undefined) return undefined;
  if (complete(d, status) || current.reason === 'ProgressDeadlineExceeded') return undefined;
  const after = timeOf(current.lastUpdateTime) + d.spec.progressDeadlineSeconds * 1000 - time;
  return after < 1000 ? 5 : after + 1000;
}
