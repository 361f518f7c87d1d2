import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRegex } from '../../src/engine/routing/regex.ts';

test.each([
  ['/v[0-9]', '/v1', true],
  ['/v[0-9]', '/v11', false],
  ['/(?:a|b)+/c{2,3}', '/abba/ccc', true],
  ['/a.*z?', '/a', true],
  ['/[^/]+', '/a/b', false],
  ['\\d+\\.\\w*', '12.x_', true],
  ['[[:alpha:]]+', 'abc', true],
  ['(?i)/ABC', '/abc', true],
  ['^/a$', '/a', true],
  ['(?P<name>a)b', 'ab', true],
  ['a{2}', 'aaa', false],
  ['', '', true],
  ['x*?y', 'xxy', true],
  ['[]a]', ']', true],
])('%s on %s: %s', (pattern, text, fits) => {
  expect(compileRegex(pattern, 'whole', false)?.test(text)).toBe(fits);
});

test.each([
  '(a)\\1',
  '(?=a)',
  '(?!a)',
  'a**',
  '(',
  ')',
  '[a',
  'a{3,2}',
  '\\p{L}',
  '(?>a)',
  'a++',
  '*',
])('%s is not understood', (pattern) => {
  expect(compileRegex(pattern, 'whole', false)).toBeUndefined();
});

test('a pattern that makes others try every way takes no longer than its text', () => {
  const regex = compileRegex('(a*)*b|(a|a)*c', 'whole', false);
  expect(regex?.test('a'.repeat(5000))).toBe(false);
});

const pattern = fc
  .array(fc.constantFrom('a', 'b', '/', '.', '[ab]', '[^a]', '(a|b/)', '(?:ab)', '\\d', '1'), {
    maxLength: 6,
  })
  .chain((atoms) =>
    fc
      .array(fc.constantFrom('', '*', '+', '?', '{1,2}'), {
        minLength: atoms.length,
        maxLength: atoms.length,
      })
      .map((signs) => atoms.map((atom, index) => atom + (signs[index] ?? '')).join('')),
  );
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '1'), maxLength: 8 });

test('answers as JavaScript does where both understand the pattern', () => {
  fc.assert(
    fc.property(pattern, text, (source, value) => {
      expect(compileRegex(source, 'whole', false)?.test(value)).toBe(
        new RegExp(`^(?:${source})$`).test(value),
      );
      expect(compileRegex(source, 'start', false)?.test(value)).toBe(
        new RegExp(`^(?:${source})`).test(value),
      );
    }),
  );
});
