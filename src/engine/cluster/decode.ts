/**
 * One object as the API server takes it: decoded, defaulted, refused. Upstream, v1.37.2:
 * pkg/apis/apps/v1/defaults.go, pkg/apis/core/v1/defaults.go, as far as the controllers here look at it.
 */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import { offsetOf } from '../pod/index.ts';
import { toJson } from '../read/index.ts';
import { checkSchema, type SchemaFinding } from '../schema/index.ts';
import { child, type SourceNode } from '../source.ts';
import { type FieldError, stepsOf } from './field-error.ts';
import {
  type Amount,
  type Deployment,
  type Labels,
  type Meta,
  type Pod,
  type Selector,
  type Service,
  UNSAVED,
} from './objects.ts';
import { mapOf, VALIDATORS } from './validate.ts';

export type Applied = Deployment | Service | Pod;

export interface Decoded {
  /** Undefined where it cannot be decoded or is refused. */
  readonly object: Applied | undefined;
  /** What can be said of it when it is applied once more: its spec and what is noted of it. */
  readonly stated: JsonObject;
  /** Of its types and fields. */
  readonly findings: readonly SchemaFinding[];
  readonly errors: readonly FieldError[];
}

export const VERSIONS: Readonly<Record<Applied['kind'], string>> = {
  Deployment: 'apps/v1',
  Service: 'v1',
  Pod: 'v1',
};

export function decode(kind: Applied['kind'], node: SourceNode): Decoded {
  const json = mapOf(toJson(node) as Json);
  const stated = statedIn(kind, json);
  const findings = checkSchema(node, kind);
  if (findings.some(({ fatal }) => fatal)) {
    return { object: undefined, stated, findings, errors: [] };
  }
  const known = findings
    .filter(({ code }) => code === 'unknown-field')
    .reduce<Json>((value, finding) => without(value, stepsTo(finding)), json);
  const { metadata = null, spec = null } = mapOf(known);
  const { name = null, namespace = null } = mapOf(metadata);
  const noted = { name, namespace, ...notesIn(metadata) };
  const whole = mapOf(withoutNulls({ metadata: noted, spec }));
  const errors = VALIDATORS[kind](node, whole);
  const object = errors.length === 0 ? defaulted(kind, whole) : undefined;
  return { object, stated, findings, errors };
}

/** Where the field stands, or what it is missing in. */
export function placeOf(root: SourceNode, { field, key }: FieldError): number {
  let node: SourceNode = root;
  for (const step of [...stepsOf(field), ...(key === undefined ? [] : [key])]) {
    const inner: SourceNode | undefined =
      node.kind === 'list' ? node.items[Number(step)] : child(node, step);
    if (inner === undefined) return node.start;
    node = inner;
  }
  return key === undefined ? offsetOf(root, field) : node.start;
}

/** The unknown key itself may have dots. */
function stepsTo({ path, params }: SchemaFinding): readonly string[] {
  const key = String(params['field']);
  return [...stepsOf(path.slice(0, -key.length)), key];
}

/** What the API server drops where it is not strict. */
function without(value: Json, [step = '', ...rest]: readonly string[]): Json {
  const inner = Array.isArray(value)
    ? (value as readonly Json[])[Number(step)]
    : mapOf(value)[step];
  if (inner === undefined) return value;
  if (Array.isArray(value)) return value.with(Number(step), without(inner, rest)) as Json;
  const { [step]: _, ...others } = mapOf(value);
  return rest.length === 0 ? others : { ...others, [step]: without(inner, rest) };
}

/** A field that is null is not there; an item that is null is empty. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((each) => (each === null ? {} : withoutNulls(each)));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

const NOTES = ['labels', 'annotations'] as const;

function notesIn(metadata: Json | undefined): JsonObject {
  return Object.fromEntries(
    NOTES.flatMap((key) => {
      const value = mapOf(metadata)[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function statedIn(kind: Applied['kind'], json: JsonObject): JsonObject {
  const metadata = notesIn(json['metadata']);
  // The spec of a Pod cannot be changed.
  if (kind === 'Pod') return { metadata };
  const spec = mapOf(json['spec']);
  const template = spec['template'];
  if (kind !== 'Deployment' || !isObject(template)) return { metadata, spec };
  const notes = { ...template, metadata: notesIn(template['metadata']) };
  return { metadata, spec: { ...spec, template: notes } };
}

function defaulted(kind: Applied['kind'], json: JsonObject): Applied {
  const metadata = metaOf(mapOf(json['metadata']));
  const spec = mapOf(json['spec']);
  if (kind === 'Pod') return { kind, metadata, spec, status: { phase: 'Pending' } };
  if (kind === 'Service') {
    const { selector, ...rest } = spec;
    const isSelecting = Object.keys(mapOf(selector)).length > 0;
    const given = isSelecting ? { ...rest, selector: selector as Labels } : rest;
    return { kind, metadata, spec: { ports: [], ...(given as Service['spec']) } };
  }
  const template = mapOf(spec['template']);
  const minReadySeconds = number(spec['minReadySeconds'], 0);
  return {
    kind,
    metadata,
    spec: {
      replicas: number(spec['replicas'], 1),
      selector: selectorOf(mapOf(spec['selector'])),
      template: {
        metadata: filled(mapOf(template['metadata'])),
        spec: mapOf(template['spec']),
      },
      strategy: strategyOf(mapOf(spec['strategy'])),
      minReadySeconds: minReadySeconds || undefined,
      ...(spec['paused'] === true && { paused: true }),
      progressDeadlineSeconds: number(spec['progressDeadlineSeconds'], 600),
      revisionHistoryLimit: number(spec['revisionHistoryLimit'], 10),
    },
    status: {},
  };
}

function number(value: Json | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function metaOf(metadata: JsonObject): Meta {
  const { name, namespace } = metadata;
  return {
    name: String(name),
    namespace: String(namespace || 'default'),
    ...UNSAVED,
    ...filled(metadata),
  };
}

/** Labels and annotations, where there are any. */
function filled(metadata: JsonObject): { readonly labels?: Labels; readonly annotations?: Labels } {
  const { labels, annotations } = metadata;
  const has = (value: Json | undefined): boolean => Object.keys(mapOf(value)).length > 0;
  return {
    ...(has(labels) && { labels: labels as Labels }),
    ...(has(annotations) && { annotations: annotations as Labels }),
  };
}

function selectorOf({ matchLabels, matchExpressions }: JsonObject): Selector {
  const expressions = Array.isArray(matchExpressions) ? matchExpressions : [];
  return {
    ...(Object.keys(mapOf(matchLabels)).length > 0 && { matchLabels: matchLabels as Labels }),
    ...(expressions.length > 0 && {
      matchExpressions: expressions as unknown as NonNullable<Selector['matchExpressions']>,
    }),
  };
}

function strategyOf({ type, rollingUpdate }: JsonObject): Deployment['spec']['strategy'] {
  if (type === 'Recreate') return { type };
  const { maxSurge = '25%', maxUnavailable = '25%' } = mapOf(rollingUpdate);
  return {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: maxSurge as Amount, maxUnavailable: maxUnavailable as Amount },
  };
}
