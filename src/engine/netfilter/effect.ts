/**
 * What a rule does with the packet once its text is read, the same for a target of iptables and a statement
 * of nftables. Source: net/netfilter/nf_nat_{core,masquerade,redirect}.c; xt_{mark,connmark,CT,LOG}.c and
 * ipt_REJECT.c beside nft_{meta,ct,log,reject}.c.
 */
import { type Address, printAddress } from '../address.ts';
import { type Flow, setFlow } from './conntrack.ts';
import { bind, type Range } from './nat.ts';
import { addressFor, firstAddress } from './route.ts';
import { hex } from './values.ts';
import { type StepCode, type Unknown, unknown, type UnknownCode, type Walk } from './walk.ts';

export type Effect =
  | { readonly kind: 'go-on' | 'accept' | 'drop' | 'return'; readonly did: Did }
  | { readonly kind: 'reject'; readonly did: Did; readonly rejectWith: string }
  | {
      readonly kind: 'enter';
      readonly did: Did;
      readonly chain: string;
      readonly goto: boolean;
    }
  | { readonly kind: 'unknown'; readonly why: Unknown };

export interface Did {
  readonly code: StepCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export function goesOn(code: StepCode, params: Did['params'] = {}): Effect {
  return { kind: 'go-on', did: { code, params } };
}

/** The walk cannot follow. */
export function cannotTell(code: UnknownCode, params: Unknown['params'] = {}): Effect {
  return { kind: 'unknown', why: unknown(code, params) };
}

export function decides(kind: 'accept' | 'drop' | 'return'): Effect {
  return { kind, did: { code: `rule-${kind}`, params: {} } };
}

export function enters(chain: string, goto: boolean): Effect {
  return {
    kind: 'enter',
    did: { code: goto ? 'rule-goto' : 'rule-jump', params: { chain } },
    chain,
    goto,
  };
}

/** Without a word of its own a rule answers that nobody listens on the port. */
export function rejects({ header }: Walk, stated: string | undefined): Effect {
  const usual = header.dst.length === 1 ? 'icmp-port-unreachable' : 'icmp6-port-unreachable';
  const rejectWith = stated ?? usual;
  return { kind: 'reject', rejectWith, did: { code: 'rule-reject', params: { with: rejectWith } } };
}

export function marks(walk: Walk, mark: number): Effect {
  walk.header = { ...walk.header, mark };
  return goesOn('rule-mark', { mark: hex(mark) });
}

export function marksFlow(walk: Walk, flow: Flow, mark: number): Effect {
  setFlow(walk, { ...flow, mark });
  return goesOn('rule-connmark', { mark: hex(mark) });
}

/** A packet that has its flow already (on loopback) is left alone. */
export function untracks(walk: Walk): Effect {
  if (!walk.flow) walk.state = 'UNTRACKED';
  return goesOn('rule-notrack');
}

type Side = 'src' | 'dst';
type NatCode = 'rule-dnat' | 'rule-snat' | 'rule-masquerade' | 'rule-redirect' | 'rule-netmap';

/** NAT of a first packet ends the way through the nat table. */
export function binds(walk: Walk, side: Side, range: Range, code: NatCode, to: string): Effect {
  bind(walk, side, range);
  return { kind: 'accept', did: { code, params: { to } } };
}

/** The same to a single address. Ports that cannot be read come as what to answer instead. */
function bindsTo(
  walk: Walk,
  side: Side,
  address: Address,
  ports: Range | Effect,
  code: NatCode,
  port = '',
): Effect {
  if ('kind' in ports) return ports;
  const range = { ...ports, addresses: { first: address, last: address } };
  return binds(walk, side, range, code, `${printAddress(address)}${port}`);
}

/** The source becomes the address that the way out speaks with. */
export function masquerades(walk: Walk, ports: Range | Effect): Effect {
  walk.masquerade = true;
  const { env, header, out } = walk;
  if (out === undefined) return cannotTell('route-not-stated');
  const address = addressFor(env, out, header.dst);
  if (!address) return cannotTell('address-not-stated', { dev: out });
  return bindsTo(walk, 'src', address, ports, 'rule-masquerade');
}

/**
 * To the node itself: loopback for its own packets, else the first address where it came in. `port` is shown
 * behind the address.
 */
export function redirects(walk: Walk, ports: Range | Effect, port?: string): Effect {
  const { env, header, hook } = walk;
  const dev = hook === 'OUTPUT' ? 'lo' : (walk.in ?? '');
  const address = firstAddress(env, dev, header.dst.length);
  if (!address) return cannotTell('address-not-stated', { dev });
  return bindsTo(walk, 'dst', address, ports, 'rule-redirect', port);
}
