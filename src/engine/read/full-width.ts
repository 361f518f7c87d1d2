/**
 * A refusal that comes from Chinese punctuation where YAML and JSON want their own. No upstream counterpart:
 * to go-yaml and encoding/json these are letters, so what they complain about stands elsewhere. Only
 * explains what is refused anyway: inside text such a character is right.
 */
import { type ReadCode, type Refusal, refusal } from './code.ts';

/** Each character, and behind it what stands in for it. */
const MARKS = [':：', ',，、', '"“”＂', "'‘’＇", '[［', ']］', '{｛', '}｝'];
const MEANT: ReadonlyMap<string, string> = new Map(
  MARKS.flatMap(([want = '', ...others]) => others.map((found) => [found, want] as const)),
);

/** What to look for from the place of the refusal to the end of its line. */
const ON_LINE: Partial<Readonly<Record<ReadCode, RegExp>>> = {
  'yaml-missing-colon': /：/,
  'yaml-unclosed-quote': /[“”＂‘’＇]/,
  'yaml-unclosed-flow': /[］｝]/,
};
/** A line that go-yaml took for text, so that the next one has no key to belong to. */
const KEY_LINE = /^[\s-]*["']?[\w./-]+["']?：/;

/** Without quotes around it, the value before such a comma goes on until the colon. */
const COMMA_BEFORE_KEY = /[，、]\s*(?:"[\w./-]*"|[\w./-]*)$/;
/** A key is not that long. */
const MOST_LOOKED_AT = 500;

/** The same refusal, or one that names the character. */
export function explainFullWidth(text: string, refused: Refusal): Refusal {
  const at = placeIn(text, refused);
  const found = text.charAt(at);
  const want = MEANT.get(found);
  return want === undefined ? refused : refusal('yaml-full-width', at, { found, want });
}

function placeIn(text: string, { code, at }: Refusal): number {
  const pattern = ON_LINE[code];
  if (pattern !== undefined) {
    const found = text.slice(at, endOfLine(text, at)).search(pattern);
    return found === -1 ? at : at + found;
  }
  if (code === 'yaml-bad-indent') return keyAbove(text, at);
  if (code !== 'yaml-missing-comma' || MEANT.has(text.charAt(at))) return at;
  const from = Math.max(text.lastIndexOf('\n', at) + 1, at - MOST_LOOKED_AT);
  const found = text.slice(from, at).search(COMMA_BEFORE_KEY);
  return found === -1 ? at : from + found;
}

function keyAbove(text: string, at: number): number {
  let end = text.lastIndexOf('\n', at - 1);
  let start = 0;
  for (; end > 0; end = start - 1) {
    start = text.lastIndexOf('\n', end - 1) + 1;
    if (text.slice(start, end).trim() !== '') break;
  }
  const key =
    end > 0 ? KEY_LINE.exec(text.slice(start, Math.min(end, start + MOST_LOOKED_AT))) : null;
  return key === null ? at : start + key[0].length - 1;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
