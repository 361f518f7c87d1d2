/**
 * The kubelet's word for its node: the lease, the status where it is not what the kubelet says, the registration.
 * Upstream: pkg/kubelet/kubelet_node_status.go, v1.37.2; order and times: recordings r1, r2, t2.
 */
import type { JsonObject } from '../control-plane/index.ts';
import { spawn, type Wait } from '../virtual-time.ts';
import { create, patch } from './api.ts';
import { conditionOf, type Node, UNSAVED } from './objects.ts';
import { NODE, type Part, stamp, whileOff, type World } from './world.ts';

const BY = 'kubelet';
/** nodeStatusUpdateFrequency, and of the lease. */
const RENEWS = 10_000;
/** Its clock is a moment behind the node controller's, so that after an outage the controller looks first: t2. */
const BEHIND = 1;
const REGISTERS = 106;
const NEEDS: readonly Part[] = ['kubelet', 'apiserver', 'etcd'];

const HEALTHY: readonly (readonly [string, string, string])[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID'],
  ['Ready', 'True', 'KubeletReady'],
];

export function healthyNode(): Node {
  return {
    kind: 'Node',
    metadata: {
      name: NODE,
      namespace: '',
      uid: 'a5f6e1a0-0000-4000-a000-000000000001',
      resourceVersion: '100',
      creationTimestamp: stamp(0),
    },
    spec: {},
    status: { conditions: healthyConditions(stamp(0)) },
  };
}

function healthyConditions(lastTransitionTime: string): Node['status']['conditions'] {
  return HEALTHY.map(([type, status, reason]) => ({ type, status, reason, lastTransitionTime }));
}

export function isKnown({ status }: Node): boolean {
  return conditionOf(status, 'Ready')?.status !== 'Unknown';
}

/** Renewals of the lease are no story: they are not told, only missed. */
export interface Lease {
  renewed: number;
}

export function runHeartbeat(world: World, lease: Lease): void {
  spawn(world.clock, beats(world, lease));
  spawn(world.clock, starts(world, lease));
}

/** Of a clock that strikes each `period`. */
export function untilNext(now: number, period: number): number {
  return period - (now % period);
}

function* beats(world: World, lease: Lease): Generator<Wait, void> {
  for (;;) {
    yield untilNext(world.clock.now - BEHIND, RENEWS);
    if (!NEEDS.some((part) => world.off.has(part))) beat(world, lease);
  }
}

function beat(world: World, lease: Lease): void {
  lease.renewed = world.clock.now;
  // It compares with what is stored: what the node controller wrote in the meantime is put right.
  spawn(world.clock, tellHealth(world));
}

function* starts(world: World, lease: Lease): Generator<Wait, void> {
  for (;;) {
    yield world.kubeletIsBack;
    yield* whileOff(world, ...NEEDS);
    beat(world, lease);
    yield REGISTERS;
    yield* register(world);
  }
}

/** registerWithAPIServer: the node is there, which it finds out by 409. */
function* register(world: World): Generator<Wait, void> {
  const { kind, metadata, spec, status } = healthyNode();
  const { name, namespace } = metadata;
  yield* create(world, BY, { kind, metadata: { name, namespace, ...UNSAVED }, spec, status });
}

function* tellHealth(world: World): Generator<Wait, void> {
  const node = world.store.get(`Node//${NODE}`);
  if (node?.kind !== 'Node' || isKnown(node)) return;
  const conditions = healthyConditions(stamp(world.clock.now));
  const place = { kind: 'Node', namespace: '', name: NODE, subresource: 'status' } as const;
  const body = { status: { conditions: JSON.parse(JSON.stringify(conditions)) as JsonObject[] } };
  yield* patch(world, BY, place, body, (current) => ({ ...current, status: { conditions } }));
}
