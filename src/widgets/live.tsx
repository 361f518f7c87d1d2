/**
 * The running side of every widget: takes over the server's HTML, keeps the input in the URL and in
 * the tab's draft, and asks for the answer when the input changes.
 */
import { hydrate } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hasDraft } from '../ui/draft.ts';
import { EmbedCode } from '../ui/embed-code.tsx';
import { Frame } from '../ui/frame.tsx';
import { livenotes, loadPart, NEAR } from '../ui/load.ts';
import { type Lang, labels, say } from '../ui/messages.ts';
import type { Pairs } from '../ui/state.ts';
import type { Input, Widget } from './define.ts';
import type * as Later from './later.ts';

/** Typing pauses this long before the address is rewritten: browsers limit how often that may happen. */
const ADDRESS_DELAY_MS = 300;
/** An answer that is there sooner is not announced as being worked on. */
const BUSY_DELAY_MS = 120;

interface Start<I extends Input, Answer> {
  readonly input: I;
  readonly answer: Answer;
}

/** Takes over every element of this widget. `parts` are the scripts its answer needs, in order. */
export function mount<I extends Input, Answer>(
  widget: Widget<I, Answer>,
  parts: readonly string[],
): void {
  // One by one as they come near: a page with six calculators must not stand still for all of them.
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        takeOver(target, widget, parts);
      }
    },
    { rootMargin: NEAR },
  );
  for (const element of document.querySelectorAll(`kln-widget[name="${widget.name}"]`)) {
    near.observe(element);
  }
}

function takeOver<I extends Input, Answer>(
  element: Element,
  widget: Widget<I, Answer>,
  parts: readonly string[],
): void {
  const data = element.querySelector(':scope > script');
  const host = element.querySelector(':scope > div');
  if (!data || !host) return;
  const props: LiveProps<I, Answer> = {
    widget,
    parts,
    start: JSON.parse(data.textContent) as Start<I, Answer>,
    typed: typedEarly(host),
    lang: element.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') ? 'zh' : 'en',
    id: element.id,
    // The first widget of a page has the short form of the address.
    prefix: document.querySelector('kln-widget') === element ? '' : `${element.id}.`,
  };
  hydrate(<Live {...props} />, host);
}

/** What the reader wrote into the fields before this script was there. */
function typedEarly(host: Element): Pairs {
  const fields = [...host.querySelectorAll<HTMLTextAreaElement>('textarea[name]')];
  const touched = fields.filter((field) => field.value !== field.defaultValue);
  return Object.fromEntries(touched.map((field) => [field.name, field.value]));
}

interface LiveProps<I extends Input, Answer> {
  readonly widget: Widget<I, Answer>;
  readonly parts: readonly string[];
  readonly start: Start<I, Answer>;
  readonly typed: Pairs;
  readonly lang: Lang;
  readonly id: string;
  readonly prefix: string;
}

