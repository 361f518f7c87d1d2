/** The container runtime, and the kubelet's look at it once a second (pkg/kubelet/pleg/generic.go, v1.37.2). */
import type { ContainerSpec } from '../model.ts';
import type { Run } from '../scenario/types.ts';
import { at, fire, newSignal } from '../../virtual-time.ts';
import { note, setLane } from './record.ts';
import type { Instance, Seen, Sim } from './state.ts';
import { requestSync } from './wake.ts';
import { own } from '../own.ts';

const RELIST_PERIOD = 1000;

/** The newest instance of a container, as the kubelet saw it. */
export function newestOf(seen: Seen, name: string): Readonly<Instance> | undefined {
  return seen.instances.find((instance) => instance.name === name);
}

/** The same in the newest sandbox only: what ran in a lost one does not count as initialization. */
export function activeOf(seen: Seen, name: string): Readonly<Instance> | undefined {
  const sandbox = seen.sandboxes[0];
  if (sandbox === undefined || !sandbox.ready) return undefined;
  const newest = seen.instances.find(
    (instance) => instance.name === name && instance.sandbox === sandbox.attempt,
  );
  return newest;
}

export function runOf(sim: Sim, name: string, index: number): Run {
  const runs = own(sim.scenario.containers, name)?.runs ?? [];
  return runs[Math.min(index, runs.length - 1)] ?? { lasts: null, exitCode: 0 };
}

/** A container is made; it does not run yet. */
export function createInstance(sim: Sim, container: ContainerSpec, restartCount: number): Instance {
  const { runtime } = sim;
  const run = sim.runs.get(container.name) ?? 0;
  sim.runs.set(container.name, run + 1);
  const instance: Instance = {
    id: `containerd://${container.name}-${run}`,
    name: container.name,
    image: container.image,
    resources: container.resources,
    run,
    restartCount,
    sandbox: runtime.sandboxes[0]?.attempt ?? 0,
    ended: newSignal(),
    state: 'created',
    startedAt: 0,
    finishedAt: 0,
    exitCode: 0,
    signal: 0,
    reason: '',
    removed: false,
    stopping: false,
  };
  let kept = 0;
  const others = runtime.instances.filter(
    ({ name, state }) => name !== container.name || state !== 'exited' || kept++ < MOST_ENDED,
  );
  runtime.instances = [instance, ...others];
  return instance;
}

/** Ended containers of one name that are kept: the kubelet collects them, but for the last (container_gc.go). */
const MOST_ENDED = 4;

export function startInstance(sim: Sim, instance: Instance): void {
  instance.state = 'running';
  instance.startedAt = sim.clock.now;
  setLane(sim.record, sim.clock.now, `container/${instance.name}`, { state: 'running' });
  relistAt(sim, nextTick(sim, sim.clock.now));
  const run = runOf(sim, instance.name, instance.run);
  if (run.lasts === null) return;
  at(sim.clock, sim.clock.now + run.lasts, () => {
    endInstance(sim, instance, {
      exitCode: run.exitCode,
      ...(run.signal !== undefined && { signal: run.signal }),
      ...(run.reason !== undefined && { reason: run.reason }),
      ...(run.seenAfter !== undefined && { seenAfter: run.seenAfter }),
    });
  });
}

export interface End {
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly seenAfter?: number;
}

export function endInstance(sim: Sim, instance: Instance, end: End): void {
  if (instance.state === 'exited') return;
  const { now } = sim.clock;
  const wasRunning = instance.state === 'running';
  instance.state = 'exited';
  instance.finishedAt = now;
  instance.exitCode = end.exitCode;
  instance.signal = end.signal ?? 0;
  instance.reason = end.reason ?? (end.exitCode === 0 ? 'Completed' : 'Error');
  const { name, exitCode, reason } = instance;
  setLane(sim.record, now, `container/${name}`, { state: 'terminated', reason, exitCode });
  if (wasRunning) {
    const params = { container: name, exitCode, reason, ms: now - instance.startedAt };
    note(sim.record, now, 'container', 'container-exited', params);
  }
  fire(sim.clock, instance.ended);
  relistAt(sim, end.seenAfter === undefined ? nextTick(sim, now) : now + end.seenAfter);
}

export function nextTick(sim: Sim, now: number): number {
  const { relistPhase } = sim.kubelet;
  return Math.floor((now - relistPhase) / RELIST_PERIOD + 1) * RELIST_PERIOD + relistPhase;
}

/** The kubelet looks at the runtime at `time`, if it does not sooner. */
export function relistAt(sim: Sim, time: number): void {
  at(sim.clock, time, () => relist(sim));
}

/** Looks at once, and syncs the Pod when something differs from the last look. */
export function relist(sim: Sim): void {
  const { clock, kubelet, runtime } = sim;
  if (kubelet.away) {
    kubelet.missed.push(() => relist(sim));
    return;
  }
  const before = kubelet.seen;
  const present = runtime.instances.filter(({ removed }) => !removed);
  kubelet.seen = {
    instances: present.map((instance) => ({ ...instance })),
    sandboxes: runtime.sandboxes.map((sandbox) => ({ ...sandbox })),
  };
  kubelet.seenAt = clock.now;
  fire(clock, kubelet.relisted);
  const states = new Map(before.instances.map(({ id, state }) => [id, state]));
  let isNews = kubelet.seen.sandboxes.some(
    ({ attempt, ready }) =>
      before.sandboxes.find((old) => old.attempt === attempt)?.ready !== ready,
  );
  for (const { id, name, state } of kubelet.seen.instances) {
    const old = states.get(id);
    if (old === state || state === 'created') continue;
    isNews = true;
    if (state === 'exited')
      note(sim.record, clock.now, 'kubelet', 'exit-seen', { container: name });
  }
  if (isNews) requestSync(sim);
}
