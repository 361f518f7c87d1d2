import { describe, expect, it } from 'vitest';
import {
  type ParsedQuantity,
  add,
  canonical,
  compare,
  fromBigInt,
  isZero,
  milliValue,
  parseJsonQuantity,
  parseQuantity,
  printed,
  roundUpToMilli,
  sub,
  value,
  zero,
} from '../../src/engine/quantity/index.ts';
import { loadFixture } from '../fixtures.ts';
import { type QuantityFile, exact, quantity, quantityDifference } from './quantity-oracle.ts';

const oracle = loadFixture<QuantityFile>('oracle/quantities.json.gz');
const upstream = loadFixture<{
  parse: { input: string; value: string; format: string; canonical: string }[];
  canonicalOnly: { input: string; canonical: string }[];
  invalid: string[];
  invalidDerived: string[];
  projections: { input: string; value: number; milliValue: number }[];
}>('cases/quantity-cases.json');

function code(parsed: ParsedQuantity): string | undefined {
  return parsed.ok ? undefined : parsed.code;
}

describe('the oracle: resource.Quantity of v1.37.2', () => {
  it.each(oracle.items)('$id $in', (item) => {
    const difference = quantityDifference(item);
    if (difference?.excused !== true) expect(difference?.have).toEqual(difference?.want);
  });
});

describe("upstream's test tables", () => {
  const signs = [
    ['', ''],
    ['+', ''],
    ['-', '-'],
  ] as const;
  it.each(upstream.parse)('$input', ({ input, value: number, format, canonical: text }) => {
    for (const [written, minus] of signs) {
      const parsed = quantity(written + input);
      const negative = isZero(parsed) ? '' : minus;
      expect({
        format: parsed.format,
        canonical: canonical(parsed),
        value: exact(parsed),
      }).toEqual({ format, canonical: negative + text, value: negative + number });
    }
  });
  it.each(upstream.canonicalOnly)('$input prints as $canonical', (row) => {
    expect(canonical(quantity(row.input))).toBe(row.canonical);
  });
  it.each([...upstream.invalid, ...upstream.invalidDerived])('refuses %j', (text) => {
    expect(parseQuantity(text).ok).toBe(false);
  });
  it.each(upstream.projections)('Value and MilliValue of $input', (row) => {
    expect(value(quantity(row.input))).toBe(BigInt(row.value));
    expect(milliValue(quantity(row.input))).toBe(BigInt(row.milliValue));
  });
});

describe('reading from JSON', () => {
  it('takes null for a zero that is present', () => {
    expect(parseJsonQuantity('null')).toEqual({ ok: true, quantity: zero });
  });
  it('keeps the spelling of a number', () => {
    const parsed = parseJsonQuantity('1e3');
    expect(parsed.ok && [parsed.quantity.format, printed(parsed.quantity)]).toEqual([
      'DecimalExponent',
      '1e3',
    ]);
  });
  it.each([
    ['" 1"', undefined],
    ['"1\u00a0\u3000"', undefined],
    ['"1\\n"', 'quantity-format'],
    ['"\\u0031"', 'quantity-format'],
    ['true', 'quantity-format'],
    ['{}', 'quantity-format'],
    ['""', 'quantity-format'],
    ['"', 'quantity-format'],
  ])('%s', (json, expected) => {
    expect(code(parseJsonQuantity(json))).toBe(expected);
  });
});

describe('adding and subtracting', () => {
  it.each([
    ['1Gi', '512Mi', '1536Mi', '512Mi'],
    ['1', '1Ki', '1025', '-1023'],
    ['0', '1Ki', '1Ki', '-1Ki'],
    ['0Ki', '1k', '1k', '-1k'],
    ['100m', '0.9', '1', '-800m'],
    ['1.5Gi', '1m', '1610612736001m', '1610612735999m'],
    ['8Ei', '8Ei', '18446744073709551614', '0'],
    ['1e3', '1k', '2e3', '0'],
  ])('%s and %s', (a, b, sum, difference) => {
    expect(canonical(add(quantity(a), quantity(b)))).toBe(sum);
    expect(canonical(sub(quantity(a), quantity(b)))).toBe(difference);
  });
  it('forgets the spelling, as upstream does', () => {
    expect(printed(add(quantity('1.500'), zero))).toBe('1500m');
  });
  it('prints binary sums beyond Ei without losing magnitude', () => {
    const whole = fromBigInt(2n ** 70n, 'BinarySI');
    expect(canonical(whole)).toBe('1180591620717411303424');
    expect(canonical(fromBigInt(10n ** 70n, 'BinarySI'))).toBe('10e69');
  });
});

describe('rounding up to 1/1000', () => {
  it.each([
    ['100u', '1m'],
    ['-100u', '-1m'],
    ['1.2341', '1235m'],
    ['0.9999', '1'],
    ['1.500', '1.500'],
    ['1.234567', '1235m'],
  ])('%s is stored as %s', (text, stored) => {
    expect(printed(roundUpToMilli(quantity(text)))).toBe(stored);
  });
});

describe('input that would exhaust upstream', () => {
  const long = '7'.repeat(2_000_000);
  it('answers giant exponents', () => {
    expect(canonical(quantity('1e2147483647'))).toBe('10e2147483646');
    expect(canonical(quantity('1e-2147483647'))).toBe('1e-9');
    expect(canonical(quantity('1e2147483648'))).toBe('1e-9');
    expect(value(quantity('-1e2147483647'))).toBe(-(2n ** 63n));
    expect(milliValue(quantity('1e-2147483647'))).toBe(1n);
    expect(compare(quantity('1e2147483647'), quantity('9e2147483646'))).toBe(1);
    expect(canonical(add(quantity('1'), quantity('1e2147483647')))).toBe('10e2147483646');
    expect(isZero(sub(quantity('3e2147483647'), quantity('3e2147483647')))).toBe(true);
    expect(canonical(quantity('1000e2147483647'))).toBe('10000e2147483646');
  });
  it('answers megabytes of digits', () => {
    expect(canonical(quantity(`${long}.${long}`)).length).toBe(long.length + 10);
    expect(canonical(quantity(`${long}.${long}Ki`))).toBe('9223372036854775807');
    expect(canonical(quantity(`0.${long}Ki`))).toBe('796444444445n');
    expect(canonical(quantity(`0.${'0'.repeat(2_000_000)}1Ei`))).toBe('1n');
    expect(compare(quantity(`${long}1`), quantity(`${long}2`))).toBe(-1);
    expect(canonical(add(quantity('1Ki'), quantity(long)))).toBe(long);
    expect(code(parseQuantity(`${'0'.repeat(2_000_000)}x`))).toBe('quantity-format');
    expect(code(parseQuantity(`1${'E'.repeat(2_000_000)}`))).toBe('quantity-suffix');
    expect(code(parseQuantity(`1e${long}`))).toBe('quantity-suffix');
    expect(code(parseJsonQuantity(`"${' '.repeat(2_000_000)}x"`))).toBe('quantity-format');
  });
});
