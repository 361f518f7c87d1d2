/**
 * Reading a quantity: resource.ParseQuantity and Quantity.UnmarshalJSON
 * (apimachinery/pkg/api/resource/{quantity,suffix}.go, Kubernetes v1.37.2).
 * Copied although odd: no digits at all are zero (`Mi`, `+`, `.`) unless upstream falls back to its big
 * decimals, which want a digit (`Ei`, `e-10`); an exponent is cut to 32 bits (`e+4294967297` is `e+1`).
 * Left out: a second 32-bit wrap when the fraction's length pushes an exponent below -2^31.
 */
import {
  type Decimal,
  compareDecimals,
  decimal,
  decimalOf,
  magnitude,
  roundAway,
} from './decimal.ts';
import type { Format, ParsedQuantity, Quantity } from './types.ts';

interface Suffix {
  readonly format: Format;
  /** Power of two for BinarySI, of ten for the others. */
  readonly exponent: number;
}

/** The text cut up as upstream's scanner does. */
interface Pieces {
  readonly negative: boolean;
  /** Whether a digit was written, be it a leading zero. */
  readonly numeric: boolean;
  /** Without leading zeros, `0` when nothing is left. */
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
}

const SUFFIXES: ReadonlyMap<string, Suffix> = new Map([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((suffix, index): [string, Suffix] => [
    suffix,
    { format: 'DecimalSI', exponent: 3 * index - 9 },
  ]),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index): [string, Suffix] => [
    suffix,
    { format: 'BinarySI', exponent: 10 * index + 10 },
  ]),
]);

const NANO = -9;
const INT64_MAX = 2n ** 63n - 1n;
const LARGEST_BINARY: Decimal = decimalOf(INT64_MAX, 0);
const ONE: Decimal = decimalOf(1n, 0);
const SPACES = /[ \u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;

/** A quantity as `kubectl run --requests` or a test writes it: no white space, no quotes. */
export function parseQuantity(text: string): ParsedQuantity {
  const pieces = cut(text);
  if (pieces === undefined) return { ok: false, code: 'quantity-format' };
  const suffix = SUFFIXES.get(pieces.suffix) ?? exponentSuffix(pieces.suffix);
  if (suffix === undefined) return { ok: false, code: 'quantity-suffix' };
  const fast = fitsInt64(pieces, suffix);
  if (!fast && !pieces.numeric) return { ok: false, code: 'quantity-numeric' };
  const number = suffix.format === 'BinarySI' ? binary(pieces, suffix) : tens(pieces, suffix);
  const quantity: Quantity = {
    ...number,
    // Below one a power of two would have to round; upstream answers in decimal instead.
    format:
      number.sign !== 0 && isBelowOne(number) && suffix.format === 'BinarySI'
        ? 'DecimalSI'
        : suffix.format,
  };
  return {
    ok: true,
    quantity: fast && keepsText(pieces, suffix) ? { ...quantity, text } : quantity,
  };
}

/**
 * A quantity from its JSON text: a string in its quotes, a number as spelled, null (a zero that is present).
 * White space at the ends of the string is dropped; escapes are not decoded, so none makes a quantity.
 */
export function parseJsonQuantity(json: string): ParsedQuantity {
  if (json === 'null') return parseQuantity('0');
  const quoted = json.length >= 2 && json.startsWith('"') && json.endsWith('"');
  let start = quoted ? 1 : 0;
  let end = quoted ? json.length - 1 : json.length;
  while (start < end && SPACES.test(json.charAt(start))) start++;
  while (end > start && SPACES.test(json.charAt(end - 1))) end--;
  return parseQuantity(json.slice(start, end));
}

function cut(text: string): Pieces | undefined {
  if (text === '') return undefined;
  const signed = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
  let first = signed;
  while (text[first] === '0') first++;
  const point = afterDigits(text, first);
  const end = text[point] === '.' ? afterDigits(text, point + 1) : point;
  let at = end;
  while (at < text.length && 'eEinumkKMGTP'.includes(text.charAt(at))) at++;
  if (text[at] === '-' || text[at] === '+') at++;
  if (afterDigits(text, at) !== text.length) return undefined;
  return {
    negative: text.startsWith('-'),
    // A text of nothing but a sign and zeros never reaches the number parser.
    numeric: first > signed || point > first || end > point + 1 || first === text.length,
    whole: text.slice(first, point) || '0',
    fraction: text.slice(point + 1, end),
    suffix: text.slice(end),
  };
}

function afterDigits(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= 48 && code <= 57; code = text.charCodeAt(at)) at++;
  return at;
}

function exponentSuffix(suffix: string): Suffix | undefined {
  if (suffix[0] !== 'e' && suffix[0] !== 'E') return undefined;
  const sign = suffix[1] === '-' || suffix[1] === '+' ? 1 : 0;
  let first = 1 + sign;
  while (first < suffix.length - 1 && suffix[first] === '0') first++;
  const digits = suffix.slice(first);
  if (digits === '' || digits.length > 19 || afterDigits(digits, 0) !== digits.length)
    return undefined;
  const parsed = suffix[1] === '-' ? -BigInt(digits) : BigInt(digits);
  if (BigInt.asIntN(64, parsed) !== parsed) return undefined;
  return { format: 'DecimalExponent', exponent: Number(BigInt.asIntN(32, parsed)) };
}

/** Whether upstream keeps the number as an int64 with a power of ten: only then it keeps the text. */
function fitsInt64({ whole, fraction }: Pieces, { format, exponent }: Suffix): boolean {
  return format === 'BinarySI'
    ? fraction === '' && whole.length + (exponent * 3) / 10 <= 14
    : whole.length + fraction.length <= 18 && exponent - fraction.length >= NANO;
}

/** Upstream's test for "looks canonical already", which `1.500` and `+1` pass and `0.5` does not. */
function keepsText({ whole, fraction }: Pieces, { format, exponent }: Suffix): boolean {
  if (format === 'BinarySI') return Number(whole.slice(-3)) % 8 !== 0;
  const shifted = whole + fraction;
  return (exponent - fraction.length) % 3 === 0 && !shifted.endsWith('000') && shifted[0] !== '0';
}

function tens({ negative, whole, fraction }: Pieces, { exponent }: Suffix): Decimal {
  return roundAway(decimal(negative, whole + fraction, exponent - fraction.length), NANO);
}

function binary({ negative, whole, fraction }: Pieces, { exponent }: Suffix): Decimal {
  if (whole.length > 19) return { ...LARGEST_BINARY, sign: negative ? -1 : 1 };
  // Digits beyond exponent + 9 cannot move the rounding to 1e-9, except by not being zero.
  const places = exponent + 9;
  const head = fraction.slice(0, places);
  const rest = decimal(false, fraction.slice(places), 0).sign === 0 ? '' : '1';
  const multiplied = BigInt(whole + head + rest) << BigInt(exponent);
  const rounded = roundAway(decimalOf(multiplied, -head.length - rest.length), NANO);
  const size = compareDecimals(rounded, LARGEST_BINARY) > 0 ? LARGEST_BINARY : rounded;
  return negative && size.sign !== 0 ? { ...size, sign: -1 } : size;
}

function isBelowOne(number: Decimal): boolean {
  return magnitude(number) < magnitude(ONE);
}
