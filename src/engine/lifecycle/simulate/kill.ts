/**
 * Stopping containers: hook, stop signal, the end of patience, and whose turn it is.
 * Upstream: killContainer in pkg/kubelet/kuberuntime/kuberuntime_container.go and
 * kuberuntime_termination_order.go, v1.37.2. Grace periods are whole seconds there, and what is used of them is
 * rounded down.
 */
import { type ContainerSpec, isSidecar } from '../model.ts';
import type { StopAnswer } from '../scenario/types.ts';
import {
  type Process,
  type Signal,
  type Wait,
  at,
  fire,
  newSignal,
  spawn,
} from '../../virtual-time.ts';
import { note, setLane } from './record.ts';
import { endInstance } from './runtime.ts';
import type { Instance, Sim } from './state.ts';
import { own } from '../own.ts';

const MINIMUM_GRACE = 2;
const SANDBOX_STOP_TAKES = 120;
/** A process that handles the signal and has nothing to finish. */
const PROMPT: StopAnswer = { after: 60, exitCode: 0 };

export type KillReason = 'liveness' | 'startup' | 'post-start' | 'restart-all' | 'other';

export interface KillOptions {
  readonly reason: KillReason;
  /** Seconds; undefined: what the Pod says. */
  readonly override?: number;
  /** Waits until it may be stopped; gives at once what it need not wait for. */
  readonly turn?: (grace: number) => Generator<Wait, void, void>;
}

export function* killInstance(sim: Sim, instance: Instance, options: KillOptions): Process {
  if (instance.state !== 'running') return;
  const { clock, record } = sim;
  const container = specOf(sim, instance.name);
  let grace = options.override ?? graceOf(sim, container, options.reason);
  instance.stopping = true;
  setLane(record, clock.now, `container/${instance.name}`, { state: 'stopping' });
  if (container?.preStop !== undefined && grace > 0) {
    grace -= Math.floor((yield* preStop(sim, instance, container, grace)) / 1000);
  }
  if (options.turn !== undefined && grace > 0) {
    const began = clock.now;
    yield* options.turn(grace);
    grace -= Math.floor((clock.now - began) / 1000);
  }
  if (instance.state !== 'running') return;
  const patience = Math.max(grace, MINIMUM_GRACE) * 1000;
  note(record, clock.now, 'kubelet', 'stop-signal', { container: instance.name, ms: patience });
  const answer = own(sim.scenario.containers, instance.name)?.onStop ?? PROMPT;
  const { after, exitCode, reason } = answer;
  if (after !== null && after < patience) {
    at(clock, clock.now + after, () =>
      endInstance(sim, instance, { exitCode, ...(reason !== undefined && { reason }) }),
    );
  }
  yield { signal: instance.ended, orAfter: patience };
  if (instance.state !== 'running') return;
  note(record, clock.now, 'runtime', 'sigkill', { container: instance.name });
  endInstance(sim, instance, { exitCode: 137 });
}

export function specOf({ kubelet }: Sim, name: string): ContainerSpec | undefined {
  const { containers, initContainers } = kubelet.spec;
  return [...containers, ...initContainers].find((container) => container.name === name);
}

/** setTerminationGracePeriod: a deletion outranks a probe, a probe the Pod. */
function graceOf(
  { kubelet }: Sim,
  container: ContainerSpec | undefined,
  reason: KillReason,
): number {
  if (kubelet.deletionGracePeriodSeconds !== undefined) return kubelet.deletionGracePeriodSeconds;
  const probe =
    reason === 'liveness'
      ? container?.livenessProbe
      : reason === 'startup'
        ? container?.startupProbe
        : undefined;
  return probe?.terminationGracePeriodSeconds ?? kubelet.spec.terminationGracePeriodSeconds;
}

/** Gives how long the hook was waited for. */
function* preStop(
  sim: Sim,
  instance: Instance,
  container: ContainerSpec,
  grace: number,
): Generator<Wait, number, void> {
  const { clock, record } = sim;
  const { name } = container;
  const hook = container.preStop;
  const stated = own(sim.scenario.containers, name)?.preStop?.takes;
  const takes = stated ?? (hook?.handler === 'sleep' ? (hook.sleepSeconds ?? 0) * 1000 : 0);
  note(record, clock.now, 'kubelet', 'pre-stop-started', { container: name });
  const began = clock.now;
  const longest = Math.min(takes, grace * 1000);
  // runSleepHandler is the kubelet's own: it does not notice that the container has ended.
  const sleeps = hook?.handler === 'sleep';
  yield sleeps ? longest : { signal: instance.ended, orAfter: longest };
  const ms = clock.now - began;
  const isCut = takes > grace * 1000 && (sleeps || instance.state === 'running');
  note(record, clock.now, 'kubelet', isCut ? 'pre-stop-cut' : 'pre-stop-ended', {
    container: name,
    ms,
  });
  return ms;
}

/** Everything that runs, at the same time; sidecars wait for the others. Then the sandbox. */
export function* killPod(sim: Sim, override: number | undefined): Process {
  const { clock, runtime } = sim;
  const running = runtime.instances.filter(({ state }) => state === 'running');
  const turns = turnsOf(sim, running);
  const all = newSignal();
  let left = running.length;
  for (const instance of running) {
    spawn(
      clock,
      (function* () {
        const turn = turns?.waitFor(instance.name);
        yield* killInstance(sim, instance, {
          reason: 'other',
          ...(override !== undefined && { override }),
          ...(turn !== undefined && { turn }),
        });
        turns?.ended(instance.name);
        left--;
        if (left === 0) fire(clock, all);
      })(),
    );
  }
  // Also for one that has ended by itself: killContainer returns after its hook only.
  if (running.length > 0) yield all;
  const sandbox = runtime.sandboxes[0];
  if (!sandbox?.ready) return;
  yield SANDBOX_STOP_TAKES;
  sandbox.ready = false;
}

interface Turns {
  readonly waitFor: (name: string) => KillOptions['turn'];
  readonly ended: (name: string) => void;
}

/** Undefined where there is no sidecar: nobody waits. */
function turnsOf(sim: Sim, running: readonly Instance[]): Turns | undefined {
  const { containers, initContainers } = sim.kubelet.spec;
  const sidecars = initContainers.filter(isSidecar).map(({ name }) => name);
  if (sidecars.length === 0) return undefined;
  const waiting = new Map<string, Signal>(running.map(({ name }) => [name, newSignal()]));
  const before = (name: string): readonly string[] => {
    const index = sidecars.indexOf(name);
    if (index === -1) return [];
    return [...containers.map((container) => container.name), ...sidecars.slice(index + 1)];
  };
  return {
    waitFor: (name) =>
      function* (grace) {
        const until = sim.clock.now + grace * 1000;
        const others = before(name).filter((other) => waiting.has(other));
        if (others.length > 0) {
          note(sim.record, sim.clock.now, 'kubelet', 'waits-its-turn', { container: name });
        }
        for (const other of others) {
          const signal = waiting.get(other);
          if (signal === undefined) continue;
          yield { signal, orAfter: Math.max(0, until - sim.clock.now) };
          if (sim.clock.now >= until) return;
        }
      },
    ended: (name) => {
      const signal = waiting.get(name);
      waiting.delete(name);
      if (signal) fire(sim.clock, signal);
    },
  };
}
