/** A node's dump: the Services that its rules serve, what is odd in them, where they differ from the objects. */
import { printAddress } from '../../engine/address.ts';
import {
  compareWithDump,
  type Finding as DumpFinding,
  type FoundPort,
  type NodeRules,
  rulesInDump,
} from '../../engine/kube-proxy/index.ts';
import {
  type Dump,
  looksLikeNft,
  NEW_WORLD,
  type NftDump,
  parseInSlices,
  parseNft,
  readEnvText,
  readPacketLine,
  summaryOf,
  tracePacket,
} from '../../engine/netfilter/index.ts';
import { shareText } from '../../engine/share.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';
import { linesOfPort, ruleCount } from './dump-lines.ts';
import { words } from './messages.ts';
import type { PortRow } from './ports.ts';
import { configFindings, readingOf } from './reading.ts';
import { linedView, type RuleView } from './rule-view.ts';
import { said } from './said.ts';
import { walkView, type WalkView } from './walks.ts';

export interface DumpPort {
  readonly id: string;
  readonly tone: PortRow['tone'];
  readonly says: readonly Pair[];
  readonly endpoints: readonly {
    readonly address: string;
    readonly set: 'Cluster' | 'Local';
    readonly share: string;
    readonly chain: string;
    readonly line: number;
  }[];
  readonly rules: RuleView;
  /** Packets to its addresses. */
  readonly packets: readonly (readonly [packet: string, to: string])[];
}

const MOST_FINDINGS = 100;
const MOST_PROBLEMS = 20;
const MOST_ENDPOINTS = 200;

interface Reading {
  readonly text: string;
  readonly dump: Dump | NftDump;
  readonly found: NodeRules;
}

let last: Reading | undefined;

function* dumpIn(text: string): Generator<void, Reading> {
  if (last?.text === text) return last;
  let dump: Dump | NftDump;
  if (looksLikeNft(text)) dump = parseNft(text);
  else {
    const steps = parseInSlices(text);
    let step = steps.next();
    for (; !step.done; step = steps.next()) yield;
    dump = step.value;
  }
  yield;
  const found = rulesInDump(dump);
  yield;
  last = { text, dump, found };
  return last;
}

export function* ofDump(input: KubeProxyInput): Generator<void, KubeProxyAnswer> {
  const { dump, found } = yield* dumpIn(input.input);
  const { mode } = found;
  const isObjects = input.objects.trim() !== '';
  const family = familyOf(dump);
  const wanted = { ...input, mode: mode ?? 'iptables', family: family ?? input.family };
  const reading = yield* readingOf(wanted, input.objects);
  const { planned } = reading;
  const compared =
    planned && isObjects && mode !== undefined ? compareWithDump(found, planned) : [];
  yield;
  const findings = [...found.findings, ...compared];
  const ports = found.ports.map(rowOf);
  const chosen = Math.max(
    0,
    ports.findIndex(
      ({ id, service }) => id === input.service.trim() || service === input.service.trim(),
    ),
  );
  const port = found.ports[chosen];
  const [ownAddress] = readEnvText(input.node).value.localIPs ?? [];
  const own = ownAddress && printAddress(ownAddress);
  const detail = port && detailOf(dump, port, own);
  yield;
  const walk = port && walkOf(input, dump, detail?.packets[0]?.[0] ?? '');
  const rules = ruleCount(dump);
  const faults = findings.filter(({ level }) => level === 'fault').length;
  const services = new Set(ports.map(({ service }) => service)).size;
  const { nodes } = reading.cluster;
  const isAsked = input.service !== '' || input.packet !== '';
  return {
    words,
    kind: 'dump',
    isNft: !('family' in dump),
    mode: mode ?? '',
    families: [],
    nodes: nodes.flatMap(({ name }) => name ?? []),
    node: isObjects ? (reading.node.name ?? '') : '',
    stats: fill(mode === undefined ? said.noProxy : said.dumpStats, {
      mode: mode ?? '',
      services,
      ports: ports.length,
      rules,
      faults,
    }),
    notes: [
      ...(input.node.trim() === '' ? [said.nothingStated] : []),
      ...(findings.length > MOST_FINDINGS
        ? [fill(said.moreFindings, { count: findings.length - MOST_FINDINGS })]
        : []),
    ],
    problems: [
      ...dump.problems.slice(0, MOST_PROBLEMS).map(problemFinding),
      ...findings.slice(0, MOST_FINDINGS).map(findingView),
    ],
    configProblems: configFindings(reading),
    nodeProblems: reading.nodeProblems.map(problemFinding),
    objectProblems: isObjects ? reading.problems.slice(0, MOST_PROBLEMS).map(problemFinding) : [],
    ports,
    skipped: [],
    chosen,
    ...(detail && { dumped: detail }),
    frame: { count: 0, groups: [] },
    ...(walk && { walk }),
    summary:
      isAsked && walk
        ? walk.summary
        : `dump ${services} ${services === 1 ? 'service' : 'services'} ${rules} rules ${faults} faults`,
  };
}

function familyOf(dump: Dump | NftDump): string | undefined {
  if ('family' in dump) return dump.family;
  const family = dump.tables.find(({ name }) => name === 'kube-proxy')?.family;
  return family === 'ip' ? 'ipv4' : family === 'ip6' ? 'ipv6' : undefined;
}

function findingView({ code, params, line, service, level }: DumpFinding): Finding {
  return {
    line,
    tone: level === 'fault' ? 'bad' : 'info',
    text: sentence(code, params),
    ...(service !== undefined && { code: service }),
  };
}

