/** A recorded trace walked again: what is predicted for each of its packets beside what the kernel did. */
import { compareTrace, type TraceComparison } from './monitor-compare.ts';
import type { RecordedPacket } from './monitor-read.ts';
import type { Env, Packet } from './packet.ts';
import { NEW_WORLD, type Outcome, tracePacket, type TraceOptions } from './trace.ts';
import type { Dump } from './types.ts';

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
