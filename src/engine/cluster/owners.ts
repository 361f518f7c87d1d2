/**
 * Who belongs to whom: taking in and letting go.
 * Upstream: pkg/controller/controller_ref_manager.go, v1.37.2.
 */
import type { Wait } from '../virtual-time.ts';
import { patch } from './api.ts';
import {
  type Deployment,
  type Owner,
  type ReplicaSet,
  RESOURCES,
  type Service,
  type Stored,
} from './objects.ts';
import type { World } from './world.ts';

export function ownerRef({ kind, metadata }: Deployment | ReplicaSet | Service): Owner {
  const { group, version } = RESOURCES[kind];
  return {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function* adopt(
  world: World,
  by: string,
  object: Stored,
  owner: Owner,
): Generator<Wait, boolean> {
  const { namespace, name, uid } = object.metadata;
  const body = { metadata: { ownerReferences: [{ ...owner }], uid } };
  const { code } = yield* patch(
    world,
    by,
    { kind: object.kind, namespace, name, uid },
    body,
    (current) => {
      const others = current.metadata.ownerReferences ?? [];
      return {
        ...current,
        metadata: { ...current.metadata, ownerReferences: [...others, owner] },
      };
    },
  );
  return code < 300;
}

export function* release(
  world: World,
  by: string,
  object: Stored,
  owner: string,
): Generator<Wait, boolean> {
  const { namespace, name, uid } = object.metadata;
  const body = { metadata: { uid, ownerReferences: [{ $patch: 'delete', uid: owner }] } };
  const { code } = yield* patch(
    world,
    by,
    { kind: object.kind, namespace, name, uid },
    body,
    (current) => {
      const left = (current.metadata.ownerReferences ?? []).filter((each) => each.uid !== owner);
      return {
        ...current,
        metadata: { ...current.metadata, ownerReferences: left.length > 0 ? left : undefined },
      };
    },
  );
  // Gone already: there is nothing to let go.
  return code < 300 || code === 404;
}
