/** What an Event says in terms of steps. */
import type { Params } from '../../problem.ts';
import { parseDuration } from '../scenario/duration.ts';
import type { PodView } from '../model.ts';
import { specOf } from './views.ts';
import type { LifecycleEvent, LifecycleItem } from '../stream/types.ts';
import type { StepCode } from '../steps.ts';
import type { Actor } from '../timeline.ts';

export interface Told {
  readonly code: StepCode;
  /** Absent: whoever sent the Event. */
  readonly actor?: Actor;
  readonly params: Params;
}

/** Undefined: others say it as well. */
export function tellingOf(event: LifecycleEvent, item: LifecycleItem): Told | undefined {
  const { reason, message } = event;
  const { container = '' } = event;
  const at = { container };
  switch (reason) {
    case 'Created':
      return undefined;
    case 'Scheduled':
      return {
        code: 'scheduled',
        actor: 'scheduler',
        params: { node: / to (\S+)$/.exec(message)?.[1] ?? '' },
      };
    case 'FailedScheduling':
      return { code: 'unschedulable', actor: 'scheduler', params: { message } };
    case 'Pulling':
      return { code: 'image-pulling', params: { ...at, image: quoted(message) } };
    case 'Pulled':
      return pulled(event);
    case 'Started':
      return started(event);
    case 'Failed':
      return failed(event);
    case 'ErrImageNeverPull':
      return pullFailed(container, quoted(message), reason);
    case 'BackOff':
      return backoff(event);
    case 'Killing':
      return killing(event, item);
    case 'Unhealthy':
      return unhealthy(event);
    case 'FailedPostStartHook':
      return { code: 'post-start-failed', params: at };
    case 'FailedMount':
    case 'FailedAttachVolume':
      return { code: 'volumes-missing', params: { message } };
    case 'SandboxChanged':
      return { code: 'sandbox-lost', params: {} };
    case 'Evicted':
      return { code: 'evicted', params: { message } };
    case 'Preempted':
      return { code: 'disrupted', actor: 'scheduler', params: { reason: 'PreemptionByScheduler' } };
    case 'NodeNotReady':
      return { code: 'ready-false-by-controller', actor: 'node-lifecycle-controller', params: {} };
    case 'DeadlineExceeded': {
      const seconds = viewAt(item, event.at)?.spec.activeDeadlineSeconds;
      return seconds === undefined
        ? generic(event)
        : { code: 'deadline-exceeded', params: { seconds } };
    }
    case 'ResizeStarted':
    case 'ResizeCompleted': {
      const code = reason === 'ResizeStarted' ? 'resize-started' : 'resize-completed';
      return { code, params: { container: resized(message) } };
    }
    default:
      return other(event, item);
  }
}

function other(event: LifecycleEvent, item: LifecycleItem): Told {
  const { reason, message } = event;
  if (reason === 'TaintManagerEviction' && message.startsWith('Marking for deletion')) {
    return { code: 'taint-evicted', actor: 'taint-eviction-controller', params: {} };
  }
  const rejected =
    item.snapshots.at(-1)?.view.status.reason === reason && event.source === 'kubelet';
  if (rejected) return { code: 'rejected', params: { reason } };
  return generic(event);
}

function generic({ reason, message }: LifecycleEvent): Told {
  return { code: 'event', params: { reason, message } };
}

