/** What users, controllers and the node did, from the differences between snapshots and from recorded commands. */
import { KUBELETS } from '../conditions.ts';
import type { Condition, PodView } from '../model.ts';
import { isTerminalPhase } from '../phase.ts';
import type { Action } from '../scenario/types.ts';
import type { RecordedAction, Snapshot } from '../stream/types.ts';
import type { Zero } from './runs.ts';

/** From a request to the object as it was seen. */
const WRITE_TAKES = 2;
/** A controller sets the condition and deletes in one go. */
const ONE_GO = 1000;
/** node-monitor-grace-period: the loss was that much earlier. */
const NODE_GRACE = 50_000;
/** Until the kubelet looks, at the least. */
export const NOTICE_TAKES = 150;

export function actionsOf(
  snapshots: readonly Snapshot[],
  recorded: readonly RecordedAction[],
  { base }: Zero,
): readonly Action[] {
  const actions: Action[] = [];
  let before: PodView | undefined;
  for (const { at, view } of snapshots) {
    if (before?.uid !== view.uid) before = undefined;
    const moment = Math.max(0, Math.round(at - base - WRITE_TAKES));
    if (before !== undefined) {
      actions.push(...specChanges(before, view, moment));
      actions.push(...conditionChanges(before, view, moment));
      actions.push(...nodeChanges(before, view, moment));
      if (isEvicted(before, view)) actions.push({ at: moment, do: 'evict' });
    }
    // A mirror is taken away by the kubelet, not by a user, once it is over.
    const removed =
      view.isStatic && view.deletionGracePeriodSeconds === 0
        ? undefined
        : deletion(before, view, moment);
    const last = actions.at(-1);
    if (removed && last?.do === 'disrupt' && moment - last.at < ONE_GO) {
      actions[actions.length - 1] = {
        ...last,
        ...(removed.grace !== undefined && { grace: removed.grace }),
      };
    } else if (removed) actions.push(removed);
    before = view;
  }
  const evicted = actions.findIndex((action) => action.do === 'evict');
  if (evicted !== -1) actions[evicted] = { at: evictionAt(snapshots, base), do: 'evict' };
  actions.push(...manifestRemoval(snapshots, base), ...kubeletRestarts(recorded, base));
  return actions.sort((one, other) => one.at - other.at);
}

function deletion(
  before: PodView | undefined,
  view: PodView,
  at: number,
): Extract<Action, { do: 'delete' }> | undefined {
  const grace = view.deletionGracePeriodSeconds;
  if (view.deletionTimestamp === undefined || grace === undefined) return undefined;
  const isOver = isTerminalPhase(view.status.phase) || view.spec.nodeName === '';
  if (before?.deletionTimestamp === undefined) {
    const isOwn = isOver || grace === view.spec.terminationGracePeriodSeconds;
    return { at, do: 'delete', ...(!isOwn && { grace }) };
  }
  const old = before.deletionGracePeriodSeconds ?? 0;
  // The last deletion, without grace, is the kubelet's own.
  return grace < old && !isOver ? { at, do: 'delete', grace } : undefined;
}

function specChanges(before: PodView, view: PodView, at: number): readonly Action[] {
  if (before.spec === view.spec) return [];
  const edits: Action[] = [];
  const edit = (path: string, value: string) => edits.push({ at, do: 'edit', path, value });
  const [old, now] = [before.spec, view.spec];
  const gates = now.schedulingGates.join(',');
  if (old.schedulingGates.join(',') !== gates) edit('spec.schedulingGates', gates);
  if (old.activeDeadlineSeconds !== now.activeDeadlineSeconds && now.activeDeadlineSeconds) {
    edit('spec.activeDeadlineSeconds', String(now.activeDeadlineSeconds));
  }
  for (const field of ['initContainers', 'containers'] as const) {
    for (const [index, { image, resources }] of now[field].entries()) {
      const was = old[field][index];
      const path = `spec.${field}[${index}]`;
      if (was !== undefined && was.image !== image) edit(`${path}.image`, image);
      if (was !== undefined && was.resources !== resources) edit(`${path}.resources`, resources);
    }
  }
  return edits;
}

