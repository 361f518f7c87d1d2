/**
 * The reader's objects, with what the API server fills in and what it refuses, as far as the controllers of the
 * small cluster look at it. Upstream: pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation, v1.37.2.
 */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import { lineIndex } from '../pod/index.ts';
import type { Params, Problem } from '../problem.ts';
import { readDocuments, toJson } from '../read/index.ts';
import { child, type SourceNode } from '../source.ts';
import {
  type Amount,
  type Deployment,
  type Labels,
  type Meta,
  type Pod,
  selects,
  type Service,
  type Stored,
} from './objects.ts';
import { oddField, selectorIn } from './well-formed.ts';

export type ManifestProblemCode =
  /** No Deployment, Service or Pod in the text. */
  | 'drive-nothing'
  /** params: kind */
  | 'drive-no-name'
  /** params: count, most */
  | 'drive-too-many'
  /** params: field (as the API server names it) */
  | 'drive-required'
  | 'drive-selector'
  /** params: field, value */
  | 'drive-field'
  | 'drive-no-progress';

export type Applied = Deployment | Service | Pod;

export interface Manifest {
  readonly objects: readonly Applied[];
  /** Deployments (`NAMESPACE/NAME`) that do not say how many replicas: applying them again leaves the number. */
  readonly withoutReplicas: ReadonlySet<string>;
  /** Kinds that are not played, once each. */
  readonly skipped: readonly string[];
  readonly problems: readonly Problem[];
}

/** Pods that are played at once, over all Deployments. */
export const MOST_PODS = 100;

export function readManifest(text: string): Manifest {
  const at = lineIndex(text);
  const objects: Applied[] = [];
  const withoutReplicas = new Set<string>();
  const skipped = new Set<string>();
  const problems: Problem[] = [];
  for (const document of readDocuments(text)) {
    if ('problem' in document) {
      problems.push(document.problem);
      continue;
    }
    problems.push(...document.strict);
    for (const node of itemsIn(document.node)) {
      const refuse: Refuse = (code, params = {}, where = node) => {
        problems.push({ code, path: '', params, ...at(where.start) });
      };
      const kind = textOf(toJson(node), 'kind');
      const read = Object.hasOwn(READERS, kind) ? READERS[kind as keyof typeof READERS] : undefined;
      if (read === undefined) skipped.add(kind || '?');
      else {
        const object = read(node, refuse);
        if (object === undefined) continue;
        objects.push(object);
        const { namespace, name } = object.metadata;
        const isStated = child(child(node, 'spec'), 'replicas') !== undefined;
        if (object.kind === 'Deployment' && !isStated) {
          withoutReplicas.add(`${namespace}/${name}`);
        }
      }
    }
  }
  const pods = objects.reduce((sum, each) => sum + podsOf(each), 0);
  if (pods > MOST_PODS) {
    const params = { count: pods, most: MOST_PODS };
    problems.push({ code: 'drive-too-many', path: '', params, line: 1, column: 1 });
    return { objects: [], withoutReplicas, skipped: [...skipped], problems };
  }
  if (objects.length === 0 && problems.length === 0) {
    problems.push({ code: 'drive-nothing', path: '', params: {}, line: 1, column: 1 });
  }
  return { objects, withoutReplicas, skipped: [...skipped], problems };
}

/** How many Pods there are when all of them are made. */
export function podsOf(object: Stored): number {
  if (object.kind === 'Deployment') return object.spec.replicas;
  return object.kind === 'Pod' ? 1 : 0;
}

function itemsIn(node: SourceNode): readonly SourceNode[] {
  const items = child(node, 'items');
  return items?.kind === 'list' ? items.items : [node];
}

type Refuse = (code: ManifestProblemCode, params?: Params, where?: SourceNode) => void;

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function textOf(value: Json | undefined, key: string): string {
  const found = object(value)[key];
  return typeof found === 'string' ? found : '';
}

