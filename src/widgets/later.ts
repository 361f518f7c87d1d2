/**
 * What the running side needs only once there is something to answer, keep or pass on. A shared part of its
 * own (`live/later.js`), so that a page that is only read stays small.
 */
import { liveBase } from '../ui/load.ts';
import type { Place } from '../ui/memory.ts';
import { type Lang, say } from '../ui/messages.ts';
import { type Pairs, writeState } from '../ui/state.ts';
import type { Input, Widget } from './define.ts';

export { ask } from './ask.ts';
export { keepDraft, readLink, recall, remember } from '../ui/memory.ts';

/** The address of this page with the input in it, undefined when it would be too long. */
export async function linkTo({ prefix }: Place, pairs: Pairs): Promise<string | undefined> {
  const fragment = await writeState(pairs, prefix);
  return fragment === undefined ? undefined : `${location.href.replace(/[?#].*$/, '')}#${fragment}`;
}

/** The frame that shows the widget, with the input in it, in a foreign page. */
export async function embedSnippet<I extends Input, Answer>(
  widget: Widget<I, Answer>,
  lang: Lang,
  pairs: Pairs,
): Promise<string | undefined> {
  const fragment = await writeState(pairs);
  if (fragment === undefined) return undefined;
  const page = new URL(`../embed/v1/${lang}/${widget.name}.html`, liveBase);
  page.hash = fragment;
  const address = page.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${address}" title="${say(widget.title, lang)}" width="100%" height="${widget.height}" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" allow="clipboard-write" style="width:100%;border:0;height:auto;min-height:${widget.height}px;frame-sizing:content-height"></iframe>`;
}
