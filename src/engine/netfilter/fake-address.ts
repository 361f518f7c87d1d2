/**
 * Made-up addresses for real ones, the same for the same. They keep which network they lie in (each bit is
 * turned or not by what stands before it), the last octet or the last 64 bits, and whether they are private;
 * of public IPv4 addresses the first octet, of IPv6 the first 16 bits. Loopback and multicast stay.
 */
import {
  type Address,
  type Network,
  parseAddress,
  parseNetwork,
  prefixLength,
  printAddress,
  printNetwork,
} from '../address.ts';

/** An address or a network anywhere in a text. */
export const ADDRESS: RegExp =
  /(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|(?=[\da-f]*:[\da-f]*:)[\da-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?)(?:\/(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:]*|\d{1,3}))?(?![\w-])/gi;
/** What `ADDRESS` found, made up. */
export function fakeText(found: string, seed: number): string {
  if (!found.includes('/')) {
    const own = parseAddress(found);
    return own ? printAddress(fakeAddress(own, seed)) : found;
  }
  const network = parseNetwork(found);
  if (!network) return found;
  return printNetwork({
    address: under(fakeAddress(network.address, seed), network),
    mask: network.mask,
  });
}

/** A network stays one: where its host part was empty it stays empty. */
function under(address: Address, { address: own, mask }: Network): Address {
  const bare = own.every((word, index) => (word & ~(mask[index] ?? 0)) === 0);
  return bare ? address.map((word, index) => (word & (mask[index] ?? 0)) >>> 0) : address;
}

/** Networks whose first bits everybody knows; they are what the fake begins with. */
const KEPT = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(
  (text) => parseNetwork(text) as Network,
);
const UNTOUCHED = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map(
  (text) => parseNetwork(text) as Network,
);

function fakeAddress(address: Address, seed: number): Address {
  if (address.length > 1) return fakeIPv6(address, seed);
  const [word = 0] = address;
  const lies = ({ address: [own], mask: [mask = 0] }: Network) => (word & mask) >>> 0 === own;
  if (UNTOUCHED.some(lies)) return address;
  const kept = KEPT.find(lies);
  return [turnBits(word, kept ? (prefixLength(kept.mask) ?? 8) : 8, 24, seed)];
}

function fakeIPv6(address: Address, seed: number): Address {
  const [first = 0, second = 0, ...rest] = address;
  const special = first >>> 24 === 0xff || first >>> 22 === 0x3fa || first === 0;
  if (special) return address;
  const front = turnBits(first, 16, 32, seed);
  return [front, turnBits(second, 0, 32, seed ^ first), ...rest];
}

/** Turns the bits `from` to `to`, counted from the left, each by a hash of those before it. */
function turnBits(word: number, from: number, to: number, seed: number): number {
  let turned = word;
  for (let bit = from; bit < to; bit++) {
    const before = bit === 0 ? 0 : word >>> (32 - bit);
    if (hash(before, bit, seed) & 1) turned ^= 1 << (31 - bit);
  }
  return turned >>> 0;
}

/** The finalizer of MurmurHash3. */
function hash(value: number, salt: number, seed: number): number {
  let mixed = Math.imul(value ^ seed, 0x85ebca6b) ^ Math.imul(salt + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
