/**
 * The kubelet of the one node: what the lifecycle engine says of each Pod's life on the node, at its time.
 * Upstream: pkg/kubelet/pod_workers.go, v1.37.2; times: recordings a to f.
 * Left out: node status but for its health.
 */
import { at, fire, spawn, type Wait } from '../virtual-time.ts';
import { callOf } from './api.ts';
import { report } from './events.ts';
import type { Pod } from './objects.ts';
import { advance, begin, clusterTime, type Life, ownTime, replan } from './pod-life.ts';
import { syncBatches, syncPod } from './status-manager.ts';
import { NODE, whileOff, type World } from './world.ts';

const BY = 'kubelet';
/** From the watch event of a deletion to the patch that says it was seen. */
const NOTICES = 8;
const ASKS_TOKEN = 150;

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
  spawn(
    world.clock,
    syncBatches(world, lives, () => awake(world)),
  );
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
    life.stoppedAt = before;
    yield* awake(world);
    const since = ownTime(life, before);
    life.stoppedAt = undefined;
    if (clock.now > before) {
      life.pauses.push({ since, lasted: clock.now - before });
      continue;
    }
    if (life.noticeAt !== undefined && life.noticeAt <= clock.now) life.noticeAt = undefined;
    const { events, isRemoved } = advance(life, clock.now);
    for (const { reason, message } of events) report(world, BY, life.pod, reason, message);
    life.isFinished = isRemoved;
    yield* syncPod(world, life);
    // What could not be written is left to the next batch.
    if (isRemoved) return;
    if (!hasToken) {
      hasToken = true;
      at(clock, clock.now + ASKS_TOKEN, () => askToken(world, life));
    }
  }
}

/** The volume with the token of the ServiceAccount: TokenRequest, before any container starts. */
function askToken(world: World, life: Life): void {
  function* asking(): Generator<Wait, void> {
    yield* whileOff(world, 'kubelet', 'apiserver', 'etcd');
    if (life.isGone) return;
    const began = world.clock.now;
    yield 4;
    const name = life.pod.spec['serviceAccountName'];
    world.entries.push(
      callOf({
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
      }),
    );
  }
  spawn(world.clock, asking());
}
