/**
 * What becomes of a Pod in an EndpointSlice, for a Service without publishNotReadyAddresses.
 * Upstream: staging/src/k8s.io/endpointslice/utils.go, v1.37.2.
 */
import type { PodView } from './model.ts';
import { isTerminalPhase } from './phase.ts';

interface Facts {
  readonly deletionTimestamp?: number | undefined;
  readonly status: Pick<PodView['status'], 'podIPs' | 'phase' | 'conditions'>;
}

/** The state of its endpoint; undefined where it has none. */
export function endpointOf({ deletionTimestamp, status }: Facts): string | undefined {
  if (status.podIPs.length === 0 || isTerminalPhase(status.phase)) return undefined;
  const serving = status.conditions.some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
  if (deletionTimestamp !== undefined) return serving ? 'serving-terminating' : 'terminating';
  return serving ? 'ready' : 'not-ready';
}

/** What the EndpointSlice says of an endpoint in this state. */
export function endpointConditions(state: string): Readonly<Record<string, string>> {
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  return {
    ready: yes(state === 'ready'),
    serving: yes(state === 'ready' || state === 'serving-terminating'),
    terminating: yes(state.endsWith('terminating')),
  };
}
