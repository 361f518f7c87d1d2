/**
 * Condition lanes, and the steps that are seen in conditions: binding, sandbox, readiness, disruption, resize.
 * Rules, v1.37.2: pkg/kubelet/status/generate.go for the kubelet's own; lastTransitionTime is when the
 * status of a condition changed (pkg/kubelet/status/status_manager.go).
 */
import {
  type Draft,
  type Life,
  enter,
  isBefore,
  leave,
  mayBe,
  note,
  stretch,
  within,
} from './lanes.ts';
import type { Condition, PodView } from '../model.ts';
import { isLost, statusesOf } from './views.ts';
import type { Snapshot } from '../stream/types.ts';
import type { Known } from '../timeline.ts';

export function drawConditions(life: Life, draft: Draft): void {
  const conditions = life.snapshots.map(
    ({ view }) => new Map(view.status.conditions.map((each) => [each.type, each])),
  );
  const types = new Set(conditions.flatMap((each) => [...each.keys()]));
  for (const type of types) {
    const own = conditions.map((each) => each.get(type));
    drawCondition(type, own, life, draft);
  }
}

function drawCondition(
  type: string,
  conditions: readonly (Condition | undefined)[],
  life: Life,
  draft: Draft,
): void {
  const lane = `condition/${type}`;
  let before: Condition | undefined;
  let since = life.begin;
  for (const [index, snapshot] of life.snapshots.entries()) {
    const { at, view } = snapshot;
    const condition = conditions[index];
    if (condition !== undefined) {
      const changed = changedAt(before, condition, snapshot, since, life);
      if (changed !== undefined) {
        if (before === undefined)
          drawHistory(type, condition, since, changed.at, snapshot, life, draft);
        else if (before.status === condition.status) {
          // It changed and changed back.
          enter(draft, lane, since, { state: 'unknown', known: 'unknown' });
        }
        const { status, reason } = condition;
        enter(draft, lane, changed.at, stretch(status, changed.known, reason));
        if (status !== before?.status)
          noteChange(draft, changed.at, changed.known, before, condition, view);
      }
      enter(draft, lane, at, stretch(condition.status, 'observed', condition.reason));
    } else if (before !== undefined) {
      leave(draft, lane, at);
      if (type === 'PodResizeInProgress') noteResize(draft, at, 'resize-completed', view);
    }
    before = condition;
    since = at;
  }
}

/** When the status changed since the snapshot before, if it did. */
function changedAt(
  before: Condition | undefined,
  { status, lastTransitionTime }: Condition,
  snapshot: Snapshot,
  since: number,
  { isFresh, origin }: Life,
): { readonly at: number; readonly known: Known } | undefined {
  const { at, clock } = snapshot;
  const isMoved = lastTransitionTime !== before?.lastTransitionTime;
  if (before !== undefined && status === before.status && !isMoved) return undefined;
  if (lastTransitionTime === undefined || !isMoved) return { at, known: 'observed' };
  const date = lastTransitionTime - origin;
  // A kubelet that comes back writes its own status again, with the old dates.
  const isOld = (before !== undefined || isFresh) && isBefore(date, since);
  if (isOld || mayBe(date, snapshot)) return { at, known: 'observed' };
  return { at: within(date, since, at), known: clock === 'watch' ? 'inferred' : 'observed' };
}

const OWN: ReadonlySet<string> = new Set([
  'Initialized',
  'ContainersReady',
  'Ready',
  'PodReadyToStartContainers',
]);

/** Before its last change a condition of the kubelet's had the other status, or nobody knows. */
function drawHistory(
  type: string,
  { status }: Condition,
  since: number,
  changed: number,
  { view }: Snapshot,
  { isFresh, origin }: Life,
  draft: Draft,
): void {
  const { startTime } = view.status;
  if (isFresh || startTime === undefined || !OWN.has(type)) return;
  const from = within(startTime - origin, since, changed);
  const isFirst =
    status === 'True' && statusesOf(view).every(({ restartCount }) => restartCount === 0);
  const before = isFirst ? stretch('False', 'inferred') : stretch('unknown', 'unknown');
  if (from < changed) enter(draft, `condition/${type}`, from, before);
}

