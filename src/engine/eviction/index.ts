/** Node-pressure eviction: whom the kubelet evicts first, and why. Entered through this file only. */
export { type CandidateOptions, type Candidates, candidatesIn } from './candidates.ts';
export { matchUsage } from './match.ts';
export { rank } from './rank.ts';
export type {
  Candidate,
  EvictionItem,
  EvictionReport,
  MatchCode,
  MatchedUsage,
  NotRanked,
  NotRankedCode,
  NoticeCode,
  OrderCode,
  PodUsage,
  RankCode,
  Signal,
  SortKeys,
  StatedUsage,
  Usage,
  UsageCode,
  UsageReading,
} from './types.ts';
export { parseUsage } from './usage.ts';
