/**
 * The node around the rules, as far as a packet needs it: which addresses are its own, which interface leads
 * where, and who sends. What nobody stated is assumed, and said to be:
 * - the network of the node's Pods (`podCIDRs`, else what the detector calls local) lies behind the Pod
 *   interface: the one that holds an address of it, else the detector's bridge or `veth0` behind its prefix,
 *   else `cni0`, with the first free address of the network as the node's own there; Pods that are endpoints here lie there too, wherever their address comes from;
 * - everything else leaves by the interface of the node's own address, else by `eth0`;
 * - a client outside has an address of the documentation networks (RFC 5737, RFC 3849).
 */
import { parseNetwork, sameAddress } from '../address.ts';
import type { Env, Interface, Route } from '../netfilter/index.ts';
import { type Cidr, contains, type Ip, ipOf, isLoopback, parseCidr, parseIp } from './ip.ts';
import type { NodeFacts } from './node.ts';
import type { Endpoint, Proxier, ServicePort } from './types.ts';

export type StageAssumption =
  | 'node-address-assumed'
  | 'pod-network-assumed'
  /** The node's address on the Pod interface: what leaves there masqueraded has it. */
  | 'pod-gateway-assumed';

/** A node on which packets can be sent. */
export interface Stage {
  readonly env: Env;
  readonly podInterface: string;
  readonly outsideInterface: string;
  /** The address that node ports are asked for at. */
  readonly nodeAddress: Ip;
  /** Of a Pod that is no endpoint of the Service. */
  readonly pod: Ip;
  readonly outside: Ip;
  /** A client in a range that the Service lets in; absent without ranges, or where they have no such address. */
  readonly allowed: Ip | undefined;
  readonly assumed: readonly StageAssumption[];
}

const STAND_IN = {
  ipv4: {
    node: '192.0.2.1',
    pods: '10.244.0.0/24',
    outside: ['203.0.113.10', '198.51.100.10', '192.0.2.10'],
  },
  ipv6: {
    node: '2001:db8::1',
    pods: 'fd00:10:244::/64',
    outside: ['2001:db8:ffff::10', '2001:db8:fffe::10', '3fff:ffff::10'],
  },
} as const;

export function stageFor(
  proxier: Proxier,
  node: NodeFacts,
  port: ServicePort,
  all: readonly Endpoint[],
): Stage {
  const { family } = proxier;
  const standIn = STAND_IN[family];
  const assumed: StageAssumption[] = [];
  const stated = [...(node.addresses ?? []), ...(node.ips ?? [])];
  const own = stated.filter((ip) => ip.family === family);
  if (!isLoopback(proxier.nodeIp)) own.push(proxier.nodeIp);
  if (own.every(isLoopback)) {
    assumed.push('node-address-assumed');
    own.push(literal(standIn.node));
  }
  const primary = isLoopback(proxier.nodeIp) ? own.find((ip) => !isLoopback(ip)) : proxier.nodeIp;
  const home = primary ?? literal(standIn.node);
  const network = podNetwork(proxier, node);
  if (network === undefined) assumed.push('pod-network-assumed');
  const pods = network ?? cidrOf(standIn.pods);
  const ofEndpoints = new Set(all.map(({ ip }) => ip));
  if (node.interfaces === undefined && !own.some((ip) => contains(pods, ip))) {
    const gateway = freeAddress(pods, ofEndpoints, 1);
    if (gateway !== undefined) {
      assumed.push('pod-gateway-assumed');
      own.push(gateway);
    }
  }
  const interfaces = statedInterfaces(node, own, pods, proxier);
  const podInterface = interfaceIn(interfaces, pods) ?? podInterfaceOf(proxier);
  const outsideInterface = nameOf(interfaces, home) ?? 'eth0';
  const taken = new Set(
    [...own, ...all.flatMap(({ ip }) => parseIp(ip) ?? [])].map((ip) => ip.text),
  );
  const pod = freeAddress(pods, taken, 200) ?? hostOf(pods, 1);
  const { detector } = proxier;
  const cluster = detector?.kind === 'cidr' ? [pods, detector.cidr] : [pods];
  const isElsewhere = (ip: Ip): boolean =>
    !taken.has(ip.text) && !cluster.some((cidr) => contains(cidr, ip));
  const outside = standIn.outside.map(literal).find((ip) => {
    return isElsewhere(ip) && !port.sourceRanges.some((range) => contains(range, ip));
  });
  const routes = [
    // Before the detector's cluster network stands what is known to be here.
    ...(isNodesOwn(pods, node) ? [route(pods.text, podInterface)] : []),
    ...[pod.text, ...all.filter(({ local }) => local).map(({ ip }) => ip)]
      .filter((ip) => !own.some(({ text }) => text === ip))
      .map((ip) => route(ip, podInterface)),
    ...connected(interfaces),
    { network: { address: [], mask: [] }, dev: outsideInterface },
  ];
  return {
    env: {
      localIPs: own.map(({ address }) => address),
      interfaces,
      routes,
      routeLocalnet: proxier.mode === 'iptables' && proxier.localhostNodePorts,
      ipsets: {},
      recent: {},
      limits: 'full',
    },
    podInterface,
    outsideInterface,
    nodeAddress: proxier.anyNodeAddress
      ? home
      : (proxier.nodePortIps.find((ip) => !isLoopback(ip)) ?? home),
    pod,
    outside: outside ?? literal(standIn.outside[0]),
    allowed: port.sourceRanges
      .map((range) => freeAddress(range, taken, 77, isElsewhere))
      .find((ip) => ip !== undefined),
    assumed,
  };
}

