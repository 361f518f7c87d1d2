/**
 * How a container answered its probes, from when they were seen to change a status: the first answer of the other
 * kind came (threshold - 1) periods before, and half a period is as far from both as one can get.
 */
import type { ContainerSpec, Probe } from '../model.ts';
import type { ProbeAnswer, ProbeKind } from '../scenario/types.ts';
import type { Snapshot } from '../stream/types.ts';
import { type SeenRun, type Zero, statusIn } from './runs.ts';

type Answers = Partial<Record<ProbeKind, readonly ProbeAnswer[]>>;

/** Results that come with the start were not waited for. */
const AT_ONCE = 400;

export function answersOf(
  container: ContainerSpec,
  runs: readonly SeenRun[],
  snapshots: readonly Snapshot[],
  zero: Zero,
): Answers {
  const { startupProbe, readinessProbe, livenessProbe } = container;
  const answers: Answers = {};
  const changes = (run: SeenRun, key: 'ready' | 'started') =>
    changesOf(container.name, run, snapshots, zero, key);
  if (startupProbe) {
    answers.startup = runs.flatMap((run, index) =>
      answered(startupProbe, index, changes(run, 'started'), run, true),
    );
  }
  if (readinessProbe) {
    answers.readiness = runs.flatMap((run, index) =>
      answered(readinessProbe, index, changes(run, 'ready'), run, false),
    );
  }
  if (livenessProbe) {
    answers.liveness = runs.flatMap((run, index) => killed(container, livenessProbe, index, run));
  }
  return answers;
}

/** Milliseconds since the run's start, and to what it changed. */
interface Change {
  readonly after: number;
  readonly to: boolean;
}

function changesOf(
  name: string,
  run: SeenRun,
  snapshots: readonly Snapshot[],
  zero: Zero,
  key: 'ready' | 'started',
): readonly Change[] {
  const changes: Change[] = [];
  let last = false;
  for (const { at, view } of snapshots) {
    const status = statusIn(view.status, name);
    if (status?.state.running === undefined || status.restartCount !== run.count) continue;
    const is = status[key] === true;
    if (is !== last) changes.push({ after: at - zero.base - (run.startAt ?? 0), to: is });
    last = is;
  }
  return changes;
}

function answered(
  { periodSeconds, successThreshold, failureThreshold }: Probe,
  run: number,
  changes: readonly Change[],
  { startSeen }: SeenRun,
  isStartup: boolean,
): readonly ProbeAnswer[] {
  const period = periodSeconds * 1000;
  const first = changes[0];
  // `started` is carried over from the run before for a moment (mended in 1.38).
  const real = isStartup && run > 0 ? changes.filter(({ after }) => after > AT_ONCE) : changes;
  const answers: ProbeAnswer[] = [];
  const isAtOnce = first?.to === true && first.after <= AT_ONCE && real[0] === first;
  if (!isAtOnce) answers.push({ from: 0, ok: false, run });
  for (const { after, to } of isAtOnce ? real.slice(1) : real) {
    if (isStartup && !to) continue;
    const threshold = to ? successThreshold : failureThreshold;
    const from = Math.max(1, Math.round(after - (threshold - 1) * period - period / 2));
    answers.push({ from, ok: to, run });
  }
  // A run that nobody saw may have answered anything.
  return startSeen === undefined ? [] : answers;
}

/** A run that was replaced without having been seen as ended was killed; without a startup probe in its way, by this one. */
function killed(
  container: ContainerSpec,
  { periodSeconds, failureThreshold }: Probe,
  index: number,
  run: SeenRun,
): readonly ProbeAnswer[] {
  if (!wasKilled(run)) return [];
  const lasted = (run.endAt ?? 0) - (run.startAt ?? 0);
  const period = periodSeconds * 1000;
  const from = lasted - (failureThreshold - 1) * period - period / 2;
  const isStartups = container.startupProbe !== undefined && from < 0;
  if (isStartups) return [];
  return [
    { from: 0, ok: true, run: index },
    { from: Math.max(1, Math.round(from)), ok: false, run: index },
  ];
}

export function wasKilled({ end, endedByItself }: SeenRun): boolean {
  return end !== undefined && endedByItself === undefined;
}
