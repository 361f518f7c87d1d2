/**
 * The routing decision: longest prefix, what is local, which address an interface speaks with. Source:
 * net/ipv4/route.c, net/ipv4/devinet.c (inet_select_addr), net/ipv4/fib_frontend.c (fib_validate_source).
 * Left out: policy routing, multipath, rp_filter, several tables.
 */
import {
  type Address,
  contains,
  type Network,
  parseNetwork,
  prefixLength,
  sameAddress,
} from '../address.ts';
import type { Env, Interface, Route } from './packet.ts';

export type Where =
  | { readonly kind: 'local' }
  | { readonly kind: 'out'; readonly dev: string; readonly via: Address | undefined }
  | { readonly kind: 'no-route' }
  /** Not stated: neither local addresses nor a route that fits. */
  | { readonly kind: 'unknown' };

const LOOPBACK = [parseNetwork('127.0.0.0/8'), parseNetwork('::1/128')] as readonly Network[];

export function isLoopback(address: Address): boolean {
  return LOOPBACK.some((network) => contains(network, address));
}

/** Undefined: the reader has not said which addresses are the node's own. */
export function isLocal(env: Env, address: Address): boolean | undefined {
  if (isLoopback(address)) return true;
  return env.localIPs?.some((own) => sameAddress(own, address));
}

export function routeTo(env: Env, address: Address): Where {
  const local = isLocal(env, address);
  if (local) return { kind: 'local' };
  const route = bestRoute(env, address);
  if (route && local !== undefined) return { kind: 'out', dev: route.dev, via: route.via };
  return { kind: local !== undefined && env.routes ? 'no-route' : 'unknown' };
}

function bestRoute(env: Env, address: Address): Route | undefined {
  let best: Route | undefined;
  let longest = -1;
  for (const route of env.routes ?? []) {
    const length = prefixLength(route.network.mask) ?? 0;
    const everywhere = route.network.mask.length === 0;
    if (length > longest && (everywhere || contains(route.network, address))) {
      best = route;
      longest = length;
    }
  }
  return best;
}

/**
 * What MASQUERADE writes. IPv4 takes the address of `dev` in whose network the next hop lies, else its first;
 * IPv6 compares the label and then the common prefix with the destination (RFC 6724; net/ipv6/addrconf.c,
 * ipv6_dev_get_saddr), and of equals takes the one that was added last.
 */
export function addressFor(env: Env, dev: string, towards: Address): Address | undefined {
  // Loopback's own address does not leave the host: another interface lends its first.
  if (dev === 'lo') return lentToLoopback(env, towards);
  const own = addressesOf(env, dev, towards.length);
  if (towards.length > 1) {
    const better = (a: Network, b: Network) => fitness(b, towards) - fitness(a, towards);
    return own.toReversed().toSorted(better)[0]?.address;
  }
  const route = bestRoute(env, towards);
  if (route?.dev === dev && route.src) return route.src;
  const next = route?.via ?? towards;
  const near = own.find(
    (network) => (prefixLength(network.mask) ?? 0) > 0 && contains(network, next),
  );
  return (near ?? own[0])?.address;
}

/** IPv4: the first address of the first interface that has one; IPv6 prefers the destination itself. */
function lentToLoopback(env: Env, towards: Address): Address | undefined {
  if (towards.length > 1) return towards;
  for (const { name } of env.interfaces) {
    const [first] = name === 'lo' ? [] : addressesOf(env, name, towards.length);
    if (first) return first.address;
  }
  return undefined;
}

const LABELS: readonly (readonly [string, number])[] = [
  ['::1/128', 0],
  ['::ffff:0:0/96', 4],
  ['::/96', 3],
  ['2001::/32', 6],
  ['2001:10::/28', 7],
  ['2002::/16', 2],
  ['fc00::/7', 5],
  ['::/0', 1],
];

/** Labels of the kernel's default table (net/ipv6/addrlabel.c), the longer prefix first. */
function labelOf(address: Address): number {
  const row = LABELS.find(([text]) => contains(parseNetwork(text) as Network, address));
  return row?.[1] ?? 1;
}

function fitness({ address, mask }: Network, towards: Address): number {
  const length = Math.min(commonPrefix(address, towards), prefixLength(mask) ?? 128);
  return (labelOf(address) === labelOf(towards) ? 1000 : 0) + length;
}

function commonPrefix(a: Address, b: Address): number {
  const index = a.findIndex((word, at) => word !== b[at]);
  if (index === -1) return a.length * 32;
  return index * 32 + Math.clz32((a[index] ?? 0) ^ (b[index] ?? 0));
}

/** The address that REDIRECT sends to: the first that the kernel lists for the interface. */
export function firstAddress(env: Env, dev: string, words: number): Address | undefined {
  const own = addressesOf(env, dev, words);
  return own.at(words === 1 ? 0 : -1)?.address;
}

/**
 * As stated with the interface. Where only the node's addresses are known, those that lie in a network
 * which a route says is reached on that interface.
 */
function addressesOf(env: Env, dev: string, words: number): readonly Network[] {
  if (dev === 'lo') return LOOPBACK.filter(({ address }) => address.length === words).map(firstOf);
  const stated = env.interfaces.find(({ name }) => name === dev)?.addresses ?? [];
  const fitting = stated.filter(({ address }) => address.length === words);
  if (fitting.length > 0) return fitting;
  const connected = (env.routes ?? []).filter(
    ({ dev: other, via, network }) =>
      other === dev && via === undefined && (prefixLength(network.mask) ?? 0) > 0,
  );
  return (env.localIPs ?? []).flatMap((address) =>
    connected
      .filter(({ network }) => contains(network, address))
      .map(({ network }) => ({ address, mask: network.mask })),
  );
}

function firstOf({ address, mask }: Network): Network {
  return address.length === 1 ? { address: [0x7f000001], mask } : { address, mask };
}

/** The interface that holds a local address; loopback's for the node's own loopback addresses. */
export function interfaceOf(env: Env, address: Address): string | undefined {
  if (isLoopback(address)) return 'lo';
  const holds = ({ name }: Interface) =>
    addressesOf(env, name, address.length).some((own) => sameAddress(own.address, address));
  return env.interfaces.find(holds)?.name;
}
