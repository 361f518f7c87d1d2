/**
 * A controller's work queue: a key is synced once at a time, what comes meanwhile is synced after it, what failed
 * again after 5 ms, 10 ms, 20 ms, … (DefaultTypedControllerRateLimiter of client-go util/workqueue, v1.37.2).
 */
import { at, spawn, type Wait } from '../virtual-time.ts';
import { type Watcher, whileOff, type World } from './world.ts';

export interface Queue {
  add(key: string): void;
  addAfter(key: string, wait: number): void;
}

/** Gives whether all went well. */
export type Sync = (key: string) => Generator<Wait, boolean>;

const FIRST_WAIT = 5;
const LONGEST_WAIT = 1_000_000;
/** From the handler of a watch event to the worker. */
const PICK_UP = 1;

export function newQueue(
  world: World,
  part: Watcher,
  sync: Sync,
  firstWait: number = FIRST_WAIT,
): Queue {
  const active = new Set<string>();
  const again = new Set<string>();
  const failures = new Map<string, number>();
  const add = (key: string): void => {
    if (active.has(key)) {
      again.add(key);
      return;
    }
    active.add(key);
    spawn(world.clock, work(key));
  };
  function* work(key: string): Generator<Wait, void> {
    yield PICK_UP;
    yield* whileOff(world, part);
    again.delete(key);
    const isDone = yield* sync(key);
    active.delete(key);
    if (isDone) failures.delete(key);
    else {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      addAfter(key, Math.min(firstWait * 2 ** count, LONGEST_WAIT));
    }
    if (again.delete(key)) add(key);
  }
  const addAfter = (key: string, wait: number): void => {
    at(world.clock, world.clock.now + wait, () => add(key));
  };
  return { add, addAfter };
}
