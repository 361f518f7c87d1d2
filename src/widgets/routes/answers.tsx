import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import type { Place } from './places.ts';
import { messages } from './messages.ts';
import type { AnswerView, LostView } from './told.ts';

interface Links {
  /** Of the editor that holds the objects. */
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
}

const FIRST = 50;

/** What wins for each request, and behind it why the others lost. */
export function Answers({
  answers,
  ...links
}: Links & { readonly answers: readonly AnswerView[] }) {
  return (
    <ShowMore lang={links.lang} items={answers} first={FIRST}>
      {(shown) => (
        <ol class="rt-answers" aria-label={say(messages.results, links.lang)}>
          {shown.map((one, index) => (
            <Item key={index} {...links} number={index + 1} answer={one} />
          ))}
        </ol>
      )}
    </ShowMore>
  );
}

type ItemProps = Links & { readonly number: number; readonly answer: AnswerView };

function Item({ number, answer, ...links }: ItemProps) {
  const { lang } = links;
  const { request, tone, goal, status, listener, route, reason, redirect, rewrite } = answer;
  const { backends, filters, notes, lost, lostMore } = answer;
  return (
    <li>
      <p class="rt-head">
        <span class="rt-number">{number}</span> <code>{request}</code>{' '}
        <b class={`rt-goal is-${tone}`}>→ {redirect === undefined ? goal : status}</b>
      </p>
      {redirect !== undefined && (
        <p class="rt-fact">
          {say(messages.redirect, lang)} <code>{redirect}</code>
        </p>
      )}
      {reason && <p class="rt-fact w-bad">{say(reason, lang)}</p>}
      {(route ?? listener) && (
        <p class="rt-fact">
          {route && <At {...links} place={route} />}
          {listener && (
            <>
              {' '}
              {say(messages.listener, lang)} <At {...links} place={listener} />
            </>
          )}
        </p>
      )}
      {backends.map(({ name, share, weight, problem }) =>
        share === '' && !problem ? null : (
          <p key={name} class="rt-fact">
            <code>{name}</code> {share !== '' && say(messages.weight, lang, { weight })}{' '}
            {share !== '' && <b>{share}</b>}{' '}
            {problem && <span class="w-bad">{say(problem, lang)}</span>}
          </p>
        ),
      )}
      {rewrite !== undefined && (
        <p class="rt-fact">
          {say(messages.rewrite, lang)} <code>{rewrite}</code>
        </p>
      )}
      {filters.map((filter) => (
        <p key={filter} class="rt-fact">
          {say(messages.filter, lang)} <code>{filter}</code>
        </p>
      ))}
      {notes.map((note) => (
        <p key={note[1]} class="rt-fact w-soft">
          {say(note, lang)}
        </p>
      ))}
      {lost.length > 0 && (
        <details class="rt-lost" open={number === 1}>
          <summary>{say(messages.lost, lang, { count: lost.length + lostMore })}</summary>
          <ul class="w-findings">
            {lost.map((one, index) => (
              <Lost key={index} {...links} lost={one} />
            ))}
          </ul>
          {lostMore > 0 && (
            <p class="w-soft">{say(messages.lostMore, lang, { count: lostMore })}</p>
          )}
        </details>
      )}
    </li>
  );
}

function Lost({ lost, ...links }: Links & { readonly lost: LostView }) {
  const { lang } = links;
  return (
    <li>
      <At {...links} place={lost} />
      {lang === 'zh' ? '：' : ': '}
      {say(lost.why, lang)}
    </li>
  );
}

function At({ id, lang, goTo, place }: Links & { readonly place: Place }) {
  return (
    <>
      <code>{place.text}</code> <LineLink id={id} lang={lang} line={place.line} goTo={goTo} />
    </>
  );
}
