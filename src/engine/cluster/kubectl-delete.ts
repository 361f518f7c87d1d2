/** kubectl delete: staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go, v1.37.2. Left out: it waits for the end. */
import type { Wait } from '../virtual-time.ts';
import type { Chosen, Command } from './commands.ts';
import { remove } from './deletion.ts';
import { placed } from './kubectl-apply.ts';
import { allIn, BY, find, type Shell } from './kubectl-find.ts';
import type { Manifest } from './manifest.ts';
import { selects, type Stored } from './objects.ts';

/** Between two requests. */
const NEXT = 2;

export function* deletion(
  shell: Shell,
  { chosen, cascade, grace, namespace }: Extract<Command, { do: 'delete' }>,
  manifest: Manifest,
): Generator<Wait, void> {
  for (const object of chosenIn(shell, chosen, manifest, namespace)) {
    yield* remove(shell.world, BY, object, {
      propagationPolicy: cascade,
      ...(grace !== undefined && { gracePeriodSeconds: grace }),
    });
    yield NEXT;
  }
}

function chosenIn(
  shell: Shell,
  chosen: Chosen,
  manifest: Manifest,
  asked: string | undefined,
): readonly Stored[] {
  if (chosen.by === 'name') {
    return chosen.objects.flatMap(({ kind, name }) => find(shell, kind, name) ?? []);
  }
  if (chosen.by === 'file') {
    return [...placed(shell, manifest, asked)].flatMap(([{ kind, metadata }]) => {
      const { namespace, name } = metadata;
      return find({ ...shell, namespace }, kind, name) ?? [];
    });
  }
  const { kinds, labels } = chosen;
  const isAll = Object.keys(labels).length === 0;
  return kinds.flatMap((kind) =>
    (allIn(shell, kind) as readonly Stored[]).filter(
      ({ metadata }) => isAll || selects({ matchLabels: labels }, metadata.labels),
    ),
  );
}
