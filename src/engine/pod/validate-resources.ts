/**
 * Which requests and limits the API server refuses, per block: names, signs, whole numbers, huge pages,
 * requests against limits, claims.
 * Upstream: validateResourceRequirements and what it calls (pkg/apis/core/validation/validation.go,
 * pkg/apis/core/helper/helpers.go), v1.37.2.
 */
import { parseQuantity } from '../quantity/index.ts';
import { type Amount, compare, milliUnits, printed, units } from './amount.ts';
import { labelErrors, qualifiedNameDetails } from './formats.ts';
import { type Refusals, refuse } from './refusals.ts';
import { isHugePages, isNative, isPodLevelName, listOf, mayOvercommit } from './resources.ts';
import type { Requirements, ResourceList } from './types.ts';

/** Who asks: the names that are allowed differ. */
export type Level = 'container' | 'pod';

export function refuseRequirements(
  resources: Requirements,
  level: Level,
  path: string,
  claimNames: ReadonlySet<string>,
  refusals: Refusals,
): void {
  const limits = listOf(resources, 'limits');
  const requests = listOf(resources, 'requests');
  refuseList(limits, level, `${path}.limits`, refusals);
  refuseList(requests, level, `${path}.requests`, refusals);
  for (const [name, request] of requests) refuseRelation(name, request, limits, path, refusals);
  const has = (name: string): boolean => limits.has(name) || requests.has(name);
  if (!has('cpu') && !has('memory') && [...limits.keys(), ...requests.keys()].some(isHugePages)) {
    const detail = 'HugePages require cpu or memory';
    refuse(refusals, 'hugepages-alone', 'FieldValueForbidden', path, { detail });
  }
  refuseClaims(resources, `${path}.claims`, claimNames, refusals);
}

function refuseList(list: ResourceList, level: Level, path: string, refusals: Refusals): void {
  for (const [name, amount] of list) {
    // What most lists hold is a proper name at both levels.
    if ((name === 'cpu' || name === 'memory') && amount.sign >= 0) continue;
    const field = `${path}[${name}]`;
    if (level === 'pod') refusePodName(name, field, refusals);
    else refuseContainerName(name, field, refusals);
    refuseValue(name, amount, field, refusals);
  }
}

function refuseRelation(
  resource: string,
  request: Amount,
  limits: ResourceList,
  path: string,
  refusals: Refusals,
): void {
  const limit = limits.get(resource);
  const free = mayOvercommit(resource);
  if (limit === undefined) {
    if (!free) {
      refuse(refusals, 'limit-required', 'FieldValueRequired', `${path}.limits`, {
        detail: 'Limit must be set for non overcommitable resources',
        params: { resource },
        place: `${path}.requests[${resource}]`,
      });
    }
    return;
  }
  const order = compare(request, limit);
  if (order === 0 || (free && order < 0)) return;
  const relation = free ? 'must be less than or equal to' : 'must be equal to';
  const code = free ? 'request-over-limit' : 'request-not-limit';
  refuse(refusals, code, 'FieldValueInvalid', `${path}.requests`, {
    detail: `${relation} ${resource} limit of ${printed(limit)}`,
    params: { resource, request: printed(request), limit: printed(limit) },
    place: `${path}.requests[${resource}]`,
  });
}

function refuseValue(resource: string, amount: Amount, field: string, refusals: Refusals): void {
  const params = { resource, value: printed(amount) };
  if (amount.sign < 0) {
    const detail = 'must be greater than or equal to 0';
    refuse(refusals, 'value-negative', 'FieldValueInvalid', field, { detail, params });
  }
  if (isCounted(resource) && milliUnits(amount) % 1000n !== 0n) {
    const detail = 'must be an integer';
    refuse(refusals, 'value-not-whole', 'FieldValueInvalid', field, { detail, params });
  }
  if (isHugePages(resource) && !isPageMultiple(resource, amount)) {
    const detail = `${printed(amount)} is not positive integer multiple of ${resource}`;
    refuse(refusals, 'hugepages-not-multiple', 'FieldValueInvalid', field, { detail, params });
  }
}

