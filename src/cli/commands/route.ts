import type { Params, Problem } from '../../engine/problem.ts';
import { readDocuments } from '../../engine/read/index.ts';
import {
  answerRoute,
  compileRouting,
  objectsIn,
  parseUrl,
  readRequests,
  type RouteAnswer,
  type RouteRef,
  type RouteRequest,
} from '../../engine/routing/index.ts';
import { type Lang, say } from '../../ui/messages.ts';
import type { Command, Io, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

export const route: Command = {
  name: 'route',
  usage:
    "livenotes route -f FILE (URL… | --requests FILE) [--method GET] [--header 'k: v'] [--class NAME]",
  about: messages.aboutRoute,
  report: 'RouteReport',
  own: ['requests', 'method', 'class'],
  repeatable: ['header'],
  run(options, io) {
    const { lang, json } = options;
    const problems: SaidProblem[] = [];
    const note = (file: string) => (problem: Problem) =>
      problems.push({ ...withMessage(problem, lang), file });
    const objects = sources(options.files).flatMap(({ name, text }) => {
      const found = objectsIn(readDocuments(text), text);
      found.problems.forEach(note(name));
      tellSkipped(found.skipped, options, io);
      return found.objects;
    });
    const requests = requestsOf(options, note);
    const routing = compileRouting(objects);
    const answers = requests.map((request) =>
      answerRoute(routing, request, { className: options.own['class'] }),
    );
    const items = answers.map((answer) => said(answer, lang));
    if (json) {
      const report = jsonReport(io, route.report);
      for (const item of items) report.add(item);
      report.print(problems);
    } else {
      const [only] = items;
      if (only && items.length === 1) io.print(detail(only, options));
      else if (items.length > 0) io.print(table([HEAD, ...items.map(row)]));
      complainAll(problems, io);
    }
    return exitStatus(items.map(shortly).join(' '), problems.length, options, io);
  },
};

function tellSkipped(
  skipped: readonly { readonly kind: string; readonly count: number }[],
  { lang }: Options,
  io: Io,
): void {
  for (const { kind, count } of skipped) {
    io.complain(`${say(messages.skipped, lang, { kind, count })}\n`);
  }
}

function requestsOf(
  { operands, own, repeated }: Options,
  note: (file: string) => (problem: Problem) => void,
): readonly RouteRequest[] {
  const { requests: file, method } = own;
  if (operands.length === 0 && file === undefined) throw new UsageError(messages.noRequests);
  const extras = { ...(method !== undefined && { method }), headers: repeated['header'] ?? [] };
  const fromUrls = operands.flatMap((text) => {
    const request = parseUrl(text, extras);
    if (!('code' in request)) return [request];
    note(text)({ ...request, path: '', line: 1, column: 1 });
    return [];
  });
  const [source] = file === undefined ? [] : sources([file]);
  if (source === undefined) return fromUrls;
  const read = readRequests(source.text);
  read.problems.forEach(note(source.name));
  return [...fromUrls, ...read.requests];
}

type Told<Coded> = Coded & { readonly message: string };

/** An answer with the sentence of every code in it. */
type SaidAnswer = ReturnType<typeof said>;

function said(answer: RouteAnswer, lang: Lang) {
  const told = <Coded extends { readonly code: string; readonly params: Params }>(
    coded: Coded,
  ): Told<Coded> => withMessage(coded, lang);
  const { reason, ...rest } = answer;
  return {
    ...rest,
    backends: answer.backends.map(({ problem, ...backend }) => ({
      ...backend,
      ...(problem && { problem: told(problem) }),
    })),
    ...(reason && { reason: told(reason) }),
    lost: answer.lost.map(told),
    notes: answer.notes.map(told),
  };
}

const HEAD = ['REQUEST', 'STATUS', 'LISTENER', 'ROUTE', 'TO', 'WHY'];

function row(item: SaidAnswer): readonly string[] {
  return [
    requestText(item.request),
    String(item.status),
    item.listener ?? '-',
    item.route ? routeText(item.route) : '-',
    shortly(item),
    item.reason?.message ?? item.notes[0]?.message ?? '',
  ];
}

/** Where it goes, in one word: what `--expect` is compared with. */
function shortly({ redirect, backends, status }: SaidAnswer): string {
  if (redirect !== undefined) return redirect;
  const used = backends.filter(({ weight, problem }) => weight > 0 && problem === undefined);
  if (used.length === 0 || status >= 400) return String(status);
  const sum = used.reduce((total, { weight }) => total + weight, 0);
  return used
    .map(({ namespace, name, port, weight }) => {
      const share = used.length > 1 ? `=${Math.round((100 * weight) / sum)}%` : '';
      return `${namespace}/${name}${port === undefined ? '' : `:${port}`}${share}`;
    })
    .join(',');
}

function requestText({ method, host, path, query, scheme }: RouteRequest): string {
  const address = `${scheme ? `${scheme}://` : ''}${host ?? ''}`;
  return `${method} ${address}${path}${query === undefined ? '' : `?${query}`}`;
}

function routeText({ kind, namespace, name, rule, match }: RouteRef): string {
  const matches = kind === 'Ingress' ? 'paths' : 'matches';
  const inner = match === undefined ? '' : `.${matches}[${match}]`;
  return `${kind} ${namespace}/${name}${rule === undefined ? '' : ` rules[${rule}]${inner}`}`;
}

function detail(item: SaidAnswer, { lang, colour }: Options): string {
  const title = (pair: readonly [string, string]) => `\n${bold(say(pair, lang), colour)}\n`;
  const lines = [`${requestText(item.request)} → ${bold(shortly(item), colour)}\n`];
  const facts = [
    ['  status', String(item.status), item.reason?.message ?? ''],
    ...(item.listener === undefined ? [] : [['  listener', item.listener, '']]),
    ...(item.route ? [['  route', routeText(item.route), '']] : []),
    ...item.backends.map(({ namespace, name, port, weight, problem }) => [
      '  backend',
      `${namespace}/${name}${port === undefined ? '' : `:${port}`} (${weight})`,
      problem?.message ?? '',
    ]),
    ...(item.rewrite
      ? [['  rewrite', `${item.rewrite.host ?? ''}${item.rewrite.path ?? ''}`, '']]
      : []),
    ...(item.filters ?? []).map((filter) => ['  filter', JSON.stringify(filter), '']),
  ];
  lines.push(table(facts));
  if (item.notes.length > 0) {
    lines.push(title(messages.notes), ...item.notes.map(({ message }) => `  ${message}\n`));
  }
  if (item.lost.length > 0) {
    const rows = item.lost.map((one) => [`  ${routeText(one.route)}`, one.message]);
    lines.push(title(messages.lost), table(rows));
  }
  return lines.join('');
}
