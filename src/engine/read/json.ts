/**
 * One JSON value out of a text that may hold several, accepted and refused as Go's encoding/json does
 * (Go 1.26, scanner.go, which kubectl's reader stands on): a value at the top ends where it cannot go on,
 * so `{}{}` and `1 2` are two values each; at most 10,000 levels; of a repeated key the last counts.
 *
 * Without recursion. It needs nothing of the YAML reader.
 */
import type { SourceEntry, SourceNode } from '../source.ts';
import { maxDepth, Refused } from './code.ts';
import { type JsonCursor, readScalar, readString, refused } from './json-scalar.ts';

interface OpenMap {
  readonly kind: 'map';
  readonly entries: SourceEntry[];
  duplicates?: SourceEntry[];
  readonly start: number;
  end: number;
}

interface OpenList {
  readonly kind: 'list';
  readonly items: SourceNode[];
  readonly start: number;
  end: number;
}

export interface JsonRead {
  readonly node: SourceNode;
  /** Offset behind the value. */
  readonly end: number;
  readonly hasDuplicates: boolean;
}

interface Reader extends JsonCursor {
  readonly open: (OpenMap | OpenList)[];
  /** The key read last, waiting for its value. */
  key: string;
  keyStart: number;
  keyEnd: number;
  /** Positions by key of maps that are too large to search. */
  readonly indexes: Map<OpenMap, Map<string, number>>;
  /** One string for each key that occurs, however often it does. */
  readonly keys: Map<string, string>;
  hasDuplicates: boolean;
}

/** Undefined when nothing but white space is left; throws `Refused`. */
export function readJson(text: string, start: number): JsonRead | undefined {
  const reader: Reader = {
    text,
    at: start,
    open: [],
    key: '',
    keyStart: 0,
    keyEnd: 0,
    indexes: new Map(),
    keys: new Map(),
    hasDuplicates: false,
  };
  skipSpace(reader);
  if (reader.at >= text.length) return undefined;
  const node = readValue(reader);
  while (reader.open.length > 0) readNext(reader);
  return { node, end: reader.at, hasDuplicates: reader.hasDuplicates };
}

function skipSpace(reader: Reader): void {
  const { text } = reader;
  for (let at = reader.at; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) {
      reader.at = at;
      return;
    }
  }
}

/** Goes on in the innermost open collection: its next value, or its end. */
function readNext(reader: Reader): void {
  const { text, open } = reader;
  const top = open[open.length - 1] as OpenMap | OpenList;
  const fresh = (top.kind === 'map' ? top.entries : top.items).length === 0;
  const closing = top.kind === 'map' ? 125 : 93;
  skipSpace(reader);
  if (text.charCodeAt(reader.at) === closing) {
    top.end = ++reader.at;
    open.pop();
    return;
  }
  if (!fresh) {
    if (text.charCodeAt(reader.at) !== 44) throw refused(reader, 'json-comma-expected');
    const comma = reader.at++;
    skipSpace(reader);
    if (text.charCodeAt(reader.at) === closing) throw new Refused('json-trailing-comma', comma);
  }
  if (top.kind === 'map') readKey(reader);
  const value = readValue(reader);
  if (top.kind === 'list') top.items.push(value);
  else addEntry(reader, top, value);
}

function readKey(reader: Reader): void {
  if (reader.text.charCodeAt(reader.at) !== 34) throw refused(reader, 'json-key-expected');
  reader.keyStart = reader.at;
  const key = readString(reader);
  reader.keyEnd = reader.at;
  const known = reader.keys.get(key);
  if (known === undefined) reader.keys.set(key, key);
  reader.key = known ?? key;
  skipSpace(reader);
  if (reader.text.charCodeAt(reader.at) !== 58) throw refused(reader, 'json-colon-expected');
  reader.at++;
  skipSpace(reader);
}

/** Up to here a map's entries are searched one by one. */
const searchable = 16;

function addEntry(reader: Reader, map: OpenMap, value: SourceNode): void {
  const { key, keyStart, keyEnd } = reader;
  const { entries } = map;
  const entry: SourceEntry = { key, keyStart, keyEnd, value };
  const known = indexOfKey(reader, map, key);
  if (known === -1) {
    entries.push(entry);
    return;
  }
  map.duplicates ??= [];
  map.duplicates.push(entries[known] as SourceEntry);
  entries[known] = entry;
  reader.hasDuplicates = true;
}

/** Where the key stands, or -1 and it is noted as the next one. */
function indexOfKey(reader: Reader, map: OpenMap, key: string): number {
  const { entries } = map;
  if (entries.length < searchable) return entries.findIndex((entry) => entry.key === key);
  let index = reader.indexes.get(map);
  if (index === undefined) {
    index = new Map(entries.map((entry, at) => [entry.key, at]));
    reader.indexes.set(map, index);
  }
  const known = index.get(key);
  if (known === undefined) index.set(key, entries.length);
  return known ?? -1;
}

/** A scalar whole; of a collection, that it starts. */
function readValue(reader: Reader): SourceNode {
  const { text, at } = reader;
  const code = text.charCodeAt(at);
  if (code === 123 || code === 91) {
    const node: OpenMap | OpenList =
      code === 123
        ? { kind: 'map', entries: [], start: at, end: at }
        : { kind: 'list', items: [], start: at, end: at };
    reader.at++;
    if (reader.open.push(node) > maxDepth) throw new Refused('too-deep', at);
    return node;
  }
  return readScalar(reader, reader.open.length > 0);
}
