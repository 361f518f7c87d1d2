import { durationText } from '../../ui/duration.ts';
import { type Lang, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import { Table } from '../../ui/table.tsx';
import { labelOf, nameOf, wordOf } from './labels.ts';
import { type Life, listed, type Words } from './life.ts';
import { messages } from './messages.ts';
import { Told } from './moment.tsx';

const FIRST = 12;

interface Props {
  readonly lang: Lang;
  readonly life: Life;
  readonly words: Words;
}

/** The drawing as numbers, and everything that happens in order. */
export function Twins({ lang, life, words }: Props) {
  const spans = life.lanes.flatMap((lane) => lane.spans.map((span) => [lane, span] as const));
  const steps = listed(life);
  return (
    <>
      <details class="tl-twin">
        <summary>{say(messages.steps, lang)}</summary>
        <ShowMore lang={lang} items={steps} first={FIRST}>
          {(shown) => (
            <ol class="tl-say">
              {shown.map(([at, kind], index) => (
                <li key={index}>
                  <Told lang={lang} at={at} kind={life.kinds[kind]} words={words} />
                </li>
              ))}
            </ol>
          )}
        </ShowMore>
      </details>
      <details class="tl-twin">
        <summary>{say(messages.spans, lang)}</summary>
        <ShowMore lang={lang} items={spans} first={FIRST}>
          {(shown) => (
            <Table
              lang={lang}
              caption={messages.spans}
              captionHidden
              head={[messages.lane, messages.state, messages.from, messages.to, messages.known]}
              rows={shown.map(([lane, span], index) => {
                const [from, to, , , known] = span;
                return {
                  key: index,
                  cells: [
                    nameOf(lane, lang, words.names),
                    labelOf(span, lang, words.names),
                    durationText(from),
                    to < 0 ? '…' : durationText(to),
                    wordOf(known, lang, words.names),
                  ],
                };
              })}
            />
          )}
        </ShowMore>
      </details>
    </>
  );
}
