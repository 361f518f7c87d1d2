/**
 * IPv4 and IPv6 addresses as the kernel compares them: 32-bit words in network order, one word or four.
 * Spelling follows inet_pton(3) and inet_ntop(3), or Go where a function says so; masks may be a prefix length
 * or spelt as an address.
 */

export type Family = 'ipv4' | 'ipv6';

/** One unsigned 32-bit word for IPv4, four for IPv6. */
export type Address = readonly number[];

export interface Network {
  readonly address: Address;
  readonly mask: Address;
}

/** Undefined when the text is no address. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIPv6(text, /^[0-9a-f]{1,4}$/i) : parseIPv4(text);
}

/** As ParseIPSloppy of k8s.io/utils/net reads it: groups of IPv6 may have more zeros before them. */
export function parseSloppyAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIPv6(text, /^0{0,4}[0-9a-f]{1,4}$/i) : parseIPv4(text);
}

/** `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `fd00::/8` or a bare address; undefined when it is none of them. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  if (slash === -1) return { address, mask: maskOf(address.length * 32, address.length) };
  const stated = text.slice(slash + 1);
  const length = /^\d{1,3}$/.test(stated) ? Number(stated) : undefined;
  const mask = length === undefined ? parseAddress(stated) : maskOf(length, address.length);
  if (mask?.length !== address.length || (length ?? 0) > address.length * 32) return undefined;
  return { address, mask };
}

export function familyOf(address: Address): Family {
  return address.length === 1 ? 'ipv4' : 'ipv6';
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

export function contains({ address, mask }: Network, other: Address): boolean {
  if (address.length !== other.length) return false;
  for (let index = 0; index < mask.length; index++) {
    const bits = mask[index] ?? 0;
    if (((address[index] ?? 0) & bits) !== ((other[index] ?? 0) & bits)) return false;
  }
  return true;
}

/** Whether `a` stands before, at or after `b` in numeric order: negative, 0 or positive. */
export function compareAddresses(a: Address, b: Address): number {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The prefix length of a mask without holes, else undefined. */
export function prefixLength(mask: Address): number | undefined {
  const bits = mask.map((word) => word.toString(2).padStart(32, '0')).join('');
  const length = bits.indexOf('0');
  if (length === -1) return bits.length;
  return bits.includes('1', length) ? undefined : length;
}

export function maskOf(length: number, words: number): Address {
  return Array.from({ length: words }, (_, index) => {
    const bits = Math.min(32, Math.max(0, length - index * 32));
    return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  });
}

/** As inet_ntop(3) spells it. */
export function printAddress(address: Address): string {
  const [first = 0] = address;
  if (address.length === 1) {
    return [first >>> 24, (first >>> 16) & 255, (first >>> 8) & 255, first & 255].join('.');
  }
  const { groups, at, length } = groupsOf(address);
  // An IPv4 address in an IPv6 one is spelt as such: ::ffff:10.0.0.1.
  const isMapped = at === 0 && length === 5 && groups[5] === 0xffff;
  if (isMapped || (at === 0 && length === 6)) {
    return `::${isMapped ? 'ffff:' : ''}${printAddress(address.slice(3))}`;
  }
  return printGoAddress(address);
}

/** As Go's net.IP spells it: IPv6 always in groups, `::a00:1`. */
export function printGoAddress(address: Address): string {
  if (address.length === 1) return printAddress(address);
  const { groups, at, length } = groupsOf(address);
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return at < 0 ? text(groups) : `${text(groups.slice(0, at))}::${text(groups.slice(at + length))}`;
}

/** `10.0.0.0/8`; a mask with holes is spelt as an address. */
export function printNetwork({ address, mask }: Network): string {
  return `${printAddress(address)}/${prefixLength(mask) ?? printAddress(mask)}`;
}

/** `10.0.0.1:80`, `[fd00::1]:80`; without a port the address alone. */
export function printEndpoint(address: Address, port: number | undefined): string {
  const text = printAddress(address);
  if (port === undefined) return text;
  return address.length === 1 ? `${text}:${port}` : `[${text}]:${port}`;
}

function parseIPv4(text: string): Address | undefined {
  let word = 0;
  let part = -1;
  let parts = 0;
  // A character at a time: a dump of 50,000 rules holds as many addresses.
  for (let index = 0; index <= text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) {
      part = part === -1 ? code - 48 : part * 10 + code - 48;
      if (part > 255) return undefined;
    } else if ((code === 46 || index === text.length) && part !== -1) {
      word = word * 256 + part;
      part = -1;
      parts++;
    } else return undefined;
  }
  return parts === 4 ? [word] : undefined;
}

function parseIPv6(text: string, isGroup: RegExp): Address | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (embedded) {
    const [tail] = parseIPv4(embedded[2] ?? '') ?? [];
    if (tail === undefined) return undefined;
    const groups = `${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`;
    return parseIPv6(`${embedded[1] ?? ''}${groups}`, isGroup);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!all.every((group) => isGroup.test(group))) return undefined;
  const values = all.map((group) => Number.parseInt(group, 16));
  return [0, 2, 4, 6].map((at) => (values[at] ?? 0) * 0x10000 + (values[at + 1] ?? 0));
}

/** The 16-bit groups of an IPv6 address, and where the first of the longest runs of zero groups is. */
function groupsOf(address: Address) {
  const groups = address.flatMap((word) => [word >>> 16, word & 0xffff]);
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  return { groups, ...best };
}
