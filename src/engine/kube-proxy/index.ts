/**
 * kube-proxy: from Services and EndpointSlices to the rules of a node, in iptables, nftables and ipvs mode, as
 * v1.37.2 writes them. Entered through this file only.
 */
export { type Cluster, type ClusterReading, clusterIn, joinClusters } from './cluster.ts';
export { type ConfigReading, defaultConfig, parseConfig, type ProxyConfig } from './config.ts';
export { type Ip, type IpFamily, parseIp } from './ip.ts';
export { type Sync, type SyncState, syncRules } from './iptables-sync.ts';
export { type NodeFacts, parseNode } from './node.ts';
export { modeOf } from './proxier.ts';
export {
  type NodeChoice,
  resolveFamilies,
  resolveNode,
  type ResolvedNode,
} from './resolve-node.ts';
export {
  type FamilyRules,
  type PlannedRules,
  planRules,
  type RulesForm,
  rulesOf,
  rulesText,
} from './rules.ts';
export { type ServiceRules, serviceRules } from './service-rules.ts';
export type {
  ConfigRefusal,
  ConfigRefusalCode,
  ProxyMode,
  ProxyProblemCode,
  SkipCode,
  SkippedService,
  TopologyMode,
} from './types.ts';
