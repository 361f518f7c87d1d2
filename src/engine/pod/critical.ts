/**
 * Whether the kubelet holds a Pod for critical: static, mirror or of system priority.
 * Upstream: IsCriticalPod and GetPodSource (pkg/kubelet/types/pod_update.go), v1.37.2.
 */
import { child } from '../source.ts';
import type { Pod } from './types.ts';

const CRITICAL_PRIORITY = 2_000_000_000;
const SOURCE = 'kubernetes.io/config.source';
const MIRROR = 'kubernetes.io/config.mirror';

/** `priority` as stored; an annotation that is there counts even if it is empty. */
export function isCritical({ source, priority = 0 }: Pod): boolean {
  const annotations = child(child(source, 'metadata'), 'annotations');
  const origin = child(annotations, SOURCE);
  const isStatic = origin?.kind === 'scalar' && origin.value !== 'api';
  return isStatic || child(annotations, MIRROR) !== undefined || priority >= CRITICAL_PRIORITY;
}
