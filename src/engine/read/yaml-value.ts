/**
 * From the tree that was written to the values that arrive: aliases and merge keys filled in, scalars
 * resolved, keys turned into strings, as go-yaml v2 (decode.go, v2.4.4) and sigs.k8s.io/yaml v1.6.0
 * (yaml.go) do it together.
 *
 * A value behind an alias stands where the alias stands, what is inside of it where the anchor's content
 * stands; so does an entry that came through `<<`.
 *
 * Left out: two keys that are different in YAML and the same in JSON (`1` and `"1"`) are one key here, of
 * which the last counts; upstream takes either at random.
 */
import type { SourceEntry, SourceNode } from '../source.ts';
import { type Refusal, Refused } from './code.ts';
import type { RawAlias, RawList, RawMap, RawNode } from './yaml-raw.ts';
import { mergeTag, resolveKey, resolveValue } from './yaml-resolve.ts';

interface MutableMap {
  readonly kind: 'map';
  readonly entries: SourceEntry[];
  duplicates?: SourceEntry[];
  readonly start: number;
  readonly end: number;
}

interface MutableList {
  readonly kind: 'list';
  readonly items: SourceNode[];
  readonly start: number;
  readonly end: number;
}

/** Where each key of a map stands in `entries`, and under which YAML types it was written. */
interface Keys {
  readonly index: Map<string, number>;
  readonly identities: Set<string>;
}

/** A collection that is being filled. */
interface Frame {
  readonly raw: RawList | RawMap;
  readonly out: MutableMap | MutableList;
  readonly keys: Keys;
  /** The alias through which the walk came here. */
  readonly alias: RawAlias | undefined;
  next: number;
  /** What `<<` named and is still to be merged, the last one first. */
  merges: RawNode[];
}

interface Decoder {
  readonly frames: Frame[];
  /** The aliases that the walk is inside of. */
  readonly active: Set<RawAlias>;
  readonly faults: Map<SourceNode, Refusal>;
  decoded: number;
  decodedByAlias: number;
  hasDuplicates: boolean;
}

export interface Decoded {
  readonly node: SourceNode;
  readonly hasDuplicates: boolean;
}

/** The value of a document; throws `Refused`. */
export function decodeYaml(root: RawNode): Decoded {
  // go-yaml counts the document itself.
  const decoder: Decoder = {
    frames: [],
    active: new Set(),
    faults: new Map(),
    decoded: 1,
    decodedByAlias: 0,
    hasDuplicates: false,
  };
  const node = decodeNode(decoder, root);
  for (let frame = decoder.frames.at(-1); frame !== undefined; frame = decoder.frames.at(-1)) {
    advance(decoder, frame);
  }
  if (decoder.faults.size > 0) refuseFaults(node, decoder.faults);
  return { node, hasDuplicates: decoder.hasDuplicates };
}

/** A scalar whole; of a collection, an empty one that later steps fill. */
function decodeNode(decoder: Decoder, raw: RawNode): SourceNode {
  const alias = raw.kind === 'alias' ? raw : undefined;
  const target = follow(decoder, raw);
  const { start, end } = raw;
  if (target.kind !== 'scalar') {
    const out: MutableMap | MutableList =
      target.kind === 'map'
        ? { kind: 'map', entries: [], start, end }
        : { kind: 'list', items: [], start, end };
    const keys = { index: new Map(), identities: new Set<string>() };
    decoder.frames.push({ raw: target, out, keys, alias, next: 0, merges: [] });
    return out;
  }
  if (alias !== undefined) decoder.active.delete(alias);
  const { node, fault } = resolveValue(target, start, end);
  if (fault !== undefined) decoder.faults.set(node, fault);
  return node;
}

/** Counts a node, and behind an alias its target; enters the alias. */
function follow(decoder: Decoder, raw: RawNode): Exclude<RawNode, RawAlias> {
  count(decoder, raw);
  if (raw.kind !== 'alias') return raw;
  if (decoder.active.has(raw)) {
    throw new Refused('yaml-alias-loop', raw.start, { name: raw.name });
  }
  decoder.active.add(raw);
  count(decoder, raw);
  return raw.target;
}

