/** What every page carries for readers, search engines and other programs. */
import type { Element } from 'hast';
import { select, selectAll } from 'hast-util-select';
import { toText } from 'hast-util-to-text';
import { describe, expect, test } from 'vitest';
import { attribute, embeds, files, page, pages, read } from './site.ts';

const SITE = process.env['SITE_URL'] ?? 'https://livenotes.example';
const url = (file: string) => new URL(file, SITE.endsWith('/') ? SITE : `${SITE}/`).href;
const TAGS = { zh: 'zh-CN', en: 'en' } as const;

describe.each(pages.map(({ file }) => file))('%s', (file) => {
  const { tree, html } = page(file) ?? { tree: { type: 'root' as const, children: [] }, html: '' };
  const lang = file.startsWith('zh/') ? 'zh' : 'en';
  const inLang = (other: string) => file.replace(/^(zh|en)/, other);
  const content = (selector: string) => attribute(select(selector, tree) ?? EMPTY, 'content') ?? '';

  test('says its language, title and summary', () => {
    expect(attribute(select('html', tree) ?? EMPTY, 'lang')).toBe(TAGS[lang]);
    expect(selectAll('h1', tree)).toHaveLength(1);
    expect(toText(select('title', tree) ?? EMPTY)).not.toBe('');
    expect(content('meta[name=description]').length).toBeGreaterThan(10);
    expect(content('meta[property="og:title"]')).not.toBe('');
  });

  test('has its widgets in its language', () => {
    for (const title of selectAll('kln-widget figcaption b', tree)) {
      expect(/[\u3400-\u9fff]/.test(toText(title))).toBe(lang === 'zh');
    }
  });

  test('has a twin with the same headings', () => {
    const twin = page(inLang(lang === 'zh' ? 'en' : 'zh'));
    expect(twin && headings(twin.tree)).toEqual(headings(tree));
  });

  test('names itself and both languages for search engines', () => {
    expect(hrefs(tree, 'link[rel=canonical]')).toEqual([url(file)]);
    expect(hrefs(tree, 'link[hreflang="zh-CN"]')).toEqual([url(inLang('zh'))]);
    expect(hrefs(tree, 'link[hreflang="en"]')).toEqual([url(inLang('en'))]);
    expect(hrefs(tree, 'link[hreflang="x-default"]')).toHaveLength(1);
  });

  test('has a social card of this site', () => {
    const image = content('meta[property="og:image"]');
    const base = url('');
    expect(image.startsWith(base)).toBe(true);
    expect(files).toContain(image.slice(base.length));
  });

  test('has a Markdown twin with its title and headings', () => {
    const twin = file.replace(/\.html$/, '.md');
    expect(files).toContain(twin);
    const title = toText(select('h1', tree) ?? EMPTY).trim();
    const markdown = read(twin);
    expect(markdown).toContain(title);
    expect(markdown.match(/^## /gm)?.length ?? 0).toBe(selectAll('main h2', tree).length);
    expect(markdown).not.toMatch(/<script|<style|\[object Object\]/);
  });

  test('shows no raw markup', () => {
    const text = html.replace(/<(pre|code|script|style|textarea)\b[\s\S]*?<\/\1>/g, '');
    expect(text).not.toContain('**');
    expect(text).not.toMatch(/\{\/\*|\]\(page:|\[object Object\]|\bundefined\b/);
  });
});

test('the front page offers both languages', () => {
  const links = hrefs(page('index.html')?.tree ?? EMPTY, 'a');
  expect(links).toEqual(expect.arrayContaining(['zh/index.html', 'en/index.html']));
});

test('the sitemap lists every page once', () => {
  const listed = [...read('sitemap.xml').matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, loc]) => loc);
  expect(listed.sort()).toEqual(pages.map(({ file }) => url(file)).sort());
});

test('llms.txt lists every page as Markdown', () => {
  const listed = [...read('llms.txt').matchAll(/\]\(([^)]+\.md)\)/g)].map(([, link]) => link);
  expect(listed.sort()).toEqual(pages.map(({ file }) => file.replace(/\.html$/, '.md')).sort());
});

test.each(['zh', 'en'] as const)('the %s feed has entries that lead to pages', (lang) => {
  const feed = read(`${lang}/feed.xml`);
  const links = [...feed.matchAll(/<entry>.*?<link href="([^"]+)"/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(0);
  const known = pages.map(({ file }) => url(file));
  expect(links.filter((link) => !known.includes(link ?? ''))).toEqual([]);
});

test('every widget on a page has an embed page in both languages', () => {
  const names = pages.flatMap(({ tree }) =>
    selectAll('kln-widget', tree).map((widget) => attribute(widget, 'name') ?? ''),
  );
  expect(new Set(names).size).toBeGreaterThan(2);
  const wanted = [...new Set(names)].flatMap((name) => [
    `embed/v1/en/${name}.html`,
    `embed/v1/zh/${name}.html`,
  ]);
  expect(embeds.map(({ file }) => file)).toEqual(expect.arrayContaining(wanted));
});

const EMPTY: Element = { type: 'element', tagName: 'div', properties: {}, children: [] };

type Tree = Parameters<typeof selectAll>[1];

function headings(tree: Tree): (string | undefined)[] {
  return selectAll('main :is(h2, h3)', tree).map(
    (heading) => `${heading.tagName} ${attribute(heading, 'id') ?? ''}`,
  );
}

function hrefs(tree: Tree, selector: string): string[] {
  return selectAll(selector, tree).map((element) => attribute(element, 'href') ?? '');
}
