/**
 * Regular expressions in time proportional to pattern times text, whatever is pasted: Thompson's automaton over
 * the syntax that RE2 (Envoy, Go) and PCRE (NGINX) share. Backreferences, look-around, possessive and atomic
 * groups and Unicode classes are not understood: the pattern then has no answer, not a wrong one.
 */

/** Where a match may lie: Envoy and most others want the whole text, ingress-nginx its start, Go's MatchString anywhere. */
export type Extent = 'whole' | 'start';

export interface Regex {
  readonly test: (text: string) => boolean;
}

const MOST_STATES = 5000;
const MOST_REPEATS = 1000;

/** Undefined where the pattern is not understood. */
export function compileRegex(
  pattern: string,
  extent: Extent,
  ignoreCase: boolean,
): Regex | undefined {
  const reader: Reader = { pattern, at: 0, states: 0, ignoreCase };
  try {
    const flags = /^\(\?([is]+)\)/.exec(pattern);
    if (flags) reader.at = flags[0].length;
    if (flags?.[1]?.includes('i')) reader.ignoreCase = true;
    const tree = readAlternatives(reader, 0);
    if (reader.at < pattern.length) return undefined;
    const end: State = { kind: 'end' };
    const start = build(tree, end, reader);
    return { test: (text) => run(start, text, extent) };
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

interface Reader {
  readonly pattern: string;
  at: number;
  states: number;
  ignoreCase: boolean;
}

type Fits = (code: number) => boolean;

type Tree =
  | { readonly kind: 'one'; readonly fits: Fits }
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'all'; readonly parts: readonly Tree[] }
  | { readonly kind: 'any'; readonly parts: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number };

const DEEPEST = 100;

function readAlternatives(reader: Reader, depth: number): Tree {
  if (depth > DEEPEST) throw new NotUnderstood();
  const parts: Tree[] = [readSequence(reader, depth)];
  while (reader.pattern[reader.at] === '|') {
    reader.at++;
    parts.push(readSequence(reader, depth));
  }
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'any', parts };
}

function readSequence(reader: Reader, depth: number): Tree {
  const parts: Tree[] = [];
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern.charAt(reader.at))) {
    parts.push(readRepeats(readAtom(reader, depth), reader));
  }
  return { kind: 'all', parts };
}

function readRepeats(part: Tree, reader: Reader): Tree {
  const rest = reader.pattern.slice(reader.at, reader.at + 16);
  const count = /^(?:([*+?])|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})/.exec(rest);
  if (count === null) return part;
  reader.at += count[0].length;
  // Greedy or not is the same to a yes-or-no question; possessive is not.
  if (reader.pattern[reader.at] === '?') reader.at++;
  if (/^[*+]/.test(reader.pattern.slice(reader.at))) throw new NotUnderstood();
  const [, sign, low, comma, high] = count;
  if (sign !== undefined) {
    const least = sign === '+' ? 1 : 0;
    return { kind: 'repeat', part, least, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
  }
  const least = Number(low);
  const most = comma === undefined ? least : high === undefined ? Infinity : Number(high);
  if (most < least || least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS)) {
    throw new NotUnderstood();
  }
  return { kind: 'repeat', part, least, most };
}

function readAtom(reader: Reader, depth: number): Tree {
  const { pattern } = reader;
  const character = pattern.charAt(reader.at);
  if (character === '(') return readGroup(reader, depth);
  if (character === '[') return { kind: 'one', fits: readClass(reader) };
  if ('*+?'.includes(character)) throw new NotUnderstood();
  reader.at++;
  if (character === '^') return { kind: 'start' };
  if (character === '$') return { kind: 'stop' };
  if (character === '.') return { kind: 'one', fits: (code) => code !== 10 };
  if (character === '\\') {
    const escaped = pattern.charAt(reader.at);
    if (escaped === 'A' || escaped === 'z') {
      reader.at++;
      return { kind: escaped === 'A' ? 'start' : 'stop' };
    }
    return { kind: 'one', fits: readEscape(reader) };
  }
  return { kind: 'one', fits: literal(character, reader.ignoreCase) };
}

