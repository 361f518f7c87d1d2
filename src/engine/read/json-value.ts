/** A tree that was read, as plain JSON. Without recursion, as the tree may be 10,000 levels deep. */
import type { SourceEntry, SourceNode } from '../source.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The value as compact JSON text; every number keeps the spelling that Kubernetes gets. */
export function printJson(root: SourceNode): string {
  const parts: string[] = [];
  const rest: (SourceNode | SourceEntry | string)[] = [root];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string') parts.push(next);
    else if (!('kind' in next)) {
      parts.push(`${JSON.stringify(next.key)}:`);
      rest.push(next.value);
    } else if (next.kind === 'scalar') parts.push(next.json);
    else {
      const [opening, closing] = next.kind === 'map' ? '{}' : '[]';
      const items = next.kind === 'map' ? next.entries : next.items;
      parts.push(opening ?? '');
      rest.push(closing ?? '');
      for (let index = items.length - 1; index >= 0; index--) {
        const item = items[index];
        if (item !== undefined) rest.push(item);
        if (index > 0) rest.push(',');
      }
    }
  }
  return parts.join('');
}

/** The value as JavaScript has it: integers past 2^53 are rounded; a key `__proto__` is a key. */
export function toJson(root: SourceNode): JsonValue {
  return JSON.parse(printJson(root)) as JsonValue;
}
