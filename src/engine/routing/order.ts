/** What both APIs fall back to when a request fits two routes equally well. */
import type { RoutingObject } from './objects.ts';
import type { Said } from './types.ts';

/** Negative: `one` goes first, by age and then by `{namespace}/{name}`. */
export function compareAge(one: RoutingObject, other: RoutingObject): number {
  return compareText(ageKey(one), ageKey(other)) || compareText(nameKey(one), nameKey(other));
}

export function nameKey({ ref }: RoutingObject): string {
  return `${ref.namespace}/${ref.name}`;
}

/** By code units, as Go compares strings of ASCII. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Not created yet is newer than everything that is there. */
function ageKey({ created }: RoutingObject): string {
  return created === '' ? '~' : created;
}

export function lostByAge(
  loser: RoutingObject,
  winner: RoutingObject,
): Said<'newer' | 'later-name'> {
  if (ageKey(winner) < ageKey(loser)) {
    return { code: 'newer', params: { own: loser.created, winner: winner.created } };
  }
  return { code: 'later-name', params: { own: nameKey(loser), winner: nameKey(winner) } };
}
