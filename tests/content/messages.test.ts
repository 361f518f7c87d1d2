/** Both halves of a message take the same values, and the Chinese half is Chinese. */
import { expect, test } from 'vitest';
import { allPairs } from './pairs.ts';

const pairs = (await allPairs()).filter(([path]) => !path.endsWith(' LANGS'));
/** Names and codes stay as they are in both languages. */
const LANGUAGE_FREE = /^[\sA-Za-z0-9_.:/()×÷=<>≥≤%+·…{}-]*$/;

test('there are messages', () => {
  expect(pairs.length).toBeGreaterThan(20);
});

test.each(pairs)('%s has the same placeholders in both languages', (_, [zh, en]) => {
  expect(placeholders(en)).toEqual(placeholders(zh));
});

test.each(pairs)('%s is in Chinese and in English', (_, [zh, en]) => {
  const named = zh.toLowerCase() === en.toLowerCase() && LANGUAGE_FREE.test(zh);
  expect(named || /\p{Script=Han}/u.test(zh)).toBe(true);
  expect(en).not.toMatch(/\p{Script=Han}/u);
  expect(en.trim()).not.toBe('');
});

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}
