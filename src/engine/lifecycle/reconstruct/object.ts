/**
 * What happens to the object itself: creation, first status, phase, edits, deletion, removal.
 * Rules, v1.37.2: pkg/registry/core/pod/strategy.go (a delete sets the date ahead by the grace period, a later
 * one may only shorten it; the kubelet's own last one has grace 0), pkg/kubelet/pod_workers.go.
 */
import { type Draft, type Life, enter, mayBe, note, stretch, within } from './lanes.ts';
import type { ContainerSpec, PodView } from '../model.ts';
import { deletedAt } from './views.ts';
import type { Snapshot } from '../stream/types.ts';
import type { Actor } from '../timeline.ts';

export function drawObject(life: Life, draft: Draft): void {
  const { snapshots, begin, isFresh } = life;
  const [first] = snapshots;
  if (first.view.creationTimestamp !== undefined || first.clock === 'watch') {
    note(draft, begin, isFresh ? 'observed' : 'inferred', 'apiserver', 'created');
  }
  let before: PodView | undefined;
  for (const snapshot of snapshots) {
    noteFirstStatus(draft, life, snapshot, before);
    if (before !== undefined) {
      notePhase(draft, snapshot, before);
      noteEdits(draft, snapshot.at, before, snapshot.view);
    }
    drawDeletion(draft, life, snapshot, before);
    before = snapshot.view;
  }
}

/** With its first status the kubelet notes when it got the Pod. */
function noteFirstStatus(
  draft: Draft,
  { begin, origin }: Life,
  snapshot: Snapshot,
  before: PodView | undefined,
): void {
  const { startTime } = snapshot.view.status;
  if (startTime === undefined || before?.status.startTime !== undefined) return;
  const date = startTime - origin;
  const at = mayBe(date, snapshot) ? snapshot.at : within(date, begin, snapshot.at);
  note(draft, at, 'observed', 'kubelet', 'first-status');
}

function notePhase(draft: Draft, { at, view }: Snapshot, before: PodView): void {
  const { phase, reason, message } = view.status;
  const from = before.status.phase;
  if (from === phase) return;
  note(draft, at, 'observed', 'kubelet', 'phase-changed', { from, to: phase });
  if (phase === 'Failed' && reason !== '') {
    if (reason === 'DeadlineExceeded') {
      const seconds = view.spec.activeDeadlineSeconds ?? 0;
      note(draft, at, 'observed', 'kubelet', 'deadline-exceeded', { seconds });
    } else if (message.startsWith('Pod was rejected')) {
      note(draft, at, 'observed', 'kubelet', 'rejected', { reason });
    } else if (reason === 'Evicted') note(draft, at, 'observed', 'kubelet', 'evicted', { message });
    else note(draft, at, 'observed', 'kubelet', 'phase-failed', { reason });
  }
  if (view.deletionTimestamp !== undefined && isOver(view)) {
    note(draft, at, 'observed', 'kubelet', 'final-status', { phase });
  }
}

/** What may change in the spec of a Pod that exists. */
function noteEdits(draft: Draft, at: number, before: PodView, { spec }: PodView): void {
  const old = before.spec;
  if (old === spec) return;
  const edited = (path: string, value: string) =>
    note(draft, at, 'observed', 'user', 'edited', { path: `spec.${path}`, value });
  noteContainerEdits('initContainers', old.initContainers, spec.initContainers, edited);
  noteContainerEdits('containers', old.containers, spec.containers, edited);
  for (const { name } of spec.ephemeralContainers.slice(old.ephemeralContainers.length)) {
    edited('ephemeralContainers', name);
  }
  const gates = spec.schedulingGates.join(' ');
  if (gates !== old.schedulingGates.join(' ')) edited('schedulingGates', gates);
  if (spec.activeDeadlineSeconds !== old.activeDeadlineSeconds) {
    edited('activeDeadlineSeconds', String(spec.activeDeadlineSeconds ?? ''));
  }
}

function noteContainerEdits(
  field: string,
  old: readonly ContainerSpec[],
  containers: readonly ContainerSpec[],
  edited: (path: string, value: string) => void,
): void {
  for (const [index, { image, resources }] of containers.entries()) {
    const was = old[index];
    if (was === undefined) continue;
    if (was.image !== image) edited(`${field}[${index}].image`, image);
    if (was.resources !== resources) edited(`${field}[${index}].resources`, resources);
  }
}

/** From the delete until the object is gone; the Pod may outlast its grace period. */
function drawDeletion(
  draft: Draft,
  { begin, origin }: Life,
  snapshot: Snapshot,
  before: PodView | undefined,
): void {
  const { at, view, type } = snapshot;
  const { deletionTimestamp: date, deletionGracePeriodSeconds: grace = 0, finalizers } = view;
  if (date !== undefined) {
    const isFirst = before?.deletionTimestamp === undefined;
    const from = isFirst ? deletedAt(snapshot, origin, begin) : at;
    enter(draft, 'deletion', from, stretch('grace', 'observed'));
    const isForced = grace === 0 && isRunning(view) && !view.isStatic;
    if (isForced) {
      const again = before?.deletionGracePeriodSeconds === 0;
      if (!again) note(draft, from, 'observed', 'apiserver', 'force-deleted');
    } else if (isFirst) {
      const until = Math.max(from, date - origin);
      note(draft, from, 'observed', deleterOf(view, grace), 'delete-requested', { grace, until });
    } else if (before?.deletionTimestamp !== date && grace > 0) {
      note(draft, from, 'observed', 'user', 'delete-again', { grace });
    }
    const isHeld = grace === 0 && finalizers.length > 0 && type !== 'DELETED';
    if (isHeld && before?.deletionGracePeriodSeconds !== 0) {
      const params = { finalizers: finalizers.join(' ') };
      note(draft, at, 'observed', 'apiserver', 'finalizer-holds', params);
    }
  }
  if (type === 'DELETED') note(draft, at, 'observed', 'apiserver', 'object-removed');
}

const DELETERS: Readonly<Record<string, Actor>> = {
  PreemptionByScheduler: 'scheduler',
  EvictionByEvictionAPI: 'apiserver',
  DeletionByTaintManager: 'taint-eviction-controller',
};

function deleterOf({ isStatic, status }: PodView, grace: number): Actor {
  // The kubelet deletes the mirror of a static Pod that is no more.
  if (isStatic && grace === 0) return 'kubelet';
  const disruption = status.conditions.find(({ type }) => type === 'DisruptionTarget');
  return DELETERS[disruption?.reason ?? ''] ?? 'user';
}

function isOver({ status: { phase } }: PodView): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function isRunning({ status }: PodView): boolean {
  return status.containerStatuses.some(({ state }) => state.running);
}
