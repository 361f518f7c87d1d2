/**
 * A line of `nft monitor trace`: `trace id 551ce047 ip nat SVC rule … (verdict jump SEP)`. Source: netlink.c
 * (trace_print_hdr, trace_print_rule, trace_print_packet) of nftables 1.0.
 */
import { parseAddress } from '../address.ts';
import { icmpTypeOf } from './icmp-types.ts';
import { dscpClass } from './match-header.ts';
import type { ShownEvent, ShownPacket, TraceLine } from './monitor-lines.ts';
import type { TcpFlag } from './packet.ts';
import { numberOf } from './values.ts';

const LINE = /^trace id ([\da-f]+) (ip6?) (\S+) (\S+) (.*)$/;

export function nftLine(text: string): TraceLine | undefined {
  const found = LINE.exec(text);
  if (!found) return undefined;
  const [, id = '', family, table = '', chain = '', rest = ''] = found;
  const line = { format: 'nft-monitor', id } as const;
  if (rest.startsWith('packet: ')) return { ...line, shown: shownPacket(rest, family === 'ip6') };
  const event = eventOf(rest);
  return event && { ...line, event: { ...event, table, chain } };
}

function eventOf(text: string): Omit<ShownEvent, 'table' | 'chain'> | undefined {
  const policy = /^policy (\w+)/.exec(text);
  if (policy) return { kind: 'policy', verdict: (policy[1] ?? '').toUpperCase() };
  if (/^(verdict )?(return|continue)\b/.test(text)) return { kind: 'return', verdict: '' };
  const at = text.lastIndexOf('(verdict ');
  const known = text.startsWith('rule ') || text.startsWith('unknown rule ');
  if (at === -1 || !known) return undefined;
  const [verdict = '', to] = text
    .slice(at + '(verdict '.length)
    .replace(/\).*$/, '')
    .split(' ');
  const spelt = text.startsWith('rule ') ? text.slice('rule '.length, at).trim() : undefined;
  return {
    kind: 'rule',
    verdict: verdict.toUpperCase(),
    ...(to !== undefined && { to }),
    ...(spelt !== undefined && { text: spelt }),
  };
}

const ECN: Readonly<Record<string, number>> = { 'not-ect': 0, ect1: 1, ect0: 2, ce: 3 };
const WITH_PORTS = ['tcp', 'udp', 'sctp', 'dccp', 'udplite'];
const ICMP_CODES: Readonly<Record<string, number>> = {
  'net-unreachable': 0,
  'host-unreachable': 1,
  'prot-unreachable': 2,
  'port-unreachable': 3,
  'frag-needed': 4,
  'net-prohibited': 9,
  'host-prohibited': 10,
  'admin-prohibited': 13,
};
const ICMPV6_CODES: Readonly<Record<string, number>> = {
  'no-route': 0,
  'admin-prohibited': 1,
  'addr-unreachable': 3,
  'port-unreachable': 4,
  'policy-fail': 5,
  'reject-route': 6,
};
const V6_HEADER = 40;

/** `iif "eth0" ip saddr 10.0.0.1 … udp dport 53`: a field is named by two words, an interface by one. */
function shownPacket(text: string, v6: boolean): ShownPacket {
  const words = text.split(' ').filter((word) => word !== '==');
  const after = (...names: readonly string[]) => {
    const at = words.findIndex((_, index) => names.every((name, by) => words[index + by] === name));
    return at === -1 ? undefined : words[at + names.length]?.replaceAll('"', '');
  };
  const ip = v6 ? 'ip6' : 'ip';
  const number = (...names: readonly string[]) => numberOf(after(...names));
  const icmp = v6 ? 'icmpv6' : 'icmp';
  const typeName = after(icmp, 'type');
  const carried = WITH_PORTS.find((name) => after(name, 'sport') !== undefined);
  const named = after(ip, v6 ? 'nexthdr' : 'protocol') ?? after('meta', 'l4proto');
  const proto = carried ?? (typeName === undefined ? named : v6 ? 'ipv6-icmp' : 'icmp');
  const dscp = after(ip, 'dscp');
  const class6 = numberOf(dscp) ?? dscpClass(dscp);
  const length = number(ip, 'length');
  const codeName = after(icmp, 'code') ?? '';
  // This version reads the identifier of an ICMPv6 echo as another field of the same four bytes.
  const both = number(icmp, 'parameter-problem');
  const src = parseAddress(after(ip, 'saddr') ?? '');
  const dst = parseAddress(after(ip, 'daddr') ?? '');
  const numbers = {
    sport: carried === undefined ? undefined : number(carried, 'sport'),
    dport: carried === undefined ? undefined : number(carried, 'dport'),
    type: typeName === undefined ? undefined : numberOf(icmpTypeOf(typeName, v6).split('/')[0]),
    code: (v6 ? ICMPV6_CODES : ICMP_CODES)[codeName] ?? numberOf(codeName),
    icmpId: number(icmp, 'id') ?? (both === undefined ? undefined : both >>> 16),
    ttl: number(ip, v6 ? 'hoplimit' : 'ttl'),
    tos: class6 === undefined ? undefined : class6 * 4 + (ECN[after(ip, 'ecn') ?? ''] ?? 0),
    length: length !== undefined && v6 ? length + V6_HEADER : length,
  };
  const [from, out, mac] = [after('iif'), after('oif'), after('ether', 'saddr')];
  const known = Object.entries(numbers).filter(([, value]) => value !== undefined);
  const own = number(ip, v6 ? 'flowlabel' : 'id');
  return {
    key: [own, length, numbers.sport, numbers.dport].join('/'),
    ...(src && { src }),
    ...(dst && { dst }),
    ...(proto !== undefined && { proto }),
    ...(from !== undefined && { in: from }),
    ...(out !== undefined && { out }),
    ...(proto === 'tcp' && { flags: flagsOf(text) }),
    ...(mac !== undefined && { mac }),
    ...Object.fromEntries(known),
  };
}

const FLAG_BITS: readonly TcpFlag[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

/** `tcp flags == syn`, `tcp flags == 0x14`, `tcp flags syn | ack`. */
function flagsOf(text: string): readonly TcpFlag[] {
  const found = / tcp flags (?:== )?([^ ]+(?: \| [^ ]+)*)/.exec(text)?.[1] ?? '';
  const bits = numberOf(found);
  if (bits !== undefined) return FLAG_BITS.filter((_, bit) => ((bits >>> bit) & 1) === 1);
  const names = found.toUpperCase().split(/ \| |,/);
  return FLAG_BITS.filter((flag) => names.includes(flag));
}
