/** Chinese is set as Chinese: in the notes, the terms and every message. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { chineseFaults } from './chinese.ts';
import { allPairs } from './pairs.ts';
import { proseOf } from './outline.ts';

test.each(globSync('content/**/zh.mdx').sort())('%s', (file) => {
  expect(chineseFaults(proseOf(readFileSync(file, 'utf8')))).toEqual([]);
});

test.each(['README.zh.md', 'CONTRIBUTING.zh.md'])('%s', (file) => {
  expect(chineseFaults(proseOf(readFileSync(file, 'utf8')))).toEqual([]);
});

test('the terms', () => {
  const terms = parse(readFileSync('content/terms.yaml', 'utf8')) as { note: { zh: string } }[];
  expect(terms.flatMap((term) => chineseFaults(proseOf(term.note.zh)))).toEqual([]);
});

test('every message', async () => {
  const zh = (await allPairs()).map(([, [half]]) => half.replace(/\{\w+\}/g, 'code'));
  expect(zh.flatMap((text) => chineseFaults(proseOf(text)))).toEqual([]);
});

describe('the rules', () => {
  test.each([
    '等级,原因',
    '请检查:',
    '结束.',
    '每个容器(含边车)',
    '所谓"保证"',
    '这个Pod',
    '共3 个',
    '占用 50%的内存',
    '先看 Pod ，再看容器',
    '您的 Pod',
  ])('see %s', (text) => {
    expect(chineseFaults(text)).not.toEqual([]);
  });

  test.each([
    '这个 Pod 有 3 个容器（含边车），都写了 limit。',
    '“保证”只是名字：见 v1.37 的代码。',
    '共 50% 的内存',
  ])('let %s pass', (text) => {
    expect(chineseFaults(text)).toEqual([]);
  });
});
