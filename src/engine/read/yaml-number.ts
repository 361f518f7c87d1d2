/**
 * What an unquoted scalar is, as go-yaml v2 resolves it (go.yaml.in/yaml/v2 v2.4.4, resolve.go), and how
 * Go prints the numbers. Base 60 numbers stay strings there. Timestamps stay strings in JSON, too; only
 * the tag `!!timestamp` asks whether a text is one.
 */

export type Resolved =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number };

const words: ReadonlyMap<string, Resolved> = new Map<string, Resolved>([
  ...['y', 'Y', ...cases('yes'), ...cases('true'), ...cases('on')].map(
    (word): [string, Resolved] => [word, { type: 'bool', value: true }],
  ),
  ...['n', 'N', ...cases('no'), ...cases('false'), ...cases('off')].map(
    (word): [string, Resolved] => [word, { type: 'bool', value: false }],
  ),
  ...['', '~', ...cases('null')].map((word): [string, Resolved] => [word, { type: 'null' }]),
  ...['.nan', '.NaN', '.NAN'].map((word) => floatWord(word, Number.NaN)),
  ...cases('inf').flatMap((word) => [
    floatWord(`.${word}`, Number.POSITIVE_INFINITY),
    floatWord(`+.${word}`, Number.POSITIVE_INFINITY),
    floatWord(`-.${word}`, Number.NEGATIVE_INFINITY),
  ]),
]);

/** `word`, `Word`, `WORD` */
function cases(word: string): string[] {
  return [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];
}

function floatWord(word: string, value: number): [string, Resolved] {
  return [word, { type: 'float', value }];
}

export function resolvePlain(text: string): Resolved {
  const string: Resolved = { type: 'string', value: text };
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charAt(0);
  if (first === '.') return parseDotFloat(text) ?? string;
  if (!/^[-+0-9]/.test(first)) return string;
  const digits = text.replaceAll('_', '');
  return parseInteger(digits) ?? parseFloat64(digits) ?? parseLateBinary(digits) ?? string;
}

/** Go's ParseFloat on the text as written: underscores only between digits. */
function parseDotFloat(text: string): Resolved | undefined {
  if (/_(?!\d)|(?<!\d)_/.test(text)) return undefined;
  return parseFloat64(text.replaceAll('_', ''));
}

function parseFloat64(text: string): Resolved | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? { type: 'float', value } : undefined;
}

const maxInt64 = 2n ** 63n - 1n;
const maxUint64 = 2n ** 64n - 1n;
/** A 64-bit integer has at most 64 digits in any base, leading zeros apart. */
const maxDigits = 64;

/** Go's ParseInt, then ParseUint, with the base that the prefix gives. */
function parseInteger(text: string): Resolved | undefined {
  const match = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9]\d*|0))$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  if (hex !== undefined) return integer(sign, '0x', hex);
  if (binary !== undefined) return integer(sign, '0b', binary);
  if (octal !== undefined) return integer(sign, '0o', octal);
  return integer(sign, '', decimal ?? '');
}

function integer(sign: string | undefined, prefix: string, digits: string): Resolved | undefined {
  const significant = digits.replace(/^0+(?=.)/, '');
  if (significant.length > maxDigits) return undefined;
  const magnitude = BigInt(prefix + significant);
  if (sign === '-') {
    return magnitude > maxInt64 + 1n ? undefined : { type: 'int', value: -magnitude };
  }
  if (magnitude > (sign === '+' ? maxInt64 : maxUint64)) return undefined;
  return { type: 'int', value: magnitude };
}

/** go-yaml's own second look at binary numbers lets a sign stand behind the prefix: `0b-1`. */
function parseLateBinary(text: string): Resolved | undefined {
  const match = /^0b([-+])([01]+)$/.exec(text);
  return match === null ? undefined : integer(match[1], '0b', match[2] ?? '');
}

/** A float as encoding/json writes it, which is as JavaScript does, minus zero apart. */
export function printFloat(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A float as a map key: sigs.k8s.io/yaml prints it with the digits that a 32-bit float needs. */
export function printFloatKey(value: number): string {
  const rounded = Math.fround(value);
  if (Number.isNaN(rounded)) return '.nan';
  if (!Number.isFinite(rounded)) return rounded > 0 ? '.inf' : '-.inf';
  if (rounded === 0) return Object.is(rounded, -0) ? '-0' : '0';
  const shortest = shortestFloat32(rounded);
  const [mantissa = '', power = '0'] = shortest.split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(Number(shortest));
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function shortestFloat32(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(9);
}
