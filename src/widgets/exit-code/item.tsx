import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, type Pair, say } from '../../ui/messages.ts';
import type { ItemView } from './answer.ts';
import { messages } from './messages.ts';

const SOURCE = 'https://github.com/kubernetes/kubernetes/blob/v1.37.2/';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly item: ItemView;
  /** The only one: nothing is folded away. */
  readonly isOnly: boolean;
  readonly goTo: GoTo;
}

/** What one code or reason means, and below it where it stands and what comes next. */
export function Item({ id, lang, item, isOnly, goTo }: Props) {
  const { line, container, field, exitCode, signal, reason } = item;
  const facts = <Facts lang={lang} item={item} />;
  return (
    <div class="exit-item">
      <p class="exit-head">
        {!isOnly && (
          <>
            <LineLink id={id} lang={lang} line={line} goTo={goTo} />{' '}
          </>
        )}
        {reason !== undefined && <b>{reason} </b>}
        {exitCode !== undefined && (
          <span>
            {say(messages.code, lang, { code: exitCode })}
            {signal !== undefined && <b> {signal}</b>}
          </span>
        )}
        {(container !== undefined || field !== undefined) && (
          <small>
            {[container && say(messages.container, lang, { name: container }), field]
              .filter(Boolean)
              .join(' · ')}
          </small>
        )}
      </p>
      <p class="exit-says">{say(item.says, lang)}</p>
      {item.notes.map((note) => (
        <p key={note[1]} class="exit-note">
          {say(note, lang)}
        </p>
      ))}
      {isOnly ? (
        facts
      ) : (
        <details>
          <summary>{say(messages.more, lang)}</summary>
          {facts}
        </details>
      )}
    </div>
  );
}

function Facts({ lang, item }: { readonly lang: Lang; readonly item: ItemView }) {
  const { sender, path, source, next, look } = item;
  const said = (label: Pair, texts: readonly Pair[]) =>
    texts.length > 0 && (
      <div>
        <dt>{say(label, lang)}</dt>
        {texts.map((text) => (
          <dd key={text[1]}>{say(text, lang)}</dd>
        ))}
      </div>
    );
  return (
    <dl class="exit-facts">
      {said(messages.sender, sender ? [sender] : [])}
      {said(messages.next, next)}
      <div>
        <dt>{say(messages.where, lang)}</dt>
        <dd>{path === '' ? say(item.place, lang) : <code>{path}</code>}</dd>
      </div>
      {said(messages.column, [item.column])}
      {look.length > 0 && (
        <div>
          <dt>{say(messages.look, lang)}</dt>
          {look.map(({ what, command }) => (
            <dd key={command}>
              {say(what, lang)} <code>{command}</code>
            </dd>
          ))}
        </div>
      )}
      {source !== '' && (
        <div>
          <dt>{say(messages.source, lang)}</dt>
          <dd>
            {source.startsWith('pkg/') ? (
              <a href={SOURCE + source}>{source}</a>
            ) : (
              <code>{source}</code>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}
