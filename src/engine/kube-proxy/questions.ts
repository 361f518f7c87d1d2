/**
 * Two questions that people ask of a Service, answered in codes: why it has no endpoints on this node, and why
 * its pods do not see the client's address. The first is told from the objects as CategorizeEndpoints of
 * v1.37.2 (pkg/proxy/topology.go) weighs them, the second by packets walked through the rules (reach.ts).
 */
import type { Cluster } from './cluster.ts';
import type { ProxyConfig } from './config.ts';
import { endpointUses } from './endpoint-use.ts';
import { hasExternalWayIn, usesLocal } from './endpoints.ts';
import type { IpFamily } from './ip.ts';
import type { NodeFacts } from './node.ts';
import type { Plan } from './plan.ts';
import { planOne, type PortId, prepareReach, type ReachCell } from './reach.ts';
import type { Endpoint, ProxyMode, SkipCode } from './types.ts';

export type EndpointsCode =
  | 'ask-service-not-found'
  /** params: ports */
  | 'ask-port-not-found'
  /** kube-proxy leaves the Service alone. params: reason (a code of its own) */
  | 'ask-not-proxied'
  /** No EndpointSlice is labelled with the Service, which selects Pods. */
  | 'ask-no-slices'
  /** The same, and it selects none: its owner writes the EndpointSlices. */
  | 'ask-no-selector'
  /** params: types */
  | 'ask-slices-other-family'
  | 'ask-slices-empty'
  /** Slices list no port of that name and protocol. params: port, ports */
  | 'ask-slices-other-port'
  /** params: count */
  | 'ask-none-ready'
  /** All go away and none serves any more. params: count */
  | 'ask-all-gone'
  /** All go away, and those that serve are used all the same. params: count */
  | 'ask-last-resort'
  /** A Local policy, and none of the endpoints is on this node. params: policy, node, elsewhere */
  | 'ask-none-here'
  /** The same, and those on this node are of no use. params: policy, node, here, elsewhere */
  | 'ask-none-ready-here'
  /** No endpoint counts as local. params: policy */
  | 'ask-node-unknown'
  /** Endpoints do not say which node they are on. params: count */
  | 'ask-without-node'
  /** Hints leave some to other zones or nodes. params: topology, used, left */
  | 'ask-hinted-elsewhere'
  /** It has some. params: count, cluster, local */
  | 'ask-has-endpoints'
  | 'ask-internal-rejected'
  | 'ask-internal-dropped'
  | 'ask-external-rejected'
  | 'ask-external-dropped'
  /** ipvs takes the endpoints of the cluster instead. params: policy */
  | 'ask-falls-back';

export type ClientCode =
  /** The Service has no node port, load balancer address or external IP. */
  | 'client-no-way-in'
  /** externalTrafficPolicy Cluster. params: kind, ip, seenAs */
  | 'client-replaced'
  /** params: kind, ip, seenAs */
  | 'client-replaced-otherwise'
  /** externalTrafficPolicy Local. params: kind, ip */
  | 'client-kept'
  /** params: kind, ip, verdict */
  | 'client-not-served'
  /** externalTrafficPolicy Local would keep it. params: local, elsewhere (endpoints) */
  | 'client-advice-local'
  /** It would, but nodes such as this one have nobody to send to then. params: elsewhere */
  | 'client-advice-local-none-here';

export interface Answer<Code extends string> {
  readonly code: Code;
  readonly params: Readonly<Record<string, string | number>>;
  /** The walk that shows it; its rules are in `decidedBy` and `masqueradedBy`. */
  readonly cell?: ReachCell;
}

/** The first answer is the cause, those behind it say more and what becomes of the traffic. */
export function askEndpoints(
  cluster: Cluster,
  node: NodeFacts,
  config: ProxyConfig,
  mode: ProxyMode,
  family: IpFamily,
  id: PortId,
): readonly Answer<EndpointsCode>[] {
  const planned = planOne(cluster, node, config, mode, family, id);
  const [plan] = planned.plans;
  if (plan !== undefined) {
    const { nodeName } = planned.proxier;
    return [...causes(cluster, plan, family, nodeName), ...effects(plan, mode)];
  }
  const service = cluster.services.find(({ namespace, name }) => {
    return namespace === id.namespace && name === id.name;
  });
  if (service === undefined) return [{ code: 'ask-service-not-found', params: {} }];
  const [skipped] = planned.skipped;
  if (skipped !== undefined) {
    return [{ code: 'ask-not-proxied', params: { reason: skipped.code satisfies SkipCode } }];
  }
  const ports = service.ports.map(({ name, port, protocol }) => `${name || port}/${protocol}`);
  return [{ code: 'ask-port-not-found', params: { ports: ports.join(', ') } }];
}

