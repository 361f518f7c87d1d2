/**
 * The priority a Pod gets on creation, in a cluster that has the two built-in classes only.
 * Upstream: admitPod of plugin/pkg/admission/priority/admission.go, v1.37.2.
 * Left out: PriorityClass objects of a cluster, a default class among them.
 */
import { child } from '../source.ts';
import { type LineIndex, offsetOf } from './places.ts';
import type { Pod, PodProblem, PodProblemCode } from './types.ts';

const CLASSES: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

/** The Pod with its priority, or why the plugin refuses the request. */
export function admitPriority(pod: Pod, at: LineIndex): Pod | PodProblem {
  const { priorityClassName, specPath } = pod;
  const deny = (
    code: PodProblemCode,
    field: string,
    params: Readonly<Record<string, string | number>>,
  ): PodProblem => {
    const path = `${specPath}.${field}`;
    return { code, path, params, ...at(offsetOf(pod.source, path)) };
  };
  // A Pod that runs has passed the classes of its own cluster.
  if (pod.statusClass !== undefined) return pod;
  const computed = CLASSES.get(priorityClassName);
  if (computed === undefined) {
    return deny('priority-class-unknown', 'priorityClassName', { class: priorityClassName });
  }
  if (pod.priority !== undefined && pod.priority !== computed) {
    return deny('priority-not-from-class', 'priority', { priority: pod.priority, computed });
  }
  let spec = child(pod.source, specPath.split('.')[0] ?? '');
  for (const step of specPath.split('.').slice(1)) spec = child(spec, step);
  const policy = child(spec, 'preemptionPolicy');
  const written = policy?.kind === 'scalar' && policy.value !== null;
  if (written && policy.value !== 'PreemptLowerPriority') {
    const params = { policy: String(policy.value) || '""', computed: 'PreemptLowerPriority' };
    return deny('preemption-not-from-class', 'preemptionPolicy', params);
  }
  return { ...pod, priority: computed };
}
