import { useRef } from 'preact/hooks';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { type GoToLine, LineLink } from '../../ui/line-link.tsx';
import { type Lang, type Pair, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import type { Input, ViewProps } from '../define.ts';
import type { QuantityAnswer, QuantityFacts, QuantityItem } from './answer.ts';
import { messages } from './messages.ts';

export function View(props: ViewProps<Input, QuantityAnswer>) {
  const { id, lang, input, answer, busy } = props;
  const goTo = useRef<GoToLine>(null);
  const invalid = answer.items.filter((item) => item.canonical === undefined).length;
  const valid = answer.items.length - invalid;
  return (
    <div class="quantity w-cols">
      <Editor
        id={id}
        lang={lang}
        label={messages.input}
        name="input"
        value={input.input}
        file="quantities.txt"
        marks={busy ? [] : answer.items.map(markOf)}
        describedBy={`${id}-status`}
        invalid={invalid > 0}
        goTo={goTo}
        onText={(text) => props.set({ input: text })}
        onFile={(text) => props.replace({ input: text })}
      />
      <div class="w-answer" aria-busy={busy}>
        <p id={`${id}-status`} class="w-verdict" role="status">
          {answer.items.length === 0
            ? say(messages.empty, lang)
            : say(invalid > 0 ? messages.count : messages.allValid, lang, { valid, invalid })}
        </p>
        <ShowMore lang={lang} items={answer.items} first={100}>
          {(shown) => (
            <ol class="quantity-list">
              {shown.map((item) => (
                <li key={item.line}>
                  <p class="quantity-head">
                    <LineLink id={id} lang={lang} line={item.line} goTo={goTo} />{' '}
                    <code>{item.text}</code>{' '}
                    {item.canonical === undefined ? (
                      <span class="w-bad">✕ {say(messages.invalid, lang)}</span>
                    ) : (
                      <>
                        → <b title={say(messages.canonical, lang)}>{item.canonical}</b>
                      </>
                    )}
                  </p>
                  {item.facts && <Facts lang={lang} facts={item.facts} />}
                  {item.said.map((pair) => (
                    <p key={pair[1]} class="quantity-hint">
                      {say(pair, lang)}
                    </p>
                  ))}
                </li>
              ))}
            </ol>
          )}
        </ShowMore>
        {answer.left > 0 && <p>{say(messages.left, lang, { count: answer.left })}</p>}
      </div>
    </div>
  );
}

function Facts({ lang, facts }: { readonly lang: Lang; readonly facts: QuantityFacts }) {
  const { cores } = facts;
  const bytes = group(facts.bytes);
  const rows: readonly (readonly [Pair, string | undefined])[] = [
    [
      messages.cpu,
      cores &&
        say(cores[0] === '1' ? messages.oneCore : messages.cores, lang, {
          exact: cores[0],
          milli: cores[1],
        }),
    ],
    [
      messages.memory,
      facts.human === undefined
        ? say(bytes === '1' ? messages.oneByte : messages.bytes, lang, { bytes })
        : say(messages.bytesAbout, lang, { bytes, human: facts.human }),
    ],
    [messages.format, facts.format],
    [messages.echo, facts.echo],
    [messages.stored, facts.stored],
  ];
  return (
    <dl class="quantity-facts" data-not-searched>
      {rows.map(
        ([name, text]) =>
          text !== undefined && (
            <div key={name[1]}>
              <dt>{say(name, lang)}</dt>
              <dd>{text}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function markOf(item: QuantityItem): Mark {
  if (item.canonical === undefined) return { line: item.line, tone: 'bad' };
  return { line: item.line, tone: 'info', note: `= ${item.canonical}` };
}

/** `1073741824` → `1,073,741,824` */
function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
