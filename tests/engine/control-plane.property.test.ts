/** Any text: no throw, bounded work, nothing told twice. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tellStory } from '../../src/engine/control-plane/index.ts';
import { loadFixture } from '../fixtures.ts';

const recordings = loadFixture<readonly { readonly name: string; readonly text: string }[]>(
  'recordings/control-plane.json.gz',
);
const [first] = recordings;
const lines = (first?.text ?? '').trim().split('\n');

test('the order of the lines does not matter, but for what has no version', () => {
  const said = (text: string) =>
    tellStory(text)
      .steps.filter(({ version }) => version !== '')
      .map(({ version, component, cause }) => `${version} ${component} ${cause.code}`);
  const expected = said(lines.join('\n'));
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
      expect(said(shuffled.join('\n'))).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test('any part of a recording is told without a throw, a line a step at most', () => {
  fc.assert(
    fc.property(fc.subarray(lines), fc.nat(40), (some, cut) => {
      const text = some.join('\n').slice(cut);
      expect(tellStory(text).steps.length).toBeLessThanOrEqual(some.length);
    }),
    { numRuns: 60 },
  );
});

test('any JSON in the place of a field', () => {
  const keys = ['verb', 'object', 'diff', 'patch', 'rv', 'code', 'summary', 'event', 't', 'name'];
  fc.assert(
    fc.property(
      fc.nat(lines.length - 1),
      fc.constantFrom(...keys),
      fc.jsonValue({ maxDepth: 5 }),
      (index, key, value) => {
        const line = JSON.parse(lines[index] ?? '{}') as object;
        const odd = JSON.stringify({ ...line, [key]: value });
        tellStory(lines.toSpliced(index, 1, odd).join('\n'));
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  [
    'deep',
    `{"t":1,"verb":"create","resource":"pods","object":${'{"a":'.repeat(4000)}1${'}'.repeat(4000)}}`,
  ],
  [
    'deep list',
    `{"t":1,"verb":"patch","resource":"pods","patch":${'['.repeat(4000)}${']'.repeat(4000)}}`,
  ],
  [
    '__proto__',
    '{"t":1,"verb":"patch","resource":"__proto__","component":"constructor","patch":{"__proto__":{"a":1},"constructor":null}}',
  ],
  ['lone surrogate', '{"t":1,"verb":"create","resource":"pods","name":"\\ud800"}'],
])('%s', (_, text) => {
  expect(tellStory(text).steps.length).toBeLessThanOrEqual(1);
});

test('a long log stays quick', () => {
  const log = Array.from({ length: 8000 }, (_, index) =>
    JSON.stringify({
      t: index,
      end: index + 1,
      component: 'replicaset-controller',
      verb: 'update',
      resource: 'replicasets',
      subresource: 'status',
      name: `web-${index % 50}`,
      code: 200,
      rv: String(1000 + index),
      diff: { 'status.replicas': [index, index + 1] },
    }),
  ).join('\n');
  const start = performance.now();
  expect(tellStory(log).steps).toHaveLength(8000);
  expect(performance.now() - start).toBeLessThan(8000);
}, 30_000);
