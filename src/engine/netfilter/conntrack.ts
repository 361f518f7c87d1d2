/**
 * Connection tracking as far as rules can see it: which flow a packet belongs to, its state, what NAT keeps.
 * Source: net/netfilter/nf_conntrack_core.c, nf_conntrack_proto_{tcp,udp,icmp,icmpv6,sctp}.c. Left out: TCP
 * windows, timeouts, helpers, clashes.
 */
import { type Address, sameAddress } from '../address.ts';
import { hasPorts } from './packet.ts';
import type { Header, Walk } from './walk.ts';

export interface Tuple {
  readonly src: Address;
  readonly dst: Address;
  readonly proto: number;
  /** Ports, or the identifier of an ICMP query in both. */
  readonly sport: number | undefined;
  readonly dport: number | undefined;
}

export interface Flow {
  /** Tells flows apart; a changed flow takes the place of the one with its number. */
  readonly id: number;
  readonly original: Tuple;
  readonly reply: Tuple;
  /** The kernel chose the source port and nobody knows it: the first reply tells. */
  readonly portOpen: boolean;
  readonly zone: number;
  readonly mark: number;
  readonly confirmed: boolean;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly srcNat: boolean;
  readonly dstNat: boolean;
  /** The nat chains have been asked for this side: they are asked once. */
  readonly srcBound: boolean;
  readonly dstBound: boolean;
  readonly tcp: TcpState;
}

type TcpState = 'none' | 'syn-sent' | 'syn-received' | 'established' | 'closing';

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMPV6 = 58;

/** Combinations that make sense, PSH aside. */
const VALID_FLAGS = new Set([
  'SYN',
  'SYN URG',
  'SYN ACK',
  'RST',
  'RST ACK',
  'FIN ACK',
  'FIN ACK URG',
  'ACK',
  'ACK URG',
]);
/** Echo, timestamp, information and address mask requests; echo and node information queries. */
const ICMP_QUERIES = new Map([
  [8, 0],
  [13, 14],
  [15, 16],
  [17, 18],
]);
const ICMPV6_QUERIES = new Map([
  [128, 129],
  [139, 140],
]);
/** Multicast listener and neighbour discovery: never tracked. */
const ICMPV6_UNTRACKED = new Set([130, 131, 132, 133, 134, 135, 136, 143]);

/** Finds or opens the packet's flow and says how rules will see it. */
export function track(walk: Walk): void {
  // On loopback the packet still carries the flow it got when it was sent.
  if (walk.state === 'UNTRACKED' || walk.flow) return;
  const { header, world, zone } = walk;
  const untracked = header.proto === ICMPV6 && ICMPV6_UNTRACKED.has(header.type ?? -1);
  if (untracked) walk.state = 'UNTRACKED';
  else if (header.proto === TCP && !hasValidFlags(header)) walk.state = 'INVALID';
  if (untracked || walk.state === 'INVALID') return;
  const tuple = tupleOf(header);
  const known = world.flows.find((flow) => flow.zone === zone && directionOf(flow, tuple));
  if (!known) {
    walk.state ??= beginsFlow(header) ? 'NEW' : 'INVALID';
    if (walk.state === 'INVALID' || walk.state === 'UNTRACKED') return;
    const flow = opened(world.flows.length, tuple, zone, header);
    // Of a running flow nobody showed the beginning: its nat was settled then.
    const begun = walk.state === 'ESTABLISHED';
    walk.flow = begun
      ? { ...flow, confirmed: true, seenReply: true, srcBound: true, dstBound: true }
      : flow;
    return;
  }
  const reply = directionOf(known, tuple) === 'reply';
  // Whoever states that the connection runs has seen an answer that is not among these packets.
  const running = walk.state === 'ESTABLISHED';
  const before: Flow = running ? { ...known, seenReply: true, tcp: 'established' } : known;
  const flow = after(before, reply, tuple, header);
  if (flow === undefined) {
    walk.state = 'INVALID';
    return;
  }
  walk.reply = reply;
  walk.state = flow.seenReply ? 'ESTABLISHED' : 'NEW';
  setFlow(walk, flow);
}

/** Whether a packet with this header belongs to one of the flows. */
export function isKnown(flows: readonly Flow[], header: Header): boolean {
  return flows.some((flow) => directionOf(flow, tupleOf(header)) !== undefined);
}

/** The walk's flow, and the one the world remembers once it is confirmed. */
export function setFlow(walk: Walk, flow: Flow): void {
  walk.flow = flow;
  if (!flow.confirmed) return;
  const { flows } = walk.world;
  const known = flows.some(({ id }) => id === flow.id);
  const next = known ? flows.map((each) => (each.id === flow.id ? flow : each)) : [...flows, flow];
  walk.world = { ...walk.world, flows: next };
}

