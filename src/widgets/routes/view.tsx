import { useMemo, useRef } from 'preact/hooks';
import { Choice } from '../../ui/choice.tsx';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoToLine } from '../../ui/line-link.tsx';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { RoutesAnswer, RoutesInput } from './answer.ts';
import { Answers } from './answers.tsx';
import { Conversion } from './conversion.tsx';
import { messages } from './messages.ts';

export function View(props: ViewProps<RoutesInput, RoutesAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const goTo = useRef<GoToLine>(null);
  const toRequest = useRef<GoToLine>(null);
  const marks = useMemo(() => (busy ? [] : marksOf(answer)), [answer, busy]);
  const requestMarks = useMemo(() => (busy ? [] : requestMarksOf(answer)), [answer, busy]);
  const { answers, conversion, classes, problems, requestProblems, refused, notes } = answer;
  const requestsId = `${id}-requests`;
  return (
    <div class="routes">
      <div class="w-cols">
        <Editor
          id={id}
          lang={lang}
          label={messages.objects}
          name="input"
          value={input.input}
          file="routes.yaml"
          marks={marks}
          describedBy={`${id}-status`}
          invalid={problems.length > 0}
          goTo={goTo}
          onText={(text) => set({ input: text })}
          onFile={(text) => replace({ input: text })}
        />
        <Editor
          id={requestsId}
          lang={lang}
          label={messages.requests}
          name="requests"
          value={input.requests}
          file="requests.txt"
          marks={requestMarks}
          describedBy={`${id}-syntax ${id}-status`}
          invalid={requestProblems.length > 0}
          goTo={toRequest}
          onText={(text) => set({ requests: text })}
          onFile={(text) => replace({ requests: text })}
        />
      </div>
      <p id={`${id}-syntax`} class="rt-syntax w-soft js" data-pagefind-ignore>
        {say(messages.syntax, lang)}
      </p>
      <div class="w-answer" aria-busy={busy}>
        <p class="w-options rt-options" data-pagefind-ignore>
          <Choice
            label={say(messages.show, lang)}
            value={input.show === 'convert' ? 'convert' : ''}
            options={[
              ['', say(messages.showRoutes, lang)],
              ['convert', say(messages.showConvert, lang)],
            ]}
            onValue={(show) => set({ show })}
          />
          {(classes.length > 1 || input.class !== '') && (
            <Choice
              label={say(messages.class, lang)}
              value={input.class}
              options={[
                ['', say(messages.allClasses, lang)],
                ...withChosen(classes, input.class).map(
                  ({ name, controller }) =>
                    [name, controller === '' ? name : `${name} (${controller})`] as const,
                ),
              ]}
              onValue={(name) => set({ class: name })}
            />
          )}
        </p>
        <div id={`${id}-status`} role="status">
          {!conversion && answers.length === 0 && (
            <p class="w-verdict w-soft">
              {say(
                input.input.trim() === ''
                  ? messages.empty
                  : problems.length > 0 || notes.length > 0 || requestProblems.length > 0
                    ? messages.unreadable
                    : messages.noRequests,
                lang,
              )}
            </p>
          )}
          {refused > 0 && (
            <p class="w-verdict w-bad">{say(messages.refused, lang, { count: refused })}</p>
          )}
          {problems.length > 0 && (
            <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
          )}
          {requestProblems.length > 0 && (
            <FindingList id={requestsId} lang={lang} goTo={toRequest} findings={requestProblems} />
          )}
          {notes.map((note) => (
            <p key={note[1]} class="w-note w-soft">
              {say(note, lang)}
            </p>
          ))}
        </div>
        {conversion ? (
          <Conversion id={id} lang={lang} goTo={goTo} conversion={conversion} />
        ) : (
          answers.length > 0 && <Answers id={id} lang={lang} goTo={goTo} answers={answers} />
        )}
      </div>
    </div>
  );
}

/** A link may name a class that the text does not have. */
function withChosen(classes: RoutesAnswer['classes'], chosen: string): RoutesAnswer['classes'] {
  const isThere = chosen === '' || classes.some(({ name }) => name === chosen);
  return isThere ? classes : [...classes, { name: chosen, controller: '' }];
}

/** At the line of every winner the numbers of its requests; lines that lost are linked to. */
function marksOf({ answers, conversion, problems }: RoutesAnswer): Mark[] {
  const wins = new Map<number, { tone: Mark['tone']; numbers: number[] }>();
  const linked = new Set<number>();
  for (const [index, { route, listener, tone, lost }] of answers.entries()) {
    if (listener) linked.add(listener.line);
    for (const { line } of lost) linked.add(line);
    if (!route) continue;
    const there = wins.get(route.line) ?? { tone, numbers: [] };
    there.numbers.push(index + 1);
    wins.set(route.line, there);
  }
  return [
    ...[...problems, ...(conversion?.missing ?? [])].map(({ line, tone }): Mark => ({
      line,
      tone,
    })),
    ...[...wins].map(([line, { tone, numbers }]): Mark => ({
      line,
      tone,
      note: `← ${numbers.slice(0, 8).join(', ')}${numbers.length > 8 ? ' …' : ''}`,
    })),
    ...[...linked].map((line): Mark => ({ line, tone: 'info' })),
  ];
}

/** Behind each request where it goes. */
function requestMarksOf({ answers, requestProblems }: RoutesAnswer): Mark[] {
  return [
    ...requestProblems.map(({ line, tone }): Mark => ({ line, tone })),
    ...answers.flatMap(({ line, tone, goal }, index): Mark[] =>
      line === undefined ? [] : [{ line, tone, note: `→ ${index + 1}: ${goal}` }],
    ),
  ];
}
