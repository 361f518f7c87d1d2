/**
 * What API validation refuses when this Pod is created, as far as the engine reads it: names, images,
 * restart policies, enumerations, everything about resources, and pod level against containers.
 * Upstream: ValidatePodCreate, ValidatePodSpec, validateContainers and their like
 * (pkg/apis/core/validation/validation.go), ValidateObjectMeta, v1.37.2; run after defaulting.
 * Left out: labels and annotations, volumes, mounts, env, ports, probes, lifecycle handlers, resize policies,
 * affinity, tolerations, security contexts, DNS details, Windows and Linux fields; DRA claim objects.
 */
import { type SourceNode, child } from '../source.ts';
import { compare, printed } from './amount.ts';
import { type FormatError, asPrefix, labelErrors, subdomainErrors } from './formats.ts';
import { type LineIndex, offsetOf } from './places.ts';
import { type Refusals, refuse, refuseUnsupported } from './refusals.ts';
import { aggregate, isHugePages, listOf } from './resources.ts';
import { itemsOf, text } from './slice.ts';
import type { Pod, Refusal, Requirements } from './types.ts';
import { refuseContainers } from './validate-containers.ts';
import { refuseRequirements } from './validate-resources.ts';

const NO_CLAIMS: ReadonlySet<string> = new Set();
const INT32_MAX = 2 ** 31 - 1;

/** Refusals of a defaulted Pod, in upstream's order of checks. */
export function refusalsOf(pod: Pod, at: LineIndex): readonly Refusal[] {
  const refusals: Refusals = { pod, at, list: [], size: 0 };
  const { specPath } = pod;
  const spec = nodeAt(pod, specPath);
  if (pod.named) refuseMetadata(pod, refusals);
  const claims = new Set<string>();
  for (const claim of itemsOf(child(spec, 'resourceClaims'))) {
    if (text(claim, 'name') !== '') claims.add(text(claim, 'name'));
  }
  refuseContainers(pod, claims, refusals);
  if (pod.resources !== undefined) refusePodResources(pod, pod.resources, claims, refusals);
  refuseEnumerations(pod, spec, refusals);
  if (pod.overhead !== undefined) {
    const overhead = { limits: pod.overhead };
    refuseOverhead(overhead, `${specPath}.overhead`, refusals);
  }
  return refusals.list;
}

function nodeAt(pod: Pod, path: string): SourceNode | undefined {
  let node: SourceNode | undefined = pod.source;
  for (const step of path.split('.')) node = child(node, step);
  return node;
}

function refuseMetadata(pod: Pod, refusals: Refusals): void {
  const metadata = child(pod.source, 'metadata');
  const name = text(metadata, 'name');
  const prefix = text(metadata, 'generateName');
  const format = (field: string, value: string, errors: readonly FormatError[]): void =>
    refuseFormat(refusals, `metadata.${field}`, value, errors);
  if (prefix !== '') format('generateName', prefix, subdomainErrors(asPrefix(prefix)));
  if (name !== '') format('name', name, subdomainErrors(name));
  else if (prefix === '') {
    const detail = 'name or generateName is required';
    refuse(refusals, 'name-missing', 'FieldValueRequired', 'metadata.name', { detail });
  }
  format('namespace', pod.object.namespace, labelErrors(pod.object.namespace));
}

function refuseFormat(
  refusals: Refusals,
  field: string,
  value: string,
  errors: readonly FormatError[],
): void {
  for (const { code, detail, max } of errors) {
    const params = max === undefined ? { value } : { value, max };
    refuse(refusals, code, 'FieldValueInvalid', field, { detail, params });
  }
}

function refusePodResources(
  pod: Pod,
  resources: Requirements,
  claims: ReadonlySet<string>,
  refusals: Refusals,
): void {
  const path = `${pod.specPath}.resources`;
  if (pod.os === 'windows') {
    const detail = 'may not be set for a windows pod';
    refuse(refusals, 'pod-resources-on-windows', 'FieldValueForbidden', path, { detail });
    return;
  }
  if (resources.claims !== undefined) {
    const detail = 'claims may not be set for Resources at pod-level';
    refuse(refusals, 'claims-at-pod-level', 'FieldValueForbidden', `${path}.claims`, { detail });
  }
  refuseRequirements(resources, 'pod', path, claims, refusals);
  const requests = listOf(resources, 'requests');
  for (const [resource, together] of aggregate(pod, 'requests')) {
    const request = requests.get(resource);
    if (request === undefined || compare(together, request) <= 0) continue;
    const containers = printed(together);
    refuse(
      refusals,
      'pod-request-below-containers',
      'FieldValueInvalid',
      `${path}.requests[${resource}]`,
      {
        detail: `must be greater than or equal to aggregate container requests of ${containers}`,
        params: { resource, request: printed(request), containers },
      },
    );
  }
  refusePodLimits(pod, resources, path, refusals);
}

