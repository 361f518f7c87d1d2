/**
 * A replay of the control plane: who wrote what, in true order, because of which watch event, and what
 * changed. From a recording (audit log, watch events, reads), from an audit log alone, or from Events alone.
 *
 * Order: etcd's, which is resourceVersion (apiserver pkg/storage/etcd3, v1.37.2: the revision of the
 * transaction); requests that stored nothing stand where their answer was sent. Events: see event-object.ts.
 * Left out: what a component did without a request (a cache, a queue, the node), and aggregated API servers.
 */
import type { Problem } from '../problem.ts';
import type { Action, Call, Entry, EventSeen, Watched } from './entry.ts';
import { fieldsOf } from './fields.ts';
import type { JsonObject } from './json.ts';
import { inOrder, isWrite, type Item } from './order.ts';
import { readingEntries } from './read.ts';
import { changesIn } from './seen.ts';
import { type Telling, tellNext } from './tell.ts';
import type { Step, Story, StoryProblemCode, StorySource } from './types.ts';

export type { Action, Call, Entry, EventSeen, Watched } from './entry.ts';
export { isObject, type Json, type JsonObject } from './json.ts';
export { summaryOf } from './summary.ts';
export { placeOf } from './who.ts';
export type * from './types.ts';

export function tellStory(text: string): Story {
  const telling = tellingStory(text);
  for (;;) {
    const step = telling.next();
    if (step.done === true) return step.value;
  }
}

/** Steps that are told at once. */
const SLICE = 100;

/** The same in slices. */
export function* tellingStory(text: string): Generator<void, Story> {
  const { entries, problems } = yield* readingEntries(text);
  return yield* tellingEntries(entries, problems);
}

/**
 * Of entries that need no reading; recorded times count from the first command. `known`: objects that were
 * there before, by `RESOURCE/NAMESPACE/NAME`.
 */
export function* tellingEntries(
  entries: readonly Entry[],
  problems: readonly Problem<StoryProblemCode>[] = [],
  known: ReadonlyMap<string, JsonObject> = new Map(),
): Generator<void, Story> {
  const calls = entries.filter((entry): entry is Call => entry.entry === 'call');
  const watched = entries.filter((entry): entry is Watched => entry.entry === 'watched');
  const actions = entries.filter((entry): entry is Action => entry.entry === 'action');
  const items = inOrder(calls, lone(entries, calls), actions);
  const zero = zeroOf(items);
  yield;
  const telling: Telling = {
    zero,
    changes: changesIn(items, watched),
    steps: [],
    fields: new Map([...known].map(([key, object]) => [key, fieldsOf(object)])),
    tries: new Map(),
    answered: new Map(),
    spent: new Set(),
  };
  for (const [index, item] of items.entries()) {
    if (index % SLICE === SLICE - 1) yield;
    tellNext(telling, item);
  }
  return {
    source: sourceOf(entries, calls, zero),
    origin: zero === 0 ? null : zero,
    steps: telling.steps.map((step) => withinRequest(step, telling.steps)),
    problems: [...problems, ...(zero === 0 ? [] : withoutBodies(calls))],
  };
}

/** Events that no request of the text has made. */
function lone(entries: readonly Entry[], calls: readonly Call[]): readonly EventSeen[] {
  const made = new Set(
    calls.filter(({ resource }) => resource === 'events').map(({ name }) => name),
  );
  return entries.filter(
    (entry): entry is EventSeen => entry.entry === 'event' && !made.has(entry.name),
  );
}

/** Recordings count from their first command, logs and Events from 1970. */
function zeroOf(items: readonly Item[]): number {
  const first = items.reduce((least, item) => Math.min(least, item.at), Number.POSITIVE_INFINITY);
  return first > 1e11 && first < Number.POSITIVE_INFINITY ? first : 0;
}

function sourceOf(entries: readonly Entry[], calls: readonly Call[], zero: number): StorySource {
  if (entries.length === 0) return 'none';
  if (zero === 0) return 'recording';
  return calls.length > 0 ? 'audit' : 'events';
}

/** What the API server writes itself, it writes while it handles the shortest request around it. */
function withinRequest(step: Step, steps: readonly Step[]): Step {
  if (step.cause.code !== 'request') return step;
  let found: number | null = null;
  let length = Number.POSITIVE_INFINITY;
  for (const [index, other] of steps.entries()) {
    const isAround = other.at <= step.at && other.end >= step.end && other !== step;
    const isRequest = other.kind === 'write' && other.component !== 'apiserver';
    if (!isAround || !isRequest || other.end - other.at >= length) continue;
    found = index;
    length = other.end - other.at;
  }
  return { ...step, cause: { ...step.cause, step: found } };
}

function withoutBodies(calls: readonly Call[]): readonly Problem<StoryProblemCode>[] {
  const count = calls.filter(
    (call) =>
      isWrite(call) &&
      call.verb !== 'delete' &&
      call.verb !== 'deletecollection' &&
      call.subresource !== 'token' &&
      call.code < 300 &&
      call.body === undefined &&
      call.stored === undefined &&
      call.diff === undefined,
  ).length;
  if (count === 0) return [];
  return [{ code: 'story-no-bodies', path: '', params: { count }, line: 1, column: 1 }];
}
