/**
 * The ReplicaSet controller: as many Pods as asked for, and their count.
 * Upstream: pkg/controller/replicaset/{replica_set,replica_set_utils}.go, controller_utils.go
 * (ActivePodsWithRanks, expectations), v1.37.2.
 */
import { newSignal, spawn, type Wait } from '../virtual-time.ts';
import { create, read } from './api.ts';
import { remove } from './deletion.ts';
import { report } from './events.ts';
import {
  controllerOf,
  isActive,
  isOver,
  isReady,
  placeOf,
  type Pod,
  type ReplicaSet,
  selects,
  UNSAVED,
} from './objects.ts';
import { adopt, ownerRef, release } from './owners.ts';
import { newQueue, type Queue } from './queue.ts';
import { BY, nextAvailable, statusOf, writeStatus } from './replica-set-status.ts';
import { toDelete } from './victims.ts';
import { type Informer, seen, suffix, type World } from './world.ts';

const BURST = 500;

/** What a ReplicaSet has asked for and not seen yet; it does nothing more until it has. */
interface Memory {
  creations: number;
  readonly deletions: Set<string>;
  /** Its own newest write, and of its Pods. */
  wrote: { ReplicaSet: number; Pod: number };
}

export function runReplicaSets(world: World): void {
  const informer = world.informers['controller-manager'];
  const memories = new Map<string, Memory>();
  const queue = newQueue(world, 'controller-manager', (key) => sync(world, queue, memories, key));
  informer.handlers.push(({ type, object, before }) => {
    if (object.kind === 'ReplicaSet') {
      if (type === 'DELETED') memories.delete(placeOf(object));
      queue.add(placeOf(object));
    }
    if (object.kind !== 'Pod') return;
    const set = setOf(informer, object);
    const memory = set && memories.get(placeOf(set));
    if (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined) {
      memory?.deletions.delete(object.metadata.name);
      if (set) queue.add(placeOf(set));
      return;
    }
    if (type === 'ADDED' && memory) memory.creations = Math.max(0, memory.creations - 1);
    const old = before?.kind === 'Pod' ? before : undefined;
    const isReleased = old && controllerOf(old)?.uid !== controllerOf(object)?.uid;
    const oldSet = isReleased ? setOf(informer, old) : undefined;
    if (oldSet) queue.add(placeOf(oldSet));
    if (set) {
      queue.add(placeOf(set));
      const { minReadySeconds = 0 } = set.spec;
      if (old && !isReady(old) && isReady(object) && minReadySeconds > 0) {
        queue.addAfter(placeOf(set), minReadySeconds * 1000);
      }
    } else if (controllerOf(object) === undefined) {
      for (const each of seen(informer, 'ReplicaSet')) {
        const isSame = each.metadata.namespace === object.metadata.namespace;
        if (isSame && selects(each.spec.selector, object.metadata.labels)) queue.add(placeOf(each));
      }
    }
  });
}

function setOf(informer: Informer, pod: Pod): ReplicaSet | undefined {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'ReplicaSet') return undefined;
  const found = informer.objects.get(`ReplicaSet/${pod.metadata.namespace}/${owner.name}`);
  return found?.kind === 'ReplicaSet' && found.metadata.uid === owner.uid ? found : undefined;
}

function* sync(
  world: World,
  queue: Queue,
  memories: Map<string, Memory>,
  key: string,
): Generator<Wait, boolean> {
  const informer = world.informers['controller-manager'];
  const memory = memories.get(key) ?? {
    creations: 0,
    deletions: new Set(),
    wrote: { ReplicaSet: 0, Pod: 0 },
  };
  // The consistency store (StaleControllerConsistencyReplicaSet, on since 1.36): no sync on a stale cache.
  for (const kind of ['ReplicaSet', 'Pod'] as const) {
    if (memory.wrote[kind] > (informer.versions.get(kind) ?? 0)) return false;
  }
  const set = informer.objects.get(`ReplicaSet/${key}`);
  if (set?.kind !== 'ReplicaSet') {
    memories.delete(key);
    return true;
  }
  memories.set(key, memory);
  const mayManage = memory.creations === 0 && memory.deletions.size === 0;
  const { metadata, spec } = set;
  const inReach = seen(informer, 'Pod').filter((pod) => {
    const owner = controllerOf(pod);
    const isSame = pod.metadata.namespace === metadata.namespace;
    return isSame && (owner === undefined || owner.uid === metadata.uid);
  });
  const pods = yield* claim(world, set, inReach.filter(isActive));
  if (pods === undefined) return false;
  const terminating = inReach.filter(
    (pod) =>
      controllerOf(pod) !== undefined &&
      selects(spec.selector, pod.metadata.labels) &&
      pod.metadata.deletionTimestamp !== undefined &&
      !isOver(pod),
  );
  const failure =
    mayManage && metadata.deletionTimestamp === undefined
      ? yield* manage(world, memory, set, pods)
      : undefined;
  const status = statusOf(set, pods, terminating, failure, world.clock.now);
  const written = yield* writeStatus(world, set, status);
  if (written === undefined) return false;
  memory.wrote.ReplicaSet = Math.max(memory.wrote.ReplicaSet, written);
  if (failure !== undefined) return false;
  const { minReadySeconds = 0 } = spec;
  if (minReadySeconds > 0 && (status.readyReplicas ?? 0) !== (status.availableReplicas ?? 0)) {
    queue.addAfter(key, nextAvailable(pods, minReadySeconds, world.clock.now));
  }
  return true;
}

