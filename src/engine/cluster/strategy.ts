/**
 * What the API server itself sets in an object before it stores it.
 * Upstream: PrepareForCreate and PrepareForUpdate of the strategies in pkg/registry, v1.37.2.
 */
import { isSame } from './same.ts';
import type { Condition, Kind, Stored } from './objects.ts';
import { newUid, stamp, type World } from './world.ts';

/** Kinds that have a generation, and the part of them that it counts the changes of. */
const COUNTED: ReadonlyMap<Kind, (object: Stored) => unknown> = new Map<
  Kind,
  (object: Stored) => unknown
>([
  ['Deployment', (object) => ('spec' in object ? object.spec : undefined)],
  ['ReplicaSet', (object) => ('spec' in object ? object.spec : undefined)],
  ['EndpointSlice', (object) => (object.kind === 'EndpointSlice' ? object.endpoints : undefined)],
  ['Pod', () => undefined],
]);

export function born(world: World, object: Stored): Stored {
  const { clock } = world;
  const isCounted = COUNTED.has(object.kind);
  return {
    ...withGates(world, withAddress(world, object)),
    metadata: {
      ...object.metadata,
      uid: newUid(world),
      creationTimestamp: stamp(clock.now),
      ...(isCounted && { generation: 1 }),
    },
  };
}

/** The API server itself assigns the ClusterIP, within the request. */
function withAddress(world: World, object: Stored): Stored {
  if (object.kind !== 'Service') return object;
  const { clusterIP, type } = object.spec;
  if (clusterIP !== undefined || type === 'ExternalName') return object;
  const part = (): number => Math.floor(world.chance() * 254) + 1;
  return { ...object, spec: { ...object.spec, clusterIP: `10.96.${part()}.${part()}` } };
}

/** applySchedulingGatedCondition of pkg/registry/core/pod/strategy.go. */
function withGates({ clock }: World, object: Stored): Stored {
  const gates = object.kind === 'Pod' ? object.spec['schedulingGates'] : undefined;
  if (object.kind !== 'Pod' || !Array.isArray(gates) || gates.length === 0) return object;
  const condition: Condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
    lastTransitionTime: stamp(clock.now),
  };
  return { ...object, status: { ...object.status, conditions: [condition] } };
}

export function withGeneration(
  subresource: string,
  current: Stored | undefined,
  object: Stored,
): Stored {
  const counted = COUNTED.get(object.kind);
  if (counted === undefined || current === undefined || subresource === 'status') return object;
  const isDeleted =
    current.metadata.deletionTimestamp === undefined &&
    object.metadata.deletionTimestamp !== undefined;
  const differs = !isSame(counted(current), counted(object));
  if (!differs && !isDeleted) return object;
  const generation = (current.metadata.generation ?? 0) + 1;
  return { ...object, metadata: { ...object.metadata, generation } };
}
