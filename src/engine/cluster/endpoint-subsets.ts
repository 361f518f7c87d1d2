/**
 * The old Endpoints of a Service.
 * Upstream: pkg/controller/endpoint/endpoints_controller.go, v1.37.2.
 */
import type { Wait } from '../virtual-time.ts';
import { create, update } from './api.ts';
import {
  HEADLESS,
  isHeadless,
  labelsWithout,
  portsOf,
  targetOf,
  TRIGGER,
} from './endpoint-ports.ts';
import { report } from './events.ts';
import {
  type Address,
  type Endpoints,
  isOver,
  isReady,
  type Labels,
  type Pod,
  type Port,
  type Service,
  type Subset,
  UNSAVED,
} from './objects.ts';
import { isSame } from './same.ts';
import { stamp, type World } from './world.ts';

const BY = 'endpoint-controller';
const MANAGED = 'endpoints.kubernetes.io/managed-by';

export function* reconcileEndpoints(
  world: World,
  service: Service,
  pods: readonly Pod[],
): Generator<Wait, boolean> {
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
    metadata: {
      ...(old?.metadata ?? {
        name,
        namespace,
        ...UNSAVED,
        annotations: { [TRIGGER]: stamp(world.clock.now) },
      }),
      labels: {
        ...labelsWithout(service.metadata.labels, [HEADLESS]),
        ...(isHeadless(service) && { [HEADLESS]: '' }),
        [MANAGED]: BY,
      },
    },
    subsets: subsets.length > 0 ? subsets : undefined,
  };
  if (old === undefined) {
    const { code } = yield* create(world, BY, next);
    if (code === 409) {
      const message = `endpoints "${name}" already exists`;
      const text = `Failed to create endpoint for service ${namespace}/${name}: ${message}`;
      report(world, BY, next, 'FailedToCreateEndpoint', text);
    }
    return code < 300;
  }
  const areSame = JSON.stringify(old.subsets ?? []) === JSON.stringify(subsets);
  if (areSame && hasLabels(old.metadata.labels, service.metadata.labels)) return true;
  const { code } = yield* update(world, BY, next);
  return code < 300;
}

/** labelsCorrectForEndpoints. */
function hasLabels(own: Labels | undefined, wanted: Labels | undefined): boolean {
  return own?.[MANAGED] === BY && isSame(labelsWithout(own, [MANAGED, HEADLESS]), wanted ?? {});
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
