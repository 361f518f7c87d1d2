/** One build for every place: nothing in it needs a server, a root or another host. */
import { selectAll } from 'hast-util-select';
import { describe, expect, test } from 'vitest';
import { attribute, embeds, files, html, page, pages, read, references, target } from './site.ts';

test('there are pages and embeds', () => {
  expect(pages.length).toBeGreaterThan(10);
  expect(embeds.length).toBeGreaterThan(3);
});

describe.each(html.map(({ file }) => file))('%s', (file) => {
  const { tree, html: text } = page(file) ?? { tree: { type: 'root', children: [] }, html: '' };
  const refs = references(tree);

  test('has classic scripts only', () => {
    const scripts = selectAll('script', tree).map((script) => attribute(script, 'type') ?? '');
    expect(scripts.filter((type) => type !== '' && type !== 'application/json')).toEqual([]);
    expect(selectAll('[crossorigin], link[rel=modulepreload]', tree)).toEqual([]);
    const late = selectAll('script[src]', tree).filter((script) => !attribute(script, 'defer'));
    expect(late).toEqual([]);
  });

  test('has relative links only', () => {
    // Served in place of any missing page, this one alone cannot know how deep it is.
    expect(refs.filter(({ url }) => url.startsWith('/'))).toEqual([]);
  });

  test('takes nothing from another host', () => {
    const taken = refs.filter(({ tag, url }) => tag !== 'a' && /^(https?:)?\/\//.test(url));
    const harmless = selectAll('link', tree)
      .filter((link) => /^(canonical|alternate|license)$/.test(attribute(link, 'rel') ?? ''))
      .map((link) => attribute(link, 'href'));
    expect(taken.filter(({ url }) => !harmless.includes(url))).toEqual([]);
    const styles = [...text.matchAll(/url\(["']?([^"')]+)|@import/g)].map(([whole]) => whole);
    expect(styles.filter((style) => !/^url\(["']?(data:|#|%23)/.test(style))).toEqual([]);
  });

  test('leads only to files and headings that exist', () => {
    expect(refs.flatMap(({ url }) => broken(file, url) ?? [])).toEqual([]);
  });

  test('has no id twice', () => {
    const ids = selectAll('[id]', tree).map((element) => attribute(element, 'id'));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});

test('scripts neither fetch modules nor evaluate text', () => {
  for (const file of files.filter((name) => /^live\/.*\.js$/.test(name))) {
    const text = read(file);
    if (file.startsWith('live/search')) continue;
    expect.soft(text, file).not.toMatch(/\bimport\(|\bimport\.meta|\beval\(|new Function\(/);
    expect.soft(text, file).not.toMatch(/\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket/);
  }
});

/** What is wrong with a link of a page, if anything. A state of a widget (`#input=…`) is no heading. */
function broken(from: string, url: string): string | undefined {
  const to = target(from, url);
  if (to === undefined) return undefined;
  const { file, anchor } = to;
  if (!files.includes(file)) return `${url}: no such file`;
  if (anchor === '' || anchor.includes('=') || !file.endsWith('.html')) return undefined;
  const ids = selectAll('[id]', page(file)?.tree ?? { type: 'root', children: [] });
  return ids.some((element) => attribute(element, 'id') === anchor)
    ? undefined
    : `${url}: no such anchor`;
}

describe('a link', () => {
  const from = pages[0]?.file ?? '';
  test('to a missing page is seen', () => {
    expect(broken(from, 'no-such-page.html')).toBeDefined();
  });
  test('to a missing heading is seen', () => {
    expect(broken(from, '#no-such-heading')).toBeDefined();
  });
});
