/**
 * A link such as `#packet=…&service=… "drop 10.96.0.9:80"` changes the first widget of its page. Its title says
 * what comes out then, and here the engine is asked whether it does.
 */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { sampleName } from '../../src/build/samples.ts';
import { readState } from '../../src/ui/state.ts';
import { type Answering, type Input, runAnswer, type Widget } from '../../src/widgets/define.ts';

interface TriedLink {
  readonly page: string;
  readonly fragment: string;
  readonly title: string;
  /** The tag of the page's first widget. */
  readonly tag: string;
}

const links: readonly TriedLink[] = globSync('content/**/{zh,en}.mdx').sort().flatMap(linksOf);

test('there are links that change a widget', () => {
  expect(links.length).toBeGreaterThan(0);
});

test.each(links.map((link) => [link.page, decodeURIComponent(link.fragment), link] as const))(
  '%s %s',
  async (page, _, { fragment, title, tag }) => {
    const name = /name="([^"]+)"/.exec(tag)?.[1] ?? '';
    const { default: widget } = (await import(`../../src/widgets/${name}/index.ts`)) as {
      default: Widget<Input, unknown>;
    };
    const { answer } = (await import(`../../src/widgets/${name}/answer.ts`)) as {
      answer: Answering<Input, unknown>;
    };
    const keys = Object.keys(widget.start);
    const stated = await readState(fragment, keys);
    expect(Object.keys(stated)).toHaveLength(fragment.split('&').length);
    const input = { ...widget.start, ...inputOf(tag, dirname(page)), ...stated } as Input;
    expect(widget.summary(runAnswer(answer(input)))).toBe(title);
  },
);

function linksOf(page: string): TriedLink[] {
  const mdx = readFileSync(page, 'utf8');
  const tag = /<Widget\s.*?\/>/s.exec(mdx)?.[0] ?? '';
  const found = mdx.matchAll(/\]\(#([^\s)]*=[^\s)]*)(?: "([^"]*)")?\)/g);
  return [...found].map(([, fragment = '', title = '']) => ({ page, fragment, title, tag }));
}

/** The attributes of the tag, samples read. */
function inputOf(tag: string, folder: string): Record<string, string> {
  const samples = new Map(
    readdirSync(folder)
      .filter((file) => /\.(ya?ml|txt|json)$/.test(file))
      .map((file) => [sampleName(file), readFileSync(`${folder}/${file}`, 'utf8')]),
  );
  const attributes = [...tag.matchAll(/\s([a-z]+)=(?:\{(\w+)\}|"([^"]*)")/gi)];
  return Object.fromEntries(
    attributes
      .filter(([, key]) => key !== 'name' && key !== 'expect')
      .map(([, key = '', sample, text]) => [key, text ?? samples.get(sample ?? '') ?? '']),
  );
}
