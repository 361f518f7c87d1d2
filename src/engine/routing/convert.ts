/**
 * The Gateway and the HTTPRoutes that the Ingresses of a class become, and what cannot be carried over.
 * One HTTP listener without a hostname keeps what Ingress has and separate listeners would lose: a request that
 * no path of its host takes goes on to a wildcard host, to no host, to the default backend. TLS hosts get
 * listeners of their own, for their certificates. Rules are as ingress.ts reads them.
 */
import { offsetOf } from '../pod/index.ts';
import type { JsonValue } from '../read/index.ts';
import { annotation } from './annotations.ts';
import { isWildcard } from './host.ts';
import type { IngressPath, Ingresses } from './ingress.ts';
import { type JsonMap, isMap, listAt, mapAt, numberAt, textAt } from './json.ts';
import type { RoutingObject } from './objects.ts';
import { withoutSlash } from './path.ts';
import type { Missing, MissingCode } from './types.ts';

const API = 'gateway.networking.k8s.io/v1';
/** HTTPRouteSpec.Rules has MaxItems 16. */
const MOST_RULES = 16;

export interface Converted {
  readonly objects: readonly JsonMap[];
  readonly missing: readonly Missing[];
}

interface Work {
  readonly ingresses: Ingresses;
  readonly missing: Missing[];
  readonly objects: JsonMap[];
}

/** `all`: every Ingress in question, in the order of the text. */
export function convertIngresses(
  all: readonly { readonly ingress: RoutingObject; readonly class: string | undefined }[],
  ingresses: Ingresses,
): Converted {
  const work: Work = { ingresses, missing: [], objects: [] };
  for (const name of new Set(all.map((one) => one.class))) {
    const own = all.filter((one) => one.class === name).map(({ ingress }) => ingress);
    convertClass(name, own, work);
  }
  return { objects: work.objects, missing: work.missing };
}

function miss(
  work: Work,
  code: MissingCode,
  { ref, source, at }: RoutingObject,
  path: string,
  params: Missing['params'] = {},
): void {
  work.missing.push({ code, object: ref, path, params, ...at(offsetOf(source, path)) });
}

function convertClass(name: string | undefined, own: readonly RoutingObject[], work: Work): void {
  const [first] = own;
  if (first === undefined) return;
  const gateway = { name: name ?? 'ingress', namespace: first.ref.namespace };
  if (name === undefined) miss(work, 'gateway-class-to-choose', first, 'spec.ingressClassName');
  const isShared = own.some(({ ref }) => ref.namespace !== gateway.namespace);
  const allowedRoutes = isShared ? { allowedRoutes: { namespaces: { from: 'All' } } } : {};
  const tls = own.flatMap((ingress) => tlsListeners(ingress, gateway.namespace, work));
  const hosts = new Set<string>();
  const https = tls.filter(({ hostname }) => !hosts.has(hostname) && hosts.add(hostname));
  const listeners = [
    { name: 'http', port: 80, protocol: 'HTTP', ...allowedRoutes },
    ...https.map(({ hostname, certificate }, index) => ({
      name: `https-${index + 1}`,
      port: 443,
      protocol: 'HTTPS',
      ...(hostname !== '' && { hostname }),
      tls: { certificateRefs: [certificate] },
      ...allowedRoutes,
    })),
  ];
  work.objects.push({
    apiVersion: API,
    kind: 'Gateway',
    metadata: gateway,
    spec: { gatewayClassName: gateway.name, listeners },
  });
  for (const grant of secretGrants(https, gateway.namespace)) work.objects.push(grant);
  const inClass = work.ingresses.paths.filter((path) => path.class === name);
  for (const ingress of own) {
    noteAnnotations(ingress, work);
    convertRules(ingress, gateway, inClass, work);
  }
  convertDefault(name, gateway, inClass, work);
}

interface TlsListener {
  readonly hostname: string;
  readonly certificate: { readonly name: string; readonly namespace?: string };
}

function tlsListeners(ingress: RoutingObject, home: string, work: Work): readonly TlsListener[] {
  const entries = listAt(ingress.value, 'spec', 'tls');
  if (entries.length > 0) miss(work, 'tls-redirect', ingress, 'spec.tls');
  return entries.flatMap((entry, index): readonly TlsListener[] => {
    const secret = textAt(entry, 'secretName') ?? '';
    if (secret === '') {
      miss(work, 'tls-without-secret', ingress, `spec.tls[${index}]`);
      return [];
    }
    const { namespace } = ingress.ref;
    const certificate = { name: secret, ...(namespace !== home && { namespace }) };
    const hosts = listAt(entry, 'hosts').filter((host) => typeof host === 'string');
    return (hosts.length === 0 ? [''] : hosts).map((hostname) => ({ hostname, certificate }));
  });
}

/** A Gateway may use a Secret of another namespace only where that namespace says so. */
function secretGrants(listeners: readonly TlsListener[], home: string): readonly JsonMap[] {
  const namespaces = new Set(
    listeners.flatMap(({ certificate }) =>
      certificate.namespace === undefined ? [] : [certificate.namespace],
    ),
  );
  return [...namespaces].map((namespace) => ({
    apiVersion: API,
    kind: 'ReferenceGrant',
    metadata: { name: 'gateway-certificates', namespace },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: home }],
      to: [{ group: '', kind: 'Secret' }],
    },
  }));
}

type Parent = { readonly name: string; readonly namespace: string };

