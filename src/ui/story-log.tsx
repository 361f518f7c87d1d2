import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Lang, say } from './messages.ts';
import { storyLabels } from './story-labels.ts';
import type { Row, StoryView } from './story-rows.ts';

interface Props {
  readonly lang: Lang;
  readonly answer: StoryView;
  readonly go: (to: number) => void;
  readonly box: RefObject<HTMLOListElement | null>;
}

/** Every step as a line of text: what the drawing shows one after the other. The player marks the chosen one. */
export function Log({ lang, answer, go, box }: Props) {
  const { rows, verbs, outcomes } = answer;
  // Thousands of lines: drawn once for a story, not once for a step.
  const lines = useMemo(
    () =>
      rows.map((row, index) => (
        <li key={index} class={toneOf(row)}>
          <var>{clock(row.at)}</var>{' '}
          {row.verb === '$' ? (
            <code>{row.what}</code>
          ) : (
            <>
              <b>{row.who}</b> {verbs[row.verb] && say(verbs[row.verb] ?? ['', ''], lang)}{' '}
              <code>{row.what}</code>
              {row.outcome && (
                <em> {say(outcomes[row.outcome] ?? ['', ''], lang, { code: row.code ?? '' })}</em>
              )}
              {row.because && <small> ← {row.because}</small>}
            </>
          )}
        </li>
      )),
    [rows, lang],
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys step through all of it
    <ol
      class="cp-log"
      ref={box}
      aria-label={say(storyLabels.log, lang)}
      data-not-searched
      // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
      tabIndex={0}
      onClick={({ currentTarget, target }) => {
        const line = (target as Element).closest('li');
        if (line) go([...currentTarget.children].indexOf(line) + 1);
      }}
    >
      {lines}
    </ol>
  );
}

function toneOf({ code, verb }: Row): string | undefined {
  if (verb === '$') return 'is-action';
  if (code === undefined) return undefined;
  return code === 409 ? 'is-warn' : 'is-bad';
}

export function clock(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
