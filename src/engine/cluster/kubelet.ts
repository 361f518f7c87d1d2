/**
 * The kubelet of the one node, towards the API server: what the lifecycle engine says of each Pod's life on the
 * node is written as status patches, a newer status in place of one that could not be sent.
 * Upstream: pkg/kubelet/status/status_manager.go, pkg/kubelet/pod_workers.go, v1.37.2; times: recordings a to f.
 * Left out: status.resources (what the cgroup says of the Pod as a whole), node status but for its health.
 */
import type { Call, JsonObject } from '../control-plane/index.ts';
import {
  type ContainerState,
  type ContainerStatus,
  PLAIN_SCENARIO,
  type PodStatusView,
  type PodView,
  type Scenario,
  simulate,
  viewPod,
} from '../lifecycle/index.ts';
import { readDocuments } from '../read/index.ts';
import { at, fire, newSignal, type Signal, spawn, type Wait } from '../virtual-time.ts';
import { patch, remove } from './api.ts';
import type { Condition, Pod, PodStatus } from './objects.ts';
import { type AppFacts, factsFor } from './script.ts';
import { NODE, stamp, whileOff, type World } from './world.ts';

const BY = 'kubelet';
/** From the watch event of a deletion to the patch that says it was seen. */
const NOTICES = 8;
const ASKS_TOKEN = 150;
/** No two Pods take the same time. */
const JITTER = 15;
/** The node has few cores: what many Pods do at once, they do one after the other. */
const STAGGER = 25;
const STAGGERED = 8;
/** The lifecycle engine lets a deletion reach its kubelet this much after the request. */
const DELETE_REACHES = 8;

interface Planned {
  /** On the Pod's own clock. */
  readonly at: number;
  readonly status: PodStatusView;
  readonly isRemoval: boolean;
}

interface Life {
  readonly uid: string;
  readonly view: PodView;
  readonly scenario: Scenario;
  /** The cluster's time at which the Pod's own clock began. */
  readonly from: number;
  /** Times in which the kubelet was off and something was due. */
  readonly pauses: { readonly since: number; readonly lasted: number }[];
  plan: readonly Planned[];
  next: number;
  pod: Pod;
  /** Of the last status, to patch only what is new. */
  sent: string;
  /** What the kubelet says now, sent or not. */
  current: PodStatus | undefined;
  ip: string;
  /** When it tells that it saw the deletion. */
  noticeAt: number | undefined;
  isGone: boolean;
  readonly wake: Signal;
}

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
  // What others wrote into a status while the kubelet was off is put right when it is back.
  spawn(world.clock, putRight(world, lives));
}

function begin(world: World, pod: Pod, number: number): Life {
  const view = viewOf(pod);
  const scenario = scenarioFor(world, view, number);
  const life: Life = {
    uid: pod.metadata.uid,
    view,
    scenario,
    from: world.clock.now,
    pauses: [],
    plan: [],
    next: 0,
    pod,
    sent: '',
    current: undefined,
    ip: `10.244.${Math.floor(number / 256)}.${number % 256}`,
    noticeAt: undefined,
    isGone: false,
    wake: newSignal(),
  };
  life.plan = planOf(life, scenario);
  return life;
}

function viewOf({ metadata, spec }: Pod): PodView {
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const text = JSON.stringify({
    kind: 'Pod',
    metadata: { name, namespace, labels, annotations },
    spec: { ...spec, nodeName: NODE },
  });
  const [document] = readDocuments(text);
  if (document === undefined || 'problem' in document) throw new TypeError(`cannot read ${text}`);
  return viewPod(document.node);
}

function scenarioFor(world: World, view: PodView, number: number): Scenario {
  const { settings } = world;
  const late = (number % STAGGERED) * STAGGER + Math.round(world.chance() * JITTER);
  const containers = [...view.spec.initContainers, ...view.spec.containers];
  const images = containers.map(({ image }): [string, AppFacts] => [
    image,
    factsFor(settings, image),
  ]);
  return {
    ...PLAIN_SCENARIO,
    seed: Math.floor(world.chance() * 1e9),
    until: Math.max(0, world.end - world.clock.now),
    kubelet: {
      ...PLAIN_SCENARIO.kubelet,
      sandboxTakes: PLAIN_SCENARIO.kubelet.sandboxTakes + late,
    },
    images: Object.fromEntries(
      images.map(([image, { missing }]) => [
        image,
        missing ? { present: false, pull: 1500, availableAt: null } : { present: true, pull: 0 },
      ]),
    ),
    containers: Object.fromEntries(
      view.spec.containers.map(({ name, image }) => [
        name,
        containerFacts(factsFor(settings, image), late),
      ]),
    ),
  };
}

function containerFacts(
  { readyAfter, stopTakes, crashAfter }: AppFacts,
  late: number,
): Scenario['containers'][string] {
  const answers = [
    { from: 0, ok: readyAfter === 0 },
    ...(readyAfter > 0 ? [{ from: readyAfter, ok: true }] : []),
  ];
  return {
    runs: crashAfter === undefined ? [] : [{ lasts: crashAfter, exitCode: 1 }],
    onStop: { after: stopTakes + late, exitCode: 0 },
    probes: { startup: answers, readiness: answers },
  };
}

function planOf({ view }: Life, scenario: Scenario): readonly Planned[] {
  const planned: Planned[] = [];
  const { steps } = simulate(view, scenario, (time, { status }) => {
    planned.push({ at: time, status, isRemoval: false });
  });
  const removedAt = steps.find(({ code }) => code === 'object-removed')?.at;
  const last = planned.at(-1);
  // The first is what the API server stored, before any kubelet.
  const own = planned.slice(1);
  if (removedAt === undefined || last === undefined) return own;
  return [
    ...own.filter((each) => each.at <= removedAt),
    { at: removedAt, status: last.status, isRemoval: true },
  ];
}

