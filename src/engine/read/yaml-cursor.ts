/**
 * A place in YAML text and the character classes of YAML 1.1 as go-yaml v2 has them
 * (go.yaml.in/yaml/v2 v2.4.4, yamlprivateh.go, readerc.go).
 *
 * kubectl hands go-yaml lines whose CRLF has become LF; here the text stays as it is and a CRLF is one
 * line break, so that every offset is one of the reader's own text. Of `\r\r\n` the line reader drops one
 * CR and go-yaml takes the rest for a CRLF, which makes it one break too.
 */

export interface Cursor {
  readonly text: string;
  /** Exclusive end of what may be read. */
  readonly limit: number;
  at: number;
  line: number;
  lineStart: number;
}

export const TAB = 9;
const LF = 10;
export const CR = 13;
export const SPACE = 32;
/** What `peek` gives past the end. */
export const END = -1;

export function peek(cursor: Cursor, ahead = 0): number {
  const at = cursor.at + ahead;
  return at < cursor.limit ? cursor.text.charCodeAt(at) : END;
}

export function columnOf(cursor: Cursor): number {
  return cursor.at - cursor.lineStart;
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isBreak(code: number): boolean {
  return code === LF || code === CR || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === SPACE || code === TAB || code === END || isBreak(code);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isHex(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

/** The characters of names: anchors, tag handles, directives. */
export function isWord(code: number): boolean {
  return (
    isDigit(code) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 95
  );
}

/** Consumes one line break and gives what it stands for in a scalar: LF, or LS and PS as they are. */
export function readBreak(cursor: Cursor): string {
  const code = peek(cursor);
  let width = 1;
  if (code === CR) {
    if (peek(cursor, 1) === LF) width = 2;
    else if (peek(cursor, 1) === CR && peek(cursor, 2) === LF) width = 3;
  }
  cursor.at += width;
  cursor.line++;
  cursor.lineStart = cursor.at;
  return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
}

export function skipBlanks(cursor: Cursor): void {
  while (isBlank(peek(cursor))) cursor.at++;
}

export function skipToBreak(cursor: Cursor): void {
  while (!isBreakOrEnd(peek(cursor))) cursor.at++;
}

/** `---` or `...` alone at the start of a line: 45 or 46, otherwise undefined. */
export function documentMarker(cursor: Cursor): 45 | 46 | undefined {
  const code = peek(cursor);
  if ((code !== 45 && code !== 46) || columnOf(cursor) !== 0) return undefined;
  if (peek(cursor, 1) !== code || peek(cursor, 2) !== code) return undefined;
  return isBlankOrEnd(peek(cursor, 3)) ? code : undefined;
}

/** The column of any place in the text, not only of the cursor's. */
export function columnAt(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isBreak(text.charCodeAt(start - 1))) start--;
  return at - start;
}

/** How many blanks the line of a place starts with. */
export function indentationAt(text: string, at: number): number {
  const start = at - columnAt(text, at);
  let first = start;
  while (isBlank(text.charCodeAt(first))) first++;
  return first - start;
}
