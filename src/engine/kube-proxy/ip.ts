/**
 * Addresses as kube-proxy reads and prints them: k8s.io/utils/net ParseIPSloppy and ParseCIDRSloppy, and Go's
 * net.IP.String, v1.37.2. An IPv4-mapped IPv6 address is an IPv4 address. Left out: Go's own spelling of
 * IPv4-mapped IPv6 prefixes.
 */
import {
  type Address,
  contains as holds,
  type Family,
  familyOf,
  maskOf,
  parseSloppyAddress,
  printGoAddress,
  sameAddress,
} from '../address.ts';

export type IpFamily = Family;

export interface Ip {
  readonly family: IpFamily;
  /** As Go prints it. */
  readonly text: string;
  readonly address: Address;
}

/** Host bits are cut off. */
export interface Cidr extends Ip {
  readonly prefix: number;
}

export function parseIp(text: string): Ip | undefined {
  const address = parseSloppyAddress(text);
  return address && ipOf(address);
}

export function ipOf(address: Address): Ip {
  const isMapped = address.length > 1 && MAPPED.every((word, at) => address[at] === word);
  const own = isMapped ? address.slice(3) : address;
  return { family: familyOf(own), text: printGoAddress(own), address: own };
}

export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const length = slash < 0 ? '' : text.slice(slash + 1);
  if (!/^\d{1,7}$/.test(length)) return undefined;
  const prefix = Number(length);
  const stated = parseSloppyAddress(text.slice(0, slash));
  if (stated === undefined || prefix > stated.length * 32) return undefined;
  const mask = maskOf(prefix, stated.length);
  const address = stated.map((word, at) => (word & (mask[at] ?? 0)) >>> 0);
  return {
    family: familyOf(address),
    text: `${printGoAddress(address)}/${prefix}`,
    address,
    prefix,
  };
}

export function contains({ address, prefix }: Cidr, ip: Pick<Ip, 'address'>): boolean {
  return holds({ address, mask: maskOf(prefix, address.length) }, ip.address);
}

export function isLoopback({ address }: Pick<Ip, 'address'>): boolean {
  const [first = 0] = address;
  return address.length === 1 ? first >>> 24 === 127 : sameAddress(address, LOOPBACK);
}

/** Of IPv6 only: fe80::/10. */
export function isLinkLocal({ address }: Ip): boolean {
  const [first = 0] = address;
  return address.length > 1 && first >>> 22 === 0xfe80 >>> 6;
}

export function isUnspecified({ address }: Ip): boolean {
  return address.every((word) => word === 0);
}

/** `ip:port`, and `[ip]:port` for IPv6: Go's net.JoinHostPort. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const MAPPED: Address = [0, 0, 0xffff];
const LOOPBACK: Address = [0, 0, 0, 1];
