/**
 * The garbage collector: what has lost its owner, and owners that wait for what they own.
 * Upstream: attemptToDeleteItem, processDeletingDependentsItem and attemptToOrphanWorker of
 * pkg/controller/garbagecollector/garbagecollector.go, v1.37.2.
 */
import type { Wait } from '../virtual-time.ts';
import { patch, read } from './api.ts';
import { remove } from './deletion.ts';
import { controllerOf, keyOf, type Kind, type Stored } from './objects.ts';
import { release } from './owners.ts';
import { newQueue } from './queue.ts';
import type { World } from './world.ts';

const BY = 'generic-garbage-collector';
const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
/** From the watch event through the graph to the worker. */
const GRAPH_TAKES = 5;

export function runGarbageCollector(world: World): void {
  const informer = world.informers['controller-manager'];
  const dependents = (owner: Stored): readonly Stored[] =>
    [...informer.objects.values()].filter(
      (object) => controllerOf(object)?.uid === owner.metadata.uid,
    );
  const add = (object: Stored): void => {
    const { namespace, name } = object.metadata;
    queue.add(keyOf(object.kind, namespace, name));
  };
  const work = (key: string) => attempt(world, key, dependents, add);
  const queue = newQueue(world, 'controller-manager', work, { pickUp: GRAPH_TAKES });
  informer.handlers.push(({ type, object, before }) => {
    if (type === 'DELETED') {
      for (const each of dependents(object)) add(each);
      const owner = controllerOf(object);
      const found =
        owner &&
        informer.objects.get(keyOf(owner.kind as Kind, object.metadata.namespace, owner.name));
      if (found && has(found, FOREGROUND)) add(found);
      return;
    }
    const isNew = (finalizer: string): boolean =>
      has(object, finalizer) && (before === undefined || !has(before, finalizer));
    if (isNew(FOREGROUND)) {
      for (const each of dependents(object)) add(each);
      add(object);
    } else if (isNew(ORPHAN)) add(object);
    // An object whose owner went while nobody looked.
    else if (before === undefined && isDangling(world, object)) add(object);
  });
}

function has({ metadata }: Stored, finalizer: string): boolean {
  return (
    metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(finalizer)
  );
}

function ownerOf(world: World, object: Stored): Stored | undefined {
  const owner = controllerOf(object);
  if (owner === undefined) return undefined;
  const found = world.store.get(keyOf(owner.kind as Kind, object.metadata.namespace, owner.name));
  return found?.metadata.uid === owner.uid ? found : undefined;
}

function isDangling(world: World, object: Stored): boolean {
  return controllerOf(object) !== undefined && ownerOf(world, object) === undefined;
}

function* attempt(
  world: World,
  key: string,
  dependents: (owner: Stored) => readonly Stored[],
  add: (object: Stored) => void,
): Generator<Wait, boolean> {
  const informer = world.informers['controller-manager'];
  const cached = informer.objects.get(key);
  if (cached === undefined) return true;
  if (has(cached, ORPHAN)) return yield* orphan(world, cached, dependents(cached));
  if (cached.metadata.deletionTimestamp !== undefined && !has(cached, FOREGROUND)) return true;
  yield* read(world, BY);
  const object = world.store.get(key);
  if (object === undefined || object.metadata.uid !== cached.metadata.uid) return true;
  if (has(cached, FOREGROUND)) {
    const blocking = dependents(cached).filter((each) => controllerOf(each)?.blockOwnerDeletion);
    if (blocking.length === 0) return yield* unblock(world, cached, FOREGROUND);
    for (const each of blocking) if (!has(each, FOREGROUND)) add(each);
    return true;
  }
  const owner = ownerOf(world, object);
  const isWaiting = owner !== undefined && has(owner, FOREGROUND);
  if (controllerOf(object) === undefined || (owner !== undefined && !isWaiting)) return true;
  const { uid, resourceVersion: version, finalizers = [] } = object.metadata;
  const isForeground = isWaiting && dependents(object).length > 0;
  const propagationPolicy = isForeground
    ? 'Foreground'
    : finalizers.includes(ORPHAN)
      ? 'Orphan'
      : 'Background';
  const { code } = yield* remove(world, BY, object, { uid, version, propagationPolicy });
  return code < 300 || code === 404;
}

function* orphan(
  world: World,
  owner: Stored,
  dependents: readonly Stored[],
): Generator<Wait, boolean> {
  for (const dependent of dependents) {
    if (!(yield* release(world, BY, dependent, owner.metadata.uid))) return false;
  }
  return yield* unblock(world, owner, ORPHAN);
}

/** removeFinalizer: against the version that the graph knows, so that it conflicts with a status update now and then. */
function* unblock(
  world: World,
  { kind, metadata }: Stored,
  finalizer: string,
): Generator<Wait, boolean> {
  const { namespace, name, uid, resourceVersion } = metadata;
  const left = (metadata.finalizers ?? []).filter((each) => each !== finalizer);
  const body = { metadata: { resourceVersion, finalizers: left.length > 0 ? left : null } };
  const place = { kind, namespace, name, uid, version: resourceVersion };
  const { code } = yield* patch(world, BY, place, body, (current) => ({
    ...current,
    metadata: { ...current.metadata, finalizers: left.length > 0 ? left : undefined },
  }));
  return code < 300 || code === 404;
}
