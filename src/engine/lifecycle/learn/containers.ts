/** What each container did: its runs, its hooks, how it took being stopped. */
import { type ContainerSpec, isSidecar } from '../model.ts';
import type { ContainerFacts, Run, StopAnswer } from '../scenario/types.ts';
import type { Seen } from './index.ts';
import { NOTICE_TAKES } from './actions.ts';
import { answersOf, wasKilled } from './probes.ts';
import { type SeenRun, statusIn } from './runs.ts';

/** From the request to the stop signal. */
const SIGNAL_TAKES = 20;
const PROMPT = 60;
const WRITE_TAKES = 5;
/** The kubelet looks once a second; later it was somebody else who looked. */
const LONGEST_LOOK = 2500;
const HOOK_FAILS_AFTER = 80;
const BEFORE_RUN = 300;
/** A hook that does not end within any grace period. */
const ENDLESS = 3_600_000;
/** What is granted when the hook has used up everything. */
const MINIMUM_GRACE = 2000;
const SIGKILLED = 137;
/** Dates of seconds may place an end before what caused it. */
const SANDBOX_LAG = 1000;

const STOPS: ReadonlySet<string> = new Set(['delete', 'disrupt', 'evict', 'remove-manifest']);

const CREATE_ERRORS = new Set([
  ...['CreateContainerConfigError', 'CreateContainerError'],
  ...['PreCreateHookError', 'PreStartHookError'],
]);

export function containersOf(seen: Seen): Readonly<Record<string, ContainerFacts>> {
  const { initContainers, containers } = seen.pod.spec;
  return Object.fromEntries(
    [...initContainers, ...containers].map((container) => [
      container.name,
      factsOf(container, seen),
    ]),
  );
}

function factsOf(container: ContainerSpec, seen: Seen): ContainerFacts {
  const runs = seen.runs.get(container.name) ?? [];
  const stopped = stopOf(container, runs, seen);
  return {
    runs: entriesOf(runs, seen),
    probes: answersOf(container, runs, seen.snapshots, seen.zero),
    ...createErrorOf(container, runs, seen),
    ...postStartOf(container, runs),
    ...stopped,
  };
}

/** More restarts than anybody simulates; what comes after them is as the last. */
const MOST_RUNS = 10_000;

/** By restart count; one that nobody saw is taken to be like its neighbour. */
function entriesOf(runs: readonly SeenRun[], seen: Seen): readonly Run[] {
  const entries: Run[] = [];
  for (const run of runs) {
    const entry = entryOf(run, seen);
    const before = Math.min(run.count, MOST_RUNS);
    while (entries.length < before) entries.push(entries.at(-1) ?? entry);
    entries.push(entry);
  }
  return entries;
}

function entryOf(run: SeenRun, seen: Seen): Run {
  const { end, startAt = 0, endAt, endSeen, startReason } = run;
  const forever: Run = { lasts: null, exitCode: 0 };
  if (end === undefined || endAt === undefined || endSeen === undefined) return forever;
  if (end.reason === 'StartError') return { lasts: 0, exitCode: end.exitCode, reason: end.reason };
  if (startReason === 'PostStartHookError' || wasKilled(run) || wasStopped(run, seen))
    return forever;
  const isPlain = end.reason === (end.exitCode === 0 ? 'Completed' : 'Error');
  const isPrompt = endSeen - endAt < LONGEST_LOOK;
  return {
    lasts: Math.max(1, Math.round(endAt - startAt)),
    exitCode: end.exitCode,
    ...(end.signal > 0 && { signal: end.signal }),
    ...(!isPlain && { reason: end.reason }),
    ...(isPrompt && { seenAfter: Math.max(1, Math.round(endSeen - endAt - WRITE_TAKES)) }),
  };
}

/** It ended because the Pod did. */
function wasStopped(run: SeenRun, seen: Seen): boolean {
  const began = stopBegan(run, seen);
  return began !== undefined && (run.endAt ?? 0) > began;
}

/** When the kubelet began to stop this run, if it did. */
function stopBegan(run: SeenRun, seen: Seen): number | undefined {
  const action = seen.actions.find(
    ({ do: what }) => STOPS.has(what) && !(seen.pod.isStatic && what === 'delete'),
  );
  const sandbox = seen.actions.find(({ do: what }) => what === 'kill-sandbox');
  const isSandboxes = sandbox !== undefined && Math.abs((run.endAt ?? 0) - sandbox.at) < 2000;
  const lost = isSandboxes ? sandbox.at + NOTICE_TAKES - SANDBOX_LAG : undefined;
  const times = [action?.at, deadlineOf(seen), lost];
  const known = times.filter((time) => time !== undefined);
  const sidecars = naturalEnd(run, seen);
  if (sidecars !== undefined) known.push(sidecars);
  return known.length === 0 ? undefined : Math.min(...known);
}

function deadlineOf({ snapshots, zero }: Seen): number | undefined {
  const failed = snapshots.find(({ view }) => view.status.reason === 'DeadlineExceeded');
  if (failed === undefined) return undefined;
  const seconds = failed.view.spec.activeDeadlineSeconds ?? 0;
  const { startTime } = failed.view.status;
  if (startTime === undefined || zero.origin === null) return failed.at - zero.base - 2000;
  return startTime - zero.origin + seconds * 1000;
}

