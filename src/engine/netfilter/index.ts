/** The only door: iptables dumps read, printed and compared, packets followed through them. */
export { printRule } from './canonical.ts';
export { quote, savedProbability } from './canonical-values.ts';
export * from './diff.ts';
export * from './diff-words.ts';
export { prepareChains } from './chain-index.ts';
export * from './env.ts';
export { findInSlices, findRules } from './find.ts';
export { type Hook, tablesAt } from './hooks.ts';
export type { Env, Interface, IpSet, Packet, Route } from './packet.ts';
export * from './monitor-compare.ts';
export * from './monitor-print.ts';
export * from './monitor-read.ts';
export * from './monitor-walk.ts';
export * from './nft/parse.ts';
export type {
  Element,
  NftChain,
  NftCode,
  NftDump,
  NftRule,
  NftTable,
  Statement,
} from './nft/types.ts';
export * from './outcome-summary.ts';
export * from './parse.ts';
export * from './print.ts';
export * from './redact.ts';
export type { ServicePort } from './services.ts';
export type { AnyChain, AnyRule } from './ruleset.ts';
export { basesAt, chainIn } from './ruleset.ts';
export type { Stated, StatedCode, StatedProblem } from './stated.ts';
export * from './stated-packets.ts';
export * from './stated-text.ts';
export * from './survey.ts';
export * from './trace.ts';
export { eventsOf, type TraceEvent } from './trace-events.ts';
export * from './types.ts';
export type {
  Assumption,
  AssumptionCode,
  Examined,
  LostCode,
  Step,
  StepCode,
  Unknown,
  UnknownCode,
  World,
} from './walk.ts';
