import {
  containersOf,
  type LifecycleItem,
  learn,
  PLAIN_SCENARIO,
  parseDuration,
  printDuration,
  printScenario,
  type RecordedAction,
  type Row,
  readLifecycle,
  readScenario,
  type Scenario,
  type Step,
  STEP_RULES,
  type StepCode,
  tell,
  type Timeline,
} from '../../engine/lifecycle/index.ts';
import { type Lang, say } from '../../ui/messages.ts';
import type { Command, Options } from '../command.ts';
import { explain, withMessage } from '../explain.ts';
import { joined, placeIn } from '../joined.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

export const timeline: Command = {
  name: 'timeline',
  usage:
    'livenotes timeline [FILE…] [--scenario FILE] [--until 10m]\n' +
    '  livenotes timeline --scenario-from STREAM [--actions FILE]',
  about: messages.aboutTimeline,
  report: 'TimelineReport',
  own: ['scenario', 'until', 'scenario-from', 'actions'],
  run(options, io) {
    const problems: SaidProblem[] = [];
    const actions = actionsIn(options, problems);
    if (options.own['scenario-from'] !== undefined) {
      io.print(scenarioFrom(options.own['scenario-from'], actions, options, problems));
      complainAll(problems, io);
      return problems.length > 0 ? 1 : 0;
    }
    const until = untilOf(options);
    // What was pasted in several files may be about one Pod: a manifest, its watch, its Events.
    const read = sources([...options.files, ...options.operands]);
    const input = readLifecycle(joined(read));
    for (const problem of input.problems) {
      problems.push({ ...withMessage(problem, options.lang), ...placeIn(read, problem.line) });
    }
    for (const { kind, count } of input.skipped) {
      io.complain(`${say(messages.skipped, options.lang, { kind, count })}\n`);
    }
    for (const { object, rejected = [] } of input.items) {
      for (const refusal of rejected) {
        const { field, detail, message, code, path, params, line, column } = withMessage(
          refusal,
          options.lang,
        );
        const own = [field, detail].filter((part) => part !== '').join(': ');
        const told = `${object.kind} ${object.name}: ${own} (${message})`;
        problems.push({ code, path, params, column, message: told, ...placeIn(read, line) });
      }
    }
    const scenario = withGates(scenarioIn(options, input.items, problems), options);
    const told = input.items.map((item) =>
      tell(item, { scenario, actions: [...actions, ...input.actions], until }),
    );
    if (options.json) {
      const report = jsonReport(io, timeline.report);
      for (const [index, { how, timeline: found }] of told.entries()) {
        const rejected = input.items[index]?.rejected?.map((refusal) =>
          withMessage(refusal, options.lang),
        );
        report.add({ ...itemOf(found, how, options.lang), ...(rejected && { rejected }) });
      }
      report.print(problems);
    } else {
      for (const [index, { timeline: found }] of told.entries()) {
        if (input.items[index]?.rejected) continue;
        if (index > 0) io.print('\n');
        io.print(textOf(found, told.length > 1, options));
      }
      complainAll(problems, io);
    }
    const words = told.map((each) => each.timeline.table.map(({ status }) => status));
    const found = words.map((statuses) => distinct(statuses).join(' > ')).join(' ');
    return exitStatus(found, problems.length, options, io);
  },
};

function distinct(statuses: readonly string[]): readonly string[] {
  return statuses.filter((status, index) => status !== statuses[index - 1]);
}

function scenarioFrom(
  file: string,
  actions: readonly RecordedAction[],
  { lang }: Options,
  problems: SaidProblem[],
): string {
  const [source] = sources([file]);
  const input = readLifecycle(source?.text ?? '');
  for (const problem of input.problems) problems.push({ ...withMessage(problem, lang), file });
  const item = input.items.find(({ snapshots }) => snapshots.length > 0);
  const learnt = item && learn(item, [...actions, ...input.actions]);
  if (item === undefined || learnt === undefined)
    throw new UsageError(messages.noPodSeen, { file });
  return `# ${say(messages.learntFrom, lang, { name: nameOf(item), file })}\n${printScenario(learnt.scenario)}`;
}

