/**
 * What the API server fills in and rounds before it stores a Pod, as far as requests and limits go.
 * Upstream, v1.37.2: SetDefaults_Pod and SetDefaults_ResourceList (pkg/apis/core/v1/defaults.go) on decoding,
 * DefaultPodLevelResources (pkg/api/pod/util.go) in PrepareForCreate, after mutating admission.
 * With PodLevelResourcesFixDefaulting off, 1.36's rules hold: pod-level requests need pod-level limits, and
 * pod-level limits are filled in for huge pages only.
 * Left out: LimitRanger and RuntimeClass, which need objects of the cluster.
 */
import type { Gates } from '../versions.ts';
import { type Amount, canonical, compare, stored } from './amount.ts';
import { type LineIndex, offsetOf, resourcePath } from './places.ts';
import {
  aggregate,
  isHugePages,
  isPodLevelName,
  listOf,
  mayOvercommit,
  workingContainers,
} from './resources.ts';
import type {
  Container,
  Defaulted,
  DefaultingCode,
  Pod,
  Requirements,
  ResourceList,
  Rounded,
} from './types.ts';

export interface DefaultedPod {
  /** The Pod as stored. */
  readonly pod: Pod;
  readonly defaulted: readonly Defaulted[];
  readonly rounded: readonly Rounded[];
}

interface Notes {
  readonly pod: Pod;
  readonly at: LineIndex;
  readonly defaulted: Defaulted[];
  readonly rounded: Rounded[];
}

const NO_PARAMS = {};

export function defaultPod(pod: Pod, gates: Gates, at: LineIndex): DefaultedPod {
  const notes: Notes = { pod, at, defaulted: [], rounded: [] };
  const prepared: Pod = {
    ...withoutPodLevel(pod, gates),
    initContainers: pod.initContainers.map((container) => defaultContainer(container, notes)),
    containers: pod.containers.map((container) => defaultContainer(container, notes)),
    ephemeralContainers: pod.ephemeralContainers.map((container) => ({
      ...container,
      resources: rounded(container.resources, `${container.path}.resources`, notes),
    })),
    ...(pod.overhead && {
      overhead: roundedList(pod.overhead, `${pod.specPath}.overhead`, notes),
    }),
  };
  return {
    pod: withPodLevel(prepared, gates, notes),
    defaulted: notes.defaulted,
    rounded: notes.rounded,
  };
}

/** The gate off: the API server drops the field. */
function withoutPodLevel(pod: Pod, gates: Gates): Pod {
  if (gates.PodLevelResources) return pod;
  const { resources: _dropped, ...rest } = pod;
  return rest;
}

function defaultContainer(container: Container, notes: Notes): Container {
  const path = `${container.path}.resources`;
  const written = rounded(container.resources, path, notes);
  if (written.limits === undefined) return { ...container, resources: written };
  const requests = new Map(written.requests);
  for (const [name, limit] of written.limits) {
    if (requests.has(name)) continue;
    requests.set(name, limit);
    note('request-from-limit', `${path}.requests`, name, limit, `${path}.limits`, notes);
  }
  return { ...container, resources: { ...written, requests } };
}

function withPodLevel(pod: Pod, gates: Gates, notes: Notes): Pod {
  if (pod.resources === undefined) return pod;
  const path = `${pod.specPath}.resources`;
  const resources = rounded(pod.resources, path, notes);
  const limits = new Map(listOf(resources, 'limits'));
  const requests = new Map(listOf(resources, 'requests'));
  if (limits.size + requests.size > 0) {
    const early = !gates.PodLevelResourcesFixDefaulting;
    hugePagesLimits(pod, limits, requests, path, notes);
    if (!early || limits.size > 0) podRequests(pod, limits, requests, path, notes);
    if (!early) podLimits(pod, limits, requests, path, notes);
  }
  const filled: Requirements = {
    ...resources,
    ...((resources.limits ?? limits.size > 0) && { limits }),
    ...((resources.requests ?? requests.size > 0) && { requests }),
  };
  return { ...pod, resources: filled };
}

/** Huge pages cannot be overcommitted: the Pod's limit is what its containers have. */
function hugePagesLimits(
  pod: Pod,
  limits: Map<string, Amount>,
  requests: ResourceList,
  path: string,
  notes: Notes,
): void {
  for (const [name, amount] of aggregate(pod, 'limits')) {
    if (!isHugePages(name) || requests.has(name) || limits.has(name)) continue;
    limits.set(name, amount);
    note('pod-limit-from-containers', `${path}.limits`, name, amount, path, notes);
  }
}

function podRequests(
  pod: Pod,
  limits: ResourceList,
  requests: Map<string, Amount>,
  path: string,
  notes: Notes,
): void {
  const fill = (code: DefaultingCode, name: string, amount: Amount): void => {
    if (requests.has(name) || !isPodLevelName(name)) return;
    requests.set(name, amount);
    note(code, `${path}.requests`, name, amount, `${path}.limits`, notes);
  };
  for (const [name, amount] of aggregate(pod, 'requests')) {
    if (mayOvercommit(name)) fill('pod-request-from-containers', name, amount);
  }
  for (const [name, amount] of limits) fill('pod-request-from-limit', name, amount);
}

/** Only for resources that every container limits; never below the Pod's own request. */
function podLimits(
  pod: Pod,
  limits: Map<string, Amount>,
  requests: ResourceList,
  path: string,
  notes: Notes,
): void {
  const everywhere = [...workingContainers(pod), ...pod.ephemeralContainers];
  const together = aggregate(pod, 'limits');
  for (const [name, request] of requests) {
    const sum = together.get(name);
    if (!isPodLevelName(name) || limits.has(name) || sum === undefined) continue;
    if (!everywhere.every(({ resources }) => listOf(resources, 'limits').has(name))) continue;
    const limit = compare(request, sum) > 0 ? request : sum;
    limits.set(name, limit);
    note('pod-limit-from-containers', `${path}.limits`, name, limit, path, notes);
  }
}

function rounded(resources: Requirements, path: string, notes: Notes): Requirements {
  let result = resources;
  for (const side of ['limits', 'requests'] as const) {
    const list = resources[side];
    const kept = list && roundedList(list, `${path}.${side}`, notes);
    if (kept !== list) result = { ...result, [side]: kept };
  }
  return result;
}

function roundedList(list: ResourceList, path: string, notes: Notes): ResourceList {
  let result: Map<string, Amount> | undefined;
  for (const [name, amount] of list) {
    const kept = stored(amount);
    if (kept === amount) continue;
    result ??= new Map(list);
    result.set(name, kept);
    const { line, column } = notes.at(offsetOf(notes.pod.source, `${path}[${name}]`));
    const change = { from: canonical(amount), to: canonical(kept) };
    notes.rounded.push({ path: resourcePath(path, name), ...change, line, column });
  }
  return result ?? list;
}

/** `side`: the list that got the key; `origin`: the list that the value comes from. */
function note(
  code: DefaultingCode,
  side: string,
  name: string,
  amount: Amount,
  origin: string,
  { pod, at, defaulted }: Notes,
): void {
  const { line, column } = at(offsetOf(pod.source, `${origin}[${name}]`));
  const path = resourcePath(side, name);
  defaulted.push({ code, path, params: NO_PARAMS, value: canonical(amount), line, column });
}
