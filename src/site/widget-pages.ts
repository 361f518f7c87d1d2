/** Every widget, by its folder's name, and the page that explains it. */
import { fileOf, isFront, languageOf, type Page, readablePages } from './nav.ts';
import type { Lang } from '../ui/messages.ts';
import type { Input, Widget } from '../widgets/define.ts';

const found = import.meta.glob<{ default: Widget<Input, unknown> }>('../widgets/*/index.ts', {
  eager: true,
});

export const widgets: readonly Widget<Input, unknown>[] = Object.values(found).map(
  (module) => module.default,
);

/** The first page in reading order that holds the widget; the front page only when no other does. */
export async function pageWith(name: string, lang: Lang): Promise<string> {
  const holds = ({ body = '' }: Page) => body.includes(`<Widget name="${name}"`);
  const pages = (await readablePages()).filter((page) => languageOf(page) === lang && holds(page));
  const page = pages.find((candidate) => !isFront(candidate)) ?? pages[0];
  return page ? `${fileOf(page)}#${name}` : `${lang}/index.html`;
}
