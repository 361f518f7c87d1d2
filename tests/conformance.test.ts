/** Every stored answer of upstream agrees with ours, or the case is named with its reason. */
import { describe, expect, test } from 'vitest';
import { conformance } from './conformance.ts';

describe.each(conformance().map((result) => [result.suite, result] as const))('%s', (_, result) => {
  test('agrees with upstream in every case but those named', () => {
    expect(result.wrong).toEqual([]);
    const excepted = result.exceptions.flatMap(({ ids }) => ids).length;
    expect(result.agree + excepted).toBe(result.total);
    expect(result.total).toBeGreaterThan(50);
  });
});
