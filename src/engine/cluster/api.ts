/**
 * The API server and etcd: requests that take their time, versions, generations, conflicts, deletion, watches.
 * Upstream, v1.37.2: staging/src/k8s.io/apiserver/pkg/registry/rest/update.go. How long things take: recordings a to f.
 */
import { type Call, type Json, type JsonObject, summaryOf } from '../control-plane/index.ts';
import { at, type Wait } from '../virtual-time.ts';
import { keyOf, type Kind, type OfKind, RESOURCES, type Stored } from './objects.ts';
import { type Answer, type Ask, conflict, type Decision, notFound } from './request.ts';
import type { Because } from './queue.ts';
import { born, withGeneration } from './strategy.ts';
import {
  deliver,
  hear,
  type Part,
  type Watcher,
  type WatchEvent,
  whileOff,
  type World,
} from './world.ts';

/** From the request to the transaction, from there to the answer, from there to whoever watches. */
const TO_STORE = 3;
const TO_ANSWER = 1;
const TO_WATCH = 4;
/** requestTimeoutUpperBound of apiserver pkg/endpoints/handlers/rest.go: of a write; finisher.go words its end. */
const TIMEOUT = 34_000;
const TIMED_OUT =
  'Timeout: request did not complete within requested timeout - context deadline exceeded';

/** Reads are not told, but cannot be answered while the API server or etcd is off either. */
export function* read(world: World, by: string): Generator<Wait, void> {
  yield* whileOff(world, partOf(by), 'apiserver', 'etcd');
}

export function* send(
  world: World,
  ask: Ask,
  decide: (current: Stored | undefined) => Decision,
): Generator<Wait, Answer> {
  const { clock } = world;
  const part = partOf(ask.by);
  const because = (clock.context as Because | undefined)?.versions.slice();
  yield* whileOff(world, part);
  const began = clock.now;
  const isLate = yield* reachStore(world);
  yield TO_STORE;
  const key = keyOf(ask.kind, ask.namespace, ask.name);
  const current = world.store.get(key);
  const decision: Decision = isLate
    ? { do: 'refuse', code: 504, reason: 'Timeout', message: TIMED_OUT }
    : decide(current);
  const answer = settle(world, ask, began, current, decision, because);
  yield TO_ANSWER;
  yield* whileOff(world, part);
  return answer;
}

/** While the API server is frozen nothing gets in; while etcd is, requests hang until their time is up. */
function* reachStore(world: World): Generator<Wait, boolean> {
  yield* whileOff(world, 'apiserver');
  const began = world.clock.now;
  for (;;) {
    yield* whileOff(world, 'apiserver');
    const etcd = world.off.get('etcd');
    if (etcd === undefined) return false;
    const left = began + TIMEOUT - world.clock.now;
    if (left <= 0) return true;
    yield { signal: etcd, orAfter: left };
  }
}

const PARTS: Readonly<Record<string, Part | 'user'>> = {
  kubectl: 'user',
  scheduler: 'scheduler',
  kubelet: 'kubelet',
};

function partOf(by: string): Part {
  const part = PARTS[by] ?? 'controller-manager';
  // What is typed is never switched off: whether it gets through is another question.
  return part === 'user' ? 'apiserver' : part;
}

type Known = 'at' | 'end' | 'component' | 'code' | 'verb' | 'namespace' | 'name' | Place;
type Place = 'group' | 'resource' | 'subresource';

/** An entry of the story: what is not given is empty. */
export function callOf(known: Pick<Call, Known> & Partial<Call>): Call {
  return {
    entry: 'call',
    reason: '',
    message: '',
    version: '',
    body: undefined,
    stored: undefined,
    diff: undefined,
    deletion: undefined,
    told: undefined,
    isSame: false,
    isRemoved: false,
    ...known,
  };
}

function settle(
  world: World,
  ask: Ask,
  began: number,
  current: Stored | undefined,
  decision: Decision,
  because: readonly string[] | undefined,
): Answer {
  const { clock } = world;
  const call = (code: number, more: Partial<Call>): void => {
    world.entries.push(
      callOf({
        at: began,
        end: clock.now + TO_ANSWER,
        component: ask.by,
        verb: ask.verb,
        group: RESOURCES[ask.kind].group,
        resource: RESOURCES[ask.kind].resource,
        subresource: ask.subresource ?? '',
        namespace: ask.namespace,
        name: ask.name,
        code,
        body: ask.body,
        because,
        ...more,
      }),
    );
  };
  if (decision.do === 'refuse') {
    const { code, reason, message } = decision;
    call(code, { reason, message });
    return { code, object: undefined, message };
  }
  if (decision.do === 'same') {
    call(200, { version: current?.metadata.resourceVersion ?? '', isSame: true });
    return { code: 200, object: current, message: '' };
  }
  const { object } = decision;
  const isCreated = ask.verb === 'create' && current === undefined;
  const isGone = decision.do === 'remove';
  const changed = isCreated
    ? born(world, object)
    : withGeneration(ask.subresource ?? '', current, object);
  if (!isGone && !isCreated && JSON.stringify(changed) === JSON.stringify(current)) {
    call(200, { version: current?.metadata.resourceVersion ?? '', isSame: true });
    return { code: 200, object: current, message: '' };
  }
  world.revision += 1;
  const version = String(world.revision);
  const stored: Stored = {
    ...changed,
    metadata: { ...changed.metadata, resourceVersion: version },
  };
  const key = keyOf(stored.kind, stored.metadata.namespace, stored.metadata.name);
  if (isGone) world.store.delete(key);
  else world.store.set(key, stored);
  const plain = stored as unknown as JsonObject;
  const code = ask.verb === 'create' ? 201 : 200;
  call(code, {
    version,
    stored: plain,
    isRemoved: isGone,
    name: stored.metadata.name,
  });
  const type = isGone ? 'DELETED' : isCreated ? 'ADDED' : 'MODIFIED';
  world.entries.push({
    entry: 'watched',
    at: clock.now + TO_WATCH,
    type,
    kind: stored.kind,
    name: stored.metadata.name,
    version,
    summary: summaryOf(plain),
  });
  world.history.push({ version, type, object: stored });
  tell(world, { type, object: stored, before: current });
  return { code, object: stored, message: '' };
}

