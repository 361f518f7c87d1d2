import { Choice } from '../../ui/choice.tsx';
import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import type { Words } from './messages.ts';
import type { WalkView } from './walks.ts';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly words: Words;
  readonly walk: WalkView;
  readonly goTo: GoTo;
  /** What the reader typed; empty: the usual one. */
  readonly packet: string;
  /** Packets to choose from. */
  readonly cells: readonly (readonly [packet: string, name: string])[];
  readonly follow: (packet: string) => void;
}

/** One packet, mode beside mode. */
export function Walk({ id, lang, words, walk, goTo, packet, cells, follow }: Props) {
  const line = packet || walk.packet;
  return (
    <>
      <p class="w-options js" data-pagefind-ignore>
        <label class="kp-packet">
          {say(words.packet, lang)}{' '}
          <input
            value={line}
            spellcheck={false}
            autocapitalize="off"
            aria-invalid={walk.problem && true}
            aria-describedby={`${id}-packet`}
            onInput={({ currentTarget }) => follow(currentTarget.value)}
          />
        </label>
        {cells.length > 0 && (
          <Choice
            label={say(words.packetOf, lang)}
            labelHidden
            value={cells.some(([own]) => own === line) ? line : ''}
            options={[['', say(words.packetOwn, lang)], ...new Map(cells)]}
            onValue={(value) => value !== '' && follow(value)}
          />
        )}
      </p>
      <p class="kp-line">
        <code>{line}</code>
      </p>
      <p id={`${id}-packet`} class="w-bad" role="status">
        {walk.problem && say(walk.problem, lang)}
      </p>
      {walk.verdict && (
        <p class={walk.verdict.same ? 'w-note' : 'w-note kp-differs'}>
          {say(walk.verdict.says, lang)}
        </p>
      )}
      <div class={walk.modes.length > 1 ? 'kp-modes' : undefined}>
        {walk.modes.map(({ title, ways, more, share, steps }) => (
          <div key={title}>
            <p class="kp-name">
              <code>{title}</code>
            </p>
            <ul class="kp-ways">
              {ways.map(({ share: own, verdict, says, destination, source }, index) => (
                <li key={index} class={`is-${TONES[verdict]}`}>
                  <var>{own}</var> <b>{say(says, lang)}</b> <var>{destination}</var>{' '}
                  <span class="w-soft">
                    ← <var>{source}</var>
                  </span>
                </li>
              ))}
              {more > 0 && <li class="w-soft">+{more}</li>}
            </ul>
            {steps.length > 0 && (
              <p class="w-soft kp-matched">{say(words.matched, lang, { share })}</p>
            )}
            <ol class="kp-steps">
              {steps.map(({ at, text, says, line: own }, index) => (
                <li key={index}>
                  <p>
                    {own > 0 && (
                      <>
                        <LineLink id={id} lang={lang} line={own} goTo={goTo} />{' '}
                      </>
                    )}
                    {say(says, lang)} <span class="w-soft">{at}</span>
                  </p>
                  <code>{text}</code>
                </li>
              ))}
            </ol>
          </div>
        ))}
      </div>
    </>
  );
}

const TONES = { accept: 'good', drop: 'bad', reject: 'bad', unknown: 'warn' } as const;
