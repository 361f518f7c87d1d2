import { useRef } from 'preact/hooks';
import { Editor } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoToLine } from '../../ui/line-link.tsx';
import { type Pair, say } from '../../ui/messages.ts';
import { Player } from '../../ui/story-player.tsx';
import type { ViewProps } from '../define.ts';
import type { ReplayAnswer, ReplayInput } from './answer.ts';
import { messages, stories } from './messages.ts';

const titles: Readonly<Partial<Record<string, Pair>>> = stories;

export function View(props: ViewProps<ReplayInput, ReplayAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const goTo = useRef<GoToLine>(null);
  const { problems } = answer;
  const isOwn = input.input.trim() !== '';
  return (
    <div class="cp">
      <Player
        lang={lang}
        title={say(isOwn ? messages.own : (titles[input.recording] ?? messages.own), lang)}
        label={say(messages.stage, lang)}
        answer={answer}
        busy={busy}
        at={input.at}
        show={input.show}
        set={set}
      />
      <details class="cp-own js" open={isOwn}>
        <summary>{say(messages.paste, lang)}</summary>
        <Editor
          id={id}
          lang={lang}
          label={messages.input}
          name="input"
          value={input.input}
          file="audit.log"
          marks={busy ? [] : problems.map(({ line, tone }) => ({ line, tone }))}
          describedBy={`${id}-status`}
          invalid={problems.length > 0}
          goTo={goTo}
          onText={(text) => set({ input: text, at: '' })}
          onFile={(text) => replace({ input: text, at: '' })}
        />
        <div id={`${id}-status`} role="status" class="cp-problems">
          {problems.length > 0 && (
            <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
          )}
        </div>
      </details>
    </div>
  );
}
