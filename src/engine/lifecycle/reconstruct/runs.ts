/** The runs of a container that a status tells of, and when each began and ended. */
import { mayBe, within } from './lanes.ts';
import type { ContainerStatus, Terminated } from '../model.ts';
import type { Snapshot } from '../stream/types.ts';

export interface Run {
  /** Counted from 0, which is how often it had been restarted. */
  readonly index: number;
  readonly startedAt?: number;
  /** Set when it is over. */
  readonly end?: Terminated;
}

/** The beginning or the end of a run, placed on the clock. */
export interface Move {
  readonly kind: 'start' | 'end';
  readonly run: Run;
  /** When it probably was. Dates are cut to seconds. */
  readonly at: number;
  /** When it was at the latest. */
  readonly latest: number;
  /** Since when the lane is to show it: later where a watch shows it within the same second. */
  readonly shown: number;
  /** An Event or the snapshot itself shows that very moment. */
  readonly isSeen: boolean;
  /** The status is still in the state to which this led. */
  readonly isLast: boolean;
}

/** At most two: the last one that ended, and the one of now. */
export function runsOf({ state, lastState, restartCount }: ContainerStatus): readonly Run[] {
  const { running, terminated } = state;
  const isOver = running === undefined && terminated === undefined;
  const last = lastState.terminated;
  return [
    // While it waits, the count still is that of the run that ended.
    ...(last ? [run(isOver ? restartCount : restartCount - 1, last.startedAt, last)] : []),
    ...(running ? [run(restartCount, running.startedAt, undefined)] : []),
    ...(terminated ? [run(restartCount, terminated.startedAt, terminated)] : []),
  ];
}

/** What never started has the zero of Unix as its start. */
function run(index: number, startedAt: number | undefined, end: Terminated | undefined): Run {
  return {
    index,
    ...(startedAt !== undefined && startedAt > 0 && { startedAt }),
    ...(end && { end }),
  };
}

/** The newest run that a status knows, -1 if there was none. */
export function newestRun(status: ContainerStatus | undefined): number {
  const runs = status === undefined ? [] : runsOf(status);
  return Math.max(runs.at(-1)?.index ?? -1, (status?.restartCount ?? 0) - 1);
}

export interface Known {
  readonly before: ContainerStatus | undefined;
  /** Up to here everything is known. */
  readonly since: number;
  /** When the run of `before` began, on the clock. */
  readonly runFrom: number | undefined;
  readonly origin: number;
  /** The exact moment of a start between two moments, where an Event has it. */
  readonly startBetween: (from: number, to: number) => number | undefined;
}

/** What happened since the status before, in order, as far as the status dates it. */
export function movesSince(
  known: Known,
  status: ContainerStatus,
  snapshot: Snapshot,
): readonly Move[] {
  const seen = known.before === undefined ? [] : runsOf(known.before);
  const runs = runsOf(status);
  const moves: Move[] = [];
  for (const run of runs) {
    const isNow = run === runs.at(-1);
    const twin = seen.find((other) => isTwin(run, other));
    if (twin?.startedAt === undefined && run.startedAt !== undefined) {
      const isLast = isNow && status.state.running !== undefined;
      moves.push(start(run, run.startedAt, isLast, moves.at(-1), known, snapshot));
    }
    if (twin?.end === undefined && run.end?.finishedAt !== undefined) {
      const isLast = isNow && status.state.terminated !== undefined;
      moves.push(end(run, run.end.finishedAt, isLast, moves.at(-1), known, snapshot));
    }
  }
  return moves;
}

/** The same run, seen before, when it may not have been over yet. */
function isTwin(one: Run, other: Run): boolean {
  const isOver = one.end !== undefined && one.end.finishedAt === other.end?.finishedAt;
  return one.startedAt === other.startedAt && (one.index === other.index || isOver);
}

function start(
  run: Run,
  date: number,
  isLast: boolean,
  last: Move | undefined,
  { since, origin, startBetween }: Known,
  snapshot: Snapshot,
): Move {
  const from = last?.at ?? since;
  const dated = date - origin;
  const early = within(dated, from, snapshot.at);
  const latest = within(dated + 999, early, snapshot.at);
  const exact = startBetween(early, latest);
  const isShown = exact === undefined && isLast && mayBe(dated, snapshot);
  const at = exact ?? (isShown ? snapshot.at : probably(early, latest, snapshot));
  const isSeen = exact !== undefined || isShown || (isLast && snapshot.clock !== 'watch');
  return { kind: 'start', run, at, latest, shown: at, isSeen, isLast };
}

/** The run lasted about as long as its dates are apart. */
function end(
  run: Run,
  date: number,
  isLast: boolean,
  last: Move | undefined,
  { since, runFrom, origin }: Known,
  snapshot: Snapshot,
): Move {
  const began = last?.kind === 'start' ? last.at : runFrom;
  const dated = date - origin;
  const early = within(dated, last?.at ?? since, snapshot.at);
  const latest = within(dated + 999, early, snapshot.at);
  const lasted = run.startedAt === undefined ? 0 : date - run.startedAt;
  const likely =
    began === undefined ? probably(early, latest, snapshot) : within(began + lasted, early, latest);
  // A run of less than a second still is one.
  const at = likely === began ? latest : likely;
  const isShown = isLast && mayBe(dated, snapshot);
  const isSeen = isShown || (isLast && snapshot.clock !== 'watch');
  return { kind: 'end', run, at, latest, shown: isShown ? snapshot.at : at, isSeen, isLast };
}

/** Beside the moments of a watch the middle of a second is nearest; beside dates, the date as it is. */
function probably(early: number, latest: number, { clock }: Snapshot): number {
  return clock === 'watch' ? Math.round((early + latest) / 2) : early;
}
