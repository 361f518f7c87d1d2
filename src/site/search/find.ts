/** One question to every index that works here; answers arrive as each of them is ready. */
import { liveBase, livenotes, loadScript } from '../../ui/load.ts';
import { LANGS, type Lang } from '../../ui/messages.ts';
import { excerptOf, type Hit, hasIdentifier, rankByHeading, rankByText, termsOf } from './rank.ts';
import type { SearchSection } from './section.ts';

const MOST = 20;
const PAGEFIND_RECORDS = 12;

interface Pagefind {
  options(options: object): Promise<void>;
  search(query: string): Promise<{ results: { data(): Promise<PagefindRecord> }[] }>;
}

interface PagefindRecord {
  readonly url: string;
  readonly raw_url?: string;
  readonly content: string;
  readonly meta: Readonly<Record<string, string>>;
}

/** Hits in order, best first: headings at once, then again with the full text merged in. */
export async function* find(query: string, lang: Lang): AsyncGenerator<readonly Hit[]> {
  const headings = rankByHeading(query, await sectionsOf('headings', lang));
  if (headings.length > 0) yield headings.slice(0, MOST);
  const exact =
    overFile() || hasIdentifier(query) ? rankByText(query, await sectionsOf('text', lang)) : [];
  const ranked = overFile() ? [] : await fullText(query, lang);
  const here = merge(headings, exact, ranked);
  if (here.length > 0) return yield here;
  const other = LANGS.find((candidate) => candidate !== lang) ?? lang;
  yield merge(
    rankByHeading(query, await sectionsOf('headings', other)),
    rankByText(query, await sectionsOf('text', other)),
  );
}

/** Fetched when the panel opens, so that the first letter finds something. */
export async function warmUp(lang: Lang): Promise<void> {
  await sectionsOf('headings', lang);
}

const overFile = () => location.protocol === 'file:';

async function sectionsOf(kind: 'headings' | 'text', lang: Lang): Promise<SearchSection[]> {
  const name = `search-${kind}-${lang}`;
  await loadScript(name);
  return livenotes.parts[name] as SearchSection[];
}

let pagefind: Promise<Pagefind> | undefined;

async function fullText(query: string, lang: Lang): Promise<Hit[]> {
  try {
    // Pagefind is a module; where modules do not load (file://) it is never asked.
    pagefind ??= import(/* @vite-ignore */ new URL('../pagefind/pagefind.js', liveBase).href);
    const engine = await pagefind;
    await engine.options({ baseUrl: '/', excerptLength: 0, language: lang });
    const { results } = await engine.search(query);
    const records = await Promise.all(
      results.slice(0, PAGEFIND_RECORDS).map((result) => result.data()),
    );
    const terms = termsOf(query);
    return records.map((record) => ({
      url: (record.raw_url ?? record.url).replace(/^\//, ''),
      page: record.meta['page'] ?? '',
      heading: record.meta['heading'] ?? '',
      text: record.content,
      excerpt: excerptOf(record.content, terms),
    }));
  } catch {
    pagefind = undefined;
    return rankByText(query, await sectionsOf('text', lang));
  }
}

function merge(...lists: readonly (readonly Hit[])[]): Hit[] {
  const byUrl = new Map<string, Hit>();
  for (const hit of lists.flat()) {
    const known = byUrl.get(hit.url);
    if (known === undefined) byUrl.set(hit.url, hit);
    else if (known.excerpt.length === 0) byUrl.set(hit.url, { ...known, excerpt: hit.excerpt });
  }
  return [...byUrl.values()].slice(0, MOST);
}
