/**
 * A container with a postStart hook is reported as running only when the hook is over: it started that much before.
 */
import type { PodView } from '../model.ts';
import type { Snapshot } from '../stream/types.ts';
import { readyOf } from './kubelet.ts';
import type { SeenRun, Zero } from './runs.ts';

/** From the sandbox to the first container's start. */
const FIRST_START = 150;
const REPORT = 5;

export function hooksFirst(
  { spec }: PodView,
  snapshots: readonly Snapshot[],
  zero: Zero,
  runs: ReadonlyMap<string, readonly SeenRun[]>,
): void {
  const ready = readyOf({ snapshots });
  for (const { name, postStart } of [...spec.initContainers, ...spec.containers]) {
    const list = runs.get(name) ?? [];
    const first = list[0];
    if (postStart === undefined || first?.startSeen === undefined || ready === undefined) continue;
    const earliest = Math.max(first.startDate ?? 0, ready.at - zero.base + FIRST_START);
    first.startAt = Math.min(first.startAt ?? earliest, earliest);
    const takes = first.startSeen - first.startAt - REPORT;
    for (const run of list.slice(1)) {
      if (run.startSeen === undefined || run.startAt === undefined) continue;
      const began = Math.max(run.startDate ?? 0, run.startSeen - takes - REPORT);
      run.startAt = Math.min(run.startAt, began);
    }
  }
}
