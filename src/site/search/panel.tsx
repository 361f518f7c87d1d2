import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { liveBase } from '../../ui/load.ts';
import { type Lang, say } from '../../ui/messages.ts';
import { find, warmUp } from './find.ts';
import { messages } from './messages.ts';
import type { Hit } from './rank.ts';
import style from './style.css';

let dialog: HTMLDialogElement | undefined;

/** Opens the search panel, making it the first time. */
export function open(): void {
  if (!dialog) {
    const lang: Lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
    dialog = document.createElement('dialog');
    dialog.className = 'search-panel';
    dialog.setAttribute('aria-label', say(messages.title, lang));
    const sheet = document.createElement('style');
    sheet.textContent = style;
    document.head.append(sheet);
    document.body.append(dialog);
    render(<Panel lang={lang} close={() => dialog?.close()} />, dialog);
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
  dialog.showModal();
  dialog.querySelector('input')?.select();
}

interface Props {
  readonly lang: Lang;
  readonly close: () => void;
}

function Panel({ lang, close }: Props) {
  const [query, setQuery] = useState('');
  const [hits, setHits] = useState<readonly Hit[]>([]);
  const [chosen, setChosen] = useState(0);
  const [status, setStatus] = useState('');
  const turn = useRef(0);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => void warmUp(lang).catch(() => setStatus(say(messages.failed, lang))), []);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const ask = async (text: string) => {
    const mine = ++turn.current;
    setQuery(text);
    setChosen(0);
    if (text.trim() === '') {
      setHits([]);
      return setStatus('');
    }
    try {
      let found: readonly Hit[] = [];
      for await (found of find(text, lang)) {
        if (turn.current !== mine) return;
        setHits(found);
      }
      if (turn.current !== mine) return;
      setHits(found);
      setStatus(
        found.length === 0
          ? say(messages.none, lang, { query: text })
          : say(messages.count, lang, { count: found.length }),
      );
    } catch {
      if (turn.current === mine) setStatus(say(messages.failed, lang));
    }
  };

  const onKey = (event: KeyboardEvent) => {
    // While an input method is composing, its keys are not ours.
    if (event.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && hits.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + hits.length) % hits.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      list.current?.children[chosen]?.querySelector('a')?.click();
    }
  };

  return (
    <>
      <input
        role="combobox"
        inputMode="search"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={hits.length > 0 ? `search-hit-${chosen}` : undefined}
        aria-label={say(messages.title, lang)}
        placeholder={say(messages.placeholder, lang)}
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => void ask(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <div id="search-hits" role="listbox" ref={list} aria-label={say(messages.title, lang)}>
        {hits.map((hit, at) => (
          <div
            key={hit.url}
            id={`search-hit-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            lang={hit.url.startsWith('zh/') ? 'zh-CN' : 'en'}
          >
            <a href={new URL(`../${hit.url}`, liveBase).href} tabIndex={-1} onClick={close}>
              <b>{hit.heading === '' ? hit.page : hit.heading}</b>
              {hit.heading !== '' && <small>{hit.page}</small>}
              {hit.excerpt.length > 0 && (
                <span>
                  {hit.excerpt.map((part, index) =>
                    part.found ? <mark key={index}>{part.text}</mark> : part.text,
                  )}
                </span>
              )}
            </a>
          </div>
        ))}
      </div>
      <p>
        <span role="status">{status}</span>
        <span aria-hidden="true">{say(messages.keys, lang)}</span>
      </p>
    </>
  );
}
