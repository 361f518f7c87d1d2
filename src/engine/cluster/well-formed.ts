/**
 * Parts of a manifest that the controllers look into and that the API server could not decode otherwise: their
 * types, not their values. Upstream: staging/src/k8s.io/api/core/v1/types.go, apimachinery/pkg/apis/meta/v1, v1.37.2.
 */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import type { Labels, Selector } from './objects.ts';

const OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

export function selectorIn(value: Json | undefined): Selector | undefined {
  if (!isObject(value)) return undefined;
  const { matchLabels, matchExpressions } = value;
  const asked = matchLabels ?? {};
  const expressions = matchExpressions ?? [];
  const areLabels = isObject(asked) && Object.values(asked).every(isText);
  if (!areLabels || !Array.isArray(expressions) || !expressions.every(isExpression)) {
    return undefined;
  }
  return {
    ...(Object.keys(asked).length > 0 && { matchLabels: asked as Labels }),
    ...(expressions.length > 0 && {
      matchExpressions: expressions as unknown as NonNullable<Selector['matchExpressions']>,
    }),
  };
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isExpression(value: unknown): boolean {
  if (!isObject(value as Json)) return false;
  const { key, operator, values } = value as JsonObject;
  if (typeof key !== 'string' || typeof operator !== 'string' || !OPERATORS.has(operator)) {
    return false;
  }
  const list = values ?? [];
  if (!Array.isArray(list) || !list.every(isText)) return false;
  return operator.endsWith('In') === list.length > 0;
}

const LISTS = ['containers', 'initContainers', 'tolerations', 'schedulingGates'] as const;
const TEXTS = ['nodeName', 'serviceAccountName', 'restartPolicy'] as const;

/** The first field of a Pod's spec that is of another type, with what stands there. */
export function oddField(spec: JsonObject): readonly [string, Json] | undefined {
  for (const field of LISTS) {
    const value = spec[field] ?? null;
    if (value !== null && !isListOfObjects(value)) return [field, value];
  }
  for (const field of TEXTS) {
    const value = spec[field] ?? null;
    if (value !== null && typeof value !== 'string') return [field, value];
  }
  const grace = spec['terminationGracePeriodSeconds'] ?? null;
  if (grace !== null && !Number.isSafeInteger(grace))
    return ['terminationGracePeriodSeconds', grace];
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of ((spec[list] ?? []) as readonly JsonObject[]).entries()) {
      const { name = null, image = null, ports = null } = container;
      const field = `${list}[${index}]`;
      if (typeof name !== 'string') return [`${field}.name`, name];
      if (typeof image !== 'string') return [`${field}.image`, image];
      if (ports !== null && !isListOfObjects(ports)) return [`${field}.ports`, ports];
    }
  }
  return undefined;
}

function isListOfObjects(value: Json): boolean {
  return Array.isArray(value) && value.every((each) => isObject(each as Json));
}
