/**
 * Addresses as kube-proxy reads and prints them: k8s.io/utils/net ParseIPSloppy and ParseCIDRSloppy (leading
 * zeros count as decimal), and Go's net.IP.String, v1.37.2. An IPv4-mapped IPv6 address is an IPv4 address.
 * Left out: Go's own spelling of IPv4-mapped IPv6 prefixes.
 */

export type IpFamily = 'ipv4' | 'ipv6';

export interface Ip {
  readonly family: IpFamily;
  /** As Go prints it. */
  readonly text: string;
  readonly bytes: readonly number[];
}

/** Host bits are cut off. */
export interface Cidr {
  readonly family: IpFamily;
  readonly text: string;
  readonly bytes: readonly number[];
  readonly prefix: number;
}

export function parseIp(text: string): Ip | undefined {
  const four = parseFour(text);
  if (four !== undefined) return { family: 'ipv4', text: four.join('.'), bytes: four };
  const six = parseSix(text);
  if (six === undefined) return undefined;
  if (MAPPED.every((byte, at) => six[at] === byte)) {
    const bytes = six.slice(12);
    return { family: 'ipv4', text: bytes.join('.'), bytes };
  }
  return { family: 'ipv6', text: printSix(six), bytes: six };
}

export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const length = slash < 0 ? '' : text.slice(slash + 1);
  if (!/^\d{1,7}$/.test(length)) return undefined;
  const prefix = Number(length);
  const four = parseFour(text.slice(0, slash));
  const bytes = four ?? parseSix(text.slice(0, slash));
  if (bytes === undefined || prefix > bytes.length * 8) return undefined;
  const network = bytes.map(
    (byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))),
  );
  const address = four === undefined ? printSix(network) : network.join('.');
  return {
    family: four === undefined ? 'ipv6' : 'ipv4',
    text: `${address}/${prefix}`,
    bytes: network,
    prefix,
  };
}

export function contains(cidr: Cidr, ip: Ip): boolean {
  if (cidr.family !== ip.family) return false;
  return ip.bytes.every((byte, at) => {
    const mask = 0xff00 >> Math.min(8, Math.max(0, cidr.prefix - at * 8));
    return (byte & mask & 0xff) === cidr.bytes[at];
  });
}

export function isLoopback({ family, text, bytes }: Ip): boolean {
  return family === 'ipv4' ? bytes[0] === 127 : text === '::1';
}

/** Of IPv6 only: fe80::/10. */
export function isLinkLocal({ family, bytes }: Ip): boolean {
  return family === 'ipv6' && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;
}

export function isUnspecified({ bytes }: Ip): boolean {
  return bytes.every((byte) => byte === 0);
}

/** `ip:port`, and `[ip]:port` for IPv6: Go's net.JoinHostPort. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const MAPPED: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** By hand: there may be fifty thousand endpoints. */
function parseFour(text: string): number[] | undefined {
  const bytes: number[] = [];
  let byte = -1;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      byte = (byte < 0 ? 0 : byte * 10) + digit;
      if (byte > 255) return undefined;
    } else if (digit === DOT && byte >= 0) {
      bytes.push(byte);
      byte = -1;
    } else return undefined;
  }
  if (byte < 0 || bytes.length !== 3) return undefined;
  bytes.push(byte);
  return bytes;
}

const DOT = 46 - 48;

function parseSix(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || text.length > 100) return undefined;
  const [head = '', tail] = halves;
  const front = groups(head, tail === undefined);
  const back = tail === undefined ? [] : groups(tail, true);
  if (front === undefined || back === undefined) return undefined;
  const missing = 16 - front.length - back.length;
  // `::` stands for one group at least.
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...front, ...Array.from({ length: missing }, () => 0), ...back];
}

/** The bytes of `1:2:3`; the last group of an address may be an IPv4 address. */
function groups(text: string, last: boolean): number[] | undefined {
  const bytes: number[] = [];
  if (text === '') return bytes;
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    const four = last && at === parts.length - 1 ? parseFour(part) : undefined;
    if (four !== undefined) bytes.push(...four);
    else if (/^[0-9a-fA-F]{1,8}$/.test(part) && Number.parseInt(part, 16) <= 0xffff) {
      const value = Number.parseInt(part, 16);
      bytes.push(value >> 8, value & 0xff);
    } else return undefined;
  }
  return bytes;
}

/** RFC 5952: the first of the longest runs of two or more zero groups is left out. */
function printSix(bytes: readonly number[]): string {
  const values = Array.from(
    { length: 8 },
    (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0),
  );
  let start = -1;
  let length = 1;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && values[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const hex = (from: number, to: number): string =>
    values
      .slice(from, to)
      .map((value) => value.toString(16))
      .join(':');
  return start < 0 ? hex(0, 8) : `${hex(0, start)}::${hex(start + length, 8)}`;
}
