/**
 * A text of many megabytes, read-only: browsers take many seconds to lay it out in a text field, so only
 * the lines in sight are there. No part of the page's component tree: it is loaded when it is wanted.
 */
import type { Mark } from './editor-layer.tsx';

export interface LongText {
  /** Scrolls to a line, from 1, and marks it. */
  readonly goTo: (line: number) => void;
  readonly mark: (marks: readonly Mark[]) => void;
}

const ROWS_AROUND = 20;
const LONGEST_LINE = 2_000;
/** Browsers stop at about 33 million pixels. */
const TALLEST = 30_000_000;

/** Fills `host`, which scrolls, with the lines of `text`. */
export function showLongText(host: HTMLElement, text: string): LongText {
  const starts = lineStarts(text);
  const height = Number.parseFloat(getComputedStyle(host).lineHeight);
  const lines = Math.min(starts.length, Math.floor(TALLEST / height));
  const space = document.createElement('div');
  const shown = document.createElement('pre');
  space.style.height = `${lines * height}px`;
  space.append(shown);
  host.replaceChildren(space);
  let tones = new Map<number, string>();
  let chosen = 0;

  const draw = () => {
    const first = Math.max(0, Math.floor(host.scrollTop / height) - ROWS_AROUND);
    const last = Math.min(lines, first + Math.ceil(host.clientHeight / height) + 2 * ROWS_AROUND);
    shown.style.transform = `translateY(${first * height}px)`;
    shown.style.counterReset = `line ${first}`;
    const rows: Node[] = [];
    for (let index = first; index < last; index++) {
      const row = document.createElement('span');
      const start = starts[index] ?? 0;
      const end = Math.min((starts[index + 1] ?? text.length + 1) - 1, start + LONGEST_LINE);
      row.textContent = `${text.slice(start, end)}\n`;
      row.className = index + 1 === chosen ? 'is-chosen' : (tones.get(index + 1) ?? '');
      rows.push(row);
    }
    shown.replaceChildren(...rows);
  };

  host.onscroll = draw;
  draw();
  return {
    goTo: (line) => {
      chosen = line;
      host.scrollTop = Math.max(0, (line - 1) * height - host.clientHeight / 3);
      draw();
      host.focus({ preventScroll: true });
      host.scrollIntoView({ block: 'nearest' });
    },
    mark: (marks) => {
      tones = new Map(marks.map(({ line, tone }) => [line, `is-${tone}`]));
      draw();
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
