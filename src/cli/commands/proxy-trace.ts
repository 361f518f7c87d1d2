import {
  type Compared,
  type Dump,
  type Env,
  looksLikeNft,
  NEW_WORLD,
  NOTHING_STATED,
  type Outcome,
  type Packet,
  parseDump,
  parseNft,
  printMonitor,
  readEnvText,
  readPacketLine,
  readPacketsText,
  readTrace,
  tracePacket,
  type TraceOptions,
  walkRecorded,
  worldAfter,
} from '../../engine/netfilter/index.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Command, Io, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources, UsageError } from '../options.ts';
import { bold, complainAll, exitStatus, jsonReport, type SaidProblem } from '../output.ts';
import { comparedItem, comparedText } from '../trace-kernel.ts';
import {
  type AnyDump,
  itemOf,
  packetLine,
  textOf,
  type Walked,
  wayShare,
} from '../trace-report.ts';

export const proxyTrace: Command = {
  name: 'proxy trace',
  usage:
    'livenotes proxy trace -f DUMP [--env ENV] (--packet TEXT | --packets FILE | --kernel TRACE)… [--as text|xtables-monitor] [--all] [--random 0.42]',
  about: messages.aboutProxyTrace,
  report: 'TraceReport',
  own: ['env', 'as', 'kernel', 'random'],
  lists: ['packet', 'packets'],
  flags: ['all'],
  run(options, io) {
    const problems: SaidProblem[] = [];
    const [source] = sources([...options.files, ...options.operands]);
    const name = source?.name ?? '-';
    const text = source?.text ?? '';
    const dump = looksLikeNft(text) ? parseNft(text) : parseDump(text);
    for (const problem of dump.problems) {
      problems.push({ ...withMessage(problem, options.lang), file: name });
    }
    const env = envOf(options, problems);
    const monitor = asMonitor(options);
    const packets = packetsOf(options, problems);
    const file = options.own['kernel'];
    if (!('family' in dump)) {
      // The monitor of iptables knows no rules of nftables.
      if (file !== undefined || monitor) throw new UsageError(messages.iptablesOnly);
    } else if (file !== undefined) {
      const [recorded] = sources([file]);
      const read = readTrace(recorded?.text ?? '', dump);
      for (const problem of read.problems) {
        problems.push({ ...withMessage(problem, options.lang), file });
      }
      const stated = packets.flows.flat();
      const compared = walkRecorded(dump, env, read.packets, stated, traceOptions(options));
      return tellCompared(compared, dump, problems, options, io);
    }
    const walked = walkAll(dump, env, packets, traceOptions(options));
    if (options.json) {
      const report = jsonReport(io, proxyTrace.report);
      for (const flow of walked) {
        const items = flow.map((each) => itemOf(each, dump, options));
        report.add(packets.grouped ? { packets: items } : (items[0] ?? {}));
      }
      report.print(problems);
    } else {
      const all = walked.flat();
      io.print(
        monitor && 'family' in dump
          ? monitorText(all, dump)
          : all.map((each) => textOf(each, options)).join('\n'),
      );
      complainAll(problems, io);
    }
    const found = walked.flat().map(({ outcomes }) => verdicts(outcomes));
    return exitStatus(found.join(' '), problems.length, options, io);
  },
};

/** Whether `--as xtables-monitor` is asked for. */
function asMonitor({ own }: Options): boolean {
  const value = own['as'] ?? 'text';
  if (value !== 'text' && value !== 'xtables-monitor') {
    throw new UsageError(messages.badChoice, {
      option: 'as',
      known: 'text, xtables-monitor',
      value,
    });
  }
  return value === 'xtables-monitor';
}

