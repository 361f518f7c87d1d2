import { type Lang, say } from './messages.ts';
import { clock } from './story-log.tsx';
import type { Row, StoryView } from './story-rows.ts';

interface Props {
  readonly lang: Lang;
  readonly answer: StoryView;
  readonly row: Row;
  readonly number: number;
  readonly busy: boolean;
  readonly go: (to: number) => void;
}

/** One write: who, what, because of what, and what it changed. */
export function StepView({ lang, answer, row, number, go, busy }: Props) {
  const { verbs, words } = answer;
  const detail = busy ? null : answer.detail;
  const word = (key: keyof typeof words, params = {}) => say(words[key], lang, params);
  const link = (step: number) => (
    <button type="button" class="cp-link" onClick={() => go(step)}>
      {word('answers', { step })}
    </button>
  );
  return (
    <>
      <p class="w-verdict">
        {number}. <var>{clock(row.at)}</var>
        <br />
        {row.verb === '$' ? (
          <code>{row.what}</code>
        ) : (
          <>
            <b>{row.who}</b> {say(verbs[row.verb] ?? ['', ''], lang)} <code>{row.what}</code>
          </>
        )}
      </p>
      {detail && row.verb !== '$' && (
        <>
          {(detail.outcome || detail.message) && (
            <p class={row.code ? 'w-note w-bad' : 'w-note'}>
              {detail.outcome && say(detail.outcome, lang)} <span lang="en">{detail.message}</span>
            </p>
          )}
          <p class="w-h4">{word('because')}</p>
          <p class="w-note">
            {say(detail.cause, lang)}
            {detail.event && (
              <>
                {lang === 'zh' ? '：' : ': '}
                <code>{detail.event}</code>
                {lang === 'zh' ? '（' : ' ('}
                {detail.facts.map((fact) => say(fact, lang)).join(lang === 'zh' ? '、' : ', ')}
                {lang === 'zh' ? '）' : ')'}
              </>
            )}{' '}
            {detail.step !== undefined && link(detail.step)}
          </p>
          <p class="w-soft cp-times">
            {detail.waited !== undefined && `${word('waited', { time: span(detail.waited) })} · `}
            {word('took', { time: span(detail.took) })}
            {detail.again !== undefined && ` · ${word('again', { step: detail.again })}`}
          </p>
          <p class="w-h4">{word(row.code ? 'asked' : 'changed')}</p>
          {detail.blind && <p class="w-soft">{word('blind')}</p>}
          {detail.fields.length === 0 ? (
            <p class="w-soft">{word('nothing')}</p>
          ) : (
            <ul class="cp-diff" data-not-searched>
              {detail.fields.map(({ path, before, after }) => (
                <li key={path}>
                  <code>{path}</code>
                  {before !== undefined && <del>{before}</del>}
                  {after !== undefined && <ins>{after}</ins>}
                </li>
              ))}
            </ul>
          )}
          {detail.moreFields > 0 && (
            <p class="w-soft">{word('more', { count: detail.moreFields })}</p>
          )}
        </>
      )}
    </>
  );
}

function span(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
