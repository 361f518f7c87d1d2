/**
 * The frame of the nftables table: base chains, jumps, sets, maps, and the rules that no Service changes.
 * Upstream: pkg/proxy/nftables/proxier.go setupNFTables, v1.37.2.
 */
import { isLoopback } from './ip.ts';
import type { NftTable } from './nft-table.ts';
import type { Detector, Proxier } from './types.ts';

const BASE_CHAINS: readonly (readonly [name: string, properties: string])[] = [
  ['filter-prerouting-pre-dnat', 'type filter hook prerouting priority -110 ;'],
  ['filter-output-pre-dnat', 'type filter hook output priority -110 ;'],
  ['filter-input', 'type filter hook input priority 0 ;'],
  ['filter-forward', 'type filter hook forward priority 0 ;'],
  ['filter-output', 'type filter hook output priority 0 ;'],
  ['nat-prerouting', 'type nat hook prerouting priority -100 ;'],
  ['nat-output', 'type nat hook output priority -100 ;'],
  ['nat-postrouting', 'type nat hook postrouting priority 100 ;'],
];

const JUMPS: readonly (readonly [from: string, to: string, match: string])[] = [
  ['filter-input', 'nodeport-endpoints-check', 'ct state new '],
  ['filter-input', 'service-endpoints-check', 'ct state new '],
  ['filter-forward', 'service-endpoints-check', 'ct state new '],
  ['filter-output', 'service-endpoints-check', 'ct state new '],
  ['filter-prerouting-pre-dnat', 'firewall-check', 'ct state new '],
  ['filter-output-pre-dnat', 'firewall-check', 'ct state new '],
  ['nat-output', 'services', ''],
  ['nat-prerouting', 'services', ''],
  ['nat-postrouting', 'masquerading', ''],
  ['filter-forward', 'cluster-ips-check', 'ct state new '],
  ['filter-output', 'cluster-ips-check', 'ct state new '],
];

export function baseTable(proxier: Proxier): NftTable {
  const ip = proxier.family === 'ipv4' ? 'ip' : 'ip6';
  const table: NftTable = {
    family: ip,
    name: 'kube-proxy',
    comment: 'rules for kube-proxy',
    chains: new Map(BASE_CHAINS.map(([name, properties]) => [name, { properties, rules: [] }])),
    sets: new Map(),
    maps: new Map(),
    counters: proxier.localhostRejects.map((protocol) => `localhost-nodeport-rejected-${protocol}`),
  };
  for (const [from, to, match] of JUMPS) {
    chain(table, to);
    rule(table, from, `${match}jump ${to}`);
  }
  addContainers(table, proxier);
  addBaseRules(table, proxier);
  addLocalhostRejects(table, proxier);
  return table;
}

function addContainers({ family, sets, maps, chains }: NftTable, proxier: Proxier): void {
  const address = family === 'ip' ? 'ipv4_addr' : 'ipv6_addr';
  const add = (all: NftTable['sets'], name: string, type: string, comment: string): void => {
    all.set(name, { properties: `type ${type} ; comment "${comment}" ;`, elements: new Map() });
  };
  const port = 'inet_proto . inet_service';
  const verdict = `${address} . ${port} : verdict`;
  add(
    sets,
    'hairpin-connections',
    `${address} . ${address} . ${port}`,
    'service hairpin connections',
  );
  add(sets, 'cluster-ips', address, 'Active ClusterIPs');
  if (!proxier.anyNodeAddress) {
    add(sets, 'nodeport-ips', address, 'IPs that accept NodePort traffic');
    for (const ip of proxier.nodePortIps) {
      if (!isLoopback(ip)) sets.get('nodeport-ips')?.elements.set(ip.text, '');
    }
  }
  const turnAway = 'vmap to drop or reject packets to';
  add(maps, 'no-endpoint-services', verdict, `${turnAway} services with no endpoints`);
  add(
    maps,
    'no-endpoint-nodeports',
    `${port} : verdict`,
    `${turnAway} service nodeports with no endpoints`,
  );
  add(maps, 'firewall-ips', verdict, 'destinations that are subject to LoadBalancerSourceRanges');
  add(maps, 'service-ips', verdict, 'ClusterIP, ExternalIP and LoadBalancer IP traffic');
  add(maps, 'service-nodeports', `${port} : verdict`, 'NodePort traffic');
  const helper = 'comment "helper for @no-endpoint-services / @no-endpoint-nodeports" ;';
  chains.set('reject-chain', { properties: helper, rules: ['reject'] });
}

