/**
 * Starting one container, and why that may fail.
 * Upstream: startContainer in pkg/kubelet/kuberuntime/kuberuntime_container.go, doBackOff in
 * kuberuntime_manager.go, v1.37.2.
 */
import { type ContainerSpec, isSidecar } from '../model.ts';
import { backoffSince, nextBackoff } from './backoff.ts';
import type { Wait } from '../../virtual-time.ts';
import { ensureImage } from './images.ts';
import { killInstance } from './kill.ts';
import { note, setLane } from './record.ts';
import { createInstance, endInstance, newestOf, runOf, startInstance } from './runtime.ts';
import type { Seen, Sim } from './state.ts';
import { own } from '../own.ts';

/** Making and starting a container takes the runtime about this long. */
const START_TAKES = 90;
/** The sandbox's processes never ran. */
const START_ERROR = 128;

export interface Failure {
  readonly reason: string;
  /** When the wait is over, of a back-off that says so. */
  readonly until?: number;
}

/** Gives what went wrong, or nothing. */
export function* startContainer(
  sim: Sim,
  container: ContainerSpec,
  seen: Seen,
): Generator<Wait, Failure | undefined, void> {
  const { name } = container;
  const waits = backoffOf(sim, container, seen);
  if (waits !== undefined) return waits;
  const noImage = yield* ensureImage(sim, container);
  if (noImage !== undefined) return { reason: noImage };
  const facts = own(sim.scenario.containers, name);
  const { createError } = facts ?? {};
  if (createError && (createError.until === null || createError.until > sim.clock.now)) {
    const params = { container: name, reason: createError.reason };
    note(sim.record, sim.clock.now, 'kubelet', 'create-failed', params);
    return { reason: createError.reason };
  }
  const instance = createInstance(sim, container, restartCountOf(sim, name, seen));
  const run = runOf(sim, name, instance.run);
  yield run.startTakes ?? START_TAKES;
  if (run.reason === 'StartError') {
    instance.state = 'created';
    endInstance(sim, instance, { exitCode: START_ERROR, reason: 'StartError' });
    note(sim.record, sim.clock.now, 'runtime', 'start-failed', {
      container: name,
      code: 'StartError',
    });
    return { reason: 'RunContainerError' };
  }
  startInstance(sim, instance);
  noteStart(sim, container, instance.run);
  if (container.postStart === undefined) return undefined;
  note(sim.record, sim.clock.now, 'kubelet', 'post-start-running', { container: name });
  const sleep = container.postStart.handler === 'sleep' ? container.postStart.sleepSeconds : 0;
  yield facts?.postStart?.takes ?? (sleep ?? 0) * 1000;
  if (facts?.postStart?.fails !== true) return undefined;
  note(sim.record, sim.clock.now, 'kubelet', 'post-start-failed', { container: name });
  yield* killInstance(sim, instance, { reason: 'post-start' });
  return { reason: 'PostStartHookError' };
}

function noteStart(sim: Sim, container: ContainerSpec, run: number): void {
  const { record, clock } = sim;
  const { name } = container;
  if (run === 0)
    note(record, clock.now, 'runtime', 'container-started', { container: name, run: 1 });
  else note(record, clock.now, 'kubelet', 'restarted', { container: name, restarts: run });
}

/** The count goes on where the log files of the container end. */
function restartCountOf(sim: Sim, name: string, seen: Seen): number {
  const newest = newestOf(seen, name);
  if (newest !== undefined) return newest.restartCount + 1;
  const counts = sim.runtime.instances
    .filter((instance) => instance.name === name)
    .map(({ restartCount }) => restartCount + 1);
  return Math.max(0, ...counts);
}

/** Waits while the last end is not long enough ago; the first time it does not wait at all. */
function backoffOf(sim: Sim, container: ContainerSpec, seen: Seen): Failure | undefined {
  const { kubelet, clock, record } = sim;
  const { name } = container;
  const ended = seen.instances.find((each) => each.name === name && each.state === 'exited');
  if (ended === undefined) return undefined;
  const key = `${name}/${container.image}/${container.resources}`;
  const ms = backoffSince(kubelet.crashes, key, ended.finishedAt);
  if (clock.now - ended.finishedAt < ms) {
    const until = ended.finishedAt + ms;
    if (kubelet.reasons.get(name)?.reason !== 'CrashLoopBackOff') {
      note(record, clock.now, 'kubelet', 'crash-backoff', { container: name, ms, until });
      const state = { state: 'waiting', reason: 'CrashLoopBackOff' };
      setLane(record, clock.now, `container/${name}`, state);
    }
    return { reason: 'CrashLoopBackOff', until };
  }
  const isReset = nextBackoff(kubelet.crashes, key, ended.finishedAt, clock.now);
  if (isReset) {
    const ran = ended.finishedAt - ended.startedAt;
    note(record, clock.now, 'kubelet', 'backoff-reset', { container: name, ms: ran });
  }
  return undefined;
}

/** A sidecar that does not start does not hold up what comes after it in the same sync. */
export function goesOnWithout(container: ContainerSpec): boolean {
  return isSidecar(container);
}