function nameOf({ object }: LifecycleItem): string {
  return `${object.namespace}/${object.name}`;
}

function actionsIn(options: Options, problems: SaidProblem[]): readonly RecordedAction[] {
  const file = options.own['actions'];
  if (file === undefined) return [];
  const [source] = sources([file]);
  const input = readLifecycle(source?.text ?? '');
  for (const problem of input.problems) {
    problems.push({ ...withMessage(problem, options.lang), file });
  }
  return input.actions;
}

function scenarioIn(
  options: Options,
  items: readonly LifecycleItem[],
  problems: SaidProblem[],
): Scenario | undefined {
  const file = options.own['scenario'];
  if (file === undefined) return undefined;
  const [source] = sources([file]);
  const read = readScenario(source?.text ?? '', items.flatMap(containersOf));
  for (const problem of read.problems) {
    problems.push({ ...withMessage(problem, options.lang), file });
  }
  return read.scenario;
}

/** Feature gates of the command line make it a question of "what would the kubelet do", as a scenario does. */
function withGates(scenario: Scenario | undefined, { gates }: Options): Scenario | undefined {
  if (Object.keys(gates).length === 0) return scenario;
  const base = scenario ?? PLAIN_SCENARIO;
  return {
    ...base,
    kubelet: { ...base.kubelet, gates: { ...base.kubelet.gates, ...gates } },
  };
}

function untilOf({ own }: Options): number | undefined {
  const stated = own['until'];
  if (stated === undefined) return undefined;
  const until = parseDuration(stated);
  if (until !== undefined && until > 0) return until;
  throw new UsageError(messages.badDuration, { option: 'until', value: stated });
}

function itemOf(timeline: Timeline, how: string, lang: Lang) {
  const { object, origin, until, spans, steps, table: rows } = timeline;
  return {
    object,
    how,
    origin,
    until: Math.round(until),
    spans: spans.map((span) => ({
      ...span,
      from: Math.round(span.from),
      to: span.to === null ? null : Math.round(span.to),
    })),
    steps: steps.map((step) => ({
      ...step,
      at: Math.round(step.at),
      rule: STEP_RULES[step.code as StepCode],
      message: messageOf(step, lang),
    })),
    table: rows.map((row) => ({ ...row, at: Math.round(row.at) })),
  };
}

/** Durations in milliseconds are said as durations. */
function messageOf({ code, params }: Step, lang: Lang): string {
  const { ms, until } = params;
  return explain(code, lang, {
    ...params,
    ...(typeof ms === 'number' && { ms: printDuration(Math.round(ms)) }),
    ...(typeof until === 'number' && { until: printDuration(Math.round(until)) }),
  });
}

function textOf(
  { object, steps, table: rows }: Timeline,
  several: boolean,
  options: Options,
): string {
  const { lang, colour } = options;
  const title = (pair: readonly [string, string]) => `\n${bold(say(pair, lang), colour)}\n`;
  const head = several ? `${object.kind} ${object.namespace}/${object.name}\n` : '';
  const printed = rows.map((row) => [
    time(row.at),
    object.name,
    row.ready,
    row.status + goneMark(row, lang),
    row.restarts,
  ]);
  const said = steps.map((step) => [`  ${time(step.at)}`, step.actor, messageOf(step, lang)]);
  return [
    head,
    table([['T', 'NAME', 'READY', 'STATUS', 'RESTARTS'], ...printed]),
    said.length > 0 ? title(messages.steps) + table(said) : '',
  ].join('');
}

function goneMark({ gone }: Row, lang: Lang): string {
  return gone ? ` (${say(messages.gone, lang)})` : '';
}

function time(ms: number): string {
  return `${(ms / 1000).toFixed(1)}s`;
}
