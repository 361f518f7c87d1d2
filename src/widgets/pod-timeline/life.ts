/**
 * A timeline as a page carries it and the view reads it: short, since a page holds several and an hour of
 * a crash loop has a thousand steps. Each sentence is there once, each step has a number and its values.
 */
import type { Params } from '../../engine/problem.ts';
import type { Pair } from '../../ui/messages.ts';

/** Which of the colour roles shows a state. */
export type Tone = 'good' | 'warn' | 'bad' | 'soft';

/** From, to (-1: it goes on), state, … */
export type SpanCells = readonly [
  from: number,
  to: number,
  state: string,
  tone: Tone,
  known: Known,
  reason?: string,
  exitCode?: number,
];

/** `o`bserved, `i`nferred, `u`nknown, or all of it `s`imulated. */
export type Known = 'o' | 'i' | 'u' | 's';

export interface Lane {
  /** As in `Span.lane`. */
  readonly key: string;
  /** Which word names it: a key of `laneMessages`. */
  readonly what: string;
  /** Of the container or the condition. */
  readonly name: string;
  readonly image?: string;
  readonly spans: readonly SpanCells[];
}

/** Who, which sentence, its values. Many steps share one. */
export type StepKind = readonly [actor: string, sentence: string, params: Params];

export type RowCells = readonly [
  at: number,
  ready: string,
  status: string,
  restarts: string,
  age: string,
];

export interface Life {
  readonly name: string;
  readonly namespace: string;
  /** How STATUS goes, in short. */
  readonly line: string;
  readonly until: number;
  /** There was more than can be drawn. */
  readonly cut: boolean;
  readonly lanes: readonly Lane[];
  readonly kinds: readonly StepKind[];
  readonly steps: readonly (readonly [at: number, kind: number])[];
  /** As `kubectl get pod -w` prints them. */
  readonly rows: readonly RowCells[];
}

/** The sentences by code, each with the address of its rule in upstream's code, and the words for actors, lanes and states. */
export interface Words {
  readonly steps: Readonly<Record<string, readonly [zh: string, en: string, rule: string]>>;
  readonly names: Readonly<Record<string, Pair>>;
}

/** How many of the items (in order) are at or before `at`. */
export function countUntil<Item>(
  items: readonly Item[],
  at: number,
  time: (item: Item) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time(items[middle] as Item) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A probe that passes is no event to stop at. */
export const isQuiet = (sentence: string): boolean => sentence === 'probe-answered';

/** Steps for a list: single answers of probes are in the drawing, what they add up to is a step too. */
export function listed({ steps, kinds }: Life): Life['steps'] {
  return steps.filter(([, kind]) => !kinds[kind]?.[1].startsWith('probe-answered'));
}

export const timeOf = ([at]: readonly [number, ...unknown[]]): number => at;
