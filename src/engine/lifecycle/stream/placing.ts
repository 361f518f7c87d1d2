/** Events find their Pod, and a moment on its clock. */
import type { EventTable } from './events-table.ts';
import type { Occurrence, RawEvent } from './events.ts';
import type { Arranged, Draft } from './order.ts';
import type { Clock, LifecycleEvent, LifecycleItem, Snapshot } from './types.ts';

export function* placeEvents(
  drafts: readonly Draft[],
  events: readonly RawEvent[],
  tables: readonly EventTable[],
  zero: number | undefined,
): Generator<void, Arranged> {
  const sources: Source[] = events.map((event) => ({ event }));
  for (const table of tables) for (const event of table.events) sources.push({ event, table });
  const pods = sources.filter(({ event }) => event.kind === 'Pod');
  const homes = drafts.length === 0 ? onlyEvents(pods, zero) : drafts.map((draft) => home(draft));
  const find = finder(homes);
  let strangers = sources.length - pods.length;
  for (const source of pods) {
    const found = find(source.event);
    if (found) found.sources.push(source);
    else strangers++;
  }
  const items: LifecycleItem[] = [];
  for (const each of homes) {
    items.push(itemOf(each));
    yield;
  }
  return { items, strangers };
}

interface Source {
  readonly event: RawEvent;
  /** Where ages count from. */
  readonly table?: EventTable;
}

interface Home {
  readonly draft: Draft;
  readonly sources: Source[];
}

function home(draft: Draft): Home {
  return { draft, sources: [] };
}

/** The Pods that Events are about, when nothing else is in the text. */
function onlyEvents(sources: readonly Source[], zero: number | undefined): readonly Home[] {
  const homes = new Map<string, { draft: Draft; dates: number[] }>();
  for (const { event } of sources) {
    const { name, uid, occurrences } = event;
    const namespace = event.namespace || 'default';
    const key = `${namespace}/${name}`;
    const object = { kind: 'Pod', namespace, name };
    const known = homes.get(key) ?? {
      draft: { object, uid, origin: null, shift: 0, snapshots: [] },
      dates: [],
    };
    homes.set(key, known);
    for (const { t, time } of occurrences) {
      if (t !== undefined && zero !== undefined) known.dates.push(zero);
      else if (time !== undefined) known.dates.push(time);
    }
  }
  return [...homes.values()].map(({ draft, dates }) =>
    home({
      ...draft,
      origin: dates.length === 0 ? null : dates.reduce((a, b) => Math.min(a, b)),
    }),
  );
}

/** A table may not say which Pod, or of which namespace: the only one that it can be. */
function finder(homes: readonly Home[]): (event: RawEvent) => Home | undefined {
  const byName = new Map<string, Home[]>();
  for (const each of homes) {
    const { kind, name } = each.draft.object;
    if (kind !== 'Pod') continue;
    const named = byName.get(name) ?? [];
    byName.set(name, named);
    named.push(each);
  }
  return ({ namespace, name }) => {
    if (name === '') return homes.length === 1 ? homes[0] : undefined;
    const named = byName.get(name) ?? [];
    if (namespace === '' && named.length === 1) return named[0];
    return named.find(({ draft }) => draft.object.namespace === (namespace || 'default'));
  };
}

function itemOf({ draft, sources }: Home): LifecycleItem {
  const { shift, ...item } = draft;
  const events: LifecycleEvent[] = [];
  const prints = new Map<EventTable, number | undefined>();
  for (const { event, table } of sources) {
    if (table && !prints.has(table)) prints.set(table, printedAt(table, sources, draft));
    const printed = table && prints.get(table);
    for (const occurrence of event.occurrences) {
      const moment = momentOf(occurrence, draft, printed);
      if (moment) events.push(eventAt(moment, event, occurrence.count));
    }
  }
  const sorted = events.sort((a, b) => a.at - b.at);
  return { ...item, events: withoutTwins(sorted) };
}

interface Moment {
  readonly at: number;
  readonly clock: Clock;
}

function momentOf(
  { t, time, exact, ago }: Occurrence,
  { origin, shift }: Draft,
  printed: number | undefined,
): Moment | undefined {
  if (t !== undefined) return { at: t + shift, clock: 'watch' };
  if (time !== undefined && origin !== null) {
    return { at: Math.max(0, time - origin), clock: exact === true ? 'watch' : 'object' };
  }
  if (ago === undefined || printed === undefined) return undefined;
  return { at: Math.max(0, printed - ago), clock: 'rule' };
}

/**
 * When a table was printed, on the item's clock: what an age and a date say about the same thing, else the
 * oldest age counts from the beginning.
 */
function printedAt(table: EventTable, sources: readonly Source[], draft: Draft): number {
  const { origin, snapshots } = draft;
  const own = sources.flatMap((source) => (source.table === table ? [source.event] : []));
  for (const { reason, container, occurrences } of own) {
    const { ago } = occurrences.at(-1) ?? {};
    const date = dateOf(reason, container, table, snapshots.at(-1));
    if (ago !== undefined && date !== undefined && origin !== null) return date - origin + ago;
  }
  const ages = own.flatMap(({ occurrences }) => occurrences.map(({ ago }) => ago ?? 0));
  return ages.reduce((a, b) => Math.max(a, b), 0);
}

function dateOf(
  reason: string,
  container: string | undefined,
  { startTime }: EventTable,
  snapshot: Snapshot | undefined,
): number | undefined {
  const status = snapshot?.view.status;
  if (reason === 'Scheduled') {
    const scheduled = status?.conditions.find(({ type }) => type === 'PodScheduled');
    return startTime ?? scheduled?.lastTransitionTime;
  }
  if (reason !== 'Started' || status === undefined) return undefined;
  const statuses = [...status.initContainerStatuses, ...status.containerStatuses];
  const { state } = statuses.find(({ name }) => name === container) ?? {};
  return state?.running?.startedAt ?? state?.terminated?.startedAt;
}

function eventAt(
  { at, clock }: Moment,
  { type, reason, message, source, container }: RawEvent,
  count: number,
): LifecycleEvent {
  return {
    ...{ at, clock, type, reason, message, count, source },
    ...(container !== undefined && { container }),
  };
}

/** The same occurrence out of a watch and a list: the more exact one stays. */
function withoutTwins(events: readonly LifecycleEvent[]): readonly LifecycleEvent[] {
  const kept: LifecycleEvent[] = [];
  const last = new Map<string, number>();
  for (const event of events) {
    const { reason, message, container = '', count } = event;
    const key = JSON.stringify([reason, message, container, count]);
    const index = last.get(key);
    const twin = index === undefined ? undefined : kept[index];
    if (index !== undefined && twin !== undefined && event.at - twin.at <= NEAR) {
      if (twin.clock !== 'watch') kept[index] = event;
      continue;
    }
    last.set(key, kept.length);
    kept.push(event);
  }
  return kept.sort((a, b) => a.at - b.at);
}

/** A date cut to seconds lies at most this far before the moment somebody noted. */
const NEAR = 2000;
