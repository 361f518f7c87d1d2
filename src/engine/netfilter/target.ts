/**
 * Targets of iptables, read into what they do (effect.ts). Source: iptables-extensions(8), net/netfilter/
 * xt_{MARK,CONNMARK,CT,DNAT,MASQUERADE,NETMAP,REDIRECT,REJECT,nat}.c. A target that changes only what no rule
 * asks for lets the packet go on; one that hands it to somebody else ends the walk as unknown.
 */
import { parseNetwork, printAddress } from '../address.ts';
import {
  binds,
  cannotTell,
  decides,
  type Effect,
  enters,
  goesOn,
  marks,
  marksFlow,
  masquerades,
  redirects,
  rejects,
  untracks,
} from './effect.ts';
import { isTarget } from './hooks.ts';
import { has, optionValue } from './match.ts';
import type { Range } from './nat.ts';
import { hasPorts } from './packet.ts';
import type { Part, Rule } from './types.ts';
import { addressRange, maskedOf, numberOf } from './values.ts';
import type { Walk } from './walk.ts';

type Apply = (walk: Walk, target: Part) => Effect;

/** What `rule` does; a rule without a target only counts. */
export function applyTarget(walk: Walk, { target, goto }: Rule): Effect {
  if (!target) return goesOn('rule-counts');
  const apply = TARGETS[target.name];
  if (apply) return apply(walk, target);
  if (GOES_ON.has(target.name)) return goesOn('rule-goes-on', { target: target.name });
  if (isTarget(target.name)) return strange(target);
  return enters(target.name, goto);
}

/** Whether it would change anything: when not, it does not matter whether the rule matched. */
export function changesNothing({ target }: Rule): boolean {
  return !target || target.name === 'LOG' || target.name === 'NFLOG' || GOES_ON.has(target.name);
}

/** Whether the walk can follow what the target does. */
export function isFollowed(name: string): boolean {
  return Object.hasOwn(TARGETS, name) || GOES_ON.has(name);
}

function strange({ name }: Part): Effect {
  return cannotTell('target-unknown', { target: name });
}

function unreadable(part: Part): Effect {
  const text = part.args.map(({ option, values }) => [option, ...values].join(' ')).join(' ');
  return cannotTell('value-unreadable', { text });
}

/** They write into the packet or beside it what no match that is modelled reads. */
const GOES_ON = new Set([
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'CONNSECMARK',
  'ECN',
  'IDLETIMER',
  'LED',
  'RATEEST',
  'SECMARK',
  'TCPMSS',
  'TCPOPTSTRIP',
  'TEE',
  'TRACE',
  'ULOG',
]);

const log: Apply = (_, target) =>
  goesOn('rule-log', {
    prefix: optionValue(target, '--log-prefix') ?? optionValue(target, '--nflog-prefix') ?? '',
  });

const userspace: Apply = (_, { name }) => cannotTell('userspace-decides', { target: name });

interface Xmark {
  readonly value: number;
  readonly mask: number;
}

/** Every spelling comes down to: clear the bits of the mask, then turn those of the value. */
function xmarkOf(target: Part): Xmark | undefined {
  for (const { option, values } of target.args) {
    const given = maskedOf(values[0]);
    if (!given) return undefined;
    const { value, mask } = given;
    if (option === '--set-xmark') return given;
    if (option === '--set-mark') return { value, mask: (value | mask) >>> 0 };
    if (option === '--and-mark') return { value: 0, mask: ~value >>> 0 };
    if (option === '--or-mark') return { value, mask: value };
    if (option === '--xor-mark') return { value, mask: 0 };
  }
  return undefined;
}

function turned(mark: number, { value, mask }: Xmark): number {
  return ((mark & ~mask) ^ value) >>> 0;
}

const mark: Apply = (walk, target) => {
  const xmark = xmarkOf(target);
  return xmark ? marks(walk, turned(walk.header.mark, xmark)) : unreadable(target);
};

const connmark: Apply = (walk, target) => {
  const { flow, header } = walk;
  if (!flow) return goesOn('rule-goes-on', { target: 'CONNMARK' });
  const both = maskedOf(optionValue(target, '--mask') ?? '0xffffffff')?.value ?? 0xffffffff;
  const nfmask = numberOf(optionValue(target, '--nfmask')) ?? both;
  const ctmask = numberOf(optionValue(target, '--ctmask')) ?? both;
  if (has(target, '--left-shift-mark') || has(target, '--right-shift-mark')) return strange(target);
  if (has(target, '--restore-mark')) {
    const value = (flow.mark & ctmask) >>> 0;
    return marks(walk, turned(header.mark, { value, mask: nfmask }));
  }
  const saved = { value: (header.mark & nfmask) >>> 0, mask: ctmask };
  const xmark = has(target, '--save-mark') ? saved : xmarkOf(target);
  return xmark ? marksFlow(walk, flow, turned(flow.mark, xmark)) : unreadable(target);
};

const ct: Apply = (walk, target) => {
  if (target.name === 'NOTRACK' || has(target, '--notrack')) return untracks(walk);
  if (has(target, '--zone-orig') || has(target, '--zone-reply')) return strange(target);
  const zone = optionValue(target, '--zone');
  if (zone !== undefined) {
    const number = numberOf(zone);
    if (number === undefined) return unreadable(target);
    walk.zone = number;
  }
  return goesOn('rule-goes-on', { target: target.name });
};

