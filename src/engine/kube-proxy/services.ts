/**
 * From Service objects to the service ports of one address family.
 * Upstream, v1.37.2: pkg/proxy/serviceport.go newBaseServiceInfo, servicechangetracker.go serviceToServiceMap,
 * util/utils.go GetClusterIPByFamily, pkg/api/v1/service/util.go, the selectors of
 * cmd/kube-proxy/app/server.go Run. A manifest that is not stored yet gets the API server's defaults
 * (pkg/apis/core/v1/defaults.go SetDefaults_Service), except the addresses, which only the API server knows.
 */
import { at, entries, type Field, integer, isSet, items, report, text, texts } from './fields.ts';
import { type Cidr, type Ip, type IpFamily, parseCidr, parseIp } from './ip.ts';
import type { ServicePort, SkipCode, SkippedService } from './types.ts';

export interface Service {
  readonly namespace: string;
  readonly name: string;
  /** The proxy of another name that serves it. */
  readonly proxyName: string | undefined;
  readonly type: string;
  /** Without one nobody but its owner makes EndpointSlices. */
  readonly hasSelector: boolean;
  readonly clusterIp: string;
  readonly clusterIps: readonly string[];
  readonly ipFamilies: readonly string[];
  readonly ports: readonly PortSpec[];
  readonly externalIps: readonly Ip[];
  readonly loadBalancerIps: readonly Ip[];
  readonly sourceRanges: readonly Cidr[];
  readonly affinity: number | undefined;
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
  readonly healthCheckNodePort: number;
}

interface PortSpec {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly nodePort: number;
}

export interface FamilyPorts {
  /** In the order of name, then protocol. */
  readonly ports: readonly ServicePort[];
  readonly skipped: readonly SkippedService[];
}

/** Of two objects with one name the later counts. An object with a value of a wrong type is left out. */
export function readServices(fields: readonly Field[]): readonly Service[] {
  const services = new Map<string, Service>();
  for (const field of fields) {
    field.log.unreadable = 0;
    const service = readService(field);
    if (field.log.unreadable === 0) services.set(`${service.namespace}/${service.name}`, service);
  }
  return [...services.values()];
}

export function portsOfFamily(services: readonly Service[], family: IpFamily): FamilyPorts {
  const skipped: SkippedService[] = [];
  const ports = new Map<string, ServicePort>();
  for (const service of services) {
    const clusterIp = clusterIpOf(service, family);
    if (typeof clusterIp === 'string') {
      skipped.push({ namespace: service.namespace, name: service.name, code: clusterIp });
      continue;
    }
    for (const spec of service.ports) {
      const port = servicePort(service, spec, clusterIp, family);
      ports.set(`${port.fullName}\0${port.protocol}`, port);
    }
  }
  const sorted = [...ports].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, port]) => port);
  return { ports: sorted, skipped };
}

function servicePort(
  service: Service,
  spec: PortSpec,
  clusterIp: Ip,
  family: IpFamily,
): ServicePort {
  const { namespace, name } = service;
  const ofFamily = (one: { readonly family: IpFamily }): boolean => one.family === family;
  // The family first: ranges of the other one alone leave an address open to everybody.
  const ranges = service.sourceRanges.filter(ofFamily);
  return {
    namespace,
    name,
    portName: spec.name,
    fullName: `${namespace}/${name}${spec.name === '' ? '' : `:${spec.name}`}`,
    protocol: spec.protocol.toLowerCase(),
    clusterIp,
    port: spec.port,
    nodePort: spec.nodePort,
    externalIps: service.externalIps.filter(ofFamily),
    loadBalancerIps: service.loadBalancerIps.filter(ofFamily),
    sourceRanges: ranges.some(({ prefix }) => prefix === 0) ? [] : ranges,
    affinity: service.affinity,
    healthCheckNodePort: service.healthCheckNodePort,
    internalLocal: service.internalLocal,
    externalLocal: service.externalLocal,
  };
}

function clusterIpOf(service: Service, family: IpFamily): Ip | SkipCode {
  const { clusterIp, clusterIps, ipFamilies } = service;
  if (service.proxyName !== undefined) return 'service-proxy-name';
  if (service.type === 'ExternalName') return 'service-external-name';
  if (clusterIp === 'None') return 'service-headless';
  if (clusterIp === '') return 'service-without-cluster-ip';
  if (service.ports.length === 0) return 'service-without-ports';
  const index = ipFamilies.indexOf(family === 'ipv4' ? 'IPv4' : 'IPv6');
  // Without ipFamilies only the family of clusterIP counts, whatever clusterIPs says.
  const stated = ipFamilies.length === 0 ? clusterIp : (clusterIps[index] ?? '');
  const ip = parseIp(stated);
  if (ip === undefined || (ipFamilies.length === 0 && ip.family !== family)) {
    return 'service-other-family';
  }
  return ip;
}