/** A sidecar is stopped once the last container beside it has ended for good. */
function naturalEnd(run: SeenRun, { pod, runs }: Seen): number | undefined {
  const isSidecars = pod.spec.initContainers
    .filter(isSidecar)
    .some(({ name }) => runs.get(name)?.includes(run));
  if (!isSidecars) return undefined;
  const ends = pod.spec.containers.map(({ name }) => runs.get(name)?.at(-1)?.endSeen);
  if (ends.some((end) => end === undefined)) return undefined;
  return Math.max(...ends.filter((end) => end !== undefined));
}

function stopOf(
  container: ContainerSpec,
  runs: readonly SeenRun[],
  seen: Seen,
): Pick<ContainerFacts, 'onStop' | 'preStop'> {
  const run = runs.findLast((each) => each.end !== undefined && isStop(each, seen));
  if (run?.end === undefined || run.endAt === undefined) return survivorOf(container, seen);
  const { exitCode, reason } = run.end;
  const isPlain = reason === (exitCode === 0 ? 'Completed' : 'Error');
  const answer = (after: number | null): StopAnswer => ({
    after: after === null ? null : Math.max(1, Math.round(after)),
    exitCode,
    ...(!isPlain && { reason }),
  });
  const isKilled = exitCode === SIGKILLED && isPlain;
  const isRequested = seen.actions.some(({ do: what }) => what === 'delete' || what === 'disrupt');
  const isTimed = isRequested || isSidecar(container);
  const began = isTimed && wasStopped(run, seen) ? turnOf(container, run, seen) : undefined;
  if (began === undefined) return { onStop: answer(isKilled ? null : PROMPT) };
  const took = run.endAt - began - SIGNAL_TAKES;
  const grace = graceOf(seen);
  const hook = container.preStop;
  if (hook === undefined || hook.handler === 'sleep' || hook.handler === 'none') {
    const slept = Math.min((hook?.sleepSeconds ?? 0) * 1000, grace);
    return { onStop: answer(isKilled ? null : took - slept) };
  }
  if (isKilled) {
    const isCut = took > grace + MINIMUM_GRACE / 2;
    return { onStop: answer(null), preStop: { takes: isCut ? ENDLESS : 0, fails: false } };
  }
  if (took < grace) {
    const takes = Math.max(0, Math.round(took - PROMPT));
    return { onStop: answer(PROMPT), preStop: { takes, fails: false } };
  }
  return { onStop: answer(took - grace), preStop: { takes: ENDLESS, fails: false } };
}

/** Whoever was still seen to run long after the request takes no notice of it. */
function survivorOf({ name }: ContainerSpec, seen: Seen): Pick<ContainerFacts, 'onStop'> {
  const { actions, snapshots, zero } = seen;
  const request = actions.find(({ do: what }) => what === 'delete' || what === 'disrupt');
  const alive = snapshots.findLast(
    ({ view }) => statusIn(view.status, name)?.state.running !== undefined,
  );
  if (request === undefined || alive === undefined) return {};
  const survived = alive.at - zero.base - request.at;
  return survived > MINIMUM_GRACE ? { onStop: { after: null, exitCode: SIGKILLED } } : {};
}

function isStop(run: SeenRun, seen: Seen): boolean {
  return wasKilled(run) || run.startReason === 'PostStartHookError' || wasStopped(run, seen);
}

/** A sidecar's turn comes after the containers and the sidecars behind it. */
function turnOf(container: ContainerSpec, run: SeenRun, seen: Seen): number | undefined {
  const began = stopBegan(run, seen);
  if (began === undefined || !isSidecar(container)) return began;
  const { initContainers, containers } = seen.pod.spec;
  const later = initContainers.slice(initContainers.indexOf(container) + 1).filter(isSidecar);
  const ends = [...containers, ...later].map(({ name }) => seen.runs.get(name)?.at(-1)?.endAt ?? 0);
  return Math.max(began, ...ends);
}

/** Milliseconds. */
function graceOf({ snapshots, pod }: Seen): number {
  const deleting = snapshots.find(({ view }) => (view.deletionGracePeriodSeconds ?? 0) > 0);
  const seconds =
    deleting?.view.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds;
  return seconds * 1000;
}

function createErrorOf(
  { name }: ContainerSpec,
  runs: readonly SeenRun[],
  { snapshots }: Seen,
): Pick<ContainerFacts, 'createError'> {
  const reason = snapshots
    .map(({ view }) => statusIn(view.status, name)?.state.waiting?.reason ?? '')
    .find((each) => CREATE_ERRORS.has(each));
  if (reason === undefined) return {};
  const started = runs[0]?.startDate;
  const until = started === undefined ? null : Math.round(started - BEFORE_RUN);
  return { createError: { reason, until } };
}

function postStartOf(
  { postStart }: ContainerSpec,
  runs: readonly SeenRun[],
): Pick<ContainerFacts, 'postStart'> {
  const run = runs[0];
  if (postStart === undefined || run === undefined) return {};
  if (run.startReason === 'PostStartHookError') {
    const { startedAt, finishedAt } = run.end ?? {};
    const lasted = startedAt === undefined || finishedAt === undefined ? 0 : finishedAt - startedAt;
    return { postStart: { takes: Math.max(HOOK_FAILS_AFTER, lasted), fails: true } };
  }
  if (run.startSeen === undefined || run.startAt === undefined) return {};
  const takes = Math.max(0, Math.round(run.startSeen - run.startAt - WRITE_TAKES));
  return { postStart: { takes, fails: false } };
}
