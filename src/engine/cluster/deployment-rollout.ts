/**
 * How large each ReplicaSet of a Deployment is to be, step by step.
 * Upstream: pkg/controller/deployment/{rolling,recreate}.go, scale of sync.go, v1.37.2.
 */
import { update } from './api.ts';
import {
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
import { complete, progressCheck, rolloutStatus, statusOf } from './deployment-status.ts';
import {
  active,
  grown,
  mayGo,
  rescaled,
  type Sized,
  withoutSurplus,
  withoutUnhealthy,
} from './deployment-steps.ts';
import { controllerOf, type Deployment, isOver, placeOf, type ReplicaSet } from './objects.ts';
import { seen, stamp } from './world.ts';

/** sync() of sync.go: the number of replicas changed, or the Deployment is paused. */
export function* scaleOnly(work: Work): Doing<void> {
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  const { sizes, isForced } = rescaled(work.d, olderThan(work, found), found);
  const scaled = yield* scaleEach(work, sizes, isForced);
  if (scaled instanceof Failed) return scaled;
  if (work.d.spec.paused === true) {
    const cleaned = yield* cleanUp(work, found);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncStatus(work, found);
}

/** rolloutRolling of rolling.go. */
export function* roll(work: Work): Doing<void> {
  const found = yield* newSetOf(work, true);
  if (found instanceof Failed) return found;
  if (found === undefined) return undefined;
  const size = grown(work.d, work.sets, found);
  const up = yield* scale(work, { set: found, size });
  if (up instanceof Failed) return up;
  if (up.spec.replicas !== found.spec.replicas) return yield* syncRollout(work, found);
  const down = yield* scaleDown(work, found);
  // What went wrong on the way down is tried again with the next event.
  if (down === true) return yield* syncRollout(work, found);
  if (complete(work.d, work.d.status)) {
    const cleaned = yield* cleanUp(work, found);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncRollout(work, found);
}

/** Gives whether anything was to go. */
function* scaleDown(work: Work, found: ReplicaSet): Doing<boolean> {
  const { d } = work;
  const old = active(olderThan(work, found));
  const most = mayGo(d, olderThan(work, found), found);
  if (old.length === 0 || most <= 0) return false;
  const { sizes: broken, isStale } = withoutUnhealthy(old, most);
  const scaled = yield* scaleEach(work, broken);
  if (scaled instanceof Failed) return scaled;
  if (isStale) return false;
  const left = old.map(
    (set) => scaled.find(({ metadata }) => metadata.uid === set.metadata.uid) ?? set,
  );
  const healthy = withoutSurplus(d, [...left, found], left);
  const gone = yield* scaleEach(work, healthy);
  return gone instanceof Failed ? gone : broken.length + healthy.length > 0;
}

function* scaleEach(
  work: Work,
  sizes: readonly Sized[],
  isForced = false,
): Doing<readonly ReplicaSet[]> {
  const scaled: ReplicaSet[] = [];
  for (const size of sizes) {
    const set = yield* scale(work, size, isForced);
    if (set instanceof Failed) return set;
    scaled.push(set);
  }
  return scaled;
}

/** rolloutRecreate of recreate.go: nothing new before all that is old has ended. */
export function* recreate(work: Work): Doing<void> {
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  const running = active(olderThan(work, found));
  const stopped = yield* scaleEach(
    work,
    running.map((set) => ({ set, size: 0 })),
  );
  if (stopped instanceof Failed) return stopped;
  if (running.length > 0 || oldPodsRun(work, found)) return yield* syncRollout(work, found);
  const made = found ?? (yield* newSetOf(work, true));
  if (made instanceof Failed) return made;
  if (made !== undefined) {
    const scaled = yield* scale(work, { set: made, size: work.d.spec.replicas });
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
