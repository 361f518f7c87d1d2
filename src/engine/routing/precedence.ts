/**
 * Which of several fitting matches takes the request. Upstream: HTTPRouteRule.Matches ("MUST prioritize matches
 * based on the following criteria, continuing on ties") and HTTPRouteSpec.Hostnames, gateway-api v1.7.0.
 */
import type { JsonValue } from '../read/index.ts';
import { specificity } from './host.ts';
import type { Attachment } from './listeners.ts';
import type { Match } from './match.ts';
import { compareAge, lostByAge } from './order.ts';
import type { Lost, LostCode, RouteRef } from './types.ts';

export interface Rule {
  readonly source: JsonValue;
  readonly matches: readonly Match[];
}

export interface Route extends Attachment {
  readonly hostnames: readonly string[];
  readonly rules: readonly Rule[];
}

/** A match that fits. */
export interface Candidate {
  readonly route: Route;
  readonly rule: number;
  readonly match: number;
  readonly asks: Match;
  /** Of the route's own hostnames the most specific that fits; empty where it has none. */
  readonly hostname: string;
}

/** Negative: `one` is more specific. An absent hostname is the empty text. */
export function compareHostnames(one: string, other: string): number {
  const [oneExact, oneAll] = specificity(one);
  const [otherExact, otherAll] = specificity(other);
  return otherExact - oneExact || otherAll - oneAll;
}

function isExact({ path }: Match): boolean {
  return path.type === 'Exact';
}

export function isRegex({ path }: Match): boolean {
  return path.type === 'RegularExpression';
}

/** HTTPRouteRule.Matches: "MUST prioritize matches based on the following criteria, continuing on ties". */
export function compareCandidates(one: Candidate, other: Candidate): number {
  const [mine, theirs] = [one.asks, other.asks];
  return (
    compareHostnames(one.hostname, other.hostname) ||
    Number(isExact(theirs)) - Number(isExact(mine)) ||
    theirs.path.value.length - mine.path.value.length ||
    Number(isRegex(mine)) - Number(isRegex(theirs)) ||
    Number(theirs.method !== undefined) - Number(mine.method !== undefined) ||
    theirs.headers.length - mine.headers.length ||
    theirs.queryParams.length - mine.queryParams.length ||
    compareAge(one.route.route, other.route.route) ||
    one.rule - other.rule ||
    one.match - other.match
  );
}

export function lostTo(winner: Candidate, other: Candidate): Lost {
  const route = refOf(other);
  const [best, asks] = [winner.asks, other.asks];
  const lose = (code: LostCode, own: string | number, winning: string | number): Lost => ({
    route,
    code,
    params: { own, winner: winning },
  });
  if (compareHostnames(winner.hostname, other.hostname) < 0) {
    return lose('less-specific-hostname', other.hostname || '*', winner.hostname);
  }
  if (isExact(best) && !isExact(asks))
    return lose('not-exact-path', asks.path.value, best.path.value);
  if (asks.path.value.length < best.path.value.length) {
    return lose('shorter-path', asks.path.value, best.path.value);
  }
  if (isRegex(asks) && !isRegex(best)) {
    return lose('regex-after-prefix', asks.path.value, best.path.value);
  }
  if (best.method !== undefined && asks.method === undefined) {
    return { route, code: 'no-method-match', params: {} };
  }
  if (asks.headers.length < best.headers.length) {
    return lose('fewer-headers', asks.headers.length, best.headers.length);
  }
  if (asks.queryParams.length < best.queryParams.length) {
    return lose('fewer-query-params', asks.queryParams.length, best.queryParams.length);
  }
  if (other.route !== winner.route) {
    return { route, ...lostByAge(other.route.route, winner.route.route) };
  }
  return { route, code: 'later-rule', params: { winner: winner.rule } };
}

export function refOf({ route, rule, match }: Candidate): RouteRef {
  return { ...route.route.ref, rule, match };
}
