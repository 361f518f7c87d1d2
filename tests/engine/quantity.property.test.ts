import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Quantity,
  add,
  canonical,
  compare,
  milliValue,
  parseJsonQuantity,
  parseQuantity,
  roundUpToMilli,
  sub,
  value,
} from '../../src/engine/quantity/index.ts';

const SUFFIXES = ['', ...'numkMGTPE', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e3', 'E-4', 'e+25'];
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 22 });
const spelled = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits,
    fc.option(digits, { nil: undefined }),
    fc.constantFrom(...SUFFIXES),
  )
  .map(
    ([sign, whole, part, suffix]) => sign + whole + (part === undefined ? '' : `.${part}`) + suffix,
  );
const quantities = spelled.map(read);
const small = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    fc.constantFrom('', 'm', 'n', 'Ki', 'e3'),
  )
  .map(([number, suffix]) => read(`${number}${suffix}`));
const noise = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'0123456789.eE+-kKmMiGTPnu "\\') }),
);

function read(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.quantity;
}

/** The value in units of 1e-9: every quantity is a whole number of them. */
function nanos({ sign, digits, exponent }: Quantity): bigint {
  return BigInt(sign) * BigInt(digits) * 10n ** BigInt(exponent + 9);
}

function order(difference: bigint): number {
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

describe('quantities', () => {
  it('keep their value in the canonical form, which is its own canonical form', () => {
    fc.assert(
      fc.property(quantities, (quantity) => {
        const again = read(canonical(quantity));
        expect(compare(again, quantity)).toBe(0);
        expect(canonical(again)).toBe(canonical(quantity));
      }),
    );
  });
  it('compare as whole numbers of nano units do', () => {
    fc.assert(
      fc.property(quantities, quantities, (a, b) => {
        expect(compare(a, b)).toBe(order(nanos(a) - nanos(b)));
      }),
    );
  });
  it('add and subtract exactly', () => {
    fc.assert(
      fc.property(quantities, quantities, (a, b) => {
        expect(nanos(add(a, b))).toBe(nanos(a) + nanos(b));
        expect(nanos(sub(a, b))).toBe(nanos(a) - nanos(b));
        expect(compare(sub(add(a, b), b), a)).toBe(0);
      }),
    );
  });
  it('round away from zero and never by a whole unit', () => {
    fc.assert(
      fc.property(small, (quantity) => {
        for (const [rounded, unit] of [
          [value(quantity), 10n ** 9n],
          [milliValue(quantity), 10n ** 6n],
          [nanos(roundUpToMilli(quantity)) / 10n ** 6n, 10n ** 6n],
        ] as const) {
          const gain = (rounded * unit - nanos(quantity)) * BigInt(quantity.sign);
          expect(gain >= 0n && gain < unit).toBe(true);
        }
      }),
    );
  });
  it('answer every text, and a text that is taken is taken from JSON too', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const parsed = parseQuantity(text);
        parseJsonQuantity(text);
        if (parsed.ok) expect(parseJsonQuantity(JSON.stringify(text))).toEqual(parsed);
      }),
    );
  });
});
