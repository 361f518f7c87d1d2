/**
 * HTTPRoute: which listener, rule and match take a request, and why the others do not.
 * Upstream: gateway-api v1.7.0, GatewaySpec.Listeners ("Distinct Listeners", "General Listener behavior"),
 * Listener.Hostname (421), HTTPRouteSpec.Hostnames and HTTPRouteRule.Matches (precedence).
 * Two Extended features are on: GatewayHTTPListenerIsolation (a request belongs to exactly one listener) and
 * GatewayRouteHostnameIntersectionPrecedence (the route's own hostnames are ranked). A regular expression is
 * ranked by its length among the prefixes, behind one as long: the API leaves its place open.
 */
import { backendsOf, type Referents } from './backends.ts';
import { filter } from './filters.ts';
import { fitsHostname, nameOf } from './host.ts';
import { listAt } from './json.ts';
import { hostnamesOf, type Gateways, type Listener } from './listeners.ts';
import { matchesOf, misfit, repeatedParam } from './match.ts';
import type { RoutingObject } from './objects.ts';
import { nameKey } from './order.ts';
import {
  type Candidate,
  type Route,
  type Rule,
  compareCandidates,
  compareHostnames,
  isRegex,
  lostTo,
  refOf,
} from './precedence.ts';
import type {
  Backend,
  Lost,
  LostCode,
  NoteCode,
  RouteAnswer,
  RouteRequest,
  Said,
} from './types.ts';

export interface HttpRoutes {
  readonly gateways: readonly RoutingObject[];
  readonly listeners: readonly Listener[];
  readonly routes: readonly Route[];
  readonly referents: Referents;
}

export function compileHttpRoutes(gateways: Gateways, referents: Referents): HttpRoutes {
  const routes = gateways.attachments.map((attachment): Route => {
    const rules = listAt(attachment.route.value, 'spec', 'rules');
    // `rules` absent: the default of the resource definition is one rule that takes everything.
    const stated = rules.length === 0 ? [{}] : rules;
    return {
      ...attachment,
      hostnames: hostnamesOf(attachment.route),
      rules: stated.map((source) => ({ source, matches: matchesOf(source) })),
    };
  });
  return { gateways: gateways.gateways, listeners: gateways.listeners, routes, referents };
}

export function answerGateway(
  compiled: HttpRoutes,
  gateway: RoutingObject,
  request: RouteRequest,
): RouteAnswer {
  const notes: Said<NoteCode>[] = [];
  const own = compiled.listeners.filter((listener) => listener.gateway === gateway);
  const failed = (code: NonNullable<RouteAnswer['reason']>, status = 404): RouteAnswer => ({
    request,
    backends: [],
    status,
    reason: code,
    lost: [],
    notes,
  });
  if (request.listener !== undefined && !own.some(({ name }) => name === request.listener)) {
    const params = { gateway: nameKey(gateway), listener: request.listener };
    notes.push({ code: 'listener-not-found', params });
  }
  const door = doorOf(own, request);
  if (door.assumed) notes.push({ code: 'port-assumed', params: { port: door.port } });
  const there = own.filter(
    ({ port, protocol }) => port === door.port && protocol === door.protocol,
  );
  if (there.length === 0)
    return failed({ code: 'no-listener-on-port', params: { port: door.port } });
  const name = nameOf(request.host ?? '');
  const listener = listenerFor(there, name);
  if (door.protocol === 'HTTPS') {
    const sni = nameOf(request.sni ?? request.host ?? '');
    const first = listenerFor(there, sni);
    if (first === undefined) return failed({ code: 'no-listener-for-host', params: { host: sni } });
    if (listener !== undefined && listener !== first) {
      return failed({ code: 'misdirected-request', params: { sni, host: name } }, 421);
    }
  }
  if (listener === undefined)
    return failed({ code: 'no-listener-for-host', params: { host: name } });
  return { ...answerListener(compiled, listener, name, request, notes), listener: listener.id };
}

interface Door {
  readonly port: number;
  readonly protocol: string;
  readonly assumed: boolean;
}

/** The port and protocol that a client connects to, as far as the request says. */
function doorOf(
  listeners: readonly Listener[],
  { port, scheme, listener: named }: RouteRequest,
): Door {
  const wanted = scheme === undefined ? undefined : scheme === 'https' ? 'HTTPS' : 'HTTP';
  const speaks = ({ protocol }: Listener) =>
    wanted === undefined ? protocol === 'HTTP' || protocol === 'HTTPS' : protocol === wanted;
  const stated = port ?? listeners.find(({ name }) => name === named)?.port;
  const usual = wanted === undefined ? undefined : wanted === 'HTTPS' ? 443 : 80;
  const chosen =
    stated === undefined
      ? (listeners.find((one) => speaks(one) && one.port === usual) ?? listeners.find(speaks))
      : listeners.find((one) => one.port === stated && speaks(one));
  const number = stated ?? chosen?.port ?? usual ?? 80;
  const protocol = chosen?.protocol ?? wanted ?? 'HTTP';
  return {
    port: number,
    protocol,
    assumed: stated === undefined && usual !== undefined && number !== usual,
  };
}

/** "Match from the most specific to least specific Hostname values to choose the correct Listener." */
function listenerFor(listeners: readonly Listener[], name: string): Listener | undefined {
  let best: Listener | undefined;
  for (const listener of listeners) {
    const { hostname } = listener;
    if (hostname !== '' && !fitsHostname(hostname, name)) continue;
    if (best === undefined || compareHostnames(hostname, best.hostname) < 0) best = listener;
  }
  return best;
}