/** `Successfully pulled image "…" in 1.5s (…)`; an image that was there already is no step. */
function pulled({ container = '', message }: LifecycleEvent): Told | undefined {
  const took = / in ([\d.hms]{1,20}) \(/.exec(message)?.[1];
  if (took === undefined) return undefined;
  const params = { container, image: quoted(message), ms: parseDuration(took) ?? 0 };
  return { code: 'image-pulled', actor: 'runtime', params };
}

/** The count of the Event is that of all starts, as far as it was not forgotten in between. */
function started({ container = '', count }: LifecycleEvent): Told {
  if (count > 1)
    return { code: 'restarted', actor: 'kubelet', params: { container, restarts: count - 1 } };
  return { code: 'container-started', actor: 'runtime', params: { container, run: 1 } };
}

/** What `Error:` repeats of the waiting reason, other Events say better. */
const SAID_BETTER = /^Error: (?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull)$/;
const AT_START = /containerd task|failed to start|runc create failed|OCI runtime/;

function failed(event: LifecycleEvent): Told | undefined {
  const { container = '', message } = event;
  if (message.startsWith('Failed to pull image')) {
    return pullFailed(container, quoted(message), 'ErrImagePull');
  }
  if (SAID_BETTER.test(message)) return undefined;
  if (!message.startsWith('Error: ')) return generic(event);
  if (AT_START.test(message)) {
    return { code: 'start-failed', actor: 'runtime', params: { container, code: 'StartError' } };
  }
  return { code: 'create-failed', params: { container, reason: 'CreateContainerConfigError' } };
}

function pullFailed(container: string, image: string, reason: string): Told {
  return { code: 'image-pull-failed', actor: 'runtime', params: { container, image, reason } };
}

function backoff({ container = '', message }: LifecycleEvent): Told {
  if (message.startsWith('Back-off pulling image')) {
    return { code: 'image-backoff', params: { container, image: quoted(message) } };
  }
  return { code: 'crash-backoff', params: { container } };
}

function killing(event: LifecycleEvent, item: LifecycleItem): Told | undefined {
  const { container = '', message } = event;
  const params = { container };
  const probe = /failed (liveness|startup) probe/.exec(message)?.[1];
  if (probe !== undefined) return { code: 'probe-kills', params: { ...params, probe } };
  // Its own Event says so, too.
  if (message === 'FailedPostStartHook') return undefined;
  if (message.includes('definition changed')) return { code: 'definition-changed', params };
  const view = viewAt(item, event.at);
  if (view === undefined) return generic(event);
  // Before all containers restart they are stopped without grace and hook.
  const isBare = message === 'killing';
  if (specOf(view, container)?.preStop && !isBare) return { code: 'pre-stop-started', params };
  // Only the kubelet knows which grace it evicts with: one second, or that of a soft threshold.
  if (isEvicted(event, item))
    return { code: 'stop-signal', params: { ...params, grace: 'unknown' } };
  const { deletionGracePeriodSeconds, spec } = view;
  const grace = isBare ? 0 : (deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds);
  const ms = Math.max(grace, MINIMUM_GRACE) * 1000;
  return { code: 'stop-signal', params: { ...params, ms } };
}

/** The object says so only when its containers have ended. */
function isEvicted({ at }: LifecycleEvent, { snapshots, events }: LifecycleItem): boolean {
  const isOf = ({ status }: PodView) =>
    status.reason === 'Evicted' ||
    status.conditions.some(({ reason }) => reason === 'TerminationByKubelet');
  const last = snapshots.at(-1);
  if (last === undefined || !isOf(last.view)) return false;
  return events.some((each) => each.reason === 'Evicted' && each.at <= at + EVICTION_TAKES);
}

/** The Events of one eviction come together, in either order. */
const EVICTION_TAKES = 500;

/** minimumGracePeriodInSeconds of pkg/kubelet/kuberuntime/kuberuntime_container.go */
const MINIMUM_GRACE = 2;

function unhealthy(event: LifecycleEvent): Told {
  const { container = '', message } = event;
  const probe = /^(Liveness|Readiness|Startup) probe failed/.exec(message)?.[1]?.toLowerCase();
  if (probe === undefined) return generic(event);
  return { code: 'probe-answered', params: { container, probe, ok: 'no' } };
}

/** The image in a message. */
function quoted(message: string): string {
  return /"([^"]{1,500})"/.exec(message)?.[1] ?? '';
}

/** The container that the message names, if it is one. */
function resized(message: string): string {
  const names = message.match(/"name":"[\w-]{1,63}"/g) ?? [];
  return names.length === 1 ? (names[0]?.slice(8, -1) ?? '') : '';
}

/** The object as it was at that moment, as far as it was seen; a deletion shows a moment later. */
function viewAt({ snapshots }: LifecycleItem, at: number): PodView | undefined {
  let low = 0;
  let high = snapshots.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((snapshots[middle]?.at ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return snapshots[low]?.view;
}
