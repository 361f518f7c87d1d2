import { useRef, useState } from 'preact/hooks';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoToLine } from '../../ui/line-link.tsx';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { ExitAnswer, ExitInput } from './answer.ts';
import { Catalogue } from './catalogue.tsx';
import { Item } from './item.tsx';
import { messages } from './messages.ts';
import { USUAL } from './presets.ts';

export function View(props: ViewProps<ExitInput, ExitAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const goTo = useRef<GoToLine>(null);
  const [first] = useState(input.input);
  const { items, problems } = answer;
  const hits = answer.hits.length;
  const isSearch = items.length === 0 && problems.length === 0 && hits > 0;
  return (
    <div class="exit-code">
      <Editor
        id={id}
        lang={lang}
        label={messages.input}
        name="input"
        value={input.input}
        file="state.txt"
        marks={busy ? [] : marksOf(answer, input.input)}
        describedBy={`${id}-status`}
        invalid={problems.length > 0}
        goTo={goTo}
        onText={(text) => set({ input: text })}
        onFile={(text) => replace({ input: text })}
      />
      {input.table !== 'no' && (
        <p class="exit-usual js" data-pagefind-ignore>
          <span class="hidden">{say(messages.usual, lang)}</span>
          {USUAL.map((code) => (
            <button
              key={code}
              type="button"
              aria-pressed={input.input.trim() === code}
              onClick={() => replace({ input: code })}
            >
              {code}
            </button>
          ))}
        </p>
      )}
      <div class="w-answer" aria-busy={busy}>
        <div id={`${id}-status`} role="status">
          {items.length === 0 && problems.length === 0 && (
            <p class="w-verdict">
              {say(isSearch ? messages.found : messages.empty, lang, { count: hits })}
            </p>
          )}
          {items.map((item, index) => (
            <Item
              key={index}
              id={id}
              lang={lang}
              item={item}
              isOnly={items.length === 1}
              goTo={goTo}
            />
          ))}
          {problems.length > 0 && (
            <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
          )}
          {answer.cut && <p class="w-note w-soft">{say(messages.cut, lang)}</p>}
        </div>
      </div>
      {input.table !== 'no' && (
        <Catalogue
          id={id}
          lang={lang}
          rows={answer.rows}
          hits={answer.hits}
          isFiltered={input.input !== first && hits > 0}
        />
      )}
    </div>
  );
}

/** Where the answer comes from; on a line of its own nothing needs pointing at. */
function marksOf({ items, problems }: ExitAnswer, text: string): readonly Mark[] {
  const marks: Mark[] = problems.map(({ line, tone }) => ({ line, tone }));
  if (!text.trim().includes('\n')) return marks;
  for (const { line, signal } of items) {
    marks.push({ line, tone: 'info', ...(signal !== undefined && { note: `= ${signal}` }) });
  }
  return marks;
}
