/**
 * What keeps a Pod from being Ready, container by container and gate by gate.
 * Upstream, v1.37.2: pkg/kubelet/status/generate.go; that the node's loss makes Ready False, and nothing else:
 * MarkPodsNotReady in pkg/controller/util/node/controller_utils.go.
 */
import type { Reason } from '../../problem.ts';
import type { PodView } from '../model.ts';
import { type Part, partsOf, reasonPath, stateName } from './parts.ts';

export type ReadinessCode =
  /** An ended Pod is not Ready, whatever its containers were. params: phase */
  | 'ready-never-again'
  /** params: container */
  | 'unready-no-status'
  /** params: container, reason (may be empty) */
  | 'unready-waiting'
  /** params: container, exitCode */
  | 'unready-ended'
  /** Its startup probe has not succeeded yet. params: container */
  | 'unready-startup'
  /** It runs, and postStart is not done. params: container */
  | 'unready-post-start'
  /** Its readiness probe fails, or has not been asked. params: container */
  | 'unready-probe'
  /** It runs and has no probe: the kubelet has not said so yet, or has stopped it. params: container */
  | 'unready-unsaid'
  /** params: gate */
  | 'gate-absent'
  /** params: gate, status */
  | 'gate-not-true'
  /** All containers are ready and the gates are met. The node controller says False of lost nodes. */
  | 'unready-node';

/** Nothing for a Pod that is Ready, or about which no container status is known. */
export function readinessOf(pod: PodView): readonly Reason<ReadinessCode>[] {
  const { spec, status } = pod;
  const ready = status.conditions.findIndex(({ type }) => type === 'Ready');
  const isReady = status.conditions[ready]?.status === 'True';
  if (isReady || status.containerStatuses.length + status.initContainerStatuses.length === 0) {
    return [];
  }
  if (status.phase === 'Succeeded' || status.phase === 'Failed') {
    return [reason('ready-never-again', 'status.phase', { phase: status.phase })];
  }
  const found = [
    ...partsOf(pod).flatMap((part) => unready(part) ?? []),
    ...spec.readinessGates.flatMap((gate, index) => {
      const at = status.conditions.findIndex(({ type }) => type === gate);
      const has = status.conditions[at]?.status;
      if (has === undefined)
        return reason('gate-absent', `spec.readinessGates[${index}]`, { gate });
      if (has === 'True') return [];
      return reason('gate-not-true', `status.conditions[${at}].status`, { gate, status: has });
    }),
  ];
  if (found.length > 0 || ready < 0) return found;
  return [reason('unready-node', `status.conditions[${ready}].status`)];
}

function unready(part: Part): Reason<ReadinessCode> | undefined {
  const { name: container, kind, spec, status, path } = part;
  if (spec === undefined || kind === 'init' || kind === 'ephemeral') return undefined;
  if (status === undefined) return reason('unready-no-status', path, { container });
  if (status.ready) return undefined;
  const { waiting, terminated } = status.state;
  switch (stateName(status.state)) {
    case 'waiting':
      return reason('unready-waiting', reasonPath(part), {
        container,
        reason: waiting?.reason ?? '',
      });
    case 'terminated':
      return reason('unready-ended', reasonPath(part), {
        container,
        exitCode: terminated?.exitCode ?? 0,
      });
    case 'none':
      return reason('unready-no-status', path, { container });
    case 'running':
      return reason(whileRunning(part), `${path}.ready`, { container });
  }
}

function whileRunning({ spec, status }: Part): ReadinessCode {
  if (status?.started !== true) {
    if (spec?.startupProbe) return 'unready-startup';
    if (spec?.postStart) return 'unready-post-start';
  }
  return spec?.readinessProbe ? 'unready-probe' : 'unready-unsaid';
}

function reason(
  code: ReadinessCode,
  path: string,
  params: Reason['params'] = {},
): Reason<ReadinessCode> {
  return { code, path, params };
}