function noteChange(
  draft: Draft,
  at: number,
  known: Known,
  before: Condition | undefined,
  condition: Condition,
  view: PodView,
): void {
  const { type, status, reason, message } = condition;
  const isTrue = status === 'True';
  if (type === 'PodScheduled') {
    if (isTrue) note(draft, at, known, 'scheduler', 'scheduled', { node: view.spec.nodeName });
    else if (reason === 'SchedulingGated') {
      const gates = view.spec.schedulingGates.join(' ');
      note(draft, at, known, 'scheduler', 'scheduling-gated', { gates });
    } else note(draft, at, known, 'scheduler', 'unschedulable', { message });
  } else if (type === 'PodReadyToStartContainers') {
    const isOver = view.deletionTimestamp !== undefined || isEnded(view);
    if (isTrue) note(draft, at, known, 'runtime', 'sandbox-ready');
    else if (before?.status === 'True' && !isOver)
      note(draft, at, known, 'kubelet', 'sandbox-lost');
  } else if (type === 'Ready') noteReady(draft, at, known, before, condition, view);
  else if (type === 'DisruptionTarget') {
    if (isTrue) noteDisruption(draft, at, known, reason, message);
  } else if (type === 'PodResizeInProgress') {
    if (isTrue) noteResize(draft, at, 'resize-started', view);
  } else if (type === 'AllContainersRestarting') {
    if (isTrue) noteRestartAll(draft, at, known, view);
  } else if (!OWN.has(type)) note(draft, at, known, 'world', 'condition-set', { type, status });
}

/** Without containers that could run, the sandbox is not missed. */
function isEnded({ status: { phase, containerStatuses } }: PodView): boolean {
  const isAll = containerStatuses.every(({ state }) => state.terminated);
  return isAll || phase === 'Succeeded' || phase === 'Failed';
}

function noteReady(
  draft: Draft,
  at: number,
  known: Known,
  before: Condition | undefined,
  { status }: Condition,
  view: PodView,
): void {
  const byController = before !== undefined && before.status !== 'True' && before.reason === '';
  if (status === 'True') {
    if (byController) note(draft, at, 'inferred', 'world', 'node-returned');
    const isDeleted = view.deletionTimestamp !== undefined;
    note(draft, at, known, 'kubelet', 'pod-ready', isDeleted ? { endpoint: 'terminating' } : {});
  } else if (isLost(view)) {
    note(draft, at, known, 'node-lifecycle-controller', 'ready-false-by-controller');
  } else if (before?.status === 'True') note(draft, at, known, 'kubelet', 'pod-unready');
}

function noteDisruption(
  draft: Draft,
  at: number,
  known: Known,
  reason: string,
  message: string,
): void {
  if (reason === 'DeletionByTaintManager') {
    note(draft, at, known, 'taint-eviction-controller', 'taint-evicted');
  } else if (reason === 'TerminationByKubelet') {
    note(draft, at, known, 'kubelet', 'evicted', { message });
  } else {
    const actor = reason === 'PreemptionByScheduler' ? 'scheduler' : 'apiserver';
    note(draft, at, known, actor, 'disrupted', { reason });
  }
}

function noteResize(
  draft: Draft,
  at: number,
  code: 'resize-started' | 'resize-completed',
  { spec }: PodView,
): void {
  // Of several containers the object does not say which one it is about.
  const [only, ...others] = spec.containers;
  const container = others.length === 0 ? (only?.name ?? '') : '';
  note(draft, at, 'observed', 'kubelet', code, { container });
}

function noteRestartAll(draft: Draft, at: number, known: Known, view: PodView): void {
  const ended = statusesOf(view).find(
    ({ state }) => state.terminated && state.terminated.exitCode !== 0,
  );
  const exitCode = ended?.state.terminated?.exitCode;
  note(draft, at, known, 'kubelet', 'restart-all', {
    container: ended?.name ?? '',
    ...(exitCode !== undefined && { exitCode }),
  });
}
