/**
 * From EndpointSlice objects to the endpoints of service ports, and which of them a node uses.
 * Upstream, v1.37.2: pkg/proxy/endpointslicecache.go, endpointschangetracker.go, topology.go
 * CategorizeEndpoints; the gates TopologyAwareHints, ServiceTrafficDistribution and
 * PreferSameTrafficDistribution are on for good.
 * Where upstream walks a map, the order of the text of addresses is taken.
 */
import { at, type Field, flag, integer, isSet, items, report, text } from './fields.ts';
import { type IpFamily, joinHostPort, parseIp } from './ip.ts';
import { labelOf } from './services.ts';
import type { Endpoint, EndpointChoice, ServicePort, TopologyMode } from './types.ts';

export interface Slice {
  readonly namespace: string;
  readonly name: string;
  readonly service: string;
  readonly addressType: string;
  readonly ports: readonly SlicePort[];
  readonly endpoints: readonly SliceEndpoint[];
}

interface SlicePort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

type SliceEndpoint = Omit<Endpoint, 'port' | 'address' | 'local'>;

/** By `namespace/name:port` and protocol, as `endpointsOf` looks them up. */
export type EndpointsMap = ReadonlyMap<string, readonly Endpoint[]>;

/** Slices of headless Services are not watched. Of two objects with one name the later counts. */
export function readSlices(fields: readonly Field[]): readonly Slice[] {
  const slices = new Map<string, Slice>();
  for (const field of fields) {
    field.log.unreadable = 0;
    const slice = readSlice(field);
    if (slice === undefined || field.log.unreadable > 0) continue;
    slices.set(`${slice.namespace}/${slice.service}/${slice.name}`, slice);
  }
  return [...slices.values()];
}

export function endpointsOfFamily(
  slices: readonly Slice[],
  family: IpFamily,
  nodeName: string,
): EndpointsMap {
  const addressType = family === 'ipv4' ? 'IPv4' : 'IPv6';
  const sets = new Map<string, Map<string, Endpoint>>();
  for (const slice of slices) {
    if (slice.addressType !== addressType) continue;
    for (const { name, protocol, port } of slice.ports) {
      const key = keyOf(slice.namespace, slice.service, name, protocol);
      const set = sets.get(key) ?? new Map<string, Endpoint>();
      sets.set(key, set);
      for (const endpoint of slice.endpoints) {
        const address = joinHostPort(endpoint.ip, port);
        // A Pod that runs outranks one of the same address that is going away.
        if (set.has(address) && endpoint.terminating) continue;
        const local = nodeName !== '' && endpoint.node === nodeName;
        set.set(address, withPort(endpoint, port, address, local));
      }
    }
  }
  return new Map([...sets].map(([key, set]) => [key, sorted([...set.values()])]));
}

/** Field by field: spreading fifty thousand of them takes three times as long. */
function withPort(from: SliceEndpoint, port: number, address: string, local: boolean): Endpoint {
  const { ip, node, ready, serving, terminating, zoneHints, nodeHints } = from;
  return { ip, port, address, node, local, ready, serving, terminating, zoneHints, nodeHints };
}

export function endpointsOf(map: EndpointsMap, port: ServicePort): readonly Endpoint[] {
  const { namespace, name, portName, protocol } = port;
  return map.get(keyOf(namespace, name, portName, protocol)) ?? [];
}

export function hasExternalWayIn(port: ServicePort): boolean {
  return port.nodePort !== 0 || port.loadBalancerIps.length > 0 || port.externalIps.length > 0;
}

/** Traffic from outside needs the endpoints of the cluster even under a Local policy: for Pods and the node. */
export function usesCluster(port: ServicePort): boolean {
  return !port.internalLocal || hasExternalWayIn(port);
}

export function usesLocal(port: ServicePort): boolean {
  return port.internalLocal || (port.externalLocal && hasExternalWayIn(port));
}

