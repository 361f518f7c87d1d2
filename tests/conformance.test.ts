/** Every stored answer of upstream agrees with ours, or the case is named with its reason. */
import { describe, expect, test } from 'vitest';
import { conformance, PODS } from './conformance.ts';

const results = conformance();

describe.each(results.map((result) => [result.suite, result] as const))('%s', (_, result) => {
  test('agrees with upstream in every case but those named', () => {
    expect(result.wrong).toEqual([]);
    const excepted = result.exceptions.flatMap(({ ids }) => ids).length;
    expect(result.agree + excepted).toBe(result.total);
    expect(result.total).toBeGreaterThanOrEqual(30);
  });
});

test('no Pod is named as an exception that agrees by now', () => {
  const pods = results.find(({ suite }) => suite === 'pods');
  expect(pods?.exceptions.flatMap(({ ids }) => ids)).toEqual(Object.keys(PODS));
});
