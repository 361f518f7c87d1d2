import type { Params, Problem } from '../../engine/problem.ts';
import { readDocuments } from '../../engine/read/index.ts';
import {
  answerRoute,
  checkObjects,
  compileRouting,
  convert,
  objectsIn,
  parseUrl,
  printYaml,
  readRequests,
  type Conversion,
  type ObjectCheck,
  type RouteAnswer,
  type RouteRef,
  type RouteRequest,
} from '../../engine/routing/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { type Lang, say } from '../../ui/messages.ts';
import { differenceMessages } from '../../ui/route-messages.ts';
import type { Command, Io, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

export const route: Command = {
  name: 'route',
  usage:
    "livenotes route -f FILE (URL… | --requests FILE | --convert) [--method GET] [--header 'k: v'] [--class NAME]",
  about: messages.aboutRoute,
  report: 'RouteReport',
  own: ['requests', 'method', 'class'],
  lists: ['header'],
  flags: ['convert'],
  run(options, io) {
    const { lang, json } = options;
    const className = options.own['class'];
    const problems: SaidProblem[] = [];
    const note = (file: string) => (problem: Problem) =>
      problems.push({ ...withMessage(problem, lang), file });
    const checks: Checked[] = [];
    const objects = sources(options.files).flatMap(({ name, text }) => {
      const found = objectsIn(readDocuments(text), text);
      found.problems.forEach(note(name));
      tellSkipped(found.skipped, options, io);
      for (const check of checkObjects(found.objects, checkSchema)) {
        checks.push(checked(check, lang));
        problems.push(...complaints(check, name, lang));
        for (const warning of check.warnings) io.complain(`Warning: ${warning}\n`);
      }
      return found.objects;
    });
    const routing = compileRouting(objects);
    const refused = checks.filter(({ rejected }) => rejected.length > 0);
    const more = checks.length > 0 ? { objects: checks } : {};
    const report = jsonReport(io, route.report);
    if (options.own['convert'] !== undefined) {
      const conversion = told(convert(objects, routing, { className }), lang);
      if (json) report.print(problems, { ...more, convert: conversion });
      else {
        io.print(conversionText(conversion, lang));
        complainAll(problems, io);
      }
      return exitStatus(String(conversion.differences.length), problems.length, options, io);
    }
    const answers = requestsOf(options, note).map((request) =>
      answerRoute(routing, request, { className }),
    );
    const items = answers.map((answer) => said(withRefusal(answer, refused), lang));
    if (json) {
      for (const item of items) report.add(item);
      report.print(problems, more);
    } else {
      const [only] = items;
      if (only && items.length === 1) io.print(detail(only, options));
      else if (items.length > 0) io.print(table([HEAD, ...items.map(row)]));
      complainAll(problems, io);
    }
    return exitStatus(items.map(shortly).join(' '), problems.length, options, io);
  },
};

type Checked = ReturnType<typeof checked>;

function checked({ problems, rejected, ...rest }: ObjectCheck, lang: Lang) {
  return {
    ...rest,
    problems: problems.map((problem) => withMessage(problem, lang)),
    rejected: rejected.map((refusal) => withMessage(refusal, lang)),
  };
}

/** What is wrong with one object, as standard error says it. */
function complaints(
  { object, problems, rejected }: ObjectCheck,
  file: string,
  lang: Lang,
): readonly SaidProblem[] {
  const name = `${object.kind} ${object.name}`;
  const refusals = rejected.map((refusal) => {
    const { message } = withMessage(refusal, lang);
    const own = [refusal.field, refusal.detail].filter((part) => part !== '').join(': ');
    return { ...refusal, file, message: `${name}: ${own} (${message})` };
  });
  const unread = problems.map((problem) => {
    const { message } = withMessage(problem, lang);
    return { ...problem, file, message: `${name}: ${message}` };
  });
  return [...unread, ...refusals];
}

/** The answer takes every object as it is written; one that no cluster has is pointed out. */
function withRefusal(answer: RouteAnswer, refused: readonly Checked[]): RouteAnswer {
  const isRefused = refused.some(
    ({ object }) =>
      object.kind === answer.route?.kind &&
      object.namespace === answer.route.namespace &&
      object.name === answer.route.name,
  );
  if (!isRefused) return answer;
  return { ...answer, notes: [{ code: 'route-refused', params: {} }, ...answer.notes] };
}

function told({ missing, differences, ...rest }: Conversion, lang: Lang) {
  return {
    ...rest,
    missing: missing.map((one) => withMessage(one, lang)),
    differences: differences.map((one) => {
      const params = { host: one.request.host ?? '' };
      return { ...one, message: say(differenceMessages[one.code], lang, params) };
    }),
  };
}

/** Manifests that can be applied; what a person has to know stands in comments behind them. */
function conversionText(
  { objects, missing, compared, differences }: ReturnType<typeof told>,
  lang: Lang,
): string {
  const comment = (text: string) => `# ${text.replaceAll('\n', ' ')}\n`;
  const rows = differences.map(({ request, ingress, httpRoute, message }) => [
    `#   ${requestText(request)}`,
    `Ingress ${ingress}`,
    `HTTPRoute ${httpRoute}`,
    message,
  ]);
  return [
    objects.map((object) => printYaml(object)).join('---\n'),
    missing.length > 0 ? comment(say(messages.missing, lang)) : '',
    ...missing.map(({ object, path, message }) =>
      comment(`  ${object.namespace}/${object.name} ${path}: ${message}`),
    ),
    comment(say(messages.compared, lang, { count: compared, differences: differences.length })),
    rows.length > 0 ? table(rows) : '',
  ].join('');
}

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
  { operands, own, lists }: Options,
  note: (file: string) => (problem: Problem) => void,
): readonly RouteRequest[] {
  const { requests: file, method } = own;
  if (operands.length === 0 && file === undefined) throw new UsageError(messages.noRequests);
  const extras = { ...(method !== undefined && { method }), headers: lists['header'] ?? [] };
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

type Saying<Coded> = Coded & { readonly message: string };

/** An answer with the sentence of every code in it. */
type SaidAnswer = ReturnType<typeof said>;

function said(answer: RouteAnswer, lang: Lang) {
  const tell = <Coded extends { readonly code: string; readonly params: Params }>(
    coded: Coded,
  ): Saying<Coded> => withMessage(coded, lang);
  const { reason, ...rest } = answer;
  return {
    ...rest,
    backends: answer.backends.map(({ problem, ...backend }) => ({
      ...backend,
      ...(problem && { problem: tell(problem) }),
    })),
    ...(reason && { reason: tell(reason) }),
    lost: answer.lost.map(tell),
    notes: answer.notes.map(tell),
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
    const { lostMore: count } = item;
    if (count !== undefined) lines.push(`  ${say(messages.lostMore, lang, { count })}\n`);
  }
  return lines.join('');
}
