/**
 * Structural defaulting: nulls where none may stand are dropped, then absent properties get their default.
 * Upstream: k8s.io/apiextensions-apiserver v0.37.2 pkg/apiserver/schema/defaulting.
 */
import type { JsonValue } from '../read/index.ts';
import type { Schema } from './types.ts';

export function withDefaults(value: JsonValue, schema: Schema): JsonValue {
  if (Array.isArray(value)) {
    const { items } = schema;
    const list = value as readonly JsonValue[];
    return items ? list.map((item) => withDefaults(item, items)) : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const { properties = {}, additionalProperties } = schema;
  const kept: [string, JsonValue][] = [];
  for (const [key, one] of Object.entries(value)) {
    const inner = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (one === null && inner) continue;
    kept.push([key, inner ? withDefaults(one, inner) : one]);
  }
  const there = new Set(kept.map(([key]) => key));
  for (const [key, inner] of Object.entries(properties)) {
    if (inner.default !== undefined && !there.has(key))
      kept.push([key, withDefaults(inner.default, inner)]);
  }
  return Object.fromEntries(kept);
}
