/**
 * What kube-proxy gives to `iptables-restore --noflush`; what a sync leaves out is decided in iptables-sync.ts.
 * Upstream: pkg/proxy/iptables/proxier.go syncProxyRules, v1.37.2. Upstream walks Go maps: here service ports
 * stand in the order of their names, endpoint chains and addresses in the order of their text.
 */
import { isLoopback } from './ip.ts';
import { chainsOf, isFirewalled, type PortChains } from './iptables-chains.ts';
import {
  acceptRules,
  chainLine,
  comment,
  ifLocal,
  type IptablesLines,
  masqueradeRules,
} from './iptables-lines.ts';
import type { Endpoint, Proxier, ServicePort } from './types.ts';
import type { Plan } from './plan.ts';

/** Above so many endpoints rules lose their comments. */
const LARGE = 1000;

/** More endpoints than the threshold: upstream counts all of them, used or not. */
export function isLargeCluster(plans: readonly Plan[]): boolean {
  return plans.reduce((sum, { all }) => sum + all.length, 0) > LARGE;
}

/** What a partial sync knows of the one before it. */
export interface PartialSync {
  /** `namespace/name` of Services that changed: the chains of all others are left as they are. */
  readonly changed: ReadonlySet<string>;
}

export function iptablesLines(
  plans: readonly Plan[],
  proxier: Proxier,
  {
    partial,
    stale = [],
    isLarge = isLargeCluster(plans),
  }: {
    readonly partial?: PartialSync;
    readonly stale?: readonly string[];
    /** Where `plans` are not all there are. */
    readonly isLarge?: boolean;
  } = {},
): IptablesLines {
  const lines: IptablesLines = {
    filterChains: [
      ...['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-FORWARD', 'KUBE-NODEPORTS'],
      'KUBE-PROXY-FIREWALL',
    ].map(chainLine),
    filterRules: [],
    natChains: ['KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-POSTROUTING', 'KUBE-MARK-MASQ'].map(
      chainLine,
    ),
    natRules: masqueradeRules(proxier.masqueradeMark),
  };
  if (proxier.family === 'ipv4' && proxier.localhostNodePorts) {
    lines.filterChains.push(chainLine('KUBE-FIREWALL'));
    lines.filterRules.push(
      '-A KUBE-FIREWALL -m comment --comment "block incoming localnet connections" -d 127.0.0.0/8 ! -s 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP',
    );
  }
  const skipped = { natChains: [], natRules: [] };
  for (const plan of plans) {
    const { namespace, name } = plan.port;
    const isWritten = partial?.changed.has(`${namespace}/${name}`) ?? true;
    const own = isWritten ? lines : skipped;
    writePort({ plan, proxier, lines, own, isLarge, chains: chainsOf(plan) });
  }
  // Named in a chain line, and so flushed, before they can go.
  lines.natChains.push(...stale.map(chainLine));
  lines.natRules.push(...stale.map((chain) => `-X ${chain}`));
  lines.natRules.push(...nodePortJumps(proxier));
  lines.filterRules.push(...forwardRules(proxier));
  return lines;
}

interface Writing {
  readonly plan: Plan;
  readonly proxier: Proxier;
  /** Rules of chains that all Services share. */
  readonly lines: IptablesLines;
  /** The port's own chains. */
  readonly own: Pick<IptablesLines, 'natChains' | 'natRules'>;
  readonly isLarge: boolean;
  readonly chains: PortChains;
}

function writePort(writing: Writing): void {
  const { plan, lines, chains } = writing;
  writeClusterIp(writing);
  writeExternalIps(writing);
  writeLoadBalancerIps(writing);
  writeNodePort(writing);
  const { fullName, healthCheckNodePort } = plan.port;
  if (healthCheckNodePort !== 0) {
    // Always TCP, and once for each port of the Service.
    lines.filterRules.push(
      `-A KUBE-NODEPORTS -m comment --comment "${fullName} health check node port" -m tcp -p tcp --dport ${healthCheckNodePort} -j ACCEPT`,
    );
  }
  if (plan.internalRefused === undefined) writeMasquerade(writing);
  if (plan.usesExternal) writeExternalChain(writing);
  if (isFirewalled(plan)) writeFirewallChain(writing);
  const { cluster, local, reachable } = plan.choice;
  if (cluster.length > 0) writeBalancing(writing, chains.cluster, cluster);
  if (local.length > 0) writeBalancing(writing, chains.local, local);
  for (const endpoint of reachable) writeEndpoint(writing, endpoint);
}

