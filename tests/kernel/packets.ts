/** Packets as bytes, with right checksums: connection tracking looks at them. */
import type { Packet, TcpFlag } from '../../src/engine/netfilter/packet.ts';

const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, 'ipv6-icmp': 58 };
const FLAG_BITS: readonly TcpFlag[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];
/** Reserved for experiments: no rule asks for it. */
export const FENCE = 253;

/** `id` is the IPv4 identification or the IPv6 flow label. */
export function bytesOf(packet: Packet, id: number): Buffer {
  const proto = PROTOCOLS[packet.proto] ?? Number(packet.proto);
  const [src, dst] = [addressBytes(packet.src), addressBytes(packet.dst)];
  const body = bodyOf(packet, proto);
  const at = CHECKSUMS[proto];
  if (at !== undefined) {
    const pseudo = Buffer.concat([src, dst, word(body.length), word(proto)]);
    body.writeUInt16BE(checksum(proto === 1 ? body : Buffer.concat([pseudo, body])), at);
  }
  const ttl = packet.ttl ?? 64;
  if (src.length === 16) {
    const head = Buffer.alloc(8);
    head.writeUInt32BE((6 << 28) + id);
    head.writeUInt16BE(body.length, 4);
    head.set([proto, ttl], 6);
    return Buffer.concat([head, src, dst, body]);
  }
  const head = Buffer.from([0x45, 0, 0, 0, 0, 0, 0, 0, ttl, proto, 0, 0, ...src, ...dst]);
  head.writeUInt16BE(20 + body.length, 2);
  head.writeUInt16BE(id, 4);
  head.writeUInt16BE(checksum(head), 10);
  return Buffer.concat([head, body]);
}

const CHECKSUMS: Readonly<Record<number, number>> = { 1: 2, 6: 16, 17: 6, 58: 2 };

function bodyOf(packet: Packet, proto: number): Buffer {
  const { sport = 0, dport = 0, flags = ['SYN'], type = 0, code = 0, icmpId = 0 } = packet;
  if (proto === 6) {
    const body = Buffer.alloc(20);
    body.writeUInt16BE(sport);
    body.writeUInt16BE(dport, 2);
    // A handshake: what answers counts on from 5000, what began from 1000.
    const reply = flags.includes('SYN') && flags.includes('ACK');
    const later = !flags.includes('SYN');
    body.writeUInt32BE(reply ? 5000 : later ? 1001 : 1000, 4);
    body.writeUInt32BE(reply ? 1001 : later ? 5001 : 0, 8);
    body[12] = 5 << 4;
    body[13] = flags.reduce((bits, flag) => bits | (1 << FLAG_BITS.indexOf(flag)), 0);
    body.writeUInt16BE(64240, 14);
    return body;
  }
  const body = Buffer.alloc(12, 'x');
  if (proto === 17) {
    body.writeUInt16BE(sport);
    body.writeUInt16BE(dport, 2);
    body.writeUInt16BE(body.length, 4);
    body.writeUInt16BE(0, 6);
  } else if (proto === 1 || proto === 58) {
    body.set([type, code, 0, 0]);
    body.writeUInt16BE(icmpId, 4);
    body.writeUInt16BE(1, 6);
  }
  return body;
}

function addressBytes(words: readonly number[]): Buffer {
  return Buffer.concat(words.map(word));
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}
