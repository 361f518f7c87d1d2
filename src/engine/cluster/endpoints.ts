/**
 * The two controllers that write down where a Service's Pods are: EndpointSlices, and the old Endpoints.
 * Upstream: staging/src/k8s.io/endpointslice/{reconciler,utils}.go, pkg/controller/endpointslice,
 * pkg/controller/endpoint/endpoints_controller.go, v1.37.2.
 * Left out: a second IP family, topology hints, more than 100 endpoints in one slice, headless extras.
 */
import type { Wait } from '../virtual-time.ts';
import { create, update } from './api.ts';
import { remove } from './deletion.ts';
import { report } from './events.ts';
import {
  type Address,
  type Endpoint,
  type Endpoints,
  type EndpointSlice,
  isOver,
  isReady,
  type Labels,
  type Pod,
  type Port,
  type Service,
  type ServicePort,
  type Subset,
} from './objects.ts';
import { newQueue, type Waits } from './queue.ts';
import { type Informer, seen, stamp, suffix, type World } from './world.ts';

const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';
const SERVICE = 'kubernetes.io/service-name';
const MANAGED = 'endpointslice.kubernetes.io/managed-by';

/** defaultSyncBackOff of the EndpointSlice controller. */
const SLICE_WAIT = 1000;

type Reconcile = (world: World, service: Service, pods: readonly Pod[]) => Generator<Wait, boolean>;

export function runEndpoints(world: World): void {
  run(world, reconcileSlice, { first: SLICE_WAIT });
  run(world, reconcileEndpoints);
}

function run(world: World, reconcile: Reconcile, waits?: Waits): void {
  const informer = world.informers['controller-manager'];
  const work = (key: string) => sync(world, reconcile, key);
  const queue = newQueue(world, 'controller-manager', work, waits);
  informer.handlers.push(({ type, object, before }) => {
    const { namespace, name } = object.metadata;
    if (object.kind === 'Service') queue.add(`${namespace}/${name}`);
    if (object.kind !== 'Pod') return;
    const old = before?.kind === 'Pod' ? before : undefined;
    if (type === 'MODIFIED' && old !== undefined && !matters(old, object)) return;
    for (const service of seen(informer, 'Service')) {
      const fits =
        isSelected(service, object.metadata.labels) ||
        (old !== undefined && isSelected(service, old.metadata.labels));
      if (service.metadata.namespace === namespace && fits) {
        queue.add(`${namespace}/${service.metadata.name}`);
      }
    }
  });
}

/** podEndpointsChanged and labels: what a sync could make something else of. */
function matters(before: Pod, after: Pod): boolean {
  const print = (pod: Pod): string =>
    JSON.stringify([
      isReady(pod),
      isOver(pod),
      pod.status.podIP,
      pod.spec.nodeName,
      pod.metadata.deletionTimestamp !== undefined,
      pod.metadata.labels,
    ]);
  return print(before) !== print(after);
}

function isSelected({ spec }: Service, labels: Labels = {}): boolean {
  const asked = Object.entries(spec.selector ?? {});
  return asked.length > 0 && asked.every(([key, value]) => labels[key] === value);
}

function* sync(world: World, reconcile: Reconcile, key: string): Generator<Wait, boolean> {
  const informer = world.informers['controller-manager'];
  const service = informer.objects.get(`Service/${key}`);
  if (service?.kind !== 'Service') return yield* cleanUp(world, reconcile, informer, key);
  if (service.spec.selector === undefined || service.spec.type === 'ExternalName') return true;
  const pods = seen(informer, 'Pod').filter(
    ({ metadata }) =>
      metadata.namespace === service.metadata.namespace && isSelected(service, metadata.labels),
  );
  return yield* reconcile(world, service, pods);
}

/** A Service that is gone: its slices go by the garbage collector, Endpoints by their controller. */
function* cleanUp(
  world: World,
  reconcile: Reconcile,
  informer: Informer,
  key: string,
): Generator<Wait, boolean> {
  const old = informer.objects.get(`Endpoints/${key}`);
  if (reconcile !== reconcileEndpoints || old === undefined) return true;
  const { code } = yield* remove(world, 'endpoint-controller', old, {});
  return code < 300 || code === 404;
}

function portOf(
  pod: Pod,
  { port, targetPort = port, name = '', protocol = 'TCP' }: ServicePort,
): Port | undefined {
  if (typeof targetPort === 'number') return { name, port: targetPort, protocol };
  const containers = pod.spec['containers'];
  for (const container of Array.isArray(containers) ? containers : []) {
    const ports = (container as { ports?: unknown }).ports;
    for (const each of Array.isArray(ports) ? ports : []) {
      const { name: own, containerPort, protocol: kind = 'TCP' } = each as Record<string, unknown>;
      if (own === targetPort && kind === protocol && typeof containerPort === 'number') {
        return { name, port: containerPort, protocol };
      }
    }
  }
  return undefined;
}

function portsOf({ spec }: Service, pod: Pod): readonly Port[] {
  return (spec.ports ?? []).flatMap((port) => portOf(pod, port) ?? []);
}

function targetOf({ metadata }: Pod): Endpoint['targetRef'] {
  return { kind: 'Pod', name: metadata.name, namespace: metadata.namespace };
}

function endpointOf(service: Service, pod: Pod): readonly Endpoint[] {
  const { podIP } = pod.status;
  if (podIP === undefined || isOver(pod)) return [];
  const isPublished = service.spec.publishNotReadyAddresses === true;
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return [
    {
      addresses: [podIP],
      conditions: { ready: isPublished || (serving && !terminating), serving, terminating },
      targetRef: targetOf(pod),
      nodeName: pod.spec.nodeName ?? '',
    },
  ];
}

