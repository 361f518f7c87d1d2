/**
 * What kubectl sends for each command: v1.37.2, recordings a to l.
 */
import { at, spawn, type Wait } from '../virtual-time.ts';
import type { Command } from './commands.ts';
import { apply, type LastApplied, patching, podsWith, setSelector } from './kubectl-apply.ts';
import { deletion } from './kubectl-delete.ts';
import { type Complain, find, type Shell } from './kubectl-find.ts';
import { label } from './kubectl-label.ts';
import { changed, pause, restart, setImage, undo } from './kubectl-rollout.ts';
import { type Manifest, MOST_PODS } from './manifest.ts';
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
  manifest: Manifest,
  complain: (step: Timed) => Complain,
): void {
  const applied: LastApplied = new Map();
  for (const step of timed) {
    at(world.clock, step.at, () => {
      if (step.do !== 'kubectl') {
        toggle(world, step.part, step.do === 'stop');
        return;
      }
      act(world, 'kubectl', step.text);
      if (step.command.do !== 'look') {
        const { namespace = 'default' } = step.command;
        const shell: Shell = { world, namespace, complain: complain(step) };
        spawn(world.clock, typed(shell, step.command, manifest, applied));
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
  shell: Shell,
  command: Command,
  manifest: Manifest,
  applied: LastApplied,
): Generator<Wait, void> {
  const { world } = shell;
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
  if (command.do === 'apply') yield* apply(shell, manifest, command.namespace, applied);
  else if (command.do === 'delete') yield* deletion(shell, command, manifest);
  else if (command.do === 'label') yield* label(shell, command);
  else if (command.do !== 'look') {
    for (const name of command.names) yield* carryOut(shell, command, name);
  }
}

function* carryOut(
  shell: Shell,
  command: Extract<Command, { names: readonly string[] }>,
  name: string,
): Generator<Wait, void> {
  switch (command.do) {
    case 'scale':
      return yield* scale(shell, name, command.replicas);
    case 'set-image':
      return yield* setImage(shell, name, command.images);
    case 'set-selector': {
      const service = find(shell, 'Service', name);
      if (service) yield* setSelector(shell, service, command.selector);
      return;
    }
    case 'undo':
      return yield* undo(shell, name, command.revision);
    case 'restart':
      return yield* restart(shell, name);
    case 'pause':
    case 'resume':
      return yield* pause(shell, name, command.do === 'pause');
    case 'patch': {
      const object = find(shell, command.kind, name);
      if (object) yield* patching(shell, object, command.patch, command.type);
    }
  }
}

/** Sent even where the number is the same: scale.go. */
function* scale(shell: Shell, name: string, replicas: number): Generator<Wait, void> {
  const { world, complain } = shell;
  const d = find(shell, 'Deployment', name);
  if (d === undefined) return;
  if (podsWith(world, d, replicas) > MOST_PODS) {
    return complain('drive-too-many-pods', { most: MOST_PODS });
  }
  yield* changed(world, d, { spec: { replicas } }, (spec) => ({ ...spec, replicas }), 'scale');
}
