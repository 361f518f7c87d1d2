/** What the kernel did beside what was predicted, event by event, up to and beyond the first difference. */
import type { RecordedEvent } from './monitor-read.ts';
import type { Outcome } from './trace.ts';
import { eventsOf, type TraceEvent } from './trace-events.ts';

export interface ComparedRow {
  /** Undefined where the kernel's trace has ended. */
  readonly kernel: RecordedEvent | undefined;
  /** Undefined where the prediction has ended, or leaves open whether the rule matches. */
  readonly predicted: TraceEvent | undefined;
  readonly same: boolean;
}

export interface TraceComparison {
  /** Index of the outcome that goes with the kernel longest. */
  readonly outcome: number;
  readonly rows: readonly ComparedRow[];
  /** Index of the first row that differs. */
  readonly difference: number | undefined;
}

/**
 * Of several outcomes the one that fits longest counts, of equals the likeliest. A trace begins where it was
 * switched on: what was predicted before that is not compared, nor are the rules that switch it on, nor
 * tables that the dump does not hold, nor the ends of chains, which only one of the back ends tells.
 */
export function compareTrace(
  recorded: readonly RecordedEvent[],
  outcomes: readonly Outcome[],
): TraceComparison | undefined {
  const kernel = recorded.filter(({ kind, beside }) => kind !== 'return' && !beside);
  let best: TraceComparison | undefined;
  for (const index of outcomes.keys()) {
    const compared = compareOne(kernel, outcomes, index);
    if (!best || isBetter(compared, best, outcomes)) best = compared;
  }
  return best;
}

function isBetter(a: TraceComparison, b: TraceComparison, outcomes: readonly Outcome[]): boolean {
  const [fitA, fitB] = [a, b].map(({ difference = Infinity }) => difference) as [number, number];
  if (fitA !== fitB) return fitA > fitB;
  return (outcomes[a.outcome]?.probability ?? 0) > (outcomes[b.outcome]?.probability ?? 0);
}

function compareOne(
  kernel: readonly RecordedEvent[],
  outcomes: readonly Outcome[],
  outcome: number,
): TraceComparison {
  const walked = outcomes[outcome] as Outcome;
  const predicted = eventsOf(walked).filter(({ beside }) => !beside);
  const [first] = kernel;
  const start = first ? predicted.findIndex((event) => isSame(first, event)) : 0;
  const rows: ComparedRow[] = [];
  let at = Math.max(start, 0);
  for (const event of kernel) {
    const other = predicted[at];
    if (!(other && isSame(event, other)) && isUncertain(event, walked)) {
      rows.push({ kernel: event, predicted: undefined, same: true });
      continue;
    }
    rows.push({
      kernel: event,
      predicted: other,
      same: other !== undefined && isSame(event, other),
    });
    at++;
  }
  for (const event of predicted.slice(at)) {
    rows.push({ kernel: undefined, predicted: event, same: false });
  }
  const different = rows.findIndex(({ same }) => !same);
  return { outcome, rows, difference: different === -1 ? undefined : different };
}

function isSame(kernel: RecordedEvent, predicted: TraceEvent): boolean {
  const { kind, table, chain, numbers, verdict } = kernel;
  if (kind !== predicted.kind || table !== predicted.table || chain !== predicted.chain) {
    return false;
  }
  if (kind === 'policy') return verdict === '' || verdict === predicted.verdict;
  return predicted.numbers.some((number) => numbers.includes(number));
}

/** A rule that only counts or logs, of which the prediction could not say whether it matches. */
function isUncertain({ kind, table, chain, numbers }: RecordedEvent, { uncertain }: Outcome) {
  if (kind !== 'rule') return false;
  return uncertain.some(
    (rule) => rule.table === table && rule.chain === chain && numbers.includes(rule.number),
  );
}
