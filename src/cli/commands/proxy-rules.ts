import {
  clusterIn,
  type ConfigRefusal,
  defaultConfig,
  type Ip,
  type IpFamily,
  joinClusters,
  modeOf,
  type NodeChoice,
  type NodeFacts,
  parseConfig,
  parseIp,
  parseNode,
  planRules,
  type PlannedRules,
  type ProxyConfig,
  type ProxyMode,
  resolveFamilies,
  resolveNode,
  type RulesForm,
  rulesText,
  serviceRules,
} from '../../engine/kube-proxy/index.ts';
import type { Problem } from '../../engine/problem.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { say } from '../../ui/messages.ts';
import type { Command, Io, Options } from '../command.ts';
import { explain, withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem } from '../output.ts';

const MODES: readonly ProxyMode[] = ['iptables', 'nftables', 'ipvs'];
const FAMILIES: readonly IpFamily[] = ['ipv4', 'ipv6'];
const FORMS: readonly RulesForm[] = ['restore', 'save'];

export const proxyRules: Command = {
  name: 'proxy rules',
  usage:
    'livenotes proxy rules -f objects.yaml [--config kubeproxy.yaml] [--env node.yaml] [--mode iptables|nftables|ipvs] [--node NAME] [--node-ip IP,…] [--ip-family ipv4|ipv6] [--as restore|save]',
  about: messages.aboutProxyRules,
  report: 'RulesReport',
  own: ['config', 'env', 'mode', 'node', 'node-ip', 'ip-family', 'as'],
  run(options, io) {
    const mode = choice(options, 'mode', MODES);
    const form = choice(options, 'as', FORMS) ?? 'restore';
    const family = choice(options, 'ip-family', FAMILIES);
    const chosen = chosenNode(options);
    const problems: SaidProblem[] = [];
    const note = (file: string) => (problem: Problem) =>
      void problems.push({ ...withMessage(problem, options.lang), file });
    const { config, rejected } = configOf(options, mode, note, problems);
    if (config !== undefined && form === 'save' && modeOf(config) === 'nftables') {
      throw new UsageError(messages.noSave);
    }
    const machine = machineOf(options, note);
    const inputs = sources([...options.files, ...options.operands]);
    const cluster = joinClusters(
      inputs.map(({ name, text }) => {
        const reading = clusterIn(readDocuments(text), text);
        reading.problems.forEach(note(name));
        for (const { kind, count } of reading.skipped) {
          io.complain(`${say(messages.skipped, options.lang, { kind, count })}\n`);
        }
        return reading.cluster;
      }),
    );
    const rules = (): readonly PlannedRules[] => {
      if (config === undefined) return [];
      const resolved = resolveNode(cluster, config, machine, chosen);
      resolved.problems.forEach(note(inputs[0]?.name ?? '-'));
      const families = family === undefined ? resolveFamilies(resolved.node, cluster) : [family];
      return families.map((each) => planRules(cluster, config, resolved.node, each));
    };
    const items = rules();
    if (options.json) {
      const report = jsonReport(io, proxyRules.report);
      for (const item of items) report.add(jsonItem(item, form, options));
      report.print(problems, rejected.length > 0 ? { rejected } : {});
    } else {
      io.print(items.map((item) => textOf(item, form, items.length > 1)).join(''));
      complainSkipped(items, options, io);
      complainAll(problems, io);
    }
    return exitStatus(items.map(({ mode }) => mode)[0] ?? '', problems.length, options, io);
  },
};

type Note = (file: string) => (problem: Problem) => void;

interface Configured {
  readonly config: ProxyConfig | undefined;
  readonly rejected: readonly Pick<ConfigRefusal, 'field' | 'type' | 'detail'>[];
}

function configOf(
  options: Options,
  mode: ProxyMode | undefined,
  note: Note,
  problems: SaidProblem[],
): Configured {
  const file = options.own['config'];
  if (file === undefined) return { config: defaultConfig(mode), rejected: [] };
  const reading = parseConfig(sources([file])[0]?.text ?? '', mode);
  reading.problems.forEach(note(file));
  for (const refusal of reading.rejected) {
    const said = withMessage(refusal, options.lang);
    const own = [refusal.field, refusal.detail].filter((part) => part !== '').join(': ');
    problems.push({ ...said, message: `${own} (${said.message})`, file });
  }
  return {
    config: reading.config,
    rejected: reading.rejected.map(({ field, type, detail }) => ({ field, type, detail })),
  };
}

function machineOf(options: Options, note: Note): NodeFacts {
  const file = options.own['env'];
  if (file === undefined) return {};
  const { node, problems } = parseNode(sources([file])[0]?.text ?? '');
  problems.forEach(note(file));
  return node;
}

function chosenNode({ own }: Options): NodeChoice {
  const name = own['node'];
  const stated = own['node-ip'];
  const ips = stated?.split(',').map((value): Ip => {
    const ip = parseIp(value.trim());
    if (ip === undefined) throw new UsageError(messages.badAddress, { option: 'node-ip', value });
    return ip;
  });
  return { ...(name === undefined ? {} : { name }), ...(ips === undefined ? {} : { ips }) };
}

function choice<Value extends string>(
  { own }: Options,
  option: string,
  known: readonly Value[],
): Value | undefined {
  const stated = own[option];
  const value = known.find((one) => one === stated);
  if (stated === undefined || value !== undefined) return value;
  throw new UsageError(messages.badChoice, { option, known: known.join(', '), value: stated });
}

/** The family stands in front when there are two: each goes to a program of its own. */
function textOf(rules: PlannedRules, form: RulesForm, named: boolean): string {
  const text = rulesText(rules, form);
  return named ? `# ${rules.ipFamily}\n${text}` : text;
}

function jsonItem(rules: PlannedRules, form: RulesForm, { lang }: Options): object {
  const { ipFamily, mode, largeClusterMode, plans } = rules;
  const skipped = rules.skipped.map((one) => ({ ...one, message: explain(one.code, lang, {}) }));
  return {
    ipFamily,
    mode,
    text: rulesText(rules, form),
    largeClusterMode,
    services: plans.map((plan) => serviceRules(plan, mode)),
    skipped,
  };
}

/** Services that have rules in no family. */
function complainSkipped(items: readonly PlannedRules[], { lang }: Options, io: Io): void {
  const [first, ...rest] = items;
  for (const { namespace, name, code } of first?.skipped ?? []) {
    const everywhere = rest.every(({ skipped }) =>
      skipped.some((other) => other.namespace === namespace && other.name === name),
    );
    if (everywhere) io.complain(`${namespace}/${name}: ${explain(code, lang, {})}\n`);
  }
}
