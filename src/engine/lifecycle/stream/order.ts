/** Puts what was read in order: which snapshots are one Pod's, and when each of them was. */
import type { EventTable } from './events-table.ts';
import type { RawEvent } from './events.ts';
import { placeEvents } from './placing.ts';
import type { PodRecord } from './records.ts';
import type { Clock, LifecycleItem, Snapshot } from './types.ts';

export interface Gathered {
  readonly pods: ReadonlyMap<string, readonly PodRecord[]>;
  readonly events: readonly RawEvent[];
  readonly tables: readonly EventTable[];
}

export interface Arranged {
  readonly items: readonly LifecycleItem[];
  /** Events of objects that are not among the items. */
  readonly strangers: number;
}

export function* arrange({ pods, events, tables }: Gathered): Generator<void, Arranged> {
  const zero = zeroOf(pods, events);
  const drafts: Draft[] = [];
  for (const records of pods.values()) {
    drafts.push(draftOf(records, zero));
    yield;
  }
  return yield* placeEvents(drafts, events, tables, zero);
}

/** An item without its Events. */
export interface Draft extends Omit<LifecycleItem, 'events'> {
  /** Added to the clock of a recorded watch. */
  readonly shift: number;
}

/** Milliseconds since 1970 at the zero of a recorded watch; undefined if there is none or nothing tells. */
function zeroOf(pods: Gathered['pods'], events: readonly RawEvent[]): number | undefined {
  let zero: number | undefined;
  const after = (t: number | undefined, date: number | undefined) => {
    if (t === undefined || date === undefined) return;
    // Dates are cut to seconds: the latest guess is the nearest.
    zero = Math.max(zero ?? Number.NEGATIVE_INFINITY, date - t);
  };
  for (const records of pods.values()) {
    for (const { t, time, latest } of records) {
      if (t !== undefined && time !== undefined) return time - t;
      after(t, latest);
    }
  }
  for (const { occurrences } of events) for (const { t, time } of occurrences) after(t, time);
  return zero;
}

function draftOf(found: readonly PodRecord[], zero: number | undefined): Draft {
  // A manifest beside the Pod that was made of it says nothing more.
  const stored = found.filter(({ view }) => view.uid !== '' || view.status.phase !== '');
  const records = ordered(stored.length > 0 ? stored : found);
  const [first] = records as readonly [PodRecord, ...PodRecord[]];
  const created = first.view.creationTimestamp;
  const isRecorded = records.some(({ t }) => t !== undefined);
  // A watch that began long after the Pod has a zero of no meaning to it.
  const late = created !== undefined && zero !== undefined && created < zero - LATE;
  const shift = isRecorded && late ? zero - created : 0;
  const { startTime } = first.view.status;
  const origin = (isRecorded && zero !== undefined ? zero - shift : (created ?? startTime)) ?? null;
  return {
    object: first.object,
    uid: first.view.uid,
    origin,
    shift,
    snapshots: backoffsShown(clocked(records, origin, shift)),
    ...(first.rejected && { rejected: first.rejected }),
  };
}

const LATE = 5000;

/** By the version that the API server gave each of them, else by the clock, else as they stand. */
function ordered(records: readonly PodRecord[]): readonly PodRecord[] {
  const isVersion = ({ version }: PodRecord) => /^\d{1,20}$/.test(version);
  const isTimed = ({ t, time }: PodRecord) => t !== undefined || time !== undefined;
  const byVersion = records.length > 1 && records.every(isVersion);
  const byClock = !byVersion && records.every(isTimed);
  if (!byVersion && !byClock) return records;
  const sorted = [...records].sort((a, b) =>
    byVersion ? compareVersions(a.version, b.version) : (a.t ?? a.time ?? 0) - (b.t ?? b.time ?? 0),
  );
  return byVersion ? sorted.filter((record, at) => !isRepeated(record, at, sorted)) : sorted;
}

function compareVersions(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/** The same object once more: from another command. The one whose moment is known stays. */
function isRepeated(record: PodRecord, at: number, sorted: readonly PodRecord[]): boolean {
  const twins = [sorted[at - 1], sorted[at + 1]];
  return twins.some((twin, side) => {
    if (twin === undefined || twin.version !== record.version) return false;
    if (twin.type !== undefined && record.type !== undefined)
      return side === 0 && twin.type === record.type;
    if (twin.type === undefined && record.type === undefined) return side === 0;
    return record.type === undefined;
  });
}

function clocked(records: readonly PodRecord[], origin: number | null, shift: number): Snapshot[] {
  const snapshots: Snapshot[] = [];
  for (const { t, time, type, view, latest, line } of records) {
    const last = snapshots.at(-1);
    const since = (date: number | undefined) =>
      date === undefined || origin === null ? undefined : date - origin;
    const noted = t === undefined ? since(time) : t + shift;
    const at = noted ?? since(latest) ?? 0;
    const isNew = last === undefined || last.view.uid !== view.uid;
    snapshots.push({
      at: Math.max(at, last?.at ?? 0),
      clock: noted === undefined ? 'object' : 'watch',
      ...(time !== undefined && { time }),
      type: typeOf(type) ?? (isNew ? 'ADDED' : 'MODIFIED'),
      view,
      line,
    });
  }
  return snapshots;
}

function typeOf(type: string | undefined): Snapshot['type'] | undefined {
  return type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED' ? type : undefined;
}

/**
 * CrashLoopBackOff comes without a date. The kubelet writes it with the sync at the end of the wait, or with
 * the resync about a minute after the end of the container where the wait is longer: so it stands right
 * before what follows, and at most that minute behind what was before.
 */
function backoffsShown(snapshots: Snapshot[]): readonly Snapshot[] {
  for (let index = snapshots.length - 1; index > 0; index--) {
    const snapshot = snapshots[index] as Snapshot;
    const before = snapshots[index - 1] as Snapshot;
    if (snapshot.clock !== 'object' || snapshot.at > before.at) continue;
    const wait = backoffIn(snapshot);
    if (wait === undefined || backoffIn(before) !== undefined) continue;
    const next = snapshots[index + 1];
    const gap = Math.min(next === undefined ? wait : next.at - before.at, RESYNC);
    snapshots[index] = { ...snapshot, at: before.at + gap, clock: 'rule' satisfies Clock };
  }
  return snapshots;
}

const RESYNC = 60_000;

/** The wait that a container is in. */
function backoffIn({ view: { status } }: Snapshot): number | undefined {
  const waiting = [...status.initContainerStatuses, ...status.containerStatuses]
    .map(({ state }) => state.waiting)
    .find((state) => state?.reason === 'CrashLoopBackOff');
  return waiting && backoffOf(waiting.message);
}

/** Of `back-off 1m20s restarting failed container=…` the wait in milliseconds; 0 if it does not say. */
export function backoffOf(message: string): number {
  const [, minutes, seconds] = /^back-off (?:(\d{1,3})m)?(\d{1,3})s restarting/.exec(message) ?? [];
  return (Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
}
