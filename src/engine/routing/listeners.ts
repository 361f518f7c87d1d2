/**
 * The listeners of each Gateway, and which HTTPRoutes attach to them.
 * Upstream: gateway-api v1.7.0 apis/v1/gateway_types.go (GatewaySpec.Listeners, AllowedRoutes, AllowedListeners),
 * listenerset_types.go (order of merged listeners), shared_types.go (ParentReference), httproute_types.go
 * (Hostnames). GatewayClass, TLS secrets and their grants, and addresses are left out: a Gateway that stands in
 * the input is taken to be programmed.
 */
import type { JsonValue } from '../read/index.ts';
import { intersection } from './host.ts';
import { type JsonMap, listAt, mapAt, numberAt, textAt } from './json.ts';
import type { RoutingObject } from './objects.ts';
import { compareAge, nameKey } from './order.ts';
import type { LostCode, Said } from './types.ts';

export const GROUP = 'gateway.networking.k8s.io';

export interface Listener {
  /** `namespace/owner/listener` */
  readonly id: string;
  readonly gateway: RoutingObject;
  /** The Gateway or the ListenerSet that it is written in. */
  readonly owner: RoutingObject;
  readonly name: string;
  /** Empty: every host. */
  readonly hostname: string;
  readonly port: number;
  readonly protocol: string;
  readonly allowed: JsonMap | undefined;
}

/** How one HTTPRoute stands to the listeners that its parentRefs name. */
export interface Attachment {
  readonly route: RoutingObject;
  readonly listeners: ReadonlySet<Listener>;
  /** Why the others were not joined; of those of one Gateway the first reason is told. */
  readonly refused: readonly (Said<LostCode> & { readonly gateway: RoutingObject | undefined })[];
}

export interface Gateways {
  readonly gateways: readonly RoutingObject[];
  readonly listeners: readonly Listener[];
  readonly attachments: readonly Attachment[];
}

type Labels = ReadonlyMap<string, JsonMap | undefined>;

export function compileGateways(objects: readonly RoutingObject[]): Gateways {
  const ofKind = (wanted: string) => objects.filter(({ kind }) => kind === wanted);
  const gateways = ofKind('Gateway');
  const labels: Labels = new Map(
    ofKind('Namespace').map(({ ref, value }) => [ref.name, mapAt(value, 'metadata', 'labels')]),
  );
  const sets = ofKind('ListenerSet').toSorted(compareAge);
  const listeners = gateways.flatMap((gateway) => listenersOf(gateway, sets, labels));
  const attachments = ofKind('HTTPRoute').map((route) => attach(route, listeners, labels));
  return { gateways, listeners, attachments };
}

/** The Gateway's own, then those of its ListenerSets; one that takes what is taken is conflicted and left out. */
function listenersOf(
  gateway: RoutingObject,
  sets: readonly RoutingObject[],
  labels: Labels,
): readonly Listener[] {
  const mine = sets.filter(
    (set) =>
      parentKey(set, mapAt(set.value, 'spec', 'parentRef')) === keyOf(gateway) &&
      mayAdd(set, gateway, labels),
  );
  const all: Listener[] = [];
  for (const owner of [gateway, ...mine]) {
    for (const entry of listAt(owner.value, 'spec', 'listeners')) {
      const listener = listenerOf(entry, owner, gateway);
      const isTaken = all.some(
        (other) =>
          other.port === listener.port &&
          (other.owner === owner || other.protocol === listener.protocol
            ? other.protocol === listener.protocol && other.hostname === listener.hostname
            : true),
      );
      if (!isTaken) all.push(listener);
    }
  }
  return all;
}

function listenerOf(entry: JsonValue, owner: RoutingObject, gateway: RoutingObject): Listener {
  const name = textAt(entry, 'name') ?? '';
  return {
    id: `${nameKey(owner)}/${name}`,
    gateway,
    owner,
    name,
    hostname: textAt(entry, 'hostname') ?? '',
    port: numberAt(entry, 'port') ?? 0,
    protocol: textAt(entry, 'protocol') ?? '',
    allowed: mapAt(entry, 'allowedRoutes'),
  };
}

/** `kind/namespace/name` of what a reference to a parent names, undefined for one that is no Gateway's. */
function parentKey(from: RoutingObject, parent: JsonValue | undefined): string | undefined {
  const kind = textAt(parent, 'kind') ?? 'Gateway';
  const isOurs = (textAt(parent, 'group') ?? GROUP) === GROUP;
  if (!isOurs || (kind !== 'Gateway' && kind !== 'ListenerSet')) return undefined;
  return `${kind}/${textAt(parent, 'namespace') || from.ref.namespace}/${textAt(parent, 'name') ?? ''}`;
}

