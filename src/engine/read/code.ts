/**
 * Why a text cannot be read, as codes that a reader can act on, and the value in which a refusal
 * travels through the readers until the door turns it into a Problem.
 */
import type { Params } from '../problem.ts';

export type YamlCode =
  | 'yaml-alias-loop'
  | 'yaml-bad-anchor'
  | 'yaml-bad-character'
  | 'yaml-bad-directive'
  | 'yaml-bad-escape'
  | 'yaml-bad-indent'
  | 'yaml-bad-separator'
  | 'yaml-bad-start'
  | 'yaml-bad-tag'
  | 'yaml-big-key'
  | 'yaml-block-header'
  | 'yaml-collection-key'
  | 'yaml-colon-in-value'
  | 'yaml-dash-in-value'
  | 'yaml-excessive-aliases'
  /** Of JSON too. params: found, want */
  | 'yaml-full-width'
  | 'yaml-long-key'
  | 'yaml-merge-value'
  | 'yaml-missing-colon'
  | 'yaml-missing-comma'
  | 'yaml-missing-key'
  | 'yaml-missing-value'
  | 'yaml-not-a-number'
  | 'yaml-null-key'
  | 'yaml-tab-indent'
  | 'yaml-tag-value'
  | 'yaml-text-after-value'
  | 'yaml-unclosed-flow'
  | 'yaml-unclosed-quote'
  | 'yaml-unknown-alias';

export type JsonCode =
  | 'json-bad-escape'
  | 'json-bad-literal'
  | 'json-bad-number'
  | 'json-colon-expected'
  | 'json-comma-expected'
  | 'json-control-character'
  | 'json-key-expected'
  | 'json-trailing-comma'
  | 'json-unexpected-end'
  | 'json-value-expected';

export type ReadCode = YamlCode | JsonCode | 'too-deep' | 'duplicate-key';

/** A refusal at an offset of the text; line and column are counted once, at the door. */
export interface Refusal {
  /** An API field path, where the refusal is about a field. */
  readonly path?: string;
  readonly code: ReadCode;
  readonly at: number;
  readonly params: Params;
}

/** Carries a refusal out of nested reading; never leaves this folder. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(code: ReadCode, at: number, params: Params = {}) {
    super(code);
    this.refusal = refusal(code, at, params);
  }
}

export function refusal(code: ReadCode, at: number, params: Params = {}): Refusal {
  return { code, at, params: clip(params) };
}

/** What the reader wrote is quoted, but not at any length. */
const maxQuote = 60;

function clip(params: Params): Params {
  const clipped = Object.entries(params).map(([name, value]) => {
    const long = typeof value === 'string' && value.length > maxQuote;
    return [name, long ? `${value.slice(0, maxQuote).toWellFormed()}…` : value];
  });
  return Object.fromEntries(clipped);
}

/** encoding/json and go-yaml both stop at this depth, the first by values, the second by brackets. */
export const maxDepth = 10_000;