function convertRules(
  ingress: RoutingObject,
  gateway: Parent,
  inClass: readonly IngressPath[],
  work: Work,
): void {
  const paths = inClass.filter((path) => path.ingress === ingress);
  const hosts = [...new Set(paths.map(({ host }) => host))];
  for (const [index, host] of hosts.entries()) {
    const rules: JsonMap[] = [];
    for (const path of paths.filter((one) => one.host === host)) {
      const isTaken = inClass.some((other) => other.host === host && isRoot(other));
      if (path.match === undefined && isTaken) continue;
      const rule = ruleOf(path, work);
      if (rule) rules.push(rule);
    }
    if (isWildcard(host)) miss(work, 'wildcard-takes-more', ingress, 'spec.rules', { host });
    const name = hosts.length === 1 ? ingress.ref.name : `${ingress.ref.name}-${index + 1}`;
    pushRoutes(name, ingress.ref.namespace, gateway, host, rules, work);
  }
}

function isRoot({ path, type, match }: IngressPath): boolean {
  return match !== undefined && type !== 'Exact' && withoutSlash(path) === '';
}

function pushRoutes(
  name: string,
  namespace: string,
  gateway: Parent,
  host: string,
  rules: readonly JsonMap[],
  work: Work,
): void {
  for (let at = 0; at < rules.length; at += MOST_RULES) {
    const parent = {
      name: gateway.name,
      ...(gateway.namespace !== namespace && { namespace: gateway.namespace }),
    };
    work.objects.push({
      apiVersion: API,
      kind: 'HTTPRoute',
      metadata: { name: at === 0 ? name : `${name}-part-${at / MOST_RULES + 1}`, namespace },
      spec: {
        parentRefs: [parent],
        ...(host !== '' && { hostnames: [host] }),
        rules: rules.slice(at, at + MOST_RULES),
      },
    });
  }
}

/** What HTTPPathMatch takes as Exact or PathPrefix. */
const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;

function ruleOf(path: IngressPath, work: Work): JsonMap | undefined {
  const { ingress, rule, match, type, regex } = path;
  const place = `spec.rules[${rule}]${match === undefined ? '' : `.http.paths[${match}]`}`;
  const backend = backendOf(path.backend, ingress, `${place}.backend`, work);
  if (backend === undefined) return undefined;
  if (regex !== undefined) {
    miss(work, 'regex-by-implementation', ingress, `${place}.path`, { path: path.path });
    const value = `(?i)${path.path.replace(/^\^/, '')}.*`;
    return { matches: [{ path: { type: 'RegularExpression', value } }], backendRefs: [backend] };
  }
  const value = type === 'Exact' ? path.path : withoutSlash(path.path) || '/';
  if (!PATH.test(value) || value.includes('//')) {
    miss(work, 'path-not-allowed', ingress, `${place}.path`, { path: value });
    return undefined;
  }
  if (type === 'ImplementationSpecific' && match !== undefined) {
    miss(work, 'implementation-specific-path', ingress, `${place}.pathType`, { path: value });
  }
  const kind = type === 'Exact' ? 'Exact' : 'PathPrefix';
  return { matches: [{ path: { type: kind, value } }], backendRefs: [backend] };
}

function backendOf(
  backend: JsonMap | undefined,
  ingress: RoutingObject,
  place: string,
  work: Work,
): JsonMap | undefined {
  const resource = mapAt(backend, 'resource');
  if (resource) {
    miss(work, 'resource-backend', ingress, place, { kind: textAt(resource, 'kind') ?? '' });
    const group = textAt(resource, 'apiGroup') ?? '';
    return { group, kind: textAt(resource, 'kind') ?? '', name: textAt(resource, 'name') ?? '' };
  }
  const name = textAt(backend, 'service', 'name') ?? '';
  const number = numberAt(backend, 'service', 'port', 'number');
  if (number !== undefined) return { name, port: number };
  const portName = textAt(backend, 'service', 'port', 'name') ?? '';
  const service = work.ingresses.services.get(`${ingress.ref.namespace}/${name}`);
  const port = listAt(service?.value, 'spec', 'ports').find(
    (one) => textAt(one, 'name') === portName,
  );
  const found = numberAt(port, 'port');
  if (found !== undefined) return { name, port: found };
  miss(work, 'port-name-unknown', ingress, place, { name, port: portName });
  return undefined;
}

/** A rule for everything, in a route without hostnames: every other rule goes before it, by host or by path. */
function convertDefault(
  name: string | undefined,
  gateway: Parent,
  inClass: readonly IngressPath[],
  work: Work,
): void {
  const defaults = work.ingresses.defaults.filter((one) => one.class === name);
  const isTaken = inClass.some((path) => path.host === '' && isRoot(path));
  for (const [index, { ingress }] of defaults.entries()) {
    const place = 'spec.defaultBackend';
    if (isTaken || index > 0) {
      miss(work, 'default-backend-unreachable', ingress, place);
      continue;
    }
    const backend = backendOf(mapAt(ingress.value, 'spec', 'defaultBackend'), ingress, place, work);
    const rule = backend && {
      matches: [{ path: { type: 'PathPrefix', value: '/' } }],
      backendRefs: [backend],
    };
    const { namespace } = ingress.ref;
    if (rule) pushRoutes(`${ingress.ref.name}-default`, namespace, gateway, '', [rule], work);
  }
}

function noteAnnotations(ingress: RoutingObject, work: Work): void {
  const annotations: JsonValue | undefined = mapAt(ingress.value, 'metadata', 'annotations');
  for (const name of isMap(annotations) ? Object.keys(annotations) : []) {
    const found = annotation(name);
    if (found === undefined) continue;
    const { code, field } = found;
    const path = `metadata.annotations[${name}]`;
    miss(work, code, ingress, path, { annotation: name, ...(field !== '' && { field }) });
  }
}
