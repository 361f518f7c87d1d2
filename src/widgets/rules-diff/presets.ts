/**
 * Dumps of one node with one Service, as kube-proxy v1.37.2 leaves them: names and rules are those of its unit
 * tests (endpoints 10.180.0.1 to .3 of ns1/svc1), read back from a kernel.
 */
import type { Preset } from '../define.ts';
import type { RulesDiffInput } from './answer.ts';
import { messages } from './messages.ts';

/** The hash of each endpoint's chain. */
const CHAINS: Readonly<Record<number, string>> = {
  1: 'KUBE-SEP-SXIVWICOYRO3J4NJ',
  2: 'KUBE-SEP-LXVODXWDISEETFEF',
  3: 'KUBE-SEP-ICDUIKC33SFI6ZPR',
};
const SERVICE = 'KUBE-SVC-XPGD46QRK7WJZT7O';
/** What the kernel makes of 1/n. */
const CHANCE: Readonly<Record<number, string>> = { 2: '0.50000000000', 3: '0.33333333349' };

interface Node {
  readonly endpoints: readonly number[];
  /** Connections that each endpoint got. */
  readonly hits: readonly number[];
  readonly byHand?: string;
}

function dump({ endpoints, hits, byHand = '' }: Node): string {
  const all = hits.reduce((sum, count) => sum + count, 0);
  const to = (end: number) => `10.180.0.${end}`;
  const count = (packets: number) => `[${packets}:${packets * 60}]`;
  const chosen = endpoints.map((end, index) => {
    const left = endpoints.length - index;
    const random = CHANCE[left] ? ` -m statistic --mode random --probability ${CHANCE[left]}` : '';
    return `${count(hits[index] ?? 0)} -A ${SERVICE} -m comment --comment "ns1/svc1:p80 -> ${to(end)}:80"${random} -j ${CHAINS[end]}\n`;
  });
  const ends = endpoints.map(
    (end, index) =>
      `[0:0] -A ${CHAINS[end]} -s ${to(end)}/32 -m comment --comment "ns1/svc1:p80" -j KUBE-MARK-MASQ\n` +
      `${count(hits[index] ?? 0)} -A ${CHAINS[end]} -p tcp -m comment --comment "ns1/svc1:p80" -m tcp -j DNAT --to-destination ${to(end)}:80\n`,
  );
  return `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:KUBE-FORWARD - [0:0]
${byHand}[0:0] -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
[0:0] -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
[0:0] -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-SERVICES - [0:0]
:${SERVICE} - [0:0]
${endpoints.map((end) => `:${CHAINS[end]} - [0:0]\n`).join('')}${count(all)} -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
[0:0] -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
${count(all)} -A KUBE-SERVICES -d 172.30.0.41/32 -p tcp -m comment --comment "ns1/svc1:p80 cluster IP" -m tcp --dport 80 -j ${SERVICE}
[0:0] -A ${SERVICE} ! -s 10.0.0.0/8 -d 172.30.0.41/32 -p tcp -m comment --comment "ns1/svc1:p80 cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
${chosen.join('')}${ends.join('')}COMMIT
`;
}

const TWO = dump({ endpoints: [1, 2], hits: [40, 38] });
const THREE = dump({ endpoints: [1, 2, 3], hits: [44, 43, 6] });

export const presets: readonly Preset<RulesDiffInput>[] = [
  { id: 'gains', title: messages.gains, input: { old: TWO, input: THREE } },
  {
    id: 'loses',
    title: messages.loses,
    input: { old: THREE, input: dump({ endpoints: [1, 3], hits: [51, 12] }) },
  },
  {
    id: 'by-hand',
    title: messages.byHand,
    input: {
      old: TWO,
      input: dump({
        endpoints: [1, 2],
        hits: [40, 38],
        byHand: '[3:180] -A FORWARD -s 10.180.0.9/32 -d 172.30.0.0/16 -j DROP\n',
      }),
    },
  },
  {
    id: 'counters',
    title: messages.counters,
    input: { old: TWO, input: dump({ endpoints: [1, 2], hits: [90, 89] }) },
  },
];
