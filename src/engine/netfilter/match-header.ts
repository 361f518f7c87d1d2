/**
 * Matches that ask what the packet itself says: ports, flags, ICMP types, length, TTL, TOS, mark, owner.
 * Source: net/netfilter/xt_tcpudp.c, xt_multiport.c, xt_sctp.c, xt_length.c, xt_hl.c, xt_dscp.c, xt_mark.c,
 * xt_owner.c, xt_pkttype.c, xt_mac.c.
 */
import { icmpTypeOf } from './icmp-types.ts';
import { always, each, field, type Match, type Read, type Test, type Tests } from './match.ts';
import { maskedOf, numberOf, numberSpan, portSpan, type Span, within } from './values.ts';
import { type Held, unknown, type Walk } from './walk.ts';

const sport = (walk: Walk) => walk.header.sport;
const dport = (walk: Walk) => walk.header.dport;

function port(of: (walk: Walk) => number | undefined): Read {
  return ([text]) => {
    const span = portSpan(text);
    return span && ((walk) => inSpans(of(walk), [span]));
  };
}

/** A packet without ports fits no port. */
function inSpans(value: number | undefined, spans: readonly Span[]): boolean {
  return value !== undefined && spans.some((span) => within(span, value));
}

const PORTS: Tests = {
  '--sport': port(sport),
  '--source-port': port(sport),
  '--dport': port(dport),
  '--destination-port': port(dport),
};

function ports(...of: readonly ((walk: Walk) => number | undefined)[]): Read {
  return ([text = '']) => {
    const spans = text.split(',').map(portSpan);
    const read = spans.filter((span) => span !== undefined);
    if (read.length < spans.length) return undefined;
    return (walk) => of.some((one) => inSpans(one(walk), read));
  };
}

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

function flagsOf(text: string | undefined): readonly string[] | undefined {
  if (text === 'ALL') return FLAGS;
  if (text === 'NONE') return [];
  const flags = text?.split(',') ?? [''];
  return flags.every((flag) => FLAGS.includes(flag)) ? flags : undefined;
}

function tcpFlags([mask, set]: readonly string[]): Test | undefined {
  const looked = flagsOf(mask);
  const wanted = flagsOf(set);
  if (!looked || !wanted) return undefined;
  return ({ header: { flags } }) =>
    looked.every((flag) => flags.some((own) => own === flag) === wanted.includes(flag)) &&
    wanted.every((flag) => looked.includes(flag));
}

/** The number of a type by its name. */
export function icmpTypeNumber(text: string, v6: boolean): number | undefined {
  return numberOf(icmpTypeOf(text, v6).split('/')[0]);
}

function icmpType(v6: boolean): Read {
  return ([text = '']) => {
    if (text === 'any' || text === '255') return always();
    const [type, code] = icmpTypeOf(text, v6).split('/').map(numberOf);
    if (type === undefined) return undefined;
    return field(
      'type',
      ({ header }) => (header.type === undefined ? undefined : header),
      (own) => own.type === type && (code === undefined || (own.code ?? 0) === code),
    );
  };
}

const TOS_MASK = 0xff;

/** Names of DSCP classes (RFC 2474, 2597, 3246). */
const DSCP_CLASSES: Readonly<Record<string, number>> = { BE: 0, EF: 46 };

export function dscpClass(name: string | undefined): number | undefined {
  const known = DSCP_CLASSES[name?.toUpperCase() ?? ''];
  const [, cs] = /^CS([0-7])$/i.exec(name ?? '') ?? [];
  const [, af, drop] = /^AF([1-4])([1-3])$/i.exec(name ?? '') ?? [];
  if (cs !== undefined) return Number(cs) * 8;
  return af === undefined ? known : Number(af) * 8 + Number(drop) * 2;
}

const dscp = (wanted: number | undefined): Test | undefined =>
  wanted === undefined
    ? undefined
    : field(
        'tos',
        ({ header }) => header.tos,
        (tos) => tos >>> 2 === wanted,
      );