function keyOf(object: RoutingObject): string {
  return `${object.kind}/${nameKey(object)}`;
}

function mayAdd(set: RoutingObject, gateway: RoutingObject, labels: Labels): boolean {
  const namespaces = mapAt(gateway.value, 'spec', 'allowedListeners', 'namespaces');
  return admits(namespaces, 'None', set.ref.namespace, gateway.ref.namespace, labels);
}

function admits(
  namespaces: JsonMap | undefined,
  byDefault: string,
  namespace: string,
  home: string,
  labels: Labels,
): boolean {
  const from = textAt(namespaces, 'from') ?? byDefault;
  if (from === 'All') return true;
  if (from === 'Same') return namespace === home;
  return (
    from === 'Selector' && selects(mapAt(namespaces, 'selector'), labels.get(namespace), namespace)
  );
}

/** metav1.LabelSelector; every namespace carries its own name as a label, and no selector selects nothing. */
function selects(
  selector: JsonMap | undefined,
  labels: JsonMap | undefined,
  namespace: string,
): boolean {
  if (selector === undefined) return false;
  const labelOf = (key: string) =>
    textAt(labels, key) ?? (key === 'kubernetes.io/metadata.name' ? namespace : undefined);
  const wanted = Object.entries(mapAt(selector, 'matchLabels') ?? {});
  return (
    wanted.every(([key, value]) => labelOf(key) === value) &&
    listAt(selector, 'matchExpressions').every((expression) => {
      const value = labelOf(textAt(expression, 'key') ?? '');
      const values = listAt(expression, 'values');
      const operator = textAt(expression, 'operator');
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      if (operator === 'Exists') return value !== undefined;
      return operator === 'DoesNotExist' && value === undefined;
    })
  );
}

function attach(route: RoutingObject, listeners: readonly Listener[], labels: Labels): Attachment {
  const joined = new Set<Listener>();
  const refused: Attachment['refused'][number][] = [];
  for (const parent of listAt(route.value, 'spec', 'parentRefs')) {
    const key = parentKey(route, parent);
    const named = listeners.filter(({ owner }) => keyOf(owner) === key);
    const gateway = named[0]?.gateway;
    if (gateway === undefined) continue;
    const section = textAt(parent, 'sectionName') || undefined;
    const port = numberAt(parent, 'port');
    const bySection = named.filter(({ name }) => section === undefined || name === section);
    const chosen = bySection.filter((listener) => port === undefined || listener.port === port);
    if (bySection.length === 0) {
      refused.push({ gateway, code: 'section-not-found', params: { section: section ?? '' } });
    } else if (chosen.length === 0) {
      refused.push({ gateway, code: 'parent-port-not-found', params: { port: port ?? 0 } });
    }
    for (const listener of chosen) {
      const why = whyNot(route, listener, labels);
      if (why === undefined) joined.add(listener);
      else refused.push({ gateway, ...why });
    }
  }
  return { route, listeners: joined, refused };
}

function whyNot(
  route: RoutingObject,
  listener: Listener,
  labels: Labels,
): Said<LostCode> | undefined {
  const { protocol, allowed, owner, hostname, id } = listener;
  const kinds = listAt(allowed, 'kinds');
  const isKindAllowed = kinds.some(
    (kind) => (textAt(kind, 'group') ?? GROUP) === GROUP && textAt(kind, 'kind') === 'HTTPRoute',
  );
  const speaksHttp = protocol === 'HTTP' || protocol === 'HTTPS';
  if (!speaksHttp || (kinds.length > 0 && !isKindAllowed)) {
    return { code: 'kind-not-allowed', params: { listener: id } };
  }
  const { namespace } = route.ref;
  const namespaces = mapAt(allowed, 'namespaces');
  if (!admits(namespaces, 'Same', namespace, owner.ref.namespace, labels)) {
    return { code: 'namespace-not-allowed', params: { listener: id, namespace } };
  }
  const own = hostnamesOf(route);
  const meets = own.some((one) => intersection(hostname, one) !== undefined);
  if (own.length === 0 || hostname === '' || meets) return undefined;
  return { code: 'no-hostname-intersection', params: { listener: id, hostname } };
}

export function hostnamesOf(route: RoutingObject): readonly string[] {
  return listAt(route.value, 'spec', 'hostnames').filter((name) => typeof name === 'string');
}
