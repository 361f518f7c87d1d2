/**
 * Signed decimals of any size as digit strings, the number part of resource.Quantity.
 * Strings and not bigints: `1e2147483647` and ten megabytes of digits must cost no more than their text,
 * and comparing, rounding and printing need nothing but the digits.
 * Upstream (apimachinery/pkg/api/resource/{amount,scale_int}.go and inf.Dec, v1.37.2) keeps an int64 with a
 * power of ten, or a big decimal; which of the two it holds is of no consequence for a value and is left out.
 */

/** sign × digits × 10^exponent. Zero is sign 0, digits '0', exponent 0. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Neither leading nor trailing zeros. */
  readonly digits: string;
  readonly exponent: number;
}

export const ZERO: Decimal = { sign: 0, digits: '0', exponent: 0 };

/** Longest number, in digits, that is turned into a bigint. */
const WIDEST = 10_000;
const ZERO_CODE = 48;

/** A decimal from digits that may carry zeros on both ends; no digits at all are zero. */
export function decimal(negative: boolean, digits: string, exponent: number): Decimal {
  let start = 0;
  let end = digits.length;
  while (start < end && digits.charCodeAt(start) === ZERO_CODE) start++;
  if (start === end) return ZERO;
  while (digits.charCodeAt(end - 1) === ZERO_CODE) end--;
  return {
    sign: negative ? -1 : 1,
    digits: digits.slice(start, end),
    exponent: exponent + digits.length - end,
  };
}

export function decimalOf(value: bigint, exponent: number): Decimal {
  return decimal(value < 0n, String(value < 0n ? -value : value), exponent);
}

/** Number of digits in front of the decimal point; zero or negative for numbers below 0.1. */
export function magnitude(number: Decimal): number {
  return number.digits.length + number.exponent;
}

/** Rounds away from zero to a multiple of 10^power, so that something asked for never becomes nothing. */
export function roundAway(number: Decimal, power: number): Decimal {
  if (number.sign === 0 || number.exponent >= power) return number;
  const kept = number.digits.slice(0, Math.max(0, magnitude(number) - power));
  let end = kept.length;
  while (end > 0 && kept[end - 1] === '9') end--;
  const last = end === 0 ? '1' : String(Number(kept[end - 1]) + 1);
  return {
    sign: number.sign,
    digits: kept.slice(0, Math.max(0, end - 1)) + last,
    exponent: power + kept.length - end,
  };
}

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  if (a.sign !== b.sign) return a.sign < b.sign ? -1 : 1;
  const order = compareSizes(a, b);
  return order === 0 ? 0 : order === a.sign ? 1 : -1;
}

/**
 * The exact sum. Numbers whose digits span more than 10,000 places, as in `1e2147483647` plus `1`
 * (upstream's memory would not hold that sum), are not added: the larger one stands for the sum.
 */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.sign === 0) return b;
  if (b.sign === 0) return a;
  const exponent = Math.min(a.exponent, b.exponent);
  if (Math.max(magnitude(a), magnitude(b)) - exponent > WIDEST) {
    const order = compareSizes(a, b);
    return order === 0 && a.sign !== b.sign ? ZERO : order < 0 ? b : a;
  }
  return decimalOf(scaled(a, exponent) + scaled(b, exponent), exponent);
}

export function negateDecimal(number: Decimal): Decimal {
  return number.sign === 0 ? ZERO : { ...number, sign: number.sign === 1 ? -1 : 1 };
}

/** The number in units of 10^power; `power` must not exceed the number's own exponent. */
export function scaled(number: Decimal, power: number): bigint {
  const size = BigInt(number.digits) * 10n ** BigInt(number.exponent - power);
  return number.sign < 0 ? -size : size;
}

/** Compares absolute values: without zeros on either end, digit strings order like fractions. */
function compareSizes(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const difference = magnitude(a) - magnitude(b);
  if (difference !== 0) return difference < 0 ? -1 : 1;
  return a.digits === b.digits ? 0 : a.digits < b.digits ? -1 : 1;
}