const lowCount = 400_000;
const highCount = 4_000_000;

/** Of small documents 99 % may come from aliases, of large ones 10 %, and between by a straight line. */
function count(decoder: Decoder, raw: RawNode): void {
  decoder.decoded++;
  if (decoder.active.size > 0) decoder.decodedByAlias++;
  const { decoded, decodedByAlias } = decoder;
  if (decodedByAlias <= 100 || decoded <= 1000) return;
  const way = Math.min(Math.max((decoded - lowCount) / (highCount - lowCount), 0), 1);
  if (decodedByAlias / decoded > 0.99 - 0.89 * way) {
    throw new Refused('yaml-excessive-aliases', raw.start);
  }
}

function advance(decoder: Decoder, frame: Frame): void {
  const { raw, out, alias } = frame;
  const merged = frame.merges.pop();
  if (merged !== undefined) {
    mergeInto(decoder, frame, merged);
    return;
  }
  const item = raw.items[frame.next];
  if (item === undefined) {
    decoder.frames.pop();
    if (alias !== undefined) decoder.active.delete(alias);
  } else if (out.kind === 'list') {
    frame.next++;
    out.items.push(decodeNode(decoder, item));
  } else {
    const value = raw.items[frame.next + 1] ?? item;
    frame.next += 2;
    if (isMerge(item)) frame.merges = value.kind === 'list' ? value.items.slice() : [value];
    else decodeEntry(decoder, out, frame.keys, item, value);
  }
}

function isMerge(raw: RawNode): boolean {
  return raw.kind === 'scalar' && raw.value === '<<' && (raw.plain || raw.tag === mergeTag);
}

/** `<<` fills the same map at once, so that it replaces what stands before it. */
function mergeInto(decoder: Decoder, frame: Frame, raw: RawNode): void {
  const target = raw.kind === 'alias' ? raw.target : raw;
  if (target.kind !== 'map') throw new Refused('yaml-merge-value', raw.start);
  follow(decoder, raw);
  const alias = raw.kind === 'alias' ? raw : undefined;
  decoder.frames.push({ ...frame, raw: target, alias, next: 0, merges: [] });
}

function decodeEntry(
  decoder: Decoder,
  out: MutableMap,
  keys: Keys,
  rawKey: RawNode,
  rawValue: RawNode,
): void {
  const keyTarget = follow(decoder, rawKey);
  if (rawKey.kind === 'alias') decoder.active.delete(rawKey);
  const { start: keyStart, end: keyEnd } = rawKey;
  if (keyTarget.kind !== 'scalar') throw new Refused('yaml-collection-key', keyStart);
  const { key, identity, fault } = resolveKey(keyTarget, keyStart);
  if (fault !== undefined && !decoder.faults.has(out)) decoder.faults.set(out, fault);
  const entry = { key, keyStart, keyEnd, value: decodeNode(decoder, rawValue) };
  const index = keys.index.get(key);
  if (index === undefined) keys.index.set(key, out.entries.push(entry) - 1);
  else {
    const replaced = out.entries[index];
    if (replaced !== undefined && keys.identities.has(identity)) {
      out.duplicates ??= [];
      out.duplicates.push(replaced);
      decoder.hasDuplicates = true;
    }
    out.entries[index] = entry;
  }
  keys.identities.add(identity);
}

/** The first fault that is still part of the value: what a later key replaced does no harm. */
function refuseFaults(root: SourceNode, faults: ReadonlyMap<SourceNode, Refusal>): void {
  const rest = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    const fault = faults.get(node);
    if (fault !== undefined) throw new Refused(fault.code, fault.at, fault.params);
    const children = node.kind === 'list' ? node.items.slice() : childrenOf(node);
    for (let child = children.pop(); child !== undefined; child = children.pop()) rest.push(child);
  }
}

function childrenOf(node: SourceNode): SourceNode[] {
  return node.kind === 'map' ? node.entries.map(({ value }) => value) : [];
}
