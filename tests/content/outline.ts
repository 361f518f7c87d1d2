/** What two languages of a page must share, and the prose that only one of them has. */

export interface Outline {
  readonly headings: readonly { readonly level: number; readonly id: string }[];
  /** The whole tags: name, input, options and what the page expects. */
  readonly widgets: readonly string[];
  /** How many paragraphs are marked as measured. */
  readonly measured: number;
  /** Languages of the fenced blocks. */
  readonly fences: readonly string[];
  /** Targets of links to other pages, sorted. */
  readonly links: readonly string[];
}

export function outlineOf(mdx: string): Outline {
  const text = withoutFences(mdx);
  return {
    headings: [...text.matchAll(/^(#{1,6}) .*?(?:\{\/\*\s*#([a-z0-9-]+)\s*\*\/\})?\s*$/gm)].map(
      ([, marks = '', id = '']) => ({ level: marks.length, id }),
    ),
    widgets: [...text.matchAll(/<Widget\s[^>]*>/g)].map(([tag]) => tag.replace(/\s+/g, ' ')),
    measured: text.match(/<Measured[\s>]/g)?.length ?? 0,
    fences: [...mdx.matchAll(FENCE)].map(([, , language = '']) => language.trim()),
    links: [...text.matchAll(/\]\(page:([^)\s]+)\)/g)].map(([, target = '']) => target).sort(),
  };
}

/** The sentences, with code as the Latin word it is read as. */
export function proseOf(mdx: string): string {
  return withoutFences(mdx)
    .replace(/^---\n([\s\S]*?)\n---/, (_, front: string) => front.replace(/^[a-z]+: /gm, ''))
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
    .replace(/(`+)(?:(?!\1)[\s\S])+\1/g, 'code')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '\n')
    .replace(/https?:\/\/\S+/g, 'link')
    .replaceAll('*', '')
    .replace(/ *\| */g, '\n');
}

const FENCE = /^(`{3,})(.*)\n[\s\S]*?^\1\s*$/gm;

function withoutFences(mdx: string): string {
  return mdx.replace(FENCE, '');
}
