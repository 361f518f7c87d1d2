import {
  looksLikeKubectlLines,
  parseTime,
  readKubectlLines,
  type StatusItem,
  statusDetails,
  statusesInTurn,
} from '../../engine/lifecycle/index.ts';
import type { Problem } from '../../engine/problem.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { type Lang, say } from '../../ui/messages.ts';
import type { Command, Io, Options, Source } from '../command.ts';
import { explain, withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import {
  complainAll,
  exitStatus,
  type JsonReport,
  jsonReport,
  type SaidProblem,
  table,
} from '../output.ts';
import { detailItem, detailText, rowItem, rowsText } from '../status-explain.ts';

export const status: Command = {
  name: 'status',
  usage: 'livenotes status [FILE…] [--now RFC3339] [--wide] [--explain]',
  about: messages.aboutStatus,
  report: 'StatusReport',
  own: ['now'],
  flags: ['wide', 'explain'],
  run(options, io) {
    const run: Run = {
      options,
      io,
      now: nowOf(options),
      report: jsonReport(io, status.report),
      words: [],
      rows: [],
      texts: [],
      problems: [],
    };
    for (const source of sources([...options.files, ...options.operands])) {
      (looksLikeKubectlLines(source.text) ? addLines : addObjects)(source, run);
    }
    const { problems } = run;
    if (options.json) run.report.print(problems);
    else {
      if (run.rows.length > 0) io.print(tableOf(run.rows, isWide(options)));
      if (run.texts.length > 0) io.print(run.texts.join(''));
      complainAll(problems, io);
    }
    return exitStatus(run.words.join(' '), problems.length, options, io);
  },
};

interface Run {
  readonly options: Options;
  readonly io: Io;
  readonly now: number;
  readonly report: JsonReport;
  /** The STATUS words in order: what `--expect` is compared with. */
  readonly words: string[];
  readonly rows: Row[];
  /** What is printed behind the table. */
  readonly texts: string[];
  readonly problems: SaidProblem[];
}

interface Row {
  readonly namespace: string;
  readonly cells: readonly string[];
}

function addObjects({ name: file, text }: Source, run: Run): void {
  const { options, io, problems } = run;
  const { lang } = options;
  const settings = { now: run.now, gates: options.gates, check: checkSchema };
  const documents = readDocuments(text);
  const steps = statusesInTurn(documents, text, settings);
  let step = steps.next();
  for (let index = 0; !step.done; step = steps.next(), index++) {
    const item = step.value;
    const { kind, name } = item.object;
    for (const problem of item.problems ?? []) {
      const told = withMessage(problem, lang);
      problems.push({ ...told, file, message: `${kind} ${name}: ${told.message}` });
    }
    if (item.pod) run.words.push(item.pod.columns.status);
    else if (kind !== 'Pod')
      io.complain(`${explain('template-no-status', lang, { kind, name })}\n`);
    const details =
      options.own['explain'] && item.pod
        ? statusDetails(documents, text, index, settings)
        : undefined;
    if (options.json) {
      const more = details && detailItem(details, lang);
      run.report.add({ ...itemOf(item, isWide(options), lang), ...more });
    } else if (item.pod) {
      run.rows.push({ namespace: item.object.namespace, cells: cellsOf(item, isWide(options)) });
      if (details) run.texts.push(detailText(item.pod, details, lang));
    }
  }
  for (const problem of step.value.problems) problems.push({ ...withMessage(problem, lang), file });
  for (const { kind, count } of step.value.skipped) {
    io.complain(`${say(messages.skipped, lang, { kind, count })}\n`);
  }
}

function addLines({ text }: Source, run: Run): void {
  const { options, io } = run;
  const { lang } = options;
  const { rows, unread, foreign } = readKubectlLines(text);
  for (const row of rows) {
    run.words.push(row.cells.status ?? row.cells.phase ?? '');
    if (options.json) run.report.add(rowItem(row, lang));
  }
  if (!options.json) run.texts.push(rowsText(rows, lang));
  const note = (code: string, params: Problem['params']) =>
    io.complain(`${explain(code, lang, params)}\n`);
  if (unread[0] !== undefined) note('lines-unread', { count: unread.length, line: unread[0] });
  if (foreign > 0) note('lines-foreign', { count: foreign });
}

const HEAD = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
const WIDE = ['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'];

function isWide({ own }: Options): boolean {
  return own['wide'] !== undefined;
}

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

function itemOf({ object, line, column, problem, pod }: StatusItem, wide: boolean, lang: Lang) {
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
