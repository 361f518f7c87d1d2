/** Looking into an object that was read: a value of another type than asked for counts as absent. */
import type { JsonValue } from '../read/index.ts';

export type JsonMap = { readonly [key: string]: JsonValue };

export function isMap(value: JsonValue | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under a path of keys. */
export function at(
  value: JsonValue | undefined,
  ...keys: readonly string[]
): JsonValue | undefined {
  let found = value;
  for (const key of keys) {
    found = isMap(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

export function mapAt(
  value: JsonValue | undefined,
  ...keys: readonly string[]
): JsonMap | undefined {
  const found = at(value, ...keys);
  return isMap(found) ? found : undefined;
}

export function listAt(
  value: JsonValue | undefined,
  ...keys: readonly string[]
): readonly JsonValue[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}

export function textAt(
  value: JsonValue | undefined,
  ...keys: readonly string[]
): string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(
  value: JsonValue | undefined,
  ...keys: readonly string[]
): number | undefined {
  const found = at(value, ...keys);
  return typeof found === 'number' ? found : undefined;
}
