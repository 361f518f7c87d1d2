/** The sidebar is the file tree: sections and pages in the order of their folders' numbers. */
import { type CollectionEntry, getCollection } from 'astro:content';
import type { Lang } from '../ui/messages.ts';
import { pageFile } from './href.ts';

export type Page = CollectionEntry<'pages'>;

export interface Section {
  readonly title: string;
  readonly pages: readonly Page[];
}

export const languageOf = (page: Page): Lang => (page.id.startsWith('zh') ? 'zh' : 'en');

/** Pages that can be read; a section's own entry only names it. */
export async function readablePages(): Promise<Page[]> {
  const pages = await getCollection('pages');
  return inOrder(pages).filter((page) => !isSection(page));
}

export async function sections(lang: Lang): Promise<Section[]> {
  const all = inOrder(await getCollection('pages')).filter((page) => languageOf(page) === lang);
  return all.filter(isSection).map((section) => ({
    title: section.data.title,
    pages: all.filter((page) => page.id.startsWith(`${section.id}/`)),
  }));
}

/** `zh/qos/classes.html` */
export const fileOf = (page: Page): string => pageFile(page.id);

function isSection(page: Page): boolean {
  return page.id.split('/').length === 2;
}

function inOrder(pages: readonly Page[]): Page[] {
  return [...pages].sort((a, b) => ((a.filePath ?? '') < (b.filePath ?? '') ? -1 : 1));
}
