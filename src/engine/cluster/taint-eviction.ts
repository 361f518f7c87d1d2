/**
 * The eviction of Pods from a node that has a NoExecute taint which they do not tolerate for ever.
 * Upstream: pkg/controller/tainteviction/{taint_eviction,timed_workers}.go, v1.37.2; recordings r1 and r2.
 */
import { spawn, type Wait } from '../virtual-time.ts';
import { patch, read } from './api.ts';
import { remove } from './deletion.ts';
import { report } from './events.ts';
import { conditionOf, type Node, placeOf, type Pod, withCondition } from './objects.ts';
import { NODE, seen, stamp, whileOff, type World } from './world.ts';

const BY = 'node-controller';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
/** DefaultTolerationSeconds, admission. */
const TOLERATED = 300;
const RETRIES = 5;
const RETRY_WAIT = 10;

/** A timer of one Pod; once it runs, it cannot be cancelled. */
interface Work {
  state: 'waiting' | 'running' | 'cancelled';
}

export function runTaintEviction(world: World): void {
  const informer = world.informers['controller-manager'];
  const works = new Map<string, Work>();
  const cancel = (pod: Pod): void => {
    const key = placeOf(pod);
    const work = works.get(key);
    if (work?.state !== 'waiting') return;
    work.state = 'cancelled';
    works.delete(key);
    report(world, BY, pod, 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`);
  };
  const schedule = (pod: Pod): void => {
    const key = placeOf(pod);
    const after = toleratedFor(pod);
    if (after === undefined) cancel(pod);
    else if (!works.has(key)) {
      const work: Work = { state: 'waiting' };
      works.set(key, work);
      spawn(world.clock, evict(world, works, work, pod, after));
    }
  };
  let isTainted = false;
  informer.handlers.push(({ type, object, before }) => {
    if (object.kind === 'Node' && hasTaint(object, 'NoExecute') !== isTainted) {
      isTainted = !isTainted;
      const each = isTainted ? schedule : cancel;
      for (const pod of seen(informer, 'Pod')) if (pod.spec.nodeName === NODE) each(pod);
    }
    if (object.kind !== 'Pod') return;
    const old = before?.kind === 'Pod' ? before.spec.nodeName : undefined;
    if (type === 'DELETED') cancel(object);
    else if (object.spec.nodeName === NODE && old !== NODE && isTainted) schedule(object);
  });
}

export function hasTaint({ spec }: Node, effect: string): boolean {
  return (spec.taints ?? []).some((taint) => taint.key === UNREACHABLE && taint.effect === effect);
}

function* evict(
  world: World,
  works: Map<string, Work>,
  work: Work,
  pod: Pod,
  after: number,
): Generator<Wait, void> {
  const key = placeOf(pod);
  if (after > 0) yield after * 1000;
  yield* whileOff(world, 'controller-manager');
  if (work.state === 'cancelled') return;
  work.state = 'running';
  report(world, BY, pod, 'TaintManagerEviction', `Marking for deletion Pod ${key}`);
  for (let attempt = 0; attempt < RETRIES; attempt++) {
    if (yield* markAndDelete(world, key)) break;
    yield RETRY_WAIT;
  }
  works.delete(key);
}

/** addConditionAndDeletePod. Gives whether it is done. */
function* markAndDelete(world: World, key: string): Generator<Wait, boolean> {
  yield* read(world, BY);
  const pod = world.store.get(`Pod/${key}`);
  if (pod?.kind !== 'Pod') return true;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: stamp(world.clock.now),
  };
  if (conditionOf(pod.status, condition.type)?.reason !== condition.reason) {
    const { namespace, name, uid } = pod.metadata;
    const place = { kind: 'Pod', namespace, name, subresource: 'status', uid } as const;
    const body = { metadata: { uid }, status: { conditions: [condition] } };
    const { code } = yield* patch(world, BY, place, body, (current) => ({
      ...current,
      status: { ...current.status, conditions: withCondition(current.status, condition) },
    }));
    if (code >= 300) return code === 404;
  }
  const { code } = yield* remove(world, BY, pod, {});
  return code < 300 || code === 404;
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
