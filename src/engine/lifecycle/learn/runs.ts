/**
 * The runs of one container, from the snapshots in which it was seen. Dates in objects are whole seconds; a moment
 * that was noted lies within such a second, or close before it was seen.
 */
import type { ContainerStatus, Terminated } from '../model.ts';
import type { Snapshot } from '../stream/types.ts';

/** From a start to the kubelet's report of it, and from an end, which it sees only when it looks. */
const START_REPORT = 5;
const END_REPORT = 200;
const SECOND = 1000;
/** Making and starting a container. */
export const START_TAKES = 90;

export interface SeenRun {
  /** `restartCount` while it was the newest. */
  readonly count: number;
  /** Milliseconds since the Pod was created. */
  startAt?: number;
  startSeen?: number;
  /** The earliest that its date allows. */
  startDate?: number;
  endAt?: number;
  endSeen?: number;
  end?: Terminated;
  /** It was seen as ended before the next one ran: the kubelet did not end and restart it in one go. */
  endedByItself?: true;
  /** It was reported as waiting at once. */
  killed?: true;
  /** Why no process came to be, or why it was killed at once. */
  startReason?: string;
}

export interface Zero {
  /** Date of creation, milliseconds since 1970; null where dates cannot be placed. */
  readonly origin: number | null;
  /** Milliseconds of `Snapshot.at` at creation. */
  readonly base: number;
}

/** In order; gaps in the count are left out. */
export function runsOf(
  name: string,
  snapshots: readonly Snapshot[],
  zero: Zero,
): readonly SeenRun[] {
  const runs = new Map<number, SeenRun>();
  const runAt = (count: number): SeenRun => {
    const run = runs.get(count) ?? { count };
    runs.set(count, run);
    return run;
  };
  for (const [index, { at, view }] of snapshots.entries()) {
    const status = statusIn(view.status, name);
    if (status === undefined) continue;
    // Of what was over before anybody looked nobody knows how it ended: most things end by themselves.
    const { lastState, restartCount } = status;
    if (index === 0 && lastState.terminated && restartCount > 0) {
      runAt(
        restartCount - (status.state.running || status.state.terminated ? 1 : 0),
      ).endedByItself = true;
    }
    look(status, at - zero.base, runAt, zero);
  }
  return [...runs.values()]
    .filter(({ startAt, end }) => startAt !== undefined || end !== undefined)
    .sort((one, other) => one.count - other.count);
}

export function statusIn(
  status: Snapshot['view']['status'],
  name: string,
): ContainerStatus | undefined {
  const all = [...status.containerStatuses, ...status.initContainerStatuses];
  return all.find((each) => each.name === name);
}

function look(
  { state, lastState, restartCount }: ContainerStatus,
  at: number,
  runAt: (count: number) => SeenRun,
  zero: Zero,
): void {
  if (state.running !== undefined) {
    started(runAt(restartCount), state.running.startedAt, at, zero);
    if (restartCount > 0) ended(runAt(restartCount - 1), lastState.terminated, at, zero);
    return;
  }
  if (state.terminated !== undefined) {
    const run = runAt(restartCount);
    run.endedByItself ??= true;
    ended(run, state.terminated, at, zero);
    if (restartCount > 0) ended(runAt(restartCount - 1), lastState.terminated, at, zero);
    return;
  }
  if (lastState.terminated === undefined) return;
  const run = runAt(restartCount);
  const reason = state.waiting?.reason ?? '';
  if (run.end === undefined && START_REASONS.has(reason)) run.startReason = reason;
  // Whoever ends by itself is reported as ended before it is reported as waiting.
  const isKilled =
    run.startSeen !== undefined && run.end === undefined && reason === 'CrashLoopBackOff';
  if (!isKilled && run.killed === undefined) run.endedByItself ??= true;
  if (isKilled) run.killed = true;
  ended(run, lastState.terminated, at, zero);
}

const START_REASONS = new Set(['RunContainerError', 'PostStartHookError']);

/** Made up by the kubelet: no process told it. */
const INVENTED = new Set(['RestartingAllContainers', 'ContainerStatusUnknown']);

function started(run: SeenRun, date: number | undefined, seen: number, zero: Zero): void {
  if (run.startSeen !== undefined) return;
  run.startSeen = seen;
  run.startAt = within(date, seen - START_REPORT, zero);
  run.startDate = within(date, Number.NEGATIVE_INFINITY, zero);
}

function ended(run: SeenRun, end: Terminated | undefined, seen: number, zero: Zero): void {
  if (end === undefined || run.endSeen !== undefined || INVENTED.has(end.reason)) return;
  run.end = end;
  run.endSeen = seen;
  const late = within(end.finishedAt, seen - END_REPORT, zero);
  run.endAt = Math.min(seen - START_REPORT, Math.max(late, (run.startAt ?? 0) + 1));
  if (run.startAt === undefined) {
    const start = within(end.startedAt, run.endAt, zero);
    run.startAt = Math.min(start, run.endAt);
  }
}

/** As late as the date and the moment of seeing allow. */
function within(date: number | undefined, seen: number, { origin }: Zero): number {
  if (date === undefined || origin === null) return Math.max(0, seen);
  const from = date - origin;
  return Math.max(0, Math.min(Math.max(seen, from), from + SECOND - 1));
}

/**
 * Containers that were first seen to run together were started one after the other, in order; the dates of their
 * starts alone do not tell more than the second.
 */
export function inOrder(lists: readonly (readonly SeenRun[])[]): void {
  const groups = new Map<number, SeenRun[]>();
  for (const run of lists.flat()) {
    if (run.startSeen === undefined) continue;
    groups.set(run.startSeen, [...(groups.get(run.startSeen) ?? []), run]);
  }
  for (const group of groups.values()) {
    for (let index = group.length - 2; index >= 0; index--) {
      const [run, next] = [group[index], group[index + 1]];
      if (run?.startAt === undefined || next?.startAt === undefined) continue;
      run.startAt = Math.max(0, Math.min(run.startAt, next.startAt - START_TAKES));
    }
  }
}
