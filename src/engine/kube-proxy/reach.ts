/**
 * Who can reach a service port on this node: packets from a Pod, from the node and from outside are walked
 * through the rules that kube-proxy v1.37.2 would write, one for each address of the Service. The answers are
 * the tracer's; nothing here knows what the rules ought to do. stage.ts says what is assumed of the node.
 */
import { parseAddress, printAddress, printEndpoint, sameAddress } from '../address.ts';
import type { Dump, NftDump, Packet } from '../netfilter/index.ts';
import { parseDump, parseNft, tracePacket } from '../netfilter/index.ts';
import type { Cluster } from './cluster.ts';
import type { ProxyConfig } from './config.ts';
import type { IpFamily } from './ip.ts';
import type { NodeFacts } from './node.ts';
import type { Plan } from './plan.ts';
import { prepareIpvs } from './reach-ipvs.ts';
import { type Fate, fateOf, type ReachStep, type Walker } from './reach-walk.ts';
import { planRules, type PlannedRules, rulesText } from './rules.ts';
import { type Stage, type StageAssumption, stageFor } from './stage.ts';
import type { ProxyMode } from './types.ts';

/** `allowed`: from outside too, with an address that `loadBalancerSourceRanges` lets in. */
export type Client = 'pod' | 'node' | 'outside' | 'allowed';

export type TargetKind = 'cluster-ip' | 'node-port' | 'load-balancer-ip' | 'external-ip';

export interface Target {
  readonly kind: TargetKind;
  readonly ip: string;
  readonly port: number;
}

export type ReachVerdict =
  /** An endpoint of the Service gets it. */
  | 'reached'
  | 'rejected'
  | 'dropped'
  /** No rule takes it: it goes on to the network with the address it had. */
  | 'passed-on'
  /** No rule takes it: a socket of the node itself gets it, if there is one. */
  | 'to-host'
  | 'unknown';

export interface ReachedEndpoint {
  readonly address: string;
  readonly probability: number;
  readonly local: boolean;
}

export interface ReachCell {
  readonly from: Client;
  readonly target: Target;
  readonly packet: Packet;
  readonly verdict: ReachVerdict;
  /** Those that it may reach, in the order of the rules. */
  readonly endpoints: readonly ReachedEndpoint[];
  /** Whether the endpoint sees the client's own address; undefined where none is reached. */
  readonly source: 'kept' | 'replaced' | 'either' | undefined;
  /** The addresses that endpoints see. */
  readonly seenAs: readonly string[];
  /** The rule that sent, rejected or dropped it. */
  readonly decidedBy: ReachStep | undefined;
  /** The rule because of which the source is replaced. */
  readonly masqueradedBy: ReachStep | undefined;
  /** All that matched, on the likeliest way. */
  readonly steps: readonly ReachStep[];
}

export interface Reach {
  readonly ipFamily: IpFamily;
  readonly mode: ProxyMode;
  readonly clients: readonly Client[];
  readonly targets: readonly Target[];
  /** By target, then client. */
  readonly cells: readonly ReachCell[];
  /** Seconds for which a client stays with its endpoint. */
  readonly affinitySeconds: number | null;
  readonly assumed: readonly StageAssumption[];
}

/** Which port of which Service; `port` is empty for one without a name. */
export interface PortId {
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
  readonly protocol: string;
}

/** Undefined where the Service has no such port in this family. Only this port's rules are written and walked. */
export function askReach(
  cluster: Cluster,
  node: NodeFacts,
  config: ProxyConfig,
  mode: ProxyMode,
  family: IpFamily,
  id: PortId,
): Reach | undefined {
  const planned = planOne(cluster, node, config, mode, family, id);
  const [plan] = planned.plans;
  return plan && prepareReach(planned, node)(plan);
}

/** The plan of one service port, with no other beside it. */
export function planOne(
  cluster: Cluster,
  node: NodeFacts,
  config: ProxyConfig,
  mode: ProxyMode,
  family: IpFamily,
  { namespace, name, port, protocol }: PortId,
): PlannedRules {
  const own: Cluster = {
    ...cluster,
    services: cluster.services.filter((one) => one.namespace === namespace && one.name === name),
    slices: cluster.slices.filter((one) => one.namespace === namespace && one.service === name),
  };
  const planned = planRules(own, { ...config, mode }, node, family);
  const plans = planned.plans.filter(
    (plan) => plan.port.portName === port && plan.port.protocol === protocol.toLowerCase(),
  );
  return { ...planned, plans };
}

/** Rules are written and read once, and asked for as many service ports as one likes. */
export function prepareReach(planned: PlannedRules, node: NodeFacts): (plan: Plan) => Reach {
  const { dress, walk } = walkerFor(planned);
  const { ipFamily, mode, proxier } = planned;
  return (plan) => {
    const stage = dress(stageFor(proxier, node, plan.port, plan.all));
    const clients: readonly Client[] = [
      ...(['pod', 'node', 'outside'] as const),
      ...(stage.allowed === undefined ? [] : (['allowed'] as const)),
    ];
    const targets = targetsOf(plan, stage);
    const cells = targets.flatMap((target) =>
      clients.map((from) => cellOf(from, target, stage, plan, walk)),
    );
    const affinitySeconds = plan.port.affinity ?? null;
    return { ipFamily, mode, clients, targets, cells, affinitySeconds, assumed: stage.assumed };
  };
}

