import { looksLikeNft } from '../../engine/netfilter/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Input } from '../define.ts';
import { type DumpPort, ofDump } from './dump-answer.ts';
import { words, type Words } from './messages.ts';
import { detailOf, type PortDetail, type PortRow, rowOf } from './ports.ts';
import { configFindings, type Reading, readingOf } from './reading.ts';
import { frameView, type RuleView, wholeText } from './rule-view.ts';
import { said } from './said.ts';
import { type WalkView, walksOf } from './walks.ts';

export interface KubeProxyInput extends Input {
  /** KubeProxyConfiguration; empty: kube-proxy's defaults. */
  readonly config: string;
  /** YAML: what kube-proxy learns from the machine (name, ips, interfaces, podCIDRs, labels), and routes. */
  readonly node: string;
  /** Empty: as the configuration has it. */
  readonly mode: string;
  /** Empty: the first that there is. */
  readonly family: string;
  /** The node whose rules are wanted; empty: as configured, stated, or the only one. */
  readonly on: string;
  /** `shop/web:http`, as rules name it, with `/udp` behind it where TCP is not meant. Empty: the first. */
  readonly service: string;
  /** `tcp 10.244.1.9:40000 -> 10.96.0.10:53 in cni0`; empty: from a Pod to the cluster IP. */
  readonly packet: string;
  /** `save` or `restore`: all rules are written, in this form. Empty: they are not. */
  readonly whole: string;
  /** Objects that a dump is compared with. */
  readonly objects: string;
}

export interface KubeProxyAnswer {
  readonly words: Words;
  readonly kind: 'objects' | 'dump';
  readonly mode: string;
  /** Names of modes, families and nodes to choose from. */
  readonly families: readonly string[];
  readonly nodes: readonly string[];
  readonly node: string;
  readonly stats?: Pair;
  readonly notes: readonly Pair[];
  readonly problems: readonly Finding[];
  readonly configProblems: readonly Finding[];
  readonly nodeProblems: readonly Finding[];
  /** Of the objects that a dump is compared with. */
  readonly objectProblems?: readonly Finding[];
  readonly ports: readonly PortRow[];
  /** Services without rules. */
  readonly skipped: readonly (readonly [name: string, why: Pair])[];
  readonly chosen: number;
  readonly detail?: PortDetail;
  /** In place of `detail` where the rules are those of a dump. */
  readonly dumped?: DumpPort;
  readonly isNft?: boolean;
  readonly frame: RuleView;
  readonly walk?: WalkView;
  readonly whole?: string;
  readonly summary: string;
}

const MOST_PROBLEMS = 20;
const MOST_SKIPPED = 200;

export function* answer(input: KubeProxyInput): Generator<void, KubeProxyAnswer> {
  return yield* looksLikeDump(input.input) ? ofDump(input) : ofObjects(input);
}

/** iptables-save or nft, not objects. */
function looksLikeDump(text: string): boolean {
  return /^\*(?:nat|filter|mangle|raw|security)\s*$/m.test(text) || looksLikeNft(text);
}

function* ofObjects(input: KubeProxyInput): Generator<void, KubeProxyAnswer> {
  const reading = yield* readingOf(input);
  const { planned, config, node, cluster } = reading;
  const isEmpty = input.input.trim() === '';
  const base = {
    words,
    kind: 'objects' as const,
    families: reading.families,
    nodes: cluster.nodes.flatMap(({ name }) => name ?? []),
    node: node.name ?? '',
    problems: isEmpty ? [] : reading.problems.slice(0, MOST_PROBLEMS).map(problemFinding),
    nodeProblems: reading.nodeProblems.map(problemFinding),
    configProblems: configFindings(reading),
    notes: notesOf(input, reading),
  };
  if (planned === undefined || config === undefined) {
    const none = { ports: [], skipped: [], chosen: 0, frame: { count: 0, groups: [] } };
    return { ...base, ...none, mode: '', summary: 'problem' };
  }
  const { plans, mode } = planned;
  const ports: PortRow[] = [];
  for (const [index, plan] of plans.entries()) {
    ports.push(rowOf(plan));
    if (index % 100 === 99) yield;
  }
  const chosen = chosenOf(input, ports);
  const plan = plans[chosen];
  const detail = plan && detailOf(reading, config, planned, plan);
  yield;
  const walk = plan && detail && walksOf(input, reading, config, planned, plan, detail.packet);
  yield;
  const services = new Set(ports.map(({ service }) => service)).size;
  const isAsked = input.service !== '' || input.packet !== '';
  return {
    ...base,
    mode,
    stats: fill(said.stats, { mode, services, ports: ports.length, rules: reading.rules }),
    ports,
    skipped: planned.skipped
      .slice(0, MOST_SKIPPED)
      .map(({ namespace, name, code }) => [`${namespace}/${name}`, sentence(code)]),
    chosen,
    ...(detail && { detail }),
    frame: frameView(planned),
    ...(walk && { walk }),
    ...(input.whole !== '' && { whole: wholeText(planned, input.whole) }),
    summary: isEmpty
      ? ''
      : isAsked && walk
        ? walk.summary
        : ports.length === 0 && base.problems.length > 0
          ? 'problem'
          : `${mode} ${services} ${services === 1 ? 'service' : 'services'} ${reading.rules} rules`,
  };
}

function chosenOf({ service }: KubeProxyInput, ports: readonly PortRow[]): number {
  const wanted = service.trim();
  return Math.max(
    0,
    ports.findIndex(({ id, service: own }) => id === wanted || own === wanted),
  );
}

function notesOf({ input }: KubeProxyInput, reading: Reading): readonly Pair[] {
  if (input.trim() === '') return [said.empty];
  const { planned, skippedKinds, problems, rejected } = reading;
  const more = problems.length - MOST_PROBLEMS;
  return [
    ...(rejected.length > 0 ? [said.refused] : []),
    ...(more > 0 ? [fill(said.moreProblems, { count: more })] : []),
    ...skippedKinds.map(({ kind, count }) => fill(said.kindSkipped, { kind, count })),
    ...(planned?.largeClusterMode ? [said.large] : []),
    ...(planned?.mode === 'ipvs' ? [said.deprecated] : []),
  ];
}
