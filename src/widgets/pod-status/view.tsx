import { useMemo, useRef } from 'preact/hooks';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoToLine } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { PodStatusAnswer, PodStatusInput } from './answer.ts';
import { Detail, More } from './detail.tsx';
import { messages } from './messages.ts';
import { Foot } from './foot.tsx';
import { PodRow, PodRows } from './rows.tsx';

export function View(props: ViewProps<PodStatusInput, PodStatusAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const goTo = useRef<GoToLine>(null);
  const marks = useMemo(() => (busy ? [] : marksOf(answer, lang)), [answer, busy, lang]);
  const { rows, detail, problems, notes } = answer;
  const several = rows.length > 1;
  const [row] = rows;
  /** Another Pod is looked at now, a sample that was edited at its own time. */
  const changed = (text: string) => ({
    input: text,
    pod: '0',
    ...(bornIn(text) !== bornIn(input.input) && { now: '' }),
  });
  const about = detail && <Detail id={id} lang={lang} goTo={goTo} detail={detail} />;
  return (
    <div class="pod-status">
      <div class={several ? 'ps-several' : 'w-cols'}>
        <Editor
          id={id}
          lang={lang}
          label={messages.input}
          name="input"
          value={input.input}
          file="pod.yaml"
          marks={marks}
          describedBy={`${id}-status`}
          invalid={problems.length > 0}
          goTo={goTo}
          onText={(text) => set(changed(text))}
          onFile={(text) => replace(changed(text))}
        />
        <div class="w-answer" aria-busy={busy}>
          <div id={`${id}-status`} role="status">
            {rows.length === 0 && (
              <p class="w-verdict w-soft">
                {say(problems.length > 0 ? messages.unreadable : messages.empty, lang)}
              </p>
            )}
            {problems.length > 0 && (
              <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
            )}
            {notes.map((note) => (
              <p key={note[1]} class="w-note w-soft">
                {say(note, lang)}
              </p>
            ))}
          </div>
          {several ? <PodRows {...props} goTo={goTo} /> : row && <PodRow lang={lang} row={row} />}
          {!several && about}
          <Foot {...props} />
        </div>
      </div>
      {detail && (
        <div id={`${id}-detail`} class="ps-detail" aria-busy={busy}>
          {several && (
            <div class="w-answer">
              <p class="ps-title">{rows[answer.chosen]?.name}</p>
              {about}
            </div>
          )}
          <More id={id} lang={lang} goTo={goTo} detail={detail} />
        </div>
      )}
    </div>
  );
}

/** Tells one Pod from another: an edit of the same Pod keeps its date of birth. */
function bornIn(text: string): string {
  return /\bcreationTimestamp"?:\s*"?([\d:TZ.-]+)/.exec(text)?.[1] ?? '';
}

/** Of the chosen Pod every line that the word comes from, of the others the one that decides. */
function marksOf({ kind, rows, chosen, detail, problems }: PodStatusAnswer, lang: Lang): Mark[] {
  const faults = problems.map(({ line, tone }): Mark => ({ line, tone }));
  if (kind === 'lines') {
    return [...faults, ...rows.map(({ line, tone }): Mark => ({ line, tone }))];
  }
  const others = rows
    .filter((_, index) => index !== chosen)
    .map(({ at, tone, status }): Mark => ({ line: at, tone, note: `← ${status}` }));
  const own = (detail?.trace ?? []).flatMap(({ line, printed, what, word }): readonly Mark[] => {
    if (line === undefined) return [];
    if (!printed) return [{ line, tone: 'info', note: `← ${say(what, lang)}` }];
    return [{ line, tone: detail?.tone ?? 'info', note: `← STATUS ${word}` }];
  });
  // Nothing to see there, but the tables link to it.
  const linked = [...rows, ...(detail?.containers ?? []), ...(detail?.conditions ?? [])];
  return [
    ...faults,
    ...others,
    ...own,
    ...linked.map(({ line }): Mark => ({ line, tone: 'info' })),
  ];
}
