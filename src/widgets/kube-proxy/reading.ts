/** What was read last, step by step: another mode or Service must not read megabytes of objects again. */
import {
  type Cluster,
  clusterIn,
  type ClusterReading,
  type ConfigReading,
  defaultConfig,
  type IpFamily,
  modeOf,
  type NodeFacts,
  parseConfig,
  parseNode,
  type PlannedRules,
  planRules,
  portRules,
  frameRules,
  type ProxyConfig,
  type ProxyMode,
  resolveFamilies,
  resolveNode,
} from '../../engine/kube-proxy/index.ts';
import type { Problem } from '../../engine/problem.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { type Pair, say } from '../../ui/messages.ts';
import type { KubeProxyInput } from './answer.ts';
import { said } from './said.ts';

export interface Reading {
  readonly cluster: Cluster;
  readonly skippedKinds: ClusterReading['skipped'];
  readonly problems: readonly Problem[];
  readonly rejected: ConfigReading['rejected'];
  readonly configProblems: readonly Problem[];
  readonly nodeProblems: readonly Problem[];
  readonly node: NodeFacts;
  readonly families: readonly IpFamily[];
  /** Undefined where kube-proxy would not start. */
  readonly config?: ProxyConfig;
  readonly planned?: PlannedRules;
  /** All that kube-proxy writes: rules, in nftables elements too, in ipvs servers and entries of sets. */
  readonly rules: number;
}

/** Keys of the node's text that say something to packets only. */
const OF_PACKETS = new Set(['localIPs', 'routes', 'routeLocalnet', 'ipsets', 'recent', 'limits']);
const SLICE = 20;

let lastObjects: (ClusterReading & { readonly text: string }) | undefined;
let last: (Reading & { readonly key: string }) | undefined;

/** `text` is that of the objects. */
export function* readingOf(
  input: KubeProxyInput,
  text: string = input.input,
): Generator<void, Reading> {
  const { mode, family, on, config, node } = input;
  const key = JSON.stringify([mode, family, on, config, node]);
  const objects = yield* objectsOf(text);
  if (last?.key === key && last.cluster === objects.cluster) return last;
  const wanted = modeWanted(mode);
  const configured: ConfigReading =
    config.trim() === ''
      ? { config: defaultConfig(wanted), rejected: [], problems: [] }
      : parseConfig(config, wanted);
  const machine = node.trim() === '' ? { node: {}, problems: [] } : parseNode(node);
  const read = {
    cluster: objects.cluster,
    skippedKinds: objects.skipped,
    problems: objects.problems,
    rejected: configured.rejected,
    configProblems: configured.problems,
    nodeProblems: machine.problems.filter(
      ({ code, params }) =>
        code !== 'node-unknown-field' || !OF_PACKETS.has(String(params['field'])),
    ),
  };
  const proxy = configured.config;
  if (proxy === undefined) {
    last = { ...read, key, node: machine.node, families: [], rules: 0 };
    return last;
  }
  const resolved = resolveNode(objects.cluster, proxy, machine.node, on === '' ? {} : { name: on });
  const families = resolveFamilies(resolved.node, objects.cluster);
  const chosen = families.find((each) => each === family) ?? families[0] ?? 'ipv4';
  yield;
  const planned = planRules(objects.cluster, proxy, resolved.node, chosen);
  yield;
  last = {
    ...read,
    key,
    problems: [...read.problems, ...resolved.problems],
    node: resolved.node,
    families,
    config: { ...proxy, mode: modeOf(proxy) },
    planned,
    rules: yield* countOf(planned),
  };
  return last;
}

export function modeWanted(text: string): ProxyMode | undefined {
  return (['iptables', 'nftables', 'ipvs'] as const).find((mode) => mode === text);
}

function* objectsOf(text: string): Generator<void, NonNullable<typeof lastObjects>> {
  if (lastObjects?.text === text) return lastObjects;
  const documents = readDocuments(text);
  yield;
  lastObjects = { text, ...clusterIn(documents, text) };
  yield;
  return lastObjects;
}

function* countOf(planned: PlannedRules): Generator<void, number> {
  const linesIn = (groups: ReturnType<typeof portRules>) =>
    groups.reduce((sum, { lines }) => sum + lines.length, 0);
  let count = linesIn(frameRules(planned, 'restore'));
  for (let at = 0; at < planned.plans.length; at += SLICE) {
    count += linesIn(portRules(planned, planned.plans.slice(at, at + SLICE), 'restore'));
    yield;
  }
  return count;
}

/** What kube-proxy says of a configuration that it refuses, and what it passes over. */
export function configFindings({ rejected, configProblems }: Reading): readonly Finding[] {
  return [
    ...rejected.map((refusal): Finding => {
      const { text, ...finding } = problemFinding(refusal);
      const { field, detail } = refusal;
      return { ...finding, code: field, text: detail === '' ? text : inItsWords(text, detail) };
    }),
    ...configProblems.map(problemFinding),
  ];
}

function inItsWords([zh, en]: Pair, words: string): Pair {
  return [
    say(said.proxySays, 'zh', { what: zh, words }),
    say(said.proxySays, 'en', { what: en, words }),
  ];
}
