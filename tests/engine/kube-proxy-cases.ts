/**
 * Upstream's unit tests of iptables mode as data (project papers, cases/): rules are generated from their objects,
 * compared with the restated text, and walked by the restated packets. What their own tracer leaves out (routing,
 * hooks, connection tracking) a real walk has; upstream's marks and restore options are of another release.
 */
import { contains, parseAddress, parseNetwork, sameAddress } from '../../src/engine/address.ts';
import {
  clusterIn,
  type IpFamily,
  parseConfig,
  parseNode,
  planRules,
  rulesText,
} from '../../src/engine/kube-proxy/index.ts';
import { type Outcome, parseDump, readEnv, tracePacket } from '../../src/engine/netfilter/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';

interface StatedConfig {
  readonly ipFamily: string;
  readonly nodeName: string;
  readonly nodeIP: string;
  readonly localIPs: readonly string[];
  readonly masqueradeAll: boolean;
  readonly detectLocal: { readonly mode: string; readonly value?: string };
  readonly nodePortAddresses: readonly string[] | null;
  readonly localhostNodePorts: boolean;
  readonly conntrackTCPLiberal: boolean;
  readonly nfacct: object;
  readonly topologyLabels: Readonly<Record<string, string>>;
}

interface Objects {
  readonly id: string;
  readonly config: StatedConfig;
  readonly services: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly spec: Fields;
  }[];
  readonly endpointSlices: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly service: string;
    readonly endpoints: readonly Fields[];
  }[];
}

export interface FlowGroup extends Objects {
  readonly cases: readonly FlowCase[];
}

export interface FlowCase {
  readonly name: string;
  readonly sourceIP: string;
  readonly protocol: string;
  readonly destIP: string;
  readonly destPort: number;
  /** Endpoints in the order of the rules, `REJECT`, `DROP`, `ACCEPT`, or nothing. */
  readonly output: string;
  readonly masq: boolean;
}

export interface DumpCase extends Objects {
  readonly restore: string;
}

export interface ProxyCases {
  readonly flows: readonly FlowGroup[];
  readonly dumps: readonly DumpCase[];
}

export interface RulesByChain {
  readonly chains: readonly string[];
  /** Service ports stand in no order in chains that all of them share. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
}

/** Rules as 1.37 gives them to iptables-restore, and as a case has them: in one spelling, chain by chain. */
export function restored(item: Objects): RulesByChain {
  return byChain(rulesText(planned(item), 'restore'));
}

const SHARED = /^-A KUBE-(?:SERVICES|NODEPORTS|EXTERNAL-SERVICES|PROXY-FIREWALL) /;

export function byChain(text: string): RulesByChain {
  const chains: string[] = [];
  const rules: Record<string, string[]> = {};
  let table = '';
  for (const stated of text.split('\n')) {
    const line = stated.replaceAll('0x00004000', '0x4000').replaceAll(' --random-fully', '');
    if (line.startsWith('*')) table = line;
    if (line.startsWith(':')) chains.push(`${table} ${line}`);
    const [, chain] = /^-A (\S+)/.exec(line) ?? [];
    if (chain === undefined) continue;
    const key = `${table} ${chain}`;
    rules[key] = [...(rules[key] ?? []), line];
  }
  for (const own of Object.values(rules)) if (SHARED.test(own[0] ?? '')) own.sort();
  return { chains: chains.toSorted(), rules };
}

type Fields = Readonly<Record<string, unknown>>;

/** The cases are short where the API is long. */
function storedService(spec: Fields): Fields {
  const { sessionAffinityTimeoutSeconds: timeoutSeconds, ...rest } = spec;
  const ips = spec['clusterIPs'] as readonly string[] | undefined;
  const ipFamilies = ips?.map((ip) => (ip.includes(':') ? 'IPv6' : 'IPv4'));
  return {
    ...rest,
    ...(timeoutSeconds !== undefined && {
      sessionAffinityConfig: { clientIP: { timeoutSeconds } },
    }),
    ...(ipFamilies !== undefined && { ipFamilies }),
  };
}

function storedEndpoint({ hints, ...rest }: Fields): Fields {
  if (hints === undefined) return rest;
  const named = Object.entries(hints as Record<string, readonly string[]>).map(([key, names]) => [
    key,
    names.map((name) => (typeof name === 'string' ? { name } : name)),
  ]);
  return { ...rest, hints: Object.fromEntries(named) };
}

function planned({ services, endpointSlices, config }: Objects) {
  const items = [
    ...services.map(({ namespace, name, spec, ...rest }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name },
      spec: storedService(spec),
      ...rest,
    })),
    ...endpointSlices.map(({ namespace, name, service, endpoints, ...rest }) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace, name, labels: { 'kubernetes.io/service-name': service } },
      endpoints: endpoints.map(storedEndpoint),
      ...rest,
    })),
  ];
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { cluster } = clusterIn(readDocuments(text), text);
  const { mode, value = '' } = config.detectLocal;
  const byInterface = mode === 'BridgeInterface' || mode === 'InterfaceNamePrefix';
  const read = parseConfig(
    JSON.stringify({
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      mode: 'iptables',
      detectLocalMode: byInterface ? mode : 'ClusterCIDR',
      clusterCIDR: mode === 'ClusterCIDR' ? value : '',
      detectLocal: { bridgeInterface: value, interfaceNamePrefix: value },
      nodePortAddresses: config.nodePortAddresses ?? [],
      iptables: {
        masqueradeAll: config.masqueradeAll,
        localhostNodePorts: config.localhostNodePorts,
      },
      conntrack: { tcpBeLiberal: config.conntrackTCPLiberal },
    }),
  );
  const { node } = parseNode(
    JSON.stringify({
      name: config.nodeName,
      ips: [config.nodeIP],
      interfaces: [{ name: 'eth0', ips: config.localIPs }],
      labels: config.topologyLabels,
      nfacct: Object.keys(config.nfacct).length > 0,
    }),
  );
  if (read.config === undefined) throw new Error(JSON.stringify(read));
  return planRules(cluster, read.config, node, familyOf(config));
}

