/**
 * How many replicas a ReplicaSet of a Deployment gets, and what is noted of it in annotations.
 * Upstream: pkg/controller/deployment/util/deployment_util.go (ResolveFenceposts, NewRSNewReplicas,
 * SetNewReplicaSetAnnotations), v1.37.2.
 */
import { isSame } from './same.ts';
import type { Amount, Deployment, Labels, ReplicaSet, Template } from './objects.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const MOST = 'deployment.kubernetes.io/max-replicas';
/** Characters of the list of earlier revisions. */
const LONGEST_HISTORY = 2000;

/** annotationsToSkip: of the Deployment or of the ReplicaSet alone, never copied between them. */
export const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED,
  MOST,
  'deprecated.deployment.rollback.to',
]);

/** Surge is rounded up, unavailability down; where both come to nothing, one may be unavailable. */
export function fenceposts({ spec }: Deployment): {
  readonly surge: number;
  readonly unavailable: number;
} {
  const { maxSurge: surging = 0, maxUnavailable: missing = 0 } = spec.strategy.rollingUpdate ?? {};
  const surge = scaled(surging, spec.replicas, Math.ceil);
  const unavailable = scaled(missing, spec.replicas, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function scaled(amount: Amount, of: number, round: (value: number) => number): number {
  if (typeof amount === 'number') return amount;
  return round((Number.parseInt(amount, 10) * of) / 100) || 0;
}

export function maxSurge(d: Deployment): number {
  return d.spec.strategy.type === 'RollingUpdate' ? fenceposts(d).surge : 0;
}

export function maxUnavailable(d: Deployment): number {
  if (d.spec.strategy.type !== 'RollingUpdate' || d.spec.replicas === 0) return 0;
  return Math.min(fenceposts(d).unavailable, d.spec.replicas);
}

/** `now`: what the new ReplicaSet has; `sets`: all of the Deployment. */
export function newReplicas(d: Deployment, sets: readonly ReplicaSet[], now: number): number {
  if (d.spec.strategy.type !== 'RollingUpdate') return d.spec.replicas;
  const total = sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
  const surge = scaled(d.spec.strategy.rollingUpdate?.maxSurge ?? 0, d.spec.replicas, Math.ceil);
  const most = d.spec.replicas + surge;
  if (total >= most) return now;
  return now + Math.min(most - total, d.spec.replicas - now);
}

export function revisionOf({ metadata }: ReplicaSet): number {
  return whole(metadata.annotations?.[REVISION]) ?? 0;
}

export function desiredOf({ metadata }: ReplicaSet): number | undefined {
  return whole(metadata.annotations?.[DESIRED]);
}

export function maxReplicasOf({ metadata }: ReplicaSet): number | undefined {
  return whole(metadata.annotations?.[MOST]);
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Annotations of the Deployment that its ReplicaSets get too. */
export function applied({ metadata }: Deployment): Labels {
  return Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.has(key)),
  );
}

/** An existing ReplicaSet with the annotations it should have; undefined where it has them. */
export function withAnnotations(
  d: Deployment,
  set: ReplicaSet,
  revision: number,
): ReplicaSet | undefined {
  const before = set.metadata.annotations ?? {};
  const after: Record<string, string> = { ...before, ...applied(d) };
  const old = revisionOf(set);
  if (old < revision) {
    after[REVISION] = String(revision);
    // It is rolled back to: its earlier number is kept.
    if (before[REVISION] !== undefined) after[HISTORY] = history(before[HISTORY], before[REVISION]);
  }
  const isSame = Object.entries(after).every(([key, value]) => before[key] === value);
  return isSame ? undefined : { ...set, metadata: { ...set.metadata, annotations: after } };
}

function history(before: string | undefined, revision: string): string {
  const all = [...(before ? before.split(',') : []), revision];
  while (all.length > 1 && all.join(',').length > LONGEST_HISTORY) all.shift();
  return all.join(',');
}

/** The same object where nothing is to change. */
export function withReplicaAnnotations(d: Deployment, set: ReplicaSet): ReplicaSet {
  const { annotations = {} } = set.metadata;
  const desired = String(d.spec.replicas);
  const most = String(d.spec.replicas + maxSurge(d));
  if (annotations[DESIRED] === desired && annotations[MOST] === most) return set;
  return {
    ...set,
    metadata: {
      ...set.metadata,
      annotations: { ...annotations, [DESIRED]: desired, [MOST]: most },
    },
  };
}

/** EqualIgnoreHash: the label that the controller adds does not count. */
export function sameTemplate(one: Template, other: Template): boolean {
  return isSame(parts(one), parts(other));
}

function parts({ metadata, spec }: Template): readonly unknown[] {
  return [withoutHash(metadata), metadata?.annotations ?? {}, spec];
}

/** The labels of a template as the Deployment has them: the hash is of its ReplicaSet. */
export function withoutHash(metadata: Template['metadata']): Labels {
  const { 'pod-template-hash': _, ...labels } = metadata?.labels ?? {};
  return labels;
}
