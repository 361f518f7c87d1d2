/** What a kubectl command is about. */
import type { Params } from '../problem.ts';
import type { Target } from './commands.ts';
import type { Kind, OfKind, Stored } from './objects.ts';
import type { World } from './world.ts';

export const BY = 'kubectl';

export type KubectlProblemCode =
  /** params: kind, name */
  | 'drive-not-found'
  /** params: name */
  | 'drive-no-container'
  | 'drive-no-history'
  /** params: most */
  | 'drive-too-many-pods';

export type Complain = (code: KubectlProblemCode, params: Params) => void;

export function all<K extends Kind>(world: World, kind: K): readonly OfKind<K>[] {
  return [...world.store.values()].filter((object): object is OfKind<K> => object.kind === kind);
}

/** `oldest` and `newest` stand for a Pod whose name nobody knows before the play. */
export function find<K extends Target>(
  world: World,
  kind: K,
  name: string,
  complain: Complain,
): OfKind<K> | undefined {
  const found: readonly Stored[] = all(world, kind);
  const exact = found.find(({ metadata }) => metadata.name === name);
  if (exact !== undefined) return exact as OfKind<K>;
  if (kind === 'Pod' && (name === 'oldest' || name === 'newest')) {
    // The store keeps the order in which objects were created.
    const alive = found.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const chosen = alive.at(name === 'oldest' ? 0 : -1);
    if (chosen !== undefined) return chosen as OfKind<K>;
  }
  complain('drive-not-found', { kind, name });
  return undefined;
}
