/**
 * A quantity as it comes out of a manifest, and its int64 projections exactly as v1.37.2 computes them,
 * overflow included: the kubelet's cgroup values and oom scores are built from wrapped numbers there.
 * Upstream: Value, MilliValue, ScaledValue and Add of apimachinery/pkg/api/resource/{quantity,amount,
 * scale_int}.go. Quantities beyond int64 that were written with at most 18 digits (`10E`, `1e19`) project
 * to 0; those that upstream holds as a big decimal keep their low 64 bits.
 */
import {
  type Quantity,
  type QuantityCode,
  add,
  canonical,
  compare,
  milliValue,
  parseJsonQuantity,
  printed,
  roundUpToMilli,
  value,
  zero,
} from '../quantity/index.ts';

export interface Amount extends Quantity {
  /** Beyond int64, and held by upstream as a big decimal. */
  readonly wide?: true;
}

export { canonical, compare, printed };

export const ZERO_AMOUNT: Amount = zero;

/** Reads a JSON scalar; the schema check has already refused what is no quantity. */
export function readAmount(json: string): Amount | QuantityCode {
  const read = parseJsonQuantity(json);
  if (!read.ok) return read.code;
  const { quantity } = read;
  if (fitsInt64(quantity)) return quantity;
  const digits = /^[\s"+-]*0*(\d*)\.?(\d*)/.exec(json);
  const written = (digits?.[1] ?? '').length + (digits?.[2] ?? '').length;
  return quantity.format === 'BinarySI' || written > 18 ? { ...quantity, wide: true } : quantity;
}

/** The value as the API server stores it: rounded up to 1/1000. */
export function stored(amount: Amount): Amount {
  const rounded = roundUpToMilli(amount);
  return amount.wide && rounded !== amount ? { ...rounded, wide: true } : rounded;
}

export function sum(a: Amount, b: Amount): Amount {
  const total = add(a, b);
  if (fitsInt64(total)) return total;
  // Equal powers of ten are added without leaving int64.
  const wide = a.wide || b.wide || a.exponent !== b.exponent;
  return wide ? { ...total, wide: true } : total;
}

/** Quantity.Value(): whole units, rounded up. */
export function units(amount: Amount): bigint {
  return fitsInt64(amount) ? value(amount) : wrapped(amount, 0);
}

/** Quantity.MilliValue(): thousandths, rounded up. */
export function milliUnits(amount: Amount): bigint {
  return magnitude(amount) <= 15 ? milliValue(amount) : wrapped(amount, -3);
}

/** Values of fewer than 19 digits fit for sure; the few in between do not matter: both ways agree there. */
function fitsInt64(quantity: Quantity): boolean {
  return magnitude(quantity) <= 18;
}

function magnitude(quantity: Quantity): number {
  return quantity.digits.length + quantity.exponent;
}

function wrapped(amount: Amount, power: number): bigint {
  const shift = amount.exponent - power;
  if (shift < 0) return power === 0 ? value(amount) : milliValue(amount);
  // 10^64 is a multiple of 2^64: only the last 64 digits of the whole number reach the low 64 bits.
  const low = BigInt(amount.digits.slice(-64)) * 10n ** BigInt(Math.min(shift, 64));
  const signed = amount.sign < 0 ? -low : low;
  const exact = amount.digits.length + shift <= 19;
  if (exact && BigInt.asIntN(64, signed) === signed) return signed;
  return amount.wide ? BigInt.asIntN(64, signed) : 0n;
}
