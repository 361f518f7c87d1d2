/**
 * Cuts YAML text into tokens by the rules of go-yaml v2 (go.yaml.in/yaml/v2 v2.4.4, scannerc.go).
 *
 * A mapping key is recognised only at its `:`, so a token that may start a key is held back until that is
 * settled: by a `:` on the same line within 1024 characters, or by anything that rules it out. A token is
 * scanned only when it is asked for; what follows a finished document is never looked at.
 */
import { maxDepth, Refused } from './code.ts';
import {
  columnAt,
  columnOf,
  documentMarker,
  END,
  indentationAt,
  isBlankOrEnd,
  peek,
} from './yaml-cursor.ts';
import { scanAnchor, scanDirective, scanTag } from './yaml-directive.ts';
import { scanBlock, scanPlain, scanQuoted, startsPlain } from './yaml-scalar.ts';
import {
  closeBlocks,
  dropKey,
  flowLevel,
  insertToken,
  keyHere,
  type Mark,
  mayBeKey,
  openBlock,
  type Place,
  type Scanner,
  saveKey,
  skipToToken,
  type Token,
} from './yaml-scanner.ts';

/** The next token, which stays in the queue; throws `Refused`. */
export function nextToken(scanner: Scanner): Token {
  for (;;) {
    const head = scanner.queue[0];
    if (head !== undefined) {
      const level = scanner.keyLevels.get(scanner.taken);
      const key = level === undefined ? undefined : scanner.keys[level];
      if (key === undefined || !mayBeKey(scanner, key)) return head;
    }
    fetchToken(scanner);
  }
}

export function takeToken(scanner: Scanner): void {
  scanner.queue.shift();
  scanner.taken++;
}

/** What each of these starts wherever it stands. */
const marks: ReadonlyMap<string, (scanner: Scanner) => void> = new Map([
  ['[', (scanner) => openFlow(scanner, 'flow-list')],
  ['{', (scanner) => openFlow(scanner, 'flow-map')],
  [']', (scanner) => closeFlow(scanner, 'flow-list-end')],
  ['}', (scanner) => closeFlow(scanner, 'flow-map-end')],
  [',', fetchComma],
  ['*', fetchWord],
  ['&', fetchWord],
  ['!', fetchWord],
  ['"', fetchWord],
  ["'", fetchWord],
]);

/** What these start when white space follows; in flow `?` and `:` need none. */
const spacedMarks: ReadonlyMap<string, (scanner: Scanner) => void> = new Map([
  ['-', fetchDash],
  ['?', fetchKey],
  [':', fetchValue],
]);

function fetchToken(scanner: Scanner): void {
  const { cursor } = scanner;
  skipToToken(scanner);
  closeBlocks(scanner, columnOf(cursor));
  const code = peek(cursor);
  const marker = documentMarker(cursor);
  if (code === END) endBlocks(scanner, 'end', 0);
  else if (code === 37 && columnOf(cursor) === 0) fetchDirective(scanner);
  else if (marker === 45) endBlocks(scanner, 'document-start', 3);
  else if (marker === 46) endBlocks(scanner, 'document-end', 3);
  else fetchContent(scanner, String.fromCharCode(code));
}

function fetchContent(scanner: Scanner, character: string): void {
  const { cursor } = scanner;
  const inFlow = flowLevel(scanner) > 0;
  const next = peek(cursor, 1);
  const spaced = isBlankOrEnd(next) || (inFlow && character !== '-');
  const fetch = marks.get(character) ?? (spaced ? spacedMarks.get(character) : undefined);
  if (fetch !== undefined) fetch(scanner);
  else if (!inFlow && (character === '|' || character === '>')) fetchBlockScalar(scanner);
  else if (startsPlain(peek(cursor), inFlow, next)) fetchPlain(scanner);
  else if (character === '\t') throw new Refused('yaml-tab-indent', cursor.at);
  else throw new Refused('yaml-bad-start', cursor.at, { character });
}

function pushMark(scanner: Scanner, kind: Mark, width: number): void {
  const { cursor } = scanner;
  const start = cursor.at;
  cursor.at += width;
  push(scanner, { kind, start, end: cursor.at, line: cursor.line });
}

function push(scanner: Scanner, token: Token): void {
  scanner.queue.push(token);
  scanner.lastScalar = token.kind === 'scalar' ? token : undefined;
}

/** The end of the text or a document marker ends every block. */
function endBlocks(
  scanner: Scanner,
  kind: 'end' | 'document-start' | 'document-end',
  width: number,
): void {
  closeBlocks(scanner, -1);
  dropKey(scanner);
  scanner.keyAllowed = false;
  pushMark(scanner, kind, width);
}

function fetchDirective(scanner: Scanner): void {
  const { cursor } = scanner;
  closeBlocks(scanner, -1);
  dropKey(scanner);
  scanner.keyAllowed = false;
  const { at: start, line } = cursor;
  scanDirective(cursor);
  push(scanner, { kind: 'directive', start, line, end: cursor.at });
}

