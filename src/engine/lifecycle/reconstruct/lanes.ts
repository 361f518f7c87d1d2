/** Lanes while they are drawn from what was seen: each is in one state at a time. */
import type { Params } from '../../problem.ts';
import type { ContainerStatus } from '../model.ts';
import type { LifecycleEvent, Snapshot } from '../stream/types.ts';
import type { StepCode } from '../steps.ts';
import type { Actor, Known, Span, Step } from '../timeline.ts';

/** What a stretch of a lane is, without its place in time. */
export type Stretch = Pick<Span, 'state' | 'known' | 'reason' | 'exitCode'>;

/** A timeline in the making. */
export interface Draft {
  /** By lane, what is over, in order. */
  readonly spans: Map<string, Span[]>;
  /** By lane, what goes on. */
  readonly open: Map<string, Span>;
  readonly steps: Step<StepCode>[];
}

/** A Pod from its creation to its removal: all snapshots of one uid. */
export interface Life {
  readonly snapshots: readonly [Snapshot, ...Snapshot[]];
  /** Of each snapshot, by container. */
  readonly statuses: readonly ReadonlyMap<string, ContainerStatus>[];
  /** Events by container, in order. */
  readonly events: ReadonlyMap<string, readonly LifecycleEvent[]>;
  /** Milliseconds since 1970 at the zero of the clock. */
  readonly origin: number;
  /** When the object was created, on the clock. */
  readonly begin: number;
  /** Whether the first snapshot shows the Pod as it was created: nothing has happened before. */
  readonly isFresh: boolean;
}

export function newDraft(): Draft {
  return { spans: new Map(), open: new Map(), steps: [] };
}

/** The lane is in this state from `at` on, never earlier than what it is in already. */
export function enter(draft: Draft, lane: string, at: number, next: Stretch): void {
  const open = draft.open.get(lane);
  if (!draft.spans.has(lane)) draft.spans.set(lane, []);
  if (open !== undefined && isSame(open, next)) return;
  const from = Math.max(at, open?.from ?? at);
  if (open !== undefined) close(draft, open, from);
  draft.open.set(lane, { lane, from, to: null, ...next });
}

/** There is nothing more in the lane. */
export function leave(draft: Draft, lane: string, at: number): void {
  const open = draft.open.get(lane);
  if (open === undefined) return;
  draft.open.delete(lane);
  close(draft, open, Math.max(at, open.from));
}

/** A state that was seen stays even if it was over at once; one that was only inferred does not. */
function close({ spans }: Draft, open: Span, to: number): void {
  if (to > open.from || open.known === 'observed') spans.get(open.lane)?.push({ ...open, to });
}

function isSame(open: Span, next: Stretch): boolean {
  return (
    open.state === next.state &&
    open.known === next.known &&
    open.reason === next.reason &&
    open.exitCode === next.exitCode
  );
}

/** All spans in the order of lanes and time. */
export function drawn(draft: Draft): readonly Span[] {
  return [...draft.spans.keys()].flatMap((lane) => spansOf(draft, lane));
}

export function spansOf({ spans, open }: Draft, lane: string): readonly Span[] {
  const last = open.get(lane);
  return [...(spans.get(lane) ?? []), ...(last ? [last] : [])];
}

export function note(
  { steps }: Draft,
  at: number,
  known: Known,
  actor: Actor,
  code: StepCode,
  params: Params = {},
): void {
  steps.push({ at, actor, code, params, known });
}

/** A stretch with the reason that it has, if it has one. */
export function stretch(state: string, known: Known, reason = ''): Stretch {
  return reason === '' ? { state, known } : { state, known, reason };
}

/** When it was, on the clock: never before `from`, never behind `to`. */
export function within(at: number, from: number, to: number): number {
  return Math.max(from, Math.min(at, to));
}

/**
 * A date is cut to whole seconds, and a watch shows things a moment later. Whether what it dates may just as
 * well have been when a watch showed it: then that is the better date.
 */
export function mayBe(date: number, { at, clock }: Snapshot): boolean {
  return clock === 'watch' && date + SECOND + DELAY > at;
}

/** Whether it was before `since`, whatever the fraction of its second. */
export function isBefore(date: number, since: number): boolean {
  return date + SECOND <= since;
}

const SECOND = 1000;
const DELAY = 250;
