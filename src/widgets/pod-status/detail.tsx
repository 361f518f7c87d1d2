import type { ComponentChildren } from 'preact';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { ContainerView, StatusDetail } from './answer.ts';
import { messages } from './messages.ts';
import { Word } from './rows.tsx';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly detail: StatusDetail;
}

/** What the word is, how it came about, and what the other cells tell. */
export function Detail(props: Props) {
  const { id, lang, goTo, detail } = props;
  const { status, tone, says, cells, findings, missing } = detail;
  return (
    <>
      <div class="ps-says" role="status">
        <Word tone={tone} status={status} />
        {says.map((sentence) => (
          <p key={sentence[1]}>{say(sentence, lang)}</p>
        ))}
      </div>
      {detail.trace.length > 1 && <Trace {...props} />}
      {findings.length > 0 && <FindingList id={id} lang={lang} goTo={goTo} findings={findings} />}
      <dl class="ps-cells">
        {cells.map(({ head, text, says: told }) => (
          <div key={head}>
            <dt>
              {head} <var>{text}</var>
            </dt>
            {told.map((sentence) => (
              <dd key={sentence[1]}>{say(sentence, lang)}</dd>
            ))}
          </div>
        ))}
      </dl>
      {missing.length > 0 && (
        <Part title={say(messages.missing, lang)}>
          <FindingList id={id} lang={lang} goTo={goTo} findings={missing} />
        </Part>
      )}
    </>
  );
}

/** From the phase to what is printed: each covers what stands before it. */
function Trace({ id, lang, goTo, detail }: Props) {
  return (
    <Part title={say(messages.trace, lang)}>
      <ol class="ps-trace">
        {detail.trace.map(({ role, what, word, line, printed }) => (
          <li key={role} class={printed ? `is-printed is-${detail.tone}` : undefined}>
            <span>{say(what, lang)}</span>
            <b lang="en">{word}</b>
            {line !== undefined && <LineLink id={id} lang={lang} line={line} goTo={goTo} />}
            {printed && <em>{say(messages.here, lang)}</em>}
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="ps-part">
      <p class="ps-title">{title}</p>
      {children}
    </div>
  );
}

/** Containers, conditions and commands, over the whole width. */
export function More({ id, lang, goTo, detail }: Props) {
  const { containers, conditions, looks } = detail;
  return (
    <>
      {looks.length > 0 && (
        <div class="w-answer ps-looks">
          <p class="ps-title">{say(messages.looks, lang)}</p>
          <ul>
            {looks.map(({ what, command }) => (
              <li key={command}>
                <span>{say(what, lang)}</span>
                <code>{command}</code>
                <CopyButton lang={lang} text={() => command} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {containers.length > 0 && (
        <Table
          lang={lang}
          caption={messages.containers}
          head={[messages.container, messages.state, messages.lastRun]}
          rows={containers.map((container) => ({
            key: container.line,
            cells: [
              <>
                {container.name}
                <small>
                  {say(container.kind, lang)}{' '}
                  <LineLink id={id} lang={lang} line={container.line} goTo={goTo} />
                </small>
              </>,
              <State key="state" lang={lang} container={container} />,
              <Last key="last" lang={lang} container={container} />,
            ],
          }))}
        />
      )}
      {conditions.length > 0 && (
        <details class="ps-more" data-not-searched>
          <summary class="ps-title">
            {say(messages.conditions, lang)} ({conditions.length})
          </summary>
          <Table
            lang={lang}
            caption={messages.conditions}
            captionHidden
            head={[messages.condition, '', messages.reason, messages.since]}
            rows={conditions.map((condition) => ({
              key: condition.line,
              cells: [
                <>
                  {condition.type}{' '}
                  <LineLink id={id} lang={lang} line={condition.line} goTo={goTo} />
                </>,
                <var key="status">{condition.status}</var>,
                <>
                  {condition.reason || '–'}
                  {condition.message !== '' && <small>{condition.message}</small>}
                </>,
                <var key="since">{condition.since}</var>,
              ],
            }))}
          />
        </details>
      )}
    </>
  );
}

interface OfContainer {
  readonly lang: Lang;
  readonly container: ContainerView;
}

function State({ lang, container }: OfContainer) {
  const { state, told, says, ready, restarts } = container;
  return (
    <>
      {say(state, lang)} <var>{told}</var>{' '}
      <span class={ready ? 'ps-good' : 'w-soft'}>
        {say(ready ? messages.ready : messages.notReady, lang)}
        {restarts > 0 && <> · {say(messages.restarts, lang, { count: restarts })}</>}
      </span>
      {says && <small>{say(says, lang)}</small>}
    </>
  );
}

function Last({ lang, container: { last } }: OfContainer) {
  if (!last) return <>–</>;
  return (
    <>
      <var>{last.told}</var>{' '}
      <span class="w-soft">{say(messages.lastAgo, lang, { ago: last.ago })}</span>
      <small>{say(last.says, lang)}</small>
    </>
  );
}
