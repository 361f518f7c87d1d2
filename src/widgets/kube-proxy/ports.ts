/** A Service's port as a row of the table, and all that is told of the chosen one. */
import {
  askClientAddress,
  askEndpoints,
  endpointUses,
  type PlannedRules,
  prepareReach,
  type ReachCell,
  type ProxyConfig,
  type ServiceRules,
  serviceRules,
} from '../../engine/kube-proxy/index.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Reading } from './reading.ts';
import { type ReachView, reachView, packetLine } from './reach-view.ts';
import { type RuleView, portView } from './rule-view.ts';
import { said } from './said.ts';

type Plan = PlannedRules['plans'][number];

export interface PortRow {
  /** `shop/web:http`, with `/udp` behind it where it is not TCP. */
  readonly id: string;
  /** `shop/web` */
  readonly service: string;
  readonly port: string;
  readonly clusterIp: string;
  readonly nodePort: number;
  readonly outside: readonly string[];
  /** What is not the default, in the words of the API. */
  readonly policies: readonly string[];
  readonly used: number;
  readonly all: number;
  readonly tone: 'good' | 'warn' | 'bad';
}

export interface EndpointView {
  readonly address: string;
  readonly node: string;
  readonly here: boolean;
  readonly cluster: boolean;
  readonly local: boolean;
  readonly why: Pair;
}

export interface PortDetail {
  readonly id: string;
  readonly says: readonly Pair[];
  readonly tone: PortRow['tone'];
  readonly endpoints: readonly EndpointView[];
  readonly moreEndpoints: number;
  readonly reach: ReachView;
  /** Whether endpoints see the address of a client outside, and why not. */
  readonly clients: readonly Pair[];
  readonly rules: RuleView;
  readonly assumed: readonly Pair[];
  /** From a Pod to the cluster IP. */
  readonly packet: string;
}

const MOST_ENDPOINTS = 200;

export function rowOf(plan: Plan): PortRow {
  const { port, all, choice, externalIps } = plan;
  const { namespace, name, fullName, protocol, affinity, sourceRanges } = port;
  const outside = [...port.loadBalancerIps, ...externalIps].map(({ text }) => text);
  return {
    id: protocol === 'tcp' ? fullName : `${fullName}/${protocol}`,
    service: `${namespace}/${name}`,
    port: `${port.portName === '' ? '' : `${port.portName} `}${port.port}/${protocol.toUpperCase()}`,
    clusterIp: port.clusterIp.text,
    nodePort: port.nodePort,
    outside,
    policies: [
      ...(port.internalLocal ? ['internal Local'] : []),
      ...(port.externalLocal ? ['external Local'] : []),
      ...(affinity === undefined ? [] : [`ClientIP ${affinity} s`]),
      ...(choice.topology === '' ? [] : [choice.topology]),
      ...(sourceRanges.length === 0 ? [] : ['source ranges']),
    ],
    used: choice.reachable.length,
    all: all.length,
    tone: toneOf(plan),
  };
}

function toneOf({ choice, internalRefused, externalRefused, usesExternal }: Plan): PortRow['tone'] {
  if (!choice.hasAny) return 'bad';
  const isCut = internalRefused !== undefined || (usesExternal && externalRefused !== undefined);
  return isCut ? 'warn' : 'good';
}

export function detailOf(
  { cluster, node }: Reading,
  config: ProxyConfig,
  planned: PlannedRules,
  plan: Plan,
): PortDetail {
  const { mode, ipFamily } = planned;
  const { namespace, name, portName, protocol } = plan.port;
  const id = { namespace, name, port: portName, protocol };
  const causes = askEndpoints(cluster, node, config, mode, ipFamily, id);
  const addresses = askClientAddress(cluster, node, config, mode, ipFamily, id);
  const uses = endpointUses(plan);
  const reach = prepareReach({ ...planned, plans: [plan] }, node)(plan);
  const [first] = reach.cells;
  return {
    id: rowOf(plan).id,
    says: saysOf(
      plan,
      serviceRules(plan, mode),
      causes
        .filter(({ code }) => code !== 'ask-has-endpoints')
        .map(({ code, params }) => sentence(code, params)),
    ),
    clients: addresses
      .filter(({ code }) => code !== 'client-no-way-in')
      .map(({ code, params }) => sentence(code, params)),
    tone: toneOf(plan),
    endpoints: uses.slice(0, MOST_ENDPOINTS).map(({ endpoint, use, code, params }) => ({
      address: endpoint.address,
      node: endpoint.node,
      here: endpoint.local,
      ...use,
      why: sentence(code, params),
    })),
    moreEndpoints: Math.max(0, uses.length - MOST_ENDPOINTS),
    reach: reachView(reach),
    rules: portView(planned, plan),
    assumed: assumedIn(reach.assumed, reach.cells),
    packet: first ? packetLine(first.packet) : '',
  };
}

function saysOf(
  { port, all, choice }: Plan,
  rules: ServiceRules,
  causes: readonly Pair[],
): readonly Pair[] {
  const { healthCheckNodePort, sourceRanges } = rules.addresses;
  const { affinitySeconds } = rules.policies;
  return [
    all.length === 0
      ? said.noneAtAll
      : fill(said.used, { all: all.length, used: choice.reachable.length }),
    ...causes,
    ...(affinitySeconds === null ? [] : [fill(said.affinity, { seconds: affinitySeconds })]),
    ...(sourceRanges.length > 0 && port.loadBalancerIps.length > 0
      ? [fill(said.ranges, { ranges: sourceRanges.join(', ') })]
      : []),
    ...(healthCheckNodePort === null
      ? []
      : [fill(said.healthCheck, { port: healthCheckNodePort })]),
  ];
}

function assumedIn(assumed: readonly string[], cells: readonly ReachCell[]): readonly Pair[] {
  const from = (client: ReachCell['from']) => {
    const cell =
      cells.find((each) => each.from === client && each.target.kind !== 'cluster-ip') ??
      cells.find((each) => each.from === client);
    return cell ? (packetLine(cell.packet).split(' ')[1]?.replace(/:\d+$/, '') ?? '') : '';
  };
  return [
    ...(assumed.includes('node-address-assumed')
      ? [fill(said.assumedNode, { node: from('node') })]
      : []),
    ...(assumed.includes('pod-gateway-assumed') ? [said.assumedGateway] : []),
    ...(assumed.includes('pod-network-assumed')
      ? [fill(said.assumedPods, { pod: from('pod') })]
      : []),
  ];
}
