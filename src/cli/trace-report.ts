/** What `livenotes proxy trace` tells of a packet: as an item of its report, and as text. */
import { printAddress, printEndpoint } from '../engine/address.ts';
import {
  type Dump,
  type NftDump,
  type Outcome,
  type Packet,
  placeOf,
} from '../engine/netfilter/index.ts';
import type { Options } from './command.ts';
import { explain } from './explain.ts';
import { bold, table } from './output.ts';

export type AnyDump = Dump | NftDump;

export interface Walked {
  readonly packet: Packet;
  readonly outcomes: readonly Outcome[];
}

export function itemOf({ packet, outcomes }: Walked, dump: AnyDump, options: Options) {
  return {
    packet: packetText(packet),
    outcomes: outcomes.map((each) => outcomeOf(each, dump, options)),
  };
}

function outcomeOf(outcome: Outcome, dump: AnyDump, { lang, own }: Options) {
  const { unknown, lost, steps, examined, assumptions, uncertain, ...others } = outcome;
  const { header, world, passes, ...rest } = others;
  return {
    ...rest,
    steps: steps.map(placeOf),
    ...(own['all'] !== undefined && {
      examined: examined.map(({ failed, ...rule }) => ({
        rule: placeOf(rule),
        line: rule.line,
        failed: (dump.lines[rule.line - 1] ?? '').slice(failed.start, failed.end),
      })),
    }),
    ...(unknown && {
      unknown: {
        at: unknown.at,
        line: unknown.line,
        code: unknown.why.code,
        why: explain(unknown.why.code, lang, unknown.why.params),
      },
    }),
    ...(lost && { lost: { code: lost, message: explain(lost, lang, {}) } }),
    ...(assumptions.length > 0 && {
      assumptions: assumptions.map(({ code, line }) => ({
        code,
        line,
        message: explain(code, lang, {}),
      })),
    }),
    ...(uncertain.length > 0 && { uncertain: uncertain.map(placeOf) }),
  };
}

function packetText({ src, dst, ...rest }: Packet) {
  return { src: printAddress(src), dst: printAddress(dst), ...rest };
}

/** How likely a way is, with its digit even of a whole number: ways stand below each other. */
export function wayShare(probability: number): string {
  return `${(probability * 100).toFixed(1)} %`;
}

export function textOf({ packet, outcomes }: Walked, options: Options): string {
  const { lang, colour } = options;
  const title = bold(packetLine(packet), colour);
  const parts = outcomes.map((outcome) => {
    const { probability, verdict, rejectWith, destination, source, out, steps, unknown, lost } =
      outcome;
    const share = outcomes.length > 1 ? `${wayShare(probability)} ` : '';
    const end =
      verdict === 'accept'
        ? ` ${source} -> ${destination}${out === undefined ? '' : ` ${out}`}`
        : rejectWith === undefined
          ? ''
          : ` ${rejectWith}`;
    const said = unknown
      ? `  ${unknown.at}: ${explain(unknown.why.code, lang, unknown.why.params)}\n`
      : lost
        ? `  ${explain(lost, lang, {})}\n`
        : '';
    const rows = steps.map((step) => [`  ${placeOf(step)}`, explain(step.code, lang, step.params)]);
    const notes = outcome.assumptions.map(
      ({ code, line }) => `  ${dumpPlace(line)} ${explain(code, lang, {})}\n`,
    );
    return `${share}${verdict}${end}\n${table(rows)}${said}${notes.join('')}`;
  });
  return `${title}\n${parts.join('')}`;
}

function dumpPlace(line: number): string {
  return `${line}:`;
}

export function packetLine({ proto, src, dst, sport, dport, in: from }: Packet): string {
  const inward = from === undefined ? '' : ` in ${from}`;
  return `${proto} ${printEndpoint(src, sport)} -> ${printEndpoint(dst, dport)}${inward}`;
}
