/**
 * Scalars of YAML 1.1 in their four spellings, folded as go-yaml v2 folds them
 * (go.yaml.in/yaml/v2 v2.4.4, scannerc.go).
 */
import { Refused } from './code.ts';
import { readEscape } from './yaml-escape.ts';
import {
  columnOf,
  type Cursor,
  documentMarker,
  END,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isDigit,
  peek,
  readBreak,
  SPACE,
  skipBlanks,
  skipToBreak,
  TAB,
} from './yaml-cursor.ts';

const COLON = 58;
const QUOTE = 34;
const APOSTROPHE = 39;
const BACKSLASH = 92;

export interface PlainScalar {
  readonly value: string;
  readonly end: number;
  /** Line breaks were eaten after the last character: the next token stands on a new line. */
  readonly brokeLine: boolean;
}

/** An unquoted scalar; `indent` is the least column at which it may go on (ignored in flow). */
export function scanPlain(cursor: Cursor, inFlow: boolean, indent: number): PlainScalar {
  let value = '';
  // What stands on one line is taken as it is, blanks included, when the line is known to end.
  let from = cursor.at;
  let end = from;
  let lineBreak = '';
  let moreBreaks = '';
  for (;;) {
    if (documentMarker(cursor) !== undefined || peek(cursor) === 35) break;
    const wordStart = cursor.at;
    skipPlainWord(cursor, inFlow);
    if (cursor.at > wordStart) {
      if (lineBreak !== '') {
        value += cursor.text.slice(from, end) + fold(lineBreak, moreBreaks);
        lineBreak = moreBreaks = '';
        from = wordStart;
      }
      end = cursor.at;
    }
    if (!isBlank(peek(cursor)) && !isBreak(peek(cursor))) break;
    for (let code = peek(cursor); isBlank(code) || isBreak(code); code = peek(cursor)) {
      if (isBreak(code)) {
        if (lineBreak === '') lineBreak = readBreak(cursor);
        else moreBreaks += readBreak(cursor);
      } else {
        if (lineBreak !== '' && code === TAB && columnOf(cursor) < indent) {
          throw new Refused('yaml-tab-indent', cursor.at);
        }
        cursor.at++;
      }
    }
    if (!inFlow && columnOf(cursor) < indent) break;
  }
  value += cursor.text.slice(from, end);
  return { value, end, brokeLine: lineBreak !== '' };
}

function skipPlainWord(cursor: Cursor, inFlow: boolean): void {
  for (let code = peek(cursor); !isBlankOrEnd(code); code = peek(cursor)) {
    if (code === COLON && isBlankOrEnd(peek(cursor, 1))) return;
    if (inFlow && endsFlowWord(code)) return;
    cursor.at++;
  }
}

const indicators: ReadonlySet<string> = new Set('-?:,[]{}#&*!|>\'"%@`');

/** `-`, and outside flow `?` and `:`, start a scalar when something follows at once. */
export function startsPlain(code: number, inFlow: boolean, next: number): boolean {
  if (isBlankOrEnd(code)) return false;
  const character = String.fromCharCode(code);
  if (!indicators.has(character)) return true;
  if (character === '-') return !isBlank(next);
  return !inFlow && (character === '?' || character === ':') && !isBlankOrEnd(next);
}

