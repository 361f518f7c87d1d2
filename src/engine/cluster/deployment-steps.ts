/**
 * The next sizes of a Deployment's ReplicaSets.
 * Upstream: reconcileNewReplicaSet, reconcileOldReplicaSets of pkg/controller/deployment/rolling.go, scale of
 * sync.go, FindActiveOrLatest, IsSaturated, GetReplicaSetProportion of util/deployment_util.go, v1.37.2.
 */
import {
  desiredOf,
  maxReplicasOf,
  maxSurge,
  maxUnavailable,
  newReplicas,
} from './deployment-size.ts';
import type { Deployment, ReplicaSet } from './objects.ts';

export interface Sized {
  readonly set: ReplicaSet;
  readonly size: number;
}

export function active(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return sets.filter(({ spec }) => spec.replicas > 0);
}

/** ReplicaSetsByCreationTimestamp: by whole seconds, then by name. */
export function byAge(one: ReplicaSet, other: ReplicaSet): number {
  const key = ({ metadata }: ReplicaSet): string =>
    `${metadata.creationTimestamp} ${metadata.name}`;
  return key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0;
}

function total(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
}

function available(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0);
}

/** Of the new ReplicaSet. */
export function grown(d: Deployment, sets: readonly ReplicaSet[], { spec }: ReplicaSet): number {
  return spec.replicas >= d.spec.replicas ? d.spec.replicas : newReplicas(d, sets, spec.replicas);
}

/** How many old Pods may go, whether they are healthy or not: what the new set lacks is not taken from the old. */
export function mayGo(d: Deployment, old: readonly ReplicaSet[], found: ReplicaSet): number {
  const lacking = found.spec.replicas - (found.status.availableReplicas ?? 0);
  return total(old) + found.spec.replicas - minAvailable(d) - lacking;
}

function minAvailable(d: Deployment): number {
  return d.spec.replicas - maxUnavailable(d);
}

/**
 * Pods that are not healthy go first: nothing is lost with them. `isStale`: a set counts more Pods as available
 * than it is to have, so its status is behind and nothing further can be decided from it.
 */
export function withoutUnhealthy(
  old: readonly ReplicaSet[],
  most: number,
): { readonly sizes: readonly Sized[]; readonly isStale: boolean } {
  const sizes: Sized[] = [];
  let gone = 0;
  for (const set of old.toSorted(byAge)) {
    const { replicas } = set.spec;
    const broken = replicas - (set.status.availableReplicas ?? 0);
    if (gone >= most) break;
    if (replicas === 0 || broken === 0) continue;
    if (broken < 0) return { sizes, isStale: true };
    const count = Math.min(most - gone, broken);
    sizes.push({ set, size: replicas - count });
    gone += count;
  }
  return { sizes, isStale: false };
}

/** Then healthy ones, the oldest sets first, as long as enough stay available. */
export function withoutSurplus(
  d: Deployment,
  all: readonly ReplicaSet[],
  old: readonly ReplicaSet[],
): readonly Sized[] {
  const sizes: Sized[] = [];
  let left = available(all) - minAvailable(d);
  for (const set of old.toSorted(byAge)) {
    const count = Math.min(set.spec.replicas, left);
    if (left <= 0) break;
    if (count === 0) continue;
    sizes.push({ set, size: set.spec.replicas - count });
    left -= count;
  }
  return sizes;
}

/**
 * The number of replicas changed in the middle of a rollout. `isForced`: the annotations alone are worth a write.
 */
export function rescaled(
  d: Deployment,
  old: readonly ReplicaSet[],
  found: ReplicaSet | undefined,
): { readonly sizes: readonly Sized[]; readonly isForced: boolean } {
  const { replicas } = d.spec;
  const running = active(found === undefined ? old : [...old, found]);
  const only = running.length > 1 ? undefined : (running[0] ?? found ?? old.toSorted(byAge).at(-1));
  if (only !== undefined) return { sizes: [{ set: only, size: replicas }], isForced: false };
  const isSaturated =
    found !== undefined &&
    found.spec.replicas === replicas &&
    desiredOf(found) === replicas &&
    (found.status.availableReplicas ?? 0) === replicas;
  if (isSaturated) {
    return { sizes: active(old).map((set) => ({ set, size: 0 })), isForced: false };
  }
  if (d.spec.strategy.type !== 'RollingUpdate') return { sizes: [], isForced: false };
  return { sizes: shares(d, running), isForced: true };
}

/** Sizes in proportion to what each set had; what rounding leaves over goes to the largest. */
function shares(d: Deployment, running: readonly ReplicaSet[]): readonly Sized[] {
  const allowed = d.spec.replicas > 0 ? d.spec.replicas + maxSurge(d) : 0;
  const toAdd = allowed - total(running);
  const bySize = running.toSorted(
    (one, other) =>
      other.spec.replicas - one.spec.replicas ||
      (toAdd > 0 ? byAge(other, one) : byAge(one, other)),
  );
  let added = 0;
  const sizes = bySize.map((set): { readonly set: ReplicaSet; size: number } => {
    const share = shareOf(d, set, toAdd, added);
    added += share;
    return { set, size: set.spec.replicas + share };
  });
  const [largest] = sizes;
  if (largest !== undefined) largest.size = Math.max(0, largest.size + toAdd - added);
  return sizes;
}

function shareOf(d: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  const { replicas } = set.spec;
  if (replicas === 0 || toAdd === 0 || toAdd === added) return 0;
  const before = maxReplicasOf(set) || (d.status.replicas ?? 0);
  const most = d.spec.replicas + maxSurge(d);
  const fraction =
    d.spec.replicas === 0
      ? -replicas
      : before === 0
        ? 0
        : Math.round((replicas * most) / before) - replicas;
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}
