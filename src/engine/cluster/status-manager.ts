/**
 * What the kubelet says of its Pods, towards the API server: a newer status in place of one that could not be sent,
 * the final DELETE, and every 10 s whatever did not come through or was overwritten.
 * Upstream: pkg/kubelet/status/status_manager.go, v1.37.2. Left out: status.resources.
 */
import type { JsonObject } from '../control-plane/index.ts';
import type { Wait } from '../virtual-time.ts';
import { patch } from './api.ts';
import { remove } from './deletion.ts';
import type { PodStatus } from './objects.ts';
import type { Life } from './pod-life.ts';
import { whileOff, type World } from './world.ts';

const BY = 'kubelet';
const RECONCILES = 10_000;

/** syncPod: one request about a Pod at a time; who comes meanwhile is looked after by who is at it. */
export function* syncPod(world: World, life: Life): Generator<Wait, void> {
  life.isStale = true;
  if (life.isSyncing) return;
  life.isSyncing = true;
  while (life.isStale && !life.isGone) {
    life.isStale = false;
    const isTold = yield* tellStatus(world, life);
    if (!isTold || !life.isFinished || life.isGone) continue;
    const { code } = yield* remove(world, BY, life.pod, { gracePeriodSeconds: 0, uid: life.uid });
    life.isFinished = code >= 300 && code !== 404;
  }
  life.isSyncing = false;
}

/** Gives whether the API server has it. */
function* tellStatus(world: World, life: Life): Generator<Wait, boolean> {
  const status = ownStatus(life);
  if (status === undefined) return false;
  const text = JSON.stringify(status);
  if (text === life.sent) return true;
  const before = life.sent === '' ? undefined : (JSON.parse(life.sent) as JsonObject);
  const { namespace, name } = life.pod.metadata;
  const body = {
    metadata: { uid: life.uid },
    status: newIn(before, JSON.parse(text) as JsonObject),
  };
  const place = { kind: 'Pod', namespace, name, subresource: 'status', uid: life.uid } as const;
  const { code } = yield* patch(world, BY, place, body, (current) => ({
    ...current,
    status: merged(current.status, status),
  }));
  const isDone = code < 300 || code === 404;
  if (isDone) life.sent = text;
  return isDone;
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

/** syncBatch of all, every 10 s and at the start. */
export function* syncBatches(
  world: World,
  lives: ReadonlyMap<string, Life>,
  awake: () => Generator<Wait, void>,
): Generator<Wait, void> {
  for (;;) {
    yield { signal: world.kubeletIsBack, orAfter: RECONCILES };
    yield* awake();
    yield* whileOff(world, 'apiserver', 'etcd');
    for (const life of [...lives.values()]) {
      if (life.isGone || life.isSyncing) continue;
      const { namespace, name } = life.pod.metadata;
      const stored = world.store.get(`Pod/${namespace}/${name}`);
      const own = ownStatus(life);
      if (stored?.kind !== 'Pod' || own === undefined) continue;
      const isSent = JSON.stringify(own) === life.sent;
      const isWrong = JSON.stringify(merged(stored.status, own)) !== JSON.stringify(stored.status);
      // needsReconcile: what is stored is not what was sent, such as Ready=False by the node controller.
      if (isSent && isWrong) life.sent = '';
      if (!isSent || isWrong || life.isFinished) yield* syncPod(world, life);
    }
  }
}

function ownStatus({ current, pod }: Life): PodStatus | undefined {
  return current && { ...current, observedGeneration: pod.metadata.generation };
}