/** The page size is the rest of the name, itself a quantity. */
function isPageMultiple(resource: string, amount: Amount): boolean {
  const size = parseQuantity(resource.slice('hugepages-'.length));
  if (!size.ok || size.quantity.sign <= 0 || milliUnits(size.quantity) % 1000n !== 0n) return false;
  const page = units(size.quantity);
  return page !== 0n && units(amount) % page === 0n;
}

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
/** Things that are counted, not measured. */
const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
/** Bare names that mean something somewhere in Kubernetes, mostly in a ResourceQuota. */
const STANDARD: ReadonlySet<string> = new Set([
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
  ...COUNTED,
  'storage',
  'requests.storage',
]);

function isStandard(name: string): boolean {
  return STANDARD.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
}

function isCounted(name: string): boolean {
  return COUNTED.includes(name) || isExtended(name);
}

/** `example.com/gpu`: outside kubernetes.io, and still a proper name with `requests.` before it. */
function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith('requests.')) return false;
  return qualifiedNameDetails(`requests.${name}`).length === 0;
}

/** Returns whether the name is well formed and, without a domain, a known one. */
function refuseName(resource: string, field: string, refusals: Refusals): boolean {
  const params = { resource };
  const details = qualifiedNameDetails(resource);
  for (const detail of details) {
    refuse(refusals, 'resource-name-malformed', 'FieldValueInvalid', field, { detail, params });
  }
  if (details.length > 0) return false;
  if (resource.includes('/') || isStandard(resource)) return true;
  const detail = 'must be a standard resource type or fully qualified';
  refuse(refusals, 'resource-name-unknown', 'FieldValueInvalid', field, { detail, params });
  return false;
}

function refuseContainerName(resource: string, field: string, refusals: Refusals): void {
  refuseName(resource, field, refusals);
  const params = { resource };
  if (!resource.includes('/')) {
    if (COMPUTE.includes(resource) || isHugePages(resource)) return;
    const detail = 'must be a standard resource for containers';
    refuse(refusals, 'resource-not-for-containers', 'FieldValueInvalid', field, { detail, params });
  } else if (!isNative(resource) && !isExtended(resource)) {
    const detail = "doesn't follow extended resource name standard";
    refuse(refusals, 'resource-name-not-extended', 'FieldValueInvalid', field, { detail, params });
  }
}

function refusePodName(resource: string, field: string, refusals: Refusals): void {
  if (!refuseName(resource, field, refusals) || isPodLevelName(resource)) return;
  const detail = 'supported values: "cpu", "hugepages-", "memory"';
  const params = { resource };
  refuse(refusals, 'resource-not-for-pods', 'FieldValueNotSupported', field, { detail, params });
}

function refuseClaims(
  resources: Requirements,
  path: string,
  known: ReadonlySet<string>,
  refusals: Refusals,
): void {
  const seen = new Set<string>();
  /** Claims of which single requests were named. */
  const partly = new Set<string>();
  const listed = known.size === 0 ? ' which is empty' : `: ${[...known].sort().join(', ')}`;
  for (const [index, { name, request }] of (resources.claims ?? []).entries()) {
    const field = `${path}[${index}]`;
    const params = { name };
    if (name === '') {
      refuse(refusals, 'claim-name-missing', 'FieldValueRequired', field);
      continue;
    }
    const key = request === '' ? name : `${name}/${request}`;
    const duplicate = (): void =>
      refuse(refusals, 'claim-duplicate', 'FieldValueDuplicate', field, { params });
    if (seen.has(name)) duplicate();
    else {
      for (const { code, detail } of request === '' ? [] : labelErrors(request)) {
        const value = { value: request };
        refuse(refusals, code, 'FieldValueInvalid', `${field}.request`, { detail, params: value });
      }
      const overlaps = request === '' && partly.has(name);
      if (seen.has(key) || overlaps) duplicate();
      seen.add(key);
      if (request !== '') partly.add(name);
    }
    if (known.has(name)) continue;
    const detail = `must be one of the names in pod.spec.resourceClaims${listed}`;
    refuse(refusals, 'claim-unknown', 'FieldValueNotFound', field, { detail, params });
  }
}