function causes(
  cluster: Cluster,
  plan: Plan,
  family: IpFamily,
  nodeName: string,
): readonly Answer<EndpointsCode>[] {
  const { all, choice } = plan;
  if (all.length === 0) return [sliceCause(cluster, plan, family)];
  const count = all.length;
  const localCause = localCauses(plan, nodeName);
  if (!choice.hasAny) {
    const isGone = all.every(({ terminating }) => terminating);
    return [{ code: isGone ? 'ask-all-gone' : 'ask-none-ready', params: { count } }, ...localCause];
  }
  const lastResort = choice.reachable.filter(({ ready }) => !ready);
  const uses = endpointUses(plan);
  const left = uses.filter(({ code }) => code === 'endpoint-hinted-elsewhere').length;
  const { topology, reachable } = choice;
  return [
    ...localCause,
    ...(lastResort.length === 0
      ? []
      : [{ code: 'ask-last-resort' as const, params: { count: lastResort.length } }]),
    ...(left === 0
      ? []
      : [
          {
            code: 'ask-hinted-elsewhere' as const,
            params: { topology, used: choice.cluster.length, left },
          },
        ]),
    ...(reachable.length === 0
      ? []
      : [
          {
            code: 'ask-has-endpoints' as const,
            params: {
              count: reachable.length,
              cluster: choice.cluster.length,
              local: choice.local.length,
            },
          },
        ]),
  ];
}

/** Why the slices give this port nothing at all. */
function sliceCause(
  { slices, services }: Cluster,
  { port }: Plan,
  family: IpFamily,
): Answer<EndpointsCode> {
  const { namespace, name, portName, protocol } = port;
  const own = slices.filter((slice) => slice.namespace === namespace && slice.service === name);
  if (own.length === 0) {
    const service = services.find((one) => one.namespace === namespace && one.name === name);
    return { code: service?.hasSelector ? 'ask-no-slices' : 'ask-no-selector', params: {} };
  }
  const fitting = own.filter(({ addressType }) => addressType.toLowerCase() === family);
  if (fitting.length === 0) {
    const types = [...new Set(own.map(({ addressType }) => addressType))].join(', ');
    return { code: 'ask-slices-other-family', params: { types } };
  }
  const filled = fitting.filter(({ endpoints }) => endpoints.length > 0);
  if (filled.length === 0) return { code: 'ask-slices-empty', params: {} };
  const said = (stated: string, proto: string): string => `${stated || '""'}/${proto}`;
  const ports = filled.flatMap((slice) => slice.ports.map((one) => said(one.name, one.protocol)));
  return {
    code: 'ask-slices-other-port',
    params: {
      port: said(portName, protocol.toUpperCase()),
      ports: [...new Set(ports)].join(', ') || '-',
    },
  };
}

function localCauses(plan: Plan, nodeName: string): readonly Answer<EndpointsCode>[] {
  const { port, choice, all } = plan;
  if (!usesLocal(port) || choice.local.length > 0) return [];
  const policy = policyOf(plan);
  if (nodeName === '') return [{ code: 'ask-node-unknown', params: { policy } }];
  const here = all.filter(({ local }) => local);
  const elsewhere = all.filter((one) => !one.local && isUsable(one)).length;
  const params = { policy, node: nodeName, elsewhere };
  const homeless = all.filter(({ node }) => node === '').length;
  const cause: Answer<EndpointsCode> =
    here.length === 0
      ? { code: 'ask-none-here', params }
      : { code: 'ask-none-ready-here', params: { ...params, here: here.length } };
  return homeless === 0
    ? [cause]
    : [cause, { code: 'ask-without-node', params: { count: homeless } }];
}

