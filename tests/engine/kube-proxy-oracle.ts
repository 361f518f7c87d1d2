/** Compares rules with those of the v1.37.2 proxiers themselves (project papers, oracle/src/proxy). */
import { isDeepStrictEqual } from 'node:util';
import {
  clusterIn,
  type FamilyRules,
  type IpFamily,
  modeOf,
  parseConfig,
  parseNode,
  type ProxyConfig,
  type RulesForm,
  rulesOf,
  type SyncState,
  syncRules,
} from '../../src/engine/kube-proxy/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';

/** A generated cluster: configuration, what kube-proxy learns from the machine, objects. */
export interface ProxyCluster {
  readonly id: string;
  readonly config: object;
  readonly node: object;
  readonly objects: readonly object[];
}

export interface IptablesItem extends ProxyCluster {
  readonly expected: Readonly<
    Partial<
      Record<
        IpFamily,
        { readonly restore: string; readonly saved?: string; readonly largeClusterMode?: boolean }
      >
    >
  >;
}

export interface NftablesItem extends ProxyCluster {
  readonly expected: Readonly<Partial<Record<IpFamily, { readonly dump: string }>>>;
}

export interface IpvsItem extends ProxyCluster {
  readonly expected: Readonly<Partial<Record<IpFamily, IpvsExpected>>>;
}

interface IpvsExpected {
  readonly servers:
    | readonly {
        readonly address: string;
        readonly protocol: string;
        readonly scheduler: string;
        /** 1: persistent. 16: hashes by source port too. */
        readonly flags: number;
        readonly timeout: number;
        readonly real: readonly string[];
      }[]
    | null;
  readonly sets: readonly {
    readonly name: string;
    readonly type: string;
    readonly family: string;
    readonly entries: readonly string[];
  }[];
  readonly iptables: string;
  readonly jumps: Readonly<Record<string, readonly string[]>>;
}

/** The answers of CategorizeEndpoints, one for each service port. */
export interface EndpointsItem extends ProxyCluster {
  readonly expected: Readonly<Partial<Record<IpFamily, readonly object[]>>>;
}

export interface ItemsOf<Item> {
  readonly items: readonly Item[];
}

interface Difference {
  readonly want: unknown;
  readonly have: unknown;
}

const families = (expected: object): readonly IpFamily[] => Object.keys(expected) as IpFamily[];

/** Throws where our reader finds fault with what upstream took. */
export function rulesFor(
  { config, node, objects }: ProxyCluster,
  family: IpFamily,
  form: RulesForm = 'restore',
): FamilyRules {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { cluster, problems } = clusterIn(readDocuments(text), text);
  const read = parseConfig(JSON.stringify(config));
  const machine = parseNode(JSON.stringify(node));
  const found = [...problems, ...read.problems, ...read.rejected, ...machine.problems];
  if (read.config === undefined || found.length > 0) throw new Error(JSON.stringify(found));
  return rulesOf(cluster, read.config, machine.node, family, form);
}

