import {
  type Chain,
  type ChainDiff,
  type CountersDelta,
  differingWords,
  diffDumps,
  type Dump,
  type DumpDiff,
  type GroupDiff,
  parseDump,
  placeOf,
  type Rule,
  type RuleDiff,
} from '../../engine/netfilter/index.ts';
import { say } from '../../ui/messages.ts';
import { chainChanges, deltaMessages, ruleChanges } from '../../ui/netfilter-diff-messages.ts';
import type { Command, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

interface Both {
  readonly old: Dump;
  readonly new: Dump;
}

export const proxyDiff: Command = {
  name: 'proxy diff',
  usage: 'livenotes proxy diff OLD NEW',
  about: messages.aboutProxyDiff,
  report: 'DiffReport',
  own: [],
  run(options, io) {
    const problems: SaidProblem[] = [];
    const names = [...options.files, ...options.operands];
    const [old, now] = names;
    if (old === undefined || now === undefined || names.length > 2 || old === now) {
      throw new UsageError(messages.twoDumps);
    }
    const dumps: Both = { old: read(old, options, problems), new: read(now, options, problems) };
    const diff = diffDumps(dumps.old, dumps.new);
    if (options.json) {
      const { groups, ...rest } = diff;
      const report = jsonReport(io, proxyDiff.report);
      for (const group of groups) report.add(itemOf(group, dumps));
      report.print(problems, rest);
    } else {
      io.print(textOf(diff, dumps, options));
      complainAll(problems, io);
    }
    return exitStatus(kindsOf(diff), problems.length, options, io);
  },
};

function read(name: string, { lang }: Options, problems: SaidProblem[]): Dump {
  const [source] = sources([name]);
  const dump = parseDump(source?.text ?? '');
  for (const problem of dump.problems) {
    problems.push({ ...withMessage(problem, lang), file: name });
  }
  return dump;
}

/** `added|removed`, `same` when nothing but counters differs. */
function kindsOf({ counts, chains, tables }: DumpDiff): string {
  const kinds = [
    ...(['moved', 'changed', 'added', 'removed'] as const).filter((kind) => counts[kind] > 0),
    ...(chains.policy > 0 ? ['policy'] : []),
  ];
  const other = chains.added + chains.removed + tables.length > 0 ? 'chains' : 'same';
  return kinds.length > 0 ? kinds.join('|') : other;
}

function itemOf(group: GroupDiff, dumps: Both) {
  const { service, table: name, chain, chains, rules } = group;
  return {
    ...(service === undefined ? { table: name, chain } : { service: serviceOf(service) }),
    chains: chains.map((one) => ({
      change: one.change,
      table: (one.new ?? one.old)?.table,
      chain: (one.new ?? one.old)?.name,
      ...(one.change === 'policy' && { policy: { old: one.old?.policy, new: one.new?.policy } }),
      ...(one.delta && { delta: one.delta }),
    })),
    rules: rules.map(({ change, old, new: now, delta }) => ({
      change,
      ...(old && { old: ruleOf(old, dumps.old) }),
      ...(now && { new: ruleOf(now, dumps.new) }),
      ...(change === 'changed' &&
        old &&
        now && { differs: differs(lineOf(old, dumps.old), lineOf(now, dumps.new)) }),
      ...(delta && { delta }),
    })),
  };
}

function differs(was: string, is: string) {
  const { old, new: now } = differingWords(was, is);
  return { old, new: now };
}

function serviceOf(text: string) {
  const [namespace, name] = text.split('/');
  return { namespace, name };
}

function ruleOf(rule: Rule, dump: Dump) {
  const { line, counters } = rule;
  return { place: placeOf(rule), line, text: lineOf(rule, dump), ...(counters && { counters }) };
}

/** As it stands in its dump, without the counters. */
function lineOf({ line }: Rule, { lines }: Dump): string {
  return (lines[line - 1] ?? '').trim().replace(/^\[\d+:\d+\] */, '');
}

function textOf(diff: DumpDiff, dumps: Both, options: Options): string {
  const { lang, colour } = options;
  const counts = Object.entries(ruleChanges).map(
    ([change, word]) => `${say(word, lang)} ${diff.counts[change as keyof typeof ruleChanges]}`,
  );
  const notes = diff.reset ? `${say(messages.countersReset, lang)}\n` : '';
  const groups = diff.groups.map((group) => {
    const title = group.service ?? `${group.table}/${group.chain}`;
    const rows = [
      ...group.chains.map((one) => chainRow(one, options)),
      ...group.rules.flatMap((rule) => ruleRows(rule, dumps, options)),
    ];
    return `\n${bold(title, colour)}\n${table(rows)}`;
  });
  return `${counts.join('   ')}\n${notes}${groups.join('')}`;
}

function chainRow({ change, old, new: now, delta }: ChainDiff, { lang }: Options): string[] {
  const word = say(chainChanges[change], lang, { old: policyOf(old), new: policyOf(now) });
  const chain = now ?? old;
  return [`  ${word}`, chain?.table ?? '', deltaCell(delta, lang), `:${chain?.name}`];
}

function policyOf(chain: Chain | undefined): string {
  return chain?.policy ?? '-';
}

/** A changed rule has a line for what it was and one for what it is. */
function ruleRows(
  { change, old, new: now, delta }: RuleDiff,
  dumps: Both,
  { lang }: Options,
): string[][] {
  const word = `  ${say(ruleChanges[change], lang)}`;
  const told = deltaCell(delta, lang);
  if (change === 'changed' && old && now) {
    return [
      [word, old.table, told, `- ${lineOf(old, dumps.old)}`],
      ['', '', '', `+ ${lineOf(now, dumps.new)}`],
    ];
  }
  const text = now ? lineOf(now, dumps.new) : old ? lineOf(old, dumps.old) : '';
  const from = change === 'moved' && old && now ? ` ${old.number} → ${now.number}` : '';
  return [[word + from, (now ?? old)?.table ?? '', told, text]];
}

function deltaCell(delta: CountersDelta | undefined, lang: Options['lang']): string {
  if (!delta) return '';
  const { packets, bytes, reset } = delta;
  return say(deltaMessages[reset ? 'reset' : 'delta'], lang, { packets, bytes });
}
