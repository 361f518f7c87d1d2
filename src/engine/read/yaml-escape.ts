/** Escapes of double-quoted YAML as go-yaml v2 has them: no `\/`, no surrogate pairs. */
import { Refused } from './code.ts';
import { type Cursor, END, isHex, peek } from './yaml-cursor.ts';

const single: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const hexLength: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** The cursor stands on the backslash and is left behind the escape; `opening` is the quote. */
export function readEscape(cursor: Cursor, opening: number): string {
  const start = cursor.at;
  if (peek(cursor, 1) === END) throw new Refused('yaml-unclosed-quote', opening, { quote: '"' });
  const letter = String.fromCharCode(peek(cursor, 1));
  const plain = single.get(letter);
  if (plain !== undefined) {
    cursor.at += 2;
    return plain;
  }
  const digits = hexLength.get(letter) ?? 0;
  let known = digits > 0;
  for (let i = 0; i < digits; i++) known &&= isHex(peek(cursor, 2 + i));
  const code = known ? Number.parseInt(cursor.text.slice(start + 2, start + 2 + digits), 16) : -1;
  if (code < 0 || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    const shown = cursor.text.slice(start, start + 2 + (known ? digits : 0));
    throw new Refused('yaml-bad-escape', start, { escape: shown });
  }
  cursor.at += 2 + digits;
  return String.fromCodePoint(code);
}