/** `10.0.0.1-10.0.0.9:80-90/8080`, `[fd00::1]:80`, `:80`. */
function rangeOf(text: string, target: Part): Range | undefined {
  const found =
    /^\[(?<v6>[^\]]+)\](?::(?<ports6>.+))?$/.exec(text)?.groups ??
    /^(?<v4>\d[^:]*)?(?::(?<ports4>[^:]+))?$/.exec(text)?.groups ??
    (text.includes(':') ? { v6: text } : undefined);
  if (!found) return undefined;
  const { v4, v6, ports4, ports6 } = found;
  const spelt = (v4 ?? v6)?.replaceAll(/[[\]]/g, '');
  const addresses = addressRange(spelt);
  const ports = portsOf(ports4 ?? ports6);
  if ((spelt !== undefined && !addresses) || ports === null) return undefined;
  return {
    ...(addresses && { addresses }),
    ...(ports && { ports }),
    shuffled: has(target, '--random') || has(target, '--random-fully'),
    persistent: has(target, '--persistent'),
  };
}

/** Null when the text is there and cannot be read. */
function portsOf(text: string | undefined): Range['ports'] | null {
  if (text === undefined) return undefined;
  const found = /^(\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(text);
  if (!found) return null;
  const first = Number(found[1]);
  const base = found[3] === undefined ? undefined : Number(found[3]);
  return { first, last: Number(found[2] ?? first), ...(base !== undefined && { base }) };
}

function nat(side: 'src' | 'dst', option: string, code: 'rule-dnat' | 'rule-snat'): Apply {
  return (walk, target) => {
    const text = optionValue(target, option) ?? '';
    const range = rangeOf(text, target);
    return range ? binds(walk, side, range, code, text) : unreadable(target);
  };
}

function toPorts(target: Part): Range | Effect {
  const ports = portsOf(optionValue(target, '--to-ports'));
  if (ports === null) return unreadable(target);
  return {
    ...(ports && { ports }),
    shuffled: has(target, '--random') || has(target, '--random-fully'),
  };
}

const masquerade: Apply = (walk, target) => masquerades(walk, toPorts(target));

const redirect: Apply = (walk, target) => {
  const port = optionValue(target, '--to-ports');
  const shown = hasPorts(walk.header.proto) && port !== undefined ? `:${port}` : '';
  return redirects(walk, toPorts(target), shown);
};

/** The network part is exchanged, the host part stays. */
const netmap: Apply = (walk, target) => {
  const text = optionValue(target, '--to') ?? '';
  const network = parseNetwork(text);
  const side = walk.hook === 'PREROUTING' || walk.hook === 'OUTPUT' ? 'dst' : 'src';
  const own = walk.header[side];
  if (network?.address.length !== own.length) return unreadable(target);
  const address = own.map((word, index) => {
    const mask = network.mask[index] ?? 0;
    return ((word & ~mask) | ((network.address[index] ?? 0) & mask)) >>> 0;
  });
  const range = { addresses: { first: address, last: address } };
  return binds(walk, side, range, 'rule-netmap', printAddress(address));
};

const reject: Apply = (walk, target) => rejects(walk, optionValue(target, '--reject-with'));

const ttl: Apply = (walk, target) => {
  const [{ option, values } = { option: '', values: [] }] = target.args;
  const amount = numberOf(values[0]);
  if (amount === undefined) return unreadable(target);
  const { ttl: own } = walk.header;
  const by = option.endsWith('-inc') ? amount : -amount;
  const next = option.endsWith('-set') ? amount : own === undefined ? own : own + by;
  walk.header = { ...walk.header, ttl: next };
  return goesOn('rule-goes-on', { target: target.name });
};

const tos: Apply = (walk, target) => {
  const [{ option, values } = { option: '', values: [] }] = target.args;
  const given = maskedOf(values[0]);
  const dscp = option === '--set-dscp' ? given && { value: given.value << 2, mask: 0xfc } : given;
  const known = option === '--set-dscp' || option === '--set-tos';
  // Of a class by name, or a change of single bits, only that the field is no longer what it was is kept.
  const { tos: own } = walk.header;
  const next = known && dscp && own !== undefined ? turned(own, dscp) & 0xff : undefined;
  walk.header = { ...walk.header, tos: next };
  return goesOn('rule-goes-on', { target: target.name });
};

const verdict = (kind: 'accept' | 'drop' | 'return'): Apply => {
  const effect = decides(kind);
  return () => effect;
};

const TARGETS: Readonly<Record<string, Apply>> = {
  ACCEPT: verdict('accept'),
  DROP: verdict('drop'),
  RETURN: verdict('return'),
  REJECT: reject,
  LOG: log,
  NFLOG: log,
  MARK: mark,
  CONNMARK: connmark,
  CT: ct,
  NOTRACK: ct,
  DNAT: nat('dst', '--to-destination', 'rule-dnat'),
  SNAT: nat('src', '--to-source', 'rule-snat'),
  MASQUERADE: masquerade,
  REDIRECT: redirect,
  NETMAP: netmap,
  TTL: ttl,
  HL: ttl,
  TOS: tos,
  DSCP: tos,
  NFQUEUE: userspace,
  QUEUE: userspace,
};
