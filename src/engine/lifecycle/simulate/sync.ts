/**
 * One sync of the Pod, in its three forms.
 * Upstream: SyncPod, SyncTerminatingPod and SyncTerminatedPod in pkg/kubelet/kubelet.go, SyncPod in
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.37.2.
 */
import type { ContainerSpec } from '../model.ts';
import type { Wait } from '../../virtual-time.ts';
import { killInstance, killPod } from './kill.ts';
import { type Plan, asksForAll, planOf } from './plan.ts';
import { isTerminalPhase } from '../phase.ts';
import { finalStatus, isPastDeadline, statusOf } from './pod-status.ts';
import { addProbes, stopProbes } from './prober.ts';
import { note } from './record.ts';
import { newestOf, nextTick, relist, relistAt } from './runtime.ts';
import { type Failure, goesOnWithout, startContainer } from './start.ts';
import { EMPTY, type Instance, type Seen, type Sim } from './state.ts';
import { renewMirror, setStatus } from './status-manager.ts';
import { probed } from './statuses.ts';

/** Mounting what is there already. */
const MOUNT_TAKES = 300;
/** Unmounting, once the kubelet has looked again. */
const CLEANUP_TAKES = 180;
const RESIZE_TAKES = 25;

export interface SyncResult {
  readonly terminal?: true;
  readonly failures: readonly Failure[];
  /** Something was done to containers: the runtime is looked at again at once. */
  readonly acted: boolean;
  /** Everything was removed: the next sync starts it anew, at once. */
  readonly again?: true;
}

const NOTHING: SyncResult = { failures: [], acted: false };

export function* syncPod(sim: Sim, seen: Seen): Generator<Wait, SyncResult, void> {
  const { kubelet, clock, record } = sim;
  const isFirst = kubelet.status === undefined;
  const status = statusOf(sim, seen, false);
  if (isFirst) note(record, clock.now, 'kubelet', 'first-status');
  setStatus(sim, status);
  if (isTerminalPhase(status.phase)) {
    if (isPastDeadline(sim)) {
      const seconds = kubelet.spec.activeDeadlineSeconds ?? 0;
      note(record, clock.now, 'kubelet', 'deadline-exceeded', { seconds });
    }
    return { ...NOTHING, terminal: true };
  }
  if (sim.isStatic && sim.api.deletionTimestamp !== undefined) renewMirror(sim, EMPTY);
  if (!(yield* mounted(sim))) return NOTHING;
  addProbes(sim.prober, probed(sim));
  const restartsAll = status.conditions.some(
    ({ type, status: is }) => type === 'AllContainersRestarting' && is === 'True',
  );
  return yield* apply(sim, seen, planOf(sim, seen, restartsAll));
}

/** Gives false when the Pod is to end before its volumes are there. */
function* mounted(sim: Sim): Generator<Wait, boolean, void> {
  const { clock, kubelet, record, scenario } = sim;
  if (sim.runtime.sandboxes.length > 0) return true;
  const { volumesReadyAt } = scenario;
  if (volumesReadyAt === undefined) {
    yield Math.min(MOUNT_TAKES, kubelet.facts.sandboxTakes);
    return kubelet.phase === 'sync';
  }
  note(record, clock.now, 'kubelet', 'volumes-missing', { message: '' });
  const wait = volumesReadyAt === null ? undefined : Math.max(0, volumesReadyAt - clock.now);
  yield wait === undefined ? kubelet.cancelled : { signal: kubelet.cancelled, orAfter: wait };
  return kubelet.phase === 'sync';
}

function* apply(sim: Sim, seen: Seen, plan: Plan): Generator<Wait, SyncResult, void> {
  const { clock, kubelet, record, runtime } = sim;
  let acted = false;
  if (plan.killPod) {
    if (plan.createSandbox && seen.sandboxes.length > 0) {
      note(record, clock.now, 'kubelet', 'sandbox-lost');
    }
    yield* killPod(sim, undefined);
    acted = true;
    if (plan.createSandbox) removeAll(sim, kubelet.spec.initContainers);
  }
  for (const { id, reason, changed } of plan.killPod ? [] : plan.kill) {
    const instance = runtime.instances.find((each) => each.id === id);
    if (instance === undefined) continue;
    acted = true;
    noteKill(sim, instance, reason, changed);
    yield* killInstance(sim, instance, { reason });
  }
  if (plan.reset.length > 0) return yield* reset(sim, seen, plan.reset);
  if (plan.createSandbox) {
    yield Math.max(0, kubelet.facts.sandboxTakes - MOUNT_TAKES);
    const attempt = (runtime.sandboxes[0]?.attempt ?? -1) + 1;
    runtime.sandboxes = [{ attempt, ready: true }, ...runtime.sandboxes];
    note(record, clock.now, 'runtime', 'sandbox-ready');
    sandboxReady(sim);
    relistAt(sim, nextTick(sim, clock.now));
    acted = true;
  }
  const failures: Failure[] = [];
  const resized = yield* resize(sim, failures);
  if (resized) acted = true;
  const start = function* (container: ContainerSpec): Generator<Wait, boolean, void> {
    acted = true;
    const failure = yield* startContainer(sim, container, seen);
    if (failure === undefined) kubelet.reasons.delete(container.name);
    else {
      failures.push(failure);
      kubelet.reasons.set(container.name, { reason: failure.reason, message: '' });
    }
    return failure === undefined;
  };
  for (const container of plan.startInit) {
    const isStarted = yield* start(container);
    if (!isStarted && !goesOnWithout(container)) return { failures, acted };
  }
  for (const container of plan.start) yield* start(container);
  return { failures, acted, ...(resized && { again: true }) };
}

