/** Values of options as iptables-save prints them. Source: extensions/*.c and libxtables of iptables 1.8.9. */
import {
  type Family,
  parseAddress,
  parseNetwork,
  prefixLength,
  printAddress,
  printNetwork,
} from '../address.ts';
import type { Said } from './canonical-said.ts';
import { icmpTypeOf } from './icmp-types.ts';
import { dscpClass } from './match-header.ts';
import { protocolNumber } from './packet.ts';
import { addressRange, hex, maskedOf, numberOf, numberSpan, portOf, portSpan } from './values.ts';

/** The text behind the option; null when the option is not printed, undefined when it cannot be read. */
export type Format = (said: Said, family: Family) => string | null | undefined;

/** As libxtables' save_string: anything but letters, digits, `-` and `_` wants quotes. */
export function quote(text: string): string {
  return /^[\w-]+$/.test(text) ? text : alwaysQuoted(text);
}

function alwaysQuoted(text: string): string {
  return `"${text.replace(/["'\\]/g, '\\$&')}"`;
}

/** A word goes without quotes where it would still be one word, and no option or sign. */
export function quoteIfNeeded(text: string): string {
  return /^(?!!$|-(-?[a-z]|$))[^\s"'\\]+$/i.test(text) ? text : alwaysQuoted(text);
}

/** Makes a format of what reads one value. */
function one(print: (value: string, family: Family) => string | null | undefined): Format {
  return ({ values: [value = ''] }, family) => print(value, family);
}

/** The same for words that may be anything. */
function word(print: (value: string, family: Family) => string): Format {
  return one((value, family) => quoteIfNeeded(print(value, family)));
}

/** Names in the order in which the extension lists them. */
function listed(names: string): Format {
  const order = names.split(' ');
  return one((value) => {
    const given = value.toUpperCase().split(',');
    if (!given.every((name) => order.includes(name))) return undefined;
    return order.filter((name) => given.includes(name)).join(',');
  });
}

function spanText(span: { first: number; last: number } | undefined): string | undefined {
  return span && (span.first === span.last ? `${span.first}` : `${span.first}:${span.last}`);
}

function span(most: number): Format {
  return one((value) => spanText(numberSpan(value, most)));
}

function number(print: (value: number) => string | null): Format {
  return one((value) => {
    const read = numberOf(value);
    return read === undefined ? undefined : print(read);
  });
}

/** `0x5/0xff`; a full mask is printed by those that always print one. */
function marked(full: number, whole: boolean, digits = 1): Format {
  return one((value) => {
    const read = maskedOf(value);
    if (!read) return undefined;
    const mask = Math.min(read.mask, full);
    const text = hex(read.value, digits);
    return mask === full && !whole ? text : `${text}/${hex(mask, digits)}`;
  });
}

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

function flags(text: string | undefined): string | undefined {
  const given = (text ?? '').split(',');
  if (given.includes('ALL')) return FLAGS.join(',');
  const set = FLAGS.filter((flag) => given.includes(flag));
  if (set.length === 0) return text === 'NONE' ? 'NONE' : undefined;
  return set.join(',');
}

/** Chunks of SCTP in the order of their numbers, each with its flags. */
const CHUNKS =
  'DATA INIT INIT_ACK SACK HEARTBEAT HEARTBEAT_ACK ABORT SHUTDOWN SHUTDOWN_ACK ERROR COOKIE_ECHO COOKIE_ACK ECN_ECNE ECN_CWR SHUTDOWN_COMPLETE I_DATA RE_CONFIG PAD ASCONF ASCONF_ACK FORWARD_TSN I_FORWARD_TSN'.split(
    ' ',
  );

function chunks([how = '', text = '']: readonly string[]): string {
  const place = (chunk: string) => CHUNKS.indexOf((chunk.split(':')[0] ?? '').toUpperCase());
  const sorted = text.split(',').sort((a, b) => place(a) - place(b));
  return `${quoteIfNeeded(how)} ${quoteIfNeeded(sorted.join(','))}`;
}

/** `10.0.0.1-10.0.0.5:80-90/100`, `[fd00::1]:80`, `:80`; ranges of one are that one. */
export function natRange(text: string): string | undefined {
  const isBare = /^[^[].*:.*:/.test(text);
  const [, v6, v4 = '', ports] = isBare
    ? ['', text]
    : (/^(?:\[([^\]]*)\]|([^:]*))(?::(.+))?$/.exec(text) ?? []);
  const spelt = v6 ?? v4;
  const range = spelt === '' ? undefined : addressRange(spelt);
  if (spelt !== '' && !range) return undefined;
  const said = ports === undefined ? '' : natPorts(ports);
  if (said === undefined) return undefined;
  const addresses = range
    ? [range.first, range.last].map(printAddress).filter(unlikeFirst).join('-')
    : '';
  if (said === '') return addresses;
  return addresses.includes(':') ? `[${addresses}]:${said}` : `${addresses}:${said}`;
}

function unlikeFirst<Value>(value: Value, index: number, all: readonly Value[]): boolean {
  return index === 0 || value !== all[0];
}

function natPorts(text: string): string | undefined {
  const [range = '', base] = text.split('/');
  const ports = range.split('-').map(portOf);
  if (ports.includes(undefined) || ports.length > 2) return undefined;
  return ports.filter(unlikeFirst).join('-') + (base === undefined ? '' : `/${base}`);
}

function length(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text;
  const mask = parseAddress(text);
  const found = mask && prefixLength(mask);
  return found === undefined ? undefined : `${found}`;
}

const REJECTS: Readonly<Record<Family, Readonly<Record<string, string>>>> = {
  ipv4: {
    'net-unreach': 'icmp-net-unreachable',
    'host-unreach': 'icmp-host-unreachable',
    'proto-unreach': 'icmp-proto-unreachable',
    'port-unreach': 'icmp-port-unreachable',
    'net-prohib': 'icmp-net-prohibited',
    'host-prohib': 'icmp-host-prohibited',
    'admin-prohib': 'icmp-admin-prohibited',
    'tcp-rst': 'tcp-reset',
  },
  ipv6: {
    'no-route': 'icmp6-no-route',
    'adm-prohibited': 'icmp6-adm-prohibited',
    'addr-unreach': 'icmp6-addr-unreachable',
    'port-unreach': 'icmp6-port-unreachable',
    'policy-fail': 'icmp6-policy-fail',
    'reject-route': 'icmp6-reject-route',
  },
};

const LEVELS = 'emerg alert crit error warning notice info debug'.split(' ');

const TCP_OPTIONS: Readonly<Record<string, number>> = {
  mss: 2,
  wscale: 3,
  'sack-permitted': 4,
  sack: 5,
  timestamp: 8,
  md5: 19,
};

/** The kernel keeps a chance as a whole number of 1/2^31. */
export function savedProbability(text: string): string | undefined {
  const chance = Number(text);
  if (text === '' || !(chance >= 0 && chance <= 1)) return undefined;
  return (Math.round(chance * 2 ** 31) / 2 ** 31).toFixed(11);
}

const STATES = 'INVALID NEW RELATED ESTABLISHED UNTRACKED SNAT DNAT';

/** By the names that canonical-layout.ts uses; an option without a name there prints its words. */
export const FORMATS: Readonly<Record<string, Format>> = {
  words: ({ values }) => values.map(quoteIfNeeded).join(' '),
  /** libxt_nfacct prints two blanks. */
  nfacct: ({ values }) => ` ${values.map(quoteIfNeeded).join(' ')}`,
  save: one(quote),
  quoted: one((value) => `"${value.replace(/["\\]/g, '\\$&')}"`),
  lower: word((value) => value.toLowerCase()),
  number: number(String),
  hex: number((value) => hex(value)),
  hex8: number((value) => hex(value, 8)),
  'not-zero': number((value) => (value === 0 ? null : String(value))),
  /** Printed only when it is turned around. */
  'only-not': ({ not }) => (not ? '' : null),
  /** Every port, even turned around, is not printed for tcp and udp. */
  port: one((value) => {
    const read = portSpan(value);
    return read?.first === 0 && read.last === 65535 ? null : spanText(read);
  }),
  'any-port': one((value) => spanText(portSpan(value))),
  ports: one((value) => {
    const spans = value.split(',').map((each) => spanText(portSpan(each)));
    return spans.includes(undefined) ? undefined : spans.join(',');
  }),
  span16: span(0xffff),
  spi: span(0xffffffff),
  bytes: word((value) => {
    const [first = '', last] = value.split(':');
    return last === '' ? first : `${first || 0}${last === undefined ? '' : `:${last}`}`;
  }),
  mark: marked(0xffffffff, false),
  xmark: marked(0xffffffff, true),
  tos: marked(0xff, true, 2),
  flags: ({ values: [mask, set], not }) => {
    const [looked, wanted] = [flags(mask), flags(set)];
    if (!looked || !wanted) return undefined;
    return looked === 'NONE' && !not ? null : `${looked} ${wanted}`;
  },
  icmp: word((value) => (value === '255' ? 'any' : icmpTypeOf(value, false))),
  icmp6: word((value) => icmpTypeOf(value, true)),
  types: listed(
    'UNSPEC UNICAST LOCAL BROADCAST ANYCAST MULTICAST BLACKHOLE UNREACHABLE PROHIBIT THROW NAT XRESOLVE',
  ),
  states: listed(STATES),
  statuses: listed('NONE EXPECTED SEEN_REPLY ASSURED CONFIRMED'),
  'dccp-types': listed(
    'REQUEST RESPONSE DATA ACK DATAACK CLOSEREQ CLOSE RESET SYNC SYNCACK INVALID',
  ),
  'ct-events': (said, family) =>
    listed('NEW RELATED DESTROY REPLY ASSURED PROTOINFO HELPER MARK NATSEQINFO SECMARK')(
      said,
      family,
    )?.toLowerCase(),
  modes: (said, family) => listed('SRCIP SRCPORT DSTIP DSTPORT')(said, family)?.toLowerCase(),
  protocol: one((value) => protocolNumber(value)?.toString()),
  host: one((value) => {
    const network = parseNetwork(value);
    const whole = network && prefixLength(network.mask) === network.address.length * 32;
    return network && (whole ? printAddress(network.address) : printNetwork(network));
  }),
  network: one((value) => {
    const network = parseNetwork(value);
    return network && printNetwork(network);
  }),
  range: one((value) => {
    const range = addressRange(value);
    return range && `${printAddress(range.first)}-${printAddress(range.last)}`;
  }),
  nat: one(natRange),
  'nat-ports': one(natPorts),
  length: one(length),
  chunks: ({ values }) => chunks(values),
  dscp: number((value) => hex(value, 2)),
  'dscp-class': one((value) => {
    const found = dscpClass(value);
    return found === undefined ? undefined : hex(found, 2);
  }),
  probability: one(savedProbability),
  user: word((value) => (value === 'root' ? '0' : value)),
  'packet-type': word((value) =>
    value.toLowerCase() === 'host' ? 'unicast' : value.toLowerCase(),
  ),
  u32: one(
    (value) =>
      `"${value.replaceAll(/\s/g, '').replaceAll(/0x[\da-f]+|\d+/gi, (digits) => {
        const read = numberOf(digits);
        return read === undefined ? digits : hex(read);
      })}"`,
  ),
  class: one((value) => {
    const halves = value.split(':').map((half) => Number.parseInt(half, 16));
    return halves.some(Number.isNaN)
      ? undefined
      : halves.map((half) => half.toString(16).padStart(4, '0')).join(':');
  }),
  level: one((value) => {
    const named = LEVELS.indexOf(value.toLowerCase());
    const level = named === -1 ? numberOf(value) : named;
    return level === 4 ? null : level?.toString();
  }),
  reject: word((value, family) => REJECTS[family][value] ?? value),
  'tcp-options': one((value) => {
    const numbers = value.split(',').map((name) => TCP_OPTIONS[name] ?? numberOf(name) ?? -1);
    return numbers.includes(-1) ? undefined : [...new Set(numbers)].sort((a, b) => a - b).join(',');
  }),
};
