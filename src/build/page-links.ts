import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Link, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { href, pageFile } from '../site/href.ts';
import { pageId } from '../site/page-id.ts';

const CONTENT = 'content';

/**
 * `[QoS](page:qos/classes#rule)` becomes a relative link to that page in the language of the page
 * that holds it. A page or an anchor that does not exist fails the build.
 */
export function pageLinks() {
  return (tree: Root, file: { path?: string; fail(reason: string, node: Link): never }) => {
    if (file.path === undefined) return;
    const from = pageId(relative(CONTENT, file.path).split(sep).join('/'));
    const language = from.split('/')[0] ?? '';
    visit(tree, 'link', (link) => {
      if (!link.url.startsWith('page:')) return;
      const [name = '', anchor] = link.url.slice('page:'.length).split('#');
      const id = name === 'index' ? language : `${language}/${name}`;
      const source = sourceOf(id);
      if (source === undefined) file.fail(`No page ${name} in ${language}`, link);
      if (anchor !== undefined && !anchorsOf(source).has(anchor)) {
        file.fail(`No heading #${anchor} on ${id}`, link);
      }
      const target = pageFile(id) + (anchor === undefined ? '' : `#${anchor}`);
      link.url = href(pageFile(from), target);
    });
  };
}

function sourceOf(id: string): string | undefined {
  const files = existsSync(CONTENT)
    ? readdirSync(CONTENT, { recursive: true, encoding: 'utf8' }).map((f) => f.split(sep).join('/'))
    : [];
  const match = files.find((file) => /(^|\/)(zh|en)\.mdx$/.test(file) && pageId(file) === id);
  return match === undefined ? undefined : `${CONTENT}/${match}`;
}

function anchorsOf(file: string): Set<string> {
  const text = readFileSync(file, 'utf8');
  return new Set(
    [...text.matchAll(/\{\/\*\s*#([a-z0-9-]+)\s*\*\/\}/g)].map((match) => match[1] ?? ''),
  );
}
