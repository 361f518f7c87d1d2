import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { durationText } from '../../ui/duration.ts';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { TimelineAnswer, TimelineInput } from './answer.ts';
import { share, ticksOf } from './draw.ts';
import { Lanes } from './lanes.tsx';
import { isQuiet, type Life, timeOf } from './life.ts';
import { messages } from './messages.ts';
import { Moment, statusAt } from './moment.tsx';

/** A pause in scrubbing after which the address follows. */
const SETTLE_MS = 500;
/** Table and sentence follow when the line rests, and this often while it moves: nobody reads them then. */
const REST_MS = 60;
const PACE_MS = 400;

/**
 * The drawing and the moment in it. While the moment moves only one line does: the lanes are drawn once, and
 * table and sentence follow a few times a second.
 */
export function Scrub(props: ViewProps<TimelineInput, TimelineAnswer>) {
  const { id, lang, answer, set } = props;
  const { lives, words } = answer;
  const until = Math.max(...lives.map((life) => life.until));
  const stated = Math.min(answer.at ?? until, until);
  const [at, setAt] = useState(stated);
  const [zoom, setZoom] = useState(0);
  const [all, setAll] = useState(false);
  const times = 2 ** zoom;
  const box = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLElement>(null);
  const settling = useRef(0);
  const telling = useRef(0);
  const toldAt = useRef(0);
  const moment = useRef(stated);
  const written = useRef(answer.at);
  const stops = useMemo(() => stopsOf(lives), [lives]);
  const rows = useMemo(() => inOrder(lives.flatMap((life) => life.rows.map(timeOf))), [lives]);
  useEffect(() => {
    // What was written down here is no news, and the moment may have moved on since.
    const isOwn = answer.at !== null && answer.at === written.current;
    written.current = answer.at;
    moment.current = isOwn ? Math.min(moment.current, until) : stated;
    setAt(moment.current);
  }, [answer.at, until]);

  const go = (to: number) => {
    const next = Math.round(Math.min(Math.max(to, 0), until));
    moment.current = next;
    if (line.current) line.current.style.transform = across(next, until);
    clearTimeout(telling.current);
    telling.current = window.setTimeout(
      () => {
        toldAt.current = performance.now();
        setAt(moment.current);
      },
      performance.now() - toldAt.current > PACE_MS ? 0 : REST_MS,
    );
    clearTimeout(settling.current);
    settling.current = window.setTimeout(() => {
      written.current = next === until ? null : next;
      set({ at: next === until ? '' : `${next}ms` }, false);
    }, SETTLE_MS);
  };
  /** In a drawing wider than its window. */
  const showLine = () => {
    const { current } = box;
    if (!current) return;
    current.scrollLeft = (moment.current / until) * current.scrollWidth - current.clientWidth / 2;
  };
  useEffect(showLine, [zoom]);
  const jump = (to: number) => {
    go(to);
    showLine();
  };
  const onKey = (event: KeyboardEvent) => {
    const next = keyed(event.key, moment.current, until, stops, rows);
    if (next === undefined) return;
    event.preventDefault();
    jump(next);
  };
  const onPoint = ({ buttons, clientX, currentTarget, pointerId }: PointerEvent) => {
    if (buttons !== 1) return;
    const over = currentTarget as Element;
    over.setPointerCapture(pointerId);
    const { left, width } = over.getBoundingClientRect();
    go(((clientX - left) / width) * until);
  };

  const drawing = useMemo(
    () =>
      lives.map((life, index) => (
        <>
          {lives.length > 1 && (
            <div class="tl-head">
              {say(index === 0 ? messages.given : messages.changed, lang)}
              <span class="w-soft"> {life.line}</span>
            </div>
          )}
          <Lanes {...{ lang, life, until, words, all }} zoom={times} />
        </>
      )),
    [lives, words, until, all, zoom, lang],
  );
  const axis = useMemo(
    () =>
      ticksOf(until, 6 * times).map((tick) => (
        <span key={tick} style={{ left: `${share(tick, until)}%` }}>
          {durationText(tick)}
        </span>
      )),
    [until, zoom],
  );

  return (
    <>
      <div class="tl-box" ref={box} data-pagefind-ignore>
        <div class="tl-grid" style={{ '--zoom': times }}>
          <output class="tl-name tl-at" for={`${id}-at`}>
            {durationText(at)}
          </output>
          <div class="tl-axis">
            <input
              id={`${id}-at`}
              class="js hidden"
              type="range"
              min="0"
              max={until}
              value={at}
              aria-label={say(messages.at, lang)}
              aria-valuetext={`${durationText(at)} ${lives.map((life) => statusAt(life, at))}`}
              onKeyDown={onKey}
              onInput={({ currentTarget }) => go(Number(currentTarget.value))}
            />
            {axis}
          </div>
          {drawing}
          <div class="tl-over" onPointerDown={onPoint} onPointerMove={onPoint}>
            <i ref={line} style={{ transform: across(at, until) }} />
          </div>
        </div>
      </div>
      <p class="w-options tl-tools" data-pagefind-ignore>
        <button type="button" class="js" onClick={() => jump(before(stops, moment.current))}>
          {say(messages.earlier, lang)}
        </button>
        <button type="button" class="js" onClick={() => jump(after(stops, moment.current, until))}>
          {say(messages.later, lang)}
        </button>
        <label class="js">
          {say(messages.zoom, lang)}{' '}
          <input
            type="range"
            min="0"
            max="6"
            value={zoom}
            onInput={({ currentTarget }) => setZoom(Number(currentTarget.value))}
          />
        </label>
        <label class="js">
          <input
            type="checkbox"
            checked={all}
            onChange={({ currentTarget }) => setAll(currentTarget.checked)}
          />{' '}
          {say(messages.allConditions, lang)}
        </label>
        <span class="w-soft">{say(answer.legend, lang)}</span>
      </p>
      <div class={lives.length > 1 ? 'tl-moments w-cols' : 'tl-moments'}>
        {lives.map((life, index) => (
          <Moment key={index} {...{ lang, life, words, at }} />
        ))}
      </div>
    </>
  );
}

/** Moved by the compositor: what lies under the line is not painted again. */
const across = (at: number, until: number) => `translateX(${share(at, until)}cqw)`;

/** Where a key leads: arrows from event to event, PageUp and PageDown from row to row of the table. */
function keyed(
  key: string,
  at: number,
  until: number,
  stops: readonly number[],
  rows: readonly number[],
): number | undefined {
  const times = key.startsWith('Page') ? rows : stops;
  if (/Left|Down$/.test(key)) return before(times, at);
  if (/Right|Up$/.test(key)) return after(times, at, until);
  return key === 'Home' ? 0 : key === 'End' ? until : undefined;
}

function before(times: readonly number[], at: number): number {
  return times.findLast((time) => time < at) ?? 0;
}

function after(times: readonly number[], at: number, until: number): number {
  return times.find((time) => time > at) ?? until;
}

function inOrder(times: readonly number[]): readonly number[] {
  return [...new Set(times)].sort((a, b) => a - b);
}

function stopsOf(lives: readonly Life[]): readonly number[] {
  return inOrder(
    lives.flatMap(({ steps, kinds }) =>
      steps.flatMap(([at, kind]) => (isQuiet(kinds[kind]?.[1] ?? '') ? [] : [at])),
    ),
  );
}
