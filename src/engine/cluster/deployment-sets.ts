/**
 * The ReplicaSets of a Deployment: which ones it has, the one of its template, and what is written to them.
 * Upstream: ClaimReplicaSets of pkg/controller/controller_ref_manager.go, getNewReplicaSet, scaleReplicaSet and
 * cleanupDeployment of pkg/controller/deployment/sync.go, v1.37.2.
 * Left out: hash collisions.
 */
import type { Wait } from '../virtual-time.ts';
import { create, read, update } from './api.ts';
import { remove } from './deletion.ts';
import {
  applied,
  newReplicas,
  REVISION,
  revisionOf,
  sameTemplate,
  withAnnotations,
  withReplicaAnnotations,
} from './deployment-size.ts';
import { setCondition } from './deployment-status.ts';
import type { Sized } from './deployment-steps.ts';
import { report } from './events.ts';
import {
  conditionOf,
  controllerOf,
  type Deployment,
  type ReplicaSet,
  selects,
  UNSAVED,
} from './objects.ts';
import { adopt, ownerRef, release } from './owners.ts';
import type { Queue } from './queue.ts';
import { hashOf } from './template.ts';
import { type Informer, seen, stamp, type World } from './world.ts';

export const BY = 'deployment-controller';

/** One sync: the Deployment as it was read, with what this sync has set in it. */
export interface Work {
  readonly world: World;
  readonly queue: Queue;
  d: Deployment;
  sets: ReplicaSet[];
}

/** A request was refused: the sync is over and will be tried again. */
export class Failed {}
export const FAILED: Failed = new Failed();

export type Doing<T> = Generator<Wait, T | Failed>;

/** ClaimReplicaSets of pkg/controller/controller_ref_manager.go. */
export function* claim({ world, d }: Work, informer: Informer): Doing<ReplicaSet[]> {
  const mine: ReplicaSet[] = [];
  for (const set of seen(informer, 'ReplicaSet')) {
    if (set.metadata.namespace !== d.metadata.namespace) continue;
    const owner = controllerOf(set);
    const fits = selects(d.spec.selector, set.metadata.labels);
    if (owner?.uid === d.metadata.uid) {
      if (fits || d.metadata.deletionTimestamp !== undefined) mine.push(set);
      else {
        const released = yield* release(world, BY, set, d.metadata.uid);
        if (!released) return FAILED;
      }
      continue;
    }
    const isFree = owner === undefined && set.metadata.deletionTimestamp === undefined;
    if (!isFree || !fits || d.metadata.deletionTimestamp !== undefined) continue;
    yield* read(world, BY);
    const adopted = yield* adopt(world, BY, set, ownerRef(d));
    if (!adopted) return FAILED;
    mine.push(set);
  }
  return mine;
}

function newest(work: Work): ReplicaSet | undefined {
  return work.sets.find(({ spec }) => sameTemplate(spec.template, work.d.spec.template));
}

export function olderThan(work: Work, set: ReplicaSet | undefined): readonly ReplicaSet[] {
  return work.sets.filter((each) => each.metadata.uid !== set?.metadata.uid);
}

/** getNewReplicaSet of sync.go: what the status is written for here is written against the cached version. */
export function* newSetOf(work: Work, mayCreate: boolean): Doing<ReplicaSet | undefined> {
  const { world, d } = work;
  const found = newest(work);
  const revision = Math.max(0, ...olderThan(work, found).map(revisionOf)) + 1;
  if (found !== undefined) {
    const annotated = withAnnotations(d, found, revision);
    if (
      annotated !== undefined ||
      (found.spec.minReadySeconds ?? 0) !== (d.spec.minReadySeconds ?? 0)
    ) {
      const base = annotated ?? found;
      const spec = { ...base.spec, minReadySeconds: d.spec.minReadySeconds };
      const { object } = yield* update(world, BY, { ...base, spec });
      return object?.kind === 'ReplicaSet' ? object : FAILED;
    }
    return yield* withRevision(
      work,
      found,
      String(revisionOf(found)),
      'FoundNewReplicaSet',
      `Found new replica set "${found.metadata.name}"`,
      false,
    );
  }
  if (!mayCreate) return undefined;
  const made = yield* make(work, revision);
  if (made instanceof Failed) return made;
  return yield* withRevision(
    work,
    made,
    String(revision),
    'NewReplicaSetCreated',
    `Created new replica set "${made.metadata.name}"`,
    true,
  );
}

