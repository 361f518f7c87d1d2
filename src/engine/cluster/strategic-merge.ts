/**
 * Strategic merge patches, and the one that apply makes of three objects: what the manifest says differs from what
 * is live, what it no longer says goes, all else stays.
 * Upstream: apimachinery pkg/util/strategicpatch/patch.go, patchStrategy and patchMergeKey in k8s.io/api, v1.37.2.
 * Left out: $setElementOrder, lists of scalars that are merged (finalizers).
 */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import { isSame } from './same.ts';

const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  resourceClaims: 'name',
  schedulingGates: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
};
/** patchStrategy retainKeys: with the patch all other keys go. */
const RETAINING: ReadonlySet<string> = new Set(['strategy', 'volumes', 'resourceClaims']);

type List = readonly Json[];

function isList(value: Json | undefined): value is List {
  return Array.isArray(value);
}

/** Ports of a container are told apart otherwise than those of a Service. */
function mergeKeyOf(field: string, ...lists: readonly List[]): string | undefined {
  const items = lists.flat();
  const isOf = (key: string) =>
    items.every((each) => isObject(each) && Object.hasOwn(each, key)) ? key : undefined;
  if (field === 'ports') return isOf('containerPort') ?? isOf('port');
  const key = Object.hasOwn(MERGE_KEYS, field) ? MERGE_KEYS[field] : undefined;
  return key && isOf(key);
}

/** The patch; empty where there is nothing to do. */
export function threeWay(original: JsonObject, modified: JsonObject, live: JsonObject): JsonObject {
  return mapPatch(original, modified, live, false);
}

function own(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function mapPatch(
  original: JsonObject,
  modified: JsonObject,
  live: JsonObject,
  retains: boolean,
): JsonObject {
  const patch: Record<string, Json> = {};
  for (const [key, value] of Object.entries(modified)) {
    const now = own(live, key);
    const before = own(original, key);
    if (now === undefined) {
      if (value !== null) patch[key] = value;
    } else if (isObject(value) && isObject(now)) {
      const inner = mapPatch(isObject(before) ? before : {}, value, now, RETAINING.has(key));
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (isList(value) && isList(now)) {
      const last = isList(before) ? before : [];
      const by = mergeKeyOf(key, value, now, last);
      const inner = by === undefined ? undefined : listPatch(key, by, last, value, now);
      if (inner === undefined && !isSame(value, now)) patch[key] = value;
      else if (inner !== undefined && inner.length > 0) patch[key] = inner;
    } else if (!isSame(value, now)) patch[key] = value;
  }
  for (const key of Object.keys(original)) {
    if (!Object.hasOwn(modified, key) && Object.hasOwn(live, key)) patch[key] = null;
  }
  const kept = Object.keys(modified).filter((key) => modified[key] !== null);
  const hasMore = Object.keys(live).some((key) => !Object.hasOwn(modified, key));
  if (retains && kept.length > 0 && (hasMore || Object.keys(patch).length > 0)) {
    patch['$retainKeys'] = kept.toSorted();
  }
  return patch;
}

function listPatch(field: string, by: string, original: List, modified: List, live: List): List {
  const patch: Json[] = [];
  const counts = new Map<Json, number>();
  for (const item of modified as readonly JsonObject[]) {
    const key = item[by] ?? null;
    // Ports of one number have one key: they are told apart by their order.
    const nth = counts.get(key) ?? 0;
    counts.set(key, nth + 1);
    const now = withKey(live, by, key)[nth];
    const before = withKey(original, by, key)[nth] ?? {};
    if (now === undefined) patch.push(item);
    else {
      const inner = mapPatch(before, item, now, RETAINING.has(field));
      if (Object.keys(inner).length > 0) patch.push({ ...inner, [by]: key });
    }
  }
  for (const item of original as readonly JsonObject[]) {
    const key = item[by] ?? null;
    const isGone = withKey(modified, by, key).length === 0;
    if (isGone && withKey(live, by, key).length > 0) patch.push({ $patch: 'delete', [by]: key });
  }
  return patch;
}

function withKey(list: List, by: string, key: Json): readonly JsonObject[] {
  return (list as readonly JsonObject[]).filter((each) => each[by] === key);
}

/** What the API server makes of a strategic merge patch; `field`: the name of the value. */
export function strategicMerge(live: Json | undefined, change: Json, field = ''): Json {
  if (isList(change)) return mergedList(isList(live) ? live : [], change, field);
  if (!isObject(change)) return change;
  const { $patch, $retainKeys, ...changes } = change;
  if ($patch === 'delete') return {};
  const before = isObject(live) && $patch !== 'replace' ? live : {};
  const after: Record<string, Json> = Object.fromEntries(
    Object.entries(before).filter(([key]) => !isList($retainKeys) || $retainKeys.includes(key)),
  );
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete after[key];
    else after[key] = strategicMerge(after[key], value, key);
  }
  return after;
}

function mergedList(live: List, change: List, field: string): List {
  const isReplaced = change.some((each) => isObject(each) && each['$patch'] === 'replace');
  const items = change.filter((each) => !(isObject(each) && each['$patch'] === 'replace'));
  const by = mergeKeyOf(field, live, items);
  if (by === undefined || isReplaced) return items;
  let after: List = live;
  for (const item of items as readonly JsonObject[]) {
    const is = (each: Json): boolean => isObject(each) && each[by] === item[by];
    const index = after.findIndex(is);
    if (item['$patch'] === 'delete') after = after.filter((each) => !is(each));
    else if (index < 0) after = [...after, strategicMerge(undefined, item)];
    else after = after.with(index, strategicMerge(after[index], item));
  }
  return after;
}

/** RFC 7396. */
export function jsonMerge(live: Json | undefined, change: Json): Json {
  if (!isObject(change)) return change;
  const after: Record<string, Json> = { ...(isObject(live) ? live : {}) };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete after[key];
    else after[key] = jsonMerge(after[key], value);
  }
  return after;
}
