/**
 * Container lanes: what each snapshot shows, and between two of them what the dates of the later one and the
 * Events tell: a run that nobody saw, an end seen late, the moment the kubelet began to stop it.
 */
import { type Draft, type Life, enter, leave, note, stretch, within } from './lanes.ts';
import type { ContainerStatus } from '../model.ts';
import { type Move, movesSince, newestRun } from './runs.ts';
import { noteStatus } from './status.ts';
import { deletedAt, isLost, statusesOf } from './views.ts';
import type { LifecycleEvent, Snapshot } from '../stream/types.ts';
import type { Known } from '../timeline.ts';

export function drawContainers(life: Life, draft: Draft): void {
  for (const name of namesIn(life)) drawContainer(name, life, draft);
}

function namesIn({ snapshots }: Life): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { view } of snapshots) for (const { name } of statusesOf(view)) names.add(name);
  return names;
}

/** A moment from which the container is being stopped. */
interface Stop {
  readonly at: number;
  readonly known: Known;
}

interface Walk {
  readonly name: string;
  readonly lane: string;
  readonly life: Life;
  readonly draft: Draft;
  readonly starts: readonly LifecycleEvent[];
  readonly stops: readonly Stop[];
  /** How many of both are used. */
  nextStart: number;
  nextStop: number;
  before: ContainerStatus | undefined;
  /** When its last known run began. */
  runFrom: number | undefined;
  /** When it ended. */
  runTo: number | undefined;
  /** What happened up to here is drawn. */
  since: number;
}

function drawContainer(name: string, life: Life, draft: Draft): void {
  const told = life.events.get(name) ?? [];
  const walk: Walk = {
    name,
    lane: `container/${name}`,
    life,
    draft,
    starts: told.filter(({ reason }) => reason === 'Started'),
    stops: stopsIn(told, life),
    nextStart: 0,
    nextStop: 0,
    before: undefined,
    runFrom: undefined,
    runTo: undefined,
    since: life.begin,
  };
  for (const [index, snapshot] of life.snapshots.entries()) {
    const status = life.statuses[index]?.get(name);
    if (status !== undefined) look(walk, status, snapshot);
    else if (walk.before !== undefined) {
      leave(draft, walk.lane, snapshot.at);
      walk.before = undefined;
      walk.runFrom = undefined;
    }
    walk.since = snapshot.at;
  }
}

/**
 * From Events, and from the deletion where none tells. The kubelet does not hear of the deletion while its
 * node is lost, and does not stop a static Pod because of it.
 */
function stopsIn(told: readonly LifecycleEvent[], { snapshots, origin, begin }: Life): Stop[] {
  const stops: Stop[] = told
    .filter(({ reason }) => reason === 'Killing')
    .map(({ at }) => ({ at, known: 'observed' }));
  const deleted = snapshots.find(
    ({ view }) =>
      view.deletionTimestamp !== undefined && view.spec.nodeName !== '' && !isLost(view),
  );
  if (deleted === undefined || deleted.view.isStatic) return stops;
  const at = deletedAt(deleted, origin, begin);
  const isTold = stops.some((stop) => stop.at >= at - 1000);
  if (!isTold) stops.push({ at, known: 'inferred' });
  return stops.sort((a, b) => a.at - b.at);
}

function look(walk: Walk, status: ContainerStatus, snapshot: Snapshot): void {
  const { draft, lane, life, before } = walk;
  const known = {
    ...{ before, since: walk.since, runFrom: walk.runFrom, origin: life.origin },
    startBetween: (from: number, to: number) => takeStart(walk, from, to),
  };
  const moves = movesSince(known, status, snapshot);
  beforeFirst(walk, status, moves, snapshot);
  for (const move of moves) {
    if (move.kind === 'start') started(walk, move);
    else ended(walk, move, snapshot);
  }
  stop(walk, snapshot.at - 1);
  const open = draft.open.get(lane);
  const isStopping = status.state.running !== undefined && open?.state === 'stopping';
  if (!isStopping) enter(draft, lane, snapshot.at, seen(status));
  stop(walk, snapshot.at);
  const { origin } = life;
  noteStatus(draft, { snapshot, before, status, origin, runTo: walk.runTo });
  walk.before = status;
}

