import {
  candidatesIn,
  matchUsage,
  parseUsage,
  rank,
  type Signal,
} from '../../engine/eviction/index.ts';
import type { Problem } from '../../engine/problem.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { say } from '../../ui/messages.ts';
import type { Command, Options } from '../command.ts';
import { explain, withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

const SIGNALS: readonly Signal[] = ['memory', 'disk', 'pids'];

export const eviction: Command = {
  name: 'eviction',
  usage: 'livenotes eviction [FILE…] --usage FILE [--signal memory|disk|pids]',
  about: messages.aboutEviction,
  report: 'EvictionReport',
  own: ['usage', 'signal'],
  run(options, io) {
    const usageFile = options.own['usage'];
    if (usageFile === undefined) throw new UsageError(messages.missingOption, { option: 'usage' });
    const signal = signalOf(options);
    const problems: SaidProblem[] = [];
    const note = (file: string) => (problem: Problem) =>
      problems.push({ ...withMessage(problem, options.lang), file });
    const pods = sources([...options.files, ...options.operands]).map(({ name, text }) => {
      const found = candidatesIn(readDocuments(text), text, {
        signal,
        gates: options.gates,
        check: checkSchema,
      });
      found.problems.forEach(note(name));
      for (const { kind, count } of found.skipped) {
        io.complain(`${say(messages.skipped, options.lang, { kind, count })}\n`);
      }
      for (const { object, code } of found.notRanked) {
        io.complain(`${object.namespace}/${object.name}: ${explain(code, options.lang, {})}\n`);
      }
      return found;
    });
    const [usageText] = sources([usageFile]);
    const usage = parseUsage(usageText?.text ?? '');
    usage.problems.forEach(note(usageFile));
    const candidates = pods.flatMap(({ candidates }) => candidates);
    const matched = matchUsage(candidates, usage.usage);
    matched.problems.forEach(note(usageFile));
    const report = rank(candidates, matched.usage, signal);
    report.problems.forEach(note(usageFile));
    const notices = report.notices.map((notice) => withMessage(notice, options.lang));
    for (const { message } of notices) io.complain(`${message}\n`);
    const items = report.items.map((item) =>
      item.beforeNext === undefined
        ? item
        : { ...item, beforeNext: withMessage(item.beforeNext, options.lang) },
    );
    if (options.json) {
      const report = jsonReport(io, eviction.report);
      items.forEach(report.add);
      report.print(problems, { notices });
    } else {
      const rows = items.map(({ object, keys, fate, beforeNext }, at) => [
        String(at + 1),
        object.namespace,
        object.name,
        fate,
        keys.usage ?? '-',
        keys.request ?? '-',
        String(keys.priority),
        beforeNext && 'message' in beforeNext ? String(beforeNext.message) : '',
      ]);
      const head = [
        '#',
        'NAMESPACE',
        'NAME',
        'FATE',
        'USAGE',
        'REQUEST',
        'PRIORITY',
        'BEFORE NEXT',
      ];
      io.print(table([head, ...rows]));
      complainAll(problems, io);
    }
    const found = items.map(({ object }) => object.name).join(' ');
    return exitStatus(found, problems.length, options, io);
  },
};

function signalOf(options: Options): Signal {
  const stated = options.own['signal'] ?? 'memory';
  const signal = SIGNALS.find((known) => known === stated);
  if (signal !== undefined) return signal;
  throw new UsageError(messages.badChoice, {
    option: 'signal',
    known: SIGNALS.join(', '),
    value: stated,
  });
}
