import {
  type IpFamily,
  modeOf,
  planRules,
  type PlannedRules,
  type ProxyMode,
  resolveFamilies,
  resolveNode,
  type RulesForm,
  rulesText,
  serviceRules,
} from '../../engine/kube-proxy/index.ts';
import type { Command, Io, Options } from '../command.ts';
import { explain } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem } from '../output.ts';
import { chosenNode, clusterOf, configOf, machineOf, noteIn } from '../proxy-input.ts';

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
    const note = noteIn(problems, options);
    const { config, rejected } = configOf(options, mode, note, problems);
    if (config !== undefined && form === 'save' && modeOf(config) === 'nftables') {
      throw new UsageError(messages.noSave);
    }
    const machine = machineOf(options, note);
    const inputs = sources([...options.files, ...options.operands]);
    const cluster = clusterOf(inputs, note, options, io);
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
