/**
 * The QoS class, and the lines that make it what it is.
 * Upstream: ComputePodQOS and GetPodQOS (pkg/apis/core/helper/qos/qos.go and its v1 twin), v1.37.2: each
 * container is a class of its own; the Pod has that class if they all agree, else it is Burstable.
 */
import {
  type Pod,
  type Requirements,
  ZERO_AMOUNT,
  canonical,
  compare,
  isPodLevelSet,
  listOf,
  workingContainers,
} from '../pod/index.ts';
import type { Reason } from '../problem.ts';
import type { Gates } from '../versions.ts';
import type { QosClass, ReasonCode } from './types.ts';

export interface Classification {
  readonly qosClass: QosClass;
  readonly reasons: readonly Reason<ReasonCode>[];
}

interface Block extends Classification {
  readonly name: string;
  readonly path: string;
}

const COUNTED = ['cpu', 'memory'] as const;

/** The class of a Pod as it stands; defaulting is done before. `status.qosClass` wins when it is a class. */
export function classify(pod: Pod, gates: Gates): Classification {
  const computed = compute(pod, gates);
  const status = pod.statusClass;
  if (status !== 'Guaranteed' && status !== 'Burstable' && status !== 'BestEffort') return computed;
  const agrees = status === computed.qosClass;
  const said: Reason<ReasonCode> = {
    code: agrees ? 'status-says' : 'status-differs',
    path: 'status.qosClass',
    params: agrees ? { qosClass: status } : { qosClass: status, computed: computed.qosClass },
  };
  return { qosClass: status, reasons: [said, ...computed.reasons] };
}

/** Whether `spec.resources` alone decides. */
export function podLevelDecides(pod: Pod, gates: Gates): boolean {
  if (!gates.PodLevelResources || pod.resources === undefined) return false;
  return !gates.PodLevelResourcesFixKubeletQOSClass || isPodLevelSet(pod);
}

/** The class by `spec` alone, as at creation. */
export function compute(pod: Pod, gates: Gates): Classification {
  if (podLevelDecides(pod, gates)) {
    const path = `${pod.specPath}.resources`;
    const { qosClass, reasons } = block('', path, pod.resources ?? {});
    return { qosClass, reasons: [{ code: 'pod-level-decides', path, params: {} }, ...reasons] };
  }
  const blocks = workingContainers(pod).map(({ name, path, resources }) =>
    block(name, `${path}.resources`, resources),
  );
  const first = blocks[0];
  if (first === undefined) {
    const path = `${pod.specPath}.containers`;
    return { qosClass: 'BestEffort', reasons: [{ code: 'no-containers', path, params: {} }] };
  }
  if (blocks.every(({ qosClass }) => qosClass === first.qosClass)) {
    return { qosClass: first.qosClass, reasons: blocks.flatMap(({ reasons }) => reasons) };
  }
  return { qosClass: 'Burstable', reasons: disagreement(blocks) };
}

/** What stands between a mixed Pod and Guaranteed. */
function disagreement(blocks: readonly Block[]): readonly Reason<ReasonCode>[] {
  const lacking = blocks.filter(({ qosClass }) => qosClass !== 'Guaranteed');
  const causes = lacking.flatMap(({ reasons }) => reasons);
  const guaranteed = blocks.find(({ qosClass }) => qosClass === 'Guaranteed');
  const bestEffort = blocks.find(({ qosClass }) => qosClass === 'BestEffort');
  if (lacking.some(({ qosClass }) => qosClass === 'Burstable')) return causes;
  if (guaranteed === undefined || bestEffort === undefined) return causes;
  const params = { guaranteed: guaranteed.name, bestEffort: bestEffort.name };
  return [{ code: 'containers-disagree', path: bestEffort.path, params }, ...causes];
}

function block(name: string, path: string, resources: Requirements): Block {
  const reason = (code: ReasonCode, params: Reason['params'] = {}): Block => ({
    name,
    path,
    qosClass: code === 'requests-equal-limits' ? 'Guaranteed' : 'BestEffort',
    reasons: [{ code, path, params }],
  });
  const requests = listOf(resources, 'requests');
  const limits = listOf(resources, 'limits');
  const unequal = COUNTED.flatMap((resource) => mismatch(resource, path, resources));
  const set = COUNTED.filter((resource) => (requests.get(resource) ?? ZERO_AMOUNT).sign !== 0);
  if (unequal.length === 0 && set.length === 2) {
    const amount = (resource: string): string => canonical(requests.get(resource) ?? ZERO_AMOUNT);
    return reason('requests-equal-limits', { cpu: amount('cpu'), memory: amount('memory') });
  }
  if (unequal.length + set.length > 0) {
    const missing = COUNTED.filter((resource) => isUnset(resource, resources)).map(
      (resource): Reason<ReasonCode> => ({ code: 'resource-missing', path, params: { resource } }),
    );
    return { name, path, qosClass: 'Burstable', reasons: [...unequal, ...missing] };
  }
  const written = [...new Set([...requests.keys(), ...limits.keys()])];
  if (written.length === 0) return reason('no-requests-or-limits');
  const zero = COUNTED.filter((resource) => written.includes(resource));
  if (zero.length > 0) return reason('only-zero', { resources: zero.join(', ') });
  return reason('only-other-resources', { resources: written.join(', ') });
}

function isUnset(resource: string, resources: Requirements): boolean {
  const amount = (side: 'requests' | 'limits'): number =>
    (listOf(resources, side).get(resource) ?? ZERO_AMOUNT).sign;
  return amount('requests') === 0 && amount('limits') === 0;
}

/** Why request and limit of one resource differ; nothing when they are equal, be it both zero. */
function mismatch(
  resource: string,
  path: string,
  resources: Requirements,
): readonly Reason<ReasonCode>[] {
  const requested = listOf(resources, 'requests').get(resource);
  const limited = listOf(resources, 'limits').get(resource);
  const order = compare(requested ?? ZERO_AMOUNT, limited ?? ZERO_AMOUNT);
  if (order === 0) return [];
  const request = canonical(requested ?? ZERO_AMOUNT);
  const limit = canonical(limited ?? ZERO_AMOUNT);
  if (limited === undefined)
    return [{ code: 'limit-missing', path, params: { resource, request } }];
  if (requested === undefined || requested.sign === 0) {
    return [{ code: 'request-zero', path, params: { resource, limit } }];
  }
  const code = order < 0 ? 'request-below-limit' : 'request-above-limit';
  return [{ code, path, params: { resource, request, limit } }];
}