/** `nodeName` and `zone` are empty when unknown. */
export function chooseEndpoints(
  endpoints: readonly Endpoint[],
  port: ServicePort,
  nodeName: string,
  zone: string,
): EndpointChoice {
  let cluster: readonly Endpoint[] = [];
  let topology: TopologyMode = '';
  if (usesCluster(port)) {
    topology = topologyOf(endpoints, nodeName, zone);
    cluster = endpoints.filter(
      (endpoint) => endpoint.ready && isHinted(endpoint, topology, nodeName, zone),
    );
    if (cluster.length === 0) cluster = endpoints.filter(isLastResort);
  }
  if (!usesLocal(port)) {
    return { cluster, local: [], reachable: cluster, hasAny: cluster.length > 0, topology };
  }
  const hasAny =
    cluster.length > 0 || endpoints.some((endpoint) => endpoint.ready || isLastResort(endpoint));
  const here = endpoints.filter((endpoint) => endpoint.local);
  const ready = here.filter((endpoint) => endpoint.ready);
  const local = ready.length > 0 ? ready : here.filter((one) => !one.ready && isLastResort(one));
  if (!usesCluster(port)) return { cluster, local, reachable: local, hasAny, topology };
  const union = new Map([...cluster, ...local].map((endpoint) => [endpoint.address, endpoint]));
  return { cluster, local, reachable: sorted([...union.values()]), hasAny, topology };
}

/** Serves although it is going away: taken when nothing is ready. */
function isLastResort({ serving, terminating }: Endpoint): boolean {
  return serving && terminating;
}

/** Hints count when every ready endpoint has some and one of them is meant for here. */
function topologyOf(endpoints: readonly Endpoint[], nodeName: string, zone: string): TopologyMode {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  if (ready.length === 0) return '';
  if (
    ready.every(({ nodeHints }) => nodeHints.length > 0) &&
    ready.some(({ nodeHints }) => nodeHints.includes(nodeName))
  ) {
    return 'PreferSameNode';
  }
  const zoned = ready.every(({ zoneHints }) => zoneHints.length > 0);
  return zoned && ready.some(({ zoneHints }) => zoneHints.includes(zone)) ? 'PreferSameZone' : '';
}

function isHinted(
  { nodeHints, zoneHints }: Endpoint,
  topology: TopologyMode,
  nodeName: string,
  zone: string,
): boolean {
  if (topology === 'PreferSameNode') return nodeHints.includes(nodeName);
  return topology === '' || zoneHints.includes(zone);
}

/** 10.0.0.10 stands before 10.0.0.2. */
function sorted(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}

function keyOf(namespace: string, service: string, port: string, protocol: string): string {
  return `${namespace}/${service}:${port}\0${protocol.toLowerCase()}`;
}

const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';

function readSlice(field: Field): Slice | undefined {
  const metadata = at(field, 'metadata');
  if (labelOf(metadata, HEADLESS) !== undefined) return undefined;
  const service = labelOf(metadata, SERVICE_NAME) ?? '';
  const addressType = text(at(field, 'addressType'));
  if (service === '') {
    report(metadata, 'slice-without-service');
    return undefined;
  }
  const isIp = addressType === 'IPv4' || addressType === 'IPv6';
  return {
    namespace: text(at(metadata, 'namespace')) || 'default',
    name: text(at(metadata, 'name')),
    service,
    addressType,
    ports: items(at(field, 'ports')).flatMap(readSlicePort),
    endpoints: isIp ? items(at(field, 'endpoints')).flatMap(readEndpoint) : [],
  };
}

/** A port without a number, which the API allows to mean all ports, is not proxied. */
function readSlicePort(field: Field): readonly SlicePort[] {
  const port = integer(at(field, 'port')) ?? 0;
  if (port === 0) return [];
  const protocol = text(at(field, 'protocol')) || 'TCP';
  return [{ name: text(at(field, 'name')), protocol, port }];
}

function readEndpoint(field: Field): readonly SliceEndpoint[] {
  const [first] = items(at(field, 'addresses'));
  if (first === undefined) return [];
  const value = text(first);
  const ip = parseIp(value);
  if (ip === undefined) {
    report(first, 'bad-address', { value });
    return [];
  }
  const conditions = at(field, 'conditions');
  const hints = at(field, 'hints');
  return [
    {
      ip: ip.text,
      node: text(at(field, 'nodeName')),
      ready: flag(at(conditions, 'ready')) ?? true,
      serving: flag(at(conditions, 'serving')) ?? true,
      terminating: flag(at(conditions, 'terminating')) ?? false,
      zoneHints: isSet(hints) ? namesIn(at(hints, 'forZones')) : [],
      nodeHints: isSet(hints) ? namesIn(at(hints, 'forNodes')) : [],
    },
  ];
}

function namesIn(list: Field): readonly string[] {
  return items(list).map((item) => text(at(item, 'name')));
}
