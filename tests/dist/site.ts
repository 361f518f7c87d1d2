/** The built site as the dist tests read it. */
import { globSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Element, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { selectAll } from 'hast-util-select';

export const DIST = 'dist';

export interface BuiltFile {
  /** Below the site's root: `zh/qos/classes.html` */
  readonly file: string;
  readonly html: string;
  readonly tree: Root;
}

export const files: readonly string[] = globSync('**/*', { cwd: DIST, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .split(sep)
      .join('/')
      .slice(DIST.length + 1),
  )
  .sort();

export const html: readonly BuiltFile[] = files
  .filter((file) => file.endsWith('.html'))
  .map((file) => {
    const text = readFileSync(join(DIST, file), 'utf8');
    return { file, html: text, tree: fromHtml(text) };
  });

/** The pages that readers read, in both languages. */
export const pages: readonly BuiltFile[] = html.filter(({ file }) => /^(zh|en)\//.test(file));
export const embeds: readonly BuiltFile[] = html.filter(({ file }) => file.startsWith('embed/'));

export function page(file: string): BuiltFile | undefined {
  return html.find((candidate) => candidate.file === file);
}

export function read(file: string): string {
  return readFileSync(join(DIST, file), 'utf8');
}

export function gzipped(content: string | Uint8Array): number {
  return gzipSync(content, { level: 9 }).length;
}

export function attribute(element: Element, name: string): string | undefined {
  const value = element.properties[name];
  if (value === undefined || value === null || value === false) return undefined;
  return Array.isArray(value) ? value.join(' ') : String(value);
}

export interface Reference {
  readonly tag: string;
  readonly url: string;
}

const REFERRING = ['href', 'src', 'poster', 'data', 'action', 'srcSet'] as const;

export function references(tree: Root): Reference[] {
  return selectAll('*', tree).flatMap((element) =>
    REFERRING.flatMap((name) => {
      const url = attribute(element, name);
      return url === undefined ? [] : [{ tag: element.tagName, url }];
    }),
  );
}

/** Where a relative address leads, below the site's root; undefined for other hosts and schemes. */
export function target(from: string, url: string): { file: string; anchor: string } | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//')) return undefined;
  const [path = '', anchor = ''] = url.split('#');
  const plain = decodeURIComponent(path.replace(/\?.*$/, ''));
  const file = plain === '' ? from : posix.normalize(posix.join(posix.dirname(from), plain));
  return { file, anchor: decodeURIComponent(anchor) };
}
