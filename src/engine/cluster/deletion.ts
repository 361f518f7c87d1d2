/**
 * What the API server makes of a request to delete: removed at once, or marked and waited for.
 * Upstream, v1.37.2: staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go and generic/registry/store.go,
 * pkg/registry/core/pod/strategy.go.
 */
import type { Json } from '../control-plane/index.ts';
import type { Wait } from '../virtual-time.ts';
import { send } from './api.ts';
import type { Pod, Stored } from './objects.ts';
import { type Answer, type Ask, conflict, type Decision, notFound } from './request.ts';
import { stamp, type World } from './world.ts';

export interface DeleteOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly version?: string;
}

const DEFAULT_GRACE = 30;

export function remove(
  world: World,
  by: string,
  { kind, metadata }: Stored,
  options: DeleteOptions,
): Generator<Wait, Answer> {
  const { namespace, name } = metadata;
  const { uid, version, ...rest } = options;
  const preconditions = {
    ...(uid !== undefined && { uid }),
    ...(version !== undefined && { resourceVersion: version }),
  };
  const body: Json =
    Object.keys(preconditions).length > 0 ? { ...rest, preconditions } : { ...rest };
  const ask: Ask = { by, verb: 'delete', kind, namespace, name, body };
  return send(world, ask, (current) => {
    if (current === undefined) return notFound(ask);
    const isOther = uid !== undefined && uid !== current.metadata.uid;
    if (isOther || (version !== undefined && version !== current.metadata.resourceVersion)) {
      return conflict(ask);
    }
    return current.kind === 'Pod'
      ? removalOfPod(world, current, options)
      : removalOf(world, current, options);
  });
}

function removalOfPod(world: World, pod: Pod, { gracePeriodSeconds }: DeleteOptions): Decision {
  const { metadata, spec, status } = pod;
  const own = spec['terminationGracePeriodSeconds'];
  const period = gracePeriodSeconds ?? (typeof own === 'number' ? own : DEFAULT_GRACE);
  const asked = period < 0 ? 1 : period;
  const isOver = status.phase === 'Succeeded' || status.phase === 'Failed';
  const isAgain = metadata.deletionTimestamp !== undefined;
  const grace = !isAgain && (isOver || (spec.nodeName ?? '') === '') ? 0 : asked;
  if (grace === 0) return { do: 'remove', object: dying(world, pod, 0) };
  const before = metadata.deletionGracePeriodSeconds ?? 0;
  if (isAgain && (gracePeriodSeconds === undefined || grace >= before)) return { do: 'same' };
  return { do: 'store', object: dying(world, pod, grace) };
}

function dying<T extends Stored>(world: World, object: T, grace: number): T {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: stamp(world.clock.now + grace * 1000),
      deletionGracePeriodSeconds: grace,
    },
  };
}

const FINALIZERS = { Foreground: 'foregroundDeletion', Orphan: 'orphan', Background: '' } as const;

function removalOf(
  world: World,
  object: Stored,
  { propagationPolicy = 'Background' }: DeleteOptions,
): Decision {
  const { metadata } = object;
  const wanted = FINALIZERS[propagationPolicy];
  const others = (metadata.finalizers ?? []).filter(
    (name) => name !== FINALIZERS.Foreground && name !== FINALIZERS.Orphan,
  );
  const finalizers = wanted === '' ? others : [...others, wanted];
  if (finalizers.length === 0) return { do: 'remove', object };
  const isSame = JSON.stringify(finalizers) === JSON.stringify(metadata.finalizers);
  if (metadata.deletionTimestamp !== undefined && isSame) return { do: 'same' };
  const marked = metadata.deletionTimestamp === undefined ? dying(world, object, 0) : object;
  return { do: 'store', object: { ...marked, metadata: { ...marked.metadata, finalizers } } };
}
