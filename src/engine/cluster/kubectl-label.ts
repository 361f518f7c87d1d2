/** kubectl label: staging/src/k8s.io/kubectl/pkg/cmd/label/label.go, v1.37.2. */
import type { Wait } from '../virtual-time.ts';
import { patch } from './api.ts';
import type { Command } from './commands.ts';
import { BY, find, type Shell } from './kubectl-find.ts';
import type { Labels } from './objects.ts';

type Change = Readonly<Record<string, string | null>>;

/** No request where nothing changes, or where a value would be overwritten unasked. */
export function* label(
  shell: Shell,
  { objects, labels, overwrite }: Extract<Command, { do: 'label' }>,
): Generator<Wait, void> {
  const { world, namespace, complain } = shell;
  for (const { kind, name } of objects) {
    const object = find(shell, kind, name);
    if (object === undefined) continue;
    const before = new Map(Object.entries(object.metadata.labels ?? {}));
    const changes = Object.entries(labels).filter(
      ([key, value]) => (before.get(key) ?? null) !== value,
    );
    const taken = changes.filter(([key, value]) => value !== null && before.has(key));
    if (!overwrite && taken.length > 0) {
      const errors = taken.map(
        ([key]) => `'${key}' already has a value (${before.get(key)}), and --overwrite is false`,
      );
      const [only = ''] = errors;
      complain('drive-error', { error: errors.length === 1 ? only : `[${errors.join(', ')}]` });
      continue;
    }
    if (changes.length === 0) continue;
    const change = Object.fromEntries(changes);
    const place = { kind, namespace, name: object.metadata.name };
    yield* patch(world, BY, place, { metadata: { labels: change } }, (current) => ({
      ...current,
      metadata: { ...current.metadata, labels: merged(current.metadata.labels, change) },
    }));
  }
}

function merged(before: Labels | undefined, change: Change): Labels {
  const after = Object.entries({ ...before, ...change });
  return Object.fromEntries(after.filter((pair): pair is [string, string] => pair[1] !== null));
}