export function iptablesDifference(item: IptablesItem): Difference | undefined {
  for (const family of families(item.expected)) {
    const expected = item.expected[family];
    if (expected === undefined) continue;
    const restored = rulesFor(item, family);
    const isLarge = expected.largeClusterMode ?? false;
    const found =
      textDifference(expected.restore, restored.text) ??
      textDifference(expected.saved, rulesFor(item, family, 'save').text) ??
      difference(isLarge, restored.largeClusterMode);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function nftablesDifference(item: NftablesItem): Difference | undefined {
  for (const family of families(item.expected)) {
    const found = textDifference(item.expected[family]?.dump, rulesFor(item, family).text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Upstream's fakes keep servers and sets in maps, and rules of closed addresses come in the order of one. */
export function ipvsDifference(item: IpvsItem): Difference | undefined {
  for (const family of families(item.expected)) {
    const expected = item.expected[family];
    if (expected === undefined) continue;
    const { text } = rulesFor(item, family);
    const [front = '', iptables = ''] = text.split('# iptables\n');
    const lines = front.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const jumps = [...(expected.jumps['filter'] ?? []), ...(expected.jumps['nat'] ?? [])];
    const saved = rulesFor(item, family, 'save').text.split('\n');
    const found =
      difference([...serverLines(expected), ...setLines(expected)].sort(), lines.sort()) ??
      difference(closedSorted(expected.iptables), closedSorted(iptables)) ??
      difference(
        jumps,
        saved.filter((line) => /^-A [A-Z]+ /.test(line)),
      );
    if (found !== undefined) return found;
  }
  return undefined;
}

export function endpointsDifference(item: EndpointsItem): Difference | undefined {
  for (const family of families(item.expected)) {
    const have = rulesFor(item, family).services.map((service) => ({
      service: `${service.namespace}/${service.name}`,
      port: service.port,
      protocol: service.protocol,
      cluster: service.endpoints.cluster,
      local: service.endpoints.local,
      allLocallyReachable: service.endpoints.reachable,
      hasAnyEndpoints: service.endpoints.hasAny,
      uses: service.policies.uses,
      ...(service.addresses.healthCheckNodePort === null
        ? {}
        : { healthCheckNodePort: service.addresses.healthCheckNodePort }),
    }));
    const found = difference(item.expected[family], have);
    if (found !== undefined) return found;
  }
  return undefined;
}

const OPTIONS: Readonly<Record<string, string>> = {
  TCP: '-t',
  UDP: '-u',
  SCTP: '--sctp-service',
};

function serverLines({ servers }: IpvsExpected): readonly string[] {
  return (servers ?? []).flatMap(({ address, protocol, scheduler, flags, timeout, real }) => {
    const server = `${OPTIONS[protocol]} ${address}`;
    const sticky = (flags & 1) === 0 ? '' : ` -p ${timeout}`;
    return [
      `-A ${server} -s ${scheduler}${sticky}${(flags & 16) === 0 ? '' : ' -b mh-port'}`,
      ...real.map((endpoint) => `-a ${server} -r ${endpoint} -m -w 1`),
    ];
  });
}

function setLines({ sets }: IpvsExpected): readonly string[] {
  return sets.flatMap(({ name, type, family, entries }) => {
    const hash = `family ${family} hashsize 1024 maxelem 65536`;
    return [
      `create ${name} ${type} ${type === 'bitmap:port' ? 'range 0-65535' : hash}`,
      ...entries.map((entry) => `add ${name} ${entry.replace(/\/(?:32|128)$/, '')}`),
    ];
  });
}

function closedSorted(text: string): readonly string[] {
  const lines = text.split('\n');
  const isClosed = (line: string): boolean => line.startsWith('-A KUBE-IPVS-OUT-FILTER ');
  return [...lines.filter((line) => !isClosed(line)), ...lines.filter(isClosed).sort()];
}

/** The first line that differs, with its number. */
function textDifference(want: string | undefined, have: string): Difference | undefined {
  if (want === undefined || want === have) return undefined;
  const wanted = want.split('\n');
  const had = have.split('\n');
  const at = wanted.findIndex((line, index) => line !== had[index]);
  const line = at < 0 ? wanted.length : at;
  return { want: [line, wanted[line]], have: [line, had[line]] };
}

function difference(want: unknown, have: unknown): Difference | undefined {
  return isDeepStrictEqual(want, have) ? undefined : { want, have };
}

/** A first sync, and those behind it with what changed before each. */
export interface SyncItem extends ProxyCluster {
  readonly ipFamily: string;
  readonly expected: {
    readonly restore: string;
    readonly steps: readonly {
      readonly changes: readonly { readonly op: string; readonly object: KubeObject }[];
      readonly restore: string;
    }[];
  };
}

interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}

/** One for each sync, in order. */
export function syncDifferences(item: SyncItem): readonly (Difference | undefined)[] {
  const { config } = parseConfig(JSON.stringify(item.config));
  const { node } = parseNode(JSON.stringify(item.node));
  if (config === undefined) throw new Error(item.id);
  const keyOf = ({ kind, metadata }: KubeObject): string =>
    `${kind}/${metadata.namespace}/${metadata.name}`;
  const objects = new Map((item.objects as readonly KubeObject[]).map((one) => [keyOf(one), one]));
  let state: SyncState | undefined;
  return [{ changes: [], restore: item.expected.restore }, ...item.expected.steps].map((step) => {
    for (const { op, object } of step.changes) {
      if (op === 'delete') objects.delete(keyOf(object));
      else objects.set(keyOf(object), object);
    }
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...objects.values()] });
    const { cluster } = clusterIn(readDocuments(text), text);
    const family = item.ipFamily === 'ipv6' ? 'ipv6' : 'ipv4';
    const sync = syncRules(cluster, config, node, family, state);
    state = sync.state;
    return textDifference(step.restore, sync.text);
  });
}

/** A configuration file as kube-proxy's own loading, defaulting and validation take it. */
export interface ConfigItem {
  readonly id: string;
  readonly text: string;
  readonly expected: {
    readonly read: boolean;
    /** Strict reading failed; the lenient one went on. */
    readonly lenient?: boolean;
    readonly rejected?: readonly object[];
    readonly config?: object;
  };
}

export function configDifference({ text, expected }: ConfigItem): Difference | undefined {
  const { config, rejected, problems } = parseConfig(text);
  const have = {
    read: config !== undefined || rejected.length > 0,
    ...(problems.length > 0 && (config !== undefined || rejected.length > 0)
      ? { lenient: true }
      : {}),
    ...(rejected.length > 0
      ? { rejected: rejected.map(({ field, type, detail }) => ({ field, type, detail })) }
      : {}),
    ...(config === undefined ? {} : { config: shownConfig(config) }),
  };
  return difference(expected, have);
}

function shownConfig(config: ProxyConfig): object {
  const mode = modeOf(config);
  const isDefaulted = mode === 'nftables' && config.nodePortAddresses.length === 0;
  const { length } = config.nodePortAddresses;
  return {
    mode,
    bindAddress: config.bindAddress,
    healthzBindAddress: config.healthzBindAddress,
    metricsBindAddress: config.metricsBindAddress,
    masqueradeAll: config[mode === 'nftables' ? 'nftables' : 'iptables'].masqueradeAll,
    iptablesBit: config.iptables.masqueradeBit,
    nftablesBit: config.nftables.masqueradeBit,
    localhostNodePorts: config.iptables.localhostNodePorts,
    // Left out in the file is null, an empty list is one.
    nodePortAddresses: isDefaulted ? ['primary'] : length === 0 ? null : config.nodePortAddresses,
    detectLocalMode: config.detectLocalMode || 'ClusterCIDR',
    clusterCIDRs: config.clusterCidrs.length === 0 ? null : config.clusterCidrs,
    syncPeriod: Math.trunc(config[mode].syncPeriod),
    minSyncPeriod: Math.trunc(config[mode].minSyncPeriod),
    configSyncPeriod: Math.trunc(config.configSyncPeriod),
    tcpBeLiberal: config.conntrack.tcpBeLiberal,
    scheduler: config.ipvs.scheduler,
    oomScoreAdj: config.oomScoreAdj,
  };
}