function refusePodLimits(
  pod: Pod,
  resources: Requirements,
  path: string,
  refusals: Refusals,
): void {
  const limits = listOf(resources, 'limits');
  for (const [resource, together] of aggregate(pod, 'limits')) {
    const limit = limits.get(resource);
    if (!isHugePages(resource) || limit === undefined || compare(together, limit) <= 0) continue;
    const containers = printed(together);
    const field = `${path}.limits[${resource}]`;
    refuse(refusals, 'pod-hugepages-below-containers', 'FieldValueInvalid', field, {
      detail: `must be greater than or equal to aggregate container limits of ${containers}`,
      params: { resource, limit: printed(limit), containers },
    });
  }
  for (const [index, container] of pod.containers.entries()) {
    for (const [resource, limit] of listOf(container.resources, 'limits')) {
      const whole = limits.get(resource);
      if (whole === undefined || compare(limit, whole) <= 0) continue;
      // No path of the object, but what the API server prints.
      const field = `${path}.containers[${index}][${resource}].limits`;
      refuse(refusals, 'container-limit-over-pod', 'FieldValueInvalid', field, {
        detail: `must be less than or equal to pod limits of ${printed(whole)}`,
        params: { resource, limit: printed(limit), pod: printed(whole) },
        place: `${container.path}.resources.limits[${resource}]`,
      });
    }
  }
}

function refuseOverhead(overhead: Requirements, path: string, refusals: Refusals): void {
  // Upstream reuses the container rules and so names the field `limits`, which no Pod has.
  const start = refusals.list.length;
  refuseRequirements(overhead, 'container', path, NO_CLAIMS, refusals);
  for (const [index, refusal] of refusals.list.slice(start).entries()) {
    const place = refusal.field.replace(`${path}.limits`, path);
    const position = refusals.at(offsetOf(refusals.pod.source, place));
    refusals.list[start + index] = { ...refusal, ...position };
  }
}

function refuseEnumerations(pod: Pod, spec: SourceNode | undefined, refusals: Refusals): void {
  const { specPath } = pod;
  const oneOf = (field: string, value: string, values: readonly string[]): void => {
    if (value === '' || values.includes(value)) return;
    refuseUnsupported(refusals, `${specPath}.${field}`, value, values);
  };
  oneOf('restartPolicy', pod.restartPolicy, ['Always', 'OnFailure', 'Never']);
  oneOf('dnsPolicy', text(spec, 'dnsPolicy'), [
    'ClusterFirstWithHostNet',
    'ClusterFirst',
    'Default',
    'None',
  ]);
  oneOf('preemptionPolicy', text(spec, 'preemptionPolicy'), ['PreemptLowerPriority', 'Never']);
  const deadline = child(spec, 'activeDeadlineSeconds');
  if (deadline?.kind === 'scalar' && typeof deadline.value === 'number') {
    const { value } = deadline;
    if (value < 1 || value > INT32_MAX) {
      const field = `${specPath}.activeDeadlineSeconds`;
      const detail = `must be between 1 and ${INT32_MAX}, inclusive`;
      const params = { value: deadline.json };
      refuse(refusals, 'deadline-out-of-range', 'FieldValueInvalid', field, { detail, params });
    }
  }
  for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName']) {
    const value = text(spec, field);
    if (value === '') continue;
    refuseFormat(refusals, `${specPath}.${field}`, value, subdomainErrors(value));
  }
  for (const field of ['hostname', 'subdomain']) {
    const value = text(spec, field);
    if (value === '') continue;
    refuseFormat(refusals, `${specPath}.${field}`, value, labelErrors(value));
  }
}
