import type { Said } from '../engine/exit-code/index.ts';
import { exitMeanings } from './exit-code-messages.ts';
import { fill, type Pair } from './messages.ts';
import { sentence } from './sentences.ts';

const MEANINGS: Readonly<Record<string, Pair>> = exitMeanings;

/** What a STATUS word or a reason means: the exit codes' own sentences, else those of the column. */
export function meaningSentence({ code, params }: Said): Pair {
  const pair = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  return pair ? fill(pair, params) : sentence(code, params);
}