function conditionChanges(before: PodView, view: PodView, at: number): readonly Action[] {
  return view.status.conditions.flatMap(({ type, status, reason }): readonly Action[] => {
    const was = before.status.conditions.find((old) => old.type === type);
    if (was?.status === status) return [];
    if (type === 'DisruptionTarget') {
      return reason === 'TerminationByKubelet' ? [] : [{ at, do: 'disrupt', reason }];
    }
    return KUBELETS.has(type) || type === 'DisruptionTarget'
      ? []
      : [{ at, do: 'set-condition', type, status }];
  });
}

/** Ready without a reason is not the kubelet's. */
function nodeChanges(before: PodView, view: PodView, at: number): readonly Action[] {
  const is = (pod: PodView, type: string): Condition | undefined =>
    pod.status.conditions.find((condition) => condition.type === type);
  const isLost = (pod: PodView) => {
    const ready = is(pod, 'Ready');
    return (
      ready?.status === 'False' &&
      ready.reason === '' &&
      is(pod, 'ContainersReady')?.status === 'True'
    );
  };
  if (isLost(view) && !isLost(before))
    return [{ at: Math.max(0, at - NODE_GRACE), do: 'lose-node' }];
  if (isLost(before) && !isLost(view)) return [{ at, do: 'return-node' }];
  const sandbox = (pod: PodView) => is(pod, 'PodReadyToStartContainers')?.status;
  const runs = view.status.containerStatuses.some(({ state }) => state.running !== undefined);
  const isRunning =
    runs && view.deletionTimestamp === undefined && !isTerminalPhase(view.status.phase);
  if (sandbox(before) === 'True' && sandbox(view) === 'False' && isRunning) {
    return [{ at: Math.max(0, at - NOTICE_TAKES), do: 'kill-sandbox' }];
  }
  const finalizersGone = before.finalizers.length > 0 && view.finalizers.length === 0;
  return finalizersGone ? [{ at, do: 'remove-finalizers' }] : [];
}

function isEvicted(before: PodView, view: PodView): boolean {
  const byKubelet = (pod: PodView) =>
    pod.status.reason === 'Evicted' ||
    pod.status.conditions.some(
      ({ type, reason }) => type === 'DisruptionTarget' && reason === 'TerminationByKubelet',
    );
  return byKubelet(view) && !byKubelet(before);
}

/** It began when the processes were told to end; the object says so only afterwards. */
function evictionAt(snapshots: readonly Snapshot[], base: number): number {
  const shown = snapshots.findIndex(({ view }, index) => {
    const before = snapshots[index - 1]?.view;
    return before !== undefined && isEvicted(before, view);
  });
  const ended = (snapshots[shown]?.at ?? base) - base;
  const before = (snapshots[shown - 1]?.at ?? base) - base;
  const killed = snapshots[shown]?.view.status.containerStatuses.some(
    ({ state }) => state.terminated?.exitCode === 137,
  );
  return Math.max(before, Math.round(ended - (killed ? 2200 : 200)), 0);
}

/** A static Pod that ends although its policy has it run on. */
function manifestRemoval(snapshots: readonly Snapshot[], base: number): readonly Action[] {
  const ended = snapshots.find(
    ({ view }) =>
      view.isStatic &&
      view.status.containerStatuses.length > 0 &&
      view.status.containerStatuses.every(({ state }) => state.terminated !== undefined) &&
      view.status.conditions.some(
        ({ type, status }) => type === 'PodReadyToStartContainers' && status === 'False',
      ),
  );
  if (ended === undefined) return [];
  return [{ at: Math.max(0, Math.round(ended.at - base - NOTICE_TAKES)), do: 'remove-manifest' }];
}

/** Nothing in the object tells of it. */
function kubeletRestarts(recorded: readonly RecordedAction[], base: number): readonly Action[] {
  return recorded.flatMap(({ at, command }): readonly Action[] =>
    /kubelet.*(restart|killed and started)/.test(command)
      ? [{ at: Math.max(0, Math.round(at - base)), do: 'restart-kubelet' }]
      : [],
  );
}
