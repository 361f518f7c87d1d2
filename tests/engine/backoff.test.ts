import { describe, expect, test } from 'vitest';
import { crashBackoffs } from '../../src/engine/lifecycle/simulate/backoff.ts';
import { loadFixture } from '../fixtures.ts';
import { type BackoffFile, backoffAnswer } from './backoff-oracle.ts';

describe('CrashLoopBackOff', () => {
  test.each(loadFixture<BackoffFile>('oracle/backoff.json.gz').items)(
    'waits as long as upstream does: $id',
    (item) => {
      expect(backoffAnswer(item)).toEqual(item.expected);
    },
  );

  // newCrashLoopBackOff and the kubelet's defaults, v1.37.2: the oracle always states a period.
  test.each([
    [{ ReduceDefaultCrashLoopBackOffDecay: true }, 1, 300],
    [{ ReduceDefaultCrashLoopBackOffDecay: true, KubeletCrashLoopBackOffMax: false }, 1, 60],
    [{}, 10, 300],
  ])('%j without a stated period: from %i s to %i s', (gates, initial, max) => {
    const facts = { gates, retries: [], firstStatusAfter: 0, sandboxTakes: 0 };
    const backoffs = crashBackoffs(facts);
    expect([backoffs.initial, backoffs.max]).toEqual([initial * 1000, max * 1000]);
  });
});
