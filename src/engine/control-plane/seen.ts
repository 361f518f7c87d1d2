/**
 * The watch events of a story: as they were recorded, or, of an audit log, as the API server must have sent
 * them: one for each request that changed an object (apiserver pkg/storage/cacher, v1.37.2).
 */
import type { Call, Watched } from './entry.ts';
import { fieldsOf } from './fields.ts';
import { isObject, type JsonObject, textAt } from './json.ts';
import { kindOf } from './kinds.ts';
import { isWrite, type Item, revision } from './order.ts';
import { factsOf, ownerIn, summaryOf } from './summary.ts';
import type { Fact, Seen } from './types.ts';

export interface Change extends Seen {
  /** `Pod/web-1` */
  readonly key: string;
  /** Empty where the recording does not say. */
  readonly namespace: string;
  readonly owner: string;
  readonly summary: JsonObject;
  /** The summary before; of the first event none. */
  readonly before: JsonObject | undefined;
  /** Nobody can have received it earlier. */
  readonly committed: number;
  /** Who wrote it; empty where the write is not in the text. */
  readonly by: string;
  readonly step: number | null;
}

export function changesIn(items: readonly Item[], watched: readonly Watched[]): readonly Change[] {
  return watched.length > 0 ? recorded(items, watched) : derived(items);
}

function recorded(items: readonly Item[], watched: readonly Watched[]): readonly Change[] {
  const writes = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    if (item.entry !== 'call' || item.version === '' || item.resource === 'events') continue;
    if (!writes.has(item.version)) writes.set(item.version, index);
  }
  const last = new Map<string, JsonObject>();
  const sorted = watched.toSorted((one, other) => revision(one.version) - revision(other.version));
  return sorted.map(({ at, type, kind, name, version, summary }) => {
    const key = `${kind}/${name}`;
    const before = last.get(key);
    last.set(key, summary);
    const step = writes.get(version) ?? evictionOf(items, at, name, kind);
    const write = step === undefined ? undefined : items[step];
    return {
      key,
      type,
      kind,
      name,
      version,
      at,
      facts:
        before === undefined && type === 'MODIFIED' && write?.entry === 'call'
          ? factsOfWrite(write)
          : factsOf(type, kind, before, summary),
      namespace: '',
      owner: ownerIn(summary),
      summary,
      before,
      committed: write?.at ?? at,
      by: write?.entry === 'call' ? write.component : '',
      step: step ?? null,
    };
  });
}

/** An eviction answers with a Status only, so that its version is not known. */
function evictionOf(
  items: readonly Item[],
  time: number,
  name: string,
  kind: string,
): number | undefined {
  if (kind !== 'Pod') return undefined;
  const found = items.findIndex(
    (item) =>
      item.entry === 'call' &&
      item.subresource === 'eviction' &&
      item.name === name &&
      item.code < 300 &&
      item.at <= time &&
      time <= item.end + LATE_MS,
  );
  return found === -1 ? undefined : found;
}

/** A watch event may be noted this much later than the answer. */
const LATE_MS = 100;

function derived(items: readonly Item[]): readonly Change[] {
  const last = new Map<string, JsonObject>();
  return items.flatMap((item, step) => {
    if (item.entry !== 'call' || !changesObject(item)) return [];
    const kind = kindOf(item.resource);
    const place = `${kind}/${item.namespace}/${item.name}`;
    const before = last.get(place);
    const object = objectIn(item);
    const summary = object ? summaryOf(object) : (before ?? {});
    const type = typeOf(item);
    if (type === 'DELETED') last.delete(place);
    else last.set(place, summary);
    return [
      {
        key: `${kind}/${item.name}`,
        type,
        kind,
        name: item.name,
        version: item.version,
        at: item.end,
        facts:
          type !== 'MODIFIED' || (object && before)
            ? factsOf(type, kind, before, summary)
            : factsOfWrite(item),
        namespace: item.namespace,
        owner: ownerIn(summary),
        summary,
        before,
        committed: item.at,
        by: item.component,
        step,
      },
    ];
  });
}

function changesObject(call: Call): boolean {
  const isOther = call.subresource === 'token' || call.subresource === 'eviction';
  const isQuiet = call.resource === 'events' || call.resource === 'leases' || call.isSame;
  return isWrite(call) && call.code < 300 && call.name !== '' && !isOther && !isQuiet;
}

function objectIn({ stored, body, verb, subresource }: Call): JsonObject | undefined {
  if (subresource === 'binding' || subresource === 'scale') return undefined;
  if (stored) return stored;
  return verb === 'create' && isObject(body) ? body : undefined;
}

function typeOf({ verb, subresource, isRemoved, stored }: Call): Change['type'] {
  if (verb === 'create' && subresource === '') return 'ADDED';
  const isGone = verb === 'delete' && (isRemoved || isImmediate(stored));
  return isGone ? 'DELETED' : 'MODIFIED';
}

/** A delete that answers with the object and no grace left has removed it, unless a finalizer holds it. */
function isImmediate(stored: JsonObject | undefined): boolean {
  if (!stored) return false;
  const metadata = stored['metadata'];
  const finalizers = isObject(metadata) ? metadata['finalizers'] : undefined;
  const isHeld = Array.isArray(finalizers) && finalizers.length > 0;
  const grace = isObject(metadata) ? metadata['deletionGracePeriodSeconds'] : undefined;
  return !isHeld && (grace === 0 || textAt(metadata, 'deletionTimestamp') === '');
}

/** Fields of a write and what they mean to a watcher. */
const MEANINGS: readonly (readonly [RegExp, Fact])[] = [
  [/^metadata\.labels\b/, 'labels'],
  [/^metadata\.ownerReferences\b/, 'owners'],
  [/finalizers\b/, 'finalizers'],
  [/^status\.conditions\[Ready\]\.status$/, 'ready'],
  [/^status\.conditions\[Ready\]\.status$/, 'health'],
  [/^status\.podIP$/, 'address'],
  [/^spec\.taints\b/, 'taints'],
  [/^spec\.unschedulable$/, 'schedulable'],
  [/^(spec|data)\b/, 'spec'],
  [/^(status|endpoints|subsets)\b/, 'status'],
];

/** Where the object before is not in the text: what the request itself tells. */
function factsOfWrite({ verb, subresource, diff, body }: Call): readonly Fact[] {
  if (subresource === 'binding') return ['bound'];
  if (verb === 'delete' || subresource === 'eviction') return ['deleting'];
  const fields = diff ? new Map(Object.entries(diff)) : fieldsOf(body);
  const paths = [...fields.keys()];
  const facts = MEANINGS.flatMap(([path, fact]) =>
    paths.some((each) => path.test(each)) ? [fact] : [],
  );
  const hasEnded = /^"?(Succeeded|Failed)/.test(String(fields.get('status.phase') ?? ''));
  return hasEnded ? [...facts, 'ended'] : facts;
}
