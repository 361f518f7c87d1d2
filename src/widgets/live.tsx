/**
 * The running side of every widget: takes over the server's HTML, keeps the input in the URL and in
 * the tab's draft, and asks for the answer when the input changes.
 */
import { hydrate } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { copyText } from '../ui/clipboard.ts';
import { readDraft, writeDraft } from '../ui/draft.ts';
import { EmbedCode } from '../ui/embed-code.tsx';
import { Frame } from '../ui/frame.tsx';
import { liveBase, livenotes, loadScript } from '../ui/load.ts';
import { type Lang, labels, say } from '../ui/messages.ts';
import { readState, writeState } from '../ui/state.ts';
import type { Answering, Input, Widget } from './define.ts';

const SLICE_MS = 12;
/** Typing pauses this long before the address is rewritten: browsers limit how often that may happen. */
const ADDRESS_DELAY_MS = 300;

interface Start<I extends Input, Answer> {
  readonly input: I;
  readonly answer: Answer;
}

/** Takes over every element of this widget. `parts` are the scripts its answer needs, in order. */
export function mount<I extends Input, Answer>(
  widget: Widget<I, Answer>,
  parts: readonly string[],
): void {
  const takeOver = (element: Element) => {
    const data = element.querySelector(':scope > script');
    const host = element.querySelector(':scope > div');
    if (!data || !host) return;
    const start = JSON.parse(data.textContent) as Start<I, Answer>;
    const lang: Lang = element.closest('[lang]')?.getAttribute('lang')?.startsWith('zh')
      ? 'zh'
      : 'en';
    hydrate(
      <Live widget={widget} parts={parts} start={start} lang={lang} id={element.id} />,
      host,
    );
  };
  for (const element of document.querySelectorAll(`kln-widget[name="${widget.name}"]`)) {
    takeOver(element);
  }
}

interface LiveProps<I extends Input, Answer> {
  readonly widget: Widget<I, Answer>;
  readonly parts: readonly string[];
  readonly start: Start<I, Answer>;
  readonly lang: Lang;
  readonly id: string;
}

function Live<I extends Input, Answer>({ widget, parts, start, lang, id }: LiveProps<I, Answer>) {
  const [input, setInput] = useState(start.input);
  const [answer, setAnswer] = useState(start.answer);
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState('');
  const [embedCode, setEmbedCode] = useState<string>();
  const turn = useRef(0);
  const latest = useRef(start.input);
  const timer = useRef(0);
  const prefix = id === widget.name ? '' : `${id}.`;
  const draftKey = `${location.pathname}#${id}`;

  const settle = async (next: I) => {
    const mine = ++turn.current;
    setBusy(true);
    setNotice('');
    try {
      const found = await answerInSlices<I, Answer>(widget.name, parts, next, () => {
        return turn.current !== mine;
      });
      if (found === undefined) return;
      setAnswer(found.answer);
      setBusy(false);
    } catch {
      if (turn.current !== mine) return;
      setBusy(false);
      setNotice(say(labels.loadFailed, lang));
    }
  };

  const change = (next: I) => {
    latest.current = next;
    setInput(next);
    writeDraft(draftKey, changed(start.input, next));
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void putInAddress(next), ADDRESS_DELAY_MS);
    void settle(next);
  };

  const putInAddress = async (next: I) => {
    const fragment = await writeState(changed(start.input, next) ?? {}, prefix);
    if (fragment === undefined) return;
    try {
      history.replaceState(
        history.state,
        '',
        fragment === '' ? location.pathname + location.search : `#${fragment}`,
      );
    } catch {
      // Some frames forbid it; the share button still makes a link.
    }
  };

  useEffect(() => {
    const restore = async (fromDraft: boolean) => {
      const keys = Object.keys(widget.start);
      const stated = {
        ...(await readState(location.search, keys, prefix)),
        ...(await readState(location.hash, keys, prefix)),
      };
      const found = Object.keys(stated).length > 0 || !fromDraft ? stated : readDraft(draftKey);
      if (!found || Object.keys(found).length === 0) return;
      const known = Object.entries(found).filter(([key]) => keys.includes(key));
      change({ ...latest.current, ...Object.fromEntries(known) });
    };
    void restore(true);
    const onHash = () => void restore(false);
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);

  const share = async () => {
    const fragment = await writeState(input);
    if (fragment === undefined) return setNotice(say(labels.linkTooLong, lang));
    const link = `${location.href.replace(/[?#].*$/, '')}#${withPrefix(fragment, prefix)}`;
    setNotice(say((await copyText(link)) ? labels.linkCopied : labels.copyFailed, lang));
  };

  const embed = async () => {
    const fragment = await writeState(input);
    if (fragment === undefined) return setNotice(say(labels.linkTooLong, lang));
    const page = new URL(`../embed/v1/${lang}/${widget.name}.html`, liveBase);
    page.hash = fragment;
    const title = say(widget.title, lang);
    setEmbedCode(
      `<iframe src="${page.href.replaceAll('&', '&amp;')}" title="${title}" width="100%" height="${widget.height}" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" allow="clipboard-write" style="width:100%;border:0;height:auto;min-height:${widget.height}px;frame-sizing:content-height"></iframe>`,
    );
  };

  const reset = () => {
    setEmbedCode(undefined);
    change(start.input);
    setAnswer(start.answer);
  };

  return (
    <Frame
      lang={lang}
      title={widget.title}
      presets={widget.presets}
      busy={busy}
      notice={notice}
      onPreset={(name) => {
        const preset = widget.presets.find((candidate) => candidate.id === name);
        if (preset) change({ ...latest.current, ...preset.input });
      }}
      onReset={reset}
      onShare={() => void share()}
      onEmbed={() => void embed()}
    >
      <widget.View
        lang={lang}
        input={input}
        answer={answer}
        busy={busy}
        set={(part) => change({ ...latest.current, ...part })}
      />
      {embedCode !== undefined && (
        <EmbedCode lang={lang} code={embedCode} onClose={() => setEmbedCode(undefined)} />
      )}
    </Frame>
  );
}

/** What differs from the page's own input, undefined when nothing does. */
function changed<I extends Input>(from: I, to: I): Record<string, string> | undefined {
  const pairs = Object.entries(to).filter(([key, value]) => from[key] !== value);
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function withPrefix(fragment: string, prefix: string): string {
  if (prefix === '') return fragment;
  return fragment.replace(/(^|&)/g, `$1${prefix}`);
}

async function answerInSlices<I extends Input, Answer>(
  name: string,
  parts: readonly string[],
  input: I,
  stale: () => boolean,
): Promise<{ readonly answer: Answer } | undefined> {
  for (const part of parts) await loadScript(part);
  if (stale()) return undefined;
  const answering = livenotes.parts[`${name}.answer`] as Answering<I, Answer>;
  const steps = answering(input);
  let pause = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return stale() ? undefined : { answer: step.value };
    if (performance.now() < pause) continue;
    await new Promise((resume) => setTimeout(resume));
    if (stale()) return undefined;
    pause = performance.now() + SLICE_MS;
  }
}
