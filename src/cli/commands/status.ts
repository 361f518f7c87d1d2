import { parseTime, type StatusItem, statusesInTurn } from '../../engine/lifecycle/index.ts';
import type { Problem } from '../../engine/problem.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { say } from '../../ui/messages.ts';
import type { Command, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

export const status: Command = {
  name: 'status',
  usage: 'livenotes status [FILE…] [--now RFC3339] [--wide]',
  about: messages.aboutStatus,
  report: 'StatusReport',
  own: ['now'],
  flags: ['wide'],
  run(options, io) {
    const now = nowOf(options);
    const wide = options.own['wide'] !== undefined;
    const { lang } = options;
    const problems: SaidProblem[] = [];
    const words: string[] = [];
    const rows: Row[] = [];
    const report = jsonReport(io, status.report);
    for (const { name: file, text } of sources([...options.files, ...options.operands])) {
      const note = (problem: Problem) => problems.push({ ...withMessage(problem, lang), file });
      const steps = statusesInTurn(readDocuments(text), text, {
        now,
        gates: options.gates,
        check: checkSchema,
      });
      let step = steps.next();
      for (; !step.done; step = steps.next()) {
        const item = step.value;
        const { kind, namespace, name } = item.object;
        for (const problem of item.problems ?? []) {
          const told = withMessage(problem, lang);
          problems.push({ ...told, file, message: `${kind} ${name}: ${told.message}` });
        }
        if (item.pod) {
          words.push(item.pod.columns.status);
          if (!options.json) rows.push({ namespace, cells: cellsOf(item, wide) });
        } else if (kind !== 'Pod') {
          io.complain(`${say(messages.noStatus, lang, { kind, name })}\n`);
        }
        if (options.json) report.add(itemOf(item, wide, options));
      }
      step.value.problems.forEach(note);
      for (const { kind, count } of step.value.skipped) {
        io.complain(`${say(messages.skipped, lang, { kind, count })}\n`);
      }
    }
    if (options.json) report.print(problems);
    else {
      if (rows.length > 0) io.print(tableOf(rows, wide));
      complainAll(problems, io);
    }
    return exitStatus(words.join(' '), problems.length, options, io);
  },
};

interface Row {
  readonly namespace: string;
  readonly cells: readonly string[];
}

const HEAD = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
const WIDE = ['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'];

function cellsOf({ object, pod }: StatusItem, wide: boolean): readonly string[] {
  if (!pod) return [object.name];
  const {
    ready,
    status: word,
    restarts,
    age,
    ip,
    node,
    nominatedNode,
    readinessGates,
  } = pod.columns;
  const more = wide ? [ip, node, nominatedNode, readinessGates] : [];
  return [object.name, ready, word, restarts, age, ...more];
}

/** As `kubectl get pods` prints it, as `-A` does where there are several namespaces. */
function tableOf(rows: readonly Row[], wide: boolean): string {
  const head = [...HEAD, ...(wide ? WIDE : [])];
  const several = new Set(rows.map(({ namespace }) => namespace)).size > 1;
  const lines = rows.map(({ namespace, cells }) => (several ? [namespace, ...cells] : cells));
  return table([several ? ['NAMESPACE', ...head] : head, ...lines]);
}

function itemOf(
  { object, line, column, problem, pod }: StatusItem,
  wide: boolean,
  { lang }: Options,
) {
  const told = problem && { problem: withMessage(problem, lang) };
  if (!pod) return { object, line, column, ...told };
  const { ready, status: word, restarts, restartCount, age, ...more } = pod.columns;
  const { ip, node, nominatedNode, readinessGates } = more;
  return {
    object,
    line,
    column,
    ready,
    status: word,
    restarts,
    restartCount,
    age,
    ...(wide && { ip, node, nominatedNode, readinessGates }),
    phase: pod.view.status.phase,
    phaseWouldBe: pod.phaseWouldBe,
    source: pod.source,
    ...told,
  };
}

function nowOf(options: Options): number {
  const stated = options.own['now'];
  if (stated === undefined) return Date.now();
  const time = parseTime(stated);
  if (time === undefined) throw new UsageError(messages.badTime, { option: 'now', value: stated });
  return time;
}
