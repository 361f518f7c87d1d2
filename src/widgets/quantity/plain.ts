import type { Quantity } from '../../engine/quantity/index.ts';

/** Past this many digits a number is given with a power of ten. */
const WIDEST = 40;
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** The exact number without suffix: `0.1`, `1610612736`, `1e30`. */
export function plainNumber({ sign, digits, exponent }: Quantity): string {
  const minus = sign < 0 ? '-' : '';
  const whole = digits.length + exponent;
  if (exponent >= 0) {
    if (whole > WIDEST) return `${minus}${cut(digits)}e${exponent}`;
    return minus + digits + '0'.repeat(exponent);
  }
  if (digits.length > WIDEST || whole < -WIDEST) return `${minus}${cut(digits)}e${exponent}`;
  if (whole > 0) return `${minus}${digits.slice(0, whole)}.${digits.slice(whole)}`;
  return `${minus}0.${'0'.repeat(-whole)}${digits}`;
}

/** `1.5 GiB`, with `≈` where two decimals do not hold it; undefined below 1 KiB. */
export function humanBytes(bytes: bigint): string | undefined {
  const size = bytes < 0n ? -bytes : bytes;
  if (size < 1024n) return undefined;
  let power = 1;
  while (power < UNITS.length && size >= 1024n ** BigInt(power + 1)) power++;
  const unit = 1024n ** BigInt(power);
  const hundredths = (size * 100n + unit / 2n) / unit;
  const about = (size * 100n) % unit === 0n ? '' : '≈ ';
  const number = String(Number(hundredths) / 100);
  return `${about}${bytes < 0n ? '-' : ''}${number} ${UNITS[power - 1]}`;
}

function cut(digits: string): string {
  return digits.length > WIDEST ? `${digits.slice(0, WIDEST)}…` : digits;
}
