/**
 * `!!binary`: base64 as Go's StdEncoding reads it, and the bytes as the string that encoding/json makes of
 * them, where each byte that is no UTF-8 becomes U+FFFD.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets: ReadonlyMap<string, number> = new Map(
  Array.from(alphabet, (letter, value) => [letter, value]),
);

/** Undefined when the text is no base64. */
export function decodeBinary(text: string): string | undefined {
  const letters = text.replace(/[\r\n]/g, '');
  if (letters.length % 4 !== 0) return undefined;
  const padding = /={0,2}$/.exec(letters)?.[0].length ?? 0;
  const bytes: number[] = [];
  let bits = 0;
  let width = 0;
  for (const letter of letters.slice(0, letters.length - padding)) {
    const sextet = sextets.get(letter);
    if (sextet === undefined) return undefined;
    bits = ((bits << 6) | sextet) & 0xffff;
    width += 6;
    if (width >= 8) {
      width -= 8;
      bytes.push((bits >> width) & 0xff);
    }
  }
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const [code, width] = decodeCharacter(bytes, at);
    text += String.fromCodePoint(code);
    at += width;
  }
  return text;
}

/** Least code point by length: a longer spelling than needed is no UTF-8. */
const least = [0, 0, 0x80, 0x800, 0x10000] as const;

function decodeCharacter(bytes: readonly number[], at: number): [code: number, width: number] {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return [first, 1];
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let code = first & (0x7f >> width);
  for (let more = 1; more < width; more++) {
    const next = bytes[at + more] ?? 0;
    if ((next & 0xc0) !== 0x80) return [0xfffd, 1];
    code = (code << 6) | (next & 0x3f);
  }
  const valid = first >= 0xc0 && first < 0xf8 && code >= (least[width] ?? 0) && code <= 0x10ffff;
  return valid && (code < 0xd800 || code > 0xdfff) ? [code, width] : [0xfffd, 1];
}
