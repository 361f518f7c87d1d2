/** A Pod as a text has it, before it is known where in time it belongs. */
import { itemsOf, text } from '../../pod/index.ts';
import type { ObjectName } from '../../pod/index.ts';
import { type SourceNode, child } from '../../source.ts';
import type { ContainerState, PodView } from '../model.ts';
import { parseTime } from '../time.ts';
import type { Refused } from './types.ts';

/** What a watch says beside the object. */
export interface Seen {
  /** When it was received, milliseconds on the clock of a recorded watch. */
  readonly t?: number;
  /** The same in milliseconds since 1970. */
  readonly time?: number;
  /** `ADDED`, … */
  readonly type?: string;
}

export interface PodRecord extends Seen {
  readonly object: ObjectName;
  readonly view: PodView;
  /** The spec as written, to see whether it changed. */
  readonly written: string | undefined;
  readonly version: string;
  /** The last thing that the object says happened to it. */
  readonly latest: number | undefined;
  readonly line: number;
  readonly rejected?: readonly Refused[];
}

/** Dates are whole seconds. The deletion date lies ahead: the delete itself was the grace period before. */
export function latestDate(view: PodView, source: SourceNode): number | undefined {
  const { creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds = 0, status } = view;
  const statuses = [...status.initContainerStatuses, ...status.containerStatuses];
  const managed = child(child(source, 'metadata'), 'managedFields');
  const dates = [
    creationTimestamp,
    deletionTimestamp && deletionTimestamp - deletionGracePeriodSeconds * 1000,
    status.startTime,
    ...status.conditions.map(({ lastTransitionTime }) => lastTransitionTime),
    ...statuses.flatMap(({ state, lastState }) => [...datesOf(state), ...datesOf(lastState)]),
    ...itemsOf(managed).map((entry) => parseTime(text(entry, 'time'))),
  ].filter((date) => date !== undefined);
  return dates.length === 0 ? undefined : dates.reduce((a, b) => Math.max(a, b));
}

function datesOf({ running, terminated }: ContainerState): (number | undefined)[] {
  return [running?.startedAt, terminated?.startedAt, terminated?.finishedAt];
}
