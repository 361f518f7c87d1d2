import type { GoToLine } from '../../ui/line-link.tsx';
import { useMemo, useRef } from 'preact/hooks';
import { Editor } from '../../ui/editor.tsx';
import type { ViewProps } from '../define.ts';
import type { QosAnswer, QosInput } from './answer.ts';
import { Edits, Verdict, Why } from './detail.tsx';
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
  const nodeFirst = input.focus === 'cgroup';
  const head = pod && <Verdict lang={lang} pod={pod} />;
  const why = pod && <Why id={id} lang={lang} goTo={goTo} pod={pod} />;
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
          {nodeFirst && <NodeValues {...props} pod={pod} />}
          <Edits lang={lang} pod={pod} />
          {!nodeFirst && <NodeValues {...props} pod={pod} />}
          <Effective lang={lang} pod={pod} />
        </div>
      )}
    </div>
  );
}
