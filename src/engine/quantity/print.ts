/**
 * Writing a quantity: Quantity.CanonicalizeBytes and String
 * (apimachinery/pkg/api/resource/{quantity,amount,suffix}.go, Kubernetes v1.37.2).
 * One answer differs: where no suffix is large enough (above 999E, and binary sums of 1024Ei and more) v1.37
 * drops the magnitude and prints `1000E` as `1`. The exponent form is given instead, as 1.38 does (PR 140459).
 */
import { magnitude, scaled } from './decimal.ts';
import type { Quantity } from './types.ts';

const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
/** The largest multiple of three that an exponent may be and still be read back unharmed. */
const LARGEST_EXPONENT = 2_147_483_646;
/** 10^70 holds 1024 seven times, once more than there are suffixes. */
const BEYOND_BINARY = 70;
/** Wider numbers (they come from sums only) are not searched for factors of 1024. */
const WIDEST_BINARY = 10_000;

/** The canonical form: no fraction, nothing lost, the largest suffix of the quantity's own format. */
export function canonical(quantity: Quantity): string {
  if (quantity.sign === 0) return '0';
  if (quantity.format === 'BinarySI' && isWhole(quantity) && !isBelow1024(quantity)) {
    return printBinary(quantity);
  }
  return printDecimal(quantity);
}

/** What the API echoes: the text as written where Kubernetes keeps it, else the canonical form. */
export function printed(quantity: Quantity): string {
  return quantity.text ?? canonical(quantity);
}

function isWhole(quantity: Quantity): boolean {
  return quantity.exponent >= 0;
}

function isBelow1024(quantity: Quantity): boolean {
  const size = magnitude(quantity);
  return size < 4 || (size === 4 && quantity.digits.padEnd(4, '0') < '1024');
}

function printBinary(quantity: Quantity): string {
  if (quantity.exponent >= BEYOND_BINARY || magnitude(quantity) > WIDEST_BINARY)
    return printDecimal({ ...quantity, format: 'DecimalExponent' });
  let mantissa = scaled(quantity, 0);
  let times = 0;
  for (; mantissa % 1024n === 0n; times++) mantissa /= 1024n;
  const suffix = BINARY_SUFFIXES[times];
  if (suffix === undefined) return printDecimal({ ...quantity, format: 'DecimalExponent' });
  return `${mantissa}${suffix}`;
}

function printDecimal({ sign, digits, exponent, format }: Quantity): string {
  const power = Math.min(3 * Math.floor(exponent / 3), LARGEST_EXPONENT);
  const mantissa = (sign < 0 ? '-' : '') + digits + '0'.repeat(exponent - power);
  const suffix = format === 'DecimalExponent' ? undefined : DECIMAL_SUFFIXES[power / 3 + 3];
  return mantissa + (suffix ?? (power === 0 ? '' : `e${power}`));
}
