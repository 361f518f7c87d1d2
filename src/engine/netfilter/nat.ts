/**
 * NAT: the first packet of a flow is asked, the flow remembers, every packet is rewritten from it. Source:
 * net/netfilter/nf_nat_core.c (get_unique_tuple, find_best_ips_proto, l4proto_unique_tuple), nf_nat_masquerade.c,
 * nf_nat_redirect.c. Where the kernel picks a port at random the port stays unknown; addresses never do: the
 * choice out of a range is a hash of the two addresses, here as a little-endian machine computes it.
 */
import { type Address, sameAddress } from '../address.ts';
import { type Flow, sameTuple, setFlow, type Tuple } from './conntrack.ts';
import { hasPorts } from './packet.ts';
import type { Walk } from './walk.ts';

export interface Range {
  /** Absent: the address stays. */
  readonly addresses?: { readonly first: Address; readonly last: Address };
  /** Absent: the port stays where it can. `base`: ports are counted from it. */
  readonly ports?: { readonly first: number; readonly last: number; readonly base?: number };
  readonly shuffled?: boolean;
  readonly persistent?: boolean;
}

/** Binds one side of the walk's new flow to what the rule asks for. */
export function bind(walk: Walk, side: 'src' | 'dst', range: Range): void {
  const { flow } = walk;
  if (!flow) return;
  const current = inverse(flow.reply);
  const address = range.addresses ? chosen(current, side, range, flow.zone) : current[side];
  const port = portFor(current, side, range);
  const moved =
    side === 'src'
      ? { ...current, src: address, sport: port.value }
      : { ...current, dst: address, dport: port.value };
  const open = port.open || (side === 'src' && isTaken(walk, moved));
  const changed =
    !sameAddress(address, current[side]) ||
    open ||
    moved.sport !== current.sport ||
    moved.dport !== current.dport;
  setFlow(walk, {
    ...flow,
    reply: inverse(moved),
    portOpen: flow.portOpen || open,
    ...(side === 'src'
      ? { srcBound: true, srcNat: flow.srcNat || changed }
      : { dstBound: true, dstNat: flow.dstNat || changed }),
  });
}

/**
 * Nothing was asked for: this side stays as it is for the whole flow, but for a source port that another
 * flow's NAT has taken.
 */
export function bindNothing(walk: Walk, side: 'src' | 'dst'): void {
  const { flow } = walk;
  if (!flow) return;
  const taken = side === 'src' && isTaken(walk, inverse(flow.reply));
  setFlow(walk, {
    ...flow,
    portOpen: flow.portOpen || taken,
    srcNat: flow.srcNat || taken,
    [side === 'src' ? 'srcBound' : 'dstBound']: true,
  });
}

/** nf_nat_used_tuple(): a reply to it would look like a packet of another flow. */
function isTaken({ world, flow }: Walk, tuple: Tuple): boolean {
  const reply = inverse(tuple);
  return world.flows.some(
    (other) =>
      other.id !== flow?.id &&
      other.zone === flow?.zone &&
      (sameTuple(other.original, reply) || sameTuple(other.reply, reply)),
  );
}

export function isBound(flow: Flow, side: 'src' | 'dst'): boolean {
  return side === 'src' ? flow.srcBound : flow.dstBound;
}

/** Writes into the packet what its flow says for this side; replies are turned back. */
export function rewrite(walk: Walk, side: 'src' | 'dst'): void {
  const { flow, reply, header } = walk;
  if (!flow) return;
  const wanted = (side === 'src') === reply ? flow.dstNat : flow.srcNat;
  if (!wanted) return;
  const target = inverse(reply ? flow.original : flow.reply);
  const ports = hasPorts(header.proto);
  // A port of the kernel's own choice is not known: the one before is shown rather than none.
  const kept = flow.portOpen && !reply && side === 'src';
  walk.header =
    side === 'src'
      ? { ...header, src: target.src, ...(ports && !kept && { sport: target.sport }) }
      : { ...header, dst: target.dst, ...(ports && { dport: target.dport }) };
}

function inverse({ src, dst, proto, sport, dport }: Tuple): Tuple {
  return { src: dst, dst: src, proto, sport: dport, dport: sport };
}

function portFor(
  tuple: Tuple,
  side: 'src' | 'dst',
  { ports, shuffled }: Range,
): { readonly value: number | undefined; readonly open: boolean } {
  const own = side === 'src' ? tuple.sport : tuple.dport;
  if (own === undefined) return { value: own, open: false };
  // The identifier of an ICMP query is drawn like a port.
  if (!ports || !hasPorts(tuple.proto)) return { value: own, open: shuffled === true };
  const { first, last, base } = ports;
  if (first === last) return { value: first, open: false };
  if (shuffled !== true && base === undefined && own >= first && own <= last) {
    return { value: own, open: false };
  }
  // A source port is drawn; a destination port is counted off from the one asked for.
  if (shuffled === true || (side === 'src' && base === undefined))
    return { value: own, open: true };
  const offset = base === undefined ? own : (own - base + PORTS) % PORTS;
  return { value: first + (offset % (last - first + 1)), open: false };
}

const PORTS = 0x10000;

/**
 * find_best_ips_proto(): a hash of source and destination spreads over the range, word by word. It goes on
 * with the destination as it stands by then, which for DNAT is the one just picked.
 */
function chosen(tuple: Tuple, side: 'src' | 'dst', range: Range, zone: number): Address {
  const { first, last } = range.addresses as NonNullable<Range['addresses']>;
  if (sameAddress(first, last)) return first;
  const towards = littleEndian(tuple.dst.at(-1) ?? 0);
  const seed = range.persistent ? 0 : (towards ^ zone) >>> 0;
  let hash = jhash2(
    [0, 1, 2, 3].map((index) => littleEndian(tuple.src[index] ?? 0)),
    seed,
  );
  let free = false;
  return first.map((low, index) => {
    const high = last[index] ?? 0;
    const picked = free ? scaled(hash, 0xffffffff) : low + scaled(hash, high - low + 1);
    if (picked !== high) free = true;
    const next = side === 'dst' ? picked : (tuple.dst[index] ?? 0);
    if (!range.persistent) hash = (hash ^ littleEndian(next)) >>> 0;
    return picked;
  });
}

/** A word in network order as a little-endian machine reads it. */
function littleEndian(word: number): number {
  return (
    (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
  );
}

/** reciprocal_scale(): the upper half of the product. */
function scaled(hash: number, size: number): number {
  return Number((BigInt(hash) * BigInt(size)) >> 32n);
}

/** Jenkins' lookup3 over four words (include/linux/jhash.h). */
function jhash2([k0 = 0, k1 = 0, k2 = 0, k3 = 0]: readonly number[], seed: number): number {
  const start = (0xdeadbeef + (4 << 2) + seed) >>> 0;
  let [a, b, c] = [(start + k0) | 0, (start + k1) | 0, (start + k2) | 0];
  const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));
  a = ((a - c) | 0) ^ rotate(c, 4);
  c = (c + b) | 0;
  b = ((b - a) | 0) ^ rotate(a, 6);
  a = (a + c) | 0;
  c = ((c - b) | 0) ^ rotate(b, 8);
  b = (b + a) | 0;
  a = ((a - c) | 0) ^ rotate(c, 16);
  c = (c + b) | 0;
  b = ((b - a) | 0) ^ rotate(a, 19);
  a = (a + c) | 0;
  c = ((c - b) | 0) ^ rotate(b, 4);
  b = (b + a) | 0;
  a = (a + k3) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}
