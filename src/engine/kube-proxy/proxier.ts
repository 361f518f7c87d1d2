/**
 * One proxier: configuration and node brought together for one address family.
 * Upstream, v1.37.2: cmd/kube-proxy/app/server.go detectNodeIPs, expandNodePortAddressKeywords;
 * server_linux.go getLocalDetectors, platformApplyDefaults; pkg/proxy/util/nodeport_addresses.go; the NewProxier
 * of the three modes.
 */
import type { ProxyConfig } from './config.ts';
import {
  type Cidr,
  contains,
  type Ip,
  type IpFamily,
  isLinkLocal,
  isLoopback,
  isUnspecified,
  parseCidr,
  parseIp,
} from './ip.ts';
import { hostIps, type NodeFacts } from './node.ts';
import type { Detector, Proxier, ProxyMode } from './types.ts';

const FAMILIES: readonly IpFamily[] = ['ipv4', 'ipv6'];
const ZONE = 'topology.kubernetes.io/zone';

const LOOPBACK: Readonly<Record<IpFamily, Ip>> = {
  ipv4: { family: 'ipv4', text: '127.0.0.1', address: [0x7f000001] },
  ipv6: { family: 'ipv6', text: '::1', address: [0, 0, 0, 1] },
};

export function modeOf({ mode }: ProxyConfig): ProxyMode {
  return mode === 'ipvs' || mode === 'nftables' ? mode : 'iptables';
}

/** Families that the node has addresses of; none when it has none. */
export function familiesOf(node: NodeFacts): readonly IpFamily[] {
  return FAMILIES.filter((family) => (node.ips ?? []).some((ip) => ip.family === family));
}

export function proxierOf(
  config: ProxyConfig,
  node: NodeFacts,
  serviceCidrs: readonly string[],
  family: IpFamily,
): Proxier {
  const mode = modeOf(config);
  const nodeIps = detectNodeIps(hostIps(node.ips ?? []), config.bindAddress);
  const addresses = node.addresses ?? [...Object.values(LOOPBACK), ...Object.values(nodeIps)];
  const cidrs = nodePortCidrs(config, mode, nodeIps, family);
  const anyNodeAddress = cidrs.some(({ prefix }) => prefix === 0);
  const backend = mode === 'nftables' ? config.nftables : config.iptables;
  const ofFamily = addresses.filter((ip) => ip.family === family);
  return {
    mode,
    family,
    nodeName: node.name ?? '',
    zone: node.labels?.get(ZONE) ?? '',
    nodeIp: nodeIps[family],
    detector: detectorOf(config, node.podCidrs ?? [], family),
    masqueradeAll: backend.masqueradeAll,
    masqueradeMark: markOf(backend.masqueradeBit),
    anyNodeAddress,
    nodePortIps: distinct(ofFamily.filter((ip) => cidrs.some((cidr) => contains(cidr, ip)))),
    localhostNodePorts: config.iptables.localhostNodePorts && cidrs.some(hasLoopback),
    conntrackLiberal: config.conntrack.tcpBeLiberal || node.tcpBeLiberal === true,
    nfacct: node.nfacct ?? true,
    serviceCidrs: serviceCidrs.filter(
      (cidr) => (parseCidr(cidr)?.family === 'ipv4') === (family === 'ipv4'),
    ),
    externalIpRules: config.featureGates.get('AllowServiceExternalIPs') ?? true,
    localhostRejects: localhostRejects(config, cidrs),
    nodeAddresses: distinct(ofFamily.filter((ip) => !isLoopback(ip) && !isLinkLocal(ip))),
    scheduler: config.ipvs.scheduler || 'rr',
  };
}

/** What the process itself cannot serve there: it does so for TCP where the loopback network is asked for by name. */
function localhostRejects(
  { featureGates }: ProxyConfig,
  cidrs: readonly Cidr[],
): readonly string[] {
  if (featureGates.get('KubeProxyNFTablesLocalhostNodePorts') !== true) return [];
  return cidrs.some(isLoopback) ? ['udp', 'sctp'] : ['tcp', 'udp', 'sctp'];
}

function detectNodeIps(ips: readonly Ip[], bindAddress: string): Readonly<Record<IpFamily, Ip>> {
  const nodeIps = { ...LOOPBACK };
  for (const ip of ips) nodeIps[ip.family] = ip;
  const bound = parseIp(bindAddress);
  if (bound !== undefined && !isUnspecified(bound)) nodeIps[bound.family] = bound;
  return nodeIps;
}

/** Those of the family; where there are none, every address. */
function nodePortCidrs(
  config: ProxyConfig,
  mode: ProxyMode,
  nodeIps: Readonly<Record<IpFamily, Ip>>,
  family: IpFamily,
): readonly Cidr[] {
  const stated =
    mode === 'nftables' && config.nodePortAddresses.length === 0
      ? ['primary']
      : config.nodePortAddresses;
  const cidrs = stated.flatMap((value): readonly string[] => {
    if (value === 'localhost') return ['127.0.0.0/8', '::1/128'];
    if (value === 'all') return ['0.0.0.0/0', '::/0'];
    if (value !== 'primary') return [value];
    return Object.values(nodeIps)
      .filter((ip) => !isLoopback(ip))
      .map((ip) => `${ip.text}/${ip.family === 'ipv4' ? 32 : 128}`);
  });
  const parsed = cidrs.flatMap((value) => parseCidr(value) ?? []);
  const own = parsed.filter((cidr) => cidr.family === family);
  return own.length > 0 ? own : [anyOf(family)];
}

function anyOf(family: IpFamily): Cidr {
  return family === 'ipv4'
    ? { family, text: '0.0.0.0/0', address: [0], prefix: 0 }
    : { family, text: '::/0', address: [0, 0, 0, 0], prefix: 0 };
}

/** The whole IPv4 loopback network or a part of it. */
function hasLoopback(cidr: Cidr): boolean {
  if (cidr.family !== 'ipv4') return false;
  return isLoopback(cidr) || contains(cidr, { address: [0x7f000000] });
}

function detectorOf(
  config: ProxyConfig,
  podCidrs: readonly string[],
  family: IpFamily,
): Detector | undefined {
  const mode = config.detectLocalMode || 'ClusterCIDR';
  if (mode === 'BridgeInterface') return { kind: 'bridge', name: config.bridgeInterface };
  if (mode === 'InterfaceNamePrefix') return { kind: 'prefix', prefix: config.interfaceNamePrefix };
  const cidrs = mode === 'NodeCIDR' ? podCidrs : config.clusterCidrs;
  const cidr = cidrs
    .flatMap((value) => parseCidr(value.trim()) ?? [])
    .find((one) => one.family === family);
  return cidr === undefined ? undefined : { kind: 'cidr', cidr };
}

/** Eight digits, whatever the bit. */
function markOf(bit: number): string {
  return `0x${(2 ** bit).toString(16).padStart(8, '0')}`;
}

/** In the order of their text, as upstream walks a map. */
function distinct(ips: readonly Ip[]): readonly Ip[] {
  const byText = new Map(ips.map((ip) => [ip.text, ip]));
  return [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}