function Live<I extends Input, Answer>(props: LiveProps<I, Answer>) {
  const { widget, start, lang, id, prefix } = props;
  const [input, setInput] = useState(start.input);
  const [answer, setAnswer] = useState(start.answer);
  const [phase, setPhase] = useState<'ready' | 'busy' | 'failed'>('ready');
  const [notice, setNotice] = useState('');
  const [before, setBefore] = useState<I>();
  const [embedCode, setEmbedCode] = useState<string>();
  const turn = useRef(0);
  const latest = useRef(start.input);
  const timer = useRef(0);
  const place = {
    keys: Object.keys(widget.start),
    prefix,
    // Both languages of a page share a draft.
    draftKey: `${location.pathname.replace(/(.*\/)(zh|en)\//, '$1')}#${id}`,
  };

  const settle = async (next: I) => {
    const mine = ++turn.current;
    const stale = () => turn.current !== mine;
    const announce = setTimeout(() => !stale() && setPhase('busy'), BUSY_DELAY_MS);
    try {
      const { ask } = await loadPart<typeof Later>('later');
      const { name } = widget;
      const found = await ask<I, Answer>({ name, parts: props.parts, input: next, stale });
      if (found === undefined) return;
      setAnswer(found.answer);
      setPhase('ready');
    } catch {
      if (stale()) return;
      setPhase('failed');
      setNotice(say(labels.loadFailed, lang));
    } finally {
      clearTimeout(announce);
    }
  };

  const later = async (work: (parts: typeof Later) => Promise<unknown>) => {
    try {
      await work(await loadPart<typeof Later>('later'));
    } catch {
      setNotice(say(labels.loadFailed, lang));
    }
  };

  const change = (next: I, asked = true) => {
    const pairs = changed(start.input, next);
    latest.current = next;
    setInput(next);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      void later(async ({ remember }) => {
        const said = await remember(place, pairs, () => latest.current === next);
        if (said) setNotice(say(said, lang));
      });
    }, ADDRESS_DELAY_MS);
    if (!asked) return;
    setBefore(undefined);
    setNotice('');
    if (pairs) return void settle(next);
    turn.current++;
    setAnswer(start.answer);
    setPhase('ready');
  };

  /** For what takes the place of the reader's text: it can be had back. */
  const replace = (next: I) => {
    const old = latest.current;
    change(next);
    if (changed(old, next) === undefined) return;
    setBefore(old);
    setNotice(say(labels.replaced, lang));
  };

  useEffect(() => {
    const take = (pairs: Pairs) => {
      const known = Object.entries(pairs).filter(([key]) => place.keys.includes(key));
      if (known.length > 0) change({ ...latest.current, ...Object.fromEntries(known) });
    };
    const onHash = () => {
      if (!location.hash.includes('=')) return;
      void later(async ({ readLink }) => take(await readLink(place)));
    };
    const onHide = () => {
      const loaded = livenotes.parts['later'] as typeof Later | undefined;
      loaded?.keepDraft(place, changed(start.input, latest.current));
    };
    const isLeft = `${location.hash}${location.search}`.includes('=') || hasDraft(place.draftKey);
    if (isLeft) {
      void later(async ({ recall }) => take({ ...(await recall(place)), ...props.typed }));
    } else take(props.typed);
    addEventListener('hashchange', onHash);
    addEventListener('pagehide', onHide);
    return () => {
      removeEventListener('hashchange', onHash);
      removeEventListener('pagehide', onHide);
    };
  }, []);

  const share = () =>
    later(async ({ copyLink }) => {
      const pairs = { ...worthSaying(widget.start, input), ...changed(start.input, input) };
      setNotice(say(await copyLink(place, pairs), lang));
    });

  const embed = () =>
    later(async ({ embedSnippet, tooLong }) => {
      const code = await embedSnippet(widget, lang, worthSaying(widget.start, input));
      setEmbedCode(code);
      setNotice(code === undefined ? say(tooLong, lang) : '');
    });

  return (
    <Frame
      lang={lang}
      title={widget.title}
      presets={widget.presets}
      busy={phase === 'busy'}
      notice={notice}
      onUndo={before && (() => change(before))}
      onPreset={(name) =>
        void later(async () => {
          const preset = widget.presets.find((candidate) => candidate.id === name);
          replace({ ...widget.start, ...preset?.input, ...(await preset?.load?.()) });
        })
      }
      onReset={() => {
        setEmbedCode(undefined);
        replace(start.input);
      }}
      onShare={share}
      onEmbed={embed}
      result={
        embedCode !== undefined && (
          <EmbedCode lang={lang} code={embedCode} onClose={() => setEmbedCode(undefined)} />
        )
      }
    >
      <widget.View
        id={id}
        lang={lang}
        input={input}
        answer={answer}
        busy={phase !== 'ready'}
        set={(part, asked) => change({ ...latest.current, ...part }, asked)}
        replace={(part) => replace({ ...latest.current, ...part })}
      />
    </Frame>
  );
}

/** What a link tells even where it is the page's own: pages change, links stay. */
function worthSaying<I extends Input>(usual: I, input: I): Pairs {
  return { input: input.input, ...changed(usual, input) };
}

/** What differs from the page's own input, undefined when nothing does. */
function changed<I extends Input>(from: I, to: I): Record<string, string> | undefined {
  const pairs = Object.entries(to).filter(([key, value]) => from[key] !== value);
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
