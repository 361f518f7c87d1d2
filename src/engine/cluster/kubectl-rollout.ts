/**
 * What kubectl sends to change a Deployment: set image, rollout restart, undo, pause and resume.
 * Upstream: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/{rollback,objectrestarter,objectpauser}.go,
 * pkg/cmd/set/set_image.go, v1.37.2; recordings.
 */
import type { Json, JsonObject } from '../control-plane/index.ts';
import type { Wait } from '../virtual-time.ts';
import { patch } from './api.ts';
import { NOT_COPIED, revisionOf, sameTemplate, withoutHash } from './deployment-size.ts';
import { allIn, BY, find, type Shell } from './kubectl-find.ts';
import {
  controllerOf,
  type Deployment,
  type DeploymentSpec,
  type Labels,
  type ReplicaSet,
  resourceOf,
} from './objects.ts';
import type { Answer } from './request.ts';
import { itemsOf } from './validate-pod.ts';
import { stamp, type World } from './world.ts';

const RESTARTED = 'kubectl.kubernetes.io/restartedAt';

export function* changed(
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

/** No request where nothing changes. */
export function* setImage(shell: Shell, name: string, images: Labels): Generator<Wait, void> {
  const { world, complain } = shell;
  const d = find(shell, 'Deployment', name);
  if (d === undefined) return;
  const known = containersIn(d.spec.template.spec);
  const wanted = Object.entries(images).flatMap(([container, image]) =>
    container === '*'
      ? [...known.keys()].map((each): [string, string] => [each, image])
      : [[container, image] as [string, string]],
  );
  for (const [container] of wanted) {
    if (!known.has(container)) complain('drive-no-container', { name: container });
  }
  const chosen = new Map(
    wanted.filter(([container, image]) => (known.get(container) ?? image) !== image),
  );
  if (chosen.size === 0) return;
  const containers = [...chosen].map(([container, image]) => ({ image, name: container }));
  const body: JsonObject = { spec: { template: { spec: { containers } } } };
  yield* changed(world, d, body, (spec) => ({
    ...spec,
    template: { ...spec.template, spec: withImages(spec.template.spec, chosen) },
  }));
}

/** Names and images. */
function containersIn(spec: JsonObject): ReadonlyMap<string, string> {
  const containers = ['initContainers', 'containers'].flatMap((list) => itemsOf(spec[list]));
  return new Map(containers.map(({ name, image }) => [String(name), String(image)]));
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

export function* restart(shell: Shell, name: string): Generator<Wait, void> {
  const { world, complain } = shell;
  const d = find(shell, 'Deployment', name);
  if (d === undefined) return;
  if (d.spec.paused === true) {
    return refuse(shell, name, "can't restart paused deployment (run rollout resume first)");
  }
  const annotations = { [RESTARTED]: stamp(world.clock.now) };
  if (d.spec.template.metadata?.annotations?.[RESTARTED] === annotations[RESTARTED]) {
    const error = `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`;
    return complain('drive-error', { error });
  }
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

function refuse({ complain }: Shell, name: string, what: string): void {
  complain('drive-error', { error: `${resourceOf('Deployment')} "${name}" ${what}` });
}

export function* pause(shell: Shell, name: string, paused: boolean): Generator<Wait, void> {
  const d = find(shell, 'Deployment', name);
  if (d === undefined) return;
  if ((d.spec.paused === true) === paused) {
    return refuse(shell, name, paused ? 'is already paused' : 'is not paused');
  }
  const body = { spec: { paused: paused || null } };
  yield* changed(shell.world, d, body, ({ paused: _, ...spec }) =>
    paused ? { ...spec, paused } : spec,
  );
}

/** DeploymentRollbacker of kubectl pkg/polymorphichelpers/rollback.go: the template of an earlier ReplicaSet. */
export function* undo(shell: Shell, name: string, revision: number): Generator<Wait, void> {
  const { world, complain } = shell;
  const d = find(shell, 'Deployment', name);
  if (d === undefined) return;
  const sets = allIn(shell, 'ReplicaSet')
    .filter((set) => controllerOf(set)?.uid === d.metadata.uid)
    .toSorted((one, other) => revisionOf(other) - revisionOf(one));
  const set = revision === 0 ? sets[1] : sets.find((each) => revisionOf(each) === revision);
  if (set === undefined) return complain('drive-no-history', {});
  if (d.spec.paused === true) {
    const error =
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again";
    return complain('drive-error', { error });
  }
  if (sameTemplate(set.spec.template, d.spec.template)) return;
  const template = templateOf(set);
  const value = JSON.parse(JSON.stringify(template)) as JsonObject;
  const annotations = { ...pick(d, true), ...pick(set, false) };
  const body: Json = [
    { op: 'replace', path: '/spec/template', value },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
  const place = { kind: 'Deployment', namespace: d.metadata.namespace, name } as const;
  yield* patch(world, BY, place, body, (current) => ({
    ...current,
    metadata: { ...current.metadata, annotations },
    spec: { ...current.spec, template },
  }));
}

/** The Deployment keeps its own, all others come from the ReplicaSet. */
function pick({ metadata }: Deployment | ReplicaSet, isKept: boolean): Labels {
  const found = Object.entries(metadata.annotations ?? {});
  return Object.fromEntries(found.filter(([key]) => NOT_COPIED.has(key) === isKept));
}

function templateOf({ spec }: ReplicaSet): DeploymentSpec['template'] {
  const { metadata } = spec.template;
  return { ...spec.template, metadata: { ...metadata, labels: withoutHash(metadata) } };
}