function isUsable({ ready, serving, terminating }: Endpoint): boolean {
  return ready || (serving && terminating);
}

/** The fields as a Service has them. */
function policyOf({ port }: Plan): string {
  const external = port.externalLocal && hasExternalWayIn(port);
  return [
    ...(port.internalLocal ? ['internalTrafficPolicy'] : []),
    ...(external ? ['externalTrafficPolicy'] : []),
  ].join(', ');
}

function effects(plan: Plan, mode: ProxyMode): readonly Answer<EndpointsCode>[] {
  const { internalRefused, externalRefused, port } = plan;
  if (mode === 'ipvs' && plan.choice.hasAny && (internalRefused ?? externalRefused) !== undefined) {
    return [{ code: 'ask-falls-back', params: { policy: policyOf(plan) } }];
  }
  const codes: EndpointsCode[] = [];
  if (internalRefused !== undefined) {
    codes.push(
      internalRefused === 'no-endpoints' ? 'ask-internal-rejected' : 'ask-internal-dropped',
    );
  }
  if (externalRefused !== undefined && hasExternalWayIn(port)) {
    codes.push(
      externalRefused === 'no-endpoints' ? 'ask-external-rejected' : 'ask-external-dropped',
    );
  }
  return codes.map((code) => ({ code, params: {} }));
}

/** One answer for each address that a client outside may use, and what would change it. */
export function askClientAddress(
  cluster: Cluster,
  node: NodeFacts,
  config: ProxyConfig,
  mode: ProxyMode,
  family: IpFamily,
  id: PortId,
): readonly Answer<ClientCode>[] {
  const planned = planOne(cluster, node, config, mode, family, id);
  const [plan] = planned.plans;
  if (plan === undefined || !hasExternalWayIn(plan.port)) {
    return [{ code: 'client-no-way-in', params: {} }];
  }
  const { cells } = prepareReach(planned, node)(plan);
  const answers = plan.port.sourceRanges.length > 0 ? ranged(cells) : outside(cells);
  const isReplaced = answers.some(({ code }) => code === 'client-replaced');
  return isReplaced ? [...answers, advice(plan)] : answers;
}

function outside(cells: readonly ReachCell[]): readonly Answer<ClientCode>[] {
  return cells
    .filter(({ from, target }) => from === 'outside' && target.kind !== 'cluster-ip')
    .map(clientAnswer);
}

/** Ranges count at load balancer addresses: there a client that may come in is asked about. */
function ranged(cells: readonly ReachCell[]): readonly Answer<ClientCode>[] {
  const allowed = cells.filter(
    ({ from, target }) => from === 'allowed' && target.kind === 'load-balancer-ip',
  );
  const isShown = ({ target: { ip, kind } }: ReachCell): boolean =>
    kind !== 'load-balancer-ip' || !allowed.some(({ target }) => target.ip === ip);
  return [...outside(cells.filter(isShown)), ...allowed.map(clientAnswer)];
}

function clientAnswer(cell: ReachCell): Answer<ClientCode> {
  const { target, verdict, source, seenAs, masqueradedBy } = cell;
  const params = { kind: target.kind, ip: target.ip };
  if (verdict !== 'reached')
    return { code: 'client-not-served', params: { ...params, verdict }, cell };
  if (source === 'kept') return { code: 'client-kept', params, cell };
  const code = isPolicyRule(masqueradedBy?.at ?? '')
    ? 'client-replaced'
    : 'client-replaced-otherwise';
  return { code, params: { ...params, seenAs: seenAs.join(', ') }, cell };
}

/** The chain of traffic from outside, or in ipvs mode the sets that stand for it. */
function isPolicyRule(at: string): boolean {
  return /^nat\/KUBE-(?:EXT-|NODE-PORT|LOAD-BALANCER|SERVICES)|\/external-/.test(at);
}

function advice({ all }: Plan): Answer<ClientCode> {
  const usable = all.filter(isUsable);
  const local = usable.filter((one) => one.local).length;
  const elsewhere = usable.length - local;
  return local === 0
    ? { code: 'client-advice-local-none-here', params: { elsewhere } }
    : { code: 'client-advice-local', params: { local, elsewhere } };
}
