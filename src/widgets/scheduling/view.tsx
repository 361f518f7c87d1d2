import { useRef } from 'preact/hooks';
import { Editor } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import { type GoToLine, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { BalanceView, ClauseView, SchedulingAnswer, SchedulingInput } from './answer.ts';
import { messages } from './messages.ts';

export function View(props: ViewProps<SchedulingInput, SchedulingAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const goTo = useRef<GoToLine>(null);
  const { problems } = answer;
  return (
    <div class="scheduling">
      <Editor
        id={id}
        lang={lang}
        label={messages.input}
        name="input"
        value={input.input}
        file="message.txt"
        marks={
          busy ? [] : answer.messages.map(({ line, balance }) => ({ line, tone: balance.tone }))
        }
        describedBy={`${id}-status`}
        invalid={problems.length > 0}
        goTo={goTo}
        onText={(text) => set({ input: text })}
        onFile={(text) => replace({ input: text })}
      />
      <div class="w-answer" aria-busy={busy}>
        <div id={`${id}-status`} role="status">
          {answer.messages.map(({ line, nodes, balance, truncated, rest }) => (
            <div key={line}>
              {answer.messages.length > 1 && (
                <LineLink id={id} lang={lang} line={line} goTo={goTo} />
              )}
              <Balance lang={lang} balance={balance} />
              {nodes === 0 && <p class="w-note">{say(messages.zero, lang)}</p>}
              {truncated && <p class="w-note w-soft">{say(messages.truncated, lang)}</p>}
              {rest && <p class="w-note w-soft">{say(messages.rest, lang, { rest })}</p>}
            </div>
          ))}
          {problems.length > 0 && (
            <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
          )}
        </div>
        {answer.messages.map(({ line, clauses, preemption }) => (
          <div key={line}>
            <Clauses lang={lang} clauses={clauses} />
            {preemption && (
              <>
                <p class="w-h4">{say(messages.preemption, lang)}</p>
                <p class="w-note">
                  {say(preemption.says, lang)}
                  {preemption.clauses.length === 0 && (
                    <>
                      {' '}
                      <code>{preemption.words}</code>
                    </>
                  )}
                </p>
                {preemption.balance?.tone !== 'good' && preemption.balance && (
                  <Balance lang={lang} balance={preemption.balance} />
                )}
                {preemption.clauses.length > 0 && (
                  <Clauses lang={lang} clauses={preemption.clauses} />
                )}
              </>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function Balance({ lang, balance }: { readonly lang: Lang; readonly balance: BalanceView }) {
  return (
    <p class={`w-verdict is-${balance.tone}`}>
      {balance.tone === 'good' ? '✓' : '✕'} {say(balance.text, lang)}
    </p>
  );
}

function Clauses({
  lang,
  clauses,
}: {
  readonly lang: Lang;
  readonly clauses: readonly ClauseView[];
}) {
  return (
    <Table
      lang={lang}
      caption={messages.table}
      captionHidden
      head={[messages.nodes, messages.plugin, messages.means, messages.fix]}
      rows={clauses.map(({ count, plugin, text, means, fix, older, preemptible }, key) => ({
        key,
        cells: [
          count ?? say(messages.all, lang),
          plugin === '' ? '?' : <code>{plugin}</code>,
          <>
            {say(means, lang)}
            <small>
              <q lang="en">{text}</q>
              {older && ` · ${say(messages.older, lang)}`}
            </small>
          </>,
          <>
            {say(fix, lang)}
            {preemptible && <small>{say(messages.evict, lang)}</small>}
          </>,
        ],
      }))}
    />
  );
}
