/**
 * The Deployment controller: which ReplicaSets there are, how large each one is, what the status says.
 * Upstream: pkg/controller/deployment/{deployment_controller,sync}.go, v1.37.2.
 * Left out: the rollback annotation of extensions/v1beta1.
 */
import type { Wait } from '../virtual-time.ts';
import { update } from './api.ts';
import { recreate, roll, scaleOnly, syncStatus } from './deployment-rollout.ts';
import {
  BY,
  claim,
  type Doing,
  Failed,
  FAILED,
  hasDeadline,
  newSetOf,
  type Work,
} from './deployment-sets.ts';
import { desiredOf } from './deployment-size.ts';
import { setCondition } from './deployment-status.ts';
import { active, byAge } from './deployment-steps.ts';
import {
  conditionOf,
  controllerOf,
  type Deployment,
  placeOf,
  type Pod,
  type ReplicaSet,
  selects,
} from './objects.ts';
import { newQueue, type Queue } from './queue.ts';
import { type Informer, seen, stamp, type World } from './world.ts';

export function runDeployments(world: World): void {
  const informer = world.informers['controller-manager'];
  const queue: Queue = newQueue(world, 'controller-manager', (key) => sync(world, queue, key));
  const enqueue = (object: ReplicaSet): void => {
    const owner = deploymentOf(informer, object);
    if (owner !== undefined) queue.add(placeOf(owner));
    else if (controllerOf(object) === undefined) {
      for (const each of seen(informer, 'Deployment')) {
        const isSame = each.metadata.namespace === object.metadata.namespace;
        if (isSame && selects(each.spec.selector, object.metadata.labels)) queue.add(placeOf(each));
      }
    }
  };
  informer.handlers.push(({ type, object, before }) => {
    if (object.kind === 'Deployment') queue.add(placeOf(object));
    if (object.kind === 'ReplicaSet') {
      // One that lost its owner wakes the owner it had.
      if (
        before?.kind === 'ReplicaSet' &&
        controllerOf(before)?.uid !== controllerOf(object)?.uid
      ) {
        const old = deploymentOf(informer, before);
        if (old !== undefined) queue.add(placeOf(old));
      }
      enqueue(object);
    }
    if (object.kind === 'Pod' && type === 'DELETED') {
      const set = setOf(informer, object);
      const owner = set && deploymentOf(informer, set);
      if (owner?.spec.strategy.type === 'Recreate') queue.add(placeOf(owner));
    }
  });
}

function deploymentOf(informer: Informer, set: ReplicaSet): Deployment | undefined {
  const owner = controllerOf(set);
  if (owner?.kind !== 'Deployment') return undefined;
  const found = informer.objects.get(`Deployment/${set.metadata.namespace}/${owner.name}`);
  return found?.kind === 'Deployment' && found.metadata.uid === owner.uid ? found : undefined;
}

function setOf(informer: Informer, pod: Pod): ReplicaSet | undefined {
  const owner = controllerOf(pod);
  const found = informer.objects.get(`ReplicaSet/${pod.metadata.namespace}/${owner?.name ?? ''}`);
  return found?.kind === 'ReplicaSet' && found.metadata.uid === owner?.uid ? found : undefined;
}

function* sync(world: World, queue: Queue, key: string): Generator<Wait, boolean> {
  const informer = world.informers['controller-manager'];
  const cached = informer.objects.get(`Deployment/${key}`);
  if (cached?.kind !== 'Deployment') return true;
  const work: Work = { world, queue, d: cached, sets: [] };
  const claimed = yield* claim(work, informer);
  if (claimed instanceof Failed) return false;
  work.sets = claimed.toSorted(byAge);
  const done = yield* decide(work);
  return !(done instanceof Failed);
}

function* decide(work: Work): Doing<void> {
  const { d } = work;
  if (d.metadata.deletionTimestamp !== undefined) {
    const found = yield* newSetOf(work, false);
    return found instanceof Failed ? found : yield* syncStatus(work, found);
  }
  const paused = yield* checkPaused(work);
  if (paused instanceof Failed) return paused;
  if (d.spec.paused === true) return yield* scaleOnly(work);
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  const isScaled = active(work.sets).some((set) => {
    const desired = desiredOf(set);
    return desired !== undefined && desired !== d.spec.replicas;
  });
  if (isScaled) return yield* scaleOnly(work);
  return d.spec.strategy.type === 'Recreate' ? yield* recreate(work) : yield* roll(work);
}

function* checkPaused(work: Work): Doing<void> {
  const { world, d } = work;
  const { reason } = conditionOf(d.status, 'Progressing') ?? {};
  if (!hasDeadline(d) || reason === 'ProgressDeadlineExceeded') return undefined;
  const isPaused = d.spec.paused === true;
  if (isPaused === (reason === 'DeploymentPaused')) return undefined;
  const condition = isPaused
    ? { reason: 'DeploymentPaused', message: 'Deployment is paused' }
    : { reason: 'DeploymentResumed', message: 'Deployment is resumed' };
  const now = stamp(world.clock.now);
  const status = setCondition(
    d.status,
    { type: 'Progressing', status: 'Unknown', ...condition },
    now,
  );
  work.d = { ...d, status };
  const { code } = yield* update(world, BY, work.d, 'status');
  return code < 300 ? undefined : FAILED;
}
