/**
 * Which backends a rule of an HTTPRoute may use. Upstream: HTTPRouteRule.BackendRefs, HTTPBackendRef
 * (apis/v1/httproute_types.go) and ReferenceGrant (referencegrant_types.go), gateway-api v1.7.0: an invalid
 * backend keeps its share of the requests and answers 500; no other rule takes over. A Service that is not in
 * the input does not exist, unless the caller says that an input without any is silent about them. ServiceImport and policies are left out, as is whether a Service has endpoints.
 */
import type { JsonValue } from '../read/index.ts';
import { listAt, numberAt, textAt } from './json.ts';
import { GROUP } from './listeners.ts';
import type { RoutingObject } from './objects.ts';
import { nameKey } from './order.ts';
import type { Backend, BackendCode, Said } from './types.ts';

export interface Referents {
  /** Absent: every Service that is named is taken to be there. */
  readonly services: ReadonlyMap<string, RoutingObject> | undefined;
  readonly grants: readonly RoutingObject[];
}

/** `lenient`: an input without any Service does not tell which there are. */
export function referentsOf(objects: readonly RoutingObject[], lenient: boolean): Referents {
  const services = servicesOf(objects);
  return {
    services: lenient && services.size === 0 ? undefined : services,
    grants: objects.filter(({ kind }) => kind === 'ReferenceGrant'),
  };
}

export function servicesOf(objects: readonly RoutingObject[]): ReadonlyMap<string, RoutingObject> {
  const services = objects.filter(({ kind }) => kind === 'Service');
  return new Map(services.map((service) => [nameKey(service), service]));
}

export function backendsOf(
  rule: JsonValue,
  route: RoutingObject,
  referents: Referents,
): readonly Backend[] {
  return listAt(rule, 'backendRefs').map((ref): Backend => {
    const kind = textAt(ref, 'kind') ?? 'Service';
    const port = numberAt(ref, 'port');
    const found: Backend = {
      ...(kind !== 'Service' && { kind }),
      namespace: textAt(ref, 'namespace') || route.ref.namespace,
      name: textAt(ref, 'name') ?? '',
      ...(port !== undefined && { port }),
      weight: numberAt(ref, 'weight') ?? 1,
    };
    const problem = problemOf(found, textAt(ref, 'group') ?? '', kind, route, referents);
    return problem ? { ...found, problem } : found;
  });
}

function problemOf(
  { namespace, name, port }: Backend,
  group: string,
  kind: string,
  route: RoutingObject,
  { services, grants }: Referents,
): Said<BackendCode> | undefined {
  if (group !== '' || kind !== 'Service')
    return { code: 'backend-kind-unknown', params: { group, kind } };
  const from = route.ref.namespace;
  const isGranted = grants.some((grant) => isGrant(grant, from, namespace, name));
  if (namespace !== from && !isGranted) {
    return { code: 'backend-not-granted', params: { namespace, name, from } };
  }
  if (services === undefined) return undefined;
  const service = services.get(`${namespace}/${name}`);
  if (service === undefined) return { code: 'backend-not-found', params: { namespace, name } };
  const hasPort = listAt(service.value, 'spec', 'ports').some(
    (one) => numberAt(one, 'port') === port,
  );
  if (hasPort) return undefined;
  return { code: 'backend-port-not-found', params: { namespace, name, port: port ?? '' } };
}

function isGrant(
  { ref, value }: RoutingObject,
  from: string,
  namespace: string,
  name: string,
): boolean {
  if (ref.namespace !== namespace) return false;
  const allowsFrom = listAt(value, 'spec', 'from').some(
    (one) =>
      textAt(one, 'group') === GROUP &&
      textAt(one, 'kind') === 'HTTPRoute' &&
      textAt(one, 'namespace') === from,
  );
  const allowsTo = listAt(value, 'spec', 'to').some(
    (one) =>
      textAt(one, 'group') === '' &&
      textAt(one, 'kind') === 'Service' &&
      (textAt(one, 'name') || name) === name,
  );
  return allowsFrom && allowsTo;
}
