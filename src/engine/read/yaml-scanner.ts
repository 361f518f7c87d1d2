/**
 * What a YAML scanner has to remember between tokens: the queue, the indentation of the blocks around, and
 * where keys without `?` may have started (go.yaml.in/yaml/v2 v2.4.4, scannerc.go).
 */
import { maxDepth, Refused } from './code.ts';
import {
  columnOf,
  type Cursor,
  isBreak,
  peek,
  readBreak,
  SPACE,
  skipToBreak,
  TAB,
} from './yaml-cursor.ts';
import type { WrittenTag } from './yaml-directive.ts';

export type Mark =
  | 'end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | 'flow-list'
  | 'flow-list-end'
  | 'flow-map'
  | 'flow-map-end'
  | 'dash'
  | 'comma'
  | 'key'
  | 'value';

export interface Place {
  readonly start: number;
  readonly end: number;
  /** The line on which the token starts, counted from 0 in this document. */
  readonly line: number;
}

export type Token = Place &
  (
    | { readonly kind: Mark }
    | { readonly kind: 'alias' | 'anchor'; readonly name: string }
    | { readonly kind: 'tag'; readonly tag: WrittenTag }
    | { readonly kind: 'scalar'; readonly value: string; readonly plain: boolean }
  );

/** Where a key without `?` may have started, one per flow level. */
interface KeyStart {
  possible: boolean;
  /** Nothing but a key can stand here: the block around it has this indentation. */
  required: boolean;
  /** Number of the token, counted from the start of the text. */
  token: number;
  at: number;
  line: number;
  column: number;
}

export interface Scanner {
  readonly cursor: Cursor;
  readonly queue: Token[];
  /** Tokens taken out of the queue, which is also the number of the one at its head. */
  taken: number;
  indent: number;
  readonly indents: number[];
  readonly keys: KeyStart[];
  /** Which flow level's key start a token is. */
  readonly keyLevels: Map<number, number>;
  /** A key, or a block that takes keys or entries, may start here. */
  keyAllowed: boolean;
  /** The token scanned last, if it is a scalar. */
  lastScalar: Token | undefined;
}

export function createScanner(text: string, start: number, limit: number): Scanner {
  const at = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
  return {
    cursor: { text, limit, at, line: 0, lineStart: at },
    queue: [],
    taken: 0,
    indent: -1,
    indents: [],
    keys: [{ possible: false, required: false, token: -1, at, line: 0, column: 0 }],
    keyLevels: new Map(),
    keyAllowed: true,
    lastScalar: undefined,
  };
}

export function flowLevel(scanner: Scanner): number {
  return scanner.keys.length - 1;
}

export function keyHere(scanner: Scanner): KeyStart {
  return scanner.keys[scanner.keys.length - 1] as KeyStart;
}

export function mayBeKey(scanner: Scanner, key: KeyStart): boolean {
  if (!key.possible) return false;
  const { cursor } = scanner;
  const tooLong = key.line === cursor.line && isBeyond(cursor.text, key.at, cursor.at);
  if (key.line === cursor.line && !tooLong) return true;
  if (key.required) throw new Refused(tooLong ? 'yaml-long-key' : 'yaml-missing-colon', key.at);
  key.possible = false;
  return false;
}

const maxKeyLength = 1024;

/** More than 1024 characters apart, a surrogate pair counting once. */
function isBeyond(text: string, from: number, to: number): boolean {
  if (to - from <= maxKeyLength) return false;
  if (to - from > 2 * maxKeyLength) return true;
  return Array.from(text.slice(from, to)).length > maxKeyLength;
}

export function saveKey(scanner: Scanner): void {
  if (!scanner.keyAllowed) return;
  const { cursor } = scanner;
  dropKey(scanner);
  const key = keyHere(scanner);
  key.possible = true;
  key.token = scanner.taken + scanner.queue.length;
  key.at = cursor.at;
  key.line = cursor.line;
  key.column = columnOf(cursor);
  key.required = flowLevel(scanner) === 0 && scanner.indent === key.column;
  scanner.keyLevels.set(key.token, flowLevel(scanner));
}

export function dropKey(scanner: Scanner): void {
  const key = keyHere(scanner);
  if (!key.possible) return;
  if (key.required) throw new Refused('yaml-missing-colon', key.at);
  key.possible = false;
  scanner.keyLevels.delete(key.token);
}

/** Puts a token before the one with this number, or last when that one is already taken. */
export function insertToken(scanner: Scanner, number: number, token: Token): void {
  const index = number - scanner.taken;
  const { queue } = scanner;
  queue.push(token);
  if (index >= 0) queue.copyWithin(index + 1, index)[index] = token;
}

export function openBlock(
  scanner: Scanner,
  kind: 'block-list' | 'block-map',
  column: number,
  place: Place,
  number: number,
): void {
  if (flowLevel(scanner) > 0 || scanner.indent >= column) return;
  scanner.indents.push(scanner.indent);
  scanner.indent = column;
  if (scanner.indents.length > maxDepth) throw new Refused('too-deep', place.start);
  insertToken(scanner, number, { kind, ...place });
}

export function closeBlocks(scanner: Scanner, column: number): void {
  if (flowLevel(scanner) > 0) return;
  const { at, line } = scanner.cursor;
  while (scanner.indent > column) {
    scanner.queue.push({ kind: 'block-end', start: at, end: at, line });
    scanner.indent = scanner.indents.pop() ?? -1;
  }
}

/** Blanks, comments and line breaks; a tab may not stand where a block could be indented. */
export function skipToToken(scanner: Scanner): void {
  const { cursor } = scanner;
  for (;;) {
    const tabs = flowLevel(scanner) > 0 || !scanner.keyAllowed;
    for (let code = peek(cursor); code === SPACE || (tabs && code === TAB); code = peek(cursor)) {
      cursor.at++;
    }
    if (peek(cursor) === 35) skipToBreak(cursor);
    if (!isBreak(peek(cursor))) return;
    readBreak(cursor);
    if (flowLevel(scanner) === 0) scanner.keyAllowed = true;
  }
}
