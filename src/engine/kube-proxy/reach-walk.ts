/** A packet walked through the rules of one mode, and what became of it, in the same shape for all modes. */
import type { Outcome, Packet, Step } from '../netfilter/index.ts';
import type { Stage } from './stage.ts';

/** A rule on the way, and what it did. */
export interface ReachStep {
  /** `nat/KUBE-SERVICES/1`; `ipvs` for a virtual server. Rules count as they stand in the rules walked. */
  readonly at: string;
  readonly code: Step['code'] | 'ipvs-server';
  readonly params: Step['params'];
  /** The rule as the rules of this mode have it. */
  readonly text: string;
}

export interface Fate extends Pick<
  Outcome,
  'probability' | 'verdict' | 'destination' | 'source' | 'out' | 'masqueradeRule'
> {
  readonly steps: readonly ReachStep[];
}

export interface Walker {
  /** What a mode adds to the node. */
  readonly dress: (stage: Stage) => Stage;
  readonly walk: (stage: Stage, packet: Packet) => readonly Fate[];
}

export function fateOf(outcome: Outcome, lines: readonly string[]): Fate {
  const { probability, verdict, destination, source, out, masqueradeRule } = outcome;
  return {
    probability,
    verdict,
    destination,
    source,
    masqueradeRule,
    ...(out !== undefined && { out }),
    steps: outcome.steps.map(({ table, chain, number, line, code, params }) => ({
      at: `${table}/${chain}/${number}`,
      code,
      params,
      text: (lines[line - 1] ?? '').trim(),
    })),
  };
}
