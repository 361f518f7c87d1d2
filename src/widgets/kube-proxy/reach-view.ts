/** Who can reach a port, cell by cell. */
import { printEndpoint } from '../../engine/address.ts';
import { explainRules, type Reach, type ReachCell } from '../../engine/kube-proxy/index.ts';
import type { Packet } from '../../engine/netfilter/index.ts';
import { shareText } from '../../engine/share.ts';
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
  /** Which of the reasons says why the source changes, or why it does not arrive: from 1, 0 for none. */
  readonly why: number;
  readonly packet: string;
}

export interface ReachView {
  readonly clients: readonly Pair[];
  readonly rows: readonly {
    readonly kind: Pair;
    readonly to: string;
    readonly cells: readonly ReachCellView[];
  }[];
  /** Each told once, though many cells have it. */
  readonly reasons: readonly Pair[];
}

const MOST_ENDPOINTS = 4;

export function reachView({ clients: asked, targets: goals, cells }: Reach): ReachView {
  const reasons: Pair[] = [];
  return {
    clients: asked.map((client) => clients[client]),
    rows: goals.map(({ kind, ip, port }, index) => ({
      kind: targets[kind],
      to: ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`,
      cells: cells
        .slice(index * asked.length, (index + 1) * asked.length)
        .map((cell) => cellView(cell, reasons)),
    })),
    reasons,
  };
}

function cellView(cell: ReachCell, reasons: Pair[]): ReachCellView {
  const { verdict, endpoints, source, seenAs, packet, masqueradedBy, decidedBy } = cell;
  const because = verdict === 'reached' ? masqueradedBy : decidedBy;
  const [meaning] = because ? explainRules([because.text]) : [];
  const as = seenAs.join(', ');
  return {
    tone: verdict === 'reached' ? 'good' : verdict === 'unknown' ? 'warn' : 'bad',
    says: reached[verdict],
    endpoints: endpoints
      .slice(0, MOST_ENDPOINTS)
      .map(({ address, probability }) => `${address} ${shareText(probability)}`),
    more: Math.max(0, endpoints.length - MOST_ENDPOINTS),
    ...(source === 'kept' && { source: said.sourceKept }),
    ...(source === 'replaced' && { source: fill(said.sourceReplaced, { as }) }),
    ...(source === 'either' && { source: fill(said.sourceEither, { as }) }),
    why: meaning ? numberOf(sentence(meaning.code, meaning.params), reasons) : 0,
    packet: packetLine(packet),
  };
}

function numberOf(reason: Pair, reasons: Pair[]): number {
  const known = reasons.findIndex(([zh]) => zh === reason[0]);
  return known < 0 ? reasons.push(reason) : known + 1;
}

export function packetLine({ proto, src, sport, dst, dport, in: from }: Packet): string {
  const way = `${proto} ${printEndpoint(src, sport)} -> ${printEndpoint(dst, dport)}`;
  return from === undefined ? way : `${way} in ${from}`;
}