function seen({ state: { running, terminated, waiting } }: ContainerStatus) {
  if (running) return stretch('running', 'observed');
  if (!terminated) return stretch('waiting', 'observed', waiting?.reason);
  return { ...stretch('terminated', 'observed', terminated.reason), exitCode: terminated.exitCode };
}

/** The Event of a start that must have been between the two. */
function takeStart(walk: Walk, from: number, to: number): number | undefined {
  const { starts } = walk;
  while ((starts[walk.nextStart]?.at ?? from) < from - NEAR) walk.nextStart++;
  const next = starts[walk.nextStart];
  if (next === undefined || next.at > to + NEAR) return undefined;
  walk.nextStart++;
  return within(next.at, from, to);
}

const NEAR = 100;

/** What the lane was before the first thing that is dated. */
function beforeFirst(
  { before, draft, lane, life, since }: Walk,
  status: ContainerStatus,
  [first]: readonly Move[],
  snapshot: Snapshot,
): void {
  const hasHistory = first !== undefined || (before === undefined && status.restartCount > 0);
  if (!hasHistory || (before === undefined && life.isFresh && first === undefined)) return;
  const next = first?.run.index ?? status.restartCount;
  if (next > newestRun(before) + 1) {
    enter(draft, lane, since, { state: 'unknown', known: 'unknown' });
    return;
  }
  if (before !== undefined || first?.kind !== 'start') return;
  const { startTime } = snapshot.view.status;
  const from = startTime === undefined ? since : within(startTime - life.origin, since, first.at);
  const reason =
    snapshot.view.spec.initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  enter(draft, lane, from, stretch('waiting', 'inferred', reason));
}

function started(walk: Walk, { run, at, isSeen }: Move): void {
  const { draft, lane, name } = walk;
  const known = isSeen ? 'observed' : 'inferred';
  enter(draft, lane, at, stretch('running', known));
  walk.runFrom = at;
  const container = { container: name };
  if (run.index === 0) {
    note(draft, at, known, 'runtime', 'container-started', { ...container, run: 1 });
  } else note(draft, at, known, 'kubelet', 'restarted', { ...container, restarts: run.index });
}

function ended(walk: Walk, move: Move, snapshot: Snapshot): void {
  const { draft, lane, name } = walk;
  const { run, at, latest, shown, isSeen, isLast } = move;
  if (run.end === undefined) return;
  // What stopped it within the same second was before the end.
  const stopped = stop(walk, latest);
  const likely = stopped === undefined || stopped < at ? at : Math.round((stopped + latest) / 2);
  const known = isSeen ? 'observed' : 'inferred';
  const { reason, exitCode, finishedAt } = run.end;
  const state = { ...stretch('terminated', known, reason), exitCode };
  enter(draft, lane, Math.max(shown, likely), state);
  walk.runTo = likely;
  const { startedAt } = run;
  if (startedAt === undefined || finishedAt === undefined) {
    note(draft, likely, known, 'runtime', 'start-failed', { container: name, code: reason });
    return;
  }
  const ms = Math.max(0, finishedAt - startedAt);
  const params = { container: name, exitCode, reason, ms };
  note(draft, likely, known, 'container', 'container-exited', params);
  if (isLast && snapshot.clock === 'watch') {
    note(draft, snapshot.at, 'observed', 'kubelet', 'exit-seen', { container: name });
  }
}

/** The last stop up to `to` is drawn if the container ran then. Gives the moment. */
function stop(walk: Walk, to: number): number | undefined {
  const { draft, lane, stops } = walk;
  const open = draft.open.get(lane);
  let last: Stop | undefined;
  for (let next = stops[walk.nextStop]; next && next.at <= to; next = stops[++walk.nextStop]) {
    if (open !== undefined && next.at >= open.from - NEAR) last = next;
  }
  if (last === undefined || open?.state !== 'running') return undefined;
  const at = Math.max(last.at, open.from);
  enter(draft, lane, at, stretch('stopping', last.known));
  return at;
}