/** `,` `?` `[` `]` `{` `}` */
function endsFlowWord(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** One line break becomes a space, more become one less; LS and PS stay what they are. */
function fold(first: string, more: string): string {
  if (first !== '\n') return first + more;
  return more === '' ? ' ' : more;
}

/** A quoted scalar; the cursor stands on the opening quote and is left behind the closing one. */
export function scanQuoted(cursor: Cursor): string {
  const opening = cursor.at;
  const quote = peek(cursor);
  let value = '';
  cursor.at++;
  for (;;) {
    if (documentMarker(cursor) !== undefined || peek(cursor) === END) {
      throw new Refused('yaml-unclosed-quote', opening, { quote: String.fromCharCode(quote) });
    }
    let broke = false;
    let from = cursor.at;
    for (let code = peek(cursor); !isBlankOrEnd(code); code = peek(cursor)) {
      if (code === quote) {
        if (quote === QUOTE || peek(cursor, 1) !== APOSTROPHE) break;
        value += cursor.text.slice(from, cursor.at + 1);
        cursor.at += 2;
        from = cursor.at;
      } else if (code === BACKSLASH && quote === QUOTE) {
        value += cursor.text.slice(from, cursor.at);
        if (isBreak(peek(cursor, 1))) {
          cursor.at++;
          readBreak(cursor);
          from = cursor.at;
          broke = true;
          break;
        }
        value += readEscape(cursor, opening);
        from = cursor.at;
      } else cursor.at++;
    }
    value += cursor.text.slice(from, cursor.at);
    if (peek(cursor) === quote) {
      cursor.at++;
      return value;
    }
    value += readQuotedGap(cursor, broke);
  }
}

/** Blanks and line breaks inside quotes; `broke` when an escaped line break came before. */
function readQuotedGap(cursor: Cursor, broke: boolean): string {
  let gap = '';
  let lineBreak = '';
  let moreBreaks = '';
  let newLine = broke;
  for (let code = peek(cursor); isBlank(code) || isBreak(code); code = peek(cursor)) {
    if (isBreak(code)) {
      if (newLine) moreBreaks += readBreak(cursor);
      else lineBreak = readBreak(cursor);
      newLine = true;
    } else {
      if (!newLine) gap += String.fromCharCode(code);
      cursor.at++;
    }
  }
  if (!newLine) return gap;
  return lineBreak === '' ? moreBreaks : fold(lineBreak, moreBreaks);
}

/** A literal or folded block; `parentIndent` is the column of the block around it, -1 at the top. */
export function scanBlock(cursor: Cursor, parentIndent: number): { value: string; end: number } {
  const folded = peek(cursor) === 62;
  cursor.at++;
  const header = readBlockHeader(cursor);
  let indent = header.increment > 0 ? Math.max(parentIndent, 0) + header.increment : 0;
  let end = cursor.at;
  let value = '';
  let lineBreak = '';
  let breaks = '';
  const readIndentation = (): void => {
    const read = readBlockBreaks(cursor, indent, parentIndent);
    breaks += read.breaks;
    indent = read.indent;
  };
  readIndentation();
  let startedBlank = false;
  while (columnOf(cursor) === indent && peek(cursor) !== END) {
    const blank = isBlank(peek(cursor));
    if (folded && lineBreak === '\n' && !startedBlank && !blank) {
      if (breaks === '') value += ' ';
    } else value += lineBreak;
    value += breaks;
    breaks = '';
    startedBlank = blank;
    const from = cursor.at;
    skipToBreak(cursor);
    value += cursor.text.slice(from, cursor.at);
    end = cursor.at;
    lineBreak = peek(cursor) === END ? '' : readBreak(cursor);
    readIndentation();
  }
  if (header.chomp !== '-') value += lineBreak;
  if (header.chomp === '+') value += breaks;
  return { value, end };
}

/** Chomping and indentation indicators in either order, then nothing but a comment. */
function readBlockHeader(cursor: Cursor): { chomp: '' | '+' | '-'; increment: number } {
  let chomp: '' | '+' | '-' = '';
  let increment = 0;
  for (let count = 0; count < 2; count++) {
    const code = peek(cursor);
    if (chomp === '' && (code === 43 || code === 45)) chomp = code === 43 ? '+' : '-';
    else if (increment === 0 && isDigit(code)) {
      if (code === 48) throw new Refused('yaml-block-header', cursor.at);
      increment = code - 48;
    } else break;
    cursor.at++;
  }
  skipBlanks(cursor);
  if (peek(cursor) === 35) skipToBreak(cursor);
  if (!isBreakOrEnd(peek(cursor))) throw new Refused('yaml-block-header', cursor.at);
  if (peek(cursor) !== END) readBreak(cursor);
  return { chomp, increment };
}

/** Empty lines and the indentation of the next one; an `indent` of 0 is to be found here. */
function readBlockBreaks(
  cursor: Cursor,
  indent: number,
  parentIndent: number,
): { breaks: string; indent: number } {
  let breaks = '';
  let deepest = 0;
  for (;;) {
    while (peek(cursor) === SPACE && (indent === 0 || columnOf(cursor) < indent)) cursor.at++;
    deepest = Math.max(deepest, columnOf(cursor));
    if (peek(cursor) === TAB && (indent === 0 || columnOf(cursor) < indent)) {
      throw new Refused('yaml-tab-indent', cursor.at);
    }
    if (!isBreak(peek(cursor))) break;
    breaks += readBreak(cursor);
  }
  return { breaks, indent: indent === 0 ? Math.max(deepest, parentIndent + 1, 1) : indent };
}
