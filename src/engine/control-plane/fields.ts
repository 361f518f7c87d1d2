/**
 * Objects as fields: path → JSON. Elements of a list go by the key that names them (`conditions[Ready]`), so
 * that a list that grew does not look as if all of it had changed.
 * Patches are applied as the API server applies them: strategic merge (apimachinery pkg/util/strategicpatch)
 * for the lists that have a merge key in the API (staging/src/k8s.io/api, patchStrategy, v1.37.2), all other
 * lists are replaced. Left out: a JSON patch that names elements of a list by position.
 */
import { isObject, type Json, type JsonObject, textAt } from './json.ts';
import type { Change } from './types.ts';

export type Fields = Map<string, string>;

const DEEPEST = 40;
const MOST_CHANGES = 400;

export function fieldsOf(value: Json | undefined): Fields {
  const fields: Fields = new Map();
  if (value !== undefined) put(fields, '', value, 0);
  return fields;
}

function put(fields: Fields, path: string, value: Json, depth: number): void {
  if (depth > DEEPEST) {
    fields.set(path, '"…"');
  } else if (Array.isArray(value)) {
    const list = value as readonly Json[];
    if (list.length === 0) fields.set(path, '[]');
    const keys = keysOf(list);
    list.forEach((item, index) => {
      put(fields, `${path}[${keys[index] ?? index}]`, item, depth + 1);
    });
  } else if (isObject(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0 && path !== '') fields.set(path, '{}');
    for (const [key, inner] of entries) {
      // An object that was never text may have fields that are not set.
      if (inner !== undefined) put(fields, join(path, key), inner, depth + 1);
    }
  } else {
    fields.set(path, JSON.stringify(value));
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

const NAMES = ['type', 'name', 'key', 'ip', 'uid', 'containerPort', 'port'] as const;

/** What names each element; nothing unless every element has a name of its own. */
function keysOf(list: readonly Json[]): readonly string[] {
  for (const name of NAMES) {
    const keys = list.flatMap((item) => {
      const key = isObject(item) ? item[name] : undefined;
      // Taints: a node may have one key with several effects.
      const effect = name === 'key' ? textAt(item, 'effect') : '';
      const isName = typeof key === 'string' || typeof key === 'number';
      return isName ? [effect === '' ? String(key) : `${key}:${effect}`] : [];
    });
    if (keys.length === list.length && new Set(keys).size === keys.length) return keys;
  }
  const targets = list.map((item) => textAt(item, 'targetRef', 'name'));
  return targets.every((key, index) => key !== '' && targets.indexOf(key) === index) ? targets : [];
}

/** Lists whose elements are merged by their key, or as a set. */
const MERGED: ReadonlySet<string> = new Set(
  'conditions containers initContainers ephemeralContainers volumes env ports volumeMounts ownerReferences podIPs hostIPs addresses imagePullSecrets secrets finalizers'.split(
    ' ',
  ),
);

export function patched(before: Fields, patch: Json): Fields {
  const fields = new Map(before);
  if (Array.isArray(patch)) {
    for (const operation of patch as readonly Json[]) operate(fields, operation);
  } else {
    merge(fields, '', patch, 0);
  }
  return fields;
}

function merge(fields: Fields, path: string, patch: Json, depth: number): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(patch)) {
    mergeList(fields, path, patch as readonly Json[], depth);
    return;
  }
  const isGone = patch === null || (isObject(patch) && patch['$patch'] === 'delete');
  if (isGone || !isObject(patch) || patch['$patch'] === 'replace') remove(fields, path);
  if (isGone) return;
  if (!isObject(patch)) {
    put(fields, path, patch, depth);
    return;
  }
  // A map where a value or an empty map was.
  fields.delete(path);
  const entries = Object.entries(patch);
  if (entries.length === 0 && path !== '' && !has(fields, path)) fields.set(path, '{}');
  for (const [key, inner] of entries) {
    const [, directive, field = ''] = /^\$(\w+)\/?(.*)$/.exec(key) ?? [];
    if (directive === 'deleteFromPrimitiveList') removeValues(fields, join(path, field), inner);
    else if (directive === undefined) merge(fields, join(path, key), inner, depth + 1);
  }
}

