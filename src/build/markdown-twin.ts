/** Each page as Markdown, widgets with the answer they show included. */
import { toMdast } from 'hast-util-to-mdast';
import { toText } from 'hast-util-to-text';
import type { Nodes } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { BuiltPage } from './built-pages.ts';

// CommonMark would not close bold text before a Chinese character, so the printer writes that one as
// an entity; a person, or a language model, reads the character better.
const CHINESE_ENTITY = /&#x((?:2E|2F|3|4|5|6|7|8|9|F|FF)[0-9A-F]{2,3});/g;

export function markdownTwin(page: BuiltPage): string {
  const tree = toMdast(page.main, {
    handlers: {
      // The reader's text in a widget is code; elsewhere there is no text field.
      textarea: (_, node) => ({ type: 'code', value: codeOf(node) }),
      pre: (_, node) => ({
        type: 'code',
        lang: String(node.properties['dataLanguage'] ?? '') || null,
        value: toText(node),
      }),
    },
  });
  const text = toMarkdown(tree as Nodes, {
    extensions: [gfmToMarkdown()],
    bullet: '-',
    rule: '-',
    fences: true,
  });
  return text
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\]\((?!\w+:)([^)\s]*)\.html/g, ']($1.md')
    .replace(CHINESE_ENTITY, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

function codeOf(node: { readonly children: readonly unknown[] }): string {
  return node.children
    .map((child) => (child as { readonly value?: string }).value ?? '')
    .join('')
    .replace(/\n$/, '');
}
