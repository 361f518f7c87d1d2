/**
 * A document as it was read, every value still knowing where it stands in the text.
 * Offsets are UTF-16 indices into the text that was read; `end` is exclusive.
 */
import type { Position } from './problem.ts';

export type SourceNode = SourceMap | SourceList | SourceScalar;

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SourceEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: SourceNode;
}

export interface SourceMap extends Span {
  readonly kind: 'map';
  /** One entry per key, in the order of first appearance; of a repeated key the last value counts. */
  readonly entries: readonly SourceEntry[];
  /** The entries that a later one of the same key replaced: strict reading refuses them. */
  readonly duplicates?: readonly SourceEntry[];
}

export interface SourceList extends Span {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
}

export interface SourceScalar extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /**
   * The scalar as JSON text, as kubectl hands it to the API server: a number keeps its JSON spelling
   * (`1e3` stays `1e3` in JSON input, YAML's `1_000` becomes `1000`), a string has its quotes.
   */
  readonly json: string;
}

/** The value of `key` in a map, undefined when the node is no map or has no such key. */
export function child(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return entryOf(node, key)?.value;
}

/** The entry of `key` in a map, undefined when the node is no map or has no such key. */
export function entryOf(node: SourceNode | undefined, key: string): SourceEntry | undefined {
  if (node?.kind !== 'map') return undefined;
  return node.entries.find((entry) => entry.key === key);
}

/** Line and column of an offset. CRLF counts as one line end, a lone CR as none. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
