/**
 * The life of one Pod on the node: what the lifecycle engine says will happen to it, on the Pod's own clock, which
 * stands still while the kubelet is off.
 */
import type { JsonObject } from '../control-plane/index.ts';
import {
  type ContainerState,
  type ContainerStatus,
  isSidecar,
  PLAIN_SCENARIO,
  type PodStatusView,
  type PodView,
  type Scenario,
  simulate,
  viewPod,
} from '../lifecycle/index.ts';
import { readDocuments } from '../read/index.ts';
import { newSignal, type Signal } from '../virtual-time.ts';
import type { Condition, Pod, PodStatus } from './objects.ts';
import { eventsOf, type PodEvent } from './pod-events.ts';
import { type AppFacts, factsFor } from './script.ts';
import { NODE, NODE_IP, stamp, type World } from './world.ts';

/** No two Pods take the same time. */
const JITTER = 15;
/** The node has few cores: what many Pods do at once, they do one after the other. */
const STAGGER = 25;
const STAGGERED = 8;
/** What an init container has to do. */
const INIT_TAKES = 300;
/** The lifecycle engine lets a deletion reach its kubelet this much after the request. */
const DELETE_REACHES = 8;

/** On the Pod's own clock: a status to write, an Event to tell, or the removal of the object. */
type Planned =
  | { readonly at: number; readonly do: 'status'; readonly status: PodStatusView }
  | { readonly at: number; readonly do: 'tell'; readonly event: PodEvent }
  | { readonly at: number; readonly do: 'remove' };

export interface Life {
  readonly uid: string;
  readonly view: PodView;
  readonly scenario: Scenario;
  /** The cluster's time at which the Pod's own clock began. */
  readonly from: number;
  /** Times in which the kubelet was off and something was due. */
  readonly pauses: { readonly since: number; readonly lasted: number }[];
  /** Since when it stands still, while it does. */
  stoppedAt: number | undefined;
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
  /** A request about it is on its way, and its status has changed since. */
  isSyncing: boolean;
  isStale: boolean;
  /** Nothing of it runs any more: its object may go. */
  isFinished: boolean;
  isGone: boolean;
  readonly wake: Signal;
}

export function begin(world: World, pod: Pod, number: number): Life {
  const view = viewOf(pod);
  const scenario = scenarioFor(world, view, number);
  const life: Life = {
    uid: pod.metadata.uid,
    view,
    scenario,
    from: world.clock.now,
    pauses: [],
    stoppedAt: undefined,
    plan: [],
    next: 0,
    pod,
    sent: '',
    current: undefined,
    ip: isOnHost(pod) ? NODE_IP : `10.244.${Math.floor(number / 256)}.${number % 256}`,
    noticeAt: undefined,
    isSyncing: false,
    isStale: false,
    isFinished: false,
    isGone: false,
    wake: newSignal(),
  };
  life.plan = planOf(life, scenario);
  return life;
}

function isOnHost({ spec }: Pod): boolean {
  return spec['hostNetwork'] === true;
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
      containers.map((container) => {
        const facts = factsFor(settings, container.image);
        const endsItself = view.spec.initContainers.includes(container) && !isSidecar(container);
        return [container.name, containerFacts(facts, late, endsItself)];
      }),
    ),
  };
}

function containerFacts(
  { readyAfter, stopTakes, crashAfter }: AppFacts,
  late: number,
  endsItself: boolean,
): Scenario['containers'][string] {
  const answers = [
    { from: 0, ok: readyAfter === 0 },
    ...(readyAfter > 0 ? [{ from: readyAfter, ok: true }] : []),
  ];
  const end = endsItself ? [{ lasts: INIT_TAKES, exitCode: 0 }] : [];
  return {
    runs: crashAfter === undefined ? end : [{ lasts: crashAfter, exitCode: 1 }],
    onStop: { after: stopTakes + late, exitCode: 0 },
    probes: { startup: answers, readiness: answers },
  };
}

function planOf({ view, uid }: Life, scenario: Scenario): readonly Planned[] {
  const planned: Planned[] = [];
  const { steps } = simulate(view, scenario, (at, { status }) => {
    planned.push({ at, do: 'status', status });
  });
  const removedAt = steps.find(({ code }) => code === 'object-removed')?.at;
  const events = eventsOf(steps, view, uid).map((event): Planned => ({
    at: event.at,
    do: 'tell',
    event,
  }));
  // The first status is what the API server stored, before any kubelet.
  const all = [...planned.slice(1), ...events].toSorted((one, other) => one.at - other.at);
  if (removedAt === undefined) return all;
  return [...all.filter(({ at }) => at <= removedAt), { at: removedAt, do: 'remove' }];
}

/** The Pod is being deleted: what is still to come, from `now` on the Pod's own clock. */
export function replan(life: Life, now: number): void {
  const { deletionGracePeriodSeconds: grace = 30 } = life.pod.metadata;
  const action = { at: Math.max(0, now - DELETE_REACHES), do: 'delete', grace } as const;
  const actions = [...life.scenario.actions, action];
  life.plan = planOf(life, { ...life.scenario, actions });
  const next = life.plan.findIndex((each) => each.at >= now);
  life.next = next === -1 ? life.plan.length : next;
}

/** The Pod's own time of a moment on the cluster's clock. */
export function ownTime({ from, pauses, stoppedAt }: Life, time: number): number {
  return (stoppedAt ?? time) - from - pauses.reduce((total, { lasted }) => total + lasted, 0);
}

/** The opposite. */
export function clusterTime({ from, pauses }: Life, own: number): number {
  let time = from + own;
  for (const { since, lasted } of pauses) if (own >= since) time += lasted;
  return time;
}

/** Everything that is due by now; of several statuses the last one counts. */
export function advance(
  life: Life,
  now: number,
): { readonly events: readonly PodEvent[]; readonly isRemoved: boolean } {
  const events: PodEvent[] = [];
  for (;;) {
    const planned = life.plan[life.next];
    if (planned === undefined || clusterTime(life, planned.at) > now) {
      return { events, isRemoved: false };
    }
    life.next += 1;
    if (planned.do === 'remove') return { events, isRemoved: true };
    if (planned.do === 'tell') events.push(planned.event);
    else life.current = statusOf(life, planned.status);
  }
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
  // generateAPIPodStatus of kubelet_pods.go: the node's own is there from the beginning.
  const hasIp = view.podIPs.length > 0 || isOnHost(life.pod);
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
