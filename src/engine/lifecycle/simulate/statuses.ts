/**
 * From what the kubelet saw in the runtime to the container statuses it reports.
 * Upstream: convertToAPIContainerStatuses in pkg/kubelet/kubelet_pods.go, v1.37.2.
 */
import { type ContainerSpec, type ContainerStatus, type Terminated, isSidecar } from '../model.ts';
import { mayRestart } from '../restart.ts';
import { newestOf } from './runtime.ts';
import type { Instance, Seen, Sim } from './state.ts';

const RESTARTING_ALL: Terminated = {
  exitCode: 137,
  signal: 0,
  reason: 'RestartingAllContainers',
  message: 'The container is removed because RestartAllContainers in place',
};

const LOST: Terminated = {
  exitCode: 137,
  signal: 0,
  reason: 'ContainerStatusUnknown',
  message:
    'The container could not be located when the pod was deleted.  The container used to be Running',
};

export interface StatusOptions {
  readonly init: boolean;
  /** All containers are being removed by a rule. */
  readonly restartsAll: boolean;
}

export function statusesOf(
  sim: Sim,
  seen: Seen,
  containers: readonly ContainerSpec[],
  before: readonly ContainerStatus[],
  options: StatusOptions,
): ContainerStatus[] {
  return containers.map((container) => {
    const old = before.find(({ name }) => name === container.name);
    const runs = seen.instances.filter(({ name }) => name === container.name);
    const status = runs[0]
      ? fromInstances(runs[0], runs[1], old)
      : withoutInstance(sim, container, old, options);
    return withReason(sim, seen, container, status, options);
  });
}

function withoutInstance(
  sim: Sim,
  { name }: ContainerSpec,
  old: ContainerStatus | undefined,
  { restartsAll }: StatusOptions,
): ContainerStatus {
  const reason = sim.pod.spec.initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const fresh: ContainerStatus = {
    name,
    state: { waiting: { reason, message: '' } },
    lastState: old?.lastState ?? {},
    ready: false,
    restartCount: old?.restartCount ?? 0,
    containerID: '',
  };
  if (old === undefined) return fresh;
  if (restartsAll && old.state.waiting === undefined) {
    return {
      ...fresh,
      ready: old.state.terminated !== undefined && old.ready,
      state: { waiting: { reason: RESTARTING_ALL.reason, message: RESTARTING_ALL.message } },
      lastState: { terminated: RESTARTING_ALL },
      restartCount: old.restartCount + 1,
    };
  }
  if (old.state.terminated !== undefined) return old;
  if (old.state.running === undefined || old.lastState.terminated !== undefined) return fresh;
  const isDeleting = sim.kubelet.deletionTimestamp !== undefined;
  return {
    ...fresh,
    lastState: { terminated: LOST },
    restartCount: fresh.restartCount + (isDeleting ? 0 : 1),
  };
}

function fromInstances(
  newest: Readonly<Instance>,
  previous: Readonly<Instance> | undefined,
  old: ContainerStatus | undefined,
): ContainerStatus {
  const replaced = old?.containerID !== newest.id ? old?.state.terminated : undefined;
  const last = previous ? terminatedOf(previous) : (replaced ?? old?.lastState.terminated);
  const base = {
    name: newest.name,
    lastState: last === undefined ? {} : { terminated: last },
    ready: false,
    restartCount: Math.max(newest.restartCount, old?.restartCount ?? 0),
    containerID: newest.id,
  };
  if (newest.state === 'running') {
    const isNew = old?.state.terminated !== undefined && old.restartCount >= newest.restartCount;
    return {
      ...base,
      state: { running: { startedAt: newest.startedAt } },
      ...(old?.started !== undefined && { started: old.started }),
      restartCount: isNew ? old.restartCount + 1 : base.restartCount,
    };
  }
  if (newest.state === 'exited') return { ...base, state: { terminated: terminatedOf(newest) } };
  return { ...base, state: { waiting: { reason: '', message: '' } } };
}

function terminatedOf(instance: Readonly<Instance>): Terminated {
  const { exitCode, signal, reason, startedAt, finishedAt } = instance;
  return { exitCode, signal, reason, message: '', startedAt, finishedAt };
}

/** What will be started at the next sync and failed at the last is waiting, and says why. */
function withReason(
  sim: Sim,
  seen: Seen,
  container: ContainerSpec,
  status: ContainerStatus,
  { init }: StatusOptions,
): ContainerStatus {
  const newest = newestOf(seen, container.name);
  if (init && newest?.state === 'exited' && newest.exitCode === 0) return status;
  if (!shouldRestart(sim, seen, container)) return status;
  const why = sim.kubelet.reasons.get(container.name);
  if (why === undefined) return status;
  const { terminated } = status.state;
  return {
    ...status,
    state: { waiting: why },
    lastState: terminated === undefined ? status.lastState : { terminated },
  };
}

/** ShouldContainerBeRestarted of pkg/kubelet/container/helpers.go. */
export function shouldRestart(sim: Sim, seen: Seen, container: ContainerSpec): boolean {
  if (sim.kubelet.deletionTimestamp !== undefined) return false;
  const newest = newestOf(seen, container.name);
  if (newest === undefined) return true;
  if (newest.state === 'running') return false;
  if (newest.state !== 'exited') return true;
  return mayRestart(container, sim.kubelet.spec.restartPolicy, newest.exitCode, sim.gates);
}

/** The containers that are probed: sidecars and regular ones. */
export function probed(sim: Sim): readonly ContainerSpec[] {
  const { containers, initContainers } = sim.kubelet.spec;
  return [...containers, ...initContainers.filter(isSidecar)];
}
