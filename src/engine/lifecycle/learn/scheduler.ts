/** When it was bound, or why not. */
import type { Scenario } from '../scenario.ts';
import { PLAIN_SCENARIO } from '../read-scenario.ts';
import type { Seen } from './index.ts';

const WRITE_TAKES = 1;

export function schedulerOf({ snapshots, zero, actions }: Seen): Scenario['scheduler'] {
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
  const time = Math.max(1, Math.round(at(bound) - WRITE_TAKES));
  if (isHeldUp) return { bindAfter, fitsAt: time, ...rejectedAs };
  const ungated = actions.find((action) => action.do === 'edit' && /Gates$/.test(action.path));
  const since = ungated?.at ?? 0;
  return { bindAfter: Math.max(1, time - since), ...rejectedAs };
}
