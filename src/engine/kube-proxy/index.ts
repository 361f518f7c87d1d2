/**
 * kube-proxy: from Services and EndpointSlices to the rules of a node, in iptables, nftables and ipvs mode, as
 * v1.37.2 writes them. Entered through this file only.
 */
export { type Cluster, type ClusterReading, clusterIn, joinClusters } from './cluster.ts';
export { type ConfigReading, defaultConfig, parseConfig, type ProxyConfig } from './config.ts';
export type {
  Finding,
  FindingCode,
  FoundAddress,
  FoundEndpoint,
  FoundKind,
  FoundPort,
  FoundRefusal,
  NodeRules,
} from './dump-model.ts';
export { type EndpointUse, type EndpointUseCode, endpointUses } from './endpoint-use.ts';
export { explainRules } from './explain-rule.ts';
export { compareWithDump, rulesInDump } from './from-dump.ts';
export { type Ip, type IpFamily, parseIp } from './ip.ts';
export { type Sync, type SyncState, syncRules } from './iptables-sync.ts';
export { type NodeFacts, parseNode } from './node.ts';
export { frameRules, portRules, type RuleGroup } from './port-rules.ts';
export { modeOf } from './proxier.ts';
export {
  type Answer,
  askClientAddress,
  askEndpoints,
  type ClientCode,
  type EndpointsCode,
} from './questions.ts';
export {
  askReach,
  type Client,
  type PortId,
  prepareReach,
  type Reach,
  type ReachCell,
  type ReachedEndpoint,
  type ReachVerdict,
  type Target,
  type TargetKind,
} from './reach.ts';
export type { ReachStep } from './reach-walk.ts';
export {
  type NodeChoice,
  resolveFamilies,
  resolveNode,
  type ResolvedNode,
} from './resolve-node.ts';
export type { RuleCode, RuleMeaning } from './rule-meaning.ts';
export {
  type FamilyRules,
  type PlannedRules,
  planRules,
  type RulesForm,
  rulesOf,
  rulesText,
} from './rules.ts';
export { type ServiceRules, serviceRules } from './service-rules.ts';
export { type Stage, type StageAssumption, stageFor } from './stage.ts';
export type {
  ConfigRefusal,
  ConfigRefusalCode,
  ProxyMode,
  ProxyProblemCode,
  SkipCode,
  SkippedService,
  TopologyMode,
} from './types.ts';
