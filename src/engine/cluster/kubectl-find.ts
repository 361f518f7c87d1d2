/** What a kubectl command is about: in the namespace that it acts in. */
import type { Params } from '../problem.ts';
import type { Target } from './commands.ts';
import { type Kind, keyOf, type OfKind, type Stored } from './objects.ts';
import type { World } from './world.ts';

export const BY = 'kubectl';

export type KubectlProblemCode =
  /** params: kind, name, namespace */
  | 'drive-not-found'
  /** There is one elsewhere. params: kind, name, namespace, other */
  | 'drive-elsewhere'
  /** params: name */
  | 'drive-no-container'
  | 'drive-no-history'
  /** What kubectl or the API server says. params: error */
  | 'drive-error'
  /** params: most */
  | 'drive-too-many-pods';

export type Complain = (code: KubectlProblemCode, params: Params) => void;

/** Where a command is carried out. */
export interface Shell {
  readonly world: World;
  readonly namespace: string;
  readonly complain: Complain;
}

export function all<K extends Kind>(world: World, kind: K): readonly OfKind<K>[] {
  return [...world.store.values()].filter((object): object is OfKind<K> => object.kind === kind);
}

export function allIn<K extends Kind>({ world, namespace }: Shell, kind: K): readonly OfKind<K>[] {
  return all(world, kind).filter(({ metadata }) => metadata.namespace === namespace);
}

/** `oldest` and `newest` stand for a Pod whose name nobody knows before the play. */
export function find<K extends Target>(shell: Shell, kind: K, name: string): OfKind<K> | undefined {
  const { world, namespace, complain } = shell;
  const exact = world.store.get(keyOf(kind, namespace, name));
  if (exact !== undefined) return exact as OfKind<K>;
  const isWord = kind === 'Pod' && (name === 'oldest' || name === 'newest');
  const isMeant = ({ metadata }: Stored): boolean =>
    isWord ? metadata.deletionTimestamp === undefined : metadata.name === name;
  const meant: readonly Stored[] = all(world, kind).filter(isMeant);
  if (isWord) {
    // The store keeps the order in which objects were created.
    const alive = meant.filter(({ metadata }) => metadata.namespace === namespace);
    const chosen = alive.at(name === 'oldest' ? 0 : -1);
    if (chosen !== undefined) return chosen as OfKind<K>;
  }
  const [elsewhere] = meant;
  const params = { kind, name, namespace };
  if (elsewhere === undefined) complain('drive-not-found', params);
  else complain('drive-elsewhere', { ...params, other: elsewhere.metadata.namespace });
  return undefined;
}
