/** Both languages of a page say the same: same outline, same anchors, same widgets with the same input. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sampleName } from '../../src/build/samples.ts';
import { type Outline, outlineOf } from './outline.ts';

const folders = [...new Set(globSync('content/**/{zh,en}.mdx').map(dirname))].sort();

test('there are pages', () => {
  expect(folders.length).toBeGreaterThan(5);
});

describe.each(folders)('%s', (folder) => {
  const zh = read(`${folder}/zh.mdx`);
  const en = read(`${folder}/en.mdx`);

  test('has both languages', () => {
    expect([existsSync(`${folder}/zh.mdx`), existsSync(`${folder}/en.mdx`)]).toEqual([true, true]);
  });

  test('has the same outline in both', () => {
    expect(outlineOf(en)).toEqual(outlineOf(zh));
  });

  test('has an id of its own for every heading', () => {
    const ids = outlineOf(zh).headings.map((heading) => heading.id);
    expect(ids).not.toContain('');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has the same kind of front matter in both', () => {
    expect(frontKeys(en)).toEqual(frontKeys(zh));
  });

  test('shows every sample of its folder', () => {
    const samples = readdirSync(folder).filter((file) => /\.(ya?ml|txt|json)$/.test(file));
    const unused = samples.filter((file) => !new RegExp(`\\b${sampleName(file)}\\b`).test(zh));
    expect(unused).toEqual([]);
  });
});

test.each([
  ['a heading that is missing', '## A {/* #a */}\n\n## B {/* #b */}', '## A {/* #a */}'],
  ['another level', '## A {/* #a */}', '### A {/* #a */}'],
  ['another id', '## A {/* #a */}', '## A {/* #b */}'],
  ['another expectation', '<Widget name="qos" expect="A" />', '<Widget name="qos" expect="B" />'],
  ['another link', '[x](page:qos/classes)', '[x](page:qos/eviction)'],
  ['a code block that is missing', '```yaml\na: 1\n```', ''],
])('%s is seen', (_, zh, en) => {
  expect(outlineOf(en)).not.toEqual(outlineOf(zh));
});

test('a heading inside a code block is no heading', () => {
  const outline: Outline = outlineOf('```sh\n# comment\n```');
  expect(outline.headings).toEqual([]);
});

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function frontKeys(mdx: string): string[] {
  const front = /^---\n([\s\S]*?)\n---/.exec(mdx)?.[1] ?? '';
  return [...front.matchAll(/^([a-z]+):/gm)].map(([, key = '']) => key);
}