function rowOf(port: FoundPort): PortRow {
  const { fullName, key, protocol, addresses, refused, affinitySeconds, sourceRanges } = port;
  const all = [...addresses, ...refused];
  const name = fullName ?? key;
  const [service = name, portName = ''] = fullName === undefined ? [key] : name.split(':');
  const outside = all.filter(({ kind }) => kind !== 'cluster-ip' && kind !== 'node-port');
  const endpoints = endpointsOf(port);
  const leading = endpoints.filter(({ address }) => address !== undefined);
  const countOf = (some: typeof endpoints) =>
    new Set(some.map(({ chain, address }) => chain ?? address)).size;
  const clusterIp = all.find(({ kind }) => kind === 'cluster-ip');
  return {
    id: idOf(port),
    service,
    port: `${portName === '' ? '' : `${portName} `}${clusterIp?.port ?? ''}/${protocol.toUpperCase()}`,
    clusterIp: clusterIp?.ip ?? '–',
    nodePort: all.find(({ kind }) => kind === 'node-port')?.port ?? 0,
    outside: [...new Set(outside.map(({ ip }) => ip))],
    policies: [
      ...(port.internal === 'Local' ? ['internal Local'] : []),
      ...(port.external === 'Local' ? ['external Local'] : []),
      ...(affinitySeconds === null ? [] : [`ClientIP ${affinitySeconds} s`]),
      ...(sourceRanges.length === 0 ? [] : ['source ranges']),
    ],
    used: countOf(leading),
    all: countOf(endpoints),
    tone: toneOf(port),
  };
}

function idOf({ fullName, key, protocol }: FoundPort): string {
  const name = fullName ?? key;
  return protocol === 'tcp' || protocol === '' ? name : `${name}/${protocol}`;
}

function endpointsOf({
  cluster = [],
  local = [],
}: FoundPort): readonly NonNullable<FoundPort['cluster']>[number][] {
  return [...cluster, ...local];
}

function toneOf(port: FoundPort): PortRow['tone'] {
  const endpoints = endpointsOf(port);
  if (endpoints.every(({ address }) => address === undefined)) return 'bad';
  const isBroken = endpoints.some(({ address }) => address === undefined);
  return isBroken || port.refused.length > 0 ? 'warn' : 'good';
}

function detailOf(dump: Dump | NftDump, port: FoundPort, own: string | undefined): DumpPort {
  const { cluster = [], local = [], addresses, refused, affinitySeconds, sourceRanges } = port;
  const view = (set: 'Cluster' | 'Local') => (one: (typeof cluster)[number]) => ({
    address: one.address ?? '?',
    set,
    share: shareText(one.probability),
    chain: one.chain ?? '',
    line: one.line,
  });
  const to = ({ ip, port: number }: (typeof addresses)[number]) => {
    if (ip === '*') return `NodePort ${number}`;
    return `${ip.includes(':') ? `[${ip}]` : ip}:${number}`;
  };
  const packets = [...addresses, ...refused].flatMap((address) =>
    address.ip === '*' ? [] : [[to(address), address] as const],
  );
  const nodePorts = [...addresses, ...refused].filter(({ ip }) => ip === '*');
  return {
    id: idOf(port),
    tone: toneOf(port),
    says: [
      ...(addresses.length === 0
        ? []
        : [fill(said.servedAt, { addresses: addresses.map(to).join(', ') })]),
      ...refused.map((each) =>
        fill(each.with === 'reject' ? said.refusedAt : said.droppedAt, { address: to(each) }),
      ),
      ...(affinitySeconds === null ? [] : [fill(said.affinity, { seconds: affinitySeconds })]),
      ...(sourceRanges.length === 0
        ? []
        : [fill(said.ranges, { ranges: sourceRanges.join(', ') })]),
      ...(port.healthCheckNodePort === null
        ? []
        : [fill(said.healthCheck, { port: port.healthCheckNodePort })]),
    ],
    endpoints: [...cluster.map(view('Cluster')), ...local.map(view('Local'))].slice(
      0,
      MOST_ENDPOINTS,
    ),
    rules: linedView(linesOfPort(dump, port)),
    packets: [
      ...packets.map(([address]) => [packetTo(port.protocol, address), address] as const),
      ...nodePorts.flatMap(({ port: number }) => {
        if (own === undefined) return [];
        const address = `${own.includes(':') ? `[${own}]` : own}:${number}`;
        return [[packetTo(port.protocol, address), `NodePort ${number}`] as const];
      }),
    ],
  };
}

/** From outside, as a dump says nothing of its node. */
function packetTo(protocol: string, to: string): string {
  const from = to.startsWith('[') ? '[2001:db8::9]' : '203.0.113.9';
  return `${protocol || 'tcp'} ${from}:40000 -> ${to} in eth0`;
}

function walkOf(input: KubeProxyInput, dump: Dump | NftDump, usual: string): WalkView {
  const line = input.packet.trim() || usual;
  const { value: packet, problems } = readPacketLine(line);
  const [problem] = problems;
  if (packet === undefined) {
    const says = problem && sentence(problem.code, problem.params);
    return { packet: line, ...(says && { problem: says }), modes: [], summary: 'problem' };
  }
  const outcomes = tracePacket(dump, readEnvText(input.node).value, packet, NEW_WORLD);
  const title = 'family' in dump ? 'iptables' : 'nftables';
  return {
    packet: line,
    modes: [walkView(title, outcomes, dump.lines, true)],
    summary: summaryOf(outcomes),
  };
}
