/**
 * The pod worker: one sync at a time, and when the next one comes.
 * Upstream: podWorkerLoop and completeWork in pkg/kubelet/pod_workers.go, v1.37.2. Every sync waits until the
 * kubelet has looked at the runtime since the last one; that is where up to a second goes.
 */
import { isPastDeadline } from './pod-status.ts';
import { type Process, at } from '../../virtual-time.ts';
import { nextTick, relist, relistAt } from './runtime.ts';
import type { Failure } from './start.ts';
import type { Sim } from './state.ts';
import { type SyncResult, syncPod, syncTerminated, syncTerminating } from './sync.ts';
import { requestSync } from './wake.ts';

const TICK = 1000;
const RESYNC = 60_000;
const BACKOFF = 10_000;
/** A stated retry may lie this far outside the window that it is to fall into. */
const SLACK = 1200;

export function* workerLoop(sim: Sim): Process {
  const { kubelet, clock } = sim;
  for (;;) {
    while (!kubelet.pending || kubelet.away) yield kubelet.wake;
    kubelet.pending = false;
    // A look that found nothing new is not simulated, but it was taken.
    const lookedAt = Math.max(kubelet.seenAt, nextTick(sim, clock.now) - TICK);
    if (lookedAt <= kubelet.lastSync) {
      relistAt(sim, nextTick(sim, clock.now));
      while (kubelet.seenAt <= kubelet.lastSync) yield kubelet.relisted;
    }
    const { phase, seen } = kubelet;
    if (phase === 'finished') return;
    if (phase === 'terminated') {
      yield* syncTerminated(sim, seen);
      kubelet.phase = 'finished';
      return;
    }
    if (phase === 'terminating') {
      yield* syncTerminating(sim, seen);
      kubelet.phase = 'terminated';
      kubelet.pending = true;
      kubelet.lastSync = clock.now;
      continue;
    }
    kubelet.takenOver = sim.api.status;
    const result = yield* syncPod(sim, seen);
    watchDeadline(sim);
    kubelet.lastSync = clock.now;
    complete(sim, result);
  }
}

function complete(sim: Sim, result: SyncResult): void {
  const { kubelet, clock } = sim;
  if (result.terminal) {
    if (kubelet.phase === 'sync') {
      kubelet.phase = 'terminating';
      kubelet.grace = Math.max(1, kubelet.spec.terminationGracePeriodSeconds);
    }
    kubelet.pending = true;
    return;
  }
  if (result.again) requestSync(sim);
  if (result.acted && result.failures.length === 0) at(clock, clock.now + 1, () => relist(sim));
  retryAfter(sim, waitOf(sim, result.failures));
}

/** The shortest of the waits that say when they end; any other failure waits 10 s. */
function waitOf({ clock }: Sim, failures: readonly Failure[]): number {
  if (failures.length === 0) return RESYNC;
  const ends = failures.map(({ until }) => until).filter((until) => until !== undefined);
  if (ends.length < failures.length) return BACKOFF;
  return Math.min(RESYNC, Math.max(0, Math.min(...ends) - clock.now));
}

/** Between the wait and one and a half of it, at the next tick of the sync loop. */
function retryAfter(sim: Sim, wait: number): void {
  const { kubelet, clock, chance } = sim;
  const drawn = chance();
  const stated = kubelet.facts.retries.find(
    (time) => time >= clock.now + wait - SLACK / 4 && time <= clock.now + wait * 1.5 + SLACK,
  );
  const due = stated ?? nextSyncTick(sim, clock.now + wait * (1 + 0.5 * drawn));
  kubelet.retryAt = due;
  at(clock, due, () => {
    if (kubelet.retryAt === due) requestSync(sim);
  });
}

function nextSyncTick({ kubelet }: Sim, time: number): number {
  return Math.ceil((time - kubelet.syncPhase) / TICK) * TICK + kubelet.syncPhase;
}

/** An active deadline is noticed at a tick of the sync loop. */
function watchDeadline(sim: Sim): void {
  const { kubelet, clock } = sim;
  const seconds = kubelet.spec.activeDeadlineSeconds;
  const start = kubelet.status?.startTime;
  if (seconds === undefined || start === undefined) return;
  const due = nextSyncTick(sim, Math.max(clock.now, start + seconds * 1000));
  at(clock, due, () => {
    if (isPastDeadline(sim) && kubelet.phase === 'sync') requestSync(sim);
  });
}