function familyOf({ ipFamily }: StatedConfig): IpFamily {
  return ipFamily === 'IPv6' ? 'ipv6' : 'ipv4';
}

export interface FlowAnswer {
  readonly output: string;
  readonly masq: boolean;
}

/** One answer for each packet of the group. */
export function flowAnswers(group: FlowGroup): readonly FlowAnswer[] {
  const { config } = group;
  const dump = parseDump(rulesText(planned(group), 'save'));
  const pods = familyOf(config) === 'ipv6' ? 'fd00:10::/64' : '10.0.0.0/8';
  const { value: env } = readEnv({
    localIPs: [...config.localIPs, '127.0.0.1', '::1'],
    interfaces: [{ name: 'eth0', ips: config.localIPs }, 'cni0'],
    routes: [`${pods} dev cni0`, 'default dev eth0'],
    routeLocalnet: config.localhostNodePorts,
  });
  const network = parseNetwork(pods);
  return group.cases.map(({ sourceIP, destIP, destPort, protocol }) => {
    const src = parseAddress(sourceIP) ?? [];
    const isPod = network !== undefined && contains(network, src);
    const isOwn = env.localIPs?.some((own) => sameAddress(own, src)) ?? false;
    const dev = isPod ? 'cni0' : 'eth0';
    const packet = {
      src,
      dst: parseAddress(destIP) ?? [],
      proto: protocol.toLowerCase(),
      sport: 40000,
      dport: destPort,
      ...(!isOwn && { in: dev }),
    };
    const outcomes = tracePacket(dump, env, packet);
    const marked = outcomes.some(({ steps }) =>
      steps.some(({ chain, code }) => chain === 'KUBE-MARK-MASQ' && code === 'rule-mark'),
    );
    return { output: outputOf(outcomes), masq: marked };
  });
}

export function flowDifferences(
  group: FlowGroup,
): readonly { readonly id: string; readonly difference?: object }[] {
  const answers = flowAnswers(group);
  return group.cases.map(({ name, output, masq }, at) => {
    const have = answers[at];
    const id = `${group.id}/${name}`;
    if (have?.output === output && have.masq === masq) return { id };
    return { id, difference: { want: { output, masq }, have } };
  });
}

function outputOf(outcomes: readonly Outcome[]): string {
  const [first] = outcomes;
  if (first?.verdict === 'drop') return first.lost === undefined ? 'DROP' : first.lost;
  if (first?.verdict === 'reject') return 'REJECT';
  const accepts = ({ chain, code }: Outcome['steps'][number]): boolean =>
    chain === 'KUBE-NODEPORTS' && code === 'rule-accept';
  if (first?.steps.some(accepts)) return 'ACCEPT';
  const sent = outcomes.filter(({ steps }) => steps.some(({ code }) => code === 'rule-dnat'));
  return sent.map(({ destination }) => destination).join(', ');
}
