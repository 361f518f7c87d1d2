/**
 * Virtual servers, ipsets and iptables rules of ipvs mode after a first sync.
 * Upstream: pkg/proxy/ipvs/proxier.go syncProxyRules, syncEndpoint, v1.37.2 (deprecated since 1.35). Virtual servers
 * stand in the order of service ports; where two claim one address and port, the later has it.
 * Left out: graceful termination of real servers, sysctls, excludeCIDRs (they only keep what others made).
 */
import { isLoopback, joinHostPort } from './ip.ts';
import type { IptablesLines } from './iptables-lines.ts';
import { ipvsLines } from './ipvs-rules.ts';
import { emptySets, type IpSets, printSets, type SetName } from './ipvs-sets.ts';
import type { Plan } from './plan.ts';
import type { Endpoint, Proxier } from './types.ts';

export interface IpvsRules {
  /** `ipvsadm -S -n` */
  readonly servers: readonly string[];
  /** `ipset save` */
  readonly sets: readonly string[];
  readonly iptables: IptablesLines;
}

/** A load balancer address that the node itself may not reach. */
export interface ClosedAddress {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

interface Writing {
  readonly proxier: Proxier;
  readonly sets: IpSets;
  readonly closed: ClosedAddress[];
  /** By protocol and address: the lines of the server and its real servers. */
  readonly servers: Map<string, readonly string[]>;
  readonly nodeIps: readonly string[];
  /** Addresses of the machine's own interfaces stay where they are. */
  readonly own: ReadonlySet<string>;
}

export function ipvsRules(plans: readonly Plan[], proxier: Proxier): IpvsRules {
  const own = proxier.nodeAddresses.map(({ text }) => text);
  const chosen = proxier.anyNodeAddress ? proxier.nodeAddresses : proxier.nodePortIps;
  const nodeIps = chosen.filter((ip) => !isLoopback(ip)).map(({ text }) => text);
  const writing: Writing = {
    proxier,
    sets: emptySets(),
    closed: [],
    servers: new Map(),
    nodeIps,
    own: new Set(own),
  };
  for (const plan of plans) writePort(plan, writing);
  return {
    servers: [...writing.servers.values()].flat(),
    sets: printSets(writing.sets, proxier.family),
    iptables: ipvsLines(writing.sets, writing.closed, proxier),
  };
}

function writePort(plan: Plan, writing: Writing): void {
  const { port, all } = plan;
  const { protocol, healthCheckNodePort } = port;
  const add = (set: SetName, entry: string): void => void writing.sets.get(set)?.add(entry);
  const to = (ip: string): string => `${ip},${protocol}:${port.port}`;
  for (const endpoint of all) {
    if (!endpoint.local) continue;
    add('KUBE-LOOP-BACK', `${endpoint.ip},${protocol}:${endpoint.port},${endpoint.ip}`);
  }
  const clusterIp = port.clusterIp.text;
  add('KUBE-CLUSTER-IP', to(clusterIp));
  add('KUBE-IPVS-IPS', clusterIp);
  serve(plan, clusterIp, port.port, port.internalLocal, writing);
  for (const { text } of plan.externalIps) {
    add(port.externalLocal ? 'KUBE-EXTERNAL-IP-LOCAL' : 'KUBE-EXTERNAL-IP', to(text));
    if (!writing.own.has(text)) add('KUBE-IPVS-IPS', text);
    serve(plan, text, port.port, port.externalLocal, writing);
  }
  for (const { text } of port.loadBalancerIps) {
    add('KUBE-LOAD-BALANCER', to(text));
    if (port.externalLocal) add('KUBE-LOAD-BALANCER-LOCAL', to(text));
    if (plan.isFirewalled) {
      add('KUBE-LOAD-BALANCER-FW', to(text));
      for (const range of port.sourceRanges) {
        add('KUBE-LOAD-BALANCER-SOURCE-CIDR', `${to(text)},${range.text}`);
      }
      if (plan.allowsNode) add('KUBE-LOAD-BALANCER-SOURCE-IP', `${to(text)},${text}`);
      else writing.closed.push({ ip: text, protocol, port: port.port });
    }
    if (!writing.own.has(text)) add('KUBE-IPVS-IPS', text);
    serve(plan, text, port.port, port.externalLocal, writing);
  }
  if (port.nodePort !== 0) {
    // Upstream goes on to the next port here, and so leaves the health check port out.
    if (writing.nodeIps.length === 0) return;
    writeNodePort(plan, writing);
  }
  if (healthCheckNodePort !== 0) add('KUBE-HEALTH-CHECK-NODE-PORT', String(healthCheckNodePort));
}

const NODE_PORT_SETS: ReadonlyMap<string, readonly [all: SetName, local: SetName]> = new Map([
  ['tcp', ['KUBE-NODE-PORT-TCP', 'KUBE-NODE-PORT-LOCAL-TCP']],
  ['udp', ['KUBE-NODE-PORT-UDP', 'KUBE-NODE-PORT-LOCAL-UDP']],
  ['sctp', ['KUBE-NODE-PORT-SCTP-HASH', 'KUBE-NODE-PORT-LOCAL-SCTP-HASH']],
]);

/** A bitmap of ports would know nothing of SCTP: there its entries have addresses. */
function writeNodePort(plan: Plan, writing: Writing): void {
  const { protocol, nodePort, externalLocal } = plan.port;
  const { nodeIps, sets } = writing;
  const entries =
    protocol === 'sctp' ? nodeIps.map((ip) => `${ip},sctp:${nodePort}`) : [String(nodePort)];
  const [all, local] = NODE_PORT_SETS.get(protocol) ?? [];
  for (const entry of entries) {
    if (all !== undefined) sets.get(all)?.add(entry);
    if (local !== undefined && externalLocal) sets.get(local)?.add(entry);
  }
  for (const ip of nodeIps) serve(plan, ip, nodePort, externalLocal, writing);
}

const SERVICE_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['tcp', '-t'],
  ['udp', '-u'],
  ['sctp', '--sctp-service'],
]);

/** One virtual server. Without a local endpoint a Local policy falls back to those of the cluster. */
function serve(plan: Plan, ip: string, port: number, isLocal: boolean, writing: Writing): void {
  const { protocol, affinity } = plan.port;
  const { scheduler } = writing.proxier;
  const { cluster, local } = plan.choice;
  const endpoints: readonly Endpoint[] = isLocal && local.length > 0 ? local : cluster;
  const server = `${SERVICE_OPTIONS.get(protocol) ?? '-t'} ${joinHostPort(ip, port)}`;
  const sticky = affinity === undefined ? '' : ` -p ${affinity}`;
  const flags = scheduler === 'mh' ? ' -b mh-port' : '';
  writing.servers.set(server, [
    `-A ${server} -s ${scheduler}${sticky}${flags}`,
    ...endpoints.map(({ address }) => `-a ${server} -r ${address} -m -w 1`),
  ]);
}
