/**
 * The packet and the node it meets, as the reader states them: what a dump does not hold. Everything left
 * out stays unknown, and a rule that asks for it ends the walk there.
 */
import type { Address, Network } from '../address.ts';

export type TcpFlag = 'FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK' | 'URG';

export interface Packet {
  readonly src: Address;
  readonly dst: Address;
  /** Lower case name (`tcp`) or number as text. */
  readonly proto: string;
  readonly sport?: number;
  readonly dport?: number;
  /** The interface it comes in on; undefined: the node itself sends it. */
  readonly in?: string;
  readonly flags?: readonly TcpFlag[];
  /** Of ICMP and ICMPv6. */
  readonly type?: number;
  readonly code?: number;
  readonly icmpId?: number;
  /** Firewall mark it carries at the start, 0 when nothing is said. */
  readonly mark?: number;
  /** Of the process that sends it. */
  readonly uid?: number;
  readonly gid?: number;
  /** Of the whole IP packet, in bytes. */
  readonly length?: number;
  readonly ttl?: number;
  /** The whole field: DSCP is its upper six bits. */
  readonly tos?: number;
  readonly mac?: string;
  /** Milliseconds since the first packet: tokens of `limit` come back, entries of `recent` age. */
  readonly at?: number;
  /** What connection tracking says of it where the packets before are not part of the question. */
  readonly state?: ConnectionState;
}

export type ConnectionState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

export interface Interface {
  readonly name: string;
  /** Primary first; empty when nobody said. */
  readonly addresses: readonly Network[];
}

export interface Route {
  readonly network: Network;
  readonly dev: string;
  readonly via?: Address;
  /** Address that the node takes as its own on this route. */
  readonly src?: Address;
}

export interface IpSet {
  readonly type: string;
  readonly members: readonly string[];
}

export interface Env {
  /** Undefined: not stated, so only loopback is known to be local. */
  readonly localIPs?: readonly Address[];
  readonly interfaces: readonly Interface[];
  /** Undefined: not stated. */
  readonly routes?: readonly Route[];
  /** net.ipv4.conf.all.route_localnet. */
  readonly routeLocalnet: boolean;
  readonly ipsets: Readonly<Record<string, IpSet>>;
  /** What the lists of `recent` hold before the first packet: addresses by name of the list. */
  readonly recent: Readonly<Record<string, readonly string[]>>;
  /** Whether the buckets of `limit` and `hashlimit` are full or empty before the first packet. */
  readonly limits: 'full' | 'empty';
}

/**
 * Protocol names, the one that iptables prints before others of the same number. Source: /etc/protocols of
 * Debian 12 and xtables_chain_protos of iptables 1.8.9.
 */
const PROTOCOLS: ReadonlyMap<string, number> = new Map(
  `icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20 xns-idp=22 rdp=27
   iso-tp4=29 dccp=33 xtp=36 ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43 ipv6-frag=44 idrp=45
   rsvp=46 gre=47 esp=50 ah=51 skip=57 ipv6-icmp=58 icmpv6=58 ipv6-nonxt=59 ipv6-opts=60 rspf=73
   vmtp=81 eigrp=88 ospf=89 ax.25=93 ipip=94 etherip=97 encap=98 pim=103 ipcomp=108 vrrp=112
   l2tp=115 isis=124 sctp=132 fc=133 mobility-header=135 ipv6-mh=135 mh=135 udplite=136 mpls-in-
   ip=137 manet=138 hip=139 shim6=140 wesp=141 rohc=142 ethernet=143`
    .split(/\s+/)
    .map((text) => {
      const [name = '', number] = text.split('=');
      return [name, Number(number)] as const;
    }),
);

const NAMES: ReadonlyMap<number, string> = new Map(
  [...PROTOCOLS].reverse().map(([name, number]) => [number, name]),
);

/** 0 is every protocol; undefined when the name is not known. */
export function protocolNumber(name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name) <= 255 ? Number(name) : undefined;
  return name === 'all' ? 0 : PROTOCOLS.get(name.toLowerCase());
}

/** The name that iptables prints, the number where it has none. */
export function protocolName(number: number): string {
  return NAMES.get(number) ?? String(number);
}

export function hasPorts(proto: number): boolean {
  return proto === 6 || proto === 17 || proto === 132 || proto === 33 || proto === 136;
}
