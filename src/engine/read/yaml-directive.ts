/** Directives, tags and anchors of YAML 1.1 as go-yaml v2 reads them (scannerc.go, v2.4.4). */
import { Refused } from './code.ts';
import {
  type Cursor,
  isBlank,
  isBlankOrEnd,
  isBreakOrEnd,
  isDigit,
  isHex,
  isWord,
  peek,
  skipBlanks,
  skipToBreak,
} from './yaml-cursor.ts';

/**
 * A line that starts with `%`; only `%YAML` and `%TAG` are known. What it says is left alone: kubectl cuts
 * a text at every `---`, so a directive never reaches the document that it is about.
 */
export function scanDirective(cursor: Cursor): void {
  const start = cursor.at;
  cursor.at++;
  const name = readWord(cursor);
  const read = name === 'YAML' ? readVersion : name === 'TAG' ? readTagPrefix : undefined;
  const refused = new Refused('yaml-bad-directive', start);
  if (read === undefined || !isBlankOrEnd(peek(cursor))) throw refused;
  skipBlanks(cursor);
  if (!read(cursor)) throw refused;
  skipBlanks(cursor);
  if (peek(cursor) === 35) skipToBreak(cursor);
  if (!isBreakOrEnd(peek(cursor))) throw refused;
}

function readVersion(cursor: Cursor): boolean {
  const major = readVersionNumber(cursor);
  if (major === '' || peek(cursor) !== 46) return false;
  cursor.at++;
  return readVersionNumber(cursor) !== '';
}

function readTagPrefix(cursor: Cursor): boolean {
  if (!readHandle(cursor)?.endsWith('!') || !isBlank(peek(cursor))) return false;
  skipBlanks(cursor);
  return Boolean(readUri(cursor)) && isBlankOrEnd(peek(cursor));
}

/** At most two digits. */
function readVersionNumber(cursor: Cursor): string {
  const start = cursor.at;
  while (isDigit(peek(cursor)) && cursor.at - start < 2) cursor.at++;
  return cursor.text.slice(start, cursor.at);
}

/** A tag as written: an empty handle means that the suffix is the whole tag. */
export interface WrittenTag {
  readonly handle: string;
  readonly suffix: string;
}

export function scanTag(cursor: Cursor): WrittenTag {
  const start = cursor.at;
  const tag = readTag(cursor);
  if (tag === undefined || !isBlankOrEnd(peek(cursor))) {
    skipToBlank(cursor);
    throw new Refused('yaml-bad-tag', start, { tag: cursor.text.slice(start, cursor.at) });
  }
  return tag;
}

function readTag(cursor: Cursor): WrittenTag | undefined {
  if (peek(cursor, 1) === 60) {
    cursor.at += 2;
    const suffix = readUri(cursor);
    if (!suffix || peek(cursor) !== 62) return undefined;
    cursor.at++;
    return { handle: '', suffix };
  }
  const handle = readHandle(cursor) ?? '';
  const rest = readUri(cursor);
  if (rest === undefined) return undefined;
  if (handle.length > 1 && handle.endsWith('!')) {
    return rest === '' ? undefined : { handle, suffix: rest };
  }
  const suffix = handle.slice(1) + rest;
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
}

/** `!`, `!word` or `!word!`. */
function readHandle(cursor: Cursor): string | undefined {
  if (peek(cursor) !== 33) return undefined;
  cursor.at++;
  const word = readWord(cursor);
  if (peek(cursor) !== 33) return `!${word}`;
  cursor.at++;
  return `!${word}!`;
}

const uriCharacters: ReadonlySet<string> = new Set(";/?:@&=+$,.!~*'()[]");

/** Undefined when a `%` escape is no UTF-8. */
function readUri(cursor: Cursor): string | undefined {
  let uri = '';
  for (let code = peek(cursor); ; code = peek(cursor)) {
    if (code === 37) {
      const character = readUriEscape(cursor);
      if (character === undefined) return undefined;
      uri += character;
    } else if (isWord(code) || (code > 0 && uriCharacters.has(String.fromCharCode(code)))) {
      uri += String.fromCharCode(code);
      cursor.at++;
    } else return uri;
  }
}

/** One character in UTF-8, each of its octets as `%XX`. */
function readUriEscape(cursor: Cursor): string | undefined {
  let code = 0;
  let more = 0;
  for (let first = true; first || more > 0; first = false) {
    if (peek(cursor) !== 37 || !isHex(peek(cursor, 1)) || !isHex(peek(cursor, 2))) return undefined;
    const octet = Number.parseInt(cursor.text.slice(cursor.at + 1, cursor.at + 3), 16);
    cursor.at += 3;
    if (first) {
      if (octet < 0x80) more = 0;
      else if (octet >= 0xc0 && octet < 0xe0) more = 1;
      else if (octet >= 0xe0 && octet < 0xf0) more = 2;
      else if (octet >= 0xf0 && octet < 0xf8) more = 3;
      else return undefined;
      code = more === 0 ? octet : octet & (0x3f >> more);
    } else {
      if ((octet & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (octet & 0x3f);
      more--;
    }
  }
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}

/** The name behind `&` or `*`. */
export function scanAnchor(cursor: Cursor): string {
  const start = cursor.at;
  cursor.at++;
  const name = readWord(cursor);
  const after = peek(cursor);
  if (name === '' || (!isBlankOrEnd(after) && !'?:,]}%@`'.includes(String.fromCharCode(after)))) {
    skipToBlank(cursor);
    throw new Refused('yaml-bad-anchor', start, { name: cursor.text.slice(start, cursor.at) });
  }
  return name;
}

function readWord(cursor: Cursor): string {
  const start = cursor.at;
  while (isWord(peek(cursor))) cursor.at++;
  return cursor.text.slice(start, cursor.at);
}

function skipToBlank(cursor: Cursor): void {
  while (!isBlankOrEnd(peek(cursor))) cursor.at++;
}