/** The match of one destination of the port. */
function to({ protocol, port }: ServicePort, ip: string): string {
  return `-m ${protocol} -p ${protocol} -d ${ip} --dport ${port}`;
}

function refusalOf(
  refusal: Plan['internalRefused'],
  name: string,
): { comment: string; target: string } {
  return refusal === 'no-endpoints'
    ? { comment: comment(`${name} has no endpoints`), target: 'REJECT' }
    : { comment: comment(`${name} has no local endpoints`), target: 'DROP' };
}

function internalChain({ plan, chains }: Writing): string {
  return plan.port.internalLocal ? chains.local : chains.cluster;
}

function writeClusterIp(writing: Writing): void {
  const { plan, lines } = writing;
  const { port, internalRefused } = plan;
  const match = to(port, port.clusterIp.text);
  if (internalRefused === undefined) {
    const what = comment(`${port.fullName} cluster IP`);
    lines.natRules.push(`-A KUBE-SERVICES ${what} ${match} -j ${internalChain(writing)}`);
  } else {
    const { comment, target } = refusalOf(internalRefused, port.fullName);
    lines.filterRules.push(`-A KUBE-SERVICES ${comment} ${match} -j ${target}`);
  }
}

function writeExternalIps({ plan, lines, chains }: Writing): void {
  const { port, choice, externalIps } = plan;
  for (const ip of externalIps) {
    const match = to(port, ip.text);
    if (choice.hasAny) {
      const what = comment(`${port.fullName} external IP`);
      lines.natRules.push(`-A KUBE-SERVICES ${what} ${match} -j ${chains.external}`);
    }
    refuseExternal(plan, lines, match);
  }
}

function refuseExternal(
  { externalRefused, port }: Plan,
  lines: IptablesLines,
  match: string,
): void {
  if (externalRefused === undefined) return;
  const { comment, target } = refusalOf(externalRefused, port.fullName);
  lines.filterRules.push(`-A KUBE-EXTERNAL-SERVICES ${comment} ${match} -j ${target}`);
}

function writeLoadBalancerIps({ plan, lines, chains }: Writing): void {
  const { port, choice } = plan;
  const walled = isFirewalled(plan);
  for (const ip of port.loadBalancerIps) {
    const match = to(port, ip.text);
    if (choice.hasAny) {
      const what = comment(`${port.fullName} loadbalancer IP`);
      const chain = walled ? chains.firewall : chains.external;
      lines.natRules.push(`-A KUBE-SERVICES ${what} ${match} -j ${chain}`);
    }
    if (walled) {
      const what = comment(`${port.fullName} traffic not accepted by ${chains.firewall}`);
      lines.filterRules.push(`-A KUBE-PROXY-FIREWALL ${what} ${match} -j DROP`);
    }
  }
  for (const ip of port.loadBalancerIps) refuseExternal(plan, lines, to(port, ip.text));
}

function writeNodePort({ plan, proxier, lines, chains }: Writing): void {
  const { fullName, nodePort, protocol } = plan.port;
  if (nodePort === 0) return;
  const match = `-m ${protocol} -p ${protocol}`;
  if (plan.choice.hasAny) {
    const start = `-A KUBE-NODEPORTS -m comment --comment ${fullName} ${match}`;
    if (proxier.localhostNodePorts && proxier.family === 'ipv4' && proxier.nfacct) {
      lines.natRules.push(
        `${start} -d 127.0.0.0/8 --dport ${nodePort} -m nfacct --nfacct-name localhost_nps_accepted_pkts -j ${chains.external}`,
      );
    }
    lines.natRules.push(`${start} --dport ${nodePort} -j ${chains.external}`);
  }
  refuseExternal(plan, lines, `-m addrtype --dst-type LOCAL ${match} --dport ${nodePort}`);
}

/** Traffic to a ClusterIP that comes from elsewhere than a Pod must come back this way. */
function writeMasquerade(writing: Writing): void {
  const { plan, proxier, own } = writing;
  const { port } = plan;
  const { masqueradeAll, detector } = proxier;
  if (!masqueradeAll && detector === undefined) return;
  const from = masqueradeAll || detector === undefined ? '' : ` ! ${ifLocal(detector)}`;
  const what = comment(`${port.fullName} cluster IP`);
  const match = to(port, port.clusterIp.text);
  own.natRules.push(`-A ${internalChain(writing)} ${what} ${match}${from} -j KUBE-MARK-MASQ`);
}

