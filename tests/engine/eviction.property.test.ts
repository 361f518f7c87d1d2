import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, matchUsage, parseUsage, rank } from '../../src/engine/eviction/index.ts';
import { fromBigInt } from '../../src/engine/quantity/index.ts';

const words = fc.constantFrom(
  ...['NAME', 'POD', 'NAMESPACE', 'CPU(cores)', 'MEMORY(bytes)', 'web', 'app', '1m', '20Mi', '-1'],
  ...[': ', '{', '}', '- ', 'a/b', 'memory', '\n', '  ', '\t', '\u001b[1m', '"', '$ ', '\ud800'],
);
const bytes = fc.bigInt({ min: 0n, max: 4n });
const candidates = fc.array(
  fc.record({ priority: fc.integer({ min: -1, max: 1 }), critical: fc.boolean(), request: bytes }),
  { maxLength: 30 },
);

describe('eviction', () => {
  it('answers every usage text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(words), fc.array(fc.string({ unit: 'binary' }))), (parts) => {
        const { usage, problems } = parseUsage(parts.join(''));
        expect(usage.length + problems.length).toBeGreaterThan(0);
      }),
    );
  });
  it('ranks every Pod once, and the reason given holds for all Pods behind', () => {
    fc.assert(
      fc.property(candidates, fc.array(bytes, { maxLength: 30 }), (drafts, used) => {
        const pods = drafts.map((draft, index): Candidate => {
          const request = fromBigInt(draft.request, 'BinarySI');
          return {
            ...draft,
            request,
            namespace: 'a',
            name: `p${index}`,
            node: '',
            line: 1,
            column: 1,
          };
        });
        const text = used.map((amount, index) => `a/p${index}: {memory: ${amount}}`).join('\n');
        const { items } = rank(pods, matchUsage(pods, parseUsage(text).usage).usage, 'memory');
        expect(items.map(({ object }) => object.name).sort()).toEqual(
          pods.map(({ name }) => name).sort(),
        );
        for (const [index, { keys, fate }] of items.entries()) {
          for (const later of items.slice(index + 1)) {
            expect(Number(keys.hasStats)).toBeLessThanOrEqual(Number(later.keys.hasStats));
            if (keys.hasStats !== later.keys.hasStats) continue;
            expect(Number(keys.exceedsRequest)).toBeGreaterThanOrEqual(
              Number(later.keys.exceedsRequest),
            );
            if (keys.exceedsRequest !== later.keys.exceedsRequest) continue;
            expect(keys.priority).toBeLessThanOrEqual(later.keys.priority);
            if (keys.priority !== later.keys.priority) continue;
            expect(Number(keys.overRequest)).toBeGreaterThanOrEqual(Number(later.keys.overRequest));
          }
          if (fate === 'evicted') expect(keys.critical).toBe(false);
        }
      }),
    );
  });
});