function noteKill(sim: Sim, { name }: Instance, reason: string, changed: boolean): void {
  const { record, clock } = sim;
  if (changed) note(record, clock.now, 'kubelet', 'definition-changed', { container: name });
  else note(record, clock.now, 'kubelet', 'probe-kills', { container: name, probe: reason });
}

/** The kubelet says so before any container is started. */
function sandboxReady(sim: Sim): void {
  const { status } = sim.kubelet;
  if (status === undefined) return;
  const { now } = sim.clock;
  setStatus(sim, {
    ...status,
    conditions: status.conditions.map((old) =>
      old.type === 'PodReadyToStartContainers'
        ? { type: old.type, status: 'True', reason: '', message: '', lastTransitionTime: now }
        : old,
    ),
  });
}

function removeAll({ runtime }: Sim, containers: readonly ContainerSpec[]): void {
  const names = new Set(containers.map(({ name }) => name));
  for (const instance of runtime.instances) {
    if (names.has(instance.name)) instance.removed = true;
  }
}

/** In place, without a restart. Upstream: doPodResizeAction; restarting on resize is not modelled. */
function* resize(sim: Sim, failures: Failure[]): Generator<Wait, boolean, void> {
  const { record, clock, kubelet, runtime, scenario } = sim;
  let acted = false;
  for (const { name, resources } of [...kubelet.spec.initContainers, ...kubelet.spec.containers]) {
    const instance = runtime.instances.find((each) => each.name === name);
    if (instance?.state !== 'running' || instance.resources === resources) continue;
    note(record, clock.now, 'kubelet', 'resize-started', { container: name });
    yield RESIZE_TAKES;
    if (scenario.resize?.fails) {
      instance.resizeFailed = resources;
      failures.push({ reason: 'ResizePodInPlaceError' });
      relistAt(sim, nextTick(sim, clock.now));
      note(record, clock.now, 'runtime', 'resize-failed', { container: name });
      continue;
    }
    acted = true;
    instance.resources = resources;
    note(record, clock.now, 'runtime', 'resize-completed', { container: name });
  }
  return acted;
}

/** RestartAllContainers: without grace, without hooks, one after the other. */
function* reset(sim: Sim, seen: Seen, names: readonly string[]): Generator<Wait, SyncResult, void> {
  const { runtime, record, clock, kubelet } = sim;
  const source = [...kubelet.spec.containers, ...kubelet.spec.initContainers].find((container) =>
    asksForAll(sim, newestOf(seen, container.name), container),
  );
  if (source !== undefined) {
    const exitCode = newestOf(seen, source.name)?.exitCode ?? 0;
    note(record, clock.now, 'kubelet', 'restart-all', { container: source.name, exitCode });
  }
  for (const name of names) {
    for (const instance of runtime.instances.filter((each) => each.name === name)) {
      yield* killInstance(sim, instance, { reason: 'restart-all', override: 0 });
      instance.removed = true;
    }
    kubelet.reasons.delete(name);
  }
  return { failures: [], acted: true, again: true };
}

export function* syncTerminating(sim: Sim, seen: Seen): Generator<Wait, void, void> {
  const { kubelet, clock, record, prober } = sim;
  const status = statusOf(sim, seen, false);
  const { evicted } = kubelet;
  setStatus(sim, evicted === undefined ? status : { ...status, phase: 'Failed', ...evicted });
  note(record, clock.now, 'kubelet', 'liveness-stopped');
  const names = kubelet.spec.containers.map(({ name }) => name);
  stopProbes(prober, ['liveness', 'startup'], names);
  yield* killPod(sim, kubelet.grace);
  const all = probed(sim).map(({ name }) => name);
  stopProbes(prober, ['startup', 'readiness', 'liveness'], all);
  const stopped = sim.runtime.instances
    .filter(({ removed }) => !removed)
    .map((instance) => ({ ...instance }));
  const end = statusOf(sim, { instances: stopped, sandboxes: sim.runtime.sandboxes }, true);
  setStatus(sim, end);
  note(record, clock.now, 'kubelet', 'final-status', { phase: end.phase });
}

export function* syncTerminated(sim: Sim, seen: Seen): Generator<Wait, void, void> {
  const { kubelet } = sim;
  setStatus(sim, statusOf(sim, seen, true));
  yield kubelet.facts.cleanupTakes ?? CLEANUP_TAKES;
  kubelet.finished = true;
  if (kubelet.status !== undefined) setStatus(sim, finalStatus(sim, kubelet.status));
  relist(sim);
}