const PROXY_NAME = 'service.kubernetes.io/service-proxy-name';

function readService(field: Field): Service {
  const metadata = at(field, 'metadata');
  const spec = at(field, 'spec');
  const type = text(at(spec, 'type')) || 'ClusterIP';
  const externalIps = addresses(at(spec, 'externalIPs'));
  const isExternal =
    type === 'LoadBalancer' ||
    type === 'NodePort' ||
    (type === 'ClusterIP' && items(at(spec, 'externalIPs')).length > 0);
  const externalLocal = isExternal && text(at(spec, 'externalTrafficPolicy')) === 'Local';
  const clusterIp = text(at(spec, 'clusterIP'));
  const clusterIps = texts(at(spec, 'clusterIPs'));
  for (const address of [at(spec, 'clusterIP'), ...items(at(spec, 'clusterIPs'))]) {
    const value = text(address);
    if (value !== '' && value !== 'None' && parseIp(value) === undefined) {
      report(address, 'bad-address', { value });
    }
  }
  return {
    namespace: text(at(metadata, 'namespace')) || 'default',
    name: text(at(metadata, 'name')),
    proxyName: labelOf(metadata, PROXY_NAME),
    type,
    hasSelector: entries(at(spec, 'selector')).length > 0,
    clusterIp,
    clusterIps: clusterIps.length === 0 && clusterIp !== '' ? [clusterIp] : clusterIps,
    ipFamilies: texts(at(spec, 'ipFamilies')),
    ports: items(at(spec, 'ports')).map(readPort),
    externalIps,
    loadBalancerIps: loadBalancerIps(at(field, 'status')),
    sourceRanges: cidrs(at(spec, 'loadBalancerSourceRanges')),
    affinity: affinityOf(spec),
    internalLocal: text(at(spec, 'internalTrafficPolicy')) === 'Local',
    externalLocal,
    healthCheckNodePort:
      type === 'LoadBalancer' && externalLocal
        ? (integer(at(spec, 'healthCheckNodePort')) ?? 0)
        : 0,
  };
}

function readPort(field: Field): PortSpec {
  return {
    name: text(at(field, 'name')),
    protocol: text(at(field, 'protocol')) || 'TCP',
    port: integer(at(field, 'port')) ?? 0,
    nodePort: integer(at(field, 'nodePort')) ?? 0,
  };
}

/** core/v1.DefaultClientIPServiceAffinitySeconds */
const THREE_HOURS = 10800;

function affinityOf(spec: Field): number | undefined {
  if (text(at(spec, 'sessionAffinity')) !== 'ClientIP') return undefined;
  const clientIp = at(at(spec, 'sessionAffinityConfig'), 'clientIP');
  return integer(at(clientIp, 'timeoutSeconds')) ?? THREE_HOURS;
}

function loadBalancerIps(status: Field): readonly Ip[] {
  return items(at(at(status, 'loadBalancer'), 'ingress')).flatMap((ingress) => {
    const mode = at(ingress, 'ipMode');
    const stated = at(ingress, 'ip');
    if (text(stated) === '' || (isSet(mode) && text(mode) !== 'VIP')) return [];
    return addressIn(stated);
  });
}

function addresses(list: Field): readonly Ip[] {
  return items(list).flatMap(addressIn);
}

function addressIn(field: Field): readonly Ip[] {
  const value = text(field);
  const ip = parseIp(value);
  if (ip === undefined && value.trim() !== '') report(field, 'bad-address', { value });
  return ip === undefined ? [] : [ip];
}

/** Blanks around a source range pass API validation by mistake. */
export function cidrs(list: Field): readonly Cidr[] {
  return items(list).flatMap((field) => {
    const value = text(field).trim();
    const cidr = parseCidr(value);
    if (cidr === undefined && value !== '') report(field, 'bad-cidr', { value });
    return cidr === undefined ? [] : [cidr];
  });
}

/** Labels may have dots in them; their mere presence can count. */
export function labelOf(metadata: Field, key: string): string | undefined {
  const label = entries(at(metadata, 'labels')).find(({ step }) => step === key);
  return label === undefined ? undefined : text(label);
}
