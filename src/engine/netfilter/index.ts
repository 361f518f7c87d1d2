/** The only door: iptables dumps read and printed, packets followed through them. */
export * from './env.ts';
export { findInSlices, findRules } from './find.ts';
export type { Env, Interface, IpSet, Packet, Route } from './packet.ts';
export * from './monitor-compare.ts';
export * from './monitor-print.ts';
export * from './monitor-read.ts';
export * from './parse.ts';
export * from './print.ts';
export * from './redact.ts';
export * from './stated-text.ts';
export * from './trace.ts';
export { eventsOf, type TraceEvent } from './trace-events.ts';
export * from './types.ts';
export type {
  Assumption,
  AssumptionCode,
  Examined,
  Step,
  StepCode,
  Unknown,
  UnknownCode,
  World,
} from './walk.ts';
