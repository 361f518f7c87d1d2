/**
 * The kubelet of the one node, towards the API server: what the lifecycle engine says of each Pod's life on the
 * node is written as status patches, a newer status in place of one that could not be sent.
 * Upstream: pkg/kubelet/status/status_manager.go, pkg/kubelet/pod_workers.go, v1.37.2; times: recordings a to f.
 * Left out: status.resources (what the cgroup says of the Pod as a whole), node status but for its health.
 */
import type { Call, JsonObject } from '../control-plane/index.ts';
import { at, fire, spawn, type Wait } from '../virtual-time.ts';
import { patch } from './api.ts';
import { remove } from './deletion.ts';
import { report } from './events.ts';
import type { Pod, PodStatus } from './objects.ts';
import { advance, begin, clusterTime, type Life, ownTime, replan } from './pod-life.ts';
import { NODE, whileOff, type World } from './world.ts';

const BY = 'kubelet';
/** From the watch event of a deletion to the patch that says it was seen. */
const NOTICES = 8;
const ASKS_TOKEN = 150;
const RECONCILES = 10_000;

export function runKubelet(world: World): void {
  const informer = world.informers.kubelet;
  const lives = new Map<string, Life>();
  let ips = 3;
  informer.handlers.push(({ type, object }) => {
    if (object.kind !== 'Pod' || object.spec.nodeName !== NODE) return;
    const { uid } = object.metadata;
    const life = lives.get(uid);
    if (type === 'DELETED') {
      lives.delete(uid);
      if (life !== undefined) {
        life.isGone = true;
        fire(world.clock, life.wake);
      }
      return;
    }
    if (life === undefined) {
      ips += 1;
      const begun = begin(world, object, ips);
      lives.set(uid, begun);
      spawn(world.clock, live(world, begun));
      if (object.metadata.deletionTimestamp !== undefined) end(world, begun, object);
      return;
    }
    const wasDying = life.pod.metadata.deletionGracePeriodSeconds;
    life.pod = object;
    if (object.metadata.deletionGracePeriodSeconds !== wasDying) end(world, life, object);
  });
  spawn(world.clock, putRight(world, lives));
}

function end(world: World, life: Life, pod: Pod): void {
  life.pod = pod;
  replan(life, ownTime(life, world.clock.now));
  life.noticeAt = world.clock.now + NOTICES;
  fire(world.clock, life.wake);
}

/** Until it looks after Pods. */
function* awake(world: World): Generator<Wait, void> {
  yield* whileOff(world, 'kubelet');
  const wait = world.informers.kubelet.podsLateUntil - world.clock.now;
  if (wait > 0) yield wait;
}

function* live(world: World, life: Life): Generator<Wait, void> {
  const { clock } = world;
  let hasToken = false;
  while (!life.isGone) {
    const upcoming = life.plan[life.next];
    const planned = upcoming && clusterTime(life, upcoming.at);
    const due = Math.min(
      planned ?? Number.POSITIVE_INFINITY,
      life.noticeAt ?? Number.POSITIVE_INFINITY,
    );
    if (due === Number.POSITIVE_INFINITY) {
      yield life.wake;
      continue;
    }
    if (due > clock.now) {
      yield { signal: life.wake, orAfter: due - clock.now };
      continue;
    }
    const before = clock.now;
    yield* awake(world);
    if (clock.now > before) {
      life.pauses.push({ since: upcoming?.at ?? 0, lasted: clock.now - due });
      continue;
    }
    if (life.noticeAt !== undefined && life.noticeAt <= clock.now) life.noticeAt = undefined;
    const { events, isRemoved } = advance(life, clock.now);
    for (const { reason, message } of events) report(world, BY, life.pod, reason, message);
    yield* tellStatus(world, life);
    if (isRemoved && !life.isGone) {
      yield* remove(world, BY, life.pod, { gracePeriodSeconds: 0, uid: life.uid });
      return;
    }
    if (!hasToken) {
      hasToken = true;
      at(clock, clock.now + ASKS_TOKEN, () => askToken(world, life));
    }
  }
}