/** Literals of this file. */
function literal(text: string): Ip {
  return parseIp(text) ?? { family: 'ipv4', text, address: [] };
}

function cidrOf(text: string): Cidr {
  return parseCidr(text) ?? { ...literal(text), prefix: 0 };
}

function podNetwork({ family, detector }: Proxier, node: NodeFacts): Cidr | undefined {
  const own = (node.podCidrs ?? [])
    .flatMap((text) => parseCidr(text.trim()) ?? [])
    .find((cidr) => cidr.family === family);
  return own ?? (detector?.kind === 'cidr' ? detector.cidr : undefined);
}

/** The detector's network is that of all Pods of the cluster: the rest of it lies behind other nodes. */
function isNodesOwn({ text }: Cidr, { podCidrs = [] }: NodeFacts): boolean {
  return podCidrs.some((stated) => parseCidr(stated.trim())?.text === text);
}

function podInterfaceOf({ detector }: Proxier): string {
  if (detector?.kind === 'bridge') return detector.name;
  return detector?.kind === 'prefix' ? `${detector.prefix}0` : 'cni0';
}

/** Without interfaces, the addresses are taken apart by what they belong to. */
function statedInterfaces(
  node: NodeFacts,
  own: readonly Ip[],
  pods: Cidr,
  proxier: Proxier,
): readonly Interface[] {
  const networks = (texts: readonly string[]): Interface['addresses'] =>
    texts.flatMap((text) => parseNetwork(text) ?? []);
  if (node.interfaces !== undefined) {
    return node.interfaces.map(({ name, ips }) => ({ name, addresses: networks(ips) }));
  }
  const texts = (kind: (ip: Ip) => boolean): readonly string[] =>
    own.filter(kind).map(({ text }) => text);
  return [
    { name: 'eth0', addresses: networks(texts((ip) => !isLoopback(ip) && !contains(pods, ip))) },
    { name: podInterfaceOf(proxier), addresses: networks(texts((ip) => contains(pods, ip))) },
  ];
}

function interfaceIn(interfaces: readonly Interface[], pods: Cidr): string | undefined {
  return interfaces.find(({ addresses }) => addresses.some((own) => contains(pods, own)))?.name;
}

function nameOf(interfaces: readonly Interface[], ip: Ip): string | undefined {
  return interfaces.find(({ addresses }) =>
    addresses.some(({ address }) => sameAddress(address, ip.address)),
  )?.name;
}

/** What an interface's own addresses say is on its wire. */
function connected(interfaces: readonly Interface[]): readonly Route[] {
  return interfaces.flatMap(({ name, addresses }) =>
    name === 'lo' ? [] : addresses.map((network) => ({ network, dev: name })),
  );
}

function route(to: string, dev: string): Route {
  return { network: parseNetwork(to) ?? { address: [], mask: [] }, dev };
}

const MOST_TRIES = 300;

/** The first address from the given one on, around to the start, that nobody has. */
function freeAddress(
  network: Cidr,
  taken: ReadonlySet<string>,
  from: number,
  fits: (ip: Ip) => boolean = () => true,
): Ip | undefined {
  const size = 2 ** Math.min(30, network.address.length * 32 - network.prefix);
  for (let tried = 0; tried < Math.min(size, MOST_TRIES); tried++) {
    const ip = hostOf(network, (from + tried) % size);
    if (!taken.has(ip.text) && fits(ip) && (size < 4 || (from + tried) % size !== 0)) return ip;
  }
  return undefined;
}

function hostOf({ address }: Cidr, host: number): Ip {
  return ipOf(address.with(-1, ((address.at(-1) ?? 0) | host) >>> 0));
}
