/** Runs our probe workers as the oracle ran upstream's: tests/oracle/pods/probes.go is the other half. */
import { isDeepStrictEqual } from 'node:util';
import {
  addProbes,
  newProber,
  type Prober,
  withProbes,
} from '../../src/engine/lifecycle/simulate/prober.ts';
import { at, type Clock, newClock, run } from '../../src/engine/virtual-time.ts';
import {
  type ContainerState,
  type ContainerStatus,
  mayRestart,
  type ProbeKind,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { sourceOf } from './json-source.ts';

export interface ProbesFile {
  readonly probeTakesMs: Readonly<Record<ProbeKind, number>>;
  readonly restartDelayMs: number;
  readonly items: readonly ProbesItem[];
}

export interface ProbesItem {
  readonly id: string;
  readonly pod: object;
  readonly script: Readonly<
    Partial<Record<ProbeKind, readonly { readonly from: number; readonly ok: boolean }[]>>
  >;
  readonly startMs: number;
  readonly untilMs: number;
  readonly restarts: number;
  readonly expected: readonly TraceEvent[];
}

/** Milliseconds, what happened, and about what. */
export type TraceEvent = readonly [at: number, what: string, ...about: readonly unknown[]];

const RESULTS = { success: 'Success', failure: 'Failure', unknown: 'UNKNOWN' };
const RANK = ['running', 'result', 'started', 'ready', 'probe', 'killed'];

export function probesTrace(item: ProbesItem, file: ProbesFile): readonly TraceEvent[] {
  const pod = viewPod(sourceOf(JSON.stringify(item.pod)));
  const world = newWorld();
  const { clock } = world;
  const kills: string[] = [];
  let id = 0;
  let isWaiting = false;
  let isOver = false;
  const log = (what: string, ...about: unknown[]) => {
    if (!isOver) world.events.push([clock.now, what, ...about]);
  };
  const turn = (key: 'started' | 'ready', to: boolean) => {
    if (world.status) world.status = { ...world.status, [key]: to };
    if (world.last[key] !== to) log(key, to);
    world.last[key] = to;
  };
  const sync = () => {
    if (!world.status) return;
    const { started, ready } = withProbes(prober, world.status);
    turn('started', started === true);
    // What is not started keeps the readiness it had.
    turn('ready', started ? ready : world.status.ready);
  };
  const begin = () => {
    id++;
    isWaiting = false;
    world.startedAt = clock.now;
    world.status = status(`test://${id}`, { running: { startedAt: clock.now } });
    log('running', id);
    sync();
  };
  const kill = (why: string) => {
    if (isWaiting || isOver) return void kills.push(why);
    log('killed', why);
    if (id > item.restarts) {
      isOver = true;
      return;
    }
    isWaiting = true;
    const terminated = { exitCode: 137, signal: 0, reason: '', message: '' };
    if (world.status) world.status = { ...world.status, state: { terminated } };
    sync();
    at(clock, clock.now + file.restartDelayMs, begin);
  };
  const prober: Prober = newProber({
    clock,
    statusOf: () => world.status,
    isTerminal: () => false,
    isDeleting: () => false,
    mayRestart: (container, exitCode) => mayRestart(container, pod.spec.restartPolicy, exitCode),
    ask: (_, kind) => {
      const since = clock.now - world.startedAt;
      const ok = item.script[kind]?.findLast(({ from }) => from <= since)?.ok ?? false;
      log('probe', kind, ok);
      return { ok, takes: file.probeTakesMs[kind] };
    },
    onAnswer: () => {},
    onStop: () => {},
    onResult: (_, kind, result) => {
      log('result', kind, RESULTS[result]);
      const isRunning = world.status?.state.running !== undefined;
      if (kind === 'readiness') turn('ready', result === 'success');
      if (kind === 'startup') turn('started', result === 'success');
      if (kind !== 'liveness' || result === 'failure') sync();
      if (isRunning && result === 'failure' && kind !== 'readiness') kill(kind);
    },
  });
  addProbes(prober, pod.spec.containers);
  at(clock, item.startMs, begin);
  run(clock, item.untilMs, 1_000_000);
  const rank = ([, what]: TraceEvent) => RANK.indexOf(what);
  return world.events.sort(
    (a, b) => a[0] - b[0] || rank(a) - rank(b) || (String(a[2]) < String(b[2]) ? -1 : 1),
  );
}

interface World {
  readonly clock: Clock;
  readonly events: TraceEvent[];
  readonly last: { started?: boolean; ready?: boolean };
  status: ContainerStatus | undefined;
  startedAt: number;
}

function newWorld(): World {
  return { clock: newClock(), events: [], last: {}, status: undefined, startedAt: 0 };
}

function status(containerID: string, state: ContainerState): ContainerStatus {
  return { name: 'app', state, lastState: {}, ready: false, restartCount: 0, containerID };
}

export function probesDifference(item: ProbesItem, file: ProbesFile): unknown {
  const trace = probesTrace(item, file);
  return isDeepStrictEqual(trace, item.expected) ? undefined : trace;
}
