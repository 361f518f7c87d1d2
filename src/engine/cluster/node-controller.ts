/**
 * The health of the node: its lease, what the node controller makes of a lease that is not renewed, and the
 * eviction of Pods that do not tolerate that for ever.
 * Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go, pkg/controller/tainteviction,
 * pkg/kubelet/kubelet_node_status.go, v1.37.2; order of writes: recordings r1 and r2.
 */
import type { JsonObject } from '../control-plane/index.ts';
import { spawn, type Wait } from '../virtual-time.ts';
import { patch, update } from './api.ts';
import { remove } from './deletion.ts';
import { report } from './events.ts';
import { conditionOf, isOver, type Node, type Pod, type Taint } from './objects.ts';
import { NODE, seen, stamp, whileOff, type World } from './world.ts';

const BY = 'node-controller';
/** Lease and status of its node, by the kubelet: nodeStatusUpdateFrequency. */
const RENEWS = 10_000;
const MONITORS = 5000;
/** --node-monitor-grace-period. */
const GRACE = 50_000;
/** Between the two taints that go: recordings r1 and r2. */
const NEXT_TAINT = 2190;
const UNREACHABLE = 'node.kubernetes.io/unreachable';
/** DefaultTolerationSeconds, admission. */
const TOLERATED = 300;

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

/** Renewals of the lease are no story: they are not told, only missed. */
interface Lease {
  renewed: number;
}

export function runNode(world: World): void {
  const lease: Lease = { renewed: 0 };
  spawn(world.clock, renew(world, lease));
  spawn(world.clock, monitor(world, lease));
}

function* renew(world: World, lease: Lease): Generator<Wait, void> {
  for (;;) {
    yield { signal: world.kubeletIsBack, orAfter: RENEWS };
    yield* whileOff(world, 'kubelet', 'apiserver', 'etcd');
    lease.renewed = world.clock.now;
    // It compares with what is stored: what the node controller wrote in the meantime is put right.
    spawn(world.clock, recover(world));
  }
}

function nodeIn(world: World): Node | undefined {
  const node = world.informers['controller-manager'].objects.get(`Node//${NODE}`);
  return node?.kind === 'Node' ? node : undefined;
}

function isKnown(node: Node): boolean {
  return conditionOf(node.status, 'Ready')?.status !== 'Unknown';
}

function* monitor(world: World, lease: Lease): Generator<Wait, void> {
  let since: number | undefined;
  for (;;) {
    yield MONITORS;
    yield* whileOff(world, 'controller-manager', 'apiserver', 'etcd');
    const node = nodeIn(world);
    if (node === undefined) continue;
    if (world.clock.now - lease.renewed > GRACE && isKnown(node)) {
      since = world.clock.now;
      yield* markUnknown(world, node);
    }
    if (isKnown(nodeIn(world) ?? node)) since = undefined;
    if (since !== undefined) yield* evict(world, since);
  }
}

function* markUnknown(world: World, node: Node): Generator<Wait, void> {
  const lastTransitionTime = stamp(world.clock.now);
  const conditions = node.status.conditions.map(({ type }) => ({
    type,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime,
  }));
  const { object } = yield* update(world, BY, { ...node, status: { conditions } }, 'status');
  if (object?.kind !== 'Node') return;
  report(world, BY, object, 'NodeNotReady', `Node ${NODE} status is now: NodeNotReady`);
  yield* taint(world, add('NoExecute'));
  for (const pod of podsOf(world)) {
    const ready = conditionOf(pod.status, 'Ready');
    if (ready?.status !== 'True') continue;
    const others = (pod.status.conditions ?? []).map((condition) =>
      condition.type === 'Ready'
        ? { ...condition, status: 'False', lastTransitionTime }
        : condition,
    );
    yield* update(world, BY, { ...pod, status: { ...pod.status, conditions: others } }, 'status');
    report(world, BY, pod, 'NodeNotReady', 'Node is not ready');
  }
  yield* taint(world, add('NoSchedule'));
}

