/** The pages of a finished build, read back from their HTML: what search, twins and feeds are made of. */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Element, Nodes, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { select } from 'hast-util-select';
import { toText } from 'hast-util-to-text';
import { SKIP, visit } from 'unist-util-visit';
import type { Lang } from '../ui/messages.ts';

export interface BuiltPage {
  /** Below the site's root: `zh/qos/classes.html` */
  readonly file: string;
  readonly lang: Lang;
  readonly title: string;
  readonly summary: string;
  /** ISO date of the last change, where the history is known. */
  readonly updated: string | undefined;
  /** `<main>` without what only serves the screen: navigation, buttons, scripts. */
  readonly main: Root;
}

/** A heading and the text down to the next heading; the first one of a page has no anchor. */
export interface PageSection {
  readonly anchor: string;
  readonly level: number;
  readonly heading: string;
  readonly text: string;
}

const SCREEN_ONLY = new Set(['nav', 'script', 'style', 'button', 'select', 'template', 'footer']);

export function builtPages(root: string): BuiltPage[] {
  return globSync('{zh,en}/**/*.html', { cwd: root })
    .map((file) => file.split(sep).join('/'))
    .sort()
    .flatMap((file) => {
      const tree = fromHtml(readFileSync(join(root, file), 'utf8'));
      const main = select('main', tree);
      if (!main) return [];
      return [
        {
          file,
          lang: file.startsWith('zh/') ? 'zh' : 'en',
          title: textOf(select('h1', main)),
          summary: String(select('meta[name=description]', tree)?.properties['content'] ?? ''),
          updated: dateOf(select('time[datetime]', main)),
          main: { type: 'root', children: readable(main).children },
        },
      ];
    });
}

export function sectionsOf(page: BuiltPage): PageSection[] {
  const found = [{ anchor: '', level: 1, heading: page.title, text: [] as string[] }];
  const walk = (node: Nodes) => {
    if (node.type !== 'element') {
      if ('children' in node) for (const inner of node.children) walk(inner);
      else if (node.type === 'text') found.at(-1)?.text.push(node.value);
      return;
    }
    const level = /^h([1-6])$/.exec(node.tagName)?.[1];
    if (level === '1') return;
    if (level !== undefined && typeof node.properties['id'] === 'string') {
      const anchor = node.properties['id'];
      found.push({ anchor, level: Number(level), heading: textOf(node), text: [] });
      return;
    }
    if (node.tagName === 'textarea' || 'dataNotSearched' in node.properties) return;
    if (node.tagName === 'pre') {
      found.at(-1)?.text.push(toText(node), '\n');
      return;
    }
    for (const inner of node.children) walk(inner);
    if (BLOCKS.has(node.tagName)) found.at(-1)?.text.push('\n');
  };
  walk(page.main);
  return found.map(({ text, ...section }) => ({
    ...section,
    text: text
      .join('')
      .replace(/[ \t]+/g, ' ')
      .replace(/\s*\n\s*/g, '\n')
      .trim(),
  }));
}

const BLOCKS = new Set(['p', 'li', 'td', 'th', 'tr', 'div', 'figcaption', 'dt', 'dd']);

function readable(main: Element): Element {
  const copy = structuredClone(main);
  visit(copy, 'element', (node, index, parent) => {
    const anchor = String(node.properties['className'] ?? '').includes('anchor');
    if (node.tagName === 'button' && String(node.properties['className']) === 'term') {
      node.tagName = 'span';
      return undefined;
    }
    const gone =
      SCREEN_ONLY.has(node.tagName) ||
      'dataPagefindIgnore' in node.properties ||
      [node.properties['className']].flat().includes('js') ||
      anchor;
    if (!gone || index === undefined || parent?.type !== 'element') return undefined;
    parent.children.splice(index, 1);
    return [SKIP, index];
  });
  return copy;
}

function textOf(node: Nodes | undefined): string {
  return node ? toText(node).replace(/\s+/g, ' ').replace(/\s*#$/, '').trim() : '';
}

function dateOf(time: Element | undefined): string | undefined {
  const value = time?.properties['dateTime'];
  return typeof value === 'string' ? value : undefined;
}
