/** A walk at its beginning, and the copy of it that goes the other way where a random rule parts the way. */
import { type Env, hasPorts, type Packet, protocolNumber } from './packet.ts';
import type { Ruleset } from './ruleset.ts';
import type { Header, Walk, World } from './walk.ts';

export function begin(rules: Ruleset, env: Env, packet: Packet, world: World, all: boolean): Walk {
  // What the node sends has one of its addresses as source, whether they are stated or not.
  const own =
    env.localIPs === undefined && packet.in === undefined ? { localIPs: [packet.src] } : {};
  return {
    rules,
    env: { ...env, ...own },
    all,
    probability: 1,
    header: headerOf(packet),
    world: { ...world, ipsets: { ...env.ipsets, ...world.ipsets } },
    hook: packet.in === undefined ? 'OUTPUT' : 'PREROUTING',
    stations: [],
    drawn: 0,
    stack: [],
    base: undefined,
    natChains: [],
    asking: undefined,
    in: packet.in,
    out: undefined,
    looped: false,
    state: packet.state,
    reply: false,
    flow: undefined,
    zone: 0,
    markBeforeNat: undefined,
    masquerade: false,
    steps: [],
    passes: [],
    examined: [],
    assumptions: [],
    uncertain: [],
  };
}

export function headerOf(packet: Packet): Header {
  const { src, dst, proto, sport, dport, flags, type, code, icmpId, mark = 0 } = packet;
  const { uid, gid, length, ttl, tos, mac, at = 0 } = packet;
  const number = protocolNumber(proto) ?? 0;
  return {
    src,
    dst,
    proto: number,
    sport: hasPorts(number) ? sport : undefined,
    dport: hasPorts(number) ? dport : undefined,
    flags: flags ?? (number === TCP ? ['SYN'] : []),
    type,
    code,
    icmpId,
    mark,
    uid,
    gid,
    length,
    ttl,
    tos,
    mac,
    at,
  };
}

const TCP = 6;

export function copyOf(walk: Walk, probability: number): Walk {
  return {
    ...walk,
    probability,
    stack: walk.stack.map((frame) => ({ ...frame })),
    steps: [...walk.steps],
    passes: [...walk.passes],
    examined: [...walk.examined],
    uncertain: [...walk.uncertain],
  };
}
