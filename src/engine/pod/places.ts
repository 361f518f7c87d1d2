/** From an API field path to a place in the reader's text. */
import type { Position } from '../problem.ts';
import { type SourceEntry, type SourceMap, type SourceNode, entryOf } from '../source.ts';

/** Finds line and column of an offset; made once per text, because counting lines anew is quadratic. */
export type LineIndex = (offset: number) => Position;

export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/**
 * Offset of what a path names: of its key, or of the list item. Where the path leaves the text
 * (a missing field, a defaulted value) the nearest thing around it stands for it.
 */
export function offsetOf(root: SourceNode, path: string): number {
  let node: SourceNode | undefined = root;
  let offset = root.start;
  for (let at = 0; at < path.length;) {
    const bracket = path[at] === '[';
    const from = bracket || path[at] === '.' ? at + 1 : at;
    let end = from;
    while (end < path.length && !(bracket ? ']' : '.[').includes(path.charAt(end))) end++;
    const step = path.slice(from, end);
    at = bracket ? end + 1 : end;
    if (node?.kind === 'list') {
      node = node.items[Number(step)];
      if (node === undefined) return offset;
      offset = node.start;
    } else {
      const entry: SourceEntry | undefined = node === undefined ? undefined : find(node, step);
      if (entry === undefined) return offset;
      offset = entry.keyStart;
      node = entry.value;
    }
  }
  return offset;
}

/** Maps with more keys than any real one are indexed, or looking up each of their keys would be quadratic. */
const WIDE = 64;
const indexes = new WeakMap<SourceMap, ReadonlyMap<string, SourceEntry>>();

function find(node: SourceNode, key: string): SourceEntry | undefined {
  if (node.kind !== 'map' || node.entries.length <= WIDE) return entryOf(node, key);
  const index = indexes.get(node) ?? new Map(node.entries.map((entry) => [entry.key, entry]));
  indexes.set(node, index);
  return index.get(key);
}

/** `base.cpu`, or `base[nvidia.com/gpu]` for names that would not survive a dot. */
export function resourcePath(base: string, name: string): string {
  return /[./]/.test(name) || name === '' ? `${base}[${name}]` : `${base}.${name}`;
}