/** Every way of every packet has a number of its own; what the format has no place for stands behind `#`. */
function monitorText(walked: readonly Walked[], dump: Dump): string {
  let id = 0;
  return walked
    .flatMap(({ packet, outcomes }) =>
      outcomes.map((outcome) => {
        const { probability, unknown } = outcome;
        const share = outcomes.length > 1 ? ` ${wayShare(probability)}` : '';
        const end = unknown ? `# ${unknown.at}: ${unknown.why.code}\n` : '';
        return `# ${packetLine(packet)}${share}\n${printMonitor(dump, outcome, ++id)}${end}`;
      }),
    )
    .join('');
}

function tellCompared(
  compared: readonly Compared[],
  dump: Dump,
  problems: readonly SaidProblem[],
  options: Options,
  io: Io,
): number {
  if (options.json) {
    const report = jsonReport(io, proxyTrace.report);
    for (const each of compared) {
      report.add({ ...itemOf(each, dump, options), kernel: comparedItem(each) });
    }
    report.print(problems);
  } else {
    const texts = compared.map((each) => {
      const title = bold(packetLine(each.packet), options.colour);
      return `${title}\n${comparedText(each, options.lang)}`;
    });
    io.print(texts.join('\n'));
    complainAll(problems, io);
  }
  const answers = compared.map(({ comparison: { difference } }) =>
    difference === undefined ? 'same' : 'different',
  );
  const different = answers.filter((answer) => answer === 'different').length;
  return exitStatus(answers.join(' '), problems.length + different, options, io);
}

function envOf(options: Options, problems: SaidProblem[]): Env {
  const file = options.own['env'];
  if (file === undefined) return NOTHING_STATED;
  const [source] = sources([file]);
  const read = readEnvText(source?.text ?? '');
  for (const problem of read.problems) {
    problems.push({ ...withMessage(problem, options.lang), file });
  }
  return read.value;
}

interface Packets {
  readonly flows: readonly (readonly Packet[])[];
  readonly grouped: boolean;
}

function packetsOf({ lists, lang, own }: Options, problems: SaidProblem[]): Packets {
  const lines = (lists['packet'] ?? []).flatMap((text) => {
    const { value, problems: found } = readPacketLine(text);
    const [problem] = found;
    if (problem) throw new UsageError(sentence(problem.code, problem.params));
    return value ? [[value]] : [];
  });
  const files = (lists['packets'] ?? []).map((file) => {
    const [source] = sources([file]);
    const read = readPacketsText(source?.text ?? '');
    for (const problem of read.problems) problems.push({ ...withMessage(problem, lang), file });
    return read.value;
  });
  const flows = [...lines, ...files.flatMap((each) => each.flows)];
  if (flows.length === 0 && problems.length === 0 && own['kernel'] === undefined) {
    throw new UsageError(messages.noPacket);
  }
  return { flows, grouped: files.some(({ grouped }) => grouped) };
}

function traceOptions({ own }: Options): TraceOptions {
  const dice = own['random'] === undefined ? undefined : Number(own['random']);
  if (dice !== undefined && !(dice >= 0 && dice < 1)) {
    throw new UsageError(messages.badRandom, { value: own['random'] ?? '' });
  }
  return { all: own['all'] !== undefined, ...(dice !== undefined && { dice }) };
}

/** Flows follow one another on the same node; packets that stand alone each meet it fresh. */
function walkAll(
  dump: AnyDump,
  env: Env,
  { flows, grouped }: Packets,
  options: TraceOptions,
): readonly (readonly Walked[])[] {
  if (!grouped) {
    return flows.map((flow) =>
      flow.map((packet) => ({
        packet,
        outcomes: tracePacket(dump, env, packet, NEW_WORLD, options),
      })),
    );
  }
  const following = flows.flat().slice(1);
  let world = NEW_WORLD;
  return flows.map((flow) =>
    flow.map((packet) => {
      const outcomes = tracePacket(dump, env, packet, world, options);
      world = worldAfter(outcomes, following.shift());
      return { packet, outcomes };
    }),
  );
}

function verdicts(outcomes: readonly Outcome[]): string {
  return [...new Set(outcomes.map(({ verdict }) => verdict))].join('|');
}