function addBaseRules(table: NftTable, proxier: Proxier): void {
  const ip = table.family;
  const { masqueradeMark: mark, masqueradeAll, detector, serviceCidrs } = proxier;
  const notLocalhost = ip === 'ip' ? 'ip daddr != 127.0.0.0/8' : 'ip6 daddr != ::1';
  const destination = `${ip} daddr . meta l4proto . th dport vmap`;
  const nodePort = 'meta l4proto . th dport vmap';
  const add = (chain: string, text: string): void => rule(table, chain, text);
  add('masquerading', `mark and ${mark} != 0 mark set mark xor ${mark} masquerade fully-random`);
  add(
    'masquerading',
    `ct status dnat ${ip} saddr . ${ip} daddr . meta l4proto . th dport @hairpin-connections masquerade fully-random`,
  );
  add(
    'cluster-ips-check',
    `${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
  );
  if (serviceCidrs.length > 0) {
    add(
      'cluster-ips-check',
      `${ip} daddr { ${serviceCidrs.join(',')} } drop comment "Drop traffic to unallocated ClusterIPs"`,
    );
  }
  const onNode = proxier.anyNodeAddress ? notLocalhost : `${ip} daddr @nodeport-ips`;
  add('service-endpoints-check', `${destination} @no-endpoint-services`);
  add('nodeport-endpoints-check', `${onNode} ${nodePort} @no-endpoint-nodeports`);
  add('firewall-check', `${destination} @firewall-ips`);
  const clusterIps = `${ip} daddr @cluster-ips`;
  if (masqueradeAll) {
    add('services', `${clusterIps} ${setMark(mark)} comment "masquerade all clusterIP traffic"`);
  } else if (detector !== undefined) {
    add(
      'services',
      `${clusterIps} ${fromPods(detector, true)} ${setMark(mark)} comment "masquerade clusterIP traffic from outside cluster"`,
    );
  }
  add('services', `${destination} @service-ips`);
  const local = proxier.anyNodeAddress ? 'fib daddr type local ' : '';
  add('services', `${local}${onNode} ${nodePort} @service-nodeports`);
}

/** Behind the gate KubeProxyNFTablesLocalhostNodePorts, alpha and off in 1.37. */
function addLocalhostRejects(table: NftTable, { localhostRejects }: Proxier): void {
  if (localhostRejects.length === 0) return;
  for (const protocol of localhostRejects) {
    const name = localhostRejectChain(protocol);
    chain(table, name);
    rule(table, name, `counter name "localhost-nodeport-rejected-${protocol}" reject`);
  }
  table.maps.set('localhost-nodeport-reject-ports', {
    properties:
      'type inet_proto . inet_service : verdict ; comment "localhost NodePorts rejected by kube-proxy" ;',
    elements: new Map(),
  });
  const localhost = table.family === 'ip' ? 'ip daddr 127.0.0.0/8' : 'ip6 daddr ::1';
  const match = `${localhost} meta l4proto . th dport vmap @localhost-nodeport-reject-ports`;
  rule(table, 'nodeport-endpoints-check', match);
}

export function localhostRejectChain(protocol: string): string {
  return `localhost-nodeport-reject-${protocol}`;
}

export function setMark(mark: string): string {
  return `mark set mark or ${mark}`;
}

/** Matches traffic of this node's Pods, or all but that. */
export function fromPods(detector: Detector, inverted: boolean): string {
  const not = inverted ? '!= ' : '';
  if (detector.kind === 'cidr') {
    const { cidr } = detector;
    return `${cidr.family === 'ipv4' ? 'ip' : 'ip6'} saddr ${not}${cidr.text}`;
  }
  return `iifname ${not}${detector.kind === 'bridge' ? detector.name : `${detector.prefix}*`}`;
}

/** A chain that is there already stays as it is. */
export function chain({ chains }: NftTable, name: string): void {
  if (!chains.has(name)) chains.set(name, { properties: '', rules: [] });
}

export function rule({ chains }: NftTable, name: string, text: string): void {
  chains.get(name)?.rules.push(text);
}
