/**
 * Matches on what an address is: its kind in the routing tables, a range, a set. Source:
 * net/netfilter/xt_addrtype.c, net/ipv4/fib_frontend.c (inet_addr_type), xt_iprange.c, xt_set.c and
 * net/netfilter/ipset/. Left out of ipset: timeouts, counters, lists of sets, MAC addresses.
 */
import { type Address, contains, type Network, parseNetwork, prefixLength } from '../address.ts';
import { each, has, isNegated, type Match, type Test, whole } from './match.ts';
import { type IpSet, protocolNumber } from './packet.ts';
import { interfaceOf, isLocal } from './route.ts';
import { addressRange, isInRange } from './values.ts';
import { type Held, unknown, type Walk } from './walk.ts';

export type Kind = 'UNSPEC' | 'UNICAST' | 'LOCAL' | 'BROADCAST' | 'MULTICAST';

const KINDS: readonly string[] = [
  'UNSPEC',
  'UNICAST',
  'LOCAL',
  'BROADCAST',
  'ANYCAST',
  'MULTICAST',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
];

/** Undefined: whether it is local has not been stated. */
export function kindOf(walk: Walk, address: Address, dev: string | undefined): Kind | undefined {
  const [first = 0] = address;
  if (address.length === 1) {
    if (first >>> 28 === 14) return 'MULTICAST';
    if (first === 0xffffffff || first >>> 24 === 0) return 'BROADCAST';
    if (walk.env.interfaces.some(({ addresses }) => addresses.some(isBroadcastOf(first)))) {
      return 'BROADCAST';
    }
  } else if (first >>> 24 === 0xff) return 'MULTICAST';
  else if (address.every((word) => word === 0)) return 'UNSPEC';
  const local = isLocal(walk.env, address);
  if (local === undefined) return undefined;
  const here = local && (dev === undefined || interfaceOf(walk.env, address) === dev);
  return here ? 'LOCAL' : 'UNICAST';
}

function isBroadcastOf(word: number): (network: Network) => boolean {
  return ({ address: [own = 0], mask }) =>
    mask.length === 1 && (prefixLength(mask) ?? 32) < 31 && (own | ~(mask[0] ?? 0)) >>> 0 === word;
}

/** For IPv6 `UNICAST` says what the address looks like, and a local one is unicast too. */
function isKind(kind: Kind, wanted: readonly string[], address: Address): boolean {
  if (address.length === 1) return wanted.includes(kind);
  if (wanted.includes('MULTICAST') && kind !== 'MULTICAST') return false;
  if (wanted.includes('UNSPEC') && kind !== 'UNSPEC') return false;
  if (wanted.includes('UNICAST') && (kind === 'MULTICAST' || kind === 'UNSPEC')) return false;
  const looked = ['LOCAL', 'ANYCAST', 'UNREACHABLE'].some((each) => wanted.includes(each));
  return !looked || (wanted.includes('LOCAL') && kind === 'LOCAL');
}

const addrtype: Match = (part) => {
  const limits = { in: has(part, '--limit-iface-in'), out: has(part, '--limit-iface-out') };
  const kind = (of: (walk: Walk) => Address) => {
    return ([text = '']: readonly string[]): Test | undefined => {
      const wanted = text.split(',').map((each) => each.toUpperCase());
      if (!wanted.every((each) => KINDS.includes(each))) return undefined;
      return (walk) => {
        const dev = limits.in ? walk.in : limits.out ? walk.out : undefined;
        const found = kindOf(walk, of(walk), dev);
        return found === undefined ? unknown('local-not-stated') : isKind(found, wanted, of(walk));
      };
    };
  };
  const tests = {
    '--src-type': kind(({ header }) => header.src),
    '--dst-type': kind(({ header }) => header.dst),
  };
  return each(tests)({
    ...part,
    args: part.args.filter(({ option }) => !option.startsWith('--limit-iface')),
  });
};

function range(of: (walk: Walk) => Address) {
  return ([text]: readonly string[]): Test | undefined => {
    const read = addressRange(text);
    return read && ((walk) => isInRange(read, of(walk)));
  };
}

const set: Match = (part) => {
  const [name = '', sides = ''] =
    part.args.find(({ option }) => option === '--match-set')?.values ?? [];
  const strange = part.args.find(
    ({ option }) =>
      !['--match-set', '--return-nomatch', '--update-counters', '--update-subcounters'].includes(
        option,
      ),
  );
  const not = isNegated(part, '--match-set');
  return whole(part, true, (walk) => {
    if (strange) return unknown('option-unknown', { option: strange.option });
    const stated = walk.world.ipsets[name];
    if (!stated) return unknown('set-not-stated', { set: name });
    const found = isMember(walk, stated, sides.split(','));
    return typeof found === 'boolean' ? found !== not : found;
  });
};

/** `hash:ip,port` with `dst,src`: destination address and source port. Without a port nothing is found. */
function isMember(walk: Walk, { type, members }: IpSet, sides: readonly string[]): Held {
  const [, dimensions = ''] = type.split(':');
  const parts = dimensions.split(',');
  if (!parts.every((each) => ['ip', 'net', 'port', 'mark', 'iface'].includes(each))) {
    return unknown('set-type-unknown', { type });
  }
  let best = -1;
  let found = false;
  for (const member of members) {
    const [element = '', ...flags] = member.trim().split(/\s+/);
    const values = element.split(',');
    const length = lengthOf(values);
    const fits = parts.every((dimension, index) =>
      fitsDimension(walk, dimension, sides[index] ?? 'src', values[index] ?? ''),
    );
    // The longest prefix decides: `nomatch` cuts a hole into a network.
    if (!fits || length < best) continue;
    best = length;
    found = !flags.includes('nomatch');
  }
  return found;
}

function lengthOf(values: readonly string[]): number {
  return Math.max(...values.map((value) => prefixLength(parseNetwork(value)?.mask ?? []) ?? 0));
}

function fitsDimension(walk: Walk, dimension: string, side: string, value: string): boolean {
  const { header } = walk;
  const source = side === 'src';
  if (dimension === 'mark') return Number(value) === header.mark;
  if (dimension === 'iface') return value === (source ? walk.in : walk.out);
  if (dimension === 'port') return fitsPort(walk, source, value);
  const address = source ? header.src : header.dst;
  const dash = addressRange(value);
  if (value.includes('-') && dash) return isInRange(dash, address);
  const network = parseNetwork(value);
  return network !== undefined && contains(network, address);
}

/** `tcp:80`, `udp:1000-2000`, `80` (tcp in a hash, either in a bitmap). */
function fitsPort({ header }: Walk, source: boolean, value: string): boolean {
  const colon = value.indexOf(':');
  const proto = colon === -1 ? undefined : protocolNumber(value.slice(0, colon));
  const [first = Number.NaN, last = first] = value
    .slice(colon + 1)
    .split('-')
    .map(Number);
  const own = source ? header.sport : header.dport;
  // ip_set_get_ip_port(): a bitmap knows the ports of TCP and UDP only.
  const known = proto === undefined ? [6, 17].includes(header.proto) : proto === header.proto;
  return known && own !== undefined && own >= first && own <= last;
}

export const ADDRESS_MATCHES: Readonly<Record<string, Match>> = {
  addrtype,
  iprange: each({
    '--src-range': range(({ header }) => header.src),
    '--dst-range': range(({ header }) => header.dst),
  }),
  set,
};
