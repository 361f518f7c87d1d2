/** The waits of a crash loop as the oracle asked for them: each run lasts so long, the end is noticed at once. */
import { isDeepStrictEqual } from 'node:util';
import { parseDuration } from '../../src/engine/lifecycle/index.ts';
import {
  backoffSince,
  crashBackoffs,
  nextBackoff,
} from '../../src/engine/lifecycle/simulate/backoff.ts';

export interface BackoffFile {
  readonly items: readonly BackoffItem[];
}

export interface BackoffItem {
  readonly id: string;
  readonly gates: Readonly<Record<string, boolean>>;
  /** null: as the kubelet's defaults have it. */
  readonly maxContainerRestartPeriod: string | null;
  readonly expected: {
    readonly initial: number;
    readonly max: number;
    readonly runs: readonly { readonly ran: number; readonly delay: number }[];
  };
}

export function backoffAnswer({
  gates,
  maxContainerRestartPeriod,
  expected,
}: BackoffItem): BackoffItem['expected'] {
  const period =
    maxContainerRestartPeriod === null ? undefined : parseDuration(maxContainerRestartPeriod);
  const backoffs = crashBackoffs({
    gates,
    retries: [],
    firstStatusAfter: 0,
    sandboxTakes: 0,
    ...(period !== undefined && { maxRestartPeriod: period }),
  });
  let now = 0;
  const runs = expected.runs.map(({ ran }) => {
    const ended = now + ran * 1000;
    const wait = backoffSince(backoffs, 'c', ended);
    now = ended + wait;
    nextBackoff(backoffs, 'c', ended, now);
    return { ran, delay: wait / 1000 };
  });
  return { initial: backoffs.initial / 1000, max: backoffs.max / 1000, runs };
}

export function backoffDifference(item: BackoffItem): unknown {
  const answer = backoffAnswer(item);
  return isDeepStrictEqual(answer, item.expected) ? undefined : answer;
}
