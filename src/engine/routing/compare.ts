/** The proof of a conversion: the same requests through both engines, and where the two differ. */
import { readDocuments } from '../read/index.ts';
import { compileHttpRoutes, answerGateway } from './http-route.ts';
import { referentsOf } from './backends.ts';
import { isWildcard } from './host.ts';
import { answerIngress, type IngressPath, type Ingresses } from './ingress.ts';
import type { JsonMap } from './json.ts';
import { compileGateways } from './listeners.ts';
import { objectsIn, type RoutingObject } from './objects.ts';
import { withoutSlash } from './path.ts';
import type { Difference, DifferenceCode, RouteAnswer, RouteRequest } from './types.ts';

/** Enough for any real set of Ingresses; of a very large one a sample must do, or it would take minutes. */
const MOST_REQUESTS = 20_000;
const MOST_COMPARISONS = 4_000_000;

export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Yields after each request, so that a browser stays responsive. `stated`: requests of the reader's own. */
export function* compareConversion(
  ingresses: Ingresses,
  className: string | undefined,
  converted: readonly JsonMap[],
  objects: readonly RoutingObject[],
  stated: readonly RouteRequest[],
): Generator<void, Comparison> {
  const services = objects.filter(({ kind }) => kind === 'Service');
  const routed = [...reread(converted), ...services];
  const gateways = compileGateways(routed);
  const http = compileHttpRoutes(gateways, referentsOf(routed, true));
  const [gateway] = gateways.gateways;
  const paths = ingresses.paths.filter((path) => path.class === className);
  const own: Ingresses = {
    ...ingresses,
    paths,
    defaults: ingresses.defaults.filter((one) => one.class === className),
  };
  const requests = gateway ? onlyOnce([...stated.map(onlyAsked), ...requestsFor(paths)]) : [];
  const differences: Difference[] = [];
  for (const request of requests) {
    if (gateway === undefined) break;
    yield;
    const before = answerIngress(own, request, undefined);
    const after = answerGateway(http, gateway, { ...request, port: 80 });
    const [ingress, httpRoute] = [goal(before), goal(after)];
    if (ingress === httpRoute) continue;
    differences.push({ request, ingress, httpRoute, code: codeOf(before, request, paths) });
  }
  return { compared: requests.length, differences };
}

/** Rules are compared, so through which door a request comes is left out. */
function onlyAsked({ path, host, query, method, headers }: RouteRequest): RouteRequest {
  return {
    ...(host !== undefined && { host }),
    path,
    ...(query !== undefined && { query }),
    method,
    headers,
  };
}

function onlyOnce(requests: readonly RouteRequest[]): readonly RouteRequest[] {
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

/** The converted objects as the engine would read them. */
function reread(objects: readonly JsonMap[]): readonly RoutingObject[] {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  return objectsIn(readDocuments(text), text).objects;
}

/** Every host, and names next to it, with every path, and paths next to it; or an even sample of that. */
function requestsFor(paths: readonly IngressPath[]): readonly RouteRequest[] {
  const hosts = [
    ...new Set(['elsewhere.example', ...paths.flatMap(({ host }) => hostsNear(host))]),
  ];
  const wanted = [...new Set(['/', '/elsewhere', ...paths.flatMap(({ path }) => pathsNear(path))])];
  const all = hosts.length * wanted.length;
  const most = Math.min(MOST_REQUESTS, Math.ceil(MOST_COMPARISONS / (paths.length + 1)));
  const step = Math.max(1, all / most);
  const requests: RouteRequest[] = [];
  for (
    let index = 0;
    index < all;
    index = Math.max(index + 1, Math.round(step * requests.length))
  ) {
    const host = hosts[Math.floor(index / wanted.length)] ?? '';
    const path = wanted[index % wanted.length] ?? '/';
    requests.push({ host, path, method: 'GET', headers: [] });
  }
  return requests;
}

function hostsNear(host: string): readonly string[] {
  if (host === '') return [];
  if (!isWildcard(host)) return [host, `www.${host}`];
  const suffix = host.slice(2);
  return [suffix, `a.${suffix}`, `b.a.${suffix}`];
}

function pathsNear(path: string): readonly string[] {
  const bare = withoutSlash(path);
  return [bare || '/', `${bare}/`, `${bare}/x`, `${bare}x`, bare.toUpperCase() || '/'].map((one) =>
    one.startsWith('/') ? one : `/${one}`,
  );
}

/** Backend or status, in a form in which the two can be compared. */
function goal({ backends, status }: RouteAnswer): string {
  const [backend] = backends;
  return backend && status === 200 ? `${backend.namespace}/${backend.name}` : String(status);
}

function codeOf(
  before: RouteAnswer,
  request: RouteRequest,
  paths: readonly IngressPath[],
): DifferenceCode {
  const host = request.host ?? '';
  const isWider = paths.some(
    ({ host: own }) =>
      isWildcard(own) && host.endsWith(own.slice(1)) && host.slice(0, 1 - own.length).includes('.'),
  );
  if (isWider) return 'wildcard-takes-more';
  return before.notes.some(({ code }) => code === 'ingress-tie-open')
    ? 'ingress-tie-open'
    : 'not-carried-over';
}
