/**
 * What the running side needs only once there is something to answer, keep or pass on. A shared part of its
 * own (`live/later.js`), so that a page that is only read stays small.
 */
import { copyText } from '../ui/clipboard.ts';
import { liveBase } from '../ui/load.ts';
import { type Place, readAddress } from '../ui/memory.ts';
import { type Lang, labels, type Pair, say } from '../ui/messages.ts';
import { type Pairs, writeState } from '../ui/state.ts';
import type { Input, Widget } from './define.ts';

export { ask } from './ask.ts';
export * from '../ui/late.ts';
export { keepDraft, recall, remember } from '../ui/memory.ts';

const linkCopied: Pair = ['链接已复制', 'Link copied'];

/** When the input does not fit into an address. */
export const tooLong: Pair = [
  '内容太长，放不进链接。请下载后发送文件。',
  'Too long for a link. Download it and send the file.',
];

/**
 * A link in the text may be far from what it changes: the field that it states first is brought into view, and
 * once more when the answer has moved it.
 */
export async function readLink(place: Place): Promise<Pairs> {
  const pairs = await readAddress(place);
  const id = place.draftKey.slice(place.draftKey.lastIndexOf('#') + 1);
  const widget = document.getElementById(id);
  const [part] = Object.keys(pairs);
  if (!widget || part === undefined) return pairs;
  const field = widget.querySelector(`[name="${part}"], [aria-describedby~="${id}-${part}"]`);
  const show = () => (field ? field.scrollIntoView({ block: 'center' }) : widget.scrollIntoView());
  show();
  const answered = new MutationObserver(() => {
    answered.disconnect();
    show();
  });
  answered.observe(widget, { childList: true, subtree: true });
  return pairs;
}

/** Copies the address of this page with the input in it; answers with what to tell the reader. */
export async function copyLink({ prefix }: Place, pairs: Pairs): Promise<Pair> {
  const fragment = await writeState(pairs, prefix);
  if (fragment === undefined) return tooLong;
  const link = `${location.href.replace(/[?#].*$/, '')}#${fragment}`;
  return (await copyText(link)) ? linkCopied : labels.copyFailed;
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
