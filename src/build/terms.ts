import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Nodes, Parents, PhrasingContent, Root, Text } from 'mdast';
import type {} from 'mdast-util-to-hast';
import { SKIP, visit } from 'unist-util-visit';
import { parse } from 'yaml';
import { pageId } from '../site/page-id.ts';
import type { Lang } from '../ui/messages.ts';

interface Term {
  readonly id: string;
  /** Forms to recognise; the first is the one we write. */
  readonly zh: readonly string[];
  readonly en: readonly string[];
  readonly note: Readonly<Record<Lang, string>>;
}

/** Cards a page may have: more would make prose look like a list of links. */
const MOST = 12;

function allTerms(): readonly Term[] {
  return parse(readFileSync('content/terms.yaml', 'utf8')) as Term[];
}

/**
 * The first use of a term on a page opens a card with its meaning and its name in the other language.
 * Buttons and popovers need no script.
 */
export function termCards() {
  return (tree: Root, file: { path?: string }) => {
    if (file.path === undefined) return;
    const lang: Lang = pageId(relative('content', file.path).split(sep).join('/')).startsWith('zh')
      ? 'zh'
      : 'en';
    const waiting = new Map(allTerms().map((term) => [term, formsOf(term, lang)]));
    const cards: Term[] = [];
    visit(tree, (node, index, parent) => {
      if (NOT_PROSE.has(node.type)) return SKIP;
      if (node.type !== 'text' || parent === undefined || index === undefined) return undefined;
      if (cards.length >= MOST) return undefined;
      const parts = split(node, waiting, cards);
      if (parts.length === 1) return undefined;
      (parent as Parents).children.splice(index, 1, ...(parts as never[]));
      return [SKIP, index + parts.length];
    });
    for (const term of cards) tree.children.push(card(term, lang) as never);
  };
}

const NOT_PROSE: ReadonlySet<string> = new Set([
  'heading',
  'link',
  'code',
  'inlineCode',
  'mdxJsxFlowElement',
  'mdxJsxTextElement',
  'tableRow',
] satisfies (Nodes['type'] | 'mdxJsxFlowElement' | 'mdxJsxTextElement')[]);

function formsOf(term: Term, lang: Lang): RegExp {
  const forms = term[lang]
    .toSorted((a, b) => b.length - a.length)
    .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // Latin forms are whole words (a plural is fine); Chinese has no word boundaries.
  const word = forms.map((form) => (/^[\x20-\x7e]+$/.test(form) ? `\\b${form}s?\\b` : form));
  return new RegExp(word.join('|'), lang === 'en' ? 'i' : '');
}

function split(node: Text, waiting: Map<Term, RegExp>, cards: Term[]): PhrasingContent[] {
  const parts: PhrasingContent[] = [];
  let rest = node.value;
  while (cards.length < MOST) {
    const next = firstTerm(rest, waiting);
    if (next === undefined) break;
    const { term, at, text } = next;
    waiting.delete(term);
    cards.push(term);
    if (at > 0) parts.push({ type: 'text', value: rest.slice(0, at) });
    const behind = rest.slice(at + text.length);
    const punctuation = CLOSING.exec(behind)?.[0] ?? '';
    parts.push(punctuation === '' ? opener(term, text) : together(opener(term, text), punctuation));
    rest = behind.slice(punctuation.length);
  }
  if (rest !== '' || parts.length === 0) parts.push({ type: 'text', value: rest });
  return parts;
}

/** The earliest term; of two at the same place the longer. */
function firstTerm(text: string, waiting: Map<Term, RegExp>) {
  let best: { term: Term; at: number; text: string } | undefined;
  for (const [term, forms] of waiting) {
    const match = forms.exec(text);
    if (!match) continue;
    const earlier = best === undefined || match.index < best.at;
    const longer = best?.at === match.index && match[0].length > best.text.length;
    if (earlier || longer) best = { term, at: match.index, text: match[0] };
  }
  return best;
}

/** A button is one box to a browser, which may then begin a line with the comma behind it. */
const CLOSING = /^[，。、；：！？）》」』”,.;:!?)]+/;

function together(button: PhrasingContent, punctuation: string): PhrasingContent {
  return {
    type: 'emphasis',
    children: [button, { type: 'text', value: punctuation }],
    data: { hName: 'span', hProperties: { className: ['unbroken'] } },
  };
}

function opener(term: Term, text: string): PhrasingContent {
  return {
    type: 'emphasis',
    children: [{ type: 'text', value: text }],
    data: {
      hName: 'button',
      hProperties: { type: 'button', className: ['term'], popovertarget: `term-${term.id}` },
    },
  };
}

function card(term: Term, lang: Lang): Root['children'][number] {
  const other: Lang = lang === 'zh' ? 'en' : 'zh';
  const name = (form: Lang): PhrasingContent => ({
    type: 'strong',
    children: [{ type: 'text', value: term[form][0] ?? '' }],
    ...(form === other && { data: { hProperties: { lang: other === 'zh' ? 'zh-CN' : 'en' } } }),
  });
  return {
    type: 'paragraph',
    children: [
      name(lang),
      { type: 'text', value: ' · ' },
      name(other),
      { type: 'break' },
      { type: 'text', value: term.note[lang] },
    ],
    data: {
      hName: 'aside',
      hProperties: {
        popover: 'auto',
        id: `term-${term.id}`,
        className: ['term-card'],
        'data-pagefind-ignore': '',
      },
    },
  };
}
