import {
  type Dump,
  notUnderstood,
  type NotUnderstood,
  parseDump,
  printDump,
  type ServiceRules,
  servicesIn,
  type Table,
} from '../../engine/netfilter/index.ts';
import { say } from '../../ui/messages.ts';
import { partKinds } from '../../ui/netfilter-diff-messages.ts';
import type { Command, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

export const proxyShow: Command = {
  name: 'proxy show',
  usage: 'livenotes proxy show [-f DUMP] [--as text|save|json]',
  about: messages.aboutProxyShow,
  report: 'ShowReport',
  own: ['as'],
  run(options, io) {
    const form = formOf(options);
    const [source] = sources([...options.files, ...options.operands]);
    const dump = parseDump(source?.text ?? '');
    const file = source?.name ?? '-';
    const problems: SaidProblem[] = dump.problems.map((problem) => ({
      ...withMessage(problem, options.lang),
      file,
    }));
    const rules = dump.tables.reduce((sum, each) => sum + rulesOf(each), 0);
    if (form === 'json') {
      const report = jsonReport(io, proxyShow.report);
      for (const each of dump.tables) report.add(itemOf(each));
      const { family, backend } = dump;
      const services = servicesIn(dump);
      report.print(problems, { family, backend, services, notUnderstood: notUnderstood(dump) });
    } else {
      io.print(form === 'save' ? printDump(dump) : textOf(dump, options));
      complainAll(problems, io);
    }
    return exitStatus(`${rules}`, problems.length, options, io);
  },
};

const FORMS = ['text', 'save', 'json'];

function formOf({ own, json }: Options): string {
  const form = own['as'] ?? (json ? 'json' : 'text');
  if (FORMS.includes(form)) return form;
  throw new UsageError(messages.badChoice, { option: 'as', known: FORMS.join('|'), value: form });
}

function rulesOf({ chains }: Table): number {
  let sum = 0;
  for (const { rules } of chains.values()) sum += rules.length;
  return sum;
}

function itemOf(each: Table) {
  return {
    table: each.name,
    line: each.line,
    rules: rulesOf(each),
    chains: [...each.chains.values()].map(({ name, line, policy, counters, rules }) => ({
      name,
      line,
      ...(policy !== undefined && { policy }),
      ...(counters && { counters }),
      rules: rules.length,
    })),
  };
}

function textOf(dump: Dump, { lang, colour }: Options): string {
  const title = (text: string) => bold(text, colour);
  const services = servicesIn(dump);
  const strange = notUnderstood(dump);
  const tables = dump.tables.map((each) => [
    each.name,
    `${each.chains.size}`,
    `${rulesOf(each)}`,
    policies(each),
  ]);
  const parts = [
    table([['TABLE', 'CHAINS', 'RULES', 'POLICIES'], ...tables]),
    services.length > 0 &&
      table([['SERVICE', 'RULES', 'ADDRESSES', 'ENDPOINTS'], ...services.map(row)]),
    strange.length > 0 &&
      `${title(say(messages.notUnderstood, lang))}\n${table(strange.map((each) => strangeRow(each, lang)))}`,
  ];
  return parts.filter((part) => part !== false).join('\n');
}

function policies({ chains }: Table): string {
  return [...chains.values()]
    .flatMap(({ name, policy }) => (policy === undefined ? [] : [`${name} ${policy}`]))
    .join(', ');
}

function row({ namespace, name, port, rules, addresses, endpoints }: ServiceRules): string[] {
  const service = `${namespace}/${name}${port === '' ? '' : `:${port}`}`;
  return [service, `${rules}`, addresses.join(', ') || '-', endpoints.join(', ') || '-'];
}

function strangeRow({ kind, name, count, line }: NotUnderstood, lang: Options['lang']): string[] {
  return [
    `  ${say(partKinds[kind], lang)} ${name}`,
    say(messages.timesFromLine, lang, { count, line }),
  ];
}
