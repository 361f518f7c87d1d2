/**
 * What kubectl sends to change the template of a Deployment: set image, rollout restart, rollout undo.
 * Upstream: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/{rollback,objectrestarter}.go, v1.37.2; recordings.
 */
import type { Json, JsonObject } from '../control-plane/index.ts';
import type { Wait } from '../virtual-time.ts';
import { patch } from './api.ts';
import { REVISION, revisionOf, sameTemplate } from './deployment-size.ts';
import { all, BY, type Complain, find } from './kubectl-find.ts';
import {
  controllerOf,
  type Deployment,
  type DeploymentSpec,
  type Labels,
  type ReplicaSet,
} from './objects.ts';
import type { Answer } from './request.ts';
import { stamp, type World } from './world.ts';

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

export function* setImage(
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

export function* restart(world: World, name: string, complain: Complain): Generator<Wait, void> {
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
export function* undo(
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
