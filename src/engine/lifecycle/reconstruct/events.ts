/**
 * Steps that Events tell. Where a snapshot shows the same thing, the Event gives the moment.
 * Messages, v1.37.2: pkg/kubelet/kuberuntime/kuberuntime_container.go, pkg/kubelet/images/image_manager.go,
 * pkg/kubelet/prober/prober.go, pkg/kubelet/events/event.go.
 */
import type { Params } from '../../problem.ts';
import { counted } from './counts.ts';
import { type Told, tellingOf } from './telling.ts';
import type { Clock, LifecycleEvent, LifecycleItem } from '../stream/types.ts';
import { STEP_RULES, type StepCode } from '../steps.ts';
import type { Actor, Step } from '../timeline.ts';
import { own } from '../own.ts';

/** The steps of snapshots and of Events, in order. */
export function withEvents(
  seen: readonly Step<StepCode>[],
  item: LifecycleItem,
): readonly Step<StepCode>[] {
  const entries: Entry[] = seen.map((step, index) => ({ step, index, isTold: false }));
  const tracks = tracksOf(entries);
  for (const event of item.events) {
    const told = tellingOf(event, item);
    if (told === undefined) continue;
    const track = trackOf(tracks, told);
    const entry = ONCE.has(told.code) ? untold(track) : nearest(track, event);
    const fitting = entry ? told : fitted(told, event, track);
    if (entry) merge(entry, told, event);
    else if (fitting && !isRepeated(fitting, event, tracks, track)) {
      entries.push({ step: stepOf(fitting, event), index: entries.length, isTold: true });
    } else continue;
    track.toldAt = event.at;
    track.number = Math.max(track.number, numberOf((entry?.step ?? fitting ?? told).params));
  }
  // What happened at once stands in the order in which a Pod goes through it.
  const rank = ({ step }: Entry) => ORDER.get(step.code) ?? ORDER.size;
  const sort = () =>
    entries.sort((a, b) => a.step.at - b.step.at || rank(a) - rank(b) || a.index - b.index);
  for (const [effect, cause] of CAUSES) {
    sort();
    causeFirst(entries, effect, cause);
  }
  sort();
  const steps = entries.map(({ step }) => step);
  return counted(steps, item.snapshots.at(-1)?.view);
}

/** `[effect, cause]`: a watch shows the cause a moment after an Event has told the effect. */
const CAUSES: readonly (readonly [effect: StepCode, cause: StepCode])[] = [
  ['scheduled', 'created'],
  ['stop-signal', 'restart-all'],
  ['restart-all', 'exit-seen'],
  ['crash-backoff', 'exit-seen'],
  ['exit-seen', 'container-exited'],
];
const LATE = 300;

/** The cause was no later than its effect. `entries` in order. */
function causeFirst(entries: readonly Entry[], effect: StepCode, cause: StepCode): void {
  let late: Entry[] = [];
  for (const entry of entries.toReversed()) {
    const { at, code, params } = entry.step;
    if (code === cause) late.push(entry);
    if (code !== effect || late.length === 0) continue;
    late = late.filter(({ step }) => step.at <= at + LATE);
    for (const each of late) {
      const isOwn =
        effect === 'stop-signal' || each.step.params['container'] === params['container'];
      if (isOwn) each.step = { ...each.step, at };
    }
  }
}

const ORDER: ReadonlyMap<string, number> = new Map(
  Object.keys(STEP_RULES).map((code, index) => [code, index]),
);

interface Entry {
  step: Step<StepCode>;
  readonly index: number;
  /** An Event has told it: another one tells of something else. */
  isTold: boolean;
}

/** Steps that may be the same thing, beside the Events in their order. */
interface Track {
  /** Those of snapshots, in order. */
  readonly seen: readonly Entry[];
  /** When an Event last told of such a thing. */
  toldAt: number;
  /** The highest number of restarts told. */
  number: number;
}

function tracksOf(entries: readonly Entry[]): Map<string, Track> {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry.step);
    const own = byKey.get(key);
    if (own) own.push(entry);
    else byKey.set(key, [entry]);
  }
  return new Map([...byKey].map(([key, own]) => [key, trackFor(own)]));
}

function trackFor(entries: readonly Entry[]): Track {
  const seen = [...entries].sort((a, b) => a.step.at - b.step.at);
  return { seen, toldAt: Number.NEGATIVE_INFINITY, number: -1 };
}

function trackOf(tracks: Map<string, Track>, told: Pick<Told, 'code' | 'params'>): Track {
  const key = keyOf(told);
  const track = tracks.get(key) ?? trackFor([]);
  tracks.set(key, track);
  return track;
}

