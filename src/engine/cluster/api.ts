/**
 * The API server and etcd: requests that take their time, versions, generations, conflicts, deletion, watches.
 * Upstream, v1.37.2: staging/src/k8s.io/apiserver/pkg/registry/rest/{update,delete}.go, PrepareForUpdate of the
 * strategies in pkg/registry, pkg/registry/core/pod/strategy.go. How long things take: recordings a to f.
 */
import { type Call, type Json, type JsonObject, summaryOf } from '../control-plane/index.ts';
import { at, type Wait } from '../virtual-time.ts';
import { keyOf, type Kind, type OfKind, type Pod, RESOURCES, type Stored } from './objects.ts';
import {
  deliver,
  hear,
  newUid,
  type Part,
  stamp,
  type Watcher,
  type WatchEvent,
  whileOff,
  type World,
} from './world.ts';

/** From the request to the transaction, from there to the answer, from there to whoever watches. */
const TO_STORE = 3;
const TO_ANSWER = 1;
const TO_WATCH = 4;
/** --request-timeout of kube-apiserver. */
const TIMEOUT = 60_000;

export interface Ask {
  readonly by: string;
  readonly verb: 'create' | 'update' | 'patch' | 'delete';
  readonly kind: Kind;
  readonly subresource?: string;
  readonly namespace: string;
  readonly name: string;
  /** As sent. */
  readonly body?: Json;
}

export type Decision =
  | { readonly do: 'store'; readonly object: Stored }
  | { readonly do: 'remove'; readonly object: Stored }
  | { readonly do: 'same' }
  | {
      readonly do: 'refuse';
      readonly code: number;
      readonly reason: string;
      readonly message: string;
    };

export interface Answer {
  readonly code: number;
  readonly object: Stored | undefined;
}

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
  yield* whileOff(world, part);
  const began = clock.now;
  const isLate = yield* reachStore(world, began);
  yield TO_STORE;
  const key = keyOf(ask.kind, ask.namespace, ask.name);
  const current = world.store.get(key);
  const decision: Decision = isLate
    ? {
        do: 'refuse',
        code: 504,
        reason: 'Timeout',
        message: 'Timeout: request did not complete within requested timeout',
      }
    : decide(current);
  const answer = settle(world, ask, began, current, decision);
  yield TO_ANSWER;
  yield* whileOff(world, part);
  return answer;
}

