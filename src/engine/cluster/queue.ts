/**
 * A controller's work queue: a key is synced once at a time, what comes meanwhile is synced after it, what failed
 * again after 5 ms, 10 ms, 20 ms, … (DefaultTypedControllerRateLimiter of client-go util/workqueue, v1.37.2).
 * Each sync carries the watch events that it answers: what it writes is told with them.
 */
import { at, spawn, type Wait } from '../virtual-time.ts';
import { type Watcher, whileOff, type World } from './world.ts';

export interface Queue {
  add(key: string): void;
  /** A timer: what is written then answers no watch event. */
  addAfter(key: string, wait: number): void;
}

/** Gives whether all went well. */
export type Sync = (key: string) => Generator<Wait, boolean>;

/** Milliseconds. */
export interface Waits {
  /** From the handler of a watch event to the worker. */
  readonly pickUp?: number;
  /** After the first failure. */
  readonly first?: number;
}

/** What a sync answers: versions of watch events. */
export interface Because {
  readonly versions: string[];
}

const FIRST_WAIT = 5;
const LONGEST_WAIT = 1_000_000;
const PICK_UP = 1;

export function newQueue(
  world: World,
  part: Watcher,
  sync: Sync,
  { pickUp = PICK_UP, first = FIRST_WAIT }: Waits = {},
): Queue {
  const { clock } = world;
  const informer = world.informers[part];
  const active = new Set<string>();
  /** Came while the key was being synced. */
  const again = new Map<string, string[]>();
  const failures = new Map<string, number>();
  /** Of a sync that failed: the next one answers them, whatever starts it. */
  const owed = new Map<string, readonly string[]>();
  const begin = (key: string, versions: string[]): void => {
    const waiting = again.get(key);
    if (active.has(key)) {
      again.set(key, [...(waiting ?? []), ...versions]);
      return;
    }
    active.add(key);
    const because: Because = { versions };
    spawn(clock, work(key, because), because);
  };
  function* work(key: string, { versions }: Because): Generator<Wait, void> {
    yield pickUp;
    yield* whileOff(world, part);
    versions.unshift(...(owed.get(key) ?? []));
    versions.push(...(again.get(key) ?? []));
    owed.delete(key);
    again.delete(key);
    const isDone = yield* sync(key);
    active.delete(key);
    if (isDone) failures.delete(key);
    else {
      owed.set(key, versions);
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      const wait = Math.min(first * 2 ** count, LONGEST_WAIT);
      at(clock, clock.now + wait, () => begin(key, owed.has(key) ? [] : [...versions]));
    }
    const came = again.get(key);
    again.delete(key);
    if (came !== undefined) begin(key, came);
  }
  return {
    add: (key) => {
      // Within a sync: what that one answers.
      const own = (clock.context as Because | undefined)?.versions ?? [];
      begin(key, informer.hearing === '' ? [...own] : [informer.hearing]);
    },
    addAfter: (key, wait) => at(clock, clock.now + wait, () => begin(key, [])),
  };
}
