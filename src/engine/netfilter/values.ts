/** Values of options: numbers, masked numbers, ranges, ports by number or by the name in /etc/services. */
import { type Address, compareAddresses, parseAddress } from '../address.ts';

/** Decimal, hexadecimal or octal, as strtoul(3) with base 0 reads it; undefined for anything else. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
}

export function hex(value: number, digits = 1): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

export interface Masked {
  readonly value: number;
  readonly mask: number;
}

/** `0x4000/0x4000`; without a mask all bits count. */
export function maskedOf(text: string | undefined): Masked | undefined {
  const [first, second] = (text ?? '').split('/');
  const value = numberOf(first);
  const mask = second === undefined ? 0xffffffff : numberOf(second);
  return value === undefined || mask === undefined ? undefined : { value, mask };
}

export interface Span {
  readonly first: number;
  readonly last: number;
}

/** `80`, `1024:65535`, `:1023`, `1024:`; names as /etc/services has them. */
export function portSpan(text: string | undefined): Span | undefined {
  return spanOf(text, portOf, 65535);
}

/** `0:60`, `61:`, `40`. */
export function numberSpan(text: string | undefined, most: number): Span | undefined {
  return spanOf(text, numberOf, most);
}

function spanOf(
  text: string | undefined,
  one: (text: string) => number | undefined,
  most: number,
): Span | undefined {
  if (text === undefined || text === '') return undefined;
  const colon = text.indexOf(':');
  if (colon === -1) {
    const value = one(text);
    return value === undefined ? undefined : { first: value, last: value };
  }
  const first = colon === 0 ? 0 : one(text.slice(0, colon));
  const last = colon === text.length - 1 ? most : one(text.slice(colon + 1));
  return first === undefined || last === undefined ? undefined : { first, last };
}

export function within({ first, last }: Span, value: number): boolean {
  return value >= first && value <= last;
}

/** Names that people write; iptables-save prints numbers. Source: /etc/services of Debian 12. */
const SERVICES: ReadonlyMap<string, number> = new Map([
  ['ftp', 21],
  ['ssh', 22],
  ['telnet', 23],
  ['smtp', 25],
  ['domain', 53],
  ['bootps', 67],
  ['bootpc', 68],
  ['http', 80],
  ['ntp', 123],
  ['snmp', 161],
  ['bgp', 179],
  ['ldap', 389],
  ['https', 443],
  ['submission', 587],
  ['ldaps', 636],
  ['imaps', 993],
  ['mysql', 3306],
  ['postgresql', 5432],
  ['http-alt', 8080],
]);

export function portOf(text: string): number | undefined {
  if (/^\d{1,5}$/.test(text)) return Number(text) <= 65535 ? Number(text) : undefined;
  return SERVICES.get(text);
}

export interface AddressRange {
  readonly first: Address;
  readonly last: Address;
}

/** `10.0.0.1-10.0.0.9` or one address. */
export function addressRange(text: string | undefined): AddressRange | undefined {
  const [from = '', to = from] = (text ?? '').split('-');
  const first = parseAddress(from);
  const last = parseAddress(to);
  return first && last && first.length === last.length ? { first, last } : undefined;
}

export function isInRange({ first, last }: AddressRange, address: Address): boolean {
  return (
    address.length === first.length &&
    compareAddresses(first, address) <= 0 &&
    compareAddresses(address, last) <= 0
  );
}
