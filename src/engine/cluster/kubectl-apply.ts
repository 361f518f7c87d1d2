/**
 * What kubectl sends for whole objects and parts of them: apply, patch, set selector.
 * Upstream: apply.go and patcher.go of staging/src/k8s.io/kubectl/pkg/cmd/apply, v1.37.2.
 * Left out: server-side apply; the annotation with what was applied last (it is kept aside); namespaces that are
 * not there.
 */
import type { JsonObject } from '../control-plane/index.ts';
import { readDocuments } from '../read/index.ts';
import type { Wait } from '../virtual-time.ts';
import { create, patch, send, toPlain } from './api.ts';
import { type Applied, decode } from './decode.ts';
import { invalid, invalidText } from './field-error.ts';
import { all, BY, type Shell } from './kubectl-find.ts';
import { type Manifest, MOST_PODS, podsOf } from './manifest.ts';
import { type Deployment, keyOf, type Labels, type Service, type Stored } from './objects.ts';
import { type Decision, notFound } from './request.ts';
import { isSame } from './same.ts';
import { jsonMerge, strategicMerge, threeWay } from './strategic-merge.ts';
import { mapOf } from './validate.ts';
import type { World } from './world.ts';

/** Between two requests. */
const NEXT = 8;

/** Pods of all Deployments when this one has so many. */
export function podsWith(world: World, { metadata }: Stored, replicas: number): number {
  const others = all(world, 'Deployment').filter((each) => each.metadata.uid !== metadata.uid);
  return others.reduce((sum, each) => sum + podsOf(each), replicas);
}

/** What was applied last, by uid. */
export type LastApplied = Map<string, JsonObject>;

/** The objects in the namespace that the command says; undefined of those that are in another one. */
export function* placed(
  { namespace, complain }: Shell,
  { objects, stated, anywhere }: Manifest,
  asked: string | undefined,
): Generator<readonly [Applied, JsonObject], void> {
  for (const object of objects) {
    const { metadata } = object;
    const said = stated.get(object) ?? {};
    if (anywhere.has(object)) {
      yield [{ ...object, metadata: { ...metadata, namespace } }, said];
    } else if (asked === undefined || asked === metadata.namespace) yield [object, said];
    else {
      const error = `the namespace from the provided object "${metadata.namespace}" does not match the namespace "${asked}". You must pass '--namespace=${metadata.namespace}' to perform this operation.`;
      complain('drive-error', { error });
    }
  }
}

export function* apply(
  shell: Shell,
  manifest: Manifest,
  asked: string | undefined,
  applied: LastApplied,
): Generator<Wait, void> {
  const { world } = shell;
  for (const [object, said] of placed(shell, manifest, asked)) {
    const { kind, metadata } = object;
    const current = world.store.get(keyOf(kind, metadata.namespace, metadata.name)) as
      Applied | undefined;
    if (current === undefined) {
      const { object: created } = yield* create(world, BY, object);
      if (created !== undefined) applied.set(created.metadata.uid, said);
    } else {
      const { uid } = current.metadata;
      const change = threeWay(applied.get(uid) ?? {}, said, toPlain(current));
      const isFine = isSame(change, {}) || (yield* patched(shell, current, change));
      if (isFine) applied.set(uid, said);
    }
    yield NEXT;
  }
}

/** Merged, defaulted and validated by the API server; its name, status and owners stay. */
export function* patched(
  shell: Shell,
  object: Applied,
  change: JsonObject,
  merge: typeof strategicMerge = strategicMerge,
): Generator<Wait, boolean> {
  const { world, complain } = shell;
  const { kind, metadata } = object;
  const { namespace, name } = metadata;
  const asked = decided(object, change, merge);
  const size = asked.do === 'store' && kind === 'Deployment' ? podsOf(asked.object) : 0;
  if (size > 0 && podsWith(world, object, size) > MOST_PODS) {
    complain('drive-too-many-pods', { most: MOST_PODS });
    return false;
  }
  const ask = { by: BY, verb: 'patch', kind, namespace, name, body: change } as const;
  let refused = '';
  const { code } = yield* send(world, ask, (current) => {
    const decision =
      current?.kind === kind ? decided(current as Applied, change, merge) : notFound(ask);
    if (decision.do === 'refuse') refused = decision.message;
    return decision;
  });
  if (refused !== '') complain('drive-error', { error: refused });
  return code < 300;
}

