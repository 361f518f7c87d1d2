/** What other programs read: a feed per language, the sitemap, `llms.txt`. */
import { LANGS, type Lang, type Pair, say } from '../ui/messages.ts';
import type { BuiltPage } from './built-pages.ts';

const NAME: Pair = ['Kubernetes 活页笔记', 'Kubernetes Live Notes'];
const ABOUT: Pair = [
  '可以拿自己的对象来试的 Kubernetes 笔记，答案与 v1.37 的代码一致。',
  'Kubernetes notes that you can try on your own objects; the answers agree with the code of v1.37.',
];
const FEED_ENTRIES = 50;

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export function feeds(pages: readonly BuiltPage[], site: string): TextFile[] {
  return [
    ...LANGS.map((lang) => ({ path: `${lang}/feed.xml`, text: atom(pages, lang, site) })),
    { path: 'sitemap.xml', text: sitemap(pages, site) },
    { path: 'llms.txt', text: llms(pages) },
  ];
}

function atom(pages: readonly BuiltPage[], lang: Lang, site: string): string {
  const dated = pages
    .filter((page) => page.lang === lang && page.updated !== undefined)
    .sort((a, b) => (b.updated ?? '').localeCompare(a.updated ?? ''))
    .slice(0, FEED_ENTRIES);
  const entries = dated.map(
    ({ file, title, summary, updated }) =>
      `<entry><id>${url(site, file)}</id><title>${escapeXml(title)}</title><link href="${url(site, file)}"/><updated>${updated}T00:00:00Z</updated><summary>${escapeXml(summary)}</summary></entry>`,
  );
  const self = url(site, `${lang}/feed.xml`);
  // Without a history (a copy without git) nothing has a date, and Atom wants one.
  const updated = dated[0]?.updated ?? '1970-01-01';
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${tag(lang)}"><id>${self}</id><title>${say(NAME, lang)}</title><subtitle>${say(ABOUT, lang)}</subtitle><link rel="self" href="${self}"/><link href="${url(site, `${lang}/index.html`)}"/><author><name>${say(NAME, lang)}</name></author><updated>${updated}T00:00:00Z</updated>
${entries.join('\n')}
</feed>
`;
}

function sitemap(pages: readonly BuiltPage[], site: string): string {
  const entries = pages.map(({ file, updated }) => {
    const twins = LANGS.map(
      (lang) =>
        `<xhtml:link rel="alternate" hreflang="${tag(lang)}" href="${url(site, file.replace(/^(zh|en)/, lang))}"/>`,
    );
    const date = updated === undefined ? '' : `<lastmod>${updated}</lastmod>`;
    return `<url><loc>${url(site, file)}</loc>${date}${twins.join('')}</url>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join('\n')}
</urlset>
`;
}

/** https://llmstxt.org: a heading, a summary, and links to the pages as Markdown. */
function llms(pages: readonly BuiltPage[]): string {
  const lists = LANGS.toReversed().map((lang) => {
    const items = pages
      .filter((page) => page.lang === lang)
      .map(({ file, title, summary }) => `- [${title}](${twinOf(file)}): ${summary}`);
    return `## ${lang === 'zh' ? '中文' : 'English'}\n\n${items.join('\n')}\n`;
  });
  return `# ${NAME.toReversed().join(' · ')}\n\n> ${ABOUT[1]} ${ABOUT[0]}\n\n${lists.join('\n')}`;
}

/** The Markdown twin of a page lies beside it. */
export function twinOf(file: string): string {
  return file.replace(/\.html$/, '.md');
}

function url(site: string, file: string): string {
  return escapeXml(new URL(file, site.endsWith('/') ? site : `${site}/`).href);
}

function tag(lang: Lang): string {
  return lang === 'zh' ? 'zh-CN' : 'en';
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
