/** The sidebar is the file tree: sections and pages in the order of their folders' numbers. */
import { type CollectionEntry, getCollection } from 'astro:content';
import { LANGS, type Lang } from '../ui/messages.ts';
import { pageFile } from './href.ts';

export type Page = CollectionEntry<'pages'>;

export interface Section {
  /** The chapter's own page: what it is about, and what follows. */
  readonly page: Page;
  readonly pages: readonly Page[];
}

export interface Neighbours {
  readonly previous: Page | undefined;
  readonly next: Page | undefined;
}

export const languageOf = (page: Page): Lang =>
  LANGS.find((lang) => lang === page.id.split('/')[0]) ?? 'en';

/** `zh/qos/classes.html` */
export const fileOf = (page: Page): string => pageFile(page.id);

export const isFront = (page: Page): boolean => !page.id.includes('/');

/** Every page in reading order: the front page, then each chapter's own page before its pages. */
export async function readablePages(): Promise<Page[]> {
  const pages = await getCollection('pages');
  return pages.sort((a, b) => (folderOf(a) < folderOf(b) ? -1 : 1));
}

export async function sections(lang: Lang): Promise<Section[]> {
  const all = (await readablePages()).filter((page) => languageOf(page) === lang);
  return all
    .filter((page) => page.id.split('/').length === 2)
    .map((page) => ({ page, pages: all.filter(({ id }) => id.startsWith(`${page.id}/`)) }));
}

export async function neighbours(page: Page): Promise<Neighbours> {
  const lang = languageOf(page);
  const all = (await readablePages()).filter((other) => languageOf(other) === lang);
  const place = all.findIndex(({ id }) => id === page.id);
  return { previous: all[place - 1], next: all[place + 1] };
}

/** `content/30-qos/index/zh.mdx` stands for its section, so it sorts before the section's pages. */
function folderOf(page: Page): string {
  return (page.filePath ?? '').replace(/(\/index)?\/[^/]*$/, '');
}
