/**
 * Our own perft: what CategorizeEndpoints and the policies of a Service promise to a client, against packets
 * walked through the rules that were generated. The promise knows no rule, the walk knows no policy.
 */
import {
  clusterIn,
  type IpFamily,
  parseConfig,
  parseNode,
  planRules,
  type PlannedRules,
  prepareReach,
  type ProxyMode,
  type ReachCell,
  type ReachVerdict,
} from '../../src/engine/kube-proxy/index.ts';
import { contains, parseNetwork, printAddress } from '../../src/engine/address.ts';
import { readDocuments } from '../../src/engine/read/index.ts';
import type { EndpointsItem } from './kube-proxy-oracle.ts';

/** A row of CategorizeEndpoints as the oracle stores it. */
interface Categorized {
  readonly service: string;
  readonly port: string;
  readonly protocol: string;
  readonly cluster: readonly string[];
  readonly local: readonly string[];
  readonly hasAnyEndpoints: boolean;
}

export interface Promised {
  readonly verdict: ReachVerdict;
  readonly endpoints: readonly string[];
  /** Undefined where both may be. */
  readonly kept?: boolean;
  /** The row of oracle/NETWORK.md, "iptables mode against nftables mode", that this answer is. */
  readonly documented?: string;
}

export interface PerftResult {
  readonly packets: number;
  readonly wrong: readonly {
    readonly at: string;
    readonly want: unknown;
    readonly have: unknown;
  }[];
  /** Answers that are a documented difference of the modes, by its name. */
  readonly documented: Readonly<Record<string, number>>;
}

type Plan = PlannedRules['plans'][number];

export function perft(item: EndpointsItem, family: IpFamily, mode: ProxyMode): PerftResult {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: item.objects });
  const { cluster } = clusterIn(readDocuments(text), text);
  const { config } = parseConfig(JSON.stringify(item.config));
  const { node } = parseNode(JSON.stringify(item.node));
  if (config === undefined) throw new Error(item.id);
  const planned = planRules(cluster, { ...config, mode }, node, family);
  const reach = prepareReach(planned, node);
  const rows = (item.expected[family] ?? []) as readonly Categorized[];
  const claimed = claims(planned);
  const wrong: { at: string; want: unknown; have: unknown }[] = [];
  const documented: Record<string, number> = {};
  let packets = 0;
  for (const [index, plan] of planned.plans.entries()) {
    const row = rows[index];
    if (row === undefined) throw new Error(`${item.id}: no row ${index}`);
    for (const cell of reach(plan).cells) {
      // Two Services that claim one address are the API server's to prevent, and not for rules to settle.
      if ((claimed.get(keyOf(plan, cell)) ?? 0) > 1) continue;
      packets++;
      const want = promise(cell, plan, row, planned);
      const have = seen(cell);
      const at = `${item.id} ${family} ${mode} ${plan.port.fullName} ${plan.port.protocol}: ${cell.from} -> ${cell.target.kind} ${cell.target.ip}`;
      if (want.documented !== undefined) {
        documented[want.documented] = (documented[want.documented] ?? 0) + 1;
      }
      const wanted = {
        verdict: want.verdict,
        endpoints: want.endpoints.map((address) => [
          address,
          (1 / want.endpoints.length).toFixed(6),
        ]),
        kept: want.kept ?? have.kept,
      };
      if (JSON.stringify(wanted) !== JSON.stringify(have)) wrong.push({ at, want: wanted, have });
    }
  }
  return { packets, wrong, documented };
}

function seen({ verdict, endpoints, source }: ReachCell) {
  return {
    verdict,
    endpoints: endpoints.map(({ address, probability }) => [address, probability.toFixed(6)]),
    kept: source === undefined ? undefined : source === 'kept',
  };
}

function keyOf(plan: Plan, { target }: ReachCell): string {
  return `${plan.port.protocol} ${target.kind === 'node-port' ? '' : target.ip} ${target.port}`;
}