function labelsOf(value: Json | undefined): Labels | undefined {
  const found = Object.entries(object(value)).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function metaOf(node: SourceNode, kind: string, refuse: Refuse): Meta | undefined {
  const metadata = object(object(toJson(node) as Json)['metadata']);
  const name = textOf(metadata, 'name');
  if (name === '') {
    refuse('drive-no-name', { kind });
    return undefined;
  }
  const labels = labelsOf(metadata['labels']);
  const annotations = labelsOf(metadata['annotations']);
  return {
    name,
    namespace: textOf(metadata, 'namespace') || 'default',
    uid: '',
    resourceVersion: '',
    creationTimestamp: '',
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  };
}

const READERS = { Deployment: deploymentIn, Service: serviceIn, Pod: podIn };

function deploymentIn(node: SourceNode, refuse: Refuse): Deployment | undefined {
  const metadata = metaOf(node, 'Deployment', refuse);
  const source = child(node, 'spec');
  const spec = object(source && (toJson(source) as Json));
  const template = object(spec['template']);
  const selector = selectorIn(spec['selector']);
  if (metadata === undefined) return undefined;
  if (!isObject(spec['selector'])) {
    refuse('drive-required', { field: 'spec.selector' }, source ?? node);
    return undefined;
  }
  if (selector === undefined) {
    const value = JSON.stringify(spec['selector']).slice(0, 40);
    refuse('drive-field', { field: 'spec.selector', value }, child(source, 'selector') ?? node);
    return undefined;
  }
  const podSpec = podSpecIn(template['spec'], 'spec.template.spec', source ?? node, refuse);
  if (podSpec === undefined) return undefined;
  const labels = labelsOf(object(template['metadata'])['labels']);
  if (!selects(selector, labels)) {
    refuse('drive-selector', {}, child(source, 'selector') ?? node);
    return undefined;
  }
  const number = (key: string, fallback: number): number => {
    const value = spec[key];
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    refuse(
      'drive-field',
      { field: `spec.${key}`, value: JSON.stringify(value).slice(0, 40) },
      child(source, key) ?? node,
    );
    return fallback;
  };
  const strategy = strategyIn(spec, child(source, 'strategy') ?? node, refuse);
  if (strategy === undefined) return undefined;
  const annotations = labelsOf(object(template['metadata'])['annotations']);
  return {
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: number('replicas', 1),
      selector,
      template: {
        metadata: { ...(labels && { labels }), ...(annotations && { annotations }) },
        spec: podSpec,
      },
      strategy,
      minReadySeconds: number('minReadySeconds', 0) || undefined,
      ...(spec['paused'] === true && { paused: true }),
      progressDeadlineSeconds: number('progressDeadlineSeconds', 600),
      revisionHistoryLimit: number('revisionHistoryLimit', 10),
    },
    status: {},
  };
}

function strategyIn(
  spec: JsonObject,
  node: SourceNode,
  refuse: Refuse,
): Deployment['spec']['strategy'] | undefined {
  const strategy = object(spec['strategy']);
  const type = textOf(strategy, 'type') || 'RollingUpdate';
  if (type === 'Recreate') return { type };
  if (type !== 'RollingUpdate') {
    refuse('drive-field', { field: 'spec.strategy.type', value: type }, node);
    return undefined;
  }
  const rolling = object(strategy['rollingUpdate']);
  const amount = (key: string): Amount | undefined => {
    const value = rolling[key] ?? '25%';
    const isFine =
      (typeof value === 'number' && Number.isInteger(value) && value >= 0) ||
      (typeof value === 'string' && /^\d{1,3}%$/.test(value));
    if (isFine) return value as Amount;
    const field = `spec.strategy.rollingUpdate.${key}`;
    refuse('drive-field', { field, value: JSON.stringify(value).slice(0, 40) }, node);
    return undefined;
  };
  const maxSurge = amount('maxSurge');
  const maxUnavailable = amount('maxUnavailable');
  if (maxSurge === undefined || maxUnavailable === undefined) return undefined;
  if (
    Number.parseInt(String(maxSurge), 10) === 0 &&
    Number.parseInt(String(maxUnavailable), 10) === 0
  ) {
    refuse('drive-no-progress', {}, node);
    return undefined;
  }
  return { type, rollingUpdate: { maxSurge, maxUnavailable } };
}

function podSpecIn(
  value: Json | undefined,
  field: string,
  where: SourceNode,
  refuse: Refuse,
): JsonObject | undefined {
  const spec = object(value);
  const { containers } = spec;
  if (containers === undefined || (Array.isArray(containers) && containers.length === 0)) {
    refuse('drive-required', { field: `${field}.containers` }, where);
    return undefined;
  }
  const odd = oddField(spec);
  if (odd === undefined) return spec;
  const params = { field: `${field}.${odd[0]}`, value: JSON.stringify(odd[1]).slice(0, 40) };
  refuse('drive-field', params, where);
  return undefined;
}

function serviceIn(node: SourceNode, refuse: Refuse): Service | undefined {
  const metadata = metaOf(node, 'Service', refuse);
  const source = child(node, 'spec');
  const spec = object(source && (toJson(source) as Json));
  if (metadata === undefined) return undefined;
  const ports = (Array.isArray(spec['ports']) ? spec['ports'] : []).filter(
    (port) => isObject(port) && typeof port['port'] === 'number',
  );
  return {
    kind: 'Service',
    metadata,
    spec: {
      ...(textOf(spec, 'type') !== '' && { type: textOf(spec, 'type') }),
      ...(textOf(spec, 'clusterIP') !== '' && { clusterIP: textOf(spec, 'clusterIP') }),
      selector: labelsOf(spec['selector']),
      ports: ports as unknown as NonNullable<Service['spec']['ports']>,
      ...(spec['publishNotReadyAddresses'] === true && { publishNotReadyAddresses: true }),
    },
  };
}

function podIn(node: SourceNode, refuse: Refuse): Pod | undefined {
  const metadata = metaOf(node, 'Pod', refuse);
  const source = child(node, 'spec');
  const value = source && (toJson(source) as Json);
  if (metadata === undefined) return undefined;
  const spec = podSpecIn(value, 'spec', source ?? node, refuse);
  return spec && { kind: 'Pod', metadata, spec, status: { phase: 'Pending' } };
}
