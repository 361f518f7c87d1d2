/**
 * Keys written more than once, which kubectl's reader lets pass and strict reading refuses, with the paths
 * that the API server names (sigs.k8s.io/json, UnmarshalStrict), as many as it lists.
 */
import type { SourceNode } from '../source.ts';
import { type Refusal, refusal } from './code.ts';

const maxProblems = 100;

interface Visit {
  readonly node: SourceNode;
  readonly path: string;
}

/** Each with its path and at the key that counts, in document order. */
export function findDuplicates(root: SourceNode): readonly Refusal[] {
  const found: Refusal[] = [];
  const rest: Visit[] = [{ node: root, path: '' }];
  for (let visit = rest.pop(); visit !== undefined; visit = rest.pop()) {
    const { node, path } = visit;
    if (node.kind === 'scalar') continue;
    if (node.kind === 'list') {
      for (const [index, item] of node.items.entries()) {
        rest.push({ node: item, path: `${path}[${index}]` });
      }
      continue;
    }
    for (const { key } of node.duplicates ?? []) {
      if (found.length >= maxProblems) return found;
      const kept = node.entries.find((entry) => entry.key === key);
      const at = kept?.keyStart ?? node.start;
      found.push({ ...refusal('duplicate-key', at, { key }), path: join(path, key) });
    }
    for (const { key, value } of node.entries) rest.push({ node: value, path: join(path, key) });
  }
  return found.sort((a, b) => a.at - b.at);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
