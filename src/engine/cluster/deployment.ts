/**
 * The Deployment controller: which ReplicaSets there are, how large each one is, what the status says.
 * Upstream: pkg/controller/deployment/{deployment_controller,sync,rolling,recreate}.go, v1.37.2.
 * Left out: hash collisions, the rollback annotation of extensions/v1beta1.
 */
import type { Wait } from '../virtual-time.ts';
import { create, patch, read, remove, update } from './api.ts';
import {
  applied,
  desiredOf,
  maxReplicasOf,
  maxSurge,
  maxUnavailable,
  newReplicas,
  REVISION,
  revisionOf,
  sameTemplate,
  withAnnotations,
  withReplicaAnnotations,
} from './deployment-size.ts';
import {
  complete,
  progressCheck,
  rolloutStatus,
  setCondition,
  statusOf,
} from './deployment-status.ts';
import { report } from './events.ts';
import {
  conditionOf,
  controllerOf,
  type Deployment,
  isOver,
  type Owner,
  type Pod,
  type ReplicaSet,
  selects,
} from './objects.ts';
import { newQueue, type Queue } from './queue.ts';
import { hashOf } from './template.ts';
import { type Informer, seen, stamp, type World } from './world.ts';

const BY = 'deployment-controller';

export function runDeployments(world: World): void {
  const informer = world.informers['controller-manager'];
  const queue: Queue = newQueue(world, 'controller-manager', (key) => sync(world, queue, key));
  const enqueue = (object: ReplicaSet): void => {
    const owner = deploymentOf(informer, object);
    if (owner !== undefined) queue.add(placeOf(owner));
    else if (controllerOf(object) === undefined) {
      for (const each of seen(informer, 'Deployment')) {
        const isSame = each.metadata.namespace === object.metadata.namespace;
        if (isSame && selects(each.spec.selector, object.metadata.labels)) queue.add(placeOf(each));
      }
    }
  };
  informer.handlers.push(({ type, object, before }) => {
    if (object.kind === 'Deployment') queue.add(placeOf(object));
    if (object.kind === 'ReplicaSet') {
      // One that lost its owner wakes the owner it had.
      if (
        before?.kind === 'ReplicaSet' &&
        controllerOf(before)?.uid !== controllerOf(object)?.uid
      ) {
        const old = deploymentOf(informer, before);
        if (old !== undefined) queue.add(placeOf(old));
      }
      enqueue(object);
    }
    if (object.kind === 'Pod' && type === 'DELETED') {
      const set = setOf(informer, object);
      const owner = set && deploymentOf(informer, set);
      if (owner?.spec.strategy.type === 'Recreate') queue.add(placeOf(owner));
    }
  });
}

function placeOf({ metadata }: Deployment): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function deploymentOf(informer: Informer, set: ReplicaSet): Deployment | undefined {
  const owner = controllerOf(set);
  if (owner?.kind !== 'Deployment') return undefined;
  const found = informer.objects.get(`Deployment/${set.metadata.namespace}/${owner.name}`);
  return found?.kind === 'Deployment' && found.metadata.uid === owner.uid ? found : undefined;
}

function setOf(informer: Informer, pod: Pod): ReplicaSet | undefined {
  const owner = controllerOf(pod);
  const found = informer.objects.get(`ReplicaSet/${pod.metadata.namespace}/${owner?.name ?? ''}`);
  return found?.kind === 'ReplicaSet' && found.metadata.uid === owner?.uid ? found : undefined;
}

/** One sync: the Deployment as it was read, with what this sync has set in it. */
interface Work {
  readonly world: World;
  readonly queue: Queue;
  d: Deployment;
  sets: ReplicaSet[];
}

/** A request was refused: the sync is over and will be tried again. */
class Failed {}
const FAILED = new Failed();

type Doing<T> = Generator<Wait, T | Failed>;

function* sync(world: World, queue: Queue, key: string): Generator<Wait, boolean> {
  const informer = world.informers['controller-manager'];
  const cached = informer.objects.get(`Deployment/${key}`);
  if (cached?.kind !== 'Deployment') return true;
  const work: Work = { world, queue, d: cached, sets: [] };
  const claimed = yield* claim(work, informer);
  if (claimed instanceof Failed) return false;
  work.sets = claimed.toSorted((one, other) => (ageOf(one) < ageOf(other) ? -1 : 1));
  const done = yield* decide(work);
  return !(done instanceof Failed);
}

