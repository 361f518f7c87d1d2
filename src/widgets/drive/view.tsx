import { useRef } from 'preact/hooks';
import { Editor } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoToLine } from '../../ui/line-link.tsx';
import { say } from '../../ui/messages.ts';
import { Player, stepAt } from '../../ui/story-player.tsx';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { DriveAnswer, DriveInput } from './answer.ts';
import { messages } from './messages.ts';

/** A command that is added comes this much after what is looked at. */
const LATER = 1000;

export function View(props: ViewProps<DriveInput, DriveAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const toManifest = useRef<GoToLine>(null);
  const toScript = useRef<GoToLine>(null);
  const { rows, problems, scriptProblems } = answer;
  const at = stepAt(input.at, rows.length);
  // In the middle of something, or, from a command, when all that follows has come to rest.
  const row = rows[at - 1];
  const isMoving = row && row.verb !== '$';
  const seen = isMoving ? row : rows.at(-1);
  const time = Math.ceil((seen?.at ?? 0) / 100) * 100 + (isMoving ? 100 : LATER);
  const add = (line: string, setting?: string) => {
    const has = setting === undefined || input.script.split('\n').includes(setting);
    const before = input.script.trimEnd();
    const script = `${has ? '' : `${setting}\n`}${before}\n${time / 1000}s ${line}\n`;
    // Until then nothing changes: the next step is what was added.
    const next = rows.filter((each) => each.at < time).length + 1;
    set({ script, at: String(next) });
  };
  return (
    <div class="cp">
      <Player
        lang={lang}
        title={say(messages.own, lang)}
        label={say(messages.stage, lang)}
        answer={answer}
        busy={busy}
        at={input.at}
        show={input.show}
        set={set}
      >
        <div class="dr-does js" data-pagefind-ignore>
          <span class="w-soft">{say(messages.does, lang, { time: seconds(time) })}</span>
          {answer.does.map(({ label, line, setting, isOff }) => (
            <button
              key={line}
              type="button"
              title={line}
              class={isOff ? 'is-off' : undefined}
              disabled={busy}
              onClick={({ currentTarget }) => {
                currentTarget.closest<HTMLElement>('.cp-stage')?.focus();
                add(line, setting);
              }}
            >
              {say(label, lang)}
            </button>
          ))}
        </div>
        <div class="dr-state" aria-busy={busy}>
          <p class="w-h4">
            {say(at === 0 ? messages.atEnd : messages.now, lang, { time: seconds(answer.moment) })}
          </p>
          {answer.tables.map(({ caption, head, rows: lines }) => (
            <Table
              key={caption[1]}
              lang={lang}
              caption={caption}
              captionHidden
              head={head}
              rows={lines.map((cells) => ({ key: cells[0] ?? '', cells }))}
            />
          ))}
          {answer.notes.map((note) => (
            <p key={note[1]} class="w-note">
              {say(note, lang)}
            </p>
          ))}
        </div>
      </Player>
      <div id={`${id}-status`} role="status" class="dr-problems">
        <FindingList id={id} lang={lang} goTo={toManifest} findings={problems} />
        <FindingList id={`${id}-script`} lang={lang} goTo={toScript} findings={scriptProblems} />
      </div>
      <div class="w-cols dr-texts">
        <Editor
          id={id}
          lang={lang}
          label={messages.manifest}
          name="input"
          value={input.input}
          file="web.yaml"
          marks={busy ? [] : problems.map(({ line, tone }) => ({ line, tone }))}
          describedBy={`${id}-status`}
          invalid={problems.length > 0}
          goTo={toManifest}
          onText={(text) => set({ input: text, at: '' })}
          onFile={(text) => replace({ input: text, at: '' })}
        />
        <Editor
          id={`${id}-script`}
          lang={lang}
          label={messages.script}
          name="script"
          value={input.script}
          file="script.txt"
          marks={busy ? [] : scriptProblems.map(({ line, tone }) => ({ line, tone }))}
          describedBy={`${id}-status`}
          invalid={scriptProblems.length > 0}
          goTo={toScript}
          onText={(text) => set({ script: text, at: '' })}
          onFile={(text) => replace({ script: text, at: '' })}
        />
      </div>
    </div>
  );
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}
