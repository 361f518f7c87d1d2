import type { ComponentChild } from 'preact';
import { runToEnd } from '../engine/run-to-end.ts';
import type { Lang, Pair } from '../ui/messages.ts';

/** What the reader typed or chose. `input` is the main text; the rest are options, all as text. */
export interface Input {
  readonly input: string;
  readonly [option: string]: string;
}

export interface ViewProps<I extends Input, Answer> {
  /** Of the widget's element, unique on the page: ids inside start with it. */
  readonly id: string;
  readonly lang: Lang;
  readonly input: I;
  readonly answer: Answer;
  /** The answer still belongs to an earlier input. */
  readonly busy: boolean;
  /** Changes part of the input; the answer follows, unless `asked` is false: only the view reads that part. */
  readonly set: (change: Partial<I>, asked?: boolean) => void;
  /** The same for what takes the place of the reader's text (a file): it can be undone. */
  readonly replace: (change: Partial<I>) => void;
}

export interface Preset<I extends Input> {
  readonly id: string;
  readonly title: Pair;
  readonly input: Partial<I>;
  /** Where the text is too long for the script that every page loads. */
  readonly load?: () => Promise<Partial<I>>;
}

export interface Widget<I extends Input, Answer> {
  /** The folder's name, the tag's `name`, the script `live/NAME.js`. */
  readonly name: string;
  readonly title: Pair;
  /** Every key of the input with the value it has when nobody says otherwise. */
  readonly start: I;
  readonly presets: readonly Preset<I>[];
  readonly View: (props: ViewProps<I, Answer>) => ComponentChild;
  /** The answer in one line: pages state it as `expect`, and the build compares. */
  readonly summary: (answer: Answer) => string;
  /** Height in pixels that a wiki should reserve before the widget reports its own. */
  readonly height: number;
  /** File name under which the main text is downloaded. */
  readonly file: string;
}

/**
 * What `answer.ts` of a widget exports: yields between slices so that a browser stays responsive. A number
 * that is yielded is the share that is done, 0 to 1.
 */
export type Answering<I extends Input, Answer> = (input: I) => Generator<unknown, Answer>;

export function defineWidget<I extends Input, Answer>(
  widget: Widget<I, Answer>,
): Widget<I, Answer> {
  return widget;
}

/** Runs an answer to its end at once: on the server and in tests. */
export function runAnswer<Answer>(steps: Generator<unknown, Answer>): Answer {
  return runToEnd(steps);
}
