/**
 * What is easily misread in the state of one container.
 * Upstream, v1.37.2: the waits between restarts are those of doBackOff in
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go; what STATUS shows meanwhile was measured on a node.
 */
import { parseDuration } from '../scenario/duration.ts';
import { type Facts, type StatusFinding, finding, isOver } from './types.ts';
import type { ContainerStatus, PodView } from '../model.ts';
import { anyRegularStarted } from '../phase.ts';
import { mayRestart } from '../restart.ts';
import { type Part, reasonPath } from './parts.ts';
import { age, printTime } from '../time.ts';

export function* aboutContainer(part: Part, facts: Facts): Generator<StatusFinding> {
  const { status, name: container, kind, path } = part;
  if (status === undefined || kind === 'ephemeral') return;
  const { waiting, terminated } = status.state;
  const at = reasonPath(part);
  if (kind === 'sidecar') yield* aboutSidecar(part, status, facts);
  if (waiting?.reason === 'ContainerCreating' && part.spec?.postStart) {
    yield finding('creating-may-run', at, { container });
  }
  if (waiting?.reason === 'RunContainerError' && facts.pod.status.phase === 'Running') {
    yield finding('never-ran-but-running', at, { container });
  }
  yield* aboutRestart(part, status, facts);
  if (terminated === undefined) return;
  const policy = facts.pod.spec.restartPolicy;
  if (policy === 'Never' && part.spec?.livenessProbe && terminated.exitCode === 0) {
    yield finding('liveness-may-be-it', `${path}.state.terminated.exitCode`, { container });
  }
}

function* aboutSidecar(
  { name: container, path }: Part,
  { state, started }: ContainerStatus,
  { pod, columns, parts }: Facts,
): Generator<StatusFinding> {
  const isInitialized = anyRegularStarted(pod.spec.containers, pod.status.containerStatuses);
  const speaks = columns.source.path.startsWith(path) && columns.status.startsWith('Init:');
  if (speaks && isInitialized) yield finding('sidecar-not-init', path, { container });
  if (speaks && !isInitialized && state.running && started !== true) {
    yield finding('sidecar-starting', `${path}.started`, { container });
  }
  const end = state.terminated;
  if (end && pod.status.phase === 'Succeeded' && end.exitCode !== 0) {
    const at = `${path}.state.terminated.exitCode`;
    yield finding('sidecar-exit-ignored', at, { container, exitCode: end.exitCode });
  }
  const mainRuns = parts.some(({ kind, status }) => kind === 'container' && status?.state.running);
  if (end?.exitCode === 0 && mainRuns) yield finding('sidecar-ended', path, { container });
}

/** The first wait; each further one is twice as long, up to the longest. */
const FIRST_WAIT = 10_000;
const LONGEST_WAIT = 300_000;

/** Whether and when it starts again. */
function* aboutRestart(
  part: Part,
  status: ContainerStatus,
  { pod, parts }: Facts,
): Generator<StatusFinding> {
  const { name: container, spec } = part;
  const { waiting, terminated } = status.state;
  const end =
    terminated ??
    (waiting?.reason === 'CrashLoopBackOff' ? status.lastState.terminated : undefined);
  if (!end || !spec || isOver(pod.status.phase) || pod.deletionTimestamp !== undefined) return;
  const at = reasonPath(part);
  if (part.kind === 'sidecar' && parts.every((each) => isOutForGood(each, pod))) return;
  // A regular init container that succeeded is done.
  if (part.kind === 'init' && end.exitCode === 0) return;
  if (!mayRestart(spec, pod.spec.restartPolicy, end.exitCode)) {
    yield finding('stays-ended', at, { container, exitCode: end.exitCode });
    return;
  }
  if (terminated && status.restartCount === 0) {
    yield finding('restarts-at-once', at, { container });
    return;
  }
  const told = parseDuration(
    /\bback-off (\S+) restarting\b/.exec(waiting?.message ?? '')?.[1] ?? '',
  );
  const wait = told ?? Math.min(FIRST_WAIT * 2 ** (status.restartCount - 1), LONGEST_WAIT);
  if (end.finishedAt === undefined || status.restartCount === 0) return;
  const params = { container, delay: age(wait), at: printTime(end.finishedAt + wait) };
  yield finding(terminated ? 'backoff-not-shown' : 'backoff-until', at, params);
}

/**
 * Not a main container that runs or may run again. Without one the kubelet stops the sidecars and starts none
 * (computePodActions: nothing to keep and nothing to start).
 */
function isOutForGood({ kind, spec, status }: Part, pod: PodView): boolean {
  if (kind !== 'container') return true;
  const end = status?.state.terminated;
  return (
    end !== undefined &&
    spec !== undefined &&
    !mayRestart(spec, pod.spec.restartPolicy, end.exitCode)
  );
}
