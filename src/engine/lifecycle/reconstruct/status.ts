/** Steps that a container's status shows when it is compared with the one before. */
import { type Draft, note } from './lanes.ts';
import type { ContainerSpec, ContainerStatus } from '../model.ts';
import { isInit, readySince, specOf } from './views.ts';
import { mayRestart } from '../restart.ts';
import { backoffOf } from '../stream/order.ts';
import type { Snapshot } from '../stream/types.ts';
import type { StepCode } from '../steps.ts';
import type { Actor } from '../timeline.ts';
import { own } from '../own.ts';

export interface Seen {
  readonly snapshot: Snapshot;
  readonly before: ContainerStatus | undefined;
  readonly status: ContainerStatus;
  readonly origin: number;
  /** When its last run ended. */
  readonly runTo: number | undefined;
}

export function noteStatus(draft: Draft, seen: Seen): void {
  const { snapshot, before, status, origin } = seen;
  const { view, at } = snapshot;
  const spec = specOf(view, status.name);
  noteWaiting(draft, seen, spec);
  noteEnd(draft, seen, spec);
  const container = status.name;
  const isSameRun = before !== undefined && before.restartCount === status.restartCount;
  if (isSameRun && spec?.startupProbe && status.started === true && before.started !== true) {
    const params = { container, probe: 'startup', result: 'success' };
    note(draft, at, 'observed', 'kubelet', 'probe-result', params);
  }
  const was = before?.ready ?? false;
  if (was === status.ready || isInit(view, status.name)) return;
  const since = status.ready && before === undefined ? readySince(snapshot, origin) : at;
  if (spec?.readinessProbe && status.state.running && (isSameRun || status.ready)) {
    const result = status.ready ? 'success' : 'failure';
    const params = { container, probe: 'readiness', result };
    note(draft, since, 'observed', 'kubelet', 'probe-result', params);
  }
  const code = status.ready ? 'container-ready' : 'container-unready';
  note(draft, since, 'observed', 'kubelet', code, { container });
}

interface Failure {
  readonly actor: Actor;
  readonly code: StepCode;
  /** Which param has the reason. */
  readonly as?: 'reason' | 'code';
}

const PULL: Failure = { actor: 'runtime', code: 'image-pull-failed', as: 'reason' };
const CREATE: Failure = { actor: 'kubelet', code: 'create-failed', as: 'reason' };

/** Waiting reasons that say that something failed. */
const FAILURES: Readonly<Record<string, Failure>> = {
  ErrImagePull: PULL,
  ErrImageNeverPull: PULL,
  InvalidImageName: PULL,
  ImageInspectError: PULL,
  RegistryUnavailable: PULL,
  SignatureValidationFailed: PULL,
  CreateContainerConfigError: CREATE,
  CreateContainerError: CREATE,
  RunContainerError: { actor: 'runtime', code: 'start-failed', as: 'code' },
  PostStartHookError: { actor: 'kubelet', code: 'post-start-failed' },
};

function noteWaiting(draft: Draft, seen: Seen, spec: ContainerSpec | undefined): void {
  const { before, runTo } = seen;
  const { at } = seen.snapshot;
  const { name, state, lastState, restartCount } = seen.status;
  const { waiting } = state;
  const isNew =
    waiting?.reason !== before?.state.waiting?.reason || restartCount !== before?.restartCount;
  if (waiting === undefined || !isNew) return;
  const { reason } = waiting;
  const container = { container: name };
  const image = { image: spec?.image ?? '' };
  if (reason === 'CrashLoopBackOff') {
    const ms = backoffOf(waiting.message);
    if (ms > 0) {
      // The wait counts from the end of the run.
      const begun = runTo ?? at;
      note(draft, begun, 'inferred', 'kubelet', 'crash-backoff', {
        ...container,
        ms,
        until: begun + ms,
      });
    }
    note(draft, at, 'observed', 'kubelet', 'backoff-shown', container);
  } else if (reason === 'ImagePullBackOff') {
    note(draft, at, 'observed', 'kubelet', 'image-backoff', { ...container, ...image });
  } else {
    const failure = own(FAILURES, reason);
    // A start that failed has a date: it has been told.
    const isTold = failure?.as === 'code' && lastState.terminated?.finishedAt !== undefined;
    if (failure === undefined || isTold) return;
    const why = failure.as === 'code' ? (lastState.terminated?.reason ?? reason) : reason;
    note(draft, at, 'observed', failure.actor, failure.code, {
      ...container,
      ...(failure === PULL && image),
      ...(failure.as !== undefined && { [failure.as]: why }),
    });
  }
}

function noteEnd(draft: Draft, seen: Seen, spec: ContainerSpec | undefined): void {
  const { at, view } = seen.snapshot;
  const { name, state } = seen.status;
  const { terminated } = state;
  if (terminated === undefined || seen.before?.state.terminated || spec === undefined) return;
  const isDone = terminated.exitCode === 0 && isInit(view, name);
  if (view.deletionTimestamp !== undefined || isDone) return;
  const { restartPolicy } = view.spec;
  if (mayRestart(spec, restartPolicy, terminated.exitCode)) return;
  const params = { container: name, policy: spec.restartPolicy ?? restartPolicy };
  note(draft, at, 'inferred', 'kubelet', 'not-restarted', params);
}
