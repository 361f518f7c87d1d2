/**
 * The kubelet's probe workers: one per container and kind of probe, each with a ticker of its own that starts
 * when the Pod arrives.
 * Upstream: pkg/kubelet/prober/worker.go (doProbe, run) and prober_manager.go, v1.37.2. Left out: the random
 * delay in the first seconds of a kubelet's own life, and errors of the prober itself, which do not count.
 */
import type { ContainerSpec, ContainerStatus, Probe } from '../model.ts';
import type { ProbeKind } from '../scenario/types.ts';
import {
  type Clock,
  type Process,
  type Signal,
  fire,
  newSignal,
  spawn,
} from '../../virtual-time.ts';

export type ProbeResult = 'success' | 'failure' | 'unknown';

/** What a worker knows and whom it tells. */
export interface ProbeHost {
  readonly clock: Clock;
  /** The container as the status manager has it; undefined: no status yet, or no container. */
  readonly statusOf: (name: string) => ContainerStatus | undefined;
  readonly isTerminal: () => boolean;
  readonly isDeleting: () => boolean;
  readonly mayRestart: (container: ContainerSpec, exitCode: number) => boolean;
  /** What the container would answer now, and how long that takes. */
  readonly ask: (
    container: ContainerSpec,
    kind: ProbeKind,
  ) => { readonly ok: boolean; readonly takes: number };
  /** Nobody asks any more. */
  readonly onStop: (container: ContainerSpec, kind: ProbeKind) => void;
  readonly onAnswer: (
    container: ContainerSpec,
    kind: ProbeKind,
    ok: boolean,
    run: number,
    threshold: number,
  ) => void;
  readonly onResult: (
    container: ContainerSpec,
    kind: ProbeKind,
    result: ProbeResult,
    /** `assumed`: nobody asked yet, or there is nobody to ask. */
    how: 'asked' | 'assumed',
  ) => void;
}

interface Worker {
  readonly kind: ProbeKind;
  readonly container: ContainerSpec;
  readonly probe: Probe;
  readonly wake: Signal;
  triggered: boolean;
  stopped: boolean;
  /** The container that is probed. */
  id: string;
  onHold: boolean;
  last: ProbeResult;
  /** Equal answers in a row; they outlive a container. */
  run: number;
  nextTick: number;
}

export interface Prober {
  readonly host: ProbeHost;
  readonly workers: Map<string, Worker>;
  /** `kind/containerID` → result. */
  readonly results: Map<string, ProbeResult>;
}

const KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];
const INITIAL: Readonly<Record<ProbeKind, ProbeResult>> = {
  startup: 'unknown',
  readiness: 'failure',
  liveness: 'success',
};

export function newProber(host: ProbeHost): Prober {
  return { host, workers: new Map(), results: new Map() };
}

export function probeOf(container: ContainerSpec, kind: ProbeKind): Probe | undefined {
  if (kind === 'startup') return container.startupProbe;
  return kind === 'readiness' ? container.readinessProbe : container.livenessProbe;
}

/** Starts the workers that are not there yet. */
export function addProbes(prober: Prober, containers: readonly ContainerSpec[]): void {
  for (const container of containers) {
    for (const kind of KINDS) {
      const probe = probeOf(container, kind);
      if (probe === undefined || prober.workers.has(`${kind}/${container.name}`)) continue;
      const worker: Worker = {
        kind,
        container,
        probe,
        wake: newSignal(),
        triggered: false,
        stopped: false,
        id: '',
        onHold: false,
        last: 'unknown',
        run: 0,
        nextTick: prober.host.clock.now + periodOf(probe),
      };
      prober.workers.set(`${kind}/${container.name}`, worker);
      spawn(prober.host.clock, work(prober, worker));
    }
  }
}

export function stopProbes(
  prober: Prober,
  kinds: readonly ProbeKind[],
  names: readonly string[],
): void {
  for (const worker of prober.workers.values()) {
    if (!kinds.includes(worker.kind) || !names.includes(worker.container.name)) continue;
    worker.stopped = true;
    fire(prober.host.clock, worker.wake);
  }
}

export function resultOf(prober: Prober, kind: ProbeKind, id: string): ProbeResult | undefined {
  return prober.results.get(`${kind}/${id}`);
}

