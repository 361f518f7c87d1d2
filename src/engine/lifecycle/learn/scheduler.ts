/** When it was bound, or why not. */
import type { Scenario } from '../scenario/types.ts';
import { PLAIN_SCENARIO } from '../scenario/read.ts';
import type { Seen } from './index.ts';

const WRITE_TAKES = 1;

export function schedulerOf(seen: Seen): Scenario['scheduler'] {
  const { snapshots, zero, actions } = seen;
  const at = (index: number) => (snapshots[index]?.at ?? zero.base) - zero.base;
  const rejected = snapshots.find(
    ({ view }) =>
      view.status.phase === 'Failed' &&
      view.status.reason !== '' &&
      view.status.containerStatuses.length === 0,
  );
  const rejectedAs = rejected ? { rejectedAs: rejected.view.status.reason } : {};
  const bound = snapshots.findIndex(({ view }) => view.spec.nodeName !== '');
  const isHeldUp = snapshots.some(({ view }) =>
    view.status.conditions.some(
      ({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable',
    ),
  );
  const { bindAfter } = PLAIN_SCENARIO.scheduler;
  if (bound === -1) return { bindAfter, ...(isHeldUp && { fitsAt: null }), ...rejectedAs };
  const time = Math.max(1, Math.round(boundAt(seen, at(bound)) - WRITE_TAKES));
  if (isHeldUp) return { bindAfter, fitsAt: time, ...rejectedAs };
  const ungated = actions.find((action) => action.do === 'edit' && /Gates$/.test(action.path));
  const since = ungated?.at ?? 0;
  return { bindAfter: Math.max(1, time - since), ...rejectedAs };
}

/** A Pod that was bound when it was first seen says when, to the second. */
function boundAt({ snapshots, zero }: Seen, seen: number): number {
  const first = snapshots[0]?.view;
  if (first === undefined || first.spec.nodeName === '') return seen;
  const date = first.status.conditions.find(({ type }) => type === 'PodScheduled');
  const time = date?.lastTransitionTime;
  if (time === undefined || zero.origin === null) return seen;
  return Math.min(seen, Math.max(PLAIN_SCENARIO.scheduler.bindAfter, time - zero.origin));
}