/** ReplicaSetsByCreationTimestamp: by whole seconds, then by name. */
function ageOf({ metadata }: ReplicaSet): string {
  return `${metadata.creationTimestamp} ${metadata.name}`;
}

function* decide(work: Work): Doing<void> {
  const { d } = work;
  if (d.metadata.deletionTimestamp !== undefined) {
    const found = yield* newSetOf(work, false);
    return found instanceof Failed ? found : yield* syncStatus(work, found);
  }
  const paused = yield* checkPaused(work);
  if (paused instanceof Failed) return paused;
  if (d.spec.paused === true) return yield* scaleOnly(work);
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  const isScaled = active(work.sets).some((set) => {
    const desired = desiredOf(set);
    return desired !== undefined && desired !== d.spec.replicas;
  });
  if (isScaled) return yield* scaleOnly(work);
  return d.spec.strategy.type === 'Recreate' ? yield* recreate(work) : yield* roll(work);
}

/** ClaimReplicaSets of pkg/controller/controller_ref_manager.go. */
function* claim({ world, d }: Work, informer: Informer): Doing<ReplicaSet[]> {
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

export function ownerRef({ kind, metadata }: Deployment | ReplicaSet): Owner {
  return {
    apiVersion: 'apps/v1',
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
  object: ReplicaSet | Pod,
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
  object: ReplicaSet | Pod,
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

function active(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return sets.filter(({ spec }) => spec.replicas > 0);
}

function newest(work: Work): ReplicaSet | undefined {
  return work.sets.find(({ spec }) => sameTemplate(spec.template, work.d.spec.template));
}

function olderThan(work: Work, set: ReplicaSet | undefined): readonly ReplicaSet[] {
  return work.sets.filter((each) => each.metadata.uid !== set?.metadata.uid);
}

/** getNewReplicaSet of sync.go: what the status is written for here is written against the cached version. */
function* newSetOf(work: Work, mayCreate: boolean): Doing<ReplicaSet | undefined> {
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

function hasDeadline({ spec }: Deployment): boolean {
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
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
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
  const { object } = yield* create(world, BY, withReplicaAnnotations(d, plain));
  if (object?.kind !== 'ReplicaSet') return FAILED;
  if (replicas > 0) {
    report(world, BY, d, 'ScalingReplicaSet', scaledText('up', object, 0, replicas));
  }
  work.sets = [...work.sets, object];
  return object;
}

function scaledText(
  way: 'up' | 'down',
  { metadata }: ReplicaSet,
  from: number,
  to: number,
): string {
  return `Scaled ${way} replica set ${metadata.name} from ${from} to ${to}`;
}

/** Gives whether the size changed. `isForced`: the annotations alone are worth a write. */
function* scale(work: Work, set: ReplicaSet, size: number, isForced = false): Doing<boolean> {
  const { world, d } = work;
  const { replicas } = set.spec;
  const annotated = withReplicaAnnotations(d, set);
  if (replicas === size && (!isForced || annotated === set)) return false;
  const { object } = yield* update(world, BY, {
    ...annotated,
    spec: { ...set.spec, replicas: size },
  });
  if (object?.kind !== 'ReplicaSet') return FAILED;
  if (replicas === size) return false;
  const way = replicas < size ? 'up' : 'down';
  report(world, BY, d, 'ScalingReplicaSet', scaledText(way, set, replicas, size));
  return true;
}

/** sync() of sync.go: the number of replicas changed, or the Deployment is paused. */
function* scaleOnly(work: Work): Doing<void> {
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  const scaled = yield* proportionally(work, found);
  if (scaled instanceof Failed) return scaled;
  if (work.d.spec.paused === true) {
    const cleaned = yield* cleanUp(work, found);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncStatus(work, found);
}

function* proportionally(work: Work, found: ReplicaSet | undefined): Doing<void> {
  const { d, sets } = work;
  const running = active(sets);
  const only = running.length > 1 ? undefined : (running[0] ?? found ?? sets.at(-1));
  if (only !== undefined) {
    const scaled = yield* scale(work, only, d.spec.replicas);
    return scaled instanceof Failed ? scaled : undefined;
  }
  const isSaturated =
    found !== undefined &&
    found.spec.replicas === d.spec.replicas &&
    desiredOf(found) === d.spec.replicas &&
    found.status.availableReplicas === d.spec.replicas;
  if (isSaturated) {
    for (const old of running.filter((each) => each !== found)) {
      const scaled = yield* scale(work, old, 0);
      if (scaled instanceof Failed) return scaled;
    }
    return undefined;
  }
  if (d.spec.strategy.type !== 'RollingUpdate') return undefined;
  for (const [set, size] of shares(d, running)) {
    const scaled = yield* scale(work, set, size, true);
    if (scaled instanceof Failed) return scaled;
  }
  return undefined;
}

/** Sizes in proportion to what each set had; what rounding leaves over goes to the largest. */
function shares(
  d: Deployment,
  running: readonly ReplicaSet[],
): readonly (readonly [ReplicaSet, number])[] {
  const total = running.reduce((sum, { spec }) => sum + spec.replicas, 0);
  const allowed = d.spec.replicas > 0 ? d.spec.replicas + maxSurge(d) : 0;
  const toAdd = allowed - total;
  const bySize = running.toSorted((one, other) => {
    const larger = other.spec.replicas - one.spec.replicas;
    if (larger !== 0) return larger;
    const later = one.metadata.creationTimestamp < other.metadata.creationTimestamp ? 1 : -1;
    return toAdd > 0 ? later : -later;
  });
  let added = 0;
  const sizes = bySize.map((set): [ReplicaSet, number] => {
    const share = shareOf(d, set, toAdd, added);
    added += share;
    return [set, set.spec.replicas + share];
  });
  const [largest] = sizes;
  if (largest !== undefined) largest[1] = Math.max(0, largest[1] + toAdd - added);
  return sizes;
}

function shareOf(d: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  const { replicas } = set.spec;
  if (replicas === 0 || toAdd === 0 || toAdd === added) return 0;
  const before = maxReplicasOf(set) || (d.status.replicas ?? 0);
  const most = d.spec.replicas + maxSurge(d);
  const fraction =
    d.spec.replicas === 0
      ? -replicas
      : before === 0
        ? 0
        : Math.round((replicas * most) / before) - replicas;
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

/** rolloutRolling of rolling.go. */
function* roll(work: Work): Doing<void> {
  const found = yield* newSetOf(work, true);
  if (found instanceof Failed) return found;
  if (found === undefined) return undefined;
  const up = yield* scaleUp(work, found);
  if (up instanceof Failed) return up;
  if (up) return yield* syncRollout(work, found);
  const down = yield* scaleDown(work, found);
  // What went wrong on the way down is tried again with the next event.
  if (down === true) return yield* syncRollout(work, found);
  if (complete(work.d, work.d.status)) {
    const cleaned = yield* cleanUp(work, found);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncRollout(work, found);
}

function* scaleUp(work: Work, found: ReplicaSet): Doing<boolean> {
  const { d, sets } = work;
  if (found.spec.replicas === d.spec.replicas) return false;
  const size =
    found.spec.replicas > d.spec.replicas
      ? d.spec.replicas
      : newReplicas(d, sets, found.spec.replicas);
  return yield* scale(work, found, size);
}

function* scaleDown(work: Work, found: ReplicaSet): Doing<boolean> {
  const { d, sets } = work;
  const old = active(olderThan(work, found));
  if (old.length === 0) return false;
  const sum = sets.reduce((total, { spec }) => total + spec.replicas, 0);
  const unavailable = found.spec.replicas - (found.status.availableReplicas ?? 0);
  const minAvailable = d.spec.replicas - maxUnavailable(d);
  const most = sum - minAvailable - unavailable;
  if (most <= 0) return false;
  // Pods that are not healthy go first: nothing is lost with them.
  let cleaned = 0;
  const left: ReplicaSet[] = [];
  for (const set of old) {
    const broken = set.spec.replicas - (set.status.availableReplicas ?? 0);
    const count = cleaned >= most ? 0 : Math.min(most - cleaned, broken);
    if (count <= 0) {
      left.push(set);
      continue;
    }
    const scaled = yield* scale(work, set, set.spec.replicas - count);
    if (scaled instanceof Failed) return scaled;
    cleaned += count;
    const current = work.world.store.get(
      `ReplicaSet/${set.metadata.namespace}/${set.metadata.name}`,
    );
    if (current?.kind === 'ReplicaSet') left.push(current);
  }
  const available =
    (found.status.availableReplicas ?? 0) +
    left.reduce((total, { status }) => total + (status.availableReplicas ?? 0), 0);
  let rest = available - minAvailable;
  let went = 0;
  for (const set of left) {
    if (rest <= 0) break;
    const count = Math.min(set.spec.replicas, rest);
    if (count === 0) continue;
    const scaled = yield* scale(work, set, set.spec.replicas - count);
    if (scaled instanceof Failed) return scaled;
    rest -= count;
    went += count;
  }
  return cleaned + went > 0;
}

/** rolloutRecreate of recreate.go: nothing new before all that is old has ended. */
function* recreate(work: Work): Doing<void> {
  const found = yield* newSetOf(work, false);
  if (found instanceof Failed) return found;
  let went = false;
  for (const set of active(olderThan(work, found))) {
    const scaled = yield* scale(work, set, 0);
    if (scaled instanceof Failed) return scaled;
    went ||= scaled;
  }
  if (went || oldPodsRun(work, found)) return yield* syncRollout(work, found);
  const made = found ?? (yield* newSetOf(work, true));
  if (made instanceof Failed) return made;
  if (made !== undefined) {
    const scaled = yield* scale(work, made, work.d.spec.replicas);
    if (scaled instanceof Failed) return scaled;
  }
  if (complete(work.d, work.d.status)) {
    const cleaned = yield* cleanUp(work, made);
    if (cleaned instanceof Failed) return cleaned;
  }
  return yield* syncRollout(work, made);
}

function oldPodsRun({ world, sets }: Work, found: ReplicaSet | undefined): boolean {
  const old = sets.filter((set) => set.metadata.uid !== found?.metadata.uid);
  if (old.some(({ status }) => status.replicas > 0)) return true;
  const uids = new Set(old.map(({ metadata }) => metadata.uid));
  return seen(world.informers['controller-manager'], 'Pod').some(
    (pod) => uids.has(controllerOf(pod)?.uid ?? '') && !isOver(pod),
  );
}

/** cleanupDeployment of sync.go: old sets beyond revisionHistoryLimit. */
function* cleanUp(work: Work, found: ReplicaSet | undefined): Doing<void> {
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

function* checkPaused(work: Work): Doing<void> {
  const { world, d } = work;
  const { reason } = conditionOf(d.status, 'Progressing') ?? {};
  if (!hasDeadline(d) || reason === 'ProgressDeadlineExceeded') return undefined;
  const isPaused = d.spec.paused === true;
  if (isPaused === (reason === 'DeploymentPaused')) return undefined;
  const condition = isPaused
    ? { reason: 'DeploymentPaused', message: 'Deployment is paused' }
    : { reason: 'DeploymentResumed', message: 'Deployment is resumed' };
  const now = stamp(world.clock.now);
  const status = setCondition(
    d.status,
    { type: 'Progressing', status: 'Unknown', ...condition },
    now,
  );
  work.d = { ...d, status };
  const { code } = yield* update(world, BY, work.d, 'status');
  return code < 300 ? undefined : FAILED;
}

function* syncStatus(work: Work, found: ReplicaSet | undefined): Doing<void> {
  return yield* write(work, statusOf(work.d, work.sets, found, stamp(work.world.clock.now)));
}

function* syncRollout(work: Work, found: ReplicaSet | undefined): Doing<void> {
  const { world, d, queue } = work;
  const status = rolloutStatus(d, work.sets, found, world.clock.now);
  if (JSON.stringify(status) === JSON.stringify(d.status)) {
    const wait = progressCheck(d, status, world.clock.now);
    if (wait !== undefined) queue.addAfter(placeOf(d), wait);
    return undefined;
  }
  return yield* write(work, status);
}

function* write(work: Work, status: Deployment['status']): Doing<void> {
  const { world, d } = work;
  if (JSON.stringify(status) === JSON.stringify(d.status)) return undefined;
  const { code } = yield* update(world, BY, { ...d, status }, 'status');
  return code < 300 ? undefined : FAILED;
}
