/**
 * What kubectl sends for whole objects and parts of them: apply, patch, set selector.
 * Upstream: staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go, v1.37.2.
 * Left out: server-side apply, the last-applied annotation, fields that a later manifest no longer has.
 */
import type { Json, JsonObject } from '../control-plane/index.ts';
import type { Wait } from '../virtual-time.ts';
import { create, patch, send, toPlain } from './api.ts';
import { isSame } from './same.ts';
import { all, BY, type Complain } from './kubectl-find.ts';
import { changed } from './kubectl-rollout.ts';
import { type Applied, type Manifest, MOST_PODS, podsOf, readManifest } from './manifest.ts';
import type { Deployment, DeploymentSpec, Labels, Service } from './objects.ts';
import type { World } from './world.ts';

/** Between two requests. */
const NEXT = 8;

/** Pods of all Deployments when this one has so many. */
export function podsWith(world: World, { metadata }: Deployment, replicas: number): number {
  const others = all(world, 'Deployment').filter((each) => each.metadata.uid !== metadata.uid);
  return others.reduce((sum, each) => sum + podsOf(each), replicas);
}

export function* apply(
  world: World,
  { objects, withoutReplicas }: Manifest,
): Generator<Wait, void> {
  for (const object of objects) {
    const { kind, metadata } = object;
    const { namespace, name } = metadata;
    const current = world.store.get(`${kind}/${namespace}/${name}`);
    if (current === undefined) {
      yield* create(world, BY, object);
    } else if (current.kind === 'Deployment' && object.kind === 'Deployment') {
      const isUnstated = withoutReplicas.has(`${namespace}/${name}`);
      const spec = withApplied(current.spec, object.spec, isUnstated);
      const changes = Object.entries(spec).filter(
        ([key, value]) => !isSame(value, current.spec[key as keyof DeploymentSpec]),
      );
      const body = JSON.parse(JSON.stringify({ spec: Object.fromEntries(changes) })) as JsonObject;
      if (changes.length > 0) yield* changed(world, current, body, () => spec);
    } else if (current.kind === 'Service' && object.kind === 'Service') {
      yield* selectors(world, current, object.spec.selector ?? {});
    }
    yield NEXT;
  }
}

/**
 * What the manifest says, and what was added to the object since: annotations of the template (`rollout restart`),
 * `rollout pause`, and a size that the manifest does not state.
 */
function withApplied(
  live: DeploymentSpec,
  stated: DeploymentSpec,
  isUnstated: boolean,
): DeploymentSpec {
  const annotations = {
    ...live.template.metadata?.annotations,
    ...stated.template.metadata?.annotations,
  };
  const hasAny = Object.keys(annotations).length > 0;
  const metadata = { ...stated.template.metadata, ...(hasAny && { annotations }) };
  return {
    ...stated,
    ...(isUnstated && { replicas: live.replicas }),
    ...(live.paused !== undefined && { paused: live.paused }),
    template: { ...stated.template, metadata },
  };
}

/** Defaulted and validated as if it were applied, like every write; its name, status and owners stay. */
export function* patched(
  world: World,
  object: Deployment | Service,
  change: Json,
  complain: Complain,
): Generator<Wait, void> {
  const { kind, metadata } = object;
  const { namespace, name } = metadata;
  const text = JSON.stringify(mergePatch(toPlain(object), change));
  const { objects, problems } = readManifest(text);
  const [next] = objects;
  const isTooMany =
    next?.kind === 'Deployment' &&
    podsWith(world, object as Deployment, next.spec.replicas) > MOST_PODS;
  if (isTooMany || problems.some(({ code }) => code === 'drive-too-many')) {
    return complain('drive-too-many-pods', { most: MOST_PODS });
  }
  const isOther = next?.kind !== kind || next.metadata.name !== name || !sameSelector(object, next);
  if (isOther || problems.length > 0) {
    const message = `${kind} "${name}" is invalid`;
    const ask = { by: BY, verb: 'patch', kind, namespace, name, body: change } as const;
    yield* send(world, ask, () => ({ do: 'refuse', code: 422, reason: 'Invalid', message }));
    return;
  }
  const { labels, annotations } = next.metadata;
  yield* patch(world, BY, { kind, namespace, name }, change, (current) => {
    const { spec } = next as typeof current;
    const kept = { ...current.metadata, labels, annotations };
    return { ...current, metadata: kept, spec } as typeof current;
  });
}

/** That of a Deployment cannot be changed: pkg/apis/apps/validation. */
function sameSelector(before: Deployment | Service, after: Applied): boolean {
  if (before.kind !== 'Deployment' || after.kind !== 'Deployment') return true;
  return JSON.stringify(before.spec.selector) === JSON.stringify(after.spec.selector);
}

/** RFC 7396; lists do not come up. */
function mergePatch(current: Json, change: Json): Json {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change;
  const before: JsonObject =
    typeof current === 'object' && current !== null && !Array.isArray(current)
      ? (current as JsonObject)
      : {};
  const after: Record<string, Json> = { ...before };
  for (const [key, value] of Object.entries(change as JsonObject)) {
    if (value === null) delete after[key];
    else after[key] = mergePatch(before[key] ?? null, value);
  }
  return after;
}

export function* selectors(
  world: World,
  service: Service,
  selector: Labels,
): Generator<Wait, void> {
  const { namespace, name } = service.metadata;
  if (JSON.stringify(service.spec.selector) === JSON.stringify(selector)) return;
  const gone = Object.keys(service.spec.selector ?? {}).filter((key) => !(key in selector));
  const body: JsonObject = {
    spec: { selector: { ...Object.fromEntries(gone.map((key) => [key, null])), ...selector } },
  };
  yield* patch(world, BY, { kind: 'Service', namespace, name }, body, (current) => ({
    ...current,
    spec: { ...current.spec, selector },
  }));
}
