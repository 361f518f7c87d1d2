/** Why a rule is there. */
import type { Params } from '../problem.ts';

export type RuleCode =
  | 'jump-services'
  | 'jump-external-services'
  | 'jump-health-checks'
  | 'jump-firewall'
  | 'jump-localnet'
  | 'jump-forward'
  | 'jump-postrouting'
  | 'jump-node-ports'
  | 'jump-endpoints-check'
  | 'jump-cluster-ips-check'
  | 'jump-ipvs-filter'
  | 'localnet-drop'
  | 'forward-invalid'
  | 'forward-marked'
  | 'forward-established'
  | 'mark-masquerade'
  | 'post-unmarked'
  | 'post-unmark'
  | 'post-masquerade'
  | 'node-ports-last'
  /** params: to, chain */
  | 'to-cluster-ip'
  | 'to-external-ip'
  | 'to-load-balancer'
  | 'to-firewall'
  | 'to-outside-ip'
  /** params: port, chain */
  | 'to-node-port'
  | 'to-node-port-localhost'
  /** params: port */
  | 'health-check'
  /** params: to */
  | 'no-endpoints'
  | 'no-local-endpoints'
  | 'firewall-drop'
  | 'masquerade-all'
  /** params: from */
  | 'masquerade-not-pods'
  /** params: endpoint, seconds */
  | 'affinity-returns'
  /** params: endpoint, index, count, share */
  | 'endpoint-share'
  | 'endpoint-last'
  | 'endpoint-only'
  | 'external-masquerade'
  | 'external-masquerade-local'
  /** params: chain */
  | 'external-route-local'
  | 'external-go'
  | 'external-go-local'
  /** params: from, chain */
  | 'external-pods'
  /** params: from */
  | 'firewall-allows'
  | 'firewall-rest'
  /** params: ip */
  | 'hairpin'
  /** params: to */
  | 'dnat'
  | 'dnat-remember'
  | 'nft-masquerade-marked'
  | 'nft-masquerade-hairpin'
  | 'nft-invalid-port'
  /** params: cidrs */
  | 'nft-unallocated'
  | 'nft-refused'
  | 'nft-refused-node-ports'
  | 'nft-firewalled'
  | 'nft-services'
  | 'nft-node-ports'
  | 'nft-reject'
  | 'nft-localhost-reject'
  /** params: count, share */
  | 'nft-share'
  | 'nft-remember'
  /** params: endpoint */
  | 'nft-affinity-returns'
  /** params: from */
  | 'nft-firewall-drop'
  /** params: ip */
  | 'nft-cluster-ip'
  | 'nft-node-ip'
  /** params: to */
  | 'nft-firewall-entry'
  /** params: to, scheduler */
  | 'ipvs-server'
  /** params: to, scheduler, seconds */
  | 'ipvs-server-sticky'
  /** params: endpoint, to */
  | 'ipvs-real-server'
  /** params: set, target */
  | 'ipvs-set-rule'
  | 'ipvs-loopback'
  | 'ipvs-load-balancer-masquerade'
  | 'ipvs-sources-drop'
  /** params: ip */
  | 'ipvs-closed'
  /** What an entry of the set means; params: entry */
  | 'ipvs-loop-back'
  | 'ipvs-cluster-ip'
  | 'ipvs-external-ip'
  | 'ipvs-external-ip-local'
  | 'ipvs-load-balancer'
  | 'ipvs-load-balancer-local'
  | 'ipvs-load-balancer-fw'
  | 'ipvs-load-balancer-source'
  | 'ipvs-node-port'
  | 'ipvs-node-port-local'
  | 'ipvs-health-check'
  | 'ipvs-own-ip';

export interface RuleMeaning {
  readonly code: RuleCode;
  readonly params: Params;
}