/** While the API server is frozen nothing gets in; while etcd is, requests hang until their time is up. */
function* reachStore(world: World, began: number): Generator<Wait, boolean> {
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

function settle(
  world: World,
  ask: Ask,
  began: number,
  current: Stored | undefined,
  decision: Decision,
): Answer {
  const { clock } = world;
  const call = (code: number, more: Partial<Call>): void => {
    world.entries.push({
      entry: 'call',
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
      reason: '',
      message: '',
      version: '',
      body: ask.body,
      stored: undefined,
      diff: undefined,
      deletion: undefined,
      told: undefined,
      isSame: false,
      isRemoved: false,
      ...more,
    });
  };
  if (decision.do === 'refuse') {
    const { code, reason, message } = decision;
    call(code, { reason, message });
    return { code, object: undefined };
  }
  if (decision.do === 'same') {
    call(200, { version: current?.metadata.resourceVersion ?? '', isSame: true });
    return { code: 200, object: current };
  }
  const { object } = decision;
  const isCreated = ask.verb === 'create' && current === undefined;
  const isGone = decision.do === 'remove';
  const changed = isCreated ? born(world, object) : withGeneration(ask, current, object);
  if (!isGone && !isCreated && JSON.stringify(changed) === JSON.stringify(current)) {
    call(200, { version: current?.metadata.resourceVersion ?? '', isSame: true });
    return { code: 200, object: current };
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
  const plain = toPlain(stored);
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
  return { code, object: stored };
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

function born(world: World, object: Stored): Stored {
  const { clock } = world;
  const isCounted = COUNTED.has(object.kind);
  return {
    ...withAddress(world, object),
    metadata: {
      ...object.metadata,
      uid: newUid(world),
      creationTimestamp: stamp(clock.now),
      ...(isCounted && { generation: 1 }),
    },
  };
}

/** The API server itself assigns the ClusterIP, within the request. */
function withAddress(world: World, object: Stored): Stored {
  if (object.kind !== 'Service') return object;
  const { clusterIP, type } = object.spec;
  if (clusterIP !== undefined || type === 'ExternalName') return object;
  const part = (): number => Math.floor(world.chance() * 254) + 1;
  return { ...object, spec: { ...object.spec, clusterIP: `10.96.${part()}.${part()}` } };
}

/** Kinds that have a generation, and the part of them that it counts the changes of. */
const COUNTED: ReadonlyMap<Kind, (object: Stored) => unknown> = new Map<
  Kind,
  (object: Stored) => unknown
>([
  ['Deployment', (object) => ('spec' in object ? object.spec : undefined)],
  ['ReplicaSet', (object) => ('spec' in object ? object.spec : undefined)],
  ['EndpointSlice', (object) => (object.kind === 'EndpointSlice' ? object.endpoints : undefined)],
  ['Pod', () => undefined],
]);

function withGeneration({ subresource }: Ask, current: Stored | undefined, object: Stored): Stored {
  const counted = COUNTED.get(object.kind);
  if (counted === undefined || current === undefined || subresource === 'status') return object;
  const isDeleted =
    current.metadata.deletionTimestamp === undefined &&
    object.metadata.deletionTimestamp !== undefined;
  const differs = JSON.stringify(counted(current)) !== JSON.stringify(counted(object));
  if (!differs && !isDeleted) return object;
  const generation = (current.metadata.generation ?? 0) + 1;
  return { ...object, metadata: { ...object.metadata, generation } };
}

/** As the API prints it: without the fields that are not set. */
export function toPlain(object: Stored): JsonObject {
  const { group, version } = RESOURCES[object.kind];
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return JSON.parse(JSON.stringify({ apiVersion, ...object })) as JsonObject;
}

export function notFound({ kind, name }: Ask): Decision {
  const { group, resource } = RESOURCES[kind];
  const full = group === '' ? resource : `${resource}.${group}`;
  return { do: 'refuse', code: 404, reason: 'NotFound', message: `${full} "${name}" not found` };
}

export function conflict({ kind, name }: Ask): Decision {
  const { group, resource } = RESOURCES[kind];
  const full = group === '' ? resource : `${resource}.${group}`;
  const message = `Operation cannot be fulfilled on ${full} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return { do: 'refuse', code: 409, reason: 'Conflict', message };
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

export interface DeleteOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly version?: string;
}

const DEFAULT_GRACE = 30;

export function remove(
  world: World,
  by: string,
  { kind, metadata }: Stored,
  options: DeleteOptions,
): Generator<Wait, Answer> {
  const { namespace, name } = metadata;
  const { uid, version, ...rest } = options;
  const preconditions = {
    ...(uid !== undefined && { uid }),
    ...(version !== undefined && { resourceVersion: version }),
  };
  const body: Json =
    Object.keys(preconditions).length > 0 ? { ...rest, preconditions } : { ...rest };
  const ask: Ask = { by, verb: 'delete', kind, namespace, name, body };
  return send(world, ask, (current) => {
    if (current === undefined) return notFound(ask);
    const isOther = uid !== undefined && uid !== current.metadata.uid;
    if (isOther || (version !== undefined && version !== current.metadata.resourceVersion)) {
      return conflict(ask);
    }
    return current.kind === 'Pod'
      ? removalOfPod(world, current, options)
      : removalOf(world, current, options);
  });
}

function removalOfPod(world: World, pod: Pod, { gracePeriodSeconds }: DeleteOptions): Decision {
  const { metadata, spec, status } = pod;
  const own = spec['terminationGracePeriodSeconds'];
  const asked = gracePeriodSeconds ?? (typeof own === 'number' ? own : DEFAULT_GRACE);
  const isOver = status.phase === 'Succeeded' || status.phase === 'Failed';
  const isAgain = metadata.deletionTimestamp !== undefined;
  const grace = !isAgain && (isOver || (spec.nodeName ?? '') === '') ? 0 : asked;
  if (grace === 0) return { do: 'remove', object: dying(world, pod, 0) };
  const before = metadata.deletionGracePeriodSeconds ?? 0;
  if (isAgain && (gracePeriodSeconds === undefined || grace >= before)) return { do: 'same' };
  return { do: 'store', object: dying(world, pod, grace) };
}

function dying<T extends Stored>(world: World, object: T, grace: number): T {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: stamp(world.clock.now + grace * 1000),
      deletionGracePeriodSeconds: grace,
    },
  };
}

const FINALIZERS = { Foreground: 'foregroundDeletion', Orphan: 'orphan', Background: '' } as const;

function removalOf(
  world: World,
  object: Stored,
  { propagationPolicy = 'Background' }: DeleteOptions,
): Decision {
  const { metadata } = object;
  const wanted = FINALIZERS[propagationPolicy];
  const others = (metadata.finalizers ?? []).filter(
    (name) => name !== FINALIZERS.Foreground && name !== FINALIZERS.Orphan,
  );
  const finalizers = wanted === '' ? others : [...others, wanted];
  if (finalizers.length === 0) return { do: 'remove', object };
  const isSame = JSON.stringify(finalizers) === JSON.stringify(metadata.finalizers);
  if (metadata.deletionTimestamp !== undefined && isSame) return { do: 'same' };
  const marked = metadata.deletionTimestamp === undefined ? dying(world, object, 0) : object;
  return { do: 'store', object: { ...marked, metadata: { ...marked.metadata, finalizers } } };
}
