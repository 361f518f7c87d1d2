/** Who can reach a port, cell by cell. */
import { printEndpoint } from '../../engine/address.ts';
import { explainRules, type Reach, type ReachCell } from '../../engine/kube-proxy/index.ts';
import type { Packet } from '../../engine/netfilter/index.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { clients, reached, said, targets } from './said.ts';

export interface ReachCellView {
  readonly tone: 'good' | 'bad' | 'warn';
  readonly says: Pair;
  /** Address and share. */
  readonly endpoints: readonly string[];
  readonly more: number;
  readonly source?: Pair;
  /** Why the source changes, or why it does not arrive. */
  readonly why?: Pair;
  readonly packet: string;
}

export interface ReachView {
  readonly clients: readonly Pair[];
  readonly rows: readonly {
    readonly kind: Pair;
    readonly to: string;
    readonly cells: readonly ReachCellView[];
  }[];
}

const MOST_ENDPOINTS = 4;

export function reachView({ clients: asked, targets: goals, cells }: Reach): ReachView {
  return {
    clients: asked.map((client) => clients[client]),
    rows: goals.map(({ kind, ip, port }, index) => ({
      kind: targets[kind],
      to: ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`,
      cells: cells.slice(index * asked.length, (index + 1) * asked.length).map(cellView),
    })),
  };
}

function cellView(cell: ReachCell): ReachCellView {
  const { verdict, endpoints, source, seenAs, packet, masqueradedBy, decidedBy } = cell;
  const because = verdict === 'reached' ? masqueradedBy : decidedBy;
  const [meaning] = because ? explainRules([because.text]) : [];
  const as = seenAs.join(', ');
  return {
    tone: verdict === 'reached' ? 'good' : verdict === 'unknown' ? 'warn' : 'bad',
    says: reached[verdict],
    endpoints: endpoints
      .slice(0, MOST_ENDPOINTS)
      .map(({ address, probability }) => `${address} ${percent(probability)}`),
    more: Math.max(0, endpoints.length - MOST_ENDPOINTS),
    ...(source === 'kept' && { source: said.sourceKept }),
    ...(source === 'replaced' && { source: fill(said.sourceReplaced, { as }) }),
    ...(source === 'either' && { source: fill(said.sourceEither, { as }) }),
    ...(meaning && { why: sentence(meaning.code, meaning.params) }),
    packet: packetLine(packet),
  };
}

export function percent(probability: number): string {
  return `${Number((probability * 100).toFixed(1))}%`;
}

export function packetLine({ proto, src, sport, dst, dport, in: from }: Packet): string {
  const way = `${proto} ${printEndpoint(src, sport)} -> ${printEndpoint(dst, dport)}`;
  return from === undefined ? way : `${way} in ${from}`;
}
