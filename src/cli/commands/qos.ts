import type { Problem } from '../../engine/problem.ts';
import { compare, parseQuantity, value } from '../../engine/quantity/index.ts';
import { answersInTurn, type PodAnswer, type Refusal } from '../../engine/qos/index.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { labels, type Lang, say } from '../../ui/messages.ts';
import type { Command, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

const DEFAULT_NODE_MEMORY = '4Gi';

export const qos: Command = {
  name: 'qos',
  usage: 'livenotes qos [FILE…] [--node-memory 4Gi] [--cgroup v1|v2] [--expect Guaranteed]',
  about: messages.aboutQos,
  report: 'QoSReport',
  own: ['node-memory', 'cgroup'],
  run(options, io) {
    const nodeMemory = nodeMemoryOf(options);
    const cgroup = cgroupOf(options);
    checkExpected(options);
    const problems: SaidProblem[] = [];
    const classes = new Set<string>();
    // Of ten thousand Pods only what will be printed is kept.
    const report = jsonReport(io, qos.report);
    const rows: (readonly string[])[] = [];
    let only: SaidAnswer | undefined;
    for (const { name, text } of sources([...options.files, ...options.operands])) {
      const answers = answersInTurn(readDocuments(text), text, {
        nodeMemory,
        gates: options.gates,
        check: checkSchema,
      });
      const note = (problem: Problem) => problems.push(saidProblem(problem, name, options.lang));
      let step = answers.next();
      for (; !step.done; step = answers.next()) {
        const item = said(step.value, options.lang);
        classes.add(item.qosClass ?? 'none');
        for (const problem of item.problems ?? []) problems.push(ofObject(problem, item, name));
        for (const refusal of item.rejected ?? [])
          problems.push(ofObject(saidRefusal(refusal), item, name));
        if (options.json) report.add(item);
        else rows.push(row(item, options.lang));
        only = rows.length === 1 ? item : undefined;
      }
      for (const problem of step.value.problems) note(problem);
      for (const { kind, count } of step.value.skipped) {
        io.complain(`${say(messages.skipped, options.lang, { kind, count })}\n`);
      }
    }
    if (options.json) report.print(problems);
    else {
      if (only) io.print(detail(only, cgroup, options));
      else if (rows.length > 0) io.print(table([HEAD, ...rows]));
      complainAll(problems, io);
    }
    const found = [...classes].join(' ');
    return exitStatus(found, problems.length, options, io);
  },
};

type Cgroup = 'v1' | 'v2';

interface Said {
  readonly message: string;
}

/** An answer with the sentence of every code in it. */
type SaidAnswer = Omit<PodAnswer, 'problems' | 'reasons' | 'rejected'> & {
  readonly problems?: readonly (NonNullable<PodAnswer['problems']>[number] & Said)[];
  readonly reasons?: readonly (NonNullable<PodAnswer['reasons']>[number] & Said)[];
  readonly rejected?: readonly (NonNullable<PodAnswer['rejected']>[number] & Said)[];
};

function said(item: PodAnswer, lang: Lang): SaidAnswer {
  const told = <Coded extends Pick<Problem, 'code' | 'params'>>(coded: Coded) =>
    withMessage(coded, lang);
  const { problem, problems, reasons, rejected, warnings, defaulted, containers, ...rest } = item;
  return {
    ...rest,
    ...(problem && { problem: told(problem) }),
    ...(problems && { problems: problems.map(told) }),
    ...(reasons && { reasons: reasons.map(told) }),
    ...(rejected && { rejected: rejected.map(told) }),
    ...(warnings && { warnings: warnings.map(told) }),
    ...(defaulted && { defaulted: defaulted.map(told) }),
    ...(containers && {
      containers: containers.map((container) => ({
        ...container,
        oom: told(container.oom),
      })),
    }),
  };
}

function saidProblem(problem: Problem, file: string, lang: Lang): SaidProblem {
  return { ...withMessage(problem, lang), file };
}

/** What the API server says, and what that means. */
function saidRefusal(refusal: Said & Pick<Refusal, 'field' | 'detail'> & Problem): Problem & Said {
  const own = [refusal.field, refusal.detail].filter((part) => part !== '').join(': ');
  return { ...refusal, message: `${own} (${refusal.message})` };
}

/** Many objects may stand on one line: the name tells them apart. */
function ofObject(problem: Problem & Said, { object }: SaidAnswer, file: string): SaidProblem {
  return { ...problem, file, message: `${object.kind} ${object.name}: ${problem.message}` };
}

const HEAD = ['NAMESPACE', 'KIND', 'NAME', 'CLASS', 'WHY'];

function row({ object, qosClass, rejected, reasons }: SaidAnswer, lang: Lang): readonly string[] {
  const refused = rejected !== undefined && rejected.length > 0;
  return [
    object.namespace,
    object.kind,
    object.name,
    qosClass ?? say(messages.unreadableObject, lang),
    refused ? say(messages.refused, lang) : (reasons?.[0]?.message ?? ''),
  ];
}

/** A class that no cluster will give says so. */
function verdict({ qosClass, rejected, problems }: SaidAnswer, lang: Lang): string {
  if (qosClass === undefined) return say(messages.unreadableObject, lang);
  if (rejected === undefined && problems === undefined) return qosClass;
  return say(messages.refusedAs, lang, { qosClass });
}

function detail(item: SaidAnswer, cgroup: Cgroup, options: Options): string {
  const { lang } = options;
  const title = (pair: readonly [string, string]) => `\n${bold(say(pair, lang), options.colour)}\n`;
  const { kind, namespace, name } = item.object;
  const lines = [`${kind} ${namespace}/${name}: ${bold(verdict(item, lang), options.colour)}\n`];
  if (item.reasons) {
    const rows = item.reasons.map((reason) => [
      `  ${say(labels.line, lang, { line: reason.line })}`,
      reason.path,
      reason.message,
    ]);
    lines.push(title(messages.reasons), table(rows));
  }
  if (item.defaulted && item.defaulted.length > 0) {
    const rows = item.defaulted.map((value) => [`  ${value.path}`, value.value]);
    lines.push(title(messages.defaulted), table(rows));
  }
  if (item.rounded && item.rounded.length > 0) {
    const rows = item.rounded.map(({ path, from, to }) => [`  ${path}`, `${from} → ${to}`]);
    lines.push(title(messages.rounded), table(rows));
  }
  if (item.warnings && item.warnings.length > 0) {
    const texts = item.warnings.map(({ text }) => `  ${text}\n`);
    lines.push(title(messages.warnings), texts.join(''));
  }
  if (item.effective) {
    const { requests, limits } = item.effective;
    const names = [...new Set([...Object.keys(requests), ...Object.keys(limits)])];
    const rows = names.map((key) => [`  ${key}`, requests[key] ?? '-', limits[key] ?? '-']);
    if (rows.length > 0) lines.push(title(messages.effective), table(rows));
  }
  if (item.containers && item.cgroup) lines.push(title(messages.containers), groups(item, cgroup));
  return lines.join('');
}

/** The Pod's own cgroup and one row per container, in the words of the cgroup version. */
function groups(item: SaidAnswer, cgroup: Cgroup): string {
  const files =
    cgroup === 'v2'
      ? (['cpu.weight', 'cpu.max', 'memory.max'] as const)
      : (['cpu.shares', 'cpu.cfs_quota_us', 'cpu.cfs_period_us', 'memory.limit_in_bytes'] as const);
  const cells = (values: Readonly<Record<string, unknown>>) =>
    files.map((file) => String(values[file] ?? '-'));
  const rows = [
    ['  NAME', 'KIND', 'OOM_SCORE_ADJ', ...files],
    [`  ${item.cgroup?.path ?? ''}`, 'pod', '-', ...cells({ ...item.cgroup?.[cgroup] })],
    ...(item.containers ?? []).map((container) => [
      `  ${container.name}`,
      container.kind,
      String(container.oomScoreAdj),
      ...cells({ ...container.cgroup[cgroup] }),
    ]),
  ];
  return table(rows);
}

function nodeMemoryOf(options: Options): bigint {
  const text = options.own['node-memory'] ?? DEFAULT_NODE_MEMORY;
  const parsed = parseQuantity(text);
  const one = parseQuantity('1');
  if (!parsed.ok || !one.ok || compare(parsed.quantity, one.quantity) < 0) {
    throw new UsageError(messages.badQuantity, { option: 'node-memory', value: text });
  }
  return value(parsed.quantity);
}

const EXPECTABLE: readonly string[] = ['Guaranteed', 'Burstable', 'BestEffort', 'none'];

/** A misspelt class would otherwise look like a wrong answer. */
function checkExpected({ expect }: Options): void {
  const strange = expect?.split(' ').find((word) => !EXPECTABLE.includes(word));
  if (strange === undefined) return;
  throw new UsageError(messages.badChoice, {
    option: 'expect',
    known: EXPECTABLE.join(', '),
    value: strange,
  });
}

function cgroupOf(options: Options): Cgroup {
  const stated = options.own['cgroup'] ?? 'v2';
  if (stated === 'v1' || stated === 'v2') return stated;
  throw new UsageError(messages.badChoice, { option: 'cgroup', known: 'v1, v2', value: stated });
}
