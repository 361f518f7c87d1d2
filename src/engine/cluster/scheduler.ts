/**
 * The scheduler of a cluster of one node: binds a Pod when the node takes it.
 * Upstream: pkg/scheduler/{schedule_one,eventhandlers}.go, plugins tainttoleration and schedulinggates, v1.37.2.
 * Left out: resources, affinity, topology, priorities: one node with room for all.
 */
import type { JsonObject } from '../control-plane/index.ts';
import type { Wait } from '../virtual-time.ts';
import { patch, send } from './api.ts';
import { report } from './events.ts';
import {
  type Condition,
  conditionOf,
  type Node,
  type Pod,
  type Taint,
  withCondition,
} from './objects.ts';
import { newQueue } from './queue.ts';
import { NODE, stamp, type World } from './world.ts';

const BY = 'scheduler';
/** A scheduling cycle. */
const TAKES = 3;

export function runScheduler(world: World): void {
  const informer = world.informers.scheduler;
  const waiting = new Set<string>();
  const queue = newQueue(world, 'scheduler', (key) => schedule(world, waiting, key));
  informer.handlers.push(({ type, object }) => {
    if (object.kind === 'Pod') {
      const { namespace, name, deletionTimestamp } = object.metadata;
      const key = `${namespace}/${name}`;
      const isMine = type !== 'DELETED' && deletionTimestamp === undefined && isOpen(object);
      if (!isMine) waiting.delete(key);
      else if (type === 'ADDED' || !waiting.has(key)) queue.add(key);
    }
    if (object.kind !== 'Node') return;
    // isSchedulableAfterNodeChange of the plugin tainttoleration.
    for (const key of waiting) {
      const pod = informer.objects.get(`Pod/${key}`);
      if (pod?.kind === 'Pod' && refusing(pod, object) === undefined) queue.add(key);
    }
  });
}

function isOpen({ spec }: Pod): boolean {
  const gates = spec['schedulingGates'];
  return (spec.nodeName ?? '') === '' && !(Array.isArray(gates) && gates.length > 0);
}

function* schedule(world: World, waiting: Set<string>, key: string): Generator<Wait, boolean> {
  yield TAKES;
  const { objects } = world.informers.scheduler;
  const pod = objects.get(`Pod/${key}`);
  if (pod?.kind !== 'Pod' || !isOpen(pod) || pod.metadata.deletionTimestamp !== undefined) {
    return true;
  }
  const node = objects.get(`Node//${NODE}`);
  const refused = node?.kind === 'Node' ? refusing(pod, node) : undefined;
  if (refused !== undefined) return yield* refuse(world, waiting, key, pod);
  waiting.delete(key);
  const { namespace, name } = pod.metadata;
  const body = { target: { kind: 'Node', name: NODE } };
  const { code } = yield* send(
    world,
    { by: BY, verb: 'create', kind: 'Pod', subresource: 'binding', namespace, name, body },
    (current) => {
      if (current?.kind !== 'Pod') {
        return { do: 'refuse', code: 404, reason: 'NotFound', message: `pods "${name}" not found` };
      }
      const scheduled: Condition = {
        type: 'PodScheduled',
        status: 'True',
        lastTransitionTime: stamp(world.clock.now),
      };
      const status = { ...current.status, conditions: withCondition(current.status, scheduled) };
      return {
        do: 'store',
        object: { ...current, spec: { ...current.spec, nodeName: NODE }, status },
      };
    },
  );
  if (code >= 300) return code === 404;
  report(world, BY, pod, 'Scheduled', `Successfully assigned ${key} to ${NODE}`);
  return true;
}

function refusing(pod: Pod, { spec }: Node): Taint | undefined {
  return (spec.taints ?? []).find(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(pod, taint),
  );
}

/** handleSchedulingFailure: the Event first; a patch that fails is not tried again. */
function* refuse(
  world: World,
  waiting: Set<string>,
  key: string,
  pod: Pod,
): Generator<Wait, boolean> {
  waiting.add(key);
  const { namespace, name } = pod.metadata;
  const message =
    '0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
  const old = conditionOf(pod.status, 'PodScheduled');
  const isFalse = old?.status === 'False';
  const condition: Condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: isFalse ? old.lastTransitionTime : stamp(world.clock.now),
  };
  report(world, BY, pod, 'FailedScheduling', message);
  // UpdatePodCondition: nothing new, nothing to write.
  if (isFalse && old.reason === condition.reason && old.message === message) return true;
  const place = { kind: 'Pod', namespace, name, subresource: 'status' } as const;
  const body: JsonObject = {
    status: { conditions: [JSON.parse(JSON.stringify(condition)) as JsonObject] },
  };
  yield* patch(world, BY, place, body, (current) => ({
    ...current,
    status: { ...current.status, conditions: withCondition(current.status, condition) },
  }));
  return true;
}

/** NoExecute of an unreachable node is tolerated for 300 s: DefaultTolerationSeconds. */
function tolerates({ spec }: Pod, taint: Taint): boolean {
  const tolerations = spec['tolerations'];
  return (Array.isArray(tolerations) ? tolerations : []).some((each) => {
    const { key = '', effect = '', operator = 'Equal' } = each as Record<string, unknown>;
    const isKey = key === taint.key || (key === '' && operator === 'Exists');
    return isKey && (effect === '' || effect === taint.effect);
  });
}