function writeExternalChain({ plan, proxier, own, chains }: Writing): void {
  const { port, externalRefused } = plan;
  const { external, cluster, local } = chains;
  const rule = (what: string, rest: string): void => {
    own.natRules.push(
      `-A ${external} ${comment(`${what} traffic for ${port.fullName} external destinations`)} ${rest}`,
    );
  };
  own.natChains.push(chainLine(external));
  if (port.externalLocal) {
    const { detector } = proxier;
    if (detector !== undefined) rule('pod', `${ifLocal(detector)} -j ${cluster}`);
    rule('masquerade LOCAL', '-m addrtype --src-type LOCAL -j KUBE-MARK-MASQ');
    rule('route LOCAL', `-m addrtype --src-type LOCAL -j ${cluster}`);
  } else rule('masquerade', '-j KUBE-MARK-MASQ');
  if (externalRefused === undefined) {
    own.natRules.push(`-A ${external} -j ${port.externalLocal ? local : cluster}`);
  }
}

function writeFirewallChain({ plan, own, chains }: Writing): void {
  const { port, allowsNode } = plan;
  const start = `-A ${chains.firewall} ${comment(`${port.fullName} loadbalancer IP`)}`;
  own.natChains.push(chainLine(chains.firewall));
  const sources = [...port.sourceRanges, ...(allowsNode ? port.loadBalancerIps : [])];
  for (const { text } of sources) own.natRules.push(`${start} -s ${text} -j ${chains.external}`);
  const rest = `other traffic to ${port.fullName} will be dropped by KUBE-PROXY-FIREWALL`;
  own.natRules.push(`-A ${chains.firewall} ${comment(rest)}`);
}

function writeBalancing(writing: Writing, chain: string, endpoints: readonly Endpoint[]): void {
  const { plan, own, isLarge, chains } = writing;
  const { port } = plan;
  const targets = endpoints.map((endpoint) => ({
    start: `-A ${chain}${isLarge ? '' : ` ${comment(`${port.fullName} -> ${endpoint.address}`)}`}`,
    name: chains.endpoints.get(endpoint.address) ?? '',
  }));
  own.natChains.push(chainLine(chain));
  if (port.affinity !== undefined) {
    for (const { start, name } of targets) {
      own.natRules.push(
        `${start} -m recent --name ${name} --rcheck --seconds ${port.affinity} --reap -j ${name}`,
      );
    }
  }
  for (const [index, { start, name }] of targets.entries()) {
    const left = targets.length - index;
    const chance =
      left === 1 ? '' : ` -m statistic --mode random --probability ${(1 / left).toFixed(10)}`;
    own.natRules.push(`${start}${chance} -j ${name}`);
  }
}

function writeEndpoint({ plan, own, isLarge, chains }: Writing, endpoint: Endpoint): void {
  const { port } = plan;
  const chain = chains.endpoints.get(endpoint.address) ?? '';
  const start = `-A ${chain}${isLarge ? '' : ` -m comment --comment ${port.fullName}`}`;
  const record = port.affinity === undefined ? '' : ` -m recent --name ${chain} --set`;
  own.natChains.push(chainLine(chain));
  own.natRules.push(
    `${start} -s ${endpoint.ip} -j KUBE-MARK-MASQ`,
    `${start}${record} -m ${port.protocol} -p ${port.protocol} -j DNAT --to-destination ${endpoint.address}`,
  );
}

/** Behind all others in their chain. */
function nodePortJumps(proxier: Proxier): string[] {
  const { family, anyNodeAddress, localhostNodePorts, nodePortIps } = proxier;
  const start = `-A KUBE-SERVICES ${comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain')}`;
  if (anyNodeAddress) {
    const loopback = family === 'ipv6' ? ' ! -d ::1/128' : ' ! -d 127.0.0.0/8';
    const except = family === 'ipv4' && localhostNodePorts ? '' : loopback;
    return [`${start} -m addrtype --dst-type LOCAL${except} -j KUBE-NODEPORTS`];
  }
  return nodePortIps
    .filter((ip) => !isLoopback(ip) || (family === 'ipv4' && localhostNodePorts))
    .map((ip) => `${start} -d ${ip.text} -j KUBE-NODEPORTS`);
}

function forwardRules({ conntrackLiberal, nfacct, masqueradeMark }: Proxier): string[] {
  const count = nfacct ? ' -m nfacct --nfacct-name ct_state_invalid_dropped_pkts' : '';
  const invalid = `-A KUBE-FORWARD -m conntrack --ctstate INVALID${count} -j DROP`;
  return [...(conntrackLiberal ? [] : [invalid]), ...acceptRules(masqueradeMark)];
}
