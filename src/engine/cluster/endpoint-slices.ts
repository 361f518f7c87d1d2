/**
 * The EndpointSlices of a Service: one for each set of ports that its Pods have.
 * Upstream: staging/src/k8s.io/endpointslice/{reconciler,utils}.go, v1.37.2.
 * Left out: a second IP family, topology hints, more than 100 endpoints in one slice, host names.
 */
import type { Wait } from '../virtual-time.ts';
import { create, update } from './api.ts';
import { remove } from './deletion.ts';
import {
  HEADLESS,
  isHeadless,
  labelsWithout,
  portsOf,
  targetOf,
  TRIGGER,
} from './endpoint-ports.ts';
import {
  type Endpoint,
  type EndpointSlice,
  isOver,
  isReady,
  type Labels,
  type Pod,
  type Port,
  type Service,
  type Stored,
  UNSAVED,
} from './objects.ts';
import { ownerRef } from './owners.ts';
import { isSame } from './same.ts';
import { stamp, suffix, type World } from './world.ts';

const BY = 'endpointslice-controller';
const SERVICE = 'kubernetes.io/service-name';
const MANAGED = 'endpointslice.kubernetes.io/managed-by';
const RESERVED = [SERVICE, MANAGED, HEADLESS];

interface Content {
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly Port[];
}

interface Changes {
  readonly toCreate: Content[];
  readonly toUpdate: { readonly slice: EndpointSlice; readonly content: Content }[];
  readonly toDelete: EndpointSlice[];
}

export function* reconcileSlices(
  world: World,
  service: Service,
  pods: readonly Pod[],
): Generator<Wait, boolean> {
  const existing = slicesIn(world.informers['controller-manager'].objects, service);
  // The tracker knows what it has written itself: a cache without that is too old.
  if (versions(existing) !== versions(slicesIn(world.store, service))) return false;
  const changes = changesOf(service, existing, pods);
  return yield* write(world, service, reused(changes, service));
}

function slicesIn(objects: ReadonlyMap<string, Stored>, { metadata }: Service): EndpointSlice[] {
  return [...objects.values()].filter(
    (object): object is EndpointSlice =>
      object.kind === 'EndpointSlice' &&
      object.metadata.namespace === metadata.namespace &&
      object.metadata.labels?.[SERVICE] === metadata.name,
  );
}

