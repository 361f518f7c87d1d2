/** What may be said about a Pod's status, and what it is drawn from. */
import type { Params, Reason } from '../../problem.ts';
import type { PodView } from '../model.ts';
import type { Phase } from '../phase.ts';
import type { Columns } from './column.ts';
import type { Part } from './parts.ts';

export type StatusFindingCode =
  /** `status.reason` is not what STATUS shows: a container's reason wins. params: reason, word */
  | 'reason-hidden'
  /** params: container, reason, word */
  | 'container-hidden'
  /** Deleted, and ended: STATUS is no longer Terminating. params: word */
  | 'ended-not-terminating'
  /** One failed, another runs. params: container, running */
  | 'others-run'
  /** Of several containers that wait or have ended the first has the word. params: container, others */
  | 'first-speaks'
  /** Initialization is over, and yet `Init:`. params: container */
  | 'sidecar-not-init'
  /** It ended with 0, so only READY tells. params: container */
  | 'sidecar-ended'
  /** The main containers are done. params: containers */
  | 'sidecars-run-on'
  /** params: container, exitCode */
  | 'sidecar-exit-ignored'
  /** The next container waits until it has started. params: container */
  | 'sidecar-starting'
  /** The first restart comes without a wait. params: container */
  | 'restarts-at-once'
  /** The wait runs, STATUS does not say so. params: container, delay, at */
  | 'backoff-not-shown'
  /** params: container, delay, at */
  | 'backoff-until'
  /** params: container, exitCode */
  | 'stays-ended'
  /** params: container */
  | 'liveness-may-be-it'
  /** A process may run: postStart holds the state back. params: container */
  | 'creating-may-run'
  /** params: container */
  | 'never-ran-but-running'
  /** params: reason */
  | 'succeeded-though-disrupted'
  /** params: reason */
  | 'rejected-by-kubelet'
  /** params: seconds, at */
  | 'deadline-ahead'
  /** params: since */
  | 'node-unreachable'
  /** params: at, ago, grace */
  | 'deletion-asked'
  /** params: at, left */
  | 'deletion-ends'
  /** params: at, late */
  | 'deletion-overdue'
  /** params: finalizers */
  | 'finalizers-hold'
  | 'ready-while-terminating'
  | 'mirror-pod'
  /** params: gates */
  | 'gates-hold'
  /** params: reason */
  | 'not-scheduled'
  /** A manifest: it says nothing of what became of it. */
  | 'no-status'
  /** It is about to end; the phase follows when nothing runs any more. params: phase, computed */
  | 'phase-lags'
  /** Nothing would run again, whatever the policy. params: phase, computed */
  | 'phase-decided'
  /** The kubelet makes it Failed itself, however the containers end. params: phase, computed, reason */
  | 'phase-set'
  /** A terminal phase is never left. params: phase, computed */
  | 'phase-kept'
  /** params: phase, computed */
  | 'phase-differs';

export type StatusFinding = Reason<StatusFindingCode>;

/** What a finding is drawn from. */
export interface Facts {
  readonly pod: PodView;
  readonly columns: Columns;
  readonly now: number;
  readonly parts: readonly Part[];
  readonly phaseWouldBe: Phase;
}

export function finding(code: StatusFindingCode, path: string, params: Params = {}): StatusFinding {
  return { code, path, params };
}

export function isOver(phase: string): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

export function names(parts: readonly Part[]): string {
  return parts.map(({ name }) => name).join(', ');
}
