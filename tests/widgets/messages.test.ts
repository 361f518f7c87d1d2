/** The sentences for the engines' codes, beside those of tests/content/messages.test.ts. */
import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const pairs: (readonly [string, readonly [string, string]])[] = [];
for (const file of globSync('src/ui/*-messages.ts').sort()) {
  const module = (await import(pathToFileURL(file).href)) as Record<
    string,
    Record<string, readonly [string, string]>
  >;
  for (const messages of Object.values(module)) pairs.push(...Object.entries(messages));
}

test('there are sentences', () => {
  expect(pairs.length).toBeGreaterThan(100);
});

test.each(pairs)('%s says the same in both languages', (_, [zh, en]) => {
  const holes = (text: string) => new Set(text.match(/\{\w+\}/g));
  expect(holes(en)).toEqual(holes(zh));
  // A formula is the same in both.
  expect(/\p{Script=Han}/u.test(zh) || zh === en).toBe(true);
  expect(en).not.toMatch(/\p{Script=Han}|[，。：；（）]/u);
});
