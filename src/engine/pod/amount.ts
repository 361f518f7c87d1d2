/**
 * A quantity as it comes out of a manifest, and its int64 projections exactly as v1.37.2 computes them,
 * overflow included: the kubelet's cgroup values and oom scores are built from wrapped numbers there.
 * Upstream: Value, MilliValue, ScaledValue and Add of apimachinery/pkg/api/resource/{quantity,amount,math,
 * scale_int}.go. What becomes of a number beyond int64 depends on how upstream holds it, so large amounts
 * remember that.
 */
import {
  type Quantity,
  type QuantityCode,
  add,
  canonical as canonicalOf,
  compare,
  milliValue,
  parseJsonQuantity,
  printed,
  roundUpToMilli,
  value,
  zero,
} from '../quantity/index.ts';

export interface Amount extends Quantity {
  /** Of large amounts: the power of ten beside upstream's int64, or that it holds a big decimal. */
  readonly held?: number | 'decimal';
  /** Of amounts in common use: what would be worked out about them again and again. */
  readonly facts?: Facts;
}

interface Facts {
  readonly canonical: string;
  readonly units: bigint;
  readonly milliUnits: bigint;
}

export { compare, printed };

export const ZERO_AMOUNT: Amount = zero;

/** Up to here a thousand times the amount is an int64, however it is held. */
const SAFE_MAGNITUDE = 15;
const MOST_DIGITS = 18;
const SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/** The same few amounts stand in most Pods: each is read once. */
const KNOWN_LENGTH = 16;
const KNOWN_COUNT = 1000;
const known = new Map<string, Amount>();

/** Reads a JSON scalar; the schema check has already refused what is no quantity. */
export function readAmount(json: string): Amount | QuantityCode {
  const seen = known.get(json);
  if (seen !== undefined) return seen;
  const amount = parse(json);
  if (typeof amount === 'string' || json.length > KNOWN_LENGTH) return amount;
  const facts: Facts = {
    canonical: canonicalOf(amount),
    units: projected(amount, 0),
    milliUnits: projected(amount, -3),
  };
  if (known.size >= KNOWN_COUNT) known.clear();
  const kept: Amount = { ...amount, facts };
  known.set(json, kept);
  return kept;
}

export function canonical(amount: Amount): string {
  return amount.facts?.canonical ?? canonicalOf(amount);
}

function parse(json: string): Amount | QuantityCode {
  const read = parseJsonQuantity(json);
  if (!read.ok) return read.code;
  const { quantity } = read;
  if (magnitude(quantity) <= SAFE_MAGNITUDE) return quantity;
  const pieces = /^[\s"]*[+-]?0*(\d*)\.?(\d*)([A-Za-z]?)([+-]?\d*)/.exec(json);
  const [, whole = '', fraction = '', suffix = '', exponent = ''] = pieces ?? [];
  if (quantity.format === 'BinarySI' || whole.length + fraction.length > MOST_DIGITS) {
    return { ...quantity, held: 'decimal' };
  }
  const power = exponent === '' ? 3 * SUFFIXES.indexOf(suffix) - 9 : Number(exponent);
  return { ...quantity, held: power - fraction.length };
}

/** The value as the API server stores it: rounded up to 1/1000. */
export function stored(amount: Amount): Amount {
  const rounded = roundUpToMilli(amount);
  // Digits below 1/1000 beside so many above leave no room in an int64.
  if (rounded === amount || amount.held === undefined) return rounded;
  return { ...rounded, held: 'decimal' };
}

export function sum(a: Amount, b: Amount): Amount {
  const total = add(a, b);
  if (magnitude(total) <= SAFE_MAGNITUDE) return total;
  if (b.sign === 0) return { ...total, ...heldAs(a) };
  if (a.sign === 0) return { ...total, ...heldAs(b) };
  // Of two unequal powers the sum keeps the low bits in every case, as a big decimal does.
  return { ...total, held: a.held !== undefined && a.held === b.held ? a.held : 'decimal' };
}

/** Quantity.Value(): whole units, rounded up. */
export function units(amount: Amount): bigint {
  return amount.facts?.units ?? projected(amount, 0);
}

/** Quantity.MilliValue(): thousandths, rounded up. */
export function milliUnits(amount: Amount): bigint {
  return amount.facts?.milliUnits ?? projected(amount, -3);
}

function heldAs({ held }: Amount): Pick<Amount, 'held'> {
  return held === undefined ? {} : { held };
}

function magnitude(quantity: Quantity): number {
  return quantity.digits.length + quantity.exponent;
}

function projected(amount: Amount, power: 0 | -3): bigint {
  const shift = amount.exponent - power;
  if (magnitude(amount) <= SAFE_MAGNITUDE) {
    if (shift < 0) return power === 0 ? value(amount) : milliValue(amount);
    const whole = BigInt(amount.digits + '0'.repeat(shift));
    return amount.sign < 0 ? -whole : whole;
  }
  // Digits never end in 0, so cutting some off always rounds up.
  const whole = shift < 0 ? BigInt(amount.digits.slice(0, shift).slice(-64)) + 1n : 0n;
  // 10^64 is a multiple of 2^64: only the last 64 digits of the whole number reach the low 64 bits.
  const low =
    shift < 0 ? whole : BigInt(amount.digits.slice(-64)) * 10n ** BigInt(Math.min(shift, 64));
  const signed = amount.sign < 0 ? -low : low;
  const wrapped = BigInt.asIntN(64, signed);
  if (amount.digits.length + shift <= 19 && wrapped === signed) return signed;
  // Upstream multiplies by some powers of ten at once and by others step by step, which ends in 0.
  const { held } = amount;
  const atOnce = typeof held !== 'number' || [0, 1, 2, 3, 6, 9].includes(held - power);
  return atOnce ? wrapped : 0n;
}
