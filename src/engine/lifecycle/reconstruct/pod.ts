/**
 * The lanes of the Pod as a whole: phase and endpoint.
 * Endpoint, v1.37.2: staging/src/k8s.io/endpointslice/utils.go, for a Service without
 * publishNotReadyAddresses. Phase: pkg/kubelet/kubelet_pods.go.
 */
import {
  type Draft,
  type Life,
  enter,
  isBefore,
  leave,
  mayBe,
  note,
  stretch,
  within,
} from './lanes.ts';
import { endpointConditions, endpointOf } from '../endpoint.ts';
import type { ContainerStatus, PodView } from '../model.ts';
import { deletedAt } from './views.ts';
import { runsOf } from './runs.ts';
import type { Snapshot } from '../stream/types.ts';

export function drawPhase({ snapshots, begin, isFresh, origin }: Life, draft: Draft): void {
  let before: PodView | undefined;
  let since = begin;
  for (const snapshot of snapshots) {
    const { at, view } = snapshot;
    const { phase, reason } = view.status;
    const mayHaveRun = before?.status.phase === 'Pending' || (before === undefined && !isFresh);
    if (mayHaveRun && phase !== 'Pending') drawHistory(snapshot, since, origin, before, draft);
    else if (before === undefined && !isFresh)
      enter(draft, 'pod', begin, stretch(phase, 'inferred'));
    if (phase !== '') enter(draft, 'pod', at, stretch(phase, 'observed', reason));
    before = view;
    since = at;
  }
}

/** Pending until every container has started once, then Running, until the last one has ended. */
function drawHistory(
  snapshot: Snapshot,
  since: number,
  origin: number,
  before: PodView | undefined,
  draft: Draft,
): void {
  const { status } = snapshot.view;
  const statuses = status.containerStatuses;
  const starts = statuses.map(firstStart);
  const dates = starts.flatMap(({ date }) => (date === undefined ? [] : [date - origin]));
  if (before === undefined) enter(draft, 'pod', since, stretch('Pending', 'inferred'));
  if (statuses.length === 0 || dates.length < statuses.length) return;
  const running = dates.reduce((a, b) => Math.max(a, b));
  const isSure = starts.every(({ isFirst }) => isFirst);
  if (!isSure) enter(draft, 'pod', since, { state: 'unknown', known: 'unknown' });
  if (!isBefore(running, since) && !mayBe(running, snapshot)) {
    enter(draft, 'pod', within(running, since, snapshot.at), stretch('Running', 'inferred'));
  }
}

/** The first start that the status dates, and whether it was the very first. */
function firstStart(status: ContainerStatus): {
  readonly date?: number;
  readonly isFirst: boolean;
} {
  const [first] = runsOf(status);
  const date = first?.startedAt ?? first?.end?.finishedAt;
  return { ...(date !== undefined && { date }), isFirst: first?.index === 0 };
}

export function drawEndpoint(life: Life, draft: Draft): void {
  let before: string | undefined;
  for (const [index, snapshot] of life.snapshots.entries()) {
    const state = endpointOf(snapshot.view);
    if (index === 0 && !life.isFresh) drawBefore(life, snapshot, draft);
    else if (state !== before) setEndpoint(draft, snapshot.at, state);
    before = state;
  }
}

function setEndpoint(draft: Draft, at: number, state: string | undefined): void {
  const actor = 'endpointslice-controller';
  if (state === undefined) {
    leave(draft, 'endpoint', at);
    note(draft, at, 'inferred', actor, 'endpoint-removed');
    return;
  }
  const isNew = !draft.open.has('endpoint');
  enter(draft, 'endpoint', at, stretch(state, 'inferred'));
  const code = isNew ? 'endpoint-added' : 'endpoint-changed';
  note(draft, at, 'inferred', actor, code, endpointConditions(state));
}

/** Of a Pod that was only seen later: since its Ready condition is what it is, and since the delete. */
function drawBefore({ begin, origin }: Life, snapshot: Snapshot, draft: Draft): void {
  const { at, view } = snapshot;
  const state = endpointOf(view);
  if (state === undefined) return;
  const { deletionTimestamp: _, ...undeleted } = view;
  const ready = view.status.conditions.find(({ type }) => type === 'Ready');
  const since = within((ready?.lastTransitionTime ?? origin + at) - origin, begin, at);
  const alive = endpointOf(undeleted);
  const deleted = alive === state ? since : deletedAt(snapshot, origin, begin);
  // One that is not ready has been there for longer: nobody knows since when.
  if (alive === 'not-ready') enter(draft, 'endpoint', since, stretch(alive, 'inferred'));
  else if (since < deleted) setEndpoint(draft, since, alive);
  if (state === 'not-ready') return;
  setEndpoint(draft, Math.max(since, deleted), state);
}
