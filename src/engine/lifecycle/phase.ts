/**
 * The phase that the kubelet computes from the containers' statuses.
 * Upstream, v1.37.2: getPhase in pkg/kubelet/kubelet_pods.go.
 * Left out: what happens to it afterwards (a terminal phase is never left, an active deadline or an eviction
 * makes it Failed).
 */
import { GATES_1_37, type Gates } from '../versions.ts';
import {
  type ContainerSpec,
  type ContainerStatus,
  type PodView,
  type Terminated,
  isSidecar,
} from './model.ts';
import { mayRestart } from './restart.ts';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

export interface PhaseOptions {
  /** The kubelet knows that nothing will run again: deleted or evicted, and all have stopped. */
  readonly podIsTerminal: boolean;
  /** A regular container has started in the current sandbox. */
  readonly podHasInitialized: boolean;
  readonly gates?: Partial<PhaseGates>;
}

export type PhaseGates = Pick<
  Gates,
  'ContainerRestartRules' | 'RestartAllContainersOnContainerExits'
>;

export function isTerminalPhase(phase: string): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** `statuses`: of regular and init containers together. */
export function phaseOf(
  { spec, isStatic }: Pick<PodView, 'spec' | 'isStatic'>,
  statuses: readonly ContainerStatus[],
  { podIsTerminal, podHasInitialized, gates }: PhaseOptions,
): Phase {
  const rules: Rules = { ...GATES_1_37, ...gates, podPolicy: spec.restartPolicy };
  const byName = statusesByName(statuses);
  const init = countInit(spec.initContainers, byName, rules);
  const sidecars = countSidecars(spec.initContainers, byName);
  const regular = countRegular(spec.containers, byName, rules);
  const unknown = sidecars.unknown + regular.unknown;
  const running = sidecars.running + regular.running;

  const initFailed = rules.ContainerRestartRules
    ? init.final > 0
    : init.failed > 0 && spec.restartPolicy === 'Never';
  if (initFailed) return 'Failed';
  if (init.pending > 0 || sidecars.waiting + regular.waiting > 0) return 'Pending';
  if (sidecars.pending > 0 && !podHasInitialized) return 'Pending';
  if (running > 0 && unknown === 0) return 'Running';
  if (running > 0 || unknown > 0 || regular.stopped === 0) return 'Pending';
  const ended = regular.stopped === regular.succeeded ? 'Succeeded' : 'Failed';
  if (podIsTerminal && !isStatic) return ended;
  if (rules.ContainerRestartRules) return regular.stopped > regular.final ? 'Running' : ended;
  if (spec.restartPolicy === 'Always') return 'Running';
  return ended === 'Succeeded' || spec.restartPolicy === 'Never' ? ended : 'Running';
}

/** What a reader of the statuses can say of `podHasInitialized`: HasAnyRegularContainerStarted upstream. */
export function anyRegularStarted(
  containers: readonly ContainerSpec[],
  statuses: readonly ContainerStatus[],
): boolean {
  const names = new Set(containers.map(({ name }) => name));
  return statuses.some(
    ({ name, state }) =>
      names.has(name) && (state.running !== undefined || state.terminated !== undefined),
  );
}

/** Of several statuses with one name the first counts. */
export function statusesByName(
  statuses: readonly ContainerStatus[],
): ReadonlyMap<string, ContainerStatus> {
  return new Map(statuses.toReversed().map((status) => [status.name, status]));
}

interface Rules extends PhaseGates {
  readonly podPolicy: string;
}

type ByName = ReadonlyMap<string, ContainerStatus>;

/** The reason of a termination that a restart of all containers caused. */
const RESTARTING_ALL = 'RestartingAllContainers';

function countInit(containers: readonly ContainerSpec[], byName: ByName, rules: Rules) {
  const count = { pending: 0, failed: 0, final: 0 };
  for (const container of containers) {
    if (isSidecar(container)) continue;
    const status = byName.get(container.name);
    const end = endOf(status);
    if (end === undefined) count.pending++;
    else if (end.exitCode !== 0) {
      count.failed++;
      if (!runsAgain(container, end, rules)) count.final++;
    }
  }
  return count;
}

/** How a sidecar ended never counts. */
function countSidecars(containers: readonly ContainerSpec[], byName: ByName) {
  const count = { unknown: 0, running: 0, waiting: 0, pending: 0 };
  for (const container of containers) {
    if (!isSidecar(container)) continue;
    const status = byName.get(container.name);
    if (status === undefined) count.unknown++;
    else if (status.state.running) {
      count.running++;
      if (status.started !== true) count.pending++;
    } else if (status.state.terminated === undefined) {
      if (status.state.waiting === undefined) count.unknown++;
      else if (status.lastState.terminated) continue;
      else count.waiting++;
      count.pending++;
    }
  }
  return count;
}

function countRegular(containers: readonly ContainerSpec[], byName: ByName, rules: Rules) {
  const count = { unknown: 0, running: 0, waiting: 0, stopped: 0, final: 0, succeeded: 0 };
  for (const container of containers) {
    const status = byName.get(container.name);
    const end = endOf(status);
    if (status?.state.running) count.running++;
    else if (end) {
      count.stopped++;
      if (!runsAgain(container, end, rules)) count.final++;
      // One that waits has not succeeded, however it ended before.
      if (status?.state.terminated?.exitCode === 0) count.succeeded++;
    } else if (status?.state.waiting) count.waiting++;
    else count.unknown++;
  }
  return count;
}

/** How the container ended; of one that waits, how its last run did. */
function endOf(status: ContainerStatus | undefined): Terminated | undefined {
  if (status === undefined || status.state.running) return undefined;
  if (status.state.terminated) return status.state.terminated;
  return status.state.waiting && status.lastState.terminated;
}

function runsAgain(container: ContainerSpec, end: Terminated, rules: Rules): boolean {
  const restartingAll = rules.RestartAllContainersOnContainerExits && end.reason === RESTARTING_ALL;
  return restartingAll || mayRestart(container, rules.podPolicy, end.exitCode, rules);
}
