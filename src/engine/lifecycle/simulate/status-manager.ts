/**
 * The kubelet's status manager: keeps the newest status and writes it to the API server, and removes the object
 * when the Pod is done with.
 * Upstream: pkg/kubelet/status/status_manager.go (updateStatusInternal, syncPod, mergePodStatus,
 * canBeDeleted), v1.37.2.
 */
import type { Condition } from '../model.ts';
import { changed, phaseLane, writeStatus } from './api.ts';
import { at } from '../../virtual-time.ts';
import { isSame } from './equal.ts';
import { note } from './record.ts';
import { KUBELETS } from '../conditions.ts';
import { isTerminalPhase } from '../phase.ts';
import type { Sim, Status } from './state.ts';

/** How long a patch of the status takes. */
const WRITE_TAKES = 4;
/** All statuses are compared with the API server's this often. */
const FULL_ROUND = 10_000;

export function setStatus(sim: Sim, status: Status): void {
  const { kubelet, clock } = sim;
  const old = kubelet.status;
  const started = old?.startTime ?? sim.api.status.startTime ?? clock.now;
  const next: Status = { ...status, startTime: Math.floor(started / 1000) * 1000 };
  if (old !== undefined && !kubelet.finished && isSame(old, next)) return;
  kubelet.status = next;
  tellReadiness(sim, old, next);
  write(sim);
}

function write(sim: Sim): void {
  const { kubelet, clock } = sim;
  if (kubelet.writing) return;
  kubelet.writing = true;
  at(clock, clock.now + WRITE_TAKES, () => {
    kubelet.writing = false;
    if (kubelet.away) {
      kubelet.missed.push(() => write(sim));
      return;
    }
    patch(sim);
  });
}

function patch(sim: Sim): void {
  const { api, kubelet } = sim;
  const { status } = kubelet;
  if (!api.exists || status === undefined) return;
  const merged = mergeStatus(sim, status);
  if (!isSame(api.status, merged)) {
    const before = api.status.phase;
    writeStatus(sim, merged);
    phaseLane(before, merged.phase, sim);
  }
  const isDone = kubelet.finished && isTerminalPhase(api.status.phase);
  if (sim.isStatic ? !kubelet.finished : !isDone || api.deletionTimestamp === undefined) return;
  removeWithoutGrace(sim);
}

export function removeWithoutGrace(sim: Sim): void {
  const { api, clock } = sim;
  if (api.deletionGracePeriodSeconds !== 0) {
    api.deletionGracePeriodSeconds = 0;
    api.deletionTimestamp = clock.now;
    changed(sim);
  }
  removeObject(sim);
}

/** The kubelet looks after the mirror only when it syncs the Pod; the status follows with the next full round. */
export function renewMirror(sim: Sim, empty: Status): void {
  const { api, clock, record } = sim;
  removeWithoutGrace(sim);
  if (api.exists) return;
  api.exists = true;
  api.deletionTimestamp = undefined;
  api.deletionGracePeriodSeconds = undefined;
  api.status = empty;
  note(record, clock.now, 'kubelet', 'mirror-created');
  changed(sim);
  at(clock, clock.now + FULL_ROUND, () => write(sim));
}

/** The object is gone, unless a finalizer holds it. */
export function removeObject(sim: Sim): void {
  const { api, record, clock } = sim;
  if (!api.exists) return;
  if (api.finalizers.length > 0) {
    note(record, clock.now, 'apiserver', 'finalizer-holds', {
      finalizers: api.finalizers.join(' '),
    });
    return;
  }
  api.exists = false;
  changed(sim);
}

/** The kubelet's own are as it says, all others as the API server has them. */
export function mergeConditions(
  old: readonly Condition[],
  next: readonly Condition[],
): readonly Condition[] {
  const theirs = old.filter(({ type }) => !KUBELETS.has(type));
  return [...theirs, ...next.filter(({ type }) => KUBELETS.has(type))];
}

/** A terminal phase waits until no container can run any more. */
function mergeStatus({ api, kubelet }: Sim, status: Status): Status {
  const mayRun = kubelet.phase === 'sync' || kubelet.phase === 'terminating';
  const old = api.status;
  const conditions = mergeConditions(old.conditions, status.conditions);
  const isEnding = !isTerminalPhase(old.phase) && isTerminalPhase(status.phase);
  if (isEnding && mayRun) {
    const { phase, reason, message } = old;
    return { ...status, conditions, phase, reason, message };
  }
  return { ...status, conditions };
}

function tellReadiness(sim: Sim, old: Status | undefined, next: Status): void {
  const isReady = (status: Status | undefined) =>
    status?.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
  const was = isReady(old);
  if (was === isReady(next)) return;
  const { record, clock, api } = sim;
  if (was) {
    note(record, clock.now, 'kubelet', 'pod-unready');
    return;
  }
  const isDeleted = api.deletionTimestamp !== undefined;
  const params = isDeleted ? { endpoint: 'terminating' } : {};
  note(record, clock.now, 'kubelet', 'pod-ready', params);
}
