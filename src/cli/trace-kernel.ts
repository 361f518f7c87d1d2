/** `livenotes proxy trace --kernel`: what the kernel did beside what is predicted, packet by packet. */
import {
  compareTrace,
  type ComparedRow,
  type Dump,
  type Env,
  NEW_WORLD,
  type Outcome,
  type Packet,
  type RecordedPacket,
  type TraceComparison,
  type TraceEvent,
  tracePacket,
  type TraceOptions,
} from '../engine/netfilter/index.ts';
import { type Lang, say } from '../ui/messages.ts';
import { explain } from './explain.ts';
import { messages } from './messages.ts';
import { table } from './output.ts';

export interface Compared {
  readonly recorded: RecordedPacket;
  readonly packet: Packet;
  readonly outcomes: readonly Outcome[];
  readonly comparison: TraceComparison;
}

/**
 * Packets that are stated go with those of the trace in their order; otherwise the trace shows them. Each
 * packet meets what the ones before it have left, on the way that the kernel took.
 */
export function walkRecorded(
  dump: Dump,
  env: Env,
  recorded: readonly RecordedPacket[],
  stated: readonly Packet[],
  options: TraceOptions,
): readonly Compared[] {
  let world = NEW_WORLD;
  return recorded.flatMap((each, index) => {
    const packet = stated.length > 0 ? stated[index] : each.packet;
    if (!packet) return [];
    // A flow that ended long ago may have left its addresses and ports to another.
    const [first, fresh] = [world, NEW_WORLD].map((before) => {
      const outcomes = tracePacket(dump, env, packet, before, options);
      return { outcomes, comparison: compareTrace(each.events, outcomes) };
    });
    const { outcomes, comparison } = (fits(fresh) > fits(first) ? fresh : first) ?? {};
    if (!outcomes || !comparison) return [];
    world = outcomes[comparison.outcome]?.world ?? world;
    return [{ recorded: each, packet, outcomes, comparison }];
  });
}

/** How many events go together. */
function fits(tried: { readonly comparison: TraceComparison | undefined } | undefined): number {
  const { comparison } = tried ?? {};
  return comparison ? (comparison.difference ?? Number.POSITIVE_INFINITY) : -1;
}

export function comparedItem({ recorded, comparison }: Compared) {
  const { id, line, verdict, events } = recorded;
  const { outcome, rows, difference } = comparison;
  const row = difference === undefined ? undefined : rows[difference];
  return {
    id,
    line,
    verdict,
    steps: events.filter(({ kind }) => kind !== 'return').map(placeText),
    outcome,
    ...(row && {
      difference: {
        index: difference,
        ...(row.kernel && { kernel: placeText(row.kernel), line: row.kernel.line }),
        ...(row.predicted && { predicted: placeText(row.predicted) }),
      },
    }),
  };
}

export function comparedText(compared: Compared, lang: Lang): string {
  const { packet, recorded, comparison } = compared;
  const { rows, difference } = comparison;
  const params = { proto: packet.proto };
  const notes = recorded.assumptions.map((code) => `  ${explain(code, lang, params)}\n`);
  const head = ['', say(messages.kernelDid, lang), say(messages.predicted, lang)];
  const body = rows.map((row, index) => rowText(row, index === difference));
  const end =
    difference === undefined
      ? say(messages.sameAsKernel, lang)
      : say(messages.firstDifference, lang, { row: difference + 1 });
  return `${notes.join('')}${table([head, ...body])}${end}\n`;
}

function rowText({ kernel, predicted, same }: ComparedRow, first: boolean): readonly string[] {
  const mark = first ? '>' : same ? '' : '!';
  return [mark, kernel ? eventText(kernel) : '-', predicted ? eventText(predicted) : '-'];
}

function eventText(event: TraceEvent): string {
  const { verdict, to } = event;
  return [placeText(event), verdict, to].filter(Boolean).join(' ');
}

/** `nat/KUBE-SERVICES/7`; `4|6` where the trace leaves open which, `?` where the dump has no such rule. */
function placeText({ kind, table: name, chain, numbers }: TraceEvent): string {
  const number = numbers.length > 0 ? numbers.join('|') : '?';
  return `${name}/${chain}/${kind === 'rule' ? number : kind}`;
}
