import type { Problem } from '../engine/problem.ts';
import type { Tone } from './editor.tsx';
import type { Pair } from './messages.ts';
import { sentence } from './sentences.ts';

/** A sentence about a line of the reader's text. */
export interface Finding {
  readonly line: number;
  readonly tone: Tone;
  readonly text: Pair;
  /** The field, or the value that is not in the text. */
  readonly code?: string;
  /** What it is about, where the line alone does not say: `Init container migrate`. */
  readonly about?: readonly [what: Pair, name: string];
  /** What the API server itself says, in its own words. */
  readonly quote?: string;
  /** For the end of the line: the value that is not written there. */
  readonly note?: string;
}

/** A problem as a finding that is bad. */
export function problemFinding(problem: Problem): Finding {
  return { line: problem.line, tone: 'bad', text: sentence(problem.code, problem.params) };
}
