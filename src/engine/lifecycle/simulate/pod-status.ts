/**
 * The status that the kubelet reports for the Pod as a whole.
 * Upstream: generateAPIPodStatus in pkg/kubelet/kubelet_pods.go, TerminatePod and SetContainerReadiness in
 * pkg/kubelet/status/status_manager.go, pkg/kubelet/active_deadline.go, v1.37.2.
 */
import {
  KUBELETS,
  containersReadyCondition,
  initializedCondition,
  readyCondition,
} from '../conditions.ts';
import { type Condition, type ContainerStatus, type Terminated, isSidecar } from '../model.ts';
import { isTerminalPhase, phaseOf } from '../phase.ts';
import { couldRestartAll, restartsAll } from '../restart.ts';
import { resultOf, withProbes } from './prober.ts';
import { activeOf, newestOf } from './runtime.ts';
import type { Seen, Sim, Status } from './state.ts';
import { statusesOf } from './statuses.ts';

const DEADLINE = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
};

/** `podIsTerminal`: nothing of it will run again. */
export function statusOf(sim: Sim, seen: Seen, podIsTerminal: boolean): Status {
  const { kubelet, api, isStatic } = sim;
  const old = kubelet.status ?? api.status;
  const { spec } = kubelet;
  const all = restartsAllNow(sim, seen, old);
  const options = { restartsAll: all };
  const probe = (status: ContainerStatus) => ({ ...status, ...withProbes(sim.prober, status) });
  const regular = statusesOf(sim, seen, spec.containers, old.regular, {
    ...options,
    init: false,
  }).map(probe);
  const initNames = new Map(spec.initContainers.map((each) => [each.name, each]));
  const init = statusesOf(sim, seen, spec.initContainers, old.init, { ...options, init: true }).map(
    (status): ContainerStatus => {
      const container = initNames.get(status.name);
      if (container && isSidecar(container)) return probe(status);
      const ready = status.state.terminated?.exitCode === 0;
      const started = status.state.running !== undefined;
      return { ...status, ready: ready || (status.ready && !started), started };
    },
  );
  const statuses = [...init, ...regular];
  const podHasInitialized = spec.containers.some(({ name }) => activeOf(seen, name) !== undefined);
  let phase: string = phaseOf({ spec, isStatic }, statuses, {
    podIsTerminal,
    podHasInitialized,
    gates: sim.gates,
  });
  if (!isTerminalPhase(phase)) {
    if (isTerminalPhase(old.phase)) phase = old.phase;
    else if (isTerminalPhase(api.status.phase)) phase = api.status.phase;
  }
  const isSame = phase === old.phase;
  let { reason, message } = isSame ? old : { reason: '', message: '' };
  if (isPastDeadline(sim)) ({ phase, reason, message } = { phase: 'Failed', ...DEADLINE });
  if (isTerminalPhase(api.status.phase)) phase = api.status.phase;
  const sandbox = seen.sandboxes[0];
  return {
    phase,
    reason,
    message,
    podIPs: sandbox?.ready ? [`10.244.0.${10 + sandbox.attempt}`] : old.podIPs,
    ...(old.startTime !== undefined && { startTime: old.startTime }),
    init,
    regular,
    conditions: conditionsOf(sim, seen, {
      init,
      regular,
      phase,
      old,
      restartsAll: all,
      podIsTerminal,
    }),
  };
}

interface Facts {
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
  readonly phase: string;
  readonly old: Status;
  readonly restartsAll: boolean;
  readonly podIsTerminal: boolean;
}

function conditionsOf(sim: Sim, seen: Seen, facts: Facts): readonly Condition[] {
  const { spec } = sim.kubelet;
  const { phase, old } = facts;
  const statuses = [...facts.init, ...facts.regular];
  const others = sim.api.status.conditions.filter(({ type }) => !KUBELETS.has(type));
  const given = { spec, statuses, phase };
  const conditions = [
    ...others,
    ...(facts.podIsTerminal ? [] : resizeConditions(sim, seen)),
    sandboxCondition(seen),
    initializedCondition({ ...given, conditions: old.conditions }),
    readyCondition({ ...given, conditions: others }),
    containersReadyCondition({ ...given, conditions: [] }),
    SCHEDULED,
    ...(mayRestartAll(sim) ? [restartingCondition(sim, seen, facts)] : []),
  ];
  return conditions.map((condition) => withTime(condition, old.conditions, sim.clock.now));
}

const SCHEDULED = { type: 'PodScheduled', status: 'True', reason: '', message: '' };

/** GetPodResizeConditions: in progress while a container runs with other requests or limits than the spec has. */
function resizeConditions(sim: Sim, seen: Seen): readonly Condition[] {
  const { resizePending } = sim.kubelet;
  const pending = resizePending === undefined ? [] : [resizePending];
  const under = containersOf(sim).flatMap(({ name, resources }) => {
    const newest = newestOf(seen, name);
    if (newest?.state !== 'running' || newest.resources === resources) return [];
    return [newest.resizeFailed === resources ? 'Error' : ''];
  });
  if (under.length === 0) return pending;
  const reason = under.find((each) => each !== '') ?? '';
  return [...pending, { type: 'PodResizeInProgress', status: 'True', reason, message: '' }];
}

