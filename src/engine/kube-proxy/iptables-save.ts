/**
 * What `iptables-save` shows after a restore: base jumps included, comments and counters left out, tables in the
 * order of the nft back end.
 * Source: measured with iptables 1.8.9 (both back ends print the same rules); the base jumps are made by
 * pkg/proxy/iptables/proxier.go iptablesJumpChains, each at the head of its chain, v1.37.2.
 * Left out: the empty chain KUBE-PROXY-CANARY, which kube-proxy makes in three tables to notice a flush.
 */
import type { IpFamily } from './ip.ts';
import type { IptablesLines } from './iptables-lines.ts';
import { savedRule } from './saved-rule.ts';

export interface BaseRules {
  /** In the order they end up in. */
  readonly filter: readonly string[];
  readonly nat: readonly string[];
  /** Chains that are made with the jumps and not by the restore. */
  readonly chains: readonly string[];
}

const NEW = '-m conntrack --ctstate NEW';
const FIREWALL = `${NEW} -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL`;
const EXTERNAL = `${NEW} -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES`;
const SERVICES = '-m comment --comment "kubernetes service portals" -j KUBE-SERVICES';

const JUMPS: BaseRules = {
  filter: [
    '-A INPUT -j KUBE-FIREWALL',
    `-A INPUT ${FIREWALL}`,
    '-A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS',
    `-A INPUT ${EXTERNAL}`,
    `-A FORWARD ${FIREWALL}`,
    '-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD',
    `-A FORWARD ${NEW} ${SERVICES}`,
    `-A FORWARD ${EXTERNAL}`,
    '-A OUTPUT -j KUBE-FIREWALL',
    `-A OUTPUT ${FIREWALL}`,
    `-A OUTPUT ${NEW} ${SERVICES}`,
  ],
  nat: [
    `-A PREROUTING ${SERVICES}`,
    `-A OUTPUT ${SERVICES}`,
    '-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
  ],
  chains: [':KUBE-FIREWALL - [0:0]'],
};

const FILTER_BASE = ['INPUT', 'FORWARD', 'OUTPUT'];
const NAT_BASE = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'];

export function saveText(lines: IptablesLines, family: IpFamily, base: BaseRules = JUMPS): string {
  const filterChains = [...new Set([...lines.filterChains, ...base.chains])];
  return [
    ...tableLines('filter', FILTER_BASE, filterChains, base.filter, lines.filterRules, family),
    ...tableLines('nat', NAT_BASE, lines.natChains, base.nat, lines.natRules, family),
    '',
  ].join('\n');
}

function tableLines(
  table: string,
  baseChains: readonly string[],
  chains: readonly string[],
  jumps: readonly string[],
  rules: readonly string[],
  family: IpFamily,
): readonly string[] {
  const byChain = new Map<string, string[]>(chains.toSorted().map((line) => [nameIn(line), []]));
  for (const rule of rules) byChain.get(nameIn(rule))?.push(savedRule(rule, family));
  return [
    `*${table}`,
    ...baseChains.map((chain) => `:${chain} ACCEPT [0:0]`),
    ...[...byChain.keys()].map((chain) => `:${chain} - [0:0]`),
    ...jumps,
    ...[...byChain.values()].flat(),
    'COMMIT',
  ];
}

/** Of `:CHAIN - [0:0]` and of `-A CHAIN …`. */
function nameIn(line: string): string {
  const start = line.startsWith(':') ? 1 : '-A '.length;
  const end = line.indexOf(' ', start);
  return line.slice(start, end < 0 ? undefined : end);
}
