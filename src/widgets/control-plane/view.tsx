import { useEffect, useRef } from 'preact/hooks';
import { ControlPlaneList, ControlPlaneMap, type Spot } from '../../ui/control-plane-map.tsx';
import { Editor } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoToLine } from '../../ui/line-link.tsx';
import { type Pair, say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { ReplayAnswer, ReplayInput, Row } from './answer.ts';
import { Log } from './log.tsx';
import { messages, stories } from './messages.ts';
import { StepView } from './step.tsx';

const titles: Readonly<Partial<Record<string, Pair>>> = stories;

export function View(props: ViewProps<ReplayInput, ReplayAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const goTo = useRef<GoToLine>(null);
  const { rows, problems, detail } = answer;
  const at = Math.min(Math.max(Math.trunc(Number(input.at)) || 0, 0), rows.length);
  const row = rows[at - 1];
  const isOwn = input.input.trim() !== '';
  const go = (to: number) => {
    const next = Math.min(Math.max(to, 0), rows.length);
    set({ at: next === 0 ? '' : String(next) });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = keyed(event.key, at, rows.length);
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const log = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const line = log.current?.children[at - 1];
    const box = log.current;
    if (!box || !(line instanceof HTMLElement)) return;
    // Within the log only: the page stays where it is.
    const { offsetTop, offsetHeight } = line;
    const isAbove = offsetTop < box.scrollTop;
    if (!isAbove && offsetTop + offsetHeight <= box.scrollTop + box.clientHeight) return;
    box.scrollTop = offsetTop - box.clientHeight / 3;
  }, [at, rows]);
  const button = (to: number, label: keyof typeof messages, sign: string) => (
    <button
      type="button"
      class="js"
      disabled={to === at || to < 0 || to > rows.length}
      aria-label={say(messages[label], lang)}
      title={say(messages[label], lang)}
      onClick={() => go(to)}
    >
      {sign}
    </button>
  );

  return (
    <div class="cp">
      <div class="w-options cp-bar" data-pagefind-ignore>
        <b>{say(isOwn ? messages.own : (titles[input.recording] ?? messages.own), lang)}</b>
        {at === 0 ? (
          <button type="button" class="js" disabled={rows.length === 0} onClick={() => go(1)}>
            ▶ {say(messages.start, lang)}
          </button>
        ) : (
          <>
            {button(1, 'first', '|◀')}
            {button(at - 1, 'back', '◀')}
            {button(at + 1, 'forward', '▶')}
            {button(rows.length, 'last', '▶|')}
          </>
        )}
        <output class="w-soft">
          {say(messages.position, lang, { step: at, count: rows.length })}
        </output>
        <label class="js">
          <input
            type="checkbox"
            checked={input.show === 'all'}
            onChange={({ currentTarget }) =>
              set({ show: currentTarget.checked ? 'all' : '', at: '' })
            }
          />{' '}
          {say(messages.all, lang)}
        </label>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: what the keys step through is no fieldset */}
      <div
        class="cp-stage"
        role="group"
        aria-label={`${say(messages.stage, lang)}. ${say(messages.keys, lang)}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys step from here
        tabIndex={0}
        onKeyDown={onKey}
      >
        <div class="w-cols">
          <div class="cp-drawing">
            <ControlPlaneMap lang={lang} lit={litBy(row)} down={detail?.down ?? []} />
            <p class="w-soft cp-keys js">{say(messages.keys, lang)}</p>
          </div>
          <div
            class="w-answer"
            aria-busy={busy}
            aria-live="polite"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
            tabIndex={0}
          >
            {row ? (
              <StepView lang={lang} answer={answer} row={row} number={at} go={go} busy={busy} />
            ) : (
              <>
                <p class="w-soft">{say(answer.source, lang)}</p>
                <ControlPlaneList lang={lang} />
              </>
            )}
          </div>
        </div>
        <Log lang={lang} answer={answer} at={at} go={go} box={log} />
      </div>
      <details class="cp-own js" open={isOwn}>
        <summary>{say(messages.paste, lang)}</summary>
        <Editor
          id={id}
          lang={lang}
          label={messages.input}
          name="input"
          value={input.input}
          file="audit.log"
          marks={busy ? [] : problems.map(({ line, tone }) => ({ line, tone }))}
          describedBy={`${id}-status`}
          invalid={problems.length > 0}
          goTo={goTo}
          onText={(text) => set({ input: text, at: '' })}
          onFile={(text) => replace({ input: text, at: '' })}
        />
        <div id={`${id}-status`} role="status" class="cp-problems">
          {problems.length > 0 && (
            <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
          )}
        </div>
      </details>
    </div>
  );
}

function keyed(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return at + 1;
  if (key === 'ArrowLeft') return Math.max(at - 1, 1);
  return key === 'Home' ? 1 : key === 'End' ? count : undefined;
}

/** The component, the API server that it asks, and etcd when something is stored. */
function litBy(row: Row | undefined): readonly Spot[] {
  if (!row || row.spot === '') return [];
  if (row.verb === '$') return [row.spot];
  return [row.spot, 'apiserver', ...(row.stored ? (['etcd'] as const) : [])];
}