function withTime(condition: Condition, before: readonly Condition[], now: number): Condition {
  const was = before.find(({ type }) => type === condition.type);
  const time = was?.status === condition.status ? was.lastTransitionTime : now;
  return { ...condition, ...(time !== undefined && { lastTransitionTime: time }) };
}

function sandboxCondition(seen: Seen): Condition {
  const type = 'PodReadyToStartContainers';
  if (seen.sandboxes[0]?.ready) return { type, status: 'True', reason: '', message: '' };
  const message = seen.sandboxes[0] ? 'pod sandbox is not ready' : 'no pod sandbox exists';
  return { type, status: 'False', reason: 'PodSandboxNotReady', message };
}

function restartingCondition(sim: Sim, seen: Seen, { phase, restartsAll: all }: Facts): Condition {
  const type = 'AllContainersRestarting';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted', message: '' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed', message: '' };
  const isCleaned = containersOf(sim).every(({ name }) => newestOf(seen, name) === undefined);
  if (!all || isCleaned) return { type, status: 'False', reason: '', message: '' };
  const message = 'container exited with restart policy rule';
  return { type, status: 'True', reason: 'RestartAllContainersStarted', message };
}

function restartsAllNow(sim: Sim, seen: Seen, old: Status): boolean {
  if (!mayRestartAll(sim)) return false;
  const isUnderWay = old.conditions.some(
    ({ type, status }) => type === 'AllContainersRestarting' && status === 'True',
  );
  if (isUnderWay) return true;
  const reported = new Map([...old.init, ...old.regular].map((status) => [status.name, status]));
  return containersOf(sim).some((container) => {
    const newest = newestOf(seen, container.name);
    if (newest === undefined || newest.state !== 'exited') return false;
    const { terminated } = reported.get(container.name)?.state ?? {};
    return (
      restartsAll(container, newest.exitCode, sim.gates) ||
      (terminated !== undefined && restartsAll(container, terminated.exitCode, sim.gates))
    );
  });
}

function mayRestartAll({ gates, kubelet }: Sim): boolean {
  return gates.RestartAllContainersOnContainerExits && couldRestartAll(kubelet.spec);
}

function containersOf({ kubelet }: Sim) {
  return [...kubelet.spec.initContainers, ...kubelet.spec.containers];
}

export function isPastDeadline({ kubelet, clock }: Sim): boolean {
  const seconds = kubelet.spec.activeDeadlineSeconds;
  const start = kubelet.status?.startTime;
  if (seconds === undefined || start === undefined) return false;
  return clock.now >= start + seconds * 1000;
}

/** One container's readiness has changed: written before the next sync does. */
export function withReadiness(sim: Sim, status: Status, name: string): Status {
  const turn = (each: ContainerStatus) =>
    each.name === name
      ? { ...each, ready: resultOf(sim.prober, 'readiness', each.containerID) === 'success' }
      : each;
  const init = status.init.map(turn);
  const regular = status.regular.map(turn);
  const { spec } = sim.kubelet;
  const given = {
    spec,
    statuses: [...init, ...regular],
    phase: status.phase,
    conditions: status.conditions,
  };
  const fresh = [readyCondition(given), containersReadyCondition(given)];
  const conditions = status.conditions.map((old) =>
    withTime(fresh.find(({ type }) => type === old.type) ?? old, status.conditions, sim.clock.now),
  );
  return { ...status, init, regular, conditions };
}

export function withStarted(status: Status, name: string, started: boolean): Status {
  const turn = (each: ContainerStatus) => (each.name === name ? { ...each, started } : each);
  return { ...status, init: status.init.map(turn), regular: status.regular.map(turn) };
}

const NOT_LOCATED: Terminated = {
  exitCode: 137,
  signal: 0,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
};

/** The last status: whatever never started is lost, and the phase is terminal. */
export function finalStatus(sim: Sim, status: Status): Status {
  const lost = (each: ContainerStatus): ContainerStatus =>
    each.state.terminated ? each : { ...each, state: { terminated: NOT_LOCATED } };
  const evident = status.init.findLastIndex(
    ({ state, lastState }) => state.waiting === undefined || lastState.terminated !== undefined,
  );
  return {
    ...status,
    regular: hasInitialized(sim) ? status.regular.map(lost) : status.regular,
    init: status.init.map((each, index) => (index <= Math.max(evident, 0) ? lost(each) : each)),
    phase: isTerminalPhase(status.phase) || sim.isStatic ? status.phase : 'Failed',
  };
}

/** By the object as it was when the kubelet last took it over, which may be a while ago. */
function hasInitialized({ kubelet }: Sim): boolean {
  const { initContainers } = kubelet.spec;
  const last = initContainers.at(-1);
  if (last === undefined) return true;
  const { regular, init } = kubelet.takenOver;
  const hasLeft = regular.some(
    ({ state, lastState }) => lastState.terminated !== undefined || state.waiting === undefined,
  );
  if (hasLeft) return true;
  const status = init.find(({ name }) => name === last.name);
  if (status === undefined) return false;
  if (isSidecar(last)) return status.state.running !== undefined && status.started === true;
  return status.lastState.terminated?.exitCode === 0 || status.state.terminated?.exitCode === 0;
}
