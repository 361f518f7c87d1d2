import type { Lang } from '../../ui/messages.ts';
import { answersOf, barsPath, dotsPath, extent, isShown, share } from './draw.ts';
import { labelOf, nameOf } from './labels.ts';
import type { Life, SpanCells, Words } from './life.ts';

interface Props {
  readonly lang: Lang;
  readonly life: Life;
  /** The end of the scale, the same for lives that are compared. */
  readonly until: number;
  readonly words: Words;
  /** Conditions beside Ready too. */
  readonly all: boolean;
  /** How much wider than its window the drawing is. */
  readonly zoom: number;
}

/** One row a lane: its name and a strip with what it was when. Its numbers are in a table beside it. */
export function Lanes({ lang, life, until, words, all, zoom }: Props) {
  const answers = answersOf(life);
  return life.lanes
    .filter((lane) => all || isShown(lane))
    .map((lane) => {
      const answered = answers.get(lane.key);
      return (
        <>
          <div class={lane.what === 'condition' ? 'tl-name' : `tl-name is-${lane.what}`}>
            {nameOf(lane, lang, words.names)}
          </div>
          <div class="tl-lane">
            <svg aria-hidden="true">
              {lane.spans.map((span) =>
                bar(span, life, until, zoom, answered ? '' : labelOf(span, lang, words.names)),
              )}
              {answered && (
                // biome-ignore lint/a11y/noSvgWithoutTitle: hidden with the drawing around it
                <svg viewBox="0 0 1000 22" preserveAspectRatio="none">
                  <path class="tl-dots" d={dotsPath(answered.passed, until)} />
                  <path class="tl-bars" d={barsPath(answered.failed, until)} />
                </svg>
              )}
            </svg>
          </div>
        </>
      );
    });
}

/** A span too short for its label goes without. */
function bar(span: SpanCells, life: Life, until: number, zoom: number, label: string) {
  const [from, to] = extent(span, life);
  const place = { x: `${share(from, until)}%`, width: `${share(to - from, until)}%` };
  const look = `is-${span[3]} is-${span[4]}`;
  if (((to - from) / until) * zoom < 0.04) return <rect class={look} {...place} height="22" />;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: hidden with the drawing around it
    <svg class={look} {...place}>
      <rect width="100%" height="22" rx="4" />
      <text x="6" y="15.5">
        {label}
      </text>
    </svg>
  );
}