const ttl = (test: (own: number, wanted: number) => boolean): Read => {
  return ([text]) => {
    const wanted = numberOf(text);
    if (wanted === undefined) return undefined;
    return field(
      'ttl',
      ({ header }) => header.ttl,
      (own) => test(own, wanted),
    );
  };
};

const ttlIs = ttl((own, wanted) => own === wanted);
const ttlBelow = ttl((own, wanted) => own < wanted);
const ttlAbove = ttl((own, wanted) => own > wanted);

/** Packets that come from elsewhere belong to no process here, and `owner` never holds for them. */
function owner(name: 'uid' | 'gid'): Read {
  return ([text = '']) => {
    const [first, last = first] = text.split('-').map(numberOf);
    if (first === undefined || last === undefined) return undefined;
    return (walk): Held => {
      if (walk.in !== undefined || walk.looped) return false;
      const own = walk.header[name];
      return own === undefined
        ? unknown('owner-not-stated', { field: name })
        : own >= first && own <= last;
    };
  };
}

/** Only what is addressed to this machine's link comes this far, unless it is for many. */
function packetType([wanted = '']: readonly string[]): Test | undefined {
  if (!['unicast', 'broadcast', 'multicast'].includes(wanted)) return undefined;
  return ({ header: { dst } }) => {
    const [first = 0] = dst;
    const group = dst.length === 1 ? first >>> 28 === 14 : first >>> 24 === 0xff;
    const everyone = dst.length === 1 && first === 0xffffffff;
    return wanted === (group ? 'multicast' : everyone ? 'broadcast' : 'unicast');
  };
}

const tcp = each({
  ...PORTS,
  '--tcp-flags': tcpFlags,
  '--syn': () => tcpFlags(['FIN,SYN,RST,ACK', 'SYN']),
});
const udp = each(PORTS);

export const HEADER_MATCHES: Readonly<Record<string, Match>> = {
  comment: () => [],
  nfacct: () => [],
  tcp,
  udp,
  udplite: udp,
  sctp: udp,
  dccp: udp,
  multiport: each({
    '--sports': ports(sport),
    '--source-ports': ports(sport),
    '--dports': ports(dport),
    '--destination-ports': ports(dport),
    '--ports': ports(sport, dport),
  }),
  icmp: each({ '--icmp-type': icmpType(false) }),
  icmp6: each({ '--icmpv6-type': icmpType(true) }),
  mark: each({
    '--mark': ([text]) => {
      const wanted = maskedOf(text);
      return wanted && (({ header }) => (header.mark & wanted.mask) >>> 0 === wanted.value);
    },
  }),
  length: each({
    '--length': ([text]) => {
      const span = numberSpan(text, 65535);
      return (
        span &&
        field(
          'length',
          ({ header }) => header.length,
          (own) => within(span, own),
        )
      );
    },
  }),
  ttl: each({ '--ttl-eq': ttlIs, '--ttl': ttlIs, '--ttl-lt': ttlBelow, '--ttl-gt': ttlAbove }),
  hl: each({ '--hl-eq': ttlIs, '--hl-lt': ttlBelow, '--hl-gt': ttlAbove }),
  tos: each({
    '--tos': ([text]) => {
      const wanted = maskedOf(text);
      if (!wanted) return undefined;
      return field(
        'tos',
        ({ header }) => header.tos,
        (tos) => (tos & wanted.mask & TOS_MASK) === wanted.value,
      );
    },
  }),
  dscp: each({
    '--dscp': ([text]) => dscp(numberOf(text)),
    '--dscp-class': ([name]) => dscp(dscpClass(name)),
  }),
  mac: each({
    '--mac-source': ([text = '']) =>
      field(
        'mac',
        ({ header }) => header.mac,
        (own) => own.toLowerCase() === text.toLowerCase(),
      ),
  }),
  owner: each({ '--uid-owner': owner('uid'), '--gid-owner': owner('gid') }),
  pkttype: each({ '--pkt-type': packetType }),
};