function* tellStatus(world: World, life: Life): Generator<Wait, void> {
  const status = ownStatus(life);
  if (status === undefined) return;
  const text = JSON.stringify(status);
  if (text === life.sent) return;
  const before = life.sent === '' ? undefined : (JSON.parse(life.sent) as JsonObject);
  life.sent = text;
  const { namespace, name } = life.pod.metadata;
  const body = {
    metadata: { uid: life.uid },
    status: newIn(before, JSON.parse(text) as JsonObject),
  };
  const place = { kind: 'Pod', namespace, name, subresource: 'status', uid: life.uid } as const;
  yield* patch(world, BY, place, body, (current) => ({
    ...current,
    status: merged(current.status, status),
  }));
}

/** The kubelet's fields; conditions that are not its own stay. */
function merged(stored: PodStatus, own: PodStatus): PodStatus {
  const types = new Set((own.conditions ?? []).map(({ type }) => type));
  const others = (stored.conditions ?? []).filter(({ type }) => !types.has(type));
  return { ...stored, ...own, conditions: [...(own.conditions ?? []), ...others] };
}

function newIn(before: JsonObject | undefined, after: JsonObject): JsonObject {
  if (before === undefined) return after;
  return Object.fromEntries(
    Object.entries(after).flatMap(([key, value]) => {
      if (JSON.stringify(before[key]) === JSON.stringify(value)) return [];
      if (key !== 'conditions' || !Array.isArray(value)) return [[key, value]];
      const old = new Set(
        (Array.isArray(before[key]) ? before[key] : []).map((each) => JSON.stringify(each)),
      );
      return [[key, value.filter((each) => !old.has(JSON.stringify(each)))]];
    }),
  );
}

/** The volume with the token of the ServiceAccount: TokenRequest, before any container starts. */
function askToken(world: World, life: Life): void {
  function* asking(): Generator<Wait, void> {
    yield* whileOff(world, 'kubelet', 'apiserver', 'etcd');
    if (life.isGone) return;
    const began = world.clock.now;
    yield 4;
    const name = life.pod.spec['serviceAccountName'];
    const call: Call = {
      entry: 'call',
      at: began,
      end: world.clock.now,
      component: BY,
      verb: 'create',
      group: '',
      resource: 'serviceaccounts',
      subresource: 'token',
      namespace: life.pod.metadata.namespace,
      name: typeof name === 'string' ? name : 'default',
      code: 201,
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
    };
    world.entries.push(call);
  }
  spawn(world.clock, asking());
}

/** Where the node controller has written Ready=False: syncBatch of the status manager, every 10 s and at the start. */
function* putRight(world: World, lives: ReadonlyMap<string, Life>): Generator<Wait, void> {
  for (;;) {
    yield { signal: world.kubeletIsBack, orAfter: RECONCILES };
    yield* awake(world);
    yield* whileOff(world, 'apiserver', 'etcd');
    for (const life of [...lives.values()]) {
      const { namespace, name } = life.pod.metadata;
      const stored = world.store.get(`Pod/${namespace}/${name}`);
      const own = ownStatus(life);
      if (stored?.kind !== 'Pod' || own === undefined || life.isGone) continue;
      // What is not sent yet comes with its own patch.
      if (JSON.stringify(own) !== life.sent) continue;
      if (JSON.stringify(merged(stored.status, own)) === JSON.stringify(stored.status)) continue;
      const place = { kind: 'Pod', namespace, name, subresource: 'status', uid: life.uid } as const;
      const status = JSON.parse(JSON.stringify(own)) as JsonObject;
      const body = { metadata: { uid: life.uid }, status };
      yield* patch(world, BY, place, body, (now) => ({
        ...now,
        status: merged(now.status, ownStatus(life) ?? own),
      }));
    }
  }
}

function ownStatus({ current, pod }: Life): PodStatus | undefined {
  return current && { ...current, observedGeneration: pod.metadata.generation };
}