function claims({ plans }: PlannedRules): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { port } of plans) {
    const ips = [port.clusterIp, ...port.externalIps, ...port.loadBalancerIps];
    const keys = ips.map((ip) => `${port.protocol} ${ip.text} ${port.port}`);
    if (port.nodePort !== 0) keys.push(`${port.protocol}  ${port.nodePort}`);
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** ipvs falls back to the cluster's where none is local: pkg/proxy/ipvs/proxier.go syncEndpoint. */
function endpointsFor(isLocal: boolean, row: Categorized, mode: ProxyMode): readonly string[] {
  const none = mode === 'ipvs' && row.local.length === 0;
  return isLocal && !none ? row.local : row.cluster;
}

/** From the policies alone: https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies */
function promise(cell: ReachCell, plan: Plan, row: Categorized, planned: PlannedRules): Promised {
  const { port } = plan;
  const { target } = cell;
  const none = (verdict: ReachVerdict, documented?: string): Promised => ({
    verdict,
    endpoints: [],
    ...(documented !== undefined && { documented }),
  });
  if (target.kind === 'cluster-ip') {
    if (!row.hasAnyEndpoints) return none('rejected');
    const endpoints = endpointsFor(port.internalLocal, row, planned.mode);
    // The kernel answers for a virtual server that has nobody behind it.
    const empty = planned.mode === 'ipvs' ? 'rejected' : 'dropped';
    return endpoints.length === 0 ? none(empty) : { verdict: 'reached', endpoints };
  }
  return external(cell, plan, row, planned, none);
}

function external(
  { from, target, packet }: ReachCell,
  { port, allowsNode, isFirewalled }: Plan,
  row: Categorized,
  { mode, proxier }: PlannedRules,
  none: (verdict: ReachVerdict, documented?: string) => Promised,
): Promised {
  const nft = mode === 'nftables';
  const ipvs = mode === 'ipvs';
  const served =
    proxier.anyNodeAddress || proxier.nodePortIps.some(({ text }) => text === target.ip);
  if (target.kind === 'node-port' && !served) {
    const name = 'node port without endpoints on an address that is not served';
    if (mode !== 'iptables') return none('to-host');
    if (!row.hasAnyEndpoints) return none('rejected', name);
    return port.externalLocal && row.local.length === 0 ? none('dropped', name) : none('to-host');
  }
  const isInRange = port.sourceRanges.some(({ text }) => {
    const network = parseNetwork(text);
    return network !== undefined && contains(network, packet.src);
  });
  // The node may come from the load balancer's own address, which a range need not hold.
  const isNode = from === 'node';
  const isLetIn =
    ipvs && isNode
      ? allowsNode
      : isInRange || (allowsNode && printAddress(packet.src) === target.ip);
  const isShut = target.kind === 'load-balancer-ip' && isFirewalled && !isLetIn;
  // Of what the node sends ipvs takes the packet before its firewall rules see it.
  if (isShut && (row.hasAnyEndpoints || nft || (ipvs && !isNode))) {
    return none('dropped', row.hasAnyEndpoints ? undefined : 'source ranges without endpoints');
  }
  if (!row.hasAnyEndpoints) {
    if (isNode && target.kind !== 'node-port' && mode === 'iptables') {
      return none('passed-on', 'the node itself to an external address without endpoints');
    }
    return none('rejected', isShut ? 'source ranges without endpoints' : undefined);
  }
  // A virtual server is the same for everybody: there is no short cut for Pods and the node.
  const isInside = !ipvs && (isNode || (from === 'pod' && proxier.detector !== undefined));
  const endpoints = endpointsFor(port.externalLocal && !isInside, row, mode);
  if (endpoints.length === 0) return none(ipvs ? 'rejected' : 'dropped');
  const kept = isNode ? {} : { kept: port.externalLocal };
  return { verdict: 'reached', endpoints, ...kept };
}
