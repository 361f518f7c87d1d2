/**
 * How large each ReplicaSet of a Deployment is to be, step by step.
 * Upstream: pkg/controller/deployment/{rolling,recreate}.go, scale of sync.go, v1.37.2.
 */
import { update } from './api.ts';
import {
  active,
  BY,
  cleanUp,
  type Doing,
  Failed,
  FAILED,
  newSetOf,
  olderThan,
  scale,
  type Work,
} from './deployment-sets.ts';
import { desiredOf, maxUnavailable, newReplicas, shares } from './deployment-size.ts';
import { complete, progressCheck, rolloutStatus, statusOf } from './deployment-status.ts';
import { controllerOf, type Deployment, isOver, placeOf, type ReplicaSet } from './objects.ts';
import { seen, stamp } from './world.ts';

/** sync() of sync.go: the number of replicas changed, or the Deployment is paused. */
export function* scaleOnly(work: Work): Doing<void> {
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  const scaled = yield* proportionally(work, found);
  if (scaled instanceof Failed) return scaled;
  if (work.d.spec.paused === true) {
    const cleaned = yield* cleanUp(work, found);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncStatus(work, found);
}

function* proportionally(work: Work, found: ReplicaSet | undefined): Doing<void> {
  const { d, sets } = work;
  const running = active(sets);
  const only = running.length > 1 ? undefined : (running[0] ?? found ?? sets.at(-1));
  if (only !== undefined) {
    const scaled = yield* scale(work, only, d.spec.replicas);
    return scaled instanceof Failed ? scaled : undefined;
  }
  const isSaturated =
    found !== undefined &&
    found.spec.replicas === d.spec.replicas &&
    desiredOf(found) === d.spec.replicas &&
    found.status.availableReplicas === d.spec.replicas;
  if (isSaturated) {
    for (const old of running.filter((each) => each !== found)) {
      const scaled = yield* scale(work, old, 0);
      if (scaled instanceof Failed) return scaled;
    }
    return undefined;
  }
  if (d.spec.strategy.type !== 'RollingUpdate') return undefined;
  for (const [set, size] of shares(d, running)) {
    const scaled = yield* scale(work, set, size, true);
    if (scaled instanceof Failed) return scaled;
  }
  return undefined;
}

/** rolloutRolling of rolling.go. */
export function* roll(work: Work): Doing<void> {
  const found = yield* newSetOf(work, true);
  if (found instanceof Failed) return found;
  if (found === undefined) return undefined;
  const up = yield* scaleUp(work, found);
  if (up instanceof Failed) return up;
  if (up) return yield* syncRollout(work, found);
  const down = yield* scaleDown(work, found);
  // What went wrong on the way down is tried again with the next event.
  if (down === true) return yield* syncRollout(work, found);
  if (complete(work.d, work.d.status)) {
    const cleaned = yield* cleanUp(work, found);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncRollout(work, found);
}

function* scaleUp(work: Work, found: ReplicaSet): Doing<boolean> {
  const { d, sets } = work;
  if (found.spec.replicas === d.spec.replicas) return false;
  const size =
    found.spec.replicas > d.spec.replicas
      ? d.spec.replicas
      : newReplicas(d, sets, found.spec.replicas);
  return yield* scale(work, found, size);
}

function* scaleDown(work: Work, found: ReplicaSet): Doing<boolean> {
  const { d, sets } = work;
  const old = active(olderThan(work, found));
  if (old.length === 0) return false;
  const sum = sets.reduce((total, { spec }) => total + spec.replicas, 0);
  const unavailable = found.spec.replicas - (found.status.availableReplicas ?? 0);
  const minAvailable = d.spec.replicas - maxUnavailable(d);
  const most = sum - minAvailable - unavailable;
  if (most <= 0) return false;
  // Pods that are not healthy go first: nothing is lost with them.
  let cleaned = 0;
  const left: ReplicaSet[] = [];
  for (const set of old) {
    const broken = set.spec.replicas - (set.status.availableReplicas ?? 0);
    const count = cleaned >= most ? 0 : Math.min(most - cleaned, broken);
    if (count <= 0) {
      left.push(set);
      continue;
    }
    const scaled = yield* scale(work, set, set.spec.replicas - count);
    if (scaled instanceof Failed) return scaled;
    cleaned += count;
    const current = work.world.store.get(
      `ReplicaSet/${set.metadata.namespace}/${set.metadata.name}`,
    );
    if (current?.kind === 'ReplicaSet') left.push(current);
  }
  const available =
    (found.status.availableReplicas ?? 0) +
    left.reduce((total, { status }) => total + (status.availableReplicas ?? 0), 0);
  let rest = available - minAvailable;
  let went = 0;
  for (const set of left) {
    if (rest <= 0) break;
    const count = Math.min(set.spec.replicas, rest);
    if (count === 0) continue;
    const scaled = yield* scale(work, set, set.spec.replicas - count);
    if (scaled instanceof Failed) return scaled;
    rest -= count;
    went += count;
  }
  return cleaned + went > 0;
}

/** rolloutRecreate of recreate.go: nothing new before all that is old has ended. */
export function* recreate(work: Work): Doing<void> {
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  let went = false;
  for (const set of active(olderThan(work, found))) {
    const scaled = yield* scale(work, set, 0);
    if (scaled instanceof Failed) return scaled;
    went ||= scaled;
  }
  if (went || oldPodsRun(work, found)) return yield* syncRollout(work, found);
  const made = found ?? (yield* newSetOf(work, true));
  if (made instanceof Failed) return made;
  if (made !== undefined) {
    const scaled = yield* scale(work, made, work.d.spec.replicas);
    if (scaled instanceof Failed) return scaled;
  }
  if (complete(work.d, work.d.status)) {
    const cleaned = yield* cleanUp(work, made);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncRollout(work, made);
}

function oldPodsRun({ world, sets }: Work, found: ReplicaSet | undefined): boolean {
  const old = sets.filter((set) => set.metadata.uid !== found?.metadata.uid);
  if (old.some(({ status }) => status.replicas > 0)) return true;
  const uids = new Set(old.map(({ metadata }) => metadata.uid));
  return seen(world.informers['controller-manager'], 'Pod').some(
    (pod) => uids.has(controllerOf(pod)?.uid ?? '') && !isOver(pod),
  );
}

export function* syncStatus(work: Work, found: ReplicaSet | undefined): Doing<void> {
  return yield* write(work, statusOf(work.d, work.sets, found, stamp(work.world.clock.now)));
}

function* syncRollout(work: Work, found: ReplicaSet | undefined): Doing<void> {
  const { world, d, queue } = work;
  const status = rolloutStatus(d, work.sets, found, world.clock.now);
  if (JSON.stringify(status) === JSON.stringify(d.status)) {
    const wait = progressCheck(d, status, world.clock.now);
    if (wait !== undefined) queue.addAfter(placeOf(d), wait);
    return undefined;
  }
  return yield* write(work, status);
}

function* write(work: Work, status: Deployment['status']): Doing<void> {
  const { world, d } = work;
  if (JSON.stringify(status) === JSON.stringify(d.status)) return undefined;
  const { code } = yield* update(world, BY, { ...d, status }, 'status');
  return code < 300 ? undefined : FAILED;
}
