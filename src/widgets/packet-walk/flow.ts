/** The packets that a reader may mean: by where they come from, and those that follow in the flow. */
import { type Address, contains, printEndpoint, sameAddress } from '../../engine/address.ts';
import type { Env, Outcome, Packet, Route } from '../../engine/netfilter/index.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { said } from './said.ts';

export interface Origin {
  readonly title: Pair;
  /** The packet line with this origin and the destination as it is. */
  readonly packet: string;
  /** Whether the packet comes from there already. */
  readonly chosen: boolean;
}

const MOST_LINKS = 3;

/** As far as the environment tells: of a node that nobody described only the outside is known. */
export function originsOf(line: string, packet: Packet, env: Env): readonly Origin[] {
  const family = packet.dst.length;
  const fits = ({ network }: Route) => network.mask.length === family;
  const routes = env.routes ?? [];
  const outside = routes.find(isDefault)?.dev ?? 'eth0';
  const links = routes.filter(
    (route) => fits(route) && !isDefault(route) && !route.via && route.dev !== outside,
  );
  const own = (env.localIPs ?? []).find((address) => address.length === family);
  const origin = (title: Pair, src: Address, from: string | undefined): Origin => {
    const chosen = packet.in === from;
    return { title, chosen, packet: chosen ? line : withOrigin(line, packet, src, from) };
  };
  return [
    ...links
      .slice(0, MOST_LINKS)
      .map((route) =>
        origin(
          fill(titleOf(route.dev), { dev: route.dev }),
          contains(route.network, packet.src) ? packet.src : hostIn(route, env),
          route.dev,
        ),
      ),
    ...(own ? [origin(said.fromNode, own, undefined)] : []),
    origin(
      fill(said.fromOutside, { dev: outside }),
      family === 1 ? OUTSIDE_V4 : OUTSIDE_V6,
      outside,
    ),
  ];
}

/** 203.0.113.9 and 2001:db8::9: addresses for documents, of nobody. */
const OUTSIDE_V4: Address = [0xcb007109];
const OUTSIDE_V6: Address = [0x20010db8, 0, 0, 9];

function isDefault({ network: { mask } }: Route): boolean {
  return mask.every((word) => word === 0);
}

function titleOf(dev: string): Pair {
  if (/^(cni|cali|veth|lxc|flannel|kube|cbr)/.test(dev)) return said.fromPod;
  return /^(docker|br-)/.test(dev) ? said.fromContainer : said.fromLink;
}

/** Some address behind the interface that is not the node's own. */
function hostIn({ network: { address, mask } }: Route, env: Env): Address {
  const base = address.map((word, index) => (word & (mask[index] ?? 0)) >>> 0);
  const at = (host: number) =>
    base.map((word, index) => (index === base.length - 1 ? (word | host) >>> 0 : word));
  const isOwn = (candidate: Address) => env.localIPs?.some((own) => sameAddress(own, candidate));
  return [7, 6, 5, 4].map(at).find((candidate) => !isOwn(candidate)) ?? at(7);
}

function withOrigin(line: string, packet: Packet, src: Address, from: string | undefined): string {
  const rest = line
    .replace(/^.*?(?:->|→)\s*\S+/, '')
    .replace(/\s+(?:in|uid|gid|mac)\s+\S+/g, '')
    .trim();
  const { proto, sport, dst, dport } = packet;
  const inward = from === undefined ? '' : ` in ${from}`;
  const words = `${proto} ${printEndpoint(src, sport)} -> ${printEndpoint(dst, dport)}${inward}`;
  return rest === '' ? words : `${words} ${rest}`;
}

/** What comes back when the packet has arrived; undefined when nobody knows where it comes in. */
export function replyTo(packet: Packet, { header, out }: Outcome): Packet | undefined {
  if (out === undefined) return undefined;
  const { src, dst, sport, dport } = header;
  const { proto, type, icmpId, length, at } = packet;
  const echo = type === 8 ? 0 : type === 128 ? 129 : type;
  return {
    src: dst,
    dst: src,
    proto,
    ...(dport !== undefined && { sport: dport }),
    ...(sport !== undefined && { dport: sport }),
    ...(header.proto === 6 && { flags: ['SYN', 'ACK'] as const }),
    ...(echo !== undefined && { type: echo, code: 0 }),
    ...(icmpId !== undefined && { icmpId }),
    ...(length !== undefined && { length }),
    ...(at !== undefined && { at }),
    ...(out !== 'local' && { in: out }),
  };
}

/** The packet again, once the connection stands. */
export function againAfter({ state: _, ...packet }: Packet): Packet {
  return { ...packet, ...(packet.proto === 'tcp' && { flags: ['ACK'] as const }) };
}

export function packetText({
  proto,
  src,
  sport,
  dst,
  dport,
  in: from,
  flags,
  type,
}: Packet): string {
  return [
    `${proto} ${printEndpoint(src, sport)} -> ${printEndpoint(dst, dport)}`,
    ...(from === undefined ? [] : [`in ${from}`]),
    ...(flags ? [`flags ${flags.join(',')}`] : []),
    ...(type === undefined ? [] : [`type ${type}`]),
  ].join(' ');
}