function mergeList(fields: Fields, path: string, list: readonly Json[], depth: number): void {
  const name = path.split(/[.\]]/).at(-1) ?? '';
  const keys = keysOf(list);
  if (!MERGED.has(name) || keys.length === 0) {
    const isSet = MERGED.has(name) && !list.some(isObject) && list.length > 0;
    const old = isSet ? valuesOf(fields, path) : [];
    remove(fields, path);
    put(fields, path, [...old, ...list.filter((item) => !old.includes(item))], depth);
    return;
  }
  fields.delete(path);
  list.forEach((item, index) => {
    merge(fields, `${path}[${keys[index] ?? index}]`, item, depth + 1);
  });
}

/** A JSON patch, RFC 6902. */
function operate(fields: Fields, operation: Json): void {
  const path = textAt(operation, 'path')
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((found, part) => (/^\d+$/.test(part) ? `${found}[${part}]` : join(found, part)), '');
  const verb = textAt(operation, 'op');
  if (path === '' || !['add', 'replace', 'remove'].includes(verb)) return;
  remove(fields, path);
  const value = isObject(operation) ? operation['value'] : undefined;
  if (verb !== 'remove' && value !== undefined) put(fields, path, value, 0);
}

function isBelow(key: string, path: string): boolean {
  if (!key.startsWith(path)) return false;
  const next = key.charAt(path.length);
  return next === '' || next === '.' || next === '[';
}

function has(fields: Fields, path: string): boolean {
  return [...fields.keys()].some((key) => isBelow(key, path));
}

function remove(fields: Fields, path: string): void {
  for (const key of fields.keys()) if (isBelow(key, path)) fields.delete(key);
}

function valuesOf(fields: Fields, path: string): readonly Json[] {
  return [...fields].flatMap(([key, value]) =>
    isBelow(key, path) && key !== path ? [JSON.parse(value) as Json] : [],
  );
}

function removeValues(fields: Fields, path: string, values: Json): void {
  const gone = Array.isArray(values) ? (values as readonly Json[]) : [];
  const left = valuesOf(fields, path).filter((value) => !gone.includes(value));
  const isKnown = has(fields, path);
  remove(fields, path);
  if (left.length > 0) put(fields, path, left, 0);
  // Nobody saw the list before: that the value was there is known all the same.
  else if (!isKnown) fields.delete(path);
}

/** What changes with every write, or says nothing of the object. */
const NOISE =
  /^(kind|apiVersion|metadata\.(managedFields|resourceVersion|uid|creationTimestamp|annotations\.kubectl\.kubernetes\.io\/last-applied-configuration)\b)|^metadata\.namespace$/;

export function changesBetween(before: Fields, after: Fields): readonly Change[] {
  const changes: Change[] = [];
  const add = (path: string, old: string | undefined, now: string | undefined): void => {
    const isQuiet = NOISE.test(path) || path === '' || changes.length >= MOST_CHANGES;
    if (!isQuiet && old !== now) changes.push({ path, before: old, after: now });
  };
  for (const [path, now] of after) add(path, before.get(path), now);
  for (const [path, old] of before) if (!after.has(path)) add(path, old, undefined);
  return changes;
}

/** Changes as a recording states them, and the fields after them. */
export function recordedChanges(
  before: Fields,
  diff: JsonObject,
): { readonly changes: readonly Change[]; readonly after: Fields } {
  const after = new Map(before);
  const changes: Change[] = [];
  for (const [path, pair] of Object.entries(diff)) {
    const [old, now] = (Array.isArray(pair) ? pair : []) as readonly Json[];
    // An empty map that has got fields: those are told on their own.
    if (isObject(old) && Object.keys(old).length === 0 && now === null) continue;
    if (now === null || now === undefined) after.delete(path);
    else after.set(path, JSON.stringify(now));
    if (!NOISE.test(path)) changes.push({ path, before: written(old), after: written(now) });
  }
  return { changes: changes.slice(0, MOST_CHANGES), after };
}

function written(value: Json | undefined): string | undefined {
  return value === null || value === undefined ? undefined : JSON.stringify(value);
}
