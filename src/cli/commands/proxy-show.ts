import {
  compareWithDump,
  type Finding,
  type FoundEndpoint,
  type FoundPort,
  type IpFamily,
  type NodeRules,
  planRules,
  resolveNode,
  rulesInDump,
} from '../../engine/kube-proxy/index.ts';
import {
  type Dump,
  looksLikeNft,
  notUnderstood,
  type NotUnderstood,
  type NftDump,
  parseDump,
  parseNft,
  printDump,
} from '../../engine/netfilter/index.ts';
import { shareText } from '../../engine/share.ts';
import { say } from '../../ui/messages.ts';
import { partKinds } from '../../ui/netfilter-diff-messages.ts';
import type { Command, Io, Options } from '../command.ts';
import { explain, withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';
import { chosenNode, clusterOf, configOf, machineOf, noteIn } from '../proxy-input.ts';

export const proxyShow: Command = {
  name: 'proxy show',
  usage:
    'livenotes proxy show [-f DUMP] [--as text|save|json] [--objects objects.yaml [--config kubeproxy.yaml] [--env node.yaml] [--node NAME] [--node-ip IP,…]]',
  about: messages.aboutProxyShow,
  report: 'ShowReport',
  own: ['as', 'objects', 'config', 'env', 'node', 'node-ip'],
  run(options, io) {
    const form = formOf(options);
    const [source] = sources([...options.files, ...options.operands]);
    const text = source?.text ?? '';
    const dump = looksLikeNft(text) ? parseNft(text) : parseDump(text);
    const file = source?.name ?? '-';
    const problems: SaidProblem[] = [...dump.problems].map((problem) => ({
      ...withMessage(problem, options.lang),
      file,
    }));
    if (form === 'save') {
      io.print('family' in dump ? printDump(dump) : text);
      complainAll(problems, io);
      return exitStatus(`${rulesIn(dump)}`, problems.length, options, io);
    }
    const rules = rulesInDump(dump);
    const compared = comparison(rules, dump, options, problems, io);
    const findings = [...rules.findings, ...compared].map((finding) => said(finding, options));
    if (form === 'json') {
      const report = jsonReport(io, proxyShow.report);
      for (const each of dump.tables) report.add(itemOf(each));
      report.print(problems, {
        ...('family' in dump && { family: dump.family, backend: dump.backend }),
        mode: rules.mode ?? null,
        services: rules.ports,
        findings,
        notUnderstood: 'family' in dump ? notUnderstood(dump) : [],
      });
    } else {
      io.print(textOf(dump, rules, findings, options));
      complainAll(problems, io);
    }
    return exitStatus(`${rulesIn(dump)}`, problems.length, options, io);
  },
};

const FORMS = ['text', 'save', 'json'];

function formOf({ own, json }: Options): string {
  const form = own['as'] ?? (json ? 'json' : 'text');
  if (FORMS.includes(form)) return form;
  throw new UsageError(messages.badChoice, { option: 'as', known: FORMS.join('|'), value: form });
}

type AnyTable = Dump['tables'][number] | NftDump['tables'][number];

function rulesIn({ tables }: Dump | NftDump): number {
  return [...tables].reduce((sum, each) => sum + rulesOf(each), 0);
}

function rulesOf({ chains }: AnyTable): number {
  let sum = 0;
  for (const { rules } of chains.values()) sum += rules.length;
  return sum;
}

function nameOf(each: AnyTable): string {
  return 'family' in each ? `${each.family} ${each.name}` : each.name;
}

function itemOf(each: AnyTable) {
  return {
    table: nameOf(each),
    line: each.line,
    rules: rulesOf(each),
    chains: [...each.chains.values()].map(({ name, line, policy, rules, ...more }) => ({
      name,
      line,
      ...(policy !== undefined && { policy }),
      ...('counters' in more && more.counters && { counters: more.counters }),
      rules: rules.length,
    })),
  };
}

/** Beside the objects, where some were given. */
function comparison(
  rules: NodeRules,
  dump: Dump | NftDump,
  options: Options,
  problems: SaidProblem[],
  io: Io,
): readonly Finding[] {
  const file = options.own['objects'];
  if (file === undefined || rules.mode === undefined) return [];
  const note = noteIn(problems, options);
  const { config } = configOf(options, rules.mode, note, problems);
  const cluster = clusterOf(sources([file]), note, options, io);
  if (config === undefined) return [];
  const resolved = resolveNode(cluster, config, machineOf(options, note), chosenNode(options));
  resolved.problems.forEach(note(file));
  return compareWithDump(rules, planRules(cluster, config, resolved.node, familyOf(dump)));
}

function familyOf(dump: Dump | NftDump): IpFamily {
  if ('family' in dump) return dump.family ?? 'ipv4';
  return dump.tables.find(({ name }) => name === 'kube-proxy')?.family === 'ip6' ? 'ipv6' : 'ipv4';
}

interface SaidFinding extends Finding {
  readonly message: string;
}

/** With the reason behind it, where the objects tell one. */
function said(finding: Finding, { lang }: Options): SaidFinding {
  const { code, params } = finding;
  const { why } = params;
  const message = explain(code, lang, params);
  if (why === undefined) return { ...finding, message };
  return { ...finding, message: `${message} (${explain(String(why), lang, params)})` };
}

function textOf(
  dump: Dump | NftDump,
  { ports }: NodeRules,
  findings: readonly SaidFinding[],
  { lang, colour }: Options,
): string {
  const title = (text: string) => bold(text, colour);
  const strange = 'family' in dump ? notUnderstood(dump) : [];
  const tables = dump.tables.map((each) => [
    nameOf(each),
    `${each.chains.size}`,
    `${rulesOf(each)}`,
    policies(each),
  ]);
  const parts = [
    table([['TABLE', 'CHAINS', 'RULES', 'POLICIES'], ...tables]),
    ports.length > 0 && table([HEADINGS, ...ports.map(row)]),
    findings.length > 0 &&
      `${title(say(messages.findings, lang))}\n${table(findings.map(findingRow))}`,
    strange.length > 0 &&
      `${title(say(messages.notUnderstood, lang))}\n${table(strange.map((each) => strangeRow(each, lang)))}`,
  ];
  return parts.filter((part) => part !== false).join('\n');
}

function policies({ chains }: AnyTable): string {
  return [...chains.values()]
    .flatMap(({ name, policy }) => (policy === undefined ? [] : [`${name} ${policy}`]))
    .join(', ');
}

const HEADINGS = ['SERVICE', 'ADDRESSES', 'ENDPOINTS', 'LOCAL', 'POLICIES', 'AFFINITY'];

function row(port: FoundPort): string[] {
  const { fullName, key, protocol, addresses, refused, cluster, local } = port;
  const at = ({ ip, port: number }: { ip: string; port: number }): string => `${ip}:${number}`;
  return [
    `${fullName ?? key}/${protocol}`,
    [...addresses.map(at), ...refused.map((each) => `${at(each)} ${each.with.toUpperCase()}`)].join(
      ', ',
    ) || '-',
    endpointsText(cluster),
    endpointsText(local),
    `${port.internal ?? '-'}/${port.external ?? '-'}`,
    port.affinitySeconds === null ? '-' : `${port.affinitySeconds}s`,
  ];
}

/** With the share of each, where they are not all the same the reader sees it. */
function endpointsText(endpoints: readonly FoundEndpoint[] | undefined): string {
  if (endpoints === undefined) return '-';
  return endpoints
    .map(
      ({ address, chain, probability }) => `${address ?? chain ?? '?'} ${shareText(probability)}`,
    )
    .join(', ');
}

function findingRow({ line, service, level, message }: SaidFinding): string[] {
  const mark = level === 'fault' ? '!' : ' ';
  return [`${mark} ${line === 0 ? '-' : line}`, service ?? '-', message];
}

function strangeRow({ kind, name, count, line }: NotUnderstood, lang: Options['lang']): string[] {
  return [
    `  ${say(partKinds[kind], lang)} ${name}`,
    say(messages.timesFromLine, lang, { count, line }),
  ];
}
