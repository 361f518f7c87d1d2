/** Writes down what happens: lanes, steps, and the rows that kubectl would print. */
import type { Params } from '../../problem.ts';
import type { StepCode } from '../steps.ts';
import type { Actor, Row, Span, Step } from '../timeline.ts';

export interface Recorder {
  readonly spans: Span[];
  /** The span of each lane that goes on. */
  readonly open: Map<string, Span>;
  readonly steps: Step<StepCode>[];
  readonly table: Row[];
}

/** What a stretch of a lane is, without its place in time. */
export type LaneState = Pick<Span, 'state' | 'reason' | 'exitCode'>;

export function newRecorder(): Recorder {
  return { spans: [], open: new Map(), steps: [], table: [] };
}

/** The lane is in this state from `now` on; undefined: there is nothing more in it. */
export function setLane(
  record: Recorder,
  now: number,
  lane: string,
  next: LaneState | undefined,
): void {
  const open = record.open.get(lane);
  const isSame =
    open?.state === next?.state &&
    open?.reason === next?.reason &&
    open?.exitCode === next?.exitCode;
  if (isSame) return;
  if (open !== undefined) {
    record.open.delete(lane);
    if (now > open.from) record.spans.push({ ...open, to: now });
  }
  if (next !== undefined) {
    record.open.set(lane, { lane, from: now, to: null, known: 'inferred', ...next });
  }
}

/** Everything that still goes on, and all spans in the order of lanes and time. */
export function closeLanes(record: Recorder): Span[] {
  const spans = [...record.spans, ...record.open.values()];
  const order = new Map<string, number>();
  for (const { lane } of [...spans].sort((a, b) => a.from - b.from)) {
    if (!order.has(lane)) order.set(lane, order.size);
  }
  return spans.sort(
    (a, b) => (order.get(a.lane) ?? 0) - (order.get(b.lane) ?? 0) || a.from - b.from,
  );
}

export function note(
  record: Recorder,
  now: number,
  actor: Actor,
  code: StepCode,
  params: Params = {},
): void {
  record.steps.push({ at: now, actor, code, params, known: 'inferred' });
}

export function addRow(record: Recorder, row: Row): void {
  const last = record.table.at(-1);
  const isSame =
    last !== undefined &&
    last.ready === row.ready &&
    last.status === row.status &&
    last.restarts === row.restarts &&
    last.gone === row.gone;
  if (!isSame) record.table.push(row);
}