function* reconcileSlice(
  world: World,
  service: Service,
  pods: readonly Pod[],
): Generator<Wait, boolean> {
  const by = 'endpointslice-controller';
  const informer = world.informers['controller-manager'];
  const { namespace, name, uid } = service.metadata;
  const isOwn = (slice: EndpointSlice): boolean =>
    slice.metadata.namespace === namespace && slice.metadata.labels?.[SERVICE] === name;
  const old = seen(informer, 'EndpointSlice').find(isOwn);
  const newest = [...world.store.values()].find(
    (object): object is EndpointSlice => object.kind === 'EndpointSlice' && isOwn(object),
  );
  // The tracker knows what it has written itself: a cache without that is too old.
  const isStale = newest?.metadata.resourceVersion !== old?.metadata.resourceVersion;
  if (isStale) return false;
  const endpoints = pods.flatMap((pod) => endpointOf(service, pod));
  const [first] = pods.filter((pod) => pod.status.podIP !== undefined && !isOver(pod));
  const ports = first === undefined ? [] : portsOf(service, first);
  if (old === undefined) {
    const slice: EndpointSlice = {
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${suffix(world)}`,
        namespace,
        uid: '',
        resourceVersion: '',
        creationTimestamp: '',
        labels: {
          ...service.metadata.labels,
          [SERVICE]: name,
          [MANAGED]: 'endpointslice-controller.k8s.io',
        },
        annotations: { [TRIGGER]: stamp(world.clock.now) },
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'Service',
            name,
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      addressType: 'IPv4',
      endpoints,
      ports,
    };
    const { code } = yield* create(world, by, slice);
    return code < 300;
  }
  const merged = inPlace(old.endpoints, endpoints);
  const isSame = JSON.stringify([merged, ports]) === JSON.stringify([old.endpoints, old.ports]);
  if (isSame) return true;
  const annotations = { ...old.metadata.annotations, [TRIGGER]: stamp(world.clock.now) };
  const { code } = yield* update(world, by, {
    ...old,
    metadata: { ...old.metadata, annotations },
    endpoints: merged,
    ports,
  });
  return code < 300;
}

/** Those that stay keep their place; new ones come last. */
function inPlace(before: readonly Endpoint[], after: readonly Endpoint[]): readonly Endpoint[] {
  const left = new Map(after.map((endpoint) => [endpoint.targetRef.name, endpoint]));
  const kept = before.flatMap(({ targetRef }) => {
    const found = left.get(targetRef.name);
    left.delete(targetRef.name);
    return found ?? [];
  });
  return [...kept, ...left.values()];
}

function* reconcileEndpoints(
  world: World,
  service: Service,
  pods: readonly Pod[],
): Generator<Wait, boolean> {
  const by = 'endpoint-controller';
  const informer = world.informers['controller-manager'];
  const { namespace, name } = service.metadata;
  const key = `Endpoints/${namespace}/${name}`;
  const found = informer.objects.get(key);
  const old = found?.kind === 'Endpoints' ? found : undefined;
  const newest = world.store.get(key);
  if (old !== undefined && newest !== undefined && newest !== old) return false;
  const subsets = subsetsOf(service, pods);
  const next: Endpoints = {
    kind: 'Endpoints',
    metadata: old?.metadata ?? {
      name,
      namespace,
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
      labels: {
        ...service.metadata.labels,
        'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
      },
      annotations: { [TRIGGER]: stamp(world.clock.now) },
    },
    subsets: subsets.length > 0 ? subsets : undefined,
  };
  if (old === undefined) {
    const { code } = yield* create(world, by, next);
    if (code === 409) {
      const message = `endpoints "${name}" already exists`;
      const text = `Failed to create endpoint for service ${namespace}/${name}: ${message}`;
      report(world, by, next, 'FailedToCreateEndpoint', text);
    }
    return code < 300;
  }
  if (JSON.stringify(old.subsets ?? []) === JSON.stringify(subsets)) return true;
  const { code } = yield* update(world, by, next);
  return code < 300;
}

/** One subset per set of ports; Pods that are being deleted are in none. */
function subsetsOf(service: Service, pods: readonly Pod[]): readonly Subset[] {
  const byPorts = new Map<string, { ports: readonly Port[]; ready: Address[]; not: Address[] }>();
  for (const pod of pods) {
    const { podIP } = pod.status;
    const isPublished = service.spec.publishNotReadyAddresses === true;
    const isDying = pod.metadata.deletionTimestamp !== undefined && !isPublished;
    const ports = portsOf(service, pod);
    if (podIP === undefined || isOver(pod) || isDying || ports.length === 0) continue;
    const key = JSON.stringify(ports);
    const subset = byPorts.get(key) ?? { ports, ready: [], not: [] };
    byPorts.set(key, subset);
    const address = { ip: podIP, nodeName: pod.spec.nodeName ?? '', targetRef: targetOf(pod) };
    (isReady(pod) || isPublished ? subset.ready : subset.not).push(address);
  }
  return [...byPorts.values()].map(({ ports, ready, not }) => ({
    addresses: ready.length > 0 ? byIp(ready) : undefined,
    notReadyAddresses: not.length > 0 ? byIp(not) : undefined,
    ports,
  }));
}

function byIp(addresses: readonly Address[]): readonly Address[] {
  return addresses.toSorted((one, other) => (one.ip < other.ip ? -1 : 1));
}