/** The packet leaves or is delivered: from now on the flow exists for others. */
export function confirm(walk: Walk): void {
  if (walk.flow && !walk.flow.confirmed) setFlow(walk, { ...walk.flow, confirmed: true });
}

export function tupleOf({ src, dst, proto, sport, dport, icmpId }: Header): Tuple {
  const ports = hasPorts(proto) ? { sport, dport } : { sport: icmpId, dport: icmpId };
  return { src, dst, proto, ...ports };
}

function opened(id: number, original: Tuple, zone: number, header: Header): Flow {
  const { src, dst, sport, dport } = original;
  return {
    id,
    original,
    reply: { ...original, src: dst, dst: src, sport: dport, dport: sport },
    portOpen: false,
    zone,
    mark: 0,
    confirmed: false,
    seenReply: false,
    assured: false,
    srcNat: false,
    dstNat: false,
    srcBound: false,
    dstBound: false,
    tcp: header.flags.includes('SYN') ? 'syn-sent' : 'established',
  };
}

function hasValidFlags({ flags }: Header): boolean {
  const order = ['FIN', 'SYN', 'RST', 'ACK', 'URG'] as const;
  return VALID_FLAGS.has(order.filter((flag) => flags.includes(flag)).join(' '));
}

/** TCP begins with SYN, or with ACK where the tracker came late (nf_conntrack_tcp_loose). */
function beginsFlow({ proto, flags, type }: Header): boolean {
  if (proto === ICMP) return ICMP_QUERIES.has(type ?? -1);
  if (proto === ICMPV6) return ICMPV6_QUERIES.has(type ?? -1);
  if (proto !== TCP) return true;
  if (flags.includes('RST') || flags.includes('FIN')) return false;
  return flags.includes('SYN') ? !flags.includes('ACK') : flags.includes('ACK');
}

function directionOf(flow: Flow, tuple: Tuple): 'original' | 'reply' | undefined {
  if (sameTuple(flow.original, tuple)) return 'original';
  return sameTuple(flow.reply, tuple, flow.portOpen) ? 'reply' : undefined;
}

/** `portOpen`: what comes in on the port that the kernel drew fits whatever it is. */
export function sameTuple(a: Tuple, b: Tuple, portOpen = false): boolean {
  return (
    a.proto === b.proto &&
    sameAddress(a.src, b.src) &&
    sameAddress(a.dst, b.dst) &&
    (a.sport === b.sport || (portOpen && !hasPorts(a.proto))) &&
    (portOpen || a.dport === b.dport)
  );
}

/** The flow with this packet in it; undefined when the packet does not fit it. */
function after(flow: Flow, reply: boolean, tuple: Tuple, header: Header): Flow | undefined {
  const queries = header.proto === ICMP ? ICMP_QUERIES : ICMPV6_QUERIES;
  const icmp = header.proto === ICMP || header.proto === ICMPV6;
  if (icmp && queries.has(header.type ?? -1) === reply) return undefined;
  const seenReply = flow.seenReply || reply;
  const opened = reply && flow.portOpen;
  const next: Flow = {
    ...flow,
    seenReply,
    ...(opened && { portOpen: false, reply: tuple }),
  };
  if (header.proto === UDP) {
    // A stream only after two seconds: nf_conntrack_udp_packet().
    return { ...next, assured: flow.assured || (seenReply && header.at >= STREAM_AFTER_MS) };
  }
  if (header.proto !== TCP) return next;
  const tcp = tcpAfter(flow.tcp, reply, header);
  if (tcp === undefined) return undefined;
  const settled = tcp === 'established' && flow.tcp !== 'syn-sent' && seenReply;
  return { ...next, tcp, assured: flow.assured || settled };
}

const STREAM_AFTER_MS = 2000;

function tcpAfter(state: TcpState, reply: boolean, { flags }: Header): TcpState | undefined {
  if (flags.includes('RST')) return 'closing';
  if (flags.includes('SYN')) {
    if (!flags.includes('ACK')) return reply ? undefined : state === 'closing' ? 'syn-sent' : state;
    if (!reply) return undefined;
    return state === 'syn-sent' ? 'syn-received' : state;
  }
  if (flags.includes('FIN')) return state === 'syn-sent' ? undefined : 'closing';
  // Before the answer an ACK of the client fits nothing; one of the server is let through.
  if (state === 'syn-sent') return reply ? state : undefined;
  return state === 'syn-received' && !reply ? 'established' : state;
}
