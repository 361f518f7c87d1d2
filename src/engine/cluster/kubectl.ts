/**
 * What kubectl sends for each command: v1.37.2, recordings a to l.
 */
import { at, spawn, type Wait } from '../virtual-time.ts';
import { patch } from './api.ts';
import type { Command } from './commands.ts';
import { remove } from './deletion.ts';
import { apply, patched, podsWith, selectors } from './kubectl-apply.ts';
import { all, BY, type Complain, find } from './kubectl-find.ts';
import { changed, restart, setImage, undo } from './kubectl-rollout.ts';
import { type Manifest, MOST_PODS } from './manifest.ts';
import type { Labels } from './objects.ts';
import type { Timed } from './script.ts';
import { type Part, switchOff, switchOn, type World } from './world.ts';

export type { KubectlProblemCode } from './kubectl-find.ts';

/** Until its first request: discovery and what it reads beforehand. */
const STARTS = 50;
const APPLY_STARTS = 115;
const HANDSHAKE_TIMEOUT = 10_000;

/** Plays the script. */
export function runScript(
  world: World,
  timed: readonly Timed[],
  applied: Manifest,
  complain: (line: number) => Complain,
): void {
  for (const step of timed) {
    at(world.clock, step.at, () => {
      if (step.do !== 'kubectl') {
        toggle(world, step.part, step.do === 'stop');
        return;
      }
      act(world, 'kubectl', step.text);
      if (step.command.do !== 'look') {
        spawn(world.clock, typed(world, step.command, applied, complain(step.line)));
      }
    });
  }
}

function act(world: World, component: string, text: string): void {
  const { now } = world.clock;
  world.entries.push({ entry: 'action', at: now, end: now, component, text });
}

function toggle(world: World, part: Part, isStop: boolean): void {
  const component = part === 'controller-manager' ? 'kube-controller-manager' : part;
  if (isStop) {
    if (switchOff(world, part)) act(world, component, `${part} stopped`);
  } else if (switchOn(world, part)) act(world, component, `${part} started again`);
}

function* typed(
  world: World,
  command: Command,
  applied: Manifest,
  complain: Complain,
): Generator<Wait, void> {
  yield command.do === 'apply' ? APPLY_STARTS : STARTS;
  const apiserver = world.off.get('apiserver');
  if (apiserver !== undefined) {
    // A frozen API server: the connection is made, its handshake is not answered.
    yield { signal: apiserver, orAfter: HANDSHAKE_TIMEOUT };
    if (world.off.has('apiserver')) {
      act(world, 'kubectl', 'Unable to connect to the server: net/http: TLS handshake timeout');
      return;
    }
  }
  yield* carryOut(world, command, applied, complain);
}

function* carryOut(
  world: World,
  command: Command,
  applied: Manifest,
  complain: Complain,
): Generator<Wait, void> {
  switch (command.do) {
    case 'apply':
      return yield* apply(world, applied);
    case 'look':
      return;
    case 'scale': {
      const { replicas } = command;
      const d = find(world, 'Deployment', command.name, complain);
      if (d === undefined) return;
      if (podsWith(world, d, replicas) > MOST_PODS) {
        return complain('drive-too-many-pods', { most: MOST_PODS });
      }
      yield* changed(world, d, { spec: { replicas } }, (spec) => ({ ...spec, replicas }), 'scale');
      return;
    }
    case 'set-image':
      return yield* setImage(world, command.name, command.images, complain);
    case 'set-selector': {
      const service = find(world, 'Service', command.name, complain);
      if (service) yield* selectors(world, service, command.selector);
      return;
    }
    case 'undo':
      return yield* undo(world, command.name, command.revision, complain);
    case 'restart':
      return yield* restart(world, command.name, complain);
    case 'pause':
    case 'resume': {
      const d = find(world, 'Deployment', command.name, complain);
      const paused = command.do === 'pause';
      if (d === undefined) return;
      yield* changed(world, d, { spec: { paused: paused || null } }, ({ paused: _, ...spec }) =>
        paused ? { ...spec, paused } : spec,
      );
      return;
    }
    case 'delete':
      return yield* deletion(world, command, complain);
    case 'label': {
      const { kind, labels } = command;
      const object = find(world, kind, command.name, complain);
      if (object === undefined) return;
      const { namespace, name } = object.metadata;
      yield* patch(world, BY, { kind, namespace, name }, { metadata: { labels } }, (current) => ({
        ...current,
        metadata: { ...current.metadata, labels: mergedLabels(current.metadata.labels, labels) },
      }));
      return;
    }
    case 'patch': {
      const object = find(world, command.kind, command.name, complain);
      if (object !== undefined) yield* patched(world, object, command.patch, complain);
    }
  }
}

function mergedLabels(
  before: Labels | undefined,
  change: Readonly<Record<string, string | null>>,
): Labels {
  const after = Object.entries({ ...before, ...change });
  return Object.fromEntries(after.filter((pair): pair is [string, string] => pair[1] !== null));
}

function* deletion(
  world: World,
  { kind, names, labels, cascade, grace }: Extract<Command, { do: 'delete' }>,
  complain: Complain,
): Generator<Wait, void> {
  const named = names.flatMap((name) => find(world, kind, name, complain) ?? []);
  const selected =
    labels === undefined
      ? []
      : all(world, kind).filter(({ metadata }) =>
          Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value),
        );
  for (const object of [...named, ...selected]) {
    const isPod = kind === 'Pod';
    yield* remove(world, BY, object, {
      propagationPolicy: cascade,
      ...(isPod && grace !== undefined && { gracePeriodSeconds: grace }),
    });
    yield 2;
  }
}
