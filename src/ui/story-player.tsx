/** Steps through a story: by buttons, by keys, by the log; the drawing shows who acts. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ControlPlaneList, ControlPlaneMap, type Spot } from './control-plane-map.tsx';
import { type Lang, say } from './messages.ts';
import { storyLabels } from './story-labels.ts';
import { Log } from './story-log.tsx';
import type { Row, StoryView } from './story-rows.ts';
import { StepView } from './story-step.tsx';

interface Props {
  readonly lang: Lang;
  readonly title: string;
  /** Says what the keys step through. */
  readonly label: string;
  readonly answer: StoryView;
  readonly busy: boolean;
  /** The step, from 1; empty before the start. */
  readonly at: string;
  /** `all`: Events and reads too. */
  readonly show: string;
  readonly set: (change: { readonly at?: string; readonly show?: string }) => void;
  /** Beside the step, above the log. */
  readonly children?: ComponentChildren;
}

export function Player({
  lang,
  title,
  label,
  answer,
  busy,
  at: asked,
  show,
  set,
  children,
}: Props) {
  const { rows, detail } = answer;
  const at = stepAt(asked, rows.length);
  const row = rows[at - 1];
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
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = log.current;
    const line = box?.children[at - 1];
    if (!box || !(line instanceof HTMLElement)) return;
    line.ariaCurrent = 'step';
    // Within the log only: the page stays where it is.
    const { offsetTop, offsetHeight } = line;
    const isAbove = offsetTop < box.scrollTop;
    if (isAbove || offsetTop + offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = offsetTop - box.clientHeight / 3;
    }
    return () => {
      line.ariaCurrent = null;
    };
  }, [at, rows]);
  const button = (to: number, label: keyof typeof storyLabels, sign: string) => (
    <button
      type="button"
      class="js"
      disabled={to === at || to < 0 || to > rows.length}
      aria-label={say(storyLabels[label], lang)}
      title={say(storyLabels[label], lang)}
      onClick={() => go(to)}
    >
      {sign}
    </button>
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys step from the bar and from the stage
    <div onKeyDown={onKey}>
      <div class="w-options cp-bar" data-pagefind-ignore>
        <b>{title}</b>
        {at === 0 ? (
          <button
            type="button"
            class="js"
            disabled={rows.length === 0}
            onClick={() => {
              go(1);
              // The button goes; the keys go on.
              stage.current?.focus();
            }}
          >
            ▶ {say(storyLabels.start, lang)}
          </button>
        ) : (
          <>
            {button(1, 'first', '|◀')}
            {button(at - 1, 'back', '◀')}
            {button(at + 1, 'forward', '▶')}
            {button(rows.length, 'last', '▶|')}
          </>
        )}
        <output class="w-soft js">
          {say(storyLabels.position, lang, { step: at, count: rows.length })}
        </output>
        <label class="js">
          <input
            type="checkbox"
            checked={show === 'all'}
            onChange={({ currentTarget }) =>
              set({ show: currentTarget.checked ? 'all' : '', at: '' })
            }
          />{' '}
          {say(storyLabels.all, lang)}
        </label>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: what the keys step through is no fieldset */}
      <div
        class="cp-stage"
        role="group"
        aria-label={`${label}. ${say(storyLabels.keys, lang)}`}
        ref={stage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys step from here
        tabIndex={0}
      >
        <div class="w-cols">
          <div class="cp-drawing">
            <ControlPlaneMap lang={lang} lit={litBy(row)} down={detail?.down ?? []} />
            <p class="w-soft cp-keys js">{say(storyLabels.keys, lang)}</p>
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
        {children}
        <Log lang={lang} answer={answer} go={go} box={log} />
      </div>
    </div>
  );
}

/** A step that there is. */
export function stepAt(asked: string, count: number): number {
  return Math.min(Math.max(Math.trunc(Number(asked)) || 0, 0), count);
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
