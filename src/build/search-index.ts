/**
 * Three indexes of the same sections: headings (a few KB, answer at once), Pagefind (full text, ranked;
 * needs http) and the plain text (exact identifiers, and everything on `file://`).
 */
import { createIndex } from 'pagefind';
import type { SearchSection } from '../site/search/section.ts';
import { LANGS } from '../ui/messages.ts';
import { type BuiltPage, sectionsOf } from './built-pages.ts';
import type { TextFile } from './feeds.ts';

export async function searchIndex(
  pages: readonly BuiltPage[],
): Promise<(TextFile | { readonly path: string; readonly bytes: Uint8Array })[]> {
  const { index } = await createIndex({});
  if (!index) throw new Error('Pagefind did not start');
  const files: (TextFile | { readonly path: string; readonly bytes: Uint8Array })[] = [];
  for (const lang of LANGS) {
    const sections: SearchSection[] = pages
      .filter((page) => page.lang === lang)
      .flatMap((page) =>
        sectionsOf(page).map(({ anchor, level, heading, text }) => ({
          url: anchor === '' ? page.file : `${page.file}#${anchor}`,
          page: page.title,
          heading: level === 1 ? '' : heading,
          text,
        })),
      );
    for (const { url, page, heading, text } of sections) {
      const { errors } = await index.addCustomRecord({
        url,
        language: lang,
        content: `${page} ${heading}\n${text}`,
        meta: { page, heading },
      });
      if (errors.length > 0) throw new Error(`Pagefind: ${errors.join(', ')}`);
    }
    const headings = sections.map(({ url, page, heading }) => ({ url, page, heading, text: '' }));
    files.push(
      script(`search-headings-${lang}`, headings),
      script(`search-text-${lang}`, sections),
    );
  }
  const { files: found } = await index.getFiles();
  for (const { path, content } of found) {
    // Our own panel asks the API; the ready-made interfaces stay out of the site.
    if (!/-ui\.|component|highlight/.test(path))
      files.push({ path: `pagefind/${path}`, bytes: content });
  }
  await index.deleteIndex();
  return files;
}

function script(name: string, data: readonly SearchSection[]): TextFile {
  const json = JSON.stringify(data).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return {
    path: `live/${name}.js`,
    text: `livenotes.parts[${JSON.stringify(name)}]=${json};\n`,
  };
}