/** A running container as the kubelet reports it: `started` and `ready` by what the probes have said. */
export function withProbes(
  prober: Prober,
  status: ContainerStatus,
): Pick<ContainerStatus, 'ready' | 'started'> {
  if (!isStarted(prober, status)) return { ready: false, started: false };
  if (status.state.running === undefined) return { ready: false, started: true };
  if (resultOf(prober, 'readiness', status.containerID) === 'success') {
    return { ready: true, started: true };
  }
  const worker = prober.workers.get(`readiness/${status.name}`);
  if (worker === undefined) return { ready: true, started: true };
  // Whoever asks while it is not ready has it probed at once.
  worker.triggered = true;
  fire(prober.host.clock, worker.wake);
  return { ready: false, started: true };
}

/** `started` of an earlier container of the same name is taken over: mended in 1.38 (PR 141342). */
function isStarted(prober: Prober, status: ContainerStatus): boolean {
  if (status.state.running === undefined) return false;
  const result = resultOf(prober, 'startup', status.containerID);
  if (result !== undefined) return result === 'success';
  if (status.started === true) return true;
  return !prober.workers.has(`startup/${status.name}`);
}

/** Milliseconds; a stored Pod may have been written by hand. */
function periodOf({ periodSeconds }: Probe): number {
  return Math.max(1, periodSeconds) * 1000;
}

function* work(prober: Prober, worker: Worker): Process {
  const { clock } = prober.host;
  const period = periodOf(worker.probe);
  for (;;) {
    const goesOn = yield* probeOnce(prober, worker);
    if (!goesOn || worker.stopped) break;
    if (!worker.triggered && clock.now < worker.nextTick) {
      yield { signal: worker.wake, orAfter: worker.nextTick - clock.now };
    }
    if (worker.stopped) break;
    if (worker.triggered) {
      worker.triggered = false;
      worker.nextTick = clock.now + period;
    } else {
      worker.nextTick +=
        Math.max(1, Math.ceil((clock.now - worker.nextTick + 1) / period)) * period;
    }
  }
  prober.workers.delete(`${worker.kind}/${worker.container.name}`);
  prober.host.onStop(worker.container, worker.kind);
}

/** Gives whether the worker goes on. */
function* probeOnce(prober: Prober, worker: Worker): Generator<number, boolean, void> {
  const { host } = prober;
  const { container, kind, probe } = worker;
  if (host.isTerminal()) return false;
  const status = host.statusOf(container.name);
  if (status === undefined || status.containerID === '') return true;
  if (worker.id !== status.containerID) {
    prober.results.delete(`${kind}/${worker.id}`);
    worker.id = status.containerID;
    setResult(prober, worker, INITIAL[kind], 'assumed');
    worker.onHold = false;
  }
  if (worker.onHold) return true;
  const { running, terminated } = status.state;
  if (running === undefined) {
    setResult(prober, worker, 'failure', 'assumed');
    return terminated === undefined || host.mayRestart(container, terminated.exitCode);
  }
  if (host.isDeleting() && kind !== 'readiness') {
    setResult(prober, worker, 'success', 'assumed');
    return false;
  }
  const sinceStart = host.clock.now - Math.floor((running.startedAt ?? 0) / 1000) * 1000;
  if (Math.floor(sinceStart / 1000) < probe.initialDelaySeconds) return true;
  // Once started, only the startup probe rests; before, it alone runs.
  if ((status.started === true) === (kind === 'startup')) return true;
  const { ok, takes } = host.ask(container, kind);
  yield takes;
  count(prober, worker, ok);
  return true;
}

function count(prober: Prober, worker: Worker, ok: boolean): void {
  const { container, kind, probe } = worker;
  const result: ProbeResult = ok ? 'success' : 'failure';
  worker.run = worker.last === result ? worker.run + 1 : 1;
  worker.last = result;
  const threshold = ok ? probe.successThreshold : probe.failureThreshold;
  // What comes after the threshold changes nothing.
  if (worker.run <= threshold) prober.host.onAnswer(container, kind, ok, worker.run, threshold);
  if (worker.run < threshold) return;
  setResult(prober, worker, result, 'asked');
  if ((kind === 'liveness' && !ok) || kind === 'startup') {
    worker.onHold = true;
    worker.run = 0;
  }
}

function setResult(
  prober: Prober,
  worker: Worker,
  result: ProbeResult,
  how: 'asked' | 'assumed',
): void {
  const key = `${worker.kind}/${worker.id}`;
  if (prober.results.get(key) === result) return;
  prober.results.set(key, result);
  prober.host.onResult(worker.container, worker.kind, result, how);
}
