/**
 * A Pod's life out of what was seen of it: objects, a watch, Events. Whatever an object or an Event says is
 * `observed`; what follows from its dates although nobody looked at that moment is `inferred`; in between it
 * may be `unknown`. Simulations are drawn in the same shape, so that both can stand one above the other.
 */
import { type Draft, type Life, drawn, leave, mayBe, newDraft, within } from './lanes.ts';
import { drawEventsAlone } from './alone.ts';
import { drawConditions } from './conditions.ts';
import { drawContainers } from './containers.ts';
import { withEvents } from './events.ts';
import { drawObject } from './object.ts';
import { drawEndpoint, drawPhase } from './pod.ts';
import { drawProbes } from './probes.ts';
import { columnsOf } from '../status/column.ts';
import { statusesOf } from './views.ts';
import type { LifecycleEvent, LifecycleItem, Snapshot } from '../stream/types.ts';
import type { StepCode } from '../steps.ts';
import type { Row, Step, Timeline } from '../timeline.ts';

export interface ReconstructOptions {
  /** The end of what is shown, on the item's clock; absent: the last thing that is known. */
  readonly until?: number;
}

export interface Reconstruction extends Timeline {
  readonly steps: readonly Step<StepCode>[];
}

export function reconstruct(item: LifecycleItem, options: ReconstructOptions = {}): Reconstruction {
  const { object, snapshots, events } = item;
  const draft = newDraft();
  const lives = livesIn(item);
  for (const [index, life] of lives.entries()) drawLife(life, lives[index + 1], draft);
  if (lives.length === 0) drawEventsAlone(events, draft);
  const steps = withEvents(draft.steps, item);
  const latest = [snapshots.at(-1)?.at ?? 0, events.at(-1)?.at ?? 0, options.until ?? 0];
  return {
    object,
    origin: item.origin,
    until: latest.reduce((a, b) => Math.max(a, b)),
    spans: drawn(draft),
    steps,
    table: rowsOf(item),
  };
}

function drawLife(life: Life, next: Life | undefined, draft: Draft): void {
  drawObject(life, draft);
  drawPhase(life, draft);
  drawConditions(life, draft);
  drawContainers(life, draft);
  drawProbes(life, draft);
  drawEndpoint(life, draft);
  const last = life.snapshots.at(-1) ?? life.snapshots[0];
  const end = last.type === 'DELETED' ? last.at : next?.begin;
  for (const lane of end === undefined ? [] : [...draft.open.keys()]) {
    leave(draft, lane, end ?? last.at);
  }
}

/** A name that was deleted and created again has had several. */
function livesIn(item: LifecycleItem): readonly Life[] {
  const { snapshots, origin } = item;
  const lives: Life[] = [];
  let from = 0;
  let used = 0;
  for (let index = 0; index < snapshots.length; index++) {
    const here = snapshots[index] as Snapshot;
    const next = snapshots[index + 1];
    if (next !== undefined && next.view.uid === here.view.uid) continue;
    const own = snapshots.slice(from, index + 1);
    from = index + 1;
    const [first, ...rest] = own as [Snapshot, ...Snapshot[]];
    const after = lives.at(-1)?.snapshots.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    const events = new Map<string, LifecycleEvent[]>();
    for (; used < item.events.length; used++) {
      const event = item.events[used] as LifecycleEvent;
      if (next !== undefined && event.at > next.at) break;
      const { container = '' } = event;
      const told = events.get(container);
      if (told) told.push(event);
      else events.set(container, [event]);
    }
    lives.push({
      snapshots: [first, ...rest],
      statuses: own.map(({ view }) => new Map(statusesOf(view).map((each) => [each.name, each]))),
      events,
      origin: origin ?? 0,
      ...beginning(first, origin ?? 0, Math.max(0, after)),
    });
  }
  return lives;
}

/** A watch that shows an object within the second of its creation shows it as it was created. */
function beginning(
  first: Snapshot,
  origin: number,
  after: number,
): Pick<Life, 'begin' | 'isFresh'> {
  const { creationTimestamp, status } = first.view;
  if (creationTimestamp === undefined) return { begin: first.at, isFresh: true };
  const date = creationTimestamp - origin;
  const isFresh = first.type === 'ADDED' && status.startTime === undefined && mayBe(date, first);
  return { begin: isFresh ? first.at : within(date, after, first.at), isFresh };
}

/** A row for each change of what `kubectl get pod -w` prints. */
function rowsOf({ snapshots, origin }: LifecycleItem): readonly Row[] {
  const rows: Row[] = [];
  for (const { at, type, view } of snapshots) {
    const { ready, status, restartCount } = columnsOf(view, at + (origin ?? 0));
    const row = { at, ready, status, restarts: String(restartCount) };
    const last = rows.at(-1);
    const isSame =
      last?.ready === ready && last.status === status && last.restarts === row.restarts;
    if (type === 'DELETED') rows.push({ ...row, gone: true });
    else if (!isSame || last.gone) rows.push(row);
  }
  return rows;
}
