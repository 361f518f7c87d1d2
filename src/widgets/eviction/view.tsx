import type { GoToLine } from '../../ui/line-link.tsx';
import { useMemo, useRef } from 'preact/hooks';
import { Choice } from '../../ui/choice.tsx';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { Finding } from '../../ui/finding.ts';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { EvictionAnswer, EvictionInput } from './answer.ts';
import { messages, signals } from './messages.ts';
import { Queue } from './queue.tsx';

const SIGNALS = ['memory', 'disk', 'pids'] as const;

export function View(props: ViewProps<EvictionInput, EvictionAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const toPods = useRef<GoToLine>(null);
  const toUsage = useRef<GoToLine>(null);
  const podMarks = useMemo(() => (busy ? [] : podMarksOf(answer)), [answer, busy]);
  const usageMarks = useMemo(() => (busy ? [] : answer.usageProblems.map(markOf)), [answer, busy]);
  const first = answer.items.find(({ fate }) => fate === 'evicted');
  const unknown = answer.items.length > 0 && answer.matched === 0;

  return (
    <div class="eviction">
      <div class="w-cols">
        <Editor
          id={id}
          lang={lang}
          label={messages.pods}
          name="input"
          value={input.input}
          file="pods.yaml"
          marks={podMarks}
          describedBy={`${id}-problems`}
          invalid={answer.problems.length > 0}
          goTo={toPods}
          onText={(text) => set({ input: text })}
          onFile={(text) => replace({ input: text })}
        />
        <Editor
          id={`${id}-usage`}
          lang={lang}
          label={messages.usage}
          name="usage"
          value={input.usage}
          file="usage.txt"
          marks={usageMarks}
          describedBy={`${id}-problems`}
          invalid={answer.usageProblems.length > 0}
          goTo={toUsage}
          onText={(text) => set({ usage: text })}
          onFile={(text) => replace({ usage: text })}
        />
      </div>
      <div class="w-answer" aria-busy={busy}>
        <div id={`${id}-problems`} role="status">
          <p class="w-verdict eviction-first">
            {first
              ? say(messages.first, lang, { name: first.name })
              : say(unknown ? messages.unknown : messages.nobody, lang)}
          </p>
          {answer.notices.map((notice) => (
            <p key={notice[1]} class="w-note">
              {say(notice, lang)}
            </p>
          ))}
          {answer.problems.length > 0 && (
            <FindingList id={id} lang={lang} goTo={toPods} findings={answer.problems} />
          )}
          {answer.usageProblems.length > 0 && (
            <FindingList
              id={`${id}-usage`}
              lang={lang}
              goTo={toUsage}
              findings={answer.usageProblems}
            />
          )}
        </div>
        <p class="w-options" data-pagefind-ignore>
          <Choice
            label={say(messages.signal, lang)}
            value={answer.signal}
            options={SIGNALS.map((signal) => [signal, say(signals[signal], lang)] as const)}
            onValue={(signal) => set({ signal })}
          />
        </p>
        <Queue {...props} />
        {answer.left.map(({ name, why }) => (
          <p key={name} class="w-note w-soft">
            {say(messages.left, lang, { name, why: say(why, lang) })}
          </p>
        ))}
        {answer.skipped.map(({ kind, count }) => (
          <p key={kind} class="w-note w-soft">
            {say(messages.skipped, lang, { kind, count })}
          </p>
        ))}
      </div>
    </div>
  );
}

/** Each Pod's place in the queue, at its first line. */
function podMarksOf({ items, problems }: EvictionAnswer): readonly Mark[] {
  const places = items.map(({ line, fate }, index): Mark => ({
    line,
    tone: fate === 'evicted' ? 'bad' : 'info',
    note: `← ${index + 1}`,
  }));
  return [...places, ...problems.map(markOf)];
}

function markOf({ line, tone }: Finding): Mark {
  return { line, tone };
}
