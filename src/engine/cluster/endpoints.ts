/**
 * The two controllers that write down where a Service's Pods are: EndpointSlices, and the old Endpoints.
 * Upstream: pkg/controller/{endpointslice,endpoint}, v1.37.2.
 */
import type { Wait } from '../virtual-time.ts';
import { remove } from './deletion.ts';
import { reconcileSlices } from './endpoint-slices.ts';
import { reconcileEndpoints } from './endpoint-subsets.ts';
import { isOver, isReady, type Labels, type Pod, type Service } from './objects.ts';
import { newQueue, type Waits } from './queue.ts';
import { type Informer, seen, type World } from './world.ts';

/** defaultSyncBackOff of the EndpointSlice controller. */
const SLICE_WAIT = 1000;

type Reconcile = (world: World, service: Service, pods: readonly Pod[]) => Generator<Wait, boolean>;

export function runEndpoints(world: World): void {
  run(world, reconcileSlices, { first: SLICE_WAIT });
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