function versions(slices: readonly EndpointSlice[]): string {
  return slices
    .map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`)
    .toSorted()
    .join();
}

function isOwned({ metadata }: EndpointSlice, service: Service): boolean {
  return metadata.ownerReferences?.[0]?.uid === service.metadata.uid;
}

/** reconcileByAddressType. */
function changesOf(
  service: Service,
  existing: readonly EndpointSlice[],
  pods: readonly Pod[],
): Changes {
  const changes: Changes = { toCreate: [], toUpdate: [], toDelete: [] };
  const wanted = new Map<string, { ports: readonly Port[]; endpoints: Endpoint[] }>();
  for (const pod of pods) {
    const endpoint = endpointOf(service, pod);
    if (endpoint === undefined) continue;
    const ports = portsOf(service, pod);
    const key = JSON.stringify(ports);
    const group = wanted.get(key) ?? { ports, endpoints: [] };
    wanted.set(key, group);
    group.endpoints.push(endpoint);
  }
  for (const slice of existing) {
    const isWanted = isOwned(slice, service) && wanted.has(JSON.stringify(slice.ports));
    if (!isWanted) changes.toDelete.push(slice);
  }
  for (const [key, { ports, endpoints }] of wanted) {
    const slices = existing.filter(
      (slice) => isOwned(slice, service) && JSON.stringify(slice.ports) === key,
    );
    reconcilePorts(service, slices, { ports, endpoints }, changes);
  }
  const { toCreate, toDelete } = changes;
  // A Service always has a slice, if an empty one.
  if (existing.length > toDelete.length || toCreate.length > 0) return changes;
  const [only] = toDelete;
  if (toDelete.length === 1 && only !== undefined && isPlaceholder(only, service)) toDelete.pop();
  else toCreate.push({ endpoints: [], ports: [] });
  return changes;
}

function isPlaceholder(slice: EndpointSlice, service: Service): boolean {
  const { endpoints, ports, metadata } = slice;
  const isEmpty = endpoints.length === 0 && ports.length === 0;
  return isEmpty && isOwned(slice, service) && isSame(metadata.labels, labelsOf(service));
}

/** reconcileByPortMapping: those that stay keep their place, new ones come last. */
function reconcilePorts(
  service: Service,
  slices: readonly EndpointSlice[],
  { ports, endpoints }: Content,
  { toCreate, toUpdate, toDelete }: Changes,
): void {
  const left = new Map(endpoints.map((endpoint) => [idOf(endpoint), endpoint]));
  const unchanged: EndpointSlice[] = [];
  const first = toUpdate.length;
  for (const slice of slices) {
    const kept = slice.endpoints.flatMap((endpoint) => {
      const found = left.get(idOf(endpoint));
      left.delete(idOf(endpoint));
      return found ?? [];
    });
    const differs = JSON.stringify(kept) !== JSON.stringify(slice.endpoints);
    if (differs && kept.length === 0) toDelete.push(slice);
    else if (differs || labelsDiffer(slice, service)) {
      toUpdate.push({ slice, content: { ports, endpoints: kept } });
    } else unchanged.push(slice);
  }
  if (left.size === 0) return;
  const changed = toUpdate[first];
  const [filled] = unchanged;
  const slice = changed?.slice ?? filled;
  const before = changed?.content.endpoints ?? filled?.endpoints ?? [];
  const content = { ports, endpoints: [...before, ...left.values()] };
  if (slice === undefined) toCreate.push(content);
  else toUpdate.splice(first, changed === undefined ? 0 : 1, { slice, content });
}

function idOf({ addresses, targetRef }: Endpoint): string {
  return `${targetRef.name} ${addresses.join()}`;
}

function endpointOf(service: Service, pod: Pod): Endpoint | undefined {
  const { podIP } = pod.status;
  if (podIP === undefined || isOver(pod)) return undefined;
  const isPublished = service.spec.publishNotReadyAddresses === true;
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return {
    addresses: [podIP],
    conditions: { ready: isPublished || (serving && !terminating), serving, terminating },
    targetRef: targetOf(pod),
    nodeName: pod.spec.nodeName ?? '',
  };
}

/** setEndpointSliceLabels: those of the Service and some of its own. */
function labelsOf(service: Service): Labels {
  return {
    ...labelsWithout(service.metadata.labels, RESERVED),
    ...(isHeadless(service) && { [HEADLESS]: '' }),
    [SERVICE]: service.metadata.name,
    [MANAGED]: 'endpointslice-controller.k8s.io',
  };
}

function labelsDiffer({ metadata }: EndpointSlice, service: Service): boolean {
  const wanted = labelsWithout(service.metadata.labels, RESERVED);
  return !isSame(labelsWithout(metadata.labels, RESERVED), wanted);
}

/** finalize: a slice that would go becomes one that would be created. */
function reused({ toCreate, toUpdate, toDelete }: Changes, service: Service): Changes {
  const created = [...toCreate];
  const updated = [...toUpdate];
  const deleted = toDelete.filter((slice) => {
    const content = isOwned(slice, service) ? created.pop() : undefined;
    if (content !== undefined) updated.push({ slice, content });
    return content === undefined;
  });
  return { toCreate: created, toUpdate: updated, toDelete: deleted };
}

function* write(
  world: World,
  service: Service,
  { toCreate, toUpdate, toDelete }: Changes,
): Generator<Wait, boolean> {
  const { namespace, name } = service.metadata;
  const annotations = { [TRIGGER]: stamp(world.clock.now) };
  const labels = labelsOf(service);
  for (const content of toCreate) {
    const { code } = yield* create(world, BY, {
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${suffix(world)}`,
        namespace,
        ...UNSAVED,
        labels,
        annotations,
        ownerReferences: [ownerRef(service)],
      },
      addressType: 'IPv4',
      ...content,
    });
    if (code >= 300) return false;
  }
  for (const { slice, content } of toUpdate) {
    const metadata = {
      ...slice.metadata,
      labels,
      annotations: { ...slice.metadata.annotations, ...annotations },
    };
    const { code } = yield* update(world, BY, { ...slice, metadata, ...content });
    if (code >= 300) return false;
  }
  for (const slice of toDelete) {
    const { code } = yield* remove(world, BY, slice, {});
    if (code >= 300 && code !== 404) return false;
  }
  return true;
}
