/**
 * What kubectl sends for each command: v1.37.2, recordings a to l.
 * Left out: server-side apply, the last-applied annotation.
 */
import type { Json, JsonObject } from '../control-plane/index.ts';
import { at, spawn, type Wait } from '../virtual-time.ts';
import { create, patch, send, toPlain } from './api.ts';
import type { Command } from './commands.ts';
import { remove } from './deletion.ts';
import { all, BY, type Complain, find } from './kubectl-find.ts';
import { changed, restart, setImage, undo } from './kubectl-rollout.ts';
import { type Applied, MOST_PODS, readManifest } from './manifest.ts';
import type { Deployment, Labels, Service } from './objects.ts';
import type { Timed } from './script.ts';
import { type Part, switchOff, switchOn, type World } from './world.ts';

export type { KubectlProblemCode } from './kubectl-find.ts';

/** Until its first request: discovery and what it reads beforehand. */
const STARTS = 50;
const APPLY_STARTS = 115;
/** Between two requests. */
const NEXT = 8;
const HANDSHAKE_TIMEOUT = 10_000;

/** Plays the script. */
export function runScript(
  world: World,
  timed: readonly Timed[],
  objects: readonly Applied[],
  complain: (line: number) => Complain,
): void {
  for (const step of timed) {
    at(world.clock, step.at, () => {
      if (step.do !== 'kubectl') {
        toggle(world, step.part, step.do === 'stop');
        return;
      }
      act(world, 'kubectl', step.text);
      if (step.command.do !== 'look') {
        spawn(world.clock, typed(world, step.command, objects, complain(step.line)));
      }
    });
  }
}

function act(world: World, component: string, text: string): void {
  const { now } = world.clock;
  world.entries.push({ entry: 'action', at: now, end: now, component, text });
}

function toggle(world: World, part: Part, isStop: boolean): void {
  const component = part === 'controller-manager' ? 'kube-controller-manager' : part;
  if (isStop) {
    if (switchOff(world, part)) act(world, component, `${part} stopped`);
  } else if (switchOn(world, part)) act(world, component, `${part} started again`);
}

function* typed(
  world: World,
  command: Command,
  objects: readonly Applied[],
  complain: Complain,
): Generator<Wait, void> {
  yield command.do === 'apply' ? APPLY_STARTS : STARTS;
  const apiserver = world.off.get('apiserver');
  if (apiserver !== undefined) {
    // A frozen API server: the connection is made, its handshake is not answered.
    yield { signal: apiserver, orAfter: HANDSHAKE_TIMEOUT };
    if (world.off.has('apiserver')) {
      act(world, 'kubectl', 'Unable to connect to the server: net/http: TLS handshake timeout');
      return;
    }
  }
  yield* carryOut(world, command, objects, complain);
}

function* carryOut(
  world: World,
  command: Command,
  objects: readonly Applied[],
  complain: Complain,
): Generator<Wait, void> {
  switch (command.do) {
    case 'apply':
      return yield* apply(world, objects);
    case 'look':
      return;
    case 'scale': {
      const { replicas } = command;
      const d = find(world, 'Deployment', command.name, complain);
      if (d === undefined) return;
      if (replicas > MOST_PODS) return complain('drive-too-many-pods', { most: MOST_PODS });
      yield* changed(world, d, { spec: { replicas } }, (spec) => ({ ...spec, replicas }), 'scale');
      return;
    }
    case 'set-image':
      return yield* setImage(world, command.name, command.images, complain);
    case 'set-selector': {
      const service = find(world, 'Service', command.name, complain);
      if (service) yield* selectors(world, service, command.selector);
      return;
    }
    case 'undo':
      return yield* undo(world, command.name, command.revision, complain);
    case 'restart':
      return yield* restart(world, command.name, complain);
    case 'pause':
    case 'resume': {
      const d = find(world, 'Deployment', command.name, complain);
      const paused = command.do === 'pause';
      if (d === undefined) return;
      yield* changed(world, d, { spec: { paused: paused || null } }, ({ paused: _, ...spec }) =>
        paused ? { ...spec, paused } : spec,
      );
      return;
    }
    case 'delete':
      return yield* deletion(world, command, complain);
    case 'label': {
      const { kind, labels } = command;
      const object = find(world, kind, command.name, complain);
      if (object === undefined) return;
      const { namespace, name } = object.metadata;
      yield* patch(world, BY, { kind, namespace, name }, { metadata: { labels } }, (current) => ({
        ...current,
        metadata: { ...current.metadata, labels: mergedLabels(current.metadata.labels, labels) },
      }));
      return;
    }
    case 'patch': {
      const object = find(world, command.kind, command.name, complain);
      if (object !== undefined) yield* patched(world, object, command.patch, complain);
    }
  }
}

/** Defaulted and validated as if it were applied, like every write; its name, status and owners stay. */
function* patched(
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
  if (problems.some(({ code }) => code === 'drive-too-many')) {
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

function mergedLabels(
  before: Labels | undefined,
  change: Readonly<Record<string, string | null>>,
): Labels {
  const after = Object.entries({ ...before, ...change });
  return Object.fromEntries(after.filter((pair): pair is [string, string] => pair[1] !== null));
}

function* apply(world: World, objects: readonly Applied[]): Generator<Wait, void> {
  for (const object of objects) {
    const { kind, metadata } = object;
    const { namespace, name } = metadata;
    const current = world.store.get(`${kind}/${namespace}/${name}`);
    if (current === undefined) {
      yield* create(world, BY, object);
    } else if (current.kind === 'Deployment' && object.kind === 'Deployment') {
      const isSame = JSON.stringify(current.spec) === JSON.stringify(object.spec);
      const spec = JSON.parse(JSON.stringify(object.spec)) as JsonObject;
      if (!isSame) yield* changed(world, current, { spec }, () => object.spec);
    } else if (current.kind === 'Service' && object.kind === 'Service') {
      yield* selectors(world, current, object.spec.selector ?? {});
    }
    yield NEXT;
  }
}

function* selectors(world: World, service: Service, selector: Labels): Generator<Wait, void> {
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

function* deletion(
  world: World,
  { kind, names, labels, cascade, grace }: Extract<Command, { do: 'delete' }>,
  complain: Complain,
): Generator<Wait, void> {
  const named = names.flatMap((name) => find(world, kind, name, complain) ?? []);
  const selected =
    labels === undefined
      ? []
      : all(world, kind).filter(({ metadata }) =>
          Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value),
        );
  for (const object of [...named, ...selected]) {
    const isPod = kind === 'Pod';
    yield* remove(world, BY, object, {
      propagationPolicy: cascade,
      ...(isPod && grace !== undefined && { gracePeriodSeconds: grace }),
    });
    yield 2;
  }
}
