/** Virtual time: processes are generators that yield what they wait for. Nothing here knows Kubernetes. */

/** Milliseconds, or a signal, or whichever of the two comes first. */
export type Wait = number | Signal | { readonly signal: Signal; readonly orAfter: number };

export type Process = Generator<Wait, void, void>;

/** Something that processes wait for. Firing it wakes all that wait at that moment. */
export interface Signal {
  waiting: (() => void)[];
}

export interface Clock {
  /** Milliseconds since the start. */
  now: number;
  readonly queue: Entry[];
  count: number;
  /** What the running process carries along; a process that it starts carries it too. */
  context: unknown;
}

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
}

export function newClock(): Clock {
  return { now: 0, queue: [], count: 0, context: undefined };
}

export function newSignal(): Signal {
  return { waiting: [] };
}

export function fire(clock: Clock, signal: Signal): void {
  const { waiting } = signal;
  signal.waiting = [];
  for (const wake of waiting) at(clock, clock.now, wake);
}

export function at(clock: Clock, time: number, run: () => void): void {
  push(clock.queue, { time: Math.max(time, clock.now), order: clock.count++, run });
}

/** Starts a process; gives the signal that is fired when it ends. */
export function spawn(clock: Clock, process: Process, context: unknown = clock.context): Signal {
  const ended = newSignal();
  const resume = () => {
    clock.context = context;
    const step = process.next();
    clock.context = undefined;
    if (step.done) return fire(clock, ended);
    const wait = step.value;
    if (typeof wait === 'number') return at(clock, clock.now + wait, resume);
    if (!('signal' in wait)) {
      wait.waiting.push(resume);
      return;
    }
    let waits = true;
    const once = () => {
      if (waits) resume();
      waits = false;
    };
    wait.signal.waiting.push(once);
    at(clock, clock.now + wait.orAfter, once);
  };
  at(clock, clock.now, resume);
  return ended;
}

/** Runs what is due until `end`, at most `most` entries. Gives whether the bound held. */
export function run(clock: Clock, end: number, most: number): boolean {
  for (let done = 0; done < most; done++) {
    const [next] = clock.queue;
    if (next === undefined || next.time > end) {
      clock.now = end;
      return true;
    }
    pop(clock.queue);
    clock.now = next.time;
    next.run();
  }
  return false;
}

/** A binary heap by time, then by the order in which entries came. */
function push(queue: Entry[], entry: Entry): void {
  let index = queue.length;
  queue.push(entry);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = queue[parent] as Entry;
    if (!isBefore(entry, above)) break;
    queue[index] = above;
    index = parent;
  }
  queue[index] = entry;
}

function pop(queue: Entry[]): void {
  const last = queue.pop() as Entry;
  if (queue.length === 0) return;
  let index = 0;
  for (;;) {
    let child = index * 2 + 1;
    if (child >= queue.length) break;
    const right = queue[child + 1];
    if (right !== undefined && isBefore(right, queue[child] as Entry)) child++;
    const below = queue[child] as Entry;
    if (!isBefore(below, last)) break;
    queue[index] = below;
    index = child;
  }
  queue[index] = last;
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
