/**
 * What the outside world did to a Pod, learnt from what was seen of it: fed to the simulator it gives the same life
 * again, and with a changed Pod it answers "what if". Only facts that no kubelet decides are learnt: how long
 * images, runs and hooks took, exit codes, answers to probes, what users and nodes did; and what the kubelet draws
 * by chance (its jitter).
 */
import type { ContainerSpec, PodView } from '../model.ts';
import { PLAIN_SCENARIO } from '../scenario/read.ts';
import type { Action, ContainerFacts, ImageFacts, Scenario } from '../scenario/types.ts';
import type { LifecycleItem, RecordedAction, Snapshot } from '../stream/types.ts';
import { actionsOf } from './actions.ts';
import { containersOf } from './containers.ts';
import { imagesOf } from './images.ts';
import { hooksFirst } from './hooks.ts';
import { kubeletOf, readyOf, retriesOf } from './kubelet.ts';
import { type SeenRun, type Zero, inOrder, runsOf } from './runs.ts';
import { schedulerOf } from './scheduler.ts';

/** What is shown past the last that was seen. */
const PAST_THE_END = 900;
const AFTER_REMOVAL = 3000;
/** Of a Pod without a sandbox nobody knows why: nothing is made up. */
const PAST_A_STANDSTILL = 200;

export interface Learnt {
  readonly scenario: Scenario;
  /** The Pod as it was first seen. */
  readonly pod: PodView;
}

/** Undefined when no object was seen. */
export function learn(
  item: LifecycleItem,
  recorded: readonly RecordedAction[] = [],
): Learnt | undefined {
  const first = item.snapshots[0];
  if (first === undefined) return undefined;
  // A mirror is made anew under another uid; the Pod is the same.
  const { isStatic } = first.view;
  const snapshots = item.snapshots.filter(({ view }) => isStatic || view.uid === first.view.uid);
  const zero = zeroOf(item, first);
  const pod = { ...first.view, spec: unbound(first) };
  const containers = [...pod.spec.initContainers, ...pod.spec.containers];
  const runs = new Map(
    containers.map(({ name }) => [name, runsOf(name, snapshots, zero)] as const),
  );
  inOrder([...runs.values()]);
  hooksFirst(pod, snapshots, zero, runs);
  const actions: readonly Action[] = actionsOf(snapshots, recorded, zero);
  const seen = { pod, snapshots, zero, runs, actions };
  const last = snapshots.at(-1) ?? first;
  const end = last.at - zero.base;
  const images: Readonly<Record<string, ImageFacts>> = imagesOf(seen);
  const facts: Readonly<Record<string, ContainerFacts>> = containersOf(seen);
  const kubelet = kubeletOf(seen);
  return {
    pod,
    scenario: {
      ...PLAIN_SCENARIO,
      until: Math.round(end + shownPast(seen)),
      ...(isStatic && { static: true }),
      scheduler: schedulerOf(seen),
      ...kubelet.volumes,
      images,
      containers: facts,
      actions,
      kubelet: { ...PLAIN_SCENARIO.kubelet, ...kubelet.facts, retries: retriesOf(seen) },
    },
  };
}

function shownPast({ snapshots }: Seen): number {
  if (snapshots.at(-1)?.type === 'DELETED') return AFTER_REMOVAL;
  return readyOf({ snapshots }) === undefined ? PAST_A_STANDSTILL : PAST_THE_END;
}

/** What the parts of learning look at. Times are milliseconds since creation, once `zero` is taken off. */
export interface Seen {
  readonly pod: PodView;
  readonly snapshots: readonly Snapshot[];
  readonly zero: Zero;
  readonly runs: ReadonlyMap<string, readonly SeenRun[]>;
  readonly actions: readonly Action[];
}

function zeroOf(item: LifecycleItem, first: Snapshot): Zero {
  const { origin } = item;
  const created = first.view.creationTimestamp;
  const isWatched = first.clock === 'watch' && first.type === 'ADDED';
  const base = isWatched
    ? first.at
    : origin === null || created === undefined
      ? 0
      : created - origin;
  return { origin: origin === null ? null : origin + base, base };
}

/** A binding is the scheduler's; only a Pod that was made with a node has one from the start. */
function unbound({ view, type }: Snapshot): PodView['spec'] {
  const wasScheduled = view.status.conditions.some(({ type: is }) => is === 'PodScheduled');
  return type === 'ADDED' && !wasScheduled ? view.spec : { ...view.spec, nodeName: '' };
}

export function specsOf(pod: PodView): readonly ContainerSpec[] {
  return [...pod.spec.initContainers, ...pod.spec.containers];
}