function readGroup(reader: Reader, depth: number): Tree {
  const opening = /^\((?:\?:|\?P?<[A-Za-z_]\w*>)?/.exec(
    reader.pattern.slice(reader.at, reader.at + 80),
  );
  reader.at += opening?.[0].length ?? 1;
  if (reader.pattern[reader.at] === '?') throw new NotUnderstood();
  const inner = readAlternatives(reader, depth + 1);
  if (reader.pattern[reader.at] !== ')') throw new NotUnderstood();
  reader.at++;
  return inner;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  d: /[0-9]/,
  w: /[0-9A-Za-z_]/,
  s: /[\t\n\f\r ]/,
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7 };
const POSIX: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[0-9A-Za-z]/,
  lower: /[a-z]/,
  upper: /[A-Z]/,
  space: /[\t\n\v\f\r ]/,
  word: /[0-9A-Za-z_]/,
  xdigit: /[0-9A-Fa-f]/,
  punct: /[!-/:-@[-`{-~]/,
};

/** Behind the backslash: a class, or the code of one character as `of` gives it. */
function readEscape(reader: Reader): Fits {
  const name = reader.pattern.charAt(reader.at);
  const known = Object.hasOwn(CLASSES, name.toLowerCase())
    ? CLASSES[name.toLowerCase()]
    : undefined;
  if (known !== undefined) {
    reader.at++;
    const negated = name !== name.toLowerCase();
    return (code) => known.test(String.fromCharCode(code)) !== negated;
  }
  return literal(String.fromCharCode(readEscapedCode(reader)), reader.ignoreCase);
}

function readEscapedCode(reader: Reader): number {
  const { pattern } = reader;
  const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,4})\})/.exec(
    pattern.slice(reader.at, reader.at + 8),
  );
  if (hex) {
    reader.at += hex[0].length;
    return Number.parseInt(hex[1] ?? hex[2] ?? '0', 16);
  }
  const name = pattern.charAt(reader.at);
  const control = Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined;
  if (control === undefined && (name === '' || /[0-9A-Za-z]/.test(name))) throw new NotUnderstood();
  reader.at++;
  return control ?? name.charCodeAt(0);
}

function readClass(reader: Reader): Fits {
  const { pattern } = reader;
  reader.at++;
  const negated = pattern[reader.at] === '^';
  if (negated) reader.at++;
  const parts: Fits[] = [];
  for (let first = true; ; first = false) {
    const character = pattern.charAt(reader.at);
    if (character === '') throw new NotUnderstood();
    if (character === ']' && !first) break;
    parts.push(readClassPart(reader));
  }
  reader.at++;
  return (code) => parts.some((fits) => fits(code)) !== negated;
}

function readClassPart(reader: Reader): Fits {
  const { pattern } = reader;
  const posix = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(reader.at, reader.at + 12));
  if (posix) {
    const known = POSIX[posix[2] ?? ''];
    if (known === undefined) throw new NotUnderstood();
    reader.at += posix[0].length;
    return (code) => known.test(String.fromCharCode(code)) !== (posix[1] === '^');
  }
  if (pattern[reader.at] === '\\') {
    reader.at++;
    if (/[dwsDWS]/.test(pattern.charAt(reader.at))) return readEscape(reader);
    return readRange(readEscapedCode(reader), reader);
  }
  reader.at++;
  return readRange(pattern.charCodeAt(reader.at - 1), reader);
}

function readRange(low: number, reader: Reader): Fits {
  const { pattern, ignoreCase } = reader;
  let high = low;
  if (pattern[reader.at] === '-' && !']'.includes(pattern.charAt(reader.at + 1))) {
    reader.at++;
    if (pattern[reader.at] === '\\') {
      reader.at++;
      high = readEscapedCode(reader);
    } else high = pattern.charCodeAt(reader.at++);
  }
  if (high < low) throw new NotUnderstood();
  const inside: Fits = (code) => code >= low && code <= high;
  return ignoreCase ? (code) => cases(code).some(inside) : inside;
}

function literal(character: string, ignoreCase: boolean): Fits {
  const wanted = character.charCodeAt(0);
  return ignoreCase ? (code) => cases(code).includes(wanted) : (code) => code === wanted;
}

/** Of ASCII letters only, as both engines do without Unicode mode. */
function cases(code: number): readonly number[] {
  const letter = (code | 32) >= 97 && (code | 32) <= 122;
  return letter ? [code, code ^ 32] : [code];
}

type State =
  | { readonly kind: 'one'; readonly fits: Fits; readonly next: State }
  | { readonly kind: 'start' | 'stop'; readonly next: State }
  | { readonly kind: 'fork'; readonly next: State[] }
  | { readonly kind: 'end' };

function build(tree: Tree, next: State, reader: Reader): State {
  if (++reader.states > MOST_STATES) throw new NotUnderstood();
  if (tree.kind === 'one') return { kind: 'one', fits: tree.fits, next };
  if (tree.kind === 'start') return { kind: 'start', next };
  if (tree.kind === 'stop') return { kind: 'stop', next };
  if (tree.kind === 'any') {
    return { kind: 'fork', next: tree.parts.map((part) => build(part, next, reader)) };
  }
  if (tree.kind === 'all')
    return tree.parts.reduceRight((after, part) => build(part, after, reader), next);
  let state = next;
  if (tree.most === Infinity) {
    const loop: State = { kind: 'fork', next: [next] };
    loop.next.push(build(tree.part, loop, reader));
    state = loop;
  } else {
    for (let count = tree.least; count < tree.most; count++) {
      state = { kind: 'fork', next: [next, build(tree.part, state, reader)] };
    }
  }
  for (let count = 0; count < tree.least; count++) state = build(tree.part, state, reader);
  return state;
}

function run(start: State, text: string, extent: Extent): boolean {
  let states = reach([start], 0, text);
  for (let at = 0; ; at++) {
    if (states.has(END) && (extent === 'start' || at === text.length)) return true;
    if (at === text.length || states.size === 0) return false;
    const code = text.charCodeAt(at);
    const moved: State[] = [];
    for (const state of states) {
      if (typeof state === 'object' && state.kind === 'one' && state.fits(code))
        moved.push(state.next);
    }
    states = reach(moved, at + 1, text);
  }
}

const END = 'end';

/** All states that are reached without another character. */
function reach(from: readonly State[], at: number, text: string): ReadonlySet<State | typeof END> {
  const reached = new Set<State | typeof END>();
  const rest = [...from];
  for (let state = rest.pop(); state !== undefined; state = rest.pop()) {
    if (state.kind === 'end') reached.add(END);
    else if (!reached.has(state)) {
      reached.add(state);
      if (state.kind === 'fork') rest.push(...state.next);
      else if (state.kind === 'start' && at === 0) rest.push(state.next);
      else if (state.kind === 'stop' && at === text.length) rest.push(state.next);
    }
  }
  return reached;
}