function decided(current: Applied, change: JsonObject, merge: typeof strategicMerge): Decision {
  const { kind, metadata } = current;
  const { name } = metadata;
  const full = `${kind}${kind === 'Deployment' ? '.apps' : ''}`;
  const refuse = (code: number, reason: string, message: string): Decision => ({
    do: 'refuse',
    code,
    reason,
    message,
  });
  const merged = merge(toPlain(current), change) as JsonObject;
  const [document] = readDocuments(JSON.stringify(merged));
  if (document === undefined || 'problem' in document) throw new TypeError(name);
  const { name: named } = mapOf(merged['metadata']);
  if (named !== name) {
    const message = `the name of the object (${named ?? ''}) does not match the name on the URL (${name})`;
    return refuse(400, 'BadRequest', message);
  }
  const { object: next, findings, errors } = decode(kind, document.node);
  const wrong = findings.find(({ fatal }) => fatal);
  if (wrong) {
    const { path, params } = wrong;
    const detail = params['expected'] ? `${params['expected']} expected` : wrong.code;
    return refuse(422, 'Invalid', invalidText(full, '', [invalid('patch', path, detail)]));
  }
  if (errors.length > 0 || next === undefined) {
    return refuse(422, 'Invalid', invalidText(full, name, errors));
  }
  if (current.kind === 'Deployment' && next.kind === 'Deployment') {
    const { selector } = next.spec;
    if (!isSame(current.spec.selector, selector)) {
      const value = JSON.parse(JSON.stringify(selector)) as JsonObject;
      const error = invalid('spec.selector', value, 'field is immutable');
      return refuse(422, 'Invalid', invalidText(full, name, [error]));
    }
  }
  const { labels, annotations } = next.metadata;
  const kept = { ...metadata, labels, annotations };
  // Of a Pod only what is noted of it can be changed here.
  const spec = kind === 'Pod' ? current.spec : withAddress(current, next);
  return { do: 'store', object: { ...current, metadata: kept, spec } as Applied };
}

/** patchAllocatedValues of pkg/registry/core/service/storage: an address that is not stated stays. */
function withAddress(current: Applied, next: Applied): Applied['spec'] {
  if (current.kind !== 'Service' || next.kind !== 'Service') return next.spec;
  const { clusterIP } = current.spec;
  const isKept = clusterIP !== undefined && next.spec.type !== 'ExternalName';
  return isKept ? { clusterIP, ...next.spec } : next.spec;
}

/** As typed. */
export function patching(
  shell: Shell,
  object: Deployment | Service,
  change: JsonObject,
  type: 'strategic' | 'merge',
): Generator<Wait, boolean> {
  return patched(shell, object, change, type === 'merge' ? jsonMerge : strategicMerge);
}

/** Sent even where it changes nothing: set_selector.go. */
export function* setSelector(
  { world }: Shell,
  service: Service,
  selector: Labels,
): Generator<Wait, void> {
  const { namespace, name } = service.metadata;
  const before = service.spec.selector ?? {};
  const gone = Object.keys(before).filter((key) => !(key in selector));
  const changes = Object.entries(selector).filter(([key, value]) => before[key] !== value);
  const change = Object.fromEntries([...gone.map((key) => [key, null]), ...changes]);
  const isChanged = Object.keys(change).length > 0;
  const body: JsonObject = isChanged ? { spec: { selector: change } } : {};
  yield* patch(world, BY, { kind: 'Service', namespace, name }, body, (current) => ({
    ...current,
    spec: isSame(current.spec.selector ?? {}, selector)
      ? current.spec
      : { ...current.spec, selector },
  }));
}
