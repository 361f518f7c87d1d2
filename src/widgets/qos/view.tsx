import type { GoToLine } from '../../ui/line-link.tsx';
import { useMemo, useRef } from 'preact/hooks';
import { Editor } from '../../ui/editor.tsx';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { QosAnswer, QosInput } from './answer.ts';
import { Verdict, Why } from './detail.tsx';
import { Effective } from './effective.tsx';
import { marksOf } from './marks.ts';
import { messages } from './messages.ts';
import { NodeValues } from './node-values.tsx';
import { PodTable } from './pod-table.tsx';
import { TextProblems } from './text-problems.tsx';

export function View(props: ViewProps<QosInput, QosAnswer>) {
  const { id, lang, input, answer, busy } = props;
  const goTo = useRef<GoToLine>(null);
  const marks = useMemo(() => (busy ? [] : marksOf(answer, lang)), [answer, busy, lang]);
  const { pod, problems, rows } = answer;
  const several = rows.length > 1;
  const head = pod && <Verdict lang={lang} pod={pod} />;
  const why = pod && <Why id={id} lang={lang} goTo={goTo} pod={pod} />;
  const figures = pod && (
    <>
      <NodeValues {...props} pod={pod} />
      <Effective lang={lang} pod={pod} />
    </>
  );
  return (
    <div class="qos">
      <div class={several ? 'qos-several' : 'w-cols'}>
        <Editor
          id={id}
          lang={lang}
          label={messages.input}
          name="input"
          value={input.input}
          file="pods.yaml"
          marks={marks}
          describedBy={`${id}-problems`}
          invalid={problems.length > 0}
          goTo={goTo}
          onText={(text) => props.set({ input: text, pod: '0' })}
          onFile={(text) => props.replace({ input: text, pod: '0' })}
        />
        <div class="w-answer" aria-busy={busy}>
          <TextProblems {...props} goTo={goTo} />
          {several ? <PodTable {...props} /> : head}
          {!several && why}
        </div>
      </div>
      {pod && (
        <div id={`${id}-detail`} class="qos-detail" aria-busy={busy}>
          {several && (
            <div class="w-answer">
              <p class="qos-title">
                {pod.object.namespace}/{pod.object.name}
              </p>
              {head}
              {why}
            </div>
          )}
          {input.focus === 'cgroup' ? (
            figures
          ) : (
            <details class="qos-more" open={isNodeChosen(input)} data-not-searched>
              <summary class="qos-title">{say(messages.nodeAndTotals, lang)}</summary>
              {figures}
            </details>
          )}
        </div>
      )}
    </div>
  );
}

/** Whoever chose a node, or got a link to the choice, wants to see what it changes. */
function isNodeChosen({ memory, cgroup, driver }: QosInput): boolean {
  return memory !== '4Gi' || cgroup !== 'v2' || driver !== 'systemd';
}
