/** What people usually meant when they wrote a value that Kubernetes reads otherwise or not at all. */
import { compare, parseQuantity, type Quantity, sign, value } from '../../engine/quantity/index.ts';
import { plainNumber } from './plain.ts';

export type HintCode =
  /** Not a quantity. params: fixed */
  | 'quotes'
  | 'full-width'
  | 'space'
  | 'comma'
  | 'underscore'
  | 'byte-unit'
  | 'upper-case-kilo'
  | 'suffix-case'
  | 'percent'
  | 'hexadecimal'
  /** A quantity, but perhaps not the one that was meant. */
  | 'milli-bytes'
  | 'part-of-byte'
  | 'decimal-bytes'
  | 'bare-exa'
  | 'leading-zero'
  | 'yaml-exponent'
  | 'below-milli'
  | 'negative'
  | 'capped'
  | 'beyond-int64';

export interface Hint {
  readonly code: HintCode;
  readonly params: Readonly<Record<string, string>>;
}

type Repair = readonly [code: HintCode, fix: (text: string) => string];

/** In the order in which they are tried, each on what the ones before have left. */
const REPAIRS: readonly Repair[] = [
  ['quotes', (text) => text.replace(/^(["'`])(.*)\1$/, '$2')],
  ['full-width', (text) => text.normalize('NFKC').replace(/。/g, '.')],
  ['space', (text) => text.replace(/\s+/g, '')],
  ['underscore', (text) => text.replace(/(?<=\d)_(?=\d)/g, '')],
  ['comma', (text) => text.replace(/^([+-]?\d*),(\d+)(?=\D*$)/, '$1.$2')],
  ['byte-unit', (text) => text.replace(/(?<=[\dkmgtpei])b(ytes?)?$/i, '')],
  [
    'suffix-case',
    (text) => text.replace(/(?<=\d)([kmgtpe])i$/i, (_, unit: string) => `${upper(unit)}i`),
  ],
  ['upper-case-kilo', (text) => text.replace(/(?<=\d)K$/, 'k')],
  ['suffix-case', (text) => text.replace(/(?<=\d)[gtp]$/, (unit) => unit.toUpperCase())],
];

/** Repairs change no more than this: noise is not worth a guess. */
const LONGEST_REPAIRED = 64;

/** What stands in the way, and the value with that repaired. Nothing when no repair helps. */
export function hintsForInvalid(written: string): readonly Hint[] {
  if (written.length > LONGEST_REPAIRED) return [];
  if (/^\d+(\.\d+)?\s*[%％]$/.test(written)) return [{ code: 'percent', params: {} }];
  if (/^0x[\da-f]+$/i.test(written)) {
    return [{ code: 'hexadecimal', params: { fixed: String(BigInt(written)) } }];
  }
  const codes: HintCode[] = [];
  let text = written;
  for (const [code, fix] of REPAIRS) {
    const fixed = fix(text);
    if (fixed === text) continue;
    codes.push(code);
    text = fixed;
    if (parseQuantity(text).ok)
      return codes.map((each) => ({ code: each, params: paramsOf(text) }));
  }
  return [];
}

/** `1G` may have been meant as `1Gi`, so both are named. */
function paramsOf(fixed: string): Hint['params'] {
  const binary = /[kMGTPE]$/.test(fixed)
    ? `${fixed.slice(0, -1)}${upper(fixed.slice(-1))}i`
    : fixed;
  return { fixed, binary };
}

function upper(unit: string): string {
  return unit.toUpperCase();
}

const SUFFIXED = /^([+-]?[\d.]+)([numkMGTPE])$/;
const BINARY_OF: Readonly<Record<string, string>> = {
  k: 'Ki',
  M: 'Mi',
  G: 'Gi',
  T: 'Ti',
  P: 'Pi',
  E: 'Ei',
};
const INT64_MAX = String(2n ** 63n - 1n);

export function hintsForValid(written: string, quantity: Quantity): readonly Hint[] {
  if (written.length > LONGEST_REPAIRED) return [];
  const hints: Hint[] = [];
  const hint = (code: HintCode, params: Hint['params'] = {}) => hints.push({ code, params });
  const [, number = '', suffix = ''] = SUFFIXED.exec(written) ?? [];
  const bytes = plainNumber(quantity);
  if (sign(quantity) < 0) hint('negative');
  if (/^[+-]?0\d/.test(written)) hint('leading-zero');
  if (/\d[eE][+-]?\d/.test(written)) hint('yaml-exponent');
  if (suffix === 'E') hint('bare-exa', { number });
  if (quantity.exponent < -3) hint('below-milli');
  if (quantity.exponent < 0 && 'num'.includes(suffix) && suffix !== '') {
    hint('milli-bytes', { bytes, fixed: `${number}Mi` });
  } else if (quantity.exponent < 0 && /i$/.test(written)) {
    hint('part-of-byte', { bytes, rounded: String(value(quantity)) });
  }
  const binary = BINARY_OF[suffix];
  if (binary !== undefined) hint('decimal-bytes', { written, binary: number + binary });
  if (isCapped(written, quantity)) hint('capped', { most: INT64_MAX });
  else if (isBeyondInt64(quantity)) hint('beyond-int64', { most: INT64_MAX });
  return hints;
}

/** Binary values stop at 2^63-1. */
function isCapped(written: string, quantity: Quantity): boolean {
  if (!/i$/.test(written)) return false;
  const decimal = parseQuantity(INT64_MAX);
  return decimal.ok && compare(abs(quantity), decimal.quantity) === 0;
}

function isBeyondInt64(quantity: Quantity): boolean {
  const most = parseQuantity(INT64_MAX);
  return most.ok && compare(abs(quantity), most.quantity) > 0;
}

function abs(quantity: Quantity): Quantity {
  return quantity.sign < 0 ? { ...quantity, sign: 1 } : quantity;
}
