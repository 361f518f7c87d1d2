import { useMemo, useRef } from 'preact/hooks';
import { isAkin } from '../../ui/akin.ts';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { Finding } from '../../ui/finding.ts';
import { useGuard } from '../../ui/guard.ts';
import type { GoTo, GoToLine } from '../../ui/line-link.tsx';
import { type Lang, type Pair, say } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { PacketWalkAnswer, PacketWalkInput } from './answer.ts';
import type * as Later from './later.ts';
import { Lines } from './lines.tsx';
import { HookMap } from './map.tsx';
import { messages, type Words } from './messages.ts';
import { PacketBar } from './packet.tsx';
import { harmless } from './presets.ts';
import { Steps } from './steps.tsx';
import { Ways } from './ways.tsx';

const FILES = { input: 'node.iptables-save', env: 'node.yaml', kernel: 'trace.txt' } as const;
const NONE: readonly Finding[] = [];
/** Past this a search waits until it is typed to the end: one that is under way would be lost. */
const LONG = 200_000;

export function View(props: ViewProps<PacketWalkInput, PacketWalkAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const root = useRef<HTMLDivElement>(null);
  const goTo = useRef<GoToLine>(null);
  const goToEnv = useRef<GoToLine>(null);
  const goToTrace = useRef<GoToLine>(null);
  const [held, state, redact, giveAsIs] = useGuard<typeof Later>(
    root,
    harmless,
    input.input,
    'packet-walk.later',
    async (late) => {
      const made = await late.redact(input);
      replace({ ...made, find: '' });
      return made.input;
    },
  );
  const { walk, verdict, problems, envProblems, tried, found, heat, kernel } = answer;
  const marks = useMemo(() => (busy ? NONE : marksOf(answer, lang)), [answer, busy, lang]);
  const word = (key: keyof Words, count = 0) => say(answer.words[key], lang, { count });
  const tone = verdict?.tone ?? 'good';
  // Lists are taken from the text, so they wait for the answer to it.
  const listed = !busy && input.input.length === answer.size;

  const put = (name: keyof typeof FILES, change: typeof replace) => (text: string) =>
    change({
      [name]: text,
      ...(name === 'input' && {
        way: '0',
        // Another node's dump: what an example states of its own node is not true of it.
        ...(!isAkin(text, input.input) && harmless.has(input.env) && { env: '' }),
      }),
    });
  const editor = (
    name: keyof typeof FILES,
    label: Pair,
    found: readonly Finding[],
    to: GoTo,
    own: readonly Mark[] = busy ? NONE : found,
  ) => (
    <Editor
      id={name === 'input' ? id : `${id}-${name}`}
      lang={lang}
      label={label}
      name={name}
      value={input[name]}
      file={FILES[name]}
      marks={own}
      describedBy={`${id}-status`}
      invalid={found.length > 0}
      goTo={to}
      onText={put(name, set)}
      onFile={put(name, replace)}
    />
  );
  const lines = { id, lang, goTo, text: input.input };
  const search = ({ currentTarget }: { currentTarget: { value: string } }) =>
    set({ find: currentTarget.value });

  return (
    <div class="pw" ref={root}>
      <PacketBar {...props} />
      {held && (
        <div class="pw-guard" role="alert">
          {word('guard')}{' '}
          <button type="button" onClick={redact}>
            {word('redact')}
          </button>{' '}
          <button type="button" onClick={giveAsIs}>
            {word('asIs')}
          </button>
        </div>
      )}
      <div class="w-cols pw-texts">
        {editor('input', messages.dump, problems, goTo, marks)}
        {editor('env', messages.env, envProblems, goToEnv)}
      </div>
      <div class="w-answer" aria-busy={busy}>
        <div id={`${id}-status`} role="status">
          {verdict && (
            <p class={`pw-end is-${tone}`}>
              <b>{say(verdict.says, lang)}</b>
              {answer.end.map(([what, value, note]) => (
                <span key={what[1]}>
                  {say(what, lang)} <var>{value}</var>
                  {note && ` · ${say(note, lang)}`}
                </span>
              ))}
            </p>
          )}
          {answer.packet && <code>{answer.packet}</code>}
          <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
          <FindingList id={`${id}-env`} lang={lang} goTo={goToEnv} findings={envProblems} />
          {answer.notes.map((note) => (
            <p key={note[1]} class="w-note w-soft">
              {say(note, lang)}
            </p>
          ))}
        </div>
        {answer.ways.length > 1 && <Ways {...props} />}
        {walk && (
          <>
            {/* biome-ignore lint/a11y/useSemanticElements: a region would be a landmark */}
            <div
              class="w-scroll"
              role="group"
              aria-label={word('map')}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
              tabIndex={0}
            >
              <HookMap
                walk={walk}
                routing={word('routing')}
                process={word('process')}
                tone={tone}
              />
            </div>
            <ol class="pw-twin" aria-label={word('map')}>
              {walk.twin.map((place, index) => (
                <li key={index}>{say(place, lang)}</li>
              ))}
            </ol>
            <p class="pw-title">{word('matched')}</p>
            <Steps id={id} lang={lang} goTo={goTo} walk={walk} />
            <p class="w-options js" data-pagefind-ignore>
              <button
                type="button"
                aria-expanded={!!tried}
                onClick={() => set({ tried: tried ? '' : '1' })}
              >
                {word(tried ? 'hideTried' : 'showTried')}
              </button>
            </p>
            {listed && tried && (
              <>
                <p class="pw-title">{word('tried', tried.length / 3)}</p>
                <Lines {...lines} label={word('tried', tried.length / 3)} cells={tried} />
              </>
            )}
          </>
        )}
        <p class="w-options pw-tools">
          <label class="js">
            {word('find')}{' '}
            <input
              type="search"
              size={32}
              placeholder={word('findHint')}
              value={input.find}
              {...{ [input.input.length > LONG ? 'onChange' : 'onInput']: search }}
            />
          </label>
          {found && <span role="status">{word('found', found.length / 3)}</span>}
          <span class="w-soft">{say(answer.stats, lang)}</span>
          <button type="button" class="js" disabled={state === 'redacting'} onClick={redact}>
            {word('redact')}
          </button>
          <span role="status">{state && word(state)}</span>
        </p>
        {listed && found && <Lines {...lines} label={word('find')} cells={found} />}
        {heat && (
          <details class="pw-more">
            <summary>
              {word('heat')}
              <svg
                viewBox={`0 0 ${heat.cells.length} 1`}
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                {[...heat.cells].map((level, index) => (
                  <rect
                    key={index}
                    x={index}
                    width="1"
                    height="1"
                    fill-opacity={Number(level) / 9}
                  />
                ))}
              </svg>
            </summary>
            <p class="pw-title">{word('busiest')}</p>
            {listed && <Lines {...lines} label={word('busiest')} cells={heat.busiest} />}
          </details>
        )}
        <details class="pw-more" open={input.kernel !== ''}>
          <summary>{word('trace')}</summary>
          {editor('kernel', answer.words.traceText, kernel?.problems ?? NONE, goToTrace)}
          {kernel && (
            <>
              <FindingList
                id={`${id}-kernel`}
                lang={lang}
                goTo={goToTrace}
                findings={kernel.problems}
              />
              {kernel.packets.map(({ says, differs, rows }, packet) => (
                <Table
                  key={packet}
                  lang={lang}
                  caption={says}
                  head={kernel.head}
                  rows={rows.map((cells, key) => ({ key, chosen: key === differs, cells }))}
                />
              ))}
            </>
          )}
        </details>
      </div>
    </div>
  );
}

/** Every rule that matched, with what it did. */
function marksOf({ marks, walk }: PacketWalkAnswer, lang: Lang): Mark[] {
  const steps = walk?.steps ?? [];
  return [
    ...marks,
    ...steps.map(({ line, tone, says }) => ({ line, tone, note: `← ${say(says, lang)}` })),
  ];
}
