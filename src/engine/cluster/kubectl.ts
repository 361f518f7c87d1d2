/**
 * What kubectl sends for each command: v1.37.2, recordings a to l.
 * Left out: server-side apply, the last-applied annotation.
 */
import type { Json, JsonObject } from '../control-plane/index.ts';
import type { Params } from '../problem.ts';
import { at, spawn, type Wait } from '../virtual-time.ts';
import { type Answer, create, patch, remove } from './api.ts';
import type { Command, Target } from './commands.ts';
import { REVISION, revisionOf, sameTemplate } from './deployment-size.ts';
import { type Applied, MOST_PODS } from './manifest.ts';
import {
  controllerOf,
  type Deployment,
  type DeploymentSpec,
  type Kind,
  type Labels,
  type OfKind,
  type ReplicaSet,
  type Service,
  type Stored,
} from './objects.ts';
import type { Timed } from './script.ts';
import { type Part, stamp, switchOff, switchOn, timeOf, type World } from './world.ts';

const BY = 'kubectl';
/** Until its first request: discovery and what it reads beforehand. */
const STARTS = 50;
const APPLY_STARTS = 115;
/** Between two requests. */
const NEXT = 8;
const HANDSHAKE_TIMEOUT = 10_000;

export type KubectlProblemCode =
  /** params: kind, name */
  | 'drive-not-found'
  /** params: name */
  | 'drive-no-container'
  | 'drive-no-history'
  /** params: most */
  | 'drive-too-many-pods';

export type Complain = (code: KubectlProblemCode, params: Params) => void;

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
      const { kind } = command;
      const object = find(world, kind, command.name, complain);
      if (object === undefined) return;
      const { namespace, name } = object.metadata;
      yield* patch(
        world,
        BY,
        { kind, namespace, name },
        command.patch,
        (current) =>
          mergePatch(current as unknown as Json, command.patch) as unknown as typeof current,
      );
    }
  }
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

function all<K extends Kind>(world: World, kind: K): readonly OfKind<K>[] {
  return [...world.store.values()].filter((object): object is OfKind<K> => object.kind === kind);
}

/** `oldest` and `newest` stand for a Pod whose name nobody knows before the play. */
function find<K extends Target>(
  world: World,
  kind: K,
  name: string,
  complain: Complain,
): OfKind<K> | undefined {
  const found: readonly Stored[] = all(world, kind);
  const exact = found.find(({ metadata }) => metadata.name === name);
  if (exact !== undefined) return exact as OfKind<K>;
  if (kind === 'Pod' && (name === 'oldest' || name === 'newest')) {
    const byAge = found
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .toSorted(
        (one, other) =>
          timeOf(one.metadata.creationTimestamp) - timeOf(other.metadata.creationTimestamp) ||
          Number(one.metadata.resourceVersion) - Number(other.metadata.resourceVersion),
      );
    const chosen = byAge.at(name === 'oldest' ? 0 : -1);
    if (chosen !== undefined) return chosen as OfKind<K>;
  }
  complain('drive-not-found', { kind, name });
  return undefined;
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

function* changed(
  world: World,
  d: Deployment,
  body: Json,
  change: (spec: DeploymentSpec) => DeploymentSpec,
  subresource: string = '',
): Generator<Wait, Answer> {
  const { namespace, name } = d.metadata;
  const place = { kind: 'Deployment', namespace, name, subresource } as const;
  return yield* patch(world, BY, place, body, (current) => ({
    ...current,
    spec: change(current.spec),
  }));
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

function* setImage(
  world: World,
  name: string,
  images: Labels,
  complain: Complain,
): Generator<Wait, void> {
  const d = find(world, 'Deployment', name, complain);
  if (d === undefined) return;
  const known = containersIn(d.spec.template.spec);
  const wanted = Object.entries(images).flatMap(([container, image]) =>
    container === '*'
      ? known.map((each): [string, string] => [each, image])
      : [[container, image] as [string, string]],
  );
  const missing = wanted.find(([container]) => !known.includes(container));
  if (missing) return complain('drive-no-container', { name: missing[0] });
  const chosen = new Map(wanted);
  const containers = wanted.map(([container, image]) => ({ image, name: container }));
  const body: JsonObject = { spec: { template: { spec: { containers } } } };
  yield* changed(world, d, body, (spec) => ({
    ...spec,
    template: { ...spec.template, spec: withImages(spec.template.spec, chosen) },
  }));
}

function containersIn(spec: JsonObject): readonly string[] {
  return ['initContainers', 'containers'].flatMap((list) => {
    const containers = spec[list];
    return (Array.isArray(containers) ? containers : []).map((each) =>
      String((each as JsonObject)['name']),
    );
  });
}

function withImages(spec: JsonObject, images: ReadonlyMap<string, string>): JsonObject {
  const lists = ['initContainers', 'containers'].flatMap((list): [string, Json][] => {
    const containers = spec[list];
    if (!Array.isArray(containers)) return [];
    const next = containers.map((each) => {
      const image = images.get(String((each as JsonObject)['name']));
      return image === undefined ? (each as Json) : { ...(each as JsonObject), image };
    });
    return [[list, next]];
  });
  return { ...spec, ...Object.fromEntries(lists) };
}

function* restart(world: World, name: string, complain: Complain): Generator<Wait, void> {
  const d = find(world, 'Deployment', name, complain);
  if (d === undefined) return;
  const annotations = { 'kubectl.kubernetes.io/restartedAt': stamp(world.clock.now) };
  const body = { spec: { template: { metadata: { annotations } } } };
  yield* changed(world, d, body, (spec) => {
    const metadata = spec.template.metadata ?? {};
    return {
      ...spec,
      template: {
        ...spec.template,
        metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
      },
    };
  });
}

/** DeploymentRollbacker of kubectl pkg/polymorphichelpers/rollback.go: the template of an earlier ReplicaSet. */
function* undo(
  world: World,
  name: string,
  revision: number,
  complain: Complain,
): Generator<Wait, void> {
  const d = find(world, 'Deployment', name, complain);
  if (d === undefined) return;
  const sets = all(world, 'ReplicaSet')
    .filter((set) => controllerOf(set)?.uid === d.metadata.uid)
    .toSorted((one, other) => revisionOf(other) - revisionOf(one));
  const set = revision === 0 ? sets[1] : sets.find((each) => revisionOf(each) === revision);
  if (set === undefined) return complain('drive-no-history', {});
  if (sameTemplate(set.spec.template, d.spec.template)) return;
  const template = templateOf(set);
  const value = JSON.parse(JSON.stringify(template)) as JsonObject;
  const annotations = { [REVISION]: d.metadata.annotations?.[REVISION] ?? '' };
  const body: Json = [
    { op: 'replace', path: '/spec/template', value },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
  yield* changed(world, d, body, (spec) => ({ ...spec, template }));
}

function templateOf({ spec }: ReplicaSet): DeploymentSpec['template'] {
  const { 'pod-template-hash': _, ...labels } = spec.template.metadata?.labels ?? {};
  return { ...spec.template, metadata: { ...spec.template.metadata, labels } };
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
