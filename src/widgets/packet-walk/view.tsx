import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { Finding } from '../../ui/finding.ts';
import type { GoTo, GoToLine } from '../../ui/line-link.tsx';
import { loadPart } from '../../ui/load.ts';
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

const FILES = { input: 'node.iptables-save', env: 'node.yaml', kernel: 'trace.txt' } as const;
/** Of the frame: share, embed. Of an editor: download. */
const GIVING = '.w-tools button:nth-of-type(-n+2), .ed-tools button + button';
/** Past this a search waits until it is typed to the end: one that is under way would be lost. */
const LONG = 200_000;

export function View(props: ViewProps<PacketWalkInput, PacketWalkAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const root = useRef<HTMLDivElement>(null);
  const goTo = useRef<GoToLine>(null);
  const goToEnv = useRef<GoToLine>(null);
  const goToTrace = useRef<GoToLine>(null);
  const latest = useRef(input);
  latest.current = input;
  /** The button that is held back until the reader has decided. */
  const [held, setHeld] = useState<HTMLElement>();
  const [state, setState] = useState<'' | 'redacting' | 'failed'>('');
  const { ways, chosen, walk, verdict, problems, envProblems, tried, found, heat, kernel } = answer;
  const marks = useMemo(() => (busy ? [] : marksOf(answer, lang)), [answer, busy, lang]);
  const [envMarks = [], traceMarks = []] = useMemo(
    () =>
      [envProblems, kernel?.problems ?? []].map((found) =>
        busy ? [] : found.map(({ line, tone }): Mark => ({ line, tone })),
      ),
    [answer, busy],
  );
  const word = (key: keyof Words, count = 0) => say(answer.words[key], lang, { count });
  const tone = verdict?.tone ?? 'good';
  // Lists are taken from the text, so they wait for the answer to it.
  const listed = !busy && input.input.length === answer.size;

  useEffect(() => {
    const onClick = (event: Event) => {
      const button = (event.target as Element).closest<HTMLElement>(GIVING);
      if (!button || harmless.has(latest.current.input)) return;
      event.stopPropagation();
      setHeld(button);
    };
    const figure = root.current?.closest('.w');
    figure?.addEventListener('click', onClick, true);
    return () => figure?.removeEventListener('click', onClick, true);
  }, []);

  const redact = async () => {
    setState('redacting');
    try {
      const late = await loadPart<typeof Later>('packet-walk.later');
      const made = await late.redact(latest.current);
      harmless.add(made.input);
      replace({ ...made, find: '' });
      setState('');
      setHeld(undefined);
    } catch {
      setState('failed');
    }
  };
  /** Another node's dump: what an example states of its own node is not true of it. */
  const put = (change: typeof replace) => (text: string) =>
    change({
      input: text,
      way: '0',
      ...(!isAkin(text, input.input) && harmless.has(input.env) && { env: '' }),
    });
  const setPart = (name: keyof typeof FILES) => (change: typeof replace) => (text: string) =>
    change({ [name]: text });
  const editor = (
    name: keyof typeof FILES,
    label: Pair,
    found: readonly Finding[],
    own: readonly Mark[],
    to: GoTo,
    putText = setPart(name),
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
      onText={putText(set)}
      onFile={putText(replace)}
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
          <button type="button" onClick={() => void redact()}>
            {word('redact')}
          </button>{' '}
          <button
            type="button"
            onClick={() => {
              harmless.add(input.input);
              setHeld(undefined);
              held.click();
            }}
          >
            {word('asIs')}
          </button>
        </div>
      )}
      <div class="w-cols pw-texts">
        {editor('input', messages.dump, problems, marks, goTo, put)}
        {editor('env', messages.env, envProblems, envMarks, goToEnv)}
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
        {ways.length > 1 && (
          <Table
            lang={lang}
            caption={answer.words.ways}
            captionHidden
            head={answer.wayHead}
            rows={ways.map((way, index) => ({
              key: index,
              chosen: index === chosen,
              onClick: () => set({ way: String(index) }),
              cells: [
                <button
                  key="way"
                  type="button"
                  class="pw-way"
                  aria-label={`${way.chance} ${way.destination}`}
                  aria-pressed={index === chosen}
                >
                  {way.chance}
                </button>,
                say(way.says, lang),
                ...[way.destination, way.source, way.out, way.mark].map((text) => (
                  <var key={text}>{text}</var>
                )),
              ],
            }))}
          />
        )}
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
          <button
            type="button"
            class="js"
            disabled={state === 'redacting'}
            onClick={() => void redact()}
          >
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
          {editor('kernel', answer.words.traceText, kernel?.problems ?? [], traceMarks, goToTrace)}
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

/** An edit keeps the beginning or the end. */
function isAkin(a: string, b: string): boolean {
  return a.slice(0, 200) === b.slice(0, 200) || a.slice(-200) === b.slice(-200);
}

/** Every rule that matched, with what it did. */
function marksOf({ marks, walk }: PacketWalkAnswer, lang: Lang): Mark[] {
  const steps = walk?.steps ?? [];
  return [
    ...marks,
    ...steps.map(({ line, tone, says }) => ({ line, tone, note: `← ${say(says, lang)}` })),
  ];
}
