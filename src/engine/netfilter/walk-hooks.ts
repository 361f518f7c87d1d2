/**
 * The way from hook to hook in the kernel's order: PREROUTING, routing, INPUT or FORWARD and POSTROUTING;
 * OUTPUT and POSTROUTING for what the node sends, and a second time through on loopback. Source:
 * include/uapi/linux/netfilter_ipv4.h, net/ipv4/ip_input.c, ip_forward.c, ip_output.c,
 * net/netfilter/nf_nat_core.c.
 */
import { type Address, sameAddress } from '../address.ts';
import { confirm, track } from './conntrack.ts';
import { bindNothing, isBound, rewrite } from './nat.ts';
import { isLoopback, routeTo } from './route.ts';
import type { AnyChain } from './ruleset.ts';
import { type End, unknown, unknownAt, type Walk } from './walk.ts';

/** What the node sends is routed before the first hook sees it. */
export function firstHook(walk: Walk): End | undefined {
  walk.stations = walk.rules.stations(walk.hook);
  return walk.hook === 'OUTPUT' ? route(walk) : undefined;
}

export function nextStation(walk: Walk): End | undefined {
  const [asked, ...others] = walk.natChains;
  walk.natChains = others;
  if (asked && walk.asking && walk.flow && !isBound(walk.flow, walk.asking)) {
    return enter(walk, asked);
  }
  const lost = leaveNat(walk);
  if (lost) return lost;
  const [station, ...ahead] = walk.stations;
  if (!station) return nextHook(walk);
  walk.stations = ahead;
  if (station.kind === 'track') track(walk);
  else if (station.kind === 'chain') enter(walk, station.chain);
  else if (enterNat(walk)) walk.natChains = station.chains;
  return undefined;
}

function enter(walk: Walk, chain: AnyChain): undefined {
  walk.base = chain;
  walk.stack.push({ chain, next: 0 });
  const { header, out, steps } = walk;
  const met = { table: chain.table, chain: chain.name, policy: chain.policy };
  walk.passes.push({ ...met, header, in: walk.in, out, steps: steps.length });
  return undefined;
}

/** Whether the chains are asked: for the first packet of a flow, once per side. */
function enterNat(walk: Walk): boolean {
  const side = walk.hook === 'PREROUTING' || walk.hook === 'OUTPUT' ? 'dst' : 'src';
  if (side === 'src') walk.markBeforeNat = walk.header.mark;
  const { flow, state, reply } = walk;
  if (!flow) return false;
  walk.asking = side;
  return (state === 'NEW' || state === 'RELATED') && !reply && !isBound(flow, side);
}

function leaveNat(walk: Walk): End | undefined {
  const { asking, header, flow } = walk;
  if (!asking) return undefined;
  walk.asking = undefined;
  if (flow && !isBound(flow, asking)) bindNothing(walk, asking);
  rewrite(walk, asking);
  if (walk.hook !== 'OUTPUT' || sameAddress(header.dst, walk.header.dst)) return undefined;
  // The rest of OUTPUT still sees the interface of before; the packet takes the new way afterwards.
  const before = walk.out;
  const lost = route(walk);
  walk.out = before;
  return lost;
}

function nextHook(walk: Walk): End | undefined {
  const { hook } = walk;
  if (hook === 'INPUT' || hook === 'POSTROUTING') {
    confirm(walk);
    if (hook === 'INPUT') return { verdict: 'accept', out: 'local' };
    if (walk.out !== 'lo') {
      return { verdict: 'accept', ...(walk.out !== undefined && { out: walk.out }) };
    }
    walk.hook = 'PREROUTING';
    walk.in = 'lo';
    walk.out = undefined;
    walk.looped = true;
  } else {
    const end = hook === 'PREROUTING' ? decide(walk) : undefined;
    if (end) return end;
    if (hook !== 'PREROUTING') walk.hook = 'POSTROUTING';
    const lost = hook === 'OUTPUT' ? route(walk) : undefined;
    if (lost) return lost;
  }
  walk.stations = walk.rules.stations(walk.hook);
  return undefined;
}

/** The routing decision for a packet that came in: this node, another interface, or nowhere. */
function decide(walk: Walk): End | undefined {
  const { env, header } = walk;
  const wire = !walk.looped;
  if (wire && !env.routeLocalnet && header.dst.length === 1) {
    if (isLoopback(header.src)) return { verdict: 'drop', lost: 'martian-source' };
    if (isLoopback(header.dst)) return { verdict: 'drop', lost: 'martian-destination' };
  }
  if (wire && env.localIPs?.some((own) => sameAddress(own, header.src))) {
    return { verdict: 'drop', lost: 'martian-source' };
  }
  const where = routeTo(env, header.dst);
  if (where.kind === 'local') walk.hook = 'INPUT';
  else {
    if (where.kind === 'no-route') return { verdict: 'drop', lost: 'no-route' };
    if (where.kind === 'unknown' && (env.localIPs === undefined || isGroup(header.dst))) {
      return unknownAt(walk, unknown(env.localIPs ? 'group-address' : 'local-not-stated'));
    }
    if (header.ttl !== undefined) {
      if (header.ttl <= 1) return { verdict: 'drop', lost: 'ttl-expired' };
      walk.header = { ...header, ttl: header.ttl - 1 };
    }
    walk.hook = 'FORWARD';
    walk.out = where.kind === 'out' ? where.dev : undefined;
  }
  return undefined;
}

function isGroup(address: Address): boolean {
  const [first = 0] = address;
  return address.length === 1 ? first >>> 28 >= 14 : first >>> 24 === 0xff;
}

/** The way out for what the node sends. */
function route(walk: Walk): End | undefined {
  const { env, header } = walk;
  const where = routeTo(env, header.dst);
  if (where.kind === 'no-route') return { verdict: 'drop', lost: 'no-route' };
  walk.out = where.kind === 'local' ? 'lo' : where.kind === 'out' ? where.dev : undefined;
  const astray = header.src.length === 1 && isLoopback(header.src) && walk.out !== 'lo';
  if (astray && walk.out !== undefined && !env.routeLocalnet) {
    return { verdict: 'drop', lost: 'martian-source' };
  }
  return undefined;
}
