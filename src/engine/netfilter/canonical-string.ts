/** What `string` looks for: printable text as it is, anything else as hexadecimal. */

/** The option and the text that iptables-save prints for it. Source: extensions/libxt_string.c. */
export function hexString(option: string, text: string): readonly [option: string, text: string] {
  const codes = option === '--hex-string' ? decoded(text) : codesOf(text);
  // Bytes beyond ASCII depend on how the dump was encoded: such text stays as written.
  if (!codes || codes.some((code) => code > 255)) return [option, text];
  const printable = codes.every((code) => code >= 32 && code < 127) && codes.at(-1) !== BACKSLASH;
  if (printable) return ['--string', String.fromCharCode(...codes)];
  const digits = codes.map((code) => code.toString(16).padStart(2, '0')).join('');
  return ['--hex-string', `|${digits}|`];
}

const BACKSLASH = 92;

function codesOf(text: string): number[] {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 127 ? NOT_A_BYTE : code;
  });
}

const NOT_A_BYTE = 256;

/** `|68 65|llo`: hexadecimal between bars, the rest as it is. Undefined when that cannot be read. */
function decoded(text: string): number[] | undefined {
  const codes: number[] = [];
  for (const [index, part] of text.split('|').entries()) {
    if (index % 2 === 0) codes.push(...codesOf(part));
    else {
      const digits = part.replaceAll(' ', '');
      if (!/^([\da-f]{2})*$/i.test(digits)) return undefined;
      for (const [pair] of digits.matchAll(/../g)) codes.push(Number.parseInt(pair, 16));
    }
  }
  return codes;
}
