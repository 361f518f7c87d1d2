/** A recorded life, learnt and simulated again, beside what was recorded. */
import { isDeepStrictEqual } from 'node:util';
import {
  type ContainerState,
  columnsOf,
  learn,
  type PodView,
  printScenario,
  readLifecycle,
  readScenario,
  simulate,
  type Snapshot,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { sourceOf } from './json-source.ts';
import { type Recording, recordings } from './reconstruct-recordings.ts';

export interface Moment {
  /** READY, STATUS and restarts. */
  readonly row: string;
  /** Milliseconds since creation. */
  readonly at: number;
}

export interface Again {
  readonly recorded: readonly Moment[];
  readonly simulated: readonly Moment[];
  /** By container: each state with its reason, the last one, restarts, ready and started, as they changed. */
  readonly recordedStates: Readonly<Record<string, readonly string[]>>;
  readonly simulatedStates: Readonly<Record<string, readonly string[]>>;
}

/** Those with one Pod: the others need the neighbours that made them what they are. */
export function isSingle({ watch }: Recording): boolean {
  return readLifecycle(watch).items.length === 1;
}

export const single: readonly Recording[] = recordings.filter(isSingle);

/** What the scenario file cannot say is lost on the way through it, as it would be for a reader. */
export function again({ watch, pod, actions }: Recording): Again {
  const [item] = readLifecycle(watch).items;
  const learnt = item && learn(item, readLifecycle(actions).actions);
  if (!item || !learnt) throw new Error('nothing was learnt');
  const { scenario } = readScenario(printScenario(learnt.scenario));
  const seen: { readonly at: number; readonly view: PodView }[] = [];
  const { table } = simulate(viewPod(sourceOf(pod)), scenario, (at, view) =>
    seen.push({ at, view }),
  );
  const zero = item.snapshots[0]?.at ?? 0;
  return {
    recorded: distinct(item.snapshots.map(({ at, view, time }) => momentOf(view, at - zero, time))),
    simulated: distinct(
      table.map(({ at, ready, status, restarts }) => ({
        at,
        row: `${ready} ${status} ${restarts}`,
      })),
    ),
    recordedStates: statesOf(item.snapshots),
    simulatedStates: statesOf(seen),
  };
}

function momentOf(view: PodView, at: number, time: Snapshot['time']): Moment {
  const { ready, status, restartCount } = columnsOf(view, time ?? 0);
  return { at, row: `${ready} ${status} ${restartCount}` };
}

function distinct(moments: readonly Moment[]): readonly Moment[] {
  return moments.filter(({ row }, index) => row !== moments[index - 1]?.row);
}

function statesOf(seen: readonly { readonly view: PodView }[]): Again['recordedStates'] {
  const states: Record<string, string[]> = {};
  for (const { view } of seen) {
    for (const status of [...view.status.initContainerStatuses, ...view.status.containerStatuses]) {
      states[status.name] ??= [];
      const list = states[status.name] ?? [];
      const text = [
        stateOf(status.state),
        stateOf(status.lastState),
        status.restartCount,
        status.ready ? 'ready' : '',
        status.started ? 'started' : '',
      ].join(' ');
      if (list.at(-1) !== text) list.push(text);
    }
  }
  return states;
}

function stateOf({ waiting, running, terminated }: ContainerState): string {
  if (waiting) return `waiting:${waiting.reason}`;
  if (terminated) return `terminated:${terminated.reason}(${terminated.exitCode})`;
  return running ? 'running' : '-';
}

/** Lines and container states; times are compared in simulate.test.ts. */
export function lifeDifference(recording: Recording): unknown {
  const life = again(recording);
  const rows = (moments: readonly Moment[]) => moments.map(({ row }) => row);
  const isSame =
    isDeepStrictEqual(rows(life.simulated), rows(life.recorded)) &&
    isDeepStrictEqual(life.simulatedStates, life.recordedStates);
  return isSame ? undefined : life;
}