/** ClaimPods: those that no longer fit are let go, those that fit and belong to nobody are taken in. */
function* claim(
  world: World,
  set: ReplicaSet,
  pods: readonly Pod[],
): Generator<Wait, readonly Pod[] | undefined> {
  const { metadata, spec } = set;
  const isDying = metadata.deletionTimestamp !== undefined;
  const mine: Pod[] = [];
  for (const pod of pods) {
    const fits = selects(spec.selector, pod.metadata.labels);
    if (controllerOf(pod) !== undefined) {
      if (fits || isDying) mine.push(pod);
      else if (!(yield* release(world, BY, pod, metadata.uid))) return undefined;
    } else if (fits && !isDying) {
      yield* read(world, BY);
      if (!(yield* adopt(world, BY, pod, ownerRef(set)))) return undefined;
      mine.push(pod);
    }
  }
  return mine;
}

/** Gives the first error. */
function* manage(
  world: World,
  memory: Memory,
  set: ReplicaSet,
  pods: readonly Pod[],
): Generator<Wait, string | undefined> {
  const errors: string[] = [];
  const missing = Math.min(set.spec.replicas - pods.length, BURST);
  if (missing > 0) {
    memory.creations = missing;
    const made = yield* inBatches(missing, (count) =>
      together(world, count, () => make(world, memory, set, errors)),
    );
    memory.creations = Math.max(0, memory.creations - (missing - made));
    return errors[0];
  }
  const surplus = Math.min(-missing, BURST);
  if (surplus <= 0) return undefined;
  const informer = world.informers['controller-manager'];
  const victims = toDelete(
    seen(informer, 'Pod'),
    seen(informer, 'ReplicaSet'),
    set,
    pods,
    surplus,
    world.clock.now,
  );
  for (const { metadata } of victims) memory.deletions.add(metadata.name);
  let at = 0;
  yield* together(world, victims.length, () => unmake(world, memory, set, victims[at++], errors));
  return errors[0];
}

/** slowStartBatch: one, then two, four, … at a time, as long as all goes well. */
function* inBatches(
  count: number,
  run: (count: number) => Generator<Wait, number>,
): Generator<Wait, number> {
  let made = 0;
  for (let size = 1; made < count; size *= 2) {
    const batch = Math.min(size, count - made);
    const done = yield* run(batch);
    made += done;
    if (done < batch) break;
  }
  return made;
}

/** At the same time; gives how many went well. Requests leave one after the other, a moment apart. */
function* together(
  world: World,
  count: number,
  task: () => Generator<Wait, boolean>,
): Generator<Wait, number> {
  let done = 0;
  let left = count;
  const finished = newSignal();
  function* one(index: number): Generator<Wait, void> {
    yield index === 0 ? 0 : 1;
    if (yield* task()) done++;
    left--;
    if (left === 0) for (const wake of finished.waiting.splice(0)) wake();
  }
  for (let index = 0; index < count; index++) spawn(world.clock, one(index));
  if (left > 0) yield finished;
  return done;
}

function* make(
  world: World,
  memory: Memory,
  set: ReplicaSet,
  errors: string[],
): Generator<Wait, boolean> {
  const { template } = set.spec;
  const name = `${set.metadata.name}-${suffix(world)}`;
  const pod: Pod = {
    kind: 'Pod',
    metadata: {
      name,
      namespace: set.metadata.namespace,
      ...UNSAVED,
      labels: template.metadata?.labels,
      annotations: template.metadata?.annotations,
      ownerReferences: [ownerRef(set)],
    },
    spec: template.spec,
    status: { phase: 'Pending' },
  };
  const { object, message } = yield* create(world, BY, pod);
  if (object === undefined) {
    errors.push(message);
    report(world, BY, set, 'FailedCreate', `Error creating: ${message}`);
    return false;
  }
  memory.wrote.Pod = Math.max(memory.wrote.Pod, Number(object.metadata.resourceVersion));
  report(world, BY, set, 'SuccessfulCreate', `Created pod: ${name}`);
  return true;
}

function* unmake(
  world: World,
  memory: Memory,
  set: ReplicaSet,
  pod: Pod | undefined,
  errors: string[],
): Generator<Wait, boolean> {
  if (pod === undefined) return true;
  const { name } = pod.metadata;
  const { code, object, message } = yield* remove(world, BY, pod, {});
  if (code >= 300) {
    memory.deletions.delete(name);
    if (code === 404) return true;
    errors.push(`unable to delete pods: ${message}`);
    report(world, BY, set, 'FailedDelete', `Error deleting: ${message}`);
  } else {
    memory.wrote.Pod = Math.max(memory.wrote.Pod, Number(object?.metadata.resourceVersion ?? 0));
    report(world, BY, set, 'SuccessfulDelete', `Deleted pod: ${name}`);
  }
  return code < 300;
}
