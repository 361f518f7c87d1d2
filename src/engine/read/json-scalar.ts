/** Strings, numbers and the three words of JSON, accepted and refused as Go's encoding/json does. */
import type { SourceScalar } from '../source.ts';
import { Refused } from './code.ts';

/** A place in JSON text. */
export interface JsonCursor {
  readonly text: string;
  at: number;
}

/** The scalar at the cursor; `inner` inside of a collection, where a number has to end properly. */
export function readScalar(cursor: JsonCursor, inner: boolean): SourceScalar {
  const { text, at } = cursor;
  const code = text.charCodeAt(at);
  if (code === 34) {
    const value = readString(cursor);
    return scalar(value, text.slice(at, cursor.at), at, cursor.at);
  }
  if (code === 45 || (code >= 48 && code <= 57)) return readNumber(cursor, inner);
  return readLiteral(cursor);
}

function scalar(
  value: SourceScalar['value'],
  json: string,
  start: number,
  end: number,
): SourceScalar {
  return { kind: 'scalar', value, json, start, end };
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** As far as a number can be right, which shows whether what is wrong is only cut off. */
const beginningPattern = /-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE](?:[-+]?\d*)?)?)?|[eE][-+]?\d*)?)?/y;

function readNumber(cursor: JsonCursor, inner: boolean): SourceScalar {
  const { text, at: start } = cursor;
  numberPattern.lastIndex = start;
  beginningPattern.lastIndex = start;
  const json = numberPattern.exec(text)?.[0] ?? '';
  beginningPattern.test(text);
  const end = start + json.length;
  const leadingZero = inner && /\d/.test(text.charAt(end));
  if (beginningPattern.lastIndex !== end || json === '' || leadingZero) {
    const cut = beginningPattern.lastIndex >= text.length;
    throw cut ? cutOff(text) : badNumber(text, start);
  }
  cursor.at = end;
  return scalar(Number(json), json, start, end);
}

function badNumber(text: string, start: number): Refused {
  const number = /[-+.\w]{0,40}/y;
  number.lastIndex = start;
  return new Refused('json-bad-number', start, { number: number.exec(text)?.[0] ?? '' });
}

const literals: readonly [string, boolean | null][] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function readLiteral(cursor: JsonCursor): SourceScalar {
  const { text, at: start } = cursor;
  for (const [word, value] of literals) {
    if (text.startsWith(word, start)) {
      cursor.at = start + word.length;
      return scalar(value, word, start, cursor.at);
    }
    const rest = text.slice(start, start + word.length);
    if (rest !== '' && start + rest.length === text.length && word.startsWith(rest)) {
      throw cutOff(text);
    }
  }
  const word = /\w{0,40}/y;
  word.lastIndex = start;
  const found = word.exec(text)?.[0] ?? '';
  if (/^[tfn]/.test(found)) throw new Refused('json-bad-literal', start, { word: found });
  throw refused(cursor, 'json-value-expected');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON forbids.
const plainPattern = /[^"\\\0-\x1f]*/y;

/** The cursor stands on the opening quote and is left behind the closing one. */
export function readString(cursor: JsonCursor): string {
  const { text } = cursor;
  let from = cursor.at + 1;
  let value = '';
  for (;;) {
    plainPattern.lastIndex = from;
    plainPattern.test(text);
    const at = plainPattern.lastIndex;
    const code = text.charCodeAt(at);
    if (code === 34) {
      cursor.at = at + 1;
      if (value === '') return text.slice(from, at);
      return (value + text.slice(from, at)).toWellFormed();
    }
    value += text.slice(from, at);
    cursor.at = at;
    if (code !== 92) throw controlCharacter(text, at);
    value += readEscape(cursor);
    from = cursor.at;
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['/', '/'],
  ['\\', '\\'],
  ['"', '"'],
]);

function readEscape(cursor: JsonCursor): string {
  const { text, at: start } = cursor;
  const plain = escapes.get(text.charAt(start + 1));
  if (plain !== undefined) {
    cursor.at = start + 2;
    return plain;
  }
  const digits = text.slice(start + 2, start + 6);
  if (text.charAt(start + 1) === 'u' && /^[0-9a-fA-F]{4}$/.test(digits)) {
    cursor.at = start + 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const beginning = /\\(u[0-9a-fA-F]{0,3})?.?/suy;
  beginning.lastIndex = start;
  const shown = beginning.exec(text)?.[0] ?? '\\';
  if (start + shown.length >= text.length) throw cutOff(text);
  throw new Refused('json-bad-escape', start, { escape: shown });
}

function controlCharacter(text: string, at: number): Refused {
  if (at >= text.length) return cutOff(text);
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return new Refused('json-control-character', at, { character: `U+${code}` });
}

function cutOff(text: string): Refused {
  return new Refused('json-unexpected-end', text.length);
}

type ExpectedCode =
  'json-colon-expected' | 'json-comma-expected' | 'json-key-expected' | 'json-value-expected';

/** The character at the cursor is not what is due there, or the text is at its end. */
export function refused({ text, at }: JsonCursor, code: ExpectedCode): Refused {
  if (at >= text.length) return cutOff(text);
  return new Refused(code, at, { character: String.fromCodePoint(text.codePointAt(at) ?? 0) });
}
