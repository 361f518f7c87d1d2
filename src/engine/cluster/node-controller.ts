/**
 * The node controller: what it makes of a lease that is not renewed, and the taints of a node that is not heard of.
 * Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go, v1.37.2; order of writes: recordings r1, r2
 * and t2.
 */
import type { JsonObject } from '../control-plane/index.ts';
import { spawn, type Wait } from '../virtual-time.ts';
import { patch, read, update } from './api.ts';
import { report } from './events.ts';
import { isKnown, type Lease, runHeartbeat, untilNext } from './heartbeat.ts';
import { conditionOf, type Node, type Taint } from './objects.ts';
import { newQueue } from './queue.ts';
import { hasTaint, runTaintEviction, UNREACHABLE } from './taint-eviction.ts';
import { NODE, seen, stamp, whileOff, type World } from './world.ts';

export { healthyNode } from './heartbeat.ts';

const BY = 'node-controller';
const MONITORS = 5000;
/** --node-monitor-grace-period. */
const GRACE = 50_000;
/** The patch of this taint meets that of the other one: 409, and again after UpdateTaintBackoff (recording r1). */
const SECOND_TAINT = 185;
const FIRST_GONE = 5;

export function runNode(world: World): void {
  const lease: Lease = { renewed: 0 };
  const informer = world.informers['controller-manager'];
  const queue = newQueue(world, 'controller-manager', () => passNoSchedule(world));
  informer.handlers.push(({ object }) => {
    if (object.kind === 'Node') queue.add(NODE);
  });
  runTaintEviction(world);
  spawn(world.clock, monitor(world, lease));
  runHeartbeat(world, lease);
}

function nodeIn(world: World): Node | undefined {
  const node = world.informers['controller-manager'].objects.get(`Node//${NODE}`);
  return node?.kind === 'Node' ? node : undefined;
}

function* monitor(world: World, lease: Lease): Generator<Wait, void> {
  let isOwed = false;
  for (;;) {
    yield untilNext(world.clock.now, MONITORS);
    yield* whileOff(world, 'controller-manager');
    isOwed = yield* check(world, lease, isOwed);
  }
}

/** monitorNodeHealth, by its own clock. Gives whether Pods are still to be marked. */
function* check(world: World, lease: Lease, isOwed: boolean): Generator<Wait, boolean> {
  const { renewed } = lease;
  const isLost = world.clock.now - renewed > GRACE;
  // It asks for the lease itself (NodeControllerLeaseCircuitBreaker): in an outage that waits, and is answered first.
  if (isLost) yield* read(world, BY);
  const node = nodeIn(world);
  if (node === undefined || lease.renewed !== renewed) return isOwed;
  if (isLost && isKnown(node)) return yield* markUnknown(world, node);
  yield* setTaint(world, 'NoExecute', !isKnown(node));
  return isOwed && !isKnown(node) ? !(yield* markPods(world)) : false;
}

function* markUnknown(world: World, node: Node): Generator<Wait, boolean> {
  const lastTransitionTime = stamp(world.clock.now);
  const conditions = node.status.conditions.map(({ type }) => ({
    type,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime,
  }));
  const { object } = yield* update(world, BY, { ...node, status: { conditions } }, 'status');
  if (object?.kind !== 'Node') return false;
  report(world, BY, object, 'NodeNotReady', `Node ${NODE} status is now: NodeNotReady`);
  yield* setTaint(world, 'NoExecute', true);
  return !(yield* markPods(world));
}

/** MarkPodsNotReady. Gives false where a request failed. */
function* markPods(world: World): Generator<Wait, boolean> {
  const lastTransitionTime = stamp(world.clock.now);
  let isDone = true;
  for (const pod of seen(world.informers['controller-manager'], 'Pod')) {
    const isReady = conditionOf(pod.status, 'Ready')?.status === 'True';
    if (pod.spec.nodeName !== NODE || !isReady) continue;
    const conditions = (pod.status.conditions ?? []).map((condition) =>
      condition.type === 'Ready'
        ? { ...condition, status: 'False', lastTransitionTime }
        : condition,
    );
    const next = { ...pod, status: { ...pod.status, conditions } };
    const { code } = yield* update(world, BY, next, 'status');
    if (code === 404) continue;
    if (code >= 300) isDone = false;
    report(world, BY, pod, 'NodeNotReady', 'Node is not ready');
  }
  return isDone;
}

/** doNoScheduleTaintingPass, woken by whatever is written to the node. */
function* passNoSchedule(world: World): Generator<Wait, boolean> {
  const node = nodeIn(world);
  const isOn = node !== undefined && !isKnown(node);
  if (node === undefined || hasTaint(node, 'NoSchedule') === isOn) return true;
  yield isOn ? SECOND_TAINT : FIRST_GONE;
  yield* setTaint(world, 'NoSchedule', isOn);
  return true;
}

/** AddOrUpdateTaintOnNode and RemoveTaintOffNode: on what is stored, not on what was seen last. */
function* setTaint(world: World, effect: string, isOn: boolean): Generator<Wait, void> {
  const seenNode = nodeIn(world);
  if (seenNode !== undefined && !isOn && !hasTaint(seenNode, effect)) return;
  yield* read(world, BY);
  const stored = world.store.get(`Node//${NODE}`);
  if (stored?.kind !== 'Node' || hasTaint(stored, effect) === isOn) return;
  const change = (taints: readonly Taint[] = []): readonly Taint[] => [
    ...taints.filter((each) => each.key !== UNREACHABLE || each.effect !== effect),
    ...(isOn ? [{ key: UNREACHABLE, effect }] : []),
  ];
  const list = change(stored.spec.taints).map((each): JsonObject => ({ ...each }));
  const place = { kind: 'Node', namespace: '', name: NODE } as const;
  const body = { spec: { taints: list.length > 0 ? list : null } };
  yield* patch(world, BY, place, body, (node) => {
    const taints = change(node.spec.taints);
    return { ...node, spec: { ...node.spec, taints: taints.length > 0 ? taints : undefined } };
  });
}
