/** Node-pressure eviction: whom the kubelet evicts first, and why. Entered through this file only. */
export { type CandidateOptions, type Candidates, candidatesIn } from './candidates.ts';
export { rank } from './rank.ts';
export type {
  Candidate,
  EvictionItem,
  EvictionReport,
  NotRanked,
  NotRankedCode,
  OrderCode,
  PodUsage,
  RankCode,
  Signal,
  SortKeys,
  Usage,
  UsageCode,
  UsageReading,
} from './types.ts';
export { parseUsage } from './usage.ts';