function* withRevision(
  work: Work,
  set: ReplicaSet,
  revision: string,
  reason: string,
  message: string,
  isNew: boolean,
): Doing<ReplicaSet> {
  const { world, d } = work;
  const { annotations = {} } = d.metadata;
  const needsRevision = annotations[REVISION] !== revision;
  const needsCondition =
    hasDeadline(d) && (isNew || conditionOf(d.status, 'Progressing') === undefined);
  if (!needsRevision && !needsCondition) return set;
  const now = stamp(world.clock.now);
  work.d = {
    ...d,
    metadata: { ...d.metadata, annotations: { ...annotations, [REVISION]: revision } },
    status: needsCondition
      ? setCondition(d.status, { type: 'Progressing', status: 'True', reason, message }, now)
      : d.status,
  };
  const { code } = yield* update(world, BY, work.d, 'status');
  return code < 300 ? set : FAILED;
}

export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== 2 ** 31 - 1;
}

function* make(work: Work, revision: number): Doing<ReplicaSet> {
  const { world, d } = work;
  const { template, selector, minReadySeconds } = d.spec;
  const hash = hashOf(template);
  const labels = { ...template.metadata?.labels, 'pod-template-hash': hash };
  const replicas = newReplicas(d, work.sets, 0);
  const { namespace } = d.metadata;
  const plain: ReplicaSet = {
    kind: 'ReplicaSet',
    metadata: {
      name: `${d.metadata.name}-${hash}`,
      namespace,
      ...UNSAVED,
      labels,
      annotations: { ...applied(d), [REVISION]: String(revision) },
      ownerReferences: [ownerRef(d)],
    },
    spec: {
      replicas,
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: {
        ...selector,
        matchLabels: { ...selector.matchLabels, 'pod-template-hash': hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
  const { object, code, message } = yield* create(world, BY, withReplicaAnnotations(d, plain));
  if (object?.kind !== 'ReplicaSet') {
    if (code !== 409) yield* sayFailed(work, plain.metadata.name, message);
    return FAILED;
  }
  if (replicas > 0) {
    report(world, BY, d, 'ScalingReplicaSet', scaledText('up', object, 0, replicas));
  }
  work.sets = [...work.sets, object];
  return object;
}

/** In the status and as an Event; whether that one comes through does not matter. */
function* sayFailed(work: Work, name: string, why: string): Generator<Wait, void> {
  const { world, d } = work;
  const reason = 'ReplicaSetCreateError';
  const message = `Failed to create new replica set "${name}": ${why}`;
  if (hasDeadline(d)) {
    const condition = { type: 'Progressing', status: 'False', reason, message };
    const status = setCondition(d.status, condition, stamp(world.clock.now));
    yield* update(world, BY, { ...d, status }, 'status');
  }
  report(world, BY, d, reason, message);
}

function scaledText(
  way: 'up' | 'down',
  { metadata }: ReplicaSet,
  from: number,
  to: number,
): string {
  return `Scaled ${way} replica set ${metadata.name} from ${from} to ${to}`;
}

/** Gives the set as it then is. `isForced`: the annotations alone are worth a write. */
export function* scale(work: Work, { set, size }: Sized, isForced = false): Doing<ReplicaSet> {
  const { world, d } = work;
  const { replicas } = set.spec;
  const annotated = withReplicaAnnotations(d, set);
  if (replicas === size && (!isForced || annotated === set)) return set;
  const { object } = yield* update(world, BY, {
    ...annotated,
    spec: { ...set.spec, replicas: size },
  });
  if (object?.kind !== 'ReplicaSet') return FAILED;
  if (replicas === size) return object;
  const way = replicas < size ? 'up' : 'down';
  report(world, BY, d, 'ScalingReplicaSet', scaledText(way, set, replicas, size));
  return object;
}

/** cleanupDeployment of sync.go: old sets beyond revisionHistoryLimit. */
export function* cleanUp(work: Work, found: ReplicaSet | undefined): Doing<void> {
  const { world, d } = work;
  const old = olderThan(work, found).filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );
  const surplus = old
    .toSorted((one, other) => revisionOf(one) - revisionOf(other))
    .slice(0, Math.max(0, old.length - d.spec.revisionHistoryLimit));
  for (const set of surplus) {
    const { spec, status, metadata } = set;
    const isSeen = (metadata.generation ?? 0) <= (status.observedGeneration ?? 0);
    if (status.replicas !== 0 || spec.replicas !== 0 || !isSeen) continue;
    const { code } = yield* remove(world, BY, set, {});
    if (code >= 300 && code !== 404) return FAILED;
  }
  return undefined;
}
