/** A widget as its page would show it, without a browser. */
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import type { Lang } from '../../src/ui/messages.ts';
import { type Answering, type Input, runAnswer, type Widget } from '../../src/widgets/define.ts';

export interface Shown {
  readonly html: string;
  /** What a reader sees, text fields and what is hidden left out. */
  readonly text: string;
  readonly summary: string;
  /** Marked lines of the editor: number → class and text. */
  readonly marks: ReadonlyMap<number, string>;
}

export function shower<I extends Input, Answer>(
  widget: Widget<I, Answer>,
  answering: Answering<I, Answer>,
): (input: Partial<I>, lang?: Lang) => Shown {
  return (given, lang = 'en') => {
    const input = { ...widget.start, ...given };
    const answer = runAnswer(answering(input));
    const still = () => {};
    const props = { id: 'w', lang, input, answer, busy: false, set: still, replace: still };
    const html = render(h(widget.View as never, props as never));
    return { html, text: textOf(html), summary: widget.summary(answer), marks: marksIn(html) };
  };
}

function textOf(html: string): string {
  return decoded(
    html
      .replace(/<textarea[\s\S]*?<\/textarea>|<pre class="ed-layer"[\s\S]*?<\/pre>/g, ' ')
      .replace(/<[^>]*>/g, ' '),
  ).replace(/\s+/g, ' ');
}

function marksIn(html: string): ReadonlyMap<number, string> {
  const rows = [...html.matchAll(/<span id="w-L(\d+)" class="is-(\w+)">([\s\S]*?)<\/span>/g)];
  return new Map(
    rows.map(([, line, tone, inner = '']) => [
      Number(line),
      decoded(`${tone}: ${inner.replace(/<[^>]*>/g, ' ')}`).trim(),
    ]),
  );
}

function decoded(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
