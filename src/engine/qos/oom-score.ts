/**
 * oom_score_adj of every container: how willing the kernel is to kill it when the node runs out of memory.
 * Upstream: GetContainerOOMScoreAdjust (pkg/kubelet/qos/policy.go, helpers.go), v1.37.2, in the same wrapping
 * int64 arithmetic.
 * Left out: the DRA share (gate DRANodeAllocatableResources, alpha).
 */
import {
  type Container,
  type Pod,
  ZERO_AMOUNT,
  aggregate,
  isCritical,
  isPodLevelSet,
  listOf,
  units,
} from '../pod/index.ts';
import type { Reason } from '../problem.ts';
import type { OomCode, QosClass } from './types.ts';

export interface OomScore {
  readonly score: number;
  readonly reason: Reason<OomCode>;
}

const PROTECTED = -997;
const UNPROTECTED = 1000;
const FLOOR = 3;

/** Scores for the containers of a Pod; `nodeMemory` is the node's capacity in bytes, above 0. */
export function oomScores(
  pod: Pod,
  qosClass: QosClass,
  nodeMemory: bigint,
): (container: Container) => OomScore {
  const fixed = fixedScore(pod, qosClass);
  if (fixed !== undefined) {
    const [code, score] = fixed;
    return ({ path }) => ({ score, reason: { code, path, params: {} } });
  }
  const share = podLevelShare(pod);
  const hasSidecar = pod.initContainers.some(({ kind }) => kind === 'sidecar');
  const regular = hasSidecar ? pod.containers : [];
  const smallest = regular.map(memoryRequest).reduce(smaller, undefined);
  return (container) => {
    const own = memoryRequest(container);
    const counts = (memory: bigint): bigint => int64(memory + share);
    const ownScore = scoreOf(counts(own), nodeMemory);
    const floorScore =
      container.kind === 'sidecar' && smallest !== undefined
        ? scoreOf(counts(smallest), nodeMemory)
        : ownScore;
    const follows = ownScore > floorScore;
    const raw = follows ? floorScore : ownScore;
    const code: OomCode =
      raw < FLOOR
        ? 'oom-floor'
        : raw === UNPROTECTED
          ? 'oom-ceiling'
          : follows
            ? 'oom-sidecar'
            : 'oom-by-request';
    const params = {
      memory: String(counts(follows && smallest !== undefined ? smallest : own)),
      share: String(share),
      nodeMemory: String(nodeMemory),
    };
    const score = raw < FLOOR ? FLOOR : raw === UNPROTECTED ? UNPROTECTED - 1 : raw;
    return { score, reason: { code, path: container.path, params } };
  };
}

function fixedScore(pod: Pod, qosClass: QosClass): readonly [OomCode, number] | undefined {
  if (isCritical(pod) && pod.priorityClassName === 'system-node-critical') {
    return ['oom-node-critical', PROTECTED];
  }
  if (qosClass === 'Guaranteed') return ['oom-guaranteed', PROTECTED];
  return qosClass === 'BestEffort' ? ['oom-best-effort', UNPROTECTED] : undefined;
}

/** What the pod-level memory request leaves over, spread evenly over all containers. */
function podLevelShare(pod: Pod): bigint {
  const request = listOf(pod.resources, 'requests').get('memory') ?? ZERO_AMOUNT;
  if (!isPodLevelSet(pod, 'requests') || request.sign === 0) return 0n;
  const together = aggregate(pod, 'requests').get('memory') ?? ZERO_AMOUNT;
  const left = int64(units(request) - units(together));
  const count = pod.containers.length + pod.initContainers.length;
  return left > 0n && count > 0 ? left / BigInt(count) : 0n;
}

function memoryRequest(container: Container): bigint {
  return units(listOf(container.resources, 'requests').get('memory') ?? ZERO_AMOUNT);
}

function smaller(least: bigint | undefined, next: bigint): bigint {
  return least === undefined || next < least ? next : least;
}

function scoreOf(memory: bigint, nodeMemory: bigint): number {
  return Number(int64(1000n - int64(1000n * memory) / nodeMemory));
}

/** Go's int64 wraps where a request is large enough. */
function int64(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
