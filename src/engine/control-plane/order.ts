/** Puts requests, Events and what was typed into the order in which they took effect. */
import type { Action, Call, EventSeen } from './entry.ts';

export type Item = Call | Action | EventSeen;

/** A version as a number; 0 where there is none, or one that is no revision of etcd's. */
export function revision(version: string): number {
  return /^\d{1,15}$/.test(version) ? Number(version) : 0;
}

/**
 * By the moment of the answer. Requests that were stored then change places among themselves until their
 * versions rise: an answer may be late, a version is not.
 */
export function inOrder(
  calls: readonly Call[],
  events: readonly EventSeen[],
  actions: readonly Action[],
): readonly Item[] {
  const items: Item[] = [...actions, ...calls, ...events.flatMap(occurrences)];
  items.sort((one, other) => momentOf(one) - momentOf(other) || nanoOf(one) - nanoOf(other));
  const slots = items.flatMap((item, index) => (isStored(item) ? [index] : []));
  const stored = slots.flatMap((index) => items[index] ?? []).filter(isStored);
  stored.sort((one, other) => revision(one.version) - revision(other.version));
  slots.forEach((slot, index) => {
    const item = stored[index];
    if (item) items[slot] = item;
  });
  return items;
}

function momentOf(item: Item): number {
  if (item.entry !== 'call') return item.at;
  return isWrite(item) ? item.end : item.at;
}

function nanoOf(item: Item): number {
  return item.entry === 'event' ? (item.nano ?? 0) : 0;
}

const WRITES: ReadonlySet<string> = new Set([
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
]);

export function isWrite({ verb }: Call): boolean {
  return WRITES.has(verb);
}

function isStored(item: Item): item is Call {
  return item.entry === 'call' && isWrite(item) && item.code < 300 && revision(item.version) > 0;
}

/** The first time and, of a repeated Event, the last. */
function occurrences(event: EventSeen): readonly EventSeen[] {
  const { told, at, last } = event;
  if (told.count < 2 || last <= at) return [event];
  return [
    { ...event, told: { ...told, count: 1 } },
    { ...event, at: last, nano: undefined },
  ];
}