function walkerFor(planned: PlannedRules): Walker {
  if (planned.mode === 'ipvs') return prepareIpvs(planned);
  const text = rulesText(planned, 'save');
  const dump: Dump | NftDump = planned.mode === 'nftables' ? parseNft(text) : parseDump(text);
  return {
    dress: (stage) => stage,
    walk: ({ env }, packet) =>
      tracePacket(dump, env, packet).map((outcome) => fateOf(outcome, dump.lines)),
  };
}

function targetsOf({ port }: Plan, { nodeAddress }: Stage): readonly Target[] {
  const at = (kind: TargetKind, ip: string): Target => ({ kind, ip, port: port.port });
  return [
    at('cluster-ip', port.clusterIp.text),
    ...(port.nodePort === 0
      ? []
      : [{ kind: 'node-port' as const, ip: nodeAddress.text, port: port.nodePort }]),
    ...port.loadBalancerIps.map(({ text }) => at('load-balancer-ip', text)),
    ...port.externalIps.map(({ text }) => at('external-ip', text)),
  ];
}

function packetFor(from: Client, { ip, port }: Target, stage: Stage, protocol: string): Packet {
  const { env, nodeAddress, pod, outside, allowed = outside } = stage;
  const { podInterface, outsideInterface } = stage;
  const dst = parseAddress(ip) ?? [];
  // The node speaks to an address of its own from that address.
  const isOwn = env.localIPs?.some((own) => sameAddress(own, dst)) ?? false;
  const src = { pod, outside, allowed, node: isOwn ? { address: dst } : nodeAddress }[from];
  return {
    src: src.address,
    dst,
    proto: protocol,
    sport: CLIENT_PORT,
    dport: port,
    ...(from !== 'node' && { in: from === 'pod' ? podInterface : outsideInterface }),
  };
}

const CLIENT_PORT = 40000;

function cellOf(
  from: Client,
  target: Target,
  stage: Stage,
  plan: Plan,
  walk: Walker['walk'],
): ReachCell {
  const packet = packetFor(from, target, stage, plan.port.protocol);
  const fates = walk(stage, packet);
  const known = new Map(plan.all.map((endpoint) => [endpoint.address, endpoint]));
  const asked = printEndpoint(packet.dst, packet.dport);
  const verdicts = fates.map((fate) => verdictOf(fate, asked));
  const likeliest = fates.reduce(
    (best, { probability }, at) => (probability > (fates[best]?.probability ?? 0) ? at : best),
    0,
  );
  const chances = new Map<string, number>();
  for (const [at, { destination, probability }] of fates.entries()) {
    if (verdicts[at] !== 'reached') continue;
    chances.set(destination, (chances.get(destination) ?? 0) + probability);
  }
  const reaching = fates.filter((_, at) => verdicts[at] === 'reached');
  const client = printAddress(packet.src);
  const sources = [...new Set(reaching.map(({ source }) => hostIn(source)))];
  const chosen = fates[likeliest];
  const replacing = reaching.find(({ source }) => hostIn(source) !== client);
  return {
    from,
    target,
    packet,
    verdict: verdicts[likeliest] ?? 'unknown',
    endpoints: [...chances].map(([address, probability]) => ({
      address,
      probability,
      local: known.get(address)?.local ?? false,
    })),
    source: sourceOf(sources, client),
    seenAs: sources,
    decidedBy: chosen && decisionIn(chosen),
    masqueradedBy: replacing && maskIn(replacing),
    steps: chosen?.steps ?? [],
  };
}

function verdictOf({ verdict, destination, out }: Fate, asked: string): ReachVerdict {
  if (verdict === 'drop') return 'dropped';
  if (verdict === 'reject') return 'rejected';
  if (verdict === 'unknown') return 'unknown';
  if (destination !== asked) return 'reached';
  return out === 'local' ? 'to-host' : 'passed-on';
}

function sourceOf(sources: readonly string[], client: string): ReachCell['source'] {
  if (sources.length === 0) return undefined;
  if (!sources.includes(client)) return 'replaced';
  return sources.length === 1 ? 'kept' : 'either';
}

function decisionIn({ verdict, steps }: Fate): ReachStep | undefined {
  if (verdict !== 'accept') return steps.at(-1);
  return steps.findLast(({ code }) => code === 'rule-dnat' || code === 'ipvs-server');
}

/** The rule that asked for it: a mark is set by a chain of its own, to which the reason jumps. */
function maskIn({ steps }: Fate): ReachStep | undefined {
  const isMark = ({ at, code }: ReachStep): boolean =>
    code === 'rule-mark' && !at.startsWith('nat/KUBE-POSTROUTING/');
  const first = steps.findIndex(isMark);
  if (first < 0) return steps.find(({ code }) => code === 'rule-masquerade');
  const called = steps[first]?.at.startsWith('nat/KUBE-MARK-MASQ/') ?? false;
  return steps[called ? first - 1 : first];
}

/** `10.0.0.1:80`, `[fd00::1]:80` */
function hostIn(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}
