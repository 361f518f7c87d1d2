/**
 * Adding up resource lists: what the containers of a Pod need together, and what the Pod as a whole does.
 * Upstream: component-helpers/resource/helpers.go and pkg/apis/core/helper/helpers.go, v1.37.2.
 * Left out: resource figures of `status` (a resize under way) and DRA claims.
 */
import { type Amount, compare, sum } from './amount.ts';
import type { Container, Pod, Requirements, ResourceList } from './types.ts';

export type Side = 'requests' | 'limits';

const EMPTY: ResourceList = new Map();

export function listOf(resources: Requirements | undefined, side: Side): ResourceList {
  return resources?.[side] ?? EMPTY;
}

/** Every container that has resources of its own: init containers, then containers. */
export function workingContainers(pod: Pod): readonly Container[] {
  return [...pod.initContainers, ...pod.containers];
}

/** Resources that `spec.resources` may name. */
export function isPodLevelName(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** In the kubernetes.io domain, where a bare name is, too. */
export function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Whether the limit may differ from the request. */
export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** Whether `spec.resources` decides anything: a side has a key that counts there. */
export function isPodLevelSet(pod: Pod, ...sides: readonly Side[]): boolean {
  const looked: readonly Side[] = sides.length === 0 ? ['requests', 'limits'] : sides;
  if (pod.resources === undefined) return false;
  return looked.some((side) => [...listOf(pod.resources, side).keys()].some(isPodLevelName));
}

/**
 * What the containers need at the worst moment: all containers and sidecars together, or an init container
 * with the sidecars started before it.
 */
export function aggregate(pod: Pod, side: Side): ResourceList {
  const total = new Map<string, Amount>();
  for (const container of pod.containers) addTo(total, listOf(container.resources, side));
  const started = new Map<string, Amount>();
  // The most needed so far while init containers run; never below `started`.
  const peak = new Map<string, Amount>();
  for (const { kind, resources } of pod.initContainers) {
    const own = listOf(resources, side);
    if (kind === 'sidecar') addTo(total, own);
    for (const [name, amount] of own) {
      const before = started.get(name);
      if (kind === 'sidecar') {
        const together = before === undefined ? amount : sum(before, amount);
        started.set(name, together);
        raise(peak, name, together);
      } else raise(peak, name, before === undefined ? amount : sum(amount, before));
    }
  }
  raiseTo(total, peak);
  return total;
}

/** What the scheduler counts: pod-level values replace the sum, overhead comes on top. */
export function effective(pod: Pod, side: Side, withOverhead = true): ResourceList {
  const total = new Map(aggregate(pod, side));
  if (side === 'limits' ? isPodLevelSet(pod) : isPodLevelSet(pod, 'requests')) {
    for (const [name, amount] of listOf(pod.resources, side)) {
      if (isPodLevelName(name)) total.set(name, amount);
    }
  }
  if (!withOverhead) return total;
  if (side === 'requests') addTo(total, pod.overhead ?? EMPTY);
  for (const [name, amount] of side === 'limits' ? (pod.overhead ?? EMPTY) : EMPTY) {
    const limit = total.get(name);
    // Overhead never makes a limit where there was none.
    if (limit !== undefined && limit.sign !== 0) total.set(name, sum(limit, amount));
  }
  return total;
}

function addTo(total: Map<string, Amount>, more: ResourceList): void {
  for (const [name, amount] of more) {
    const old = total.get(name);
    total.set(name, old === undefined ? amount : sum(old, amount));
  }
}

function raiseTo(total: Map<string, Amount>, other: ResourceList): void {
  for (const [name, amount] of other) raise(total, name, amount);
}

function raise(total: Map<string, Amount>, name: string, amount: Amount): void {
  const old = total.get(name);
  if (old === undefined || compare(amount, old) > 0) total.set(name, amount);
}