/** What was there before the play began. */
export function hearInitial(world: World, object: Stored): void {
  const { kind, metadata } = object;
  world.store.set(keyOf(kind, metadata.namespace, metadata.name), object);
  for (const informer of Object.values(world.informers)) {
    hear(informer, { type: 'ADDED', object, before: undefined });
  }
}

function tell(world: World, event: WatchEvent): void {
  const { clock, informers } = world;
  at(clock, clock.now + TO_WATCH, () => {
    for (const part of Object.keys(informers)) deliver(world, part as Watcher, event);
  });
}

/** As the API prints it: without the fields that are not set. */
export function toPlain(object: Stored): JsonObject {
  const { group, version } = RESOURCES[object.kind];
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return JSON.parse(JSON.stringify({ apiVersion, ...object })) as JsonObject;
}

export function create(world: World, by: string, object: Stored): Generator<Wait, Answer> {
  const { kind, metadata } = object;
  const { namespace, name } = metadata;
  const ask: Ask = { by, verb: 'create', kind, namespace, name, body: sent(object) };
  return send(world, ask, (current) =>
    current === undefined
      ? { do: 'store', object }
      : {
          do: 'refuse',
          code: 409,
          reason: 'AlreadyExists',
          message: `${RESOURCES[kind].resource} "${name}" already exists`,
        },
  );
}

/** What a client fills in, without what the API server fills in. */
function sent(object: Stored): Json {
  const { status: _, ...rest } = toPlain(object);
  const metadata = Object.fromEntries(
    Object.entries(rest['metadata'] as JsonObject).filter(([, value]) => value !== ''),
  );
  return { ...rest, metadata };
}

/** The whole object, or its status; refused unless it is based on the version that is stored. */
export function update(
  world: World,
  by: string,
  object: Stored,
  subresource: 'status' | '' = '',
): Generator<Wait, Answer> {
  const { kind, metadata } = object;
  const { namespace, name, resourceVersion } = metadata;
  const ask: Ask = { by, verb: 'update', kind, namespace, name, subresource };
  return send(world, ask, (current) => {
    if (current === undefined || current.metadata.uid !== metadata.uid) return notFound(ask);
    if (current.metadata.resourceVersion !== resourceVersion) return conflict(ask);
    const { generation, deletionTimestamp, deletionGracePeriodSeconds, finalizers } =
      current.metadata;
    // What a client cannot set.
    const kept = { generation, deletionTimestamp, deletionGracePeriodSeconds, finalizers };
    const next = { ...object, metadata: { ...object.metadata, ...kept } };
    if (subresource === 'status' || !('status' in current)) return { do: 'store', object: next };
    return { do: 'store', object: { ...next, status: current.status } as Stored };
  });
}

export function patch<K extends Kind>(
  world: World,
  by: string,
  place: {
    readonly kind: K;
    readonly namespace: string;
    readonly name: string;
    readonly subresource?: string;
    /** Refused unless this is the version stored. */
    readonly version?: string;
    /** Refused unless this is the object stored under the name. */
    readonly uid?: string;
  },
  body: Json,
  apply: (current: OfKind<K>) => OfKind<K>,
): Generator<Wait, Answer> {
  const { kind, namespace, name, subresource = '', version, uid } = place;
  const ask: Ask = { by, verb: 'patch', kind, namespace, name, subresource, body };
  return send(world, ask, (current) => {
    if (current === undefined || current.kind !== kind) return notFound(ask);
    const { metadata } = current;
    if (uid !== undefined && uid !== metadata.uid) return notFound(ask);
    if (version !== undefined && version !== metadata.resourceVersion) return conflict(ask);
    const object = apply(current as OfKind<K>);
    const isHeld = (object.metadata.finalizers ?? []).length > 0;
    const isDying = metadata.deletionTimestamp !== undefined && object.kind !== 'Pod';
    return isDying && !isHeld ? { do: 'remove', object } : { do: 'store', object };
  });
}
