import { describe, expect, test } from 'vitest';
import { canonical, effective, lineIndex, podIn, slotsIn } from '../../src/engine/pod/index.ts';
import { loadFixture } from '../fixtures.ts';
import { sourceOf } from './json-source.ts';

interface EffectiveCase {
  readonly id: string;
  readonly options: { readonly excludeOverhead: boolean; readonly skipPodLevelResources: boolean };
  readonly pod: unknown;
  readonly expected: Partial<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
}

const file = loadFixture<{ readonly cases: readonly EffectiveCase[] }>(
  'cases/effective-resources-cases.json',
);

describe('effective resources', () => {
  test.each(file.cases.map((item) => [item.id, item] as const))('%s', (_id, item) => {
    const text = JSON.stringify(item.pod);
    const [slot] = slotsIn([{ node: sourceOf(text) }], lineIndex(text)).slots;
    if (slot === undefined) throw new Error('no Pod');
    const { resources, ...rest } = podIn(slot);
    const skip = item.options.skipPodLevelResources || resources === undefined;
    const subject = skip ? rest : { ...rest, resources };
    for (const side of ['requests', 'limits'] as const) {
      const want = item.expected[side];
      if (want === undefined) continue;
      const have = effective(subject, side, !item.options.excludeOverhead);
      const list = [...have].map(([name, amount]) => [name, canonical(amount)]);
      expect(Object.fromEntries(list)).toEqual(want);
    }
  });
});