/** Steps with the same key may be the same thing. Starts of all runs have one. */
function keyOf({ code, params }: Pick<Told, 'code' | 'params'>): string {
  const isStart = code === 'container-started' || code === 'restarted';
  if (code === 'event') return JSON.stringify([code, params]);
  if (EACH.has(code)) return JSON.stringify([code, params['message']]);
  return [isStart ? 'start' : code, params['container'] ?? '', params['probe'] ?? ''].join('/');
}

/** They happen once in a life, or once with each message, and are told again and again. */
const EACH: ReadonlySet<StepCode> = new Set(['unschedulable', 'volumes-missing']);
const ONCE: ReadonlySet<StepCode> = new Set<StepCode>([
  ...EACH,
  'deadline-exceeded',
  'disrupted',
  'evicted',
  'rejected',
  'scheduled',
  'taint-evicted',
]);

function untold({ seen }: Track): Entry | undefined {
  return seen.slice(0, NEIGHBOURS).find(({ isTold }) => !isTold);
}

function numberOf(params: Params): number {
  return Number(params['restarts'] ?? 0);
}

/** How far apart two clocks may be about one thing: dates are cut to seconds, ages to more. */
const TOLERANCE: Readonly<Record<Clock, number>> = { watch: 2000, object: 2000, rule: 30_000 };

/** The nearest that no Event has told yet. */
function nearest({ seen }: Track, { at, clock }: LifecycleEvent): Entry | undefined {
  const middle = firstAfter(seen, at);
  const distance = (entry: Entry) => Math.abs(entry.step.at - at);
  let best: Entry | undefined;
  for (const way of [-1, 1]) {
    const from = way === -1 ? middle - 1 : middle;
    for (let steps = 0; steps < NEIGHBOURS; steps++) {
      const entry = seen[from + way * steps];
      if (entry === undefined || distance(entry) > TOLERANCE[clock]) break;
      if (entry.isTold) continue;
      if (best === undefined || distance(entry) < distance(best)) best = entry;
      break;
    }
  }
  return best;
}

/** Of one thing there are never that many within seconds. */
const NEIGHBOURS = 100;

function merge(entry: Entry, { params }: Told, { at, clock }: LifecycleEvent): void {
  const { step } = entry;
  // Of two that noted the moment, the first was nearer to it.
  const isBetter = step.known === 'observed' ? clock === 'watch' && at < step.at : clock !== 'rule';
  entry.isTold = true;
  entry.step = {
    ...step,
    ...(isBetter && { at }),
    params: { ...params, ...step.params },
    known: 'observed',
  };
}

/**
 * A start that no object dates has its number from the count of the Event, which forgets what is more than an
 * hour old: it stands only between starts with a lower and a higher number.
 */
function fitted(told: Told, { at }: LifecycleEvent, track: Track): Told | undefined {
  const { code, params } = told;
  if (code !== 'container-started' && code !== 'restarted') return told;
  const { seen } = track;
  const later = firstAfter(seen, at);
  const before = seen[later - 1];
  const after = seen[later];
  const lower = Math.max(track.number, before ? numberOf(before.step.params) : -1);
  const higher = after ? numberOf(after.step.params) : Number.POSITIVE_INFINITY;
  const restarts = Math.max(lower + 1, Math.min(numberOf(params), higher - 1));
  if (restarts >= higher) return undefined;
  const { container = '' } = params;
  if (restarts === 0) return told;
  return { code: 'restarted', actor: 'kubelet', params: { container, restarts } };
}

function firstAfter(seen: readonly Entry[], at: number): number {
  let low = 0;
  let high = seen.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seen[middle] as Entry).step.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The kubelet repeats that it waits with each sync; the wait began once. */
function isRepeated(
  { code, params }: Told,
  { at }: LifecycleEvent,
  tracks: Map<string, Track>,
  own: Track,
): boolean {
  if (ONCE.has(code)) return own.seen.length > 0 || own.toldAt > Number.NEGATIVE_INFINITY;
  if (code !== 'crash-backoff' && code !== 'image-backoff') return false;
  const lastOf = (each: StepCode) => {
    const { seen, toldAt } = trackOf(tracks, { code: each, params });
    const before = seen[firstAfter(seen, at) - 1];
    return Math.max(toldAt, before?.step.at ?? Number.NEGATIVE_INFINITY);
  };
  return lastOf(code) > lastOf(code === 'crash-backoff' ? 'restarted' : 'image-pulling');
}

const ACTORS: Readonly<Record<string, Actor>> = {
  kubelet: 'kubelet',
  'default-scheduler': 'scheduler',
  'taint-eviction-controller': 'taint-eviction-controller',
  'node-controller': 'node-lifecycle-controller',
};

function stepOf(
  { code, actor, params }: Told,
  { at, clock, source }: LifecycleEvent,
): Step<StepCode> {
  return {
    at,
    actor: actor ?? own(ACTORS, source) ?? 'world',
    code,
    params,
    known: clock === 'rule' ? 'inferred' : 'observed',
  };
}
