import { describe, expect, test } from 'vitest';
import { kubectlRows } from './reconstruct-recordings.ts';
import { again, single } from './simulate-recordings.ts';

/**
 * The kubelet looks at the runtime once a second, and a sync that ends a Pod waits for that look: what depends on it
 * may come a second earlier or later.
 */
const TOLERANCE_MS = 1200;

/** Where more than one such look lies between, or the order of kills is not told. */
const LATER: Readonly<Record<string, number>> = {
  // Three containers are killed one after the other; the recording does not say how each took it.
  // The mirror of a removed manifest goes in the next round of housekeeping, once in two seconds.
  '30-static-pod-mirror': 2000,
  '23c-restart-all-containers': 2500,
};

describe('a recorded life, learnt and simulated again', () => {
  test('has a recording of nearly every scenario', () => {
    expect(single.length).toBeGreaterThan(100);
  });

  test.each(single)('$name prints the same lines at the same times', (recording) => {
    const { recorded, simulated } = again(recording);
    expect(simulated.map(({ row }) => row)).toEqual(recorded.map(({ row }) => row));
    const tolerance = LATER[recording.name] ?? TOLERANCE_MS;
    for (const [index, { at, row }] of recorded.entries()) {
      const off = Math.abs((simulated[index]?.at ?? 0) - at);
      expect(off, `${row}: off by ${off} ms`).toBeLessThanOrEqual(tolerance);
    }
  });

  test.each(single)('$name: what is compared is what kubectl printed', (recording) => {
    const [, name = ''] = /ADDED +(\S+)/.exec(recording.lines) ?? [];
    const printed = kubectlRows(recording.lines, name).map((cells) => cells.join(' '));
    const rows = printed.filter((row, index) => row !== printed[index - 1]);
    expect(again(recording).recorded.map(({ row }) => row)).toEqual(rows);
  });

  test.each(single)('$name goes through the same container states', (recording) => {
    const { recordedStates, simulatedStates } = again(recording);
    expect(simulatedStates).toEqual(recordedStates);
  });
});
