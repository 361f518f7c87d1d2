/** Each page as Markdown, widgets with the answer they show included. */
import { toMdast } from 'hast-util-to-mdast';
import { toText } from 'hast-util-to-text';
import type { Nodes, PhrasingContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { SKIP, visit } from 'unist-util-visit';
import type { BuiltPage } from './built-pages.ts';

// CommonMark would not close bold text between Chinese punctuation and a letter, or before a Chinese
// character, so the printer writes the latter as an entity; a person, or a language model, reads the
// letter better.
const ENTITY = /&#x([0-9A-F]{2,5});/g;
const READABLE = /[\p{L}\p{N}\u2e00-\u9fff\uf000-\uffff]/u;

export function markdownTwin(page: Pick<BuiltPage, 'main'>): string {
  const tree = toMdast(page.main, {
    handlers: {
      // The reader's text in a widget is code; elsewhere there is no text field.
      textarea: (_, node) => ({ type: 'code', value: codeOf(node) }),
      pre: (_, node) => ({
        type: 'code',
        lang: String(node.properties['dataLanguage'] ?? '') || null,
        value: toText(node),
      }),
      // A sign before a word; what prose stresses is `<em>`.
      i: (state, node) => state.all(node),
    },
  }) as Nodes;
  spacesOutside(tree);
  const text = toMarkdown(tree, {
    extensions: [gfmToMarkdown()],
    bullet: '-',
    rule: '-',
    fences: true,
  });
  return text
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\]\((?!\w+:)([^)\s]*)\.html/g, ']($1.md')
    .replace(ENTITY, (entity, code: string) => {
      const letter = String.fromCodePoint(Number.parseInt(code, 16));
      return READABLE.test(letter) ? letter : entity;
    });
}

/** Markdown has no bold text that begins or ends with a space: the space goes beside it. */
function spacesOutside(tree: Nodes): void {
  visit(tree, (node, index, parent) => {
    if ((node.type !== 'strong' && node.type !== 'emphasis') || index === undefined || !parent) {
      return undefined;
    }
    const first = node.children[0];
    const last = node.children.at(-1);
    const before = first?.type === 'text' ? /^\s*/.exec(first.value)?.[0] : '';
    if (before && first?.type === 'text') first.value = first.value.slice(before.length);
    const after = last?.type === 'text' ? /\s*$/.exec(last.value)?.[0] : '';
    if (after && last?.type === 'text') last.value = last.value.slice(0, -after.length);
    if (!before && !after) return undefined;
    const around: PhrasingContent[] = [node];
    if (before) around.unshift({ type: 'text', value: before });
    if (after) around.push({ type: 'text', value: after });
    (parent.children as PhrasingContent[]).splice(index, 1, ...around);
    return [SKIP, index + around.length];
  });
}

function codeOf(node: { readonly children: readonly unknown[] }): string {
  return node.children
    .map((child) => (child as { readonly value?: string }).value ?? '')
    .join('')
    .replace(/\n$/, '');
}
