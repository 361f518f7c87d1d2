/**
 * What API validation refuses of the fields that a lifecycle is made of: counts and times out of their range, and
 * a Pod without containers. Names, images and resources are engine/pod's business.
 * Upstream: ValidatePodSpec, validateContainers, validateProbe, validateLivenessProbe, validateReadinessProbe and
 * validateStartupProbe of pkg/apis/core/validation/validation.go, v1.37.2.
 */
import type { RefusalType } from '../pod/index.ts';
import type { ContainerSpec, PodSpecView, Probe } from './model.ts';

export type LifecycleRefusalCode =
  | 'refused-no-containers'
  /** params: value, least, most */
  | 'refused-number';

export interface LifecycleRefusal {
  readonly code: LifecycleRefusalCode;
  /** As the API server prints it, from `spec` on: `containers[0].livenessProbe.periodSeconds`. */
  readonly field: string;
  readonly type: RefusalType;
  /** As the API server words it. */
  readonly detail: string;
  readonly params: Readonly<Record<string, number>>;
}

const INT32_MAX = 2 ** 31 - 1;
const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

export function refusalsIn(spec: PodSpecView): readonly LifecycleRefusal[] {
  const found = [
    ...spec.initContainers.flatMap((each, at) => ofContainer(each, `initContainers[${at}]`)),
    ...spec.containers.flatMap((each, at) => ofContainer(each, `containers[${at}]`)),
  ];
  if (spec.containers.length === 0) {
    const code = 'refused-no-containers';
    found.push({ code, field: 'containers', type: 'FieldValueRequired', detail: '', params: {} });
  }
  const { activeDeadlineSeconds: deadline } = spec;
  if (deadline !== undefined && (deadline < 1 || deadline > INT32_MAX)) {
    const detail = `must be between 1 and ${INT32_MAX}, inclusive`;
    found.push(outOfRange('activeDeadlineSeconds', deadline, detail, 1));
  }
  return found;
}

function ofContainer(container: ContainerSpec, path: string): readonly LifecycleRefusal[] {
  return PROBES.flatMap((name) => {
    const probe = container[name];
    return probe === undefined ? [] : ofProbe(probe, `${path}.${name}`, name);
  });
}

function ofProbe(
  probe: Probe,
  path: string,
  name: (typeof PROBES)[number],
): readonly LifecycleRefusal[] {
  const found = COUNTS.filter((key) => probe[key] < 0).map((key) =>
    outOfRange(`${path}.${key}`, probe[key], 'must be greater than or equal to 0', 0),
  );
  const { terminationGracePeriodSeconds: grace, successThreshold } = probe;
  if (grace !== undefined && grace <= 0) {
    const field = `${path}.terminationGracePeriodSeconds`;
    found.push(outOfRange(field, grace, 'must be greater than 0', 1));
  }
  if (name !== 'readinessProbe' && successThreshold > 1) {
    found.push(outOfRange(`${path}.successThreshold`, successThreshold, 'must be 1', 1, 1));
  }
  return found;
}

function outOfRange(
  field: string,
  value: number,
  detail: string,
  least: number,
  most: number = INT32_MAX,
): LifecycleRefusal {
  const params = { value, least, most };
  return { code: 'refused-number', field, type: 'FieldValueInvalid', detail, params };
}
