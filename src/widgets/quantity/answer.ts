import {
  canonical,
  milliValue,
  parseQuantity,
  printed,
  type Quantity,
  roundUpToMilli,
  value,
} from '../../engine/quantity/index.ts';
import type { Input } from '../define.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { quantityMessages } from '../../ui/quantity-messages.ts';
import { type Hint, hintsForInvalid, hintsForValid } from './hints.ts';
import { hintMessages } from './messages.ts';
import { humanBytes, plainNumber } from './plain.ts';

export interface QuantityItem {
  /** 1-based, in the reader's text. */
  readonly line: number;
  /** As written, without the white space around it. */
  readonly text: string;
  readonly canonical?: string;
  readonly facts?: QuantityFacts;
  /** What is wrong with the value, or may be. */
  readonly said: readonly Pair[];
}

export interface QuantityFacts {
  readonly format: string;
  /** What the API answers with, where that is not the canonical form. */
  readonly echo?: string;
  /** Exact, in cores, and rounded up to thousandths; left out where nobody means cpu. */
  readonly cores?: readonly [exact: string, milli: string];
  readonly bytes: string;
  /** `1.5 GiB`, where the bytes are worth it. */
  readonly human?: string;
  /** What is stored at creation, where rounding to 1/1000 changes it. */
  readonly stored?: string;
}

export interface QuantityAnswer {
  readonly items: readonly QuantityItem[];
  /** Lines that were not read, because there are too many. */
  readonly left: number;
}

const MOST_LINES = 2_000;
const SLICE = 50;
const MOST_CORES = 1_000_000n;
/** Longer lines are noise; the engine reads them, but no reader. */
const LONGEST_SHOWN = 80;

export function* answer({ input }: Input): Generator<void, QuantityAnswer> {
  const items: QuantityItem[] = [];
  let line = 0;
  let left = 0;
  for (let start = 0; start <= input.length;) {
    const end = input.indexOf('\n', start);
    const text = input.slice(start, end === -1 ? input.length : end).trim();
    start = end === -1 ? input.length + 1 : end + 1;
    line++;
    if (line % SLICE === 0) yield;
    if (text === '') continue;
    if (items.length === MOST_LINES) left++;
    else items.push(read(text, line));
  }
  return { items, left };
}

function read(written: string, line: number): QuantityItem {
  const text = written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
  const parsed = parseQuantity(written);
  if (!parsed.ok) {
    const said = sayAll(hintsForInvalid(written));
    // A repair says the same as the general message, and better.
    const general = () => fill(quantityMessages[parsed.code], { value: text });
    return { line, text, said: said.length > 0 ? said : [general()] };
  }
  const { quantity } = parsed;
  return {
    line,
    text,
    canonical: canonical(quantity),
    facts: factsOf(quantity),
    said: sayAll(hintsForValid(written, quantity)),
  };
}

function sayAll(hints: readonly Hint[]): readonly Pair[] {
  return hints.map(({ code, params }) => fill(hintMessages[code], params));
}

function factsOf(quantity: Quantity): QuantityFacts {
  const shown = canonical(quantity);
  const echo = printed(quantity);
  const stored = canonical(roundUpToMilli(quantity));
  const bytes = value(quantity);
  const human = humanBytes(bytes);
  return {
    format: quantity.format,
    bytes: String(bytes),
    ...(bytes < MOST_CORES && { cores: [plainNumber(quantity), String(milliValue(quantity))] }),
    ...(echo !== shown && { echo }),
    ...(stored !== shown && { stored }),
    ...(human !== undefined && { human }),
  };
}