function openFlow(scanner: Scanner, kind: 'flow-list' | 'flow-map'): void {
  const { cursor } = scanner;
  saveKey(scanner);
  // An empty collection takes the key start of its own bracket along when it closes, as go-yaml's does.
  const token = scanner.taken + scanner.queue.length;
  scanner.keys.push({ ...keyHere(scanner), possible: false, required: false, token });
  if (flowLevel(scanner) > maxDepth) throw new Refused('too-deep', cursor.at);
  scanner.keyAllowed = true;
  pushMark(scanner, kind, 1);
}

function closeFlow(scanner: Scanner, kind: 'flow-list-end' | 'flow-map-end'): void {
  dropKey(scanner);
  if (flowLevel(scanner) > 0) {
    scanner.keyLevels.delete(keyHere(scanner).token);
    scanner.keys.pop();
  }
  scanner.keyAllowed = false;
  pushMark(scanner, kind, 1);
}

function fetchComma(scanner: Scanner): void {
  dropKey(scanner);
  scanner.keyAllowed = true;
  pushMark(scanner, 'comma', 1);
}

function fetchDash(scanner: Scanner): void {
  const { cursor } = scanner;
  if (flowLevel(scanner) === 0) {
    if (!scanner.keyAllowed) throw new Refused('yaml-dash-in-value', cursor.at);
    openBlock(scanner, 'block-list', columnOf(cursor), here(scanner), -1);
  }
  dropKey(scanner);
  scanner.keyAllowed = true;
  pushMark(scanner, 'dash', 1);
}

/** `?` */
function fetchKey(scanner: Scanner): void {
  const { cursor } = scanner;
  const inBlock = flowLevel(scanner) === 0;
  if (inBlock) {
    if (!scanner.keyAllowed) throw new Refused('yaml-bad-start', cursor.at, { character: '?' });
    openBlock(scanner, 'block-map', columnOf(cursor), here(scanner), -1);
  }
  dropKey(scanner);
  scanner.keyAllowed = inBlock;
  pushMark(scanner, 'key', 1);
}

/** `:` */
function fetchValue(scanner: Scanner): void {
  const { cursor } = scanner;
  const key = keyHere(scanner);
  const inBlock = flowLevel(scanner) === 0;
  if (mayBeKey(scanner, key)) {
    const place = { start: key.at, end: key.at, line: key.line };
    insertToken(scanner, key.token, { kind: 'key', ...place });
    openBlock(scanner, 'block-map', key.column, place, key.token);
    key.possible = false;
    scanner.keyLevels.delete(key.token);
    scanner.keyAllowed = false;
  } else {
    if (inBlock) {
      if (!scanner.keyAllowed) throw colonRefused(scanner);
      openBlock(scanner, 'block-map', columnOf(cursor), here(scanner), -1);
    }
    scanner.keyAllowed = inBlock;
  }
  pushMark(scanner, 'value', 1);
}

/** A `:` where no key can be: behind a value on its line, or on a line that go-yaml took for more text. */
function colonRefused({ cursor, lastScalar }: Scanner): Refused {
  if (lastScalar === undefined || lastScalar.line === cursor.line) {
    return new Refused('yaml-colon-in-value', cursor.at);
  }
  // At the same column the line above was meant as a key, else this one as a key of another level.
  const column = indentationAt(cursor.text, cursor.at);
  if (columnAt(cursor.text, lastScalar.start) === column) {
    return new Refused('yaml-missing-colon', lastScalar.start);
  }
  return new Refused('yaml-bad-indent', cursor.lineStart + column);
}

/** Anchors, aliases, tags and quoted scalars: all may start a key, none may be followed by one. */
function fetchWord(scanner: Scanner): void {
  const { cursor } = scanner;
  const code = peek(cursor);
  saveKey(scanner);
  scanner.keyAllowed = false;
  const { at: start, line } = cursor;
  if (code === 33) {
    const tag = scanTag(cursor);
    push(scanner, { kind: 'tag', tag, start, line, end: cursor.at });
  } else if (code === 38 || code === 42) {
    const name = scanAnchor(cursor);
    push(scanner, { kind: code === 38 ? 'anchor' : 'alias', name, start, line, end: cursor.at });
  } else {
    const value = scanQuoted(cursor);
    push(scanner, { kind: 'scalar', value, plain: false, start, line, end: cursor.at });
  }
}

function fetchBlockScalar(scanner: Scanner): void {
  const { cursor } = scanner;
  dropKey(scanner);
  scanner.keyAllowed = true;
  const { at: start, line } = cursor;
  const { value, end } = scanBlock(cursor, scanner.indent);
  push(scanner, { kind: 'scalar', value, plain: false, start, line, end });
}

function fetchPlain(scanner: Scanner): void {
  const { cursor } = scanner;
  saveKey(scanner);
  scanner.keyAllowed = false;
  const { at: start, line } = cursor;
  const { value, end, brokeLine } = scanPlain(cursor, flowLevel(scanner) > 0, scanner.indent + 1);
  if (brokeLine) scanner.keyAllowed = true;
  push(scanner, { kind: 'scalar', value, plain: true, start, line, end });
}

function here(scanner: Scanner): Place {
  const { at, line } = scanner.cursor;
  return { start: at, end: at, line };
}
