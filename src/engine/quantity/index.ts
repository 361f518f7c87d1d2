/**
 * resource.Quantity of Kubernetes v1.37.2 (apimachinery/pkg/api/resource), exact and without floats.
 * Where v1.37 computes wrongly this engine answers what 1.38 does, because a wrong number explains nothing:
 * - `value` and `milliValue` wrap around (or become 0) outside int64 in v1.37; here they stop at its limits
 *   (PR 141305), and negative values round away from zero like positive ones (PR 138510);
 * - the canonical form keeps its magnitude (print.ts, PR 140459).
 * Any input is answered in time linear in its length; the one thing given up for that is stated at `add`.
 */
import {
  type Decimal,
  ZERO,
  addDecimals,
  compareDecimals,
  decimalOf,
  magnitude,
  negateDecimal,
  roundAway,
  scaled,
} from './decimal.ts';
import type { Format, Quantity } from './types.ts';

export { parseJsonQuantity, parseQuantity } from './parse.ts';
export { canonical, printed } from './print.ts';
export type { Format, ParsedQuantity, Quantity, QuantityCode } from './types.ts';

const MILLI = -3;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** The zero of a missing or null amount. */
export const zero: Quantity = { ...ZERO, format: 'DecimalSI' };

/** resource.NewQuantity: a whole number in the given format. */
export function fromBigInt(value: bigint, format: Format): Quantity {
  return { ...decimalOf(value, 0), format };
}

/** Whole units, rounded away from zero: bytes of memory. Within int64. */
export function value(quantity: Quantity): bigint {
  return int64(quantity, 0);
}

/** Thousandths, rounded away from zero: millicores. Within int64. */
export function milliValue(quantity: Quantity): bigint {
  return int64(quantity, MILLI);
}

/** Numeric order; the format and the way of writing do not matter. */
export function compare(a: Quantity, b: Quantity): -1 | 0 | 1 {
  return compareDecimals(a, b);
}

/**
 * a + b in a's format, or in b's where a is zero. Exact while the digits of both span at most 10,000 places;
 * beyond that (`1e2147483647` + `1`) the larger operand is returned.
 */
export function add(a: Quantity, b: Quantity): Quantity {
  return combined(a, b, b);
}

/** a - b, otherwise like `add`. */
export function sub(a: Quantity, b: Quantity): Quantity {
  return combined(a, b, negateDecimal(b));
}

export function isZero(quantity: Quantity): boolean {
  return quantity.sign === 0;
}

export function sign(quantity: Quantity): -1 | 0 | 1 {
  return quantity.sign;
}

/** Quantity.RoundUp(Milli), which the API server applies to every resource value it defaults. */
export function roundUpToMilli(quantity: Quantity): Quantity {
  if (quantity.exponent >= MILLI) return quantity;
  return { ...roundAway(quantity, MILLI), format: quantity.format };
}

function combined(a: Quantity, b: Quantity, addend: Decimal): Quantity {
  const { sign, digits, exponent } = addDecimals(a, addend);
  return { sign, digits, exponent, format: a.sign === 0 ? b.format : a.format };
}

function int64(quantity: Quantity, power: number): bigint {
  const limit = quantity.sign < 0 ? INT64_MIN : INT64_MAX;
  if (magnitude(quantity) - power > 19) return limit;
  const units = scaled(roundAway(quantity, power), power);
  return BigInt.asIntN(64, units) === units ? units : limit;
}
