/** Compares what one string answers with what `resource.Quantity` of v1.37.2 answered (tests/oracle/pods). */
import { isDeepStrictEqual } from 'node:util';
import {
  type Quantity,
  canonical,
  compare,
  milliValue,
  parseJsonQuantity,
  parseQuantity,
  printed,
  roundUpToMilli,
  sign,
  value,
} from '../../src/engine/quantity/index.ts';

export interface QuantityItem {
  readonly id: string;
  readonly in: string;
  readonly expected: Expected;
}

export interface QuantityFile {
  readonly items: readonly QuantityItem[];
}

interface Expected {
  ok: boolean;
  error?: 'format' | 'suffix' | 'numeric';
  format: string;
  sign: number;
  exact?: string;
  canonical: string;
  printed?: string;
  value: string;
  milli: string;
  roundUpMilli?: string;
  cmp?: { with: string; cmp: number }[];
  same?: { with: string; cmp: number };
  inJSON?: boolean;
  inJSONCanonical?: string;
  quirk?: ('value' | 'milli' | 'canonical')[];
}
/** What upstream says and what we say, where the two differ; `excused` where upstream itself is wrong. */
export function quantityDifference({ in: text, expected }: QuantityItem):
  | {
      readonly want: Partial<Expected>;
      readonly have: Partial<Expected>;
      readonly excused: boolean;
    }
  | undefined {
  const { quirk: _, ...want } = expected;
  const have = answer(text, expected);
  if (isDeepStrictEqual(have, want)) return undefined;
  return { want, have, excused: isDeepStrictEqual(have, corrected(expected)) };
}

export function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.code}`);
  return parsed.quantity;
}

/** The value in plain decimal notation. */
export function exact({ sign, digits, exponent }: Quantity): string {
  const minus = sign < 0 ? '-' : '';
  if (exponent >= 0) return minus + digits + '0'.repeat(sign === 0 ? 0 : exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${minus}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** What one string answers, in the shape and with the omissions of the oracle. */
function answer(text: string, expected: Expected): Partial<Expected> {
  const parsed = parseQuantity(text);
  const json = parseJsonQuantity(JSON.stringify(text));
  const inJSON = json.ok === parsed.ok ? {} : { inJSON: json.ok };
  const inJSONCanonical =
    json.ok && !parsed.ok ? { inJSONCanonical: canonical(json.quantity) } : {};
  if (!parsed.ok) {
    const error = parsed.code.replace('quantity-', '') as 'format';
    return { ok: false, error, ...inJSON, ...inJSONCanonical };
  }
  const it = parsed.quantity;
  const up = roundUpToMilli(it);
  return {
    ok: true,
    format: it.format,
    sign: sign(it),
    exact: exact(it),
    canonical: canonical(it),
    value: String(value(it)),
    milli: String(milliValue(it)),
    ...(printed(it) === canonical(it) ? {} : { printed: printed(it) }),
    ...(compare(up, it) === 0 ? {} : { roundUpMilli: canonical(up) }),
    ...(expected.cmp
      ? { cmp: expected.cmp.map((c) => ({ with: c.with, cmp: compare(it, quantity(c.with)) })) }
      : {}),
    ...(expected.same
      ? { same: { with: expected.same.with, cmp: compare(it, quantity(expected.same.with)) } }
      : {}),
    ...inJSON,
    ...inJSONCanonical,
  };
}

/**
 * The answers in which v1.37.2 is arithmetically wrong are not copied but stated here as 1.38 gives them:
 * int64 saturation (PR 141305), rounding away from zero (PR 138510), exponent form above E (PR 140459).
 */
function corrected(expected: Expected): Partial<Expected> {
  const { quirk = [], ...rest } = expected;
  const result: Partial<Expected> = { ...rest };
  for (const field of quirk) {
    if (field === 'canonical') result.canonical = exponentForm(expected.exact ?? '');
    else result[field] = saturated(expected.exact ?? '', field === 'milli' ? 3 : 0);
  }
  return result;
}

function saturated(text: string, shift: number): string {
  const [, minus = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? [];
  const digits = fraction.padEnd(shift, '0');
  const roundUp = /[1-9]/.test(digits.slice(shift)) ? 1n : 0n;
  const size = BigInt(whole + digits.slice(0, shift)) + roundUp;
  const exactValue = minus === '-' ? -size : size;
  const limit = minus === '-' ? -(2n ** 63n) : 2n ** 63n - 1n;
  return String(BigInt.asIntN(64, exactValue) === exactValue ? exactValue : limit);
}

function exponentForm(text: string): string {
  const zeros = /0*$/.exec(text)?.[0].length ?? 0;
  const power = zeros - (zeros % 3);
  return `${text.slice(0, text.length - power)}e${power}`;
}
