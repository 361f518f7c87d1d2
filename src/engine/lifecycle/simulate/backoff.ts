/**
 * The growing wait between tries, for crashing containers and for failing image pulls.
 * Upstream: staging/src/k8s.io/client-go/util/flowcontrol/backoff.go and newCrashLoopBackOff in
 * pkg/kubelet/kubelet.go, v1.37.2.
 */
import type { KubeletFacts } from '../scenario/types.ts';
import { GATES_1_37, type Gates } from '../../versions.ts';
import type { Backoffs } from './state.ts';

const SECOND = 1000;
const INITIAL = 10 * SECOND;
const MAX = 300 * SECOND;
const REDUCED_INITIAL = 1 * SECOND;
const REDUCED_MAX = 60 * SECOND;
/** The kubelet's own, whatever the longest wait is. */
const CRASH_EXPIRES = 600 * SECOND;

/**
 * `crashLoopBackOff.maxContainerRestartPeriod` wins over the reduced decay, also where nobody set it: the kubelet's
 * defaults (pkg/kubelet/apis/config/v1beta1/defaults.go) have 300 s. It lowers the first wait too.
 */
export function crashBackoffs(facts: KubeletFacts): Backoffs {
  const gates: Gates = { ...GATES_1_37, ...facts.gates };
  const reduced = gates.ReduceDefaultCrashLoopBackOffDecay;
  const stated = gates.KubeletCrashLoopBackOffMax ? (facts.maxRestartPeriod ?? MAX) : undefined;
  const max = stated ?? (reduced ? REDUCED_MAX : MAX);
  const initial = Math.min(reduced ? REDUCED_INITIAL : INITIAL, max);
  return { initial, max, expires: CRASH_EXPIRES, entries: new Map() };
}

export function pullBackoffs(): Backoffs {
  return { initial: INITIAL, max: MAX, expires: 2 * MAX, entries: new Map() };
}

/** The wait for `key` after what happened at `since`; 0 when there is none. */
export function backoffSince(backoffs: Backoffs, key: string, since: number): number {
  const entry = backoffs.entries.get(key);
  if (entry === undefined || since - entry.updated > backoffs.expires) return 0;
  return entry.delay;
}

/** The wait that counts from the last try itself. */
export function isWaiting(backoffs: Backoffs, key: string, now: number): boolean {
  const entry = backoffs.entries.get(key);
  return entry !== undefined && now - entry.updated < backoffSince(backoffs, key, now);
}

/** The next try is under way: the wait after it is twice as long. Gives whether the waits began anew. */
export function nextBackoff(backoffs: Backoffs, key: string, since: number, now: number): boolean {
  const entry = backoffs.entries.get(key);
  const expired = entry !== undefined && since - entry.updated > backoffs.expires;
  const delay =
    entry === undefined || expired ? backoffs.initial : Math.min(entry.delay * 2, backoffs.max);
  backoffs.entries.set(key, { delay, updated: now });
  return expired;
}
