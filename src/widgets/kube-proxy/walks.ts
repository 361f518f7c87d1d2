/** One packet through the rules of iptables and of nftables mode: do both answer the same? */
import {
  type PlannedRules,
  planRules,
  type ProxyConfig,
  rulesText,
  stageFor,
} from '../../engine/kube-proxy/index.ts';
import { printAddress } from '../../engine/address.ts';
import {
  endsOf,
  type Env,
  likeliest,
  NEW_WORLD,
  type Outcome,
  type Packet,
  parseDump,
  parseNft,
  readEnvText,
  readPacketLine,
  summaryOf,
  tracePacket,
} from '../../engine/netfilter/index.ts';
import { shareText } from '../../engine/share.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { KubeProxyInput } from './answer.ts';
import type { Reading } from './reading.ts';
import { said, verdicts } from './said.ts';

type Plan = PlannedRules['plans'][number];

export interface WayView {
  readonly share: string;
  readonly verdict: keyof typeof verdicts;
  readonly says: Pair;
  readonly destination: string;
  readonly source: string;
}

export interface ModeWalk {
  readonly title: string;
  readonly ways: readonly WayView[];
  readonly more: number;
  /** Share of the way whose rules are listed. */
  readonly share: string;
  readonly steps: readonly {
    readonly at: string;
    readonly text: string;
    readonly says: Pair;
    /** 0: none; the line of a dump. */
    readonly line: number;
  }[];
}

export interface WalkView {
  readonly packet: string;
  readonly problem?: Pair;
  readonly modes: readonly ModeWalk[];
  readonly verdict?: { readonly same: boolean; readonly says: Pair };
  readonly summary: string;
}

const MODES = ['iptables', 'nftables'] as const;
const MOST_WAYS = 12;
const MOST_STEPS = 60;

export function walksOf(
  input: KubeProxyInput,
  { node, cluster }: Reading,
  config: ProxyConfig,
  planned: PlannedRules,
  plan: Plan,
  usual: string,
): WalkView {
  const line = input.packet.trim() || usual;
  const { value: packet, problems } = readPacketLine(line);
  const [problem] = problems;
  if (packet === undefined) {
    const says = problem && sentence(problem.code, problem.params);
    return { packet: line, ...(says && { problem: says }), modes: [], summary: 'problem' };
  }
  const empty = { ...cluster, services: [], slices: [] };
  const plans = planned.plans.filter((each) => each === plan || concerns(each, packet));
  const found = MODES.map((mode) => {
    const own = planRules(empty, { ...config, mode }, node, planned.ipFamily);
    const text = rulesText({ ...planned, mode, plans, proxier: own.proxier }, 'save');
    const dump = mode === 'nftables' ? parseNft(text) : parseDump(text);
    const { env } = stageFor(own.proxier, node, plan.port, plan.all);
    const outcomes = tracePacket(dump, statedEnv(env, input.node), packet, NEW_WORLD);
    return { mode, outcomes, view: walkView(mode, outcomes, dump.lines, false) };
  });
  const told = found.map(({ outcomes }) => summaryOf(outcomes));
  const same = new Set(found.map(({ outcomes }) => sorted(outcomes))).size === 1;
  const modes = MODES.join(', ');
  return {
    packet: line,
    modes: found.map(({ view }) => view),
    verdict: { same, says: fill(same ? said.sameInBoth : said.differs, { modes }) },
    summary: same
      ? (told[0] ?? '')
      : found.map(({ mode }, index) => `${mode}: ${told[index]}`).join('; '),
  };
}

/** Rules of other Services ask for other addresses. */
function concerns({ port, externalIps }: Plan, { dst, dport }: Packet): boolean {
  const to = printAddress(dst);
  return (
    (port.nodePort !== 0 && port.nodePort === dport) ||
    [port.clusterIp, ...externalIps, ...port.loadBalancerIps].some(({ text }) => text === to)
  );
}

/** What the reader states of packets outranks what is assumed of the node. */
export function statedEnv(env: Env, text: string): Env {
  const { localIPs, routes, ipsets, recent, limits } = readEnvText(text).value;
  return {
    ...env,
    ...(localIPs && { localIPs }),
    ...(routes && { routes }),
    ipsets,
    recent,
    limits,
  };
}

export function walkView(
  title: string,
  outcomes: readonly Outcome[],
  lines: readonly string[],
  linked: boolean,
): ModeWalk {
  const shown = likeliest(outcomes);
  return {
    title,
    ways: outcomes.slice(0, MOST_WAYS).map(({ probability, verdict, destination, source }) => ({
      share: shareText(probability),
      verdict,
      says: verdicts[verdict],
      destination,
      source,
    })),
    more: Math.max(0, outcomes.length - MOST_WAYS),
    share: shareText(shown?.probability ?? 0),
    steps: (shown?.steps ?? []).slice(0, MOST_STEPS).map((step) => ({
      at: `${step.table}/${step.chain}/${step.number}`,
      text: (lines[step.line - 1] ?? '').trim().replace(/^add rule \S+ \S+ \S+ /, ''),
      says: sentence(step.code, step.params),
      line: linked ? step.line : 0,
    })),
  };
}

/** With the source that the endpoint sees, in an order that both modes have. */
function sorted(outcomes: readonly Outcome[]): string {
  return [...endsOf(outcomes, true)]
    .map(([text, share]) => `${text} ${shareText(share)}`)
    .sort()
    .join(' | ');
}