/** The Pod's own time of a moment on the cluster's clock. */
function ownTime({ from, pauses }: Life, time: number): number {
  return time - from - pauses.reduce((total, { lasted }) => total + lasted, 0);
}

/** The opposite. */
function clusterTime({ from, pauses }: Life, own: number): number {
  let time = from + own;
  for (const { since, lasted } of pauses) if (own >= since) time += lasted;
  return time;
}

function end(world: World, life: Life, pod: Pod): void {
  const now = ownTime(life, world.clock.now);
  const { deletionGracePeriodSeconds: grace = 30 } = pod.metadata;
  life.pod = pod;
  const action = { at: Math.max(0, now - DELETE_REACHES), do: 'delete', grace } as const;
  const actions = [...life.scenario.actions, action];
  life.plan = planOf(life, { ...life.scenario, actions });
  const next = life.plan.findIndex((each) => each.at > now);
  life.next = next === -1 ? life.plan.length : next;
  life.noticeAt = world.clock.now + NOTICES;
  fire(world.clock, life.wake);
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
    yield* whileOff(world, 'kubelet');
    if (clock.now > before) {
      life.pauses.push({ since: upcoming?.at ?? 0, lasted: clock.now - due });
      continue;
    }
    if (life.noticeAt !== undefined && life.noticeAt <= clock.now) life.noticeAt = undefined;
    const isRemoved = advance(life, clock.now);
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

/** Everything that is due by now; of several statuses the last one counts. */
function advance(life: Life, now: number): boolean {
  for (;;) {
    const planned = life.plan[life.next];
    if (planned === undefined || clusterTime(life, planned.at) > now) return false;
    life.next += 1;
    if (planned.isRemoval) return true;
    life.current = statusOf(life, planned.status);
  }
}

function* tellStatus(world: World, life: Life): Generator<Wait, void> {
  if (life.current === undefined) return;
  const status = { ...life.current, observedGeneration: life.pod.metadata.generation };
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

/** In the order in which the kubelet writes them. */
const CONDITIONS = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'];

function statusOf(life: Life, view: PodStatusView): PodStatus {
  const time = (own: number | undefined): string | undefined =>
    own === undefined ? undefined : stamp(clusterTime(life, own));
  const conditions = view.conditions
    .filter(({ type }) => type !== 'PodScheduled')
    .map(({ type, status, reason, message, lastTransitionTime }): Condition => ({
      type,
      status,
      ...(reason !== '' && { reason }),
      ...(message !== '' && { message }),
      lastTransitionTime: time(lastTransitionTime),
    }))
    .toSorted((one, other) => placeIn(one.type) - placeIn(other.type));
  const hasIp = view.podIPs.length > 0;
  return {
    phase: view.phase,
    conditions,
    ...(view.reason !== '' && { reason: view.reason }),
    ...(view.message !== '' && { message: view.message }),
    ...(hasIp && { podIP: life.ip, podIPs: [{ ip: life.ip }] }),
    startTime: time(view.startTime),
    ...(view.initContainerStatuses.length > 0 && {
      initContainerStatuses: view.initContainerStatuses.map((each) => containerOf(each, time)),
    }),
    containerStatuses: view.containerStatuses.map((each) => containerOf(each, time)),
  };
}

function placeIn(type: string): number {
  const place = CONDITIONS.indexOf(type);
  return place === -1 ? CONDITIONS.length : place;
}

type Print = (own: number | undefined) => string | undefined;

function containerOf(
  { name, ready, started, restartCount, state, lastState }: ContainerStatus,
  time: Print,
): JsonObject {
  return JSON.parse(
    JSON.stringify({
      name,
      ready,
      restartCount,
      started,
      state: stateOf(state, time),
      lastState: stateOf(lastState, time),
    }),
  ) as JsonObject;
}

function stateOf({ waiting, running, terminated }: ContainerState, time: Print): object {
  if (running) return { running: { startedAt: time(running.startedAt) } };
  if (waiting) {
    const { reason, message } = waiting;
    return { waiting: { reason, ...(message !== '' && { message }) } };
  }
  if (!terminated) return {};
  const { exitCode, reason, startedAt, finishedAt } = terminated;
  return {
    terminated: { exitCode, reason, startedAt: time(startedAt), finishedAt: time(finishedAt) },
  };
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

/** Where the node controller has written Ready=False while the kubelet was away. */
function* putRight(world: World, lives: ReadonlyMap<string, Life>): Generator<Wait, void> {
  for (;;) {
    yield world.kubeletIsBack;
    for (const life of [...lives.values()]) {
      const { namespace, name } = life.pod.metadata;
      const stored = world.store.get(`Pod/${namespace}/${name}`);
      const { current } = life;
      if (stored?.kind !== 'Pod' || current === undefined || life.isGone) continue;
      const own = { ...current, observedGeneration: life.pod.metadata.generation };
      if (JSON.stringify(merged(stored.status, own)) === JSON.stringify(stored.status)) continue;
      const place = { kind: 'Pod', namespace, name, subresource: 'status', uid: life.uid } as const;
      const status = JSON.parse(JSON.stringify(own)) as JsonObject;
      const body = { metadata: { uid: life.uid }, status };
      yield* patch(world, BY, place, body, (now) => ({ ...now, status: merged(now.status, own) }));
    }
  }
}
