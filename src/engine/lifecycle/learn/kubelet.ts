/** How long the kubelet took for what it does, and what it drew by chance. */
import { crashBackoffs, nextBackoff, backoffSince } from '../simulate/backoff.ts';
import { PLAIN_SCENARIO } from '../scenario/read.ts';
import type { KubeletFacts, Scenario } from '../scenario/types.ts';
import type { Snapshot } from '../stream/types.ts';
import type { Seen } from './index.ts';
import { statusIn } from './runs.ts';

const WRITE_TAKES = 4;
const START_TAKES = 100;
/** From the look to the removal. */
const CLEANUP_TAKES = 190;
/** Longer than any sandbox takes: something was missing. */
const LONG = 3000;
/** From the volumes to the sandbox's report. */
const SANDBOX_REPORT = 156;

interface Learnt {
  readonly volumes: Pick<Scenario, 'volumesReadyAt'>;
  readonly facts: Partial<KubeletFacts>;
}

/** Where in a second it looks: seen at the first end of a container, else at the removal of the object. */
function phasesOf(seen: Seen): Pick<KubeletFacts, 'relistPhase' | 'syncPhase'> {
  const { runs, snapshots, zero } = seen;
  const ends = [...runs.values()]
    .flat()
    .flatMap(({ endSeen, endedByItself }) =>
      endedByItself && endSeen !== undefined ? endSeen - WRITE_TAKES - 1 : [],
    );
  const removed = snapshots.find(({ type }) => type === 'DELETED');
  const looked =
    ends.length > 0 ? Math.min(...ends) : removed && removed.at - zero.base - CLEANUP_TAKES;
  const tried = retriesOf(seen)[0];
  return {
    ...(looked !== undefined && { relistPhase: phase(looked) }),
    ...(tried !== undefined && { syncPhase: phase(tried) }),
  };
}

function phase(time: number): number {
  return Math.round(((time % 1000) + 1000) % 1000) % 1000;
}

export function kubeletOf(seen: Seen): Learnt {
  const { snapshots, zero } = seen;
  const at = (snapshot: Snapshot) => snapshot.at - zero.base;
  const bound = snapshots.find(({ view }) => view.spec.nodeName !== '');
  const first = snapshots.find(({ view }) => sandboxOf(view) !== undefined);
  const ready = readyOf(seen);
  const facts: { -readonly [Key in keyof KubeletFacts]?: KubeletFacts[Key] } = {
    ...maxPeriod(seen),
    ...phasesOf(seen),
  };
  if (bound === undefined || first === undefined) return { volumes: {}, facts };
  const isSeparate = first !== bound && first !== ready;
  if (isSeparate) {
    facts.firstStatusAfter = Math.max(1, Math.round(at(first) - at(bound) - WRITE_TAKES));
  }
  if (ready === undefined) {
    const last = snapshots.at(-1) ?? first;
    const waited = last.view.deletionTimestamp !== undefined || at(last) - at(first) > LONG;
    return { volumes: waited ? { volumesReadyAt: null } : {}, facts };
  }
  const took = Math.round(at(ready) - at(first));
  if (took > LONG) return { volumes: { volumesReadyAt: at(ready) - SANDBOX_REPORT }, facts };
  if (isSeparate && took > 0) facts.sandboxTakes = took;
  return { volumes: {}, facts };
}

/** The first report of a sandbox with network. */
export function readyOf({ snapshots }: Pick<Seen, 'snapshots'>): Snapshot | undefined {
  return snapshots.find(({ view }) => sandboxOf(view) === 'True');
}

function sandboxOf({ status }: Snapshot['view']): string | undefined {
  return status.conditions.find(({ type }) => type === 'PodReadyToStartContainers')?.status;
}

/** Restarts that come sooner than the usual waits allow: the longest wait was made shorter. */
function maxPeriod({ runs }: Seen): Pick<KubeletFacts, 'maxRestartPeriod'> {
  const facts = PLAIN_SCENARIO.kubelet;
  for (const list of runs.values()) {
    const backoffs = crashBackoffs(facts);
    let longest = 0;
    for (const [index, { endAt, endedByItself }] of list.entries()) {
      const next = list[index + 1]?.startAt;
      if (endAt === undefined || next === undefined || !endedByItself) continue;
      const wait = backoffSince(backoffs, '', endAt);
      // A date cut to seconds may make a wait look a second shorter.
      if (longest > 0 && wait > longest && next - endAt < wait - 1500) {
        return { maxRestartPeriod: longest };
      }
      longest = Math.max(longest, wait);
      nextBackoff(backoffs, '', endAt, next);
    }
  }
  return {};
}

/** The syncs that the kubelet came to by itself after a failure. */
export function retriesOf({ pod, snapshots, zero, runs }: Seen): readonly number[] {
  const times = new Set<number>();
  const names = [...pod.spec.initContainers, ...pod.spec.containers].map(({ name }) => name);
  for (const [index, { at, view }] of snapshots.entries()) {
    const before = snapshots[index - 1]?.view;
    if (before === undefined) continue;
    // The mirror is renewed by a sync.
    if (before.uid !== view.uid) times.add(at - zero.base - WRITE_TAKES);
    for (const name of names) {
      const [old, now] = [statusIn(before.status, name), statusIn(view.status, name)];
      const waited = old?.state.waiting?.reason ?? '';
      const waits = now?.state.waiting?.reason ?? '';
      const restarted = now?.state.running !== undefined && old?.state.running === undefined;
      if (waits !== waited && RETRIED.has(waits)) times.add(at - zero.base - WRITE_TAKES);
      else if (restarted && (RETRIED.has(waited) || old?.state.terminated !== undefined)) {
        const run = runs.get(name)?.find(({ count }) => count === now.restartCount);
        times.add((run?.startAt ?? at - zero.base) - START_TAKES);
      }
    }
  }
  for (const { count, startAt } of [...runs.values()].flat()) {
    if (count > 0 && startAt !== undefined) times.add(startAt - START_TAKES);
  }
  const known = [...new Set([...times].map(Math.round))].filter((time) => time > 0);
  return known.sort((one, other) => one - other);
}

const RETRIED = new Set([
  ...['CrashLoopBackOff', 'ErrImagePull', 'ImagePullBackOff', 'RunContainerError'],
  ...['CreateContainerConfigError', 'CreateContainerError', 'PostStartHookError'],
]);
