import type { ColumnCode, LookCode, NextCode, Place } from './types.ts';

/** A word, where it stands, what it means, who writes it, and what is unlike the usual of its place. */
export type ReasonRow<Meaning extends string = string> = readonly [
  word: string,
  place: Place,
  meaning: Meaning,
  source: string,
  more: More,
];

export interface More {
  readonly column?: ColumnCode;
  readonly next?: readonly NextCode[];
  readonly look?: readonly LookCode[];
}