function answerListener(
  { routes, referents }: HttpRoutes,
  listener: Listener,
  name: string,
  request: RouteRequest,
  notes: Said<NoteCode>[],
): RouteAnswer {
  const fitting: Candidate[] = [];
  const lost: Lost[] = [];
  for (const route of routes) {
    const outside = outsideOf(route, listener, name);
    if (outside) lost.push({ route: route.route.ref, ...outside });
    else collect(route, name, request, fitting, lost);
  }
  fitting.sort(compareCandidates);
  const [winner, ...others] = fitting;
  if (winner === undefined) {
    const reason = { code: 'no-route-matches', params: {} } as const;
    return { request, backends: [], status: 404, reason, lost, notes };
  }
  const beaten: Lost[] = [];
  const told = new Set<Rule | undefined>([winner.route.rules[winner.rule]]);
  for (const other of others) {
    // Of the matches of one rule the best one speaks for it.
    const rule = other.route.rules[other.rule];
    if (!told.has(rule)) beaten.push(lostTo(winner, other));
    told.add(rule);
  }
  notes.push(...notesOf(winner, others, request));
  return {
    request,
    route: refOf(winner),
    ...serve(winner, listener, request, referents, notes),
    lost: [...beaten, ...lost],
    notes,
  };
}

/** Why a route as a whole has no say. */
function outsideOf(
  { listeners, refused, hostnames }: Route,
  listener: Listener,
  name: string,
): Said<LostCode> | undefined {
  if (!listeners.has(listener)) {
    const here = refused.find(({ gateway }) => gateway === listener.gateway);
    const joined = [...listeners].filter(({ gateway }) => gateway === listener.gateway);
    if (joined.length > 0) {
      const ids = joined.map(({ id }) => id).join(', ');
      return { code: 'other-listener', params: { listeners: ids } };
    }
    if (here) return { code: here.code, params: here.params };
    const elsewhere = new Set([...listeners].map(({ gateway }) => nameKey(gateway)));
    return { code: 'other-gateway', params: { gateways: [...elsewhere].join(', ') || '-' } };
  }
  if (hostnames.length === 0 || hostnames.some((one) => fitsHostname(one, name))) return undefined;
  return { code: 'hostname-not-matching', params: { hostnames: hostnames.join(', '), host: name } };
}

function collect(
  route: Route,
  name: string,
  request: RouteRequest,
  fitting: Candidate[],
  lost: Lost[],
): void {
  const hostname =
    route.hostnames.filter((one) => fitsHostname(one, name)).sort(compareHostnames)[0] ?? '';
  for (const [rule, { matches }] of route.rules.entries()) {
    let closest: Said<LostCode> | undefined;
    let fits = false;
    for (const [match, asks] of matches.entries()) {
      const why = misfit(asks, request);
      if (why === undefined) {
        fitting.push({ route, rule, match, asks, hostname });
        fits = true;
      } else if (closest === undefined || closest.code === 'path-not-matching') closest = why;
    }
    if (!fits && closest) lost.push({ route: { ...route.route.ref, rule }, ...closest });
  }
}

function notesOf(
  winner: Candidate,
  others: readonly Candidate[],
  request: RouteRequest,
): readonly Said<NoteCode>[] {
  const notes: Said<NoteCode>[] = [];
  const sameHost = others.filter(
    ({ hostname }) => compareHostnames(hostname, winner.hostname) === 0,
  );
  const anyRegex = sameHost.some(({ asks }) => isRegex(asks) !== isRegex(winner.asks));
  if (anyRegex && winner.asks.path.type !== 'Exact')
    notes.push({ code: 'regex-order-open', params: {} });
  if (isRegex(winner.asks)) notes.push({ code: 'regex-dialect', params: {} });
  const name = repeatedParam(winner.asks, request);
  if (name !== undefined) notes.push({ code: 'repeated-query-param', params: { name } });
  return notes;
}

type Served = Pick<
  RouteAnswer,
  'backends' | 'status' | 'reason' | 'redirect' | 'filters' | 'rewrite'
>;

function serve(
  { route, rule, asks }: Candidate,
  listener: Listener,
  request: RouteRequest,
  referents: Referents,
  notes: Said<NoteCode>[],
): Served {
  const source = route.rules[rule]?.source ?? {};
  const prefix = asks.path.type === 'PathPrefix' ? asks.path.value : undefined;
  const { filters, redirect, rewrite } = filter(source, request, listener, prefix);
  const shown = filters.length > 0 ? { filters } : {};
  if (redirect) {
    return { backends: [], status: redirect.status, redirect: redirect.location, ...shown };
  }
  const backends = backendsOf(source, route.route, referents);
  const failure = failureOf(backends);
  if (failure) return { backends, status: 500, reason: failure, ...shown };
  const unusable = share(
    backends.filter(({ problem }) => problem !== undefined),
    backends,
  );
  if (unusable > 0) notes.push({ code: 'some-backends-unusable', params: { share: unusable } });
  return { backends, status: 200, ...shown, ...(rewrite && { rewrite }) };
}

function failureOf(backends: readonly Backend[]): RouteAnswer['reason'] {
  if (backends.length === 0) return { code: 'no-backends', params: {} };
  const weighted = backends.filter(({ weight }) => weight > 0);
  if (weighted.length === 0) return { code: 'all-weights-zero', params: {} };
  if (weighted.some(({ problem }) => problem === undefined)) return undefined;
  return { code: 'backends-unusable', params: {} };
}

/** In whole percent, at least 1 where there is anything. */
function share(part: readonly Backend[], all: readonly Backend[]): number {
  const sum = (backends: readonly Backend[]) =>
    backends.reduce((total, { weight }) => total + weight, 0);
  return Math.ceil((100 * sum(part)) / sum(all));
}
