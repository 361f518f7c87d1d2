import { useMemo, useRef } from 'preact/hooks';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { Finding } from '../../ui/finding.ts';
import type { GoToLine } from '../../ui/line-link.tsx';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { TimelineAnswer, TimelineInput } from './answer.ts';
import { Exports } from './exports.tsx';
import { Knobs } from './knobs.tsx';
import { messages } from './messages.ts';
import { Scrub } from './scrub.tsx';
import { Twins } from './twins.tsx';

export function View(props: ViewProps<TimelineInput, TimelineAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const toPod = useRef<GoToLine>(null);
  const toScenario = useRef<GoToLine>(null);
  const { lives, words, problems, scenarioProblems } = answer;
  const [marks = [], scenarioMarks = []] = useMemo(
    () => [problems, scenarioProblems].map((found) => (busy ? [] : found.map(markOf))),
    [answer, busy],
  );
  const [life] = lives;
  // What a manifest's scenario says is not what happened to a Pod that was seen.
  const put = (change: typeof set) => (text: string) =>
    SEEN.test(text) > SEEN.test(input.input)
      ? replace({ input: text, scenario: '' })
      : change({ input: text });

  return (
    <div class="tl">
      <div class="w-answer" aria-busy={busy}>
        <div id={`${id}-problems`} role="status">
          <p class="w-verdict">
            <b>{life?.name}</b> {lives.length === 1 && life?.line}
          </p>
          {answer.questions.map(({ code, text, changed }) => (
            <p key={code} class={code === input.ask ? 'w-note tl-asked' : 'w-note'}>
              {say(text, lang)}
              {changed && (
                <>
                  <br />
                  {say(messages.changed, lang)} → {say(changed, lang)}
                </>
              )}
            </p>
          ))}
          <FindingList id={id} lang={lang} goTo={toPod} findings={problems} />
          <FindingList
            id={`${id}-scenario`}
            lang={lang}
            goTo={toScenario}
            findings={scenarioProblems}
          />
          {answer.notes.map((note) => (
            <p key={note[1]} class="w-note w-soft">
              {say(note, lang)}
            </p>
          ))}
        </div>
      </div>
      {life && (
        <>
          <Scrub {...props} />
          <Knobs {...props} />
        </>
      )}
      <div class="w-cols tl-texts">
        <Editor
          id={id}
          lang={lang}
          label={messages.pod}
          name="input"
          value={input.input}
          file="pod.yaml"
          marks={marks}
          describedBy={`${id}-problems`}
          invalid={problems.length > 0}
          goTo={toPod}
          onText={put(set)}
          onFile={put(replace)}
        />
        <Editor
          id={`${id}-scenario`}
          lang={lang}
          label={messages.scenario}
          name="scenario"
          value={input.scenario}
          file="scenario.yaml"
          marks={scenarioMarks}
          describedBy={`${id}-problems`}
          invalid={scenarioProblems.length > 0}
          goTo={toScenario}
          onText={(text) => set({ scenario: text })}
          onFile={(text) => replace({ scenario: text })}
        />
      </div>
      {life && <Exports {...props} />}
      {lives.map((life, index) => (
        <Twins key={index} lang={lang} life={life} words={words} />
      ))}
    </div>
  );
}

/** A status, as YAML or JSON. */
const SEEN = /\bstatus"?:/;

function markOf({ line, tone }: Finding): Mark {
  return { line, tone };
}