function podsOf(world: World): readonly Pod[] {
  return seen(world.informers['controller-manager'], 'Pod').filter(
    (pod) => pod.spec.nodeName === NODE && !isOver(pod),
  );
}

/** AddOrUpdateTaintOnNode and RemoveTaintOffNode: on what is stored, not on what was seen last. */
function* taint(
  world: World,
  change: (taints: readonly Taint[]) => readonly Taint[],
): Generator<Wait, void> {
  const place = { kind: 'Node', namespace: '', name: NODE } as const;
  const stored = world.store.get(`Node//${NODE}`);
  const next = change(stored?.kind === 'Node' ? (stored.spec.taints ?? []) : []);
  const list = next.map(({ key, effect }): JsonObject => ({ key, effect }));
  const body = { spec: { taints: list.length > 0 ? list : null } };
  yield* patch(world, BY, place, body, (node) => {
    const taints = change(node.spec.taints ?? []);
    return { ...node, spec: { ...node.spec, taints: taints.length > 0 ? taints : undefined } };
  });
}

function add(effect: string): (taints: readonly Taint[]) => readonly Taint[] {
  return (taints) => [...without(effect)(taints), { key: UNREACHABLE, effect }];
}

function without(effect: string): (taints: readonly Taint[]) => readonly Taint[] {
  return (taints) => taints.filter((each) => each.key !== UNREACHABLE || each.effect !== effect);
}

/** Pods whose toleration of `unreachable` has run out. */
function* evict(world: World, since: number): Generator<Wait, void> {
  for (const pod of podsOf(world)) {
    const after = toleratedFor(pod);
    const isDue = after !== undefined && world.clock.now - since >= after * 1000;
    if (!isDue || pod.metadata.deletionTimestamp !== undefined) continue;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
      lastTransitionTime: stamp(world.clock.now),
    };
    const { namespace, name } = pod.metadata;
    const place = { kind: 'Pod', namespace, name, subresource: 'status' } as const;
    yield* patch(world, BY, place, { status: { conditions: [condition] } }, (current) => ({
      ...current,
      status: { ...current.status, conditions: [...(current.status.conditions ?? []), condition] },
    }));
    report(world, BY, pod, 'TaintManagerEviction', `Marking for deletion Pod ${namespace}/${name}`);
    yield* remove(world, BY, pod, {});
  }
}

/** Seconds; undefined: for ever. */
function toleratedFor({ spec }: Pod): number | undefined {
  const tolerations = spec['tolerations'];
  const fitting = (Array.isArray(tolerations) ? tolerations : [])
    .map((each) => each as Record<string, unknown>)
    .filter(
      ({ key = '', effect = '' }) =>
        (key === UNREACHABLE || key === '') && (effect === 'NoExecute' || effect === ''),
    );
  if (fitting.length === 0) return TOLERATED;
  const limits = fitting.flatMap(({ tolerationSeconds }) =>
    typeof tolerationSeconds === 'number' ? [Math.max(0, tolerationSeconds)] : [],
  );
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

/** The kubelet says that the node is well, then the taints go one after the other. */
function* recover(world: World): Generator<Wait, void> {
  yield* whileOff(world, 'kubelet', 'apiserver', 'etcd');
  const node = world.store.get(`Node//${NODE}`);
  if (node?.kind !== 'Node' || isKnown(node)) return;
  const conditions = healthyConditions(stamp(world.clock.now));
  const place = { kind: 'Node', namespace: '', name: NODE, subresource: 'status' } as const;
  const body = { status: { conditions: JSON.parse(JSON.stringify(conditions)) as JsonObject[] } };
  yield* patch(world, 'kubelet', place, body, (current) => ({
    ...current,
    status: { conditions },
  }));
  yield 10;
  yield* taint(world, without('NoSchedule'));
  yield NEXT_TAINT;
  yield* taint(world, without('NoExecute'));
}
