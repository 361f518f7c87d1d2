/**
 * What a reader pastes about Pods, in any mix and order: `kubectl get pod -o yaml|json`, also with
 * `--watch` and `--output-watch-events`; recorded watches with `t` (seconds) and `time` on each line;
 * Events as objects, lists or tables; `kubectl describe pod`. All of it ends as one item a Pod.
 * A Pod deleted and created again under its name is one item: its snapshots tell by their uid.
 */
import {
  type LineIndex,
  type Slot,
  lineIndex,
  offsetOf,
  slotsIn,
  text as textOf,
} from '../../pod/index.ts';
import type { Params } from '../../problem.ts';
import { readDocuments } from '../../read/index.ts';
import { type SourceNode, child } from '../../source.ts';
import { type RawEvent, eventIn } from './events.ts';
import { type EventTable, eventTableIn } from './events-table.ts';
import { type PodRecord, type Seen, latestDate } from './records.ts';
import { arrange } from './order.ts';
import { type Part, partsOf } from './parts.ts';
import type {
  LifecycleInput,
  RecordedAction,
  Refused,
  StreamProblem,
  StreamProblemCode,
} from './types.ts';
import type { PodView } from '../model.ts';
import { refusalsIn } from '../refused.ts';
import { parseTime } from '../time.ts';
import { viewPod } from '../view.ts';

export function readLifecycle(text: string): LifecycleInput {
  const reading = readingLifecycle(text);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

/** The same in slices, each of them short unless a single object of the text is large. */
export function* readingLifecycle(text: string): Generator<void, LifecycleInput> {
  const found: Found = {
    text,
    at: lineIndex(text),
    pods: new Map(),
    events: [],
    tables: [],
    actions: [],
    skipped: new Map(),
    problems: [],
    records: 0,
    notPods: undefined,
  };
  let isEmpty = true;
  for (const part of partsOf(text)) {
    isEmpty = false;
    readPart(part, found);
    yield;
    if (found.records < MOST_RECORDS && found.problems.length < MOST_PROBLEMS) continue;
    report(found, 'stream-too-long', part.end, '', { most: found.records });
    break;
  }
  if (isEmpty) report(found, 'empty-input', 0, '', {});
  const { pods, events, tables, actions, problems, notPods } = found;
  const { items, strangers } = yield* arrange({ pods, events, tables });
  if (strangers > 0) skip(found, 'Event', strangers);
  const isNothing = items.length === 0 && actions.length === 0 && problems.length === 0;
  if (isNothing && notPods) problems.push(notPods);
  const skipped = [...found.skipped].map(([kind, count]) => ({ kind, count }));
  return { items, actions, skipped, problems };
}

/** Snapshots and Events: more than anybody looks at. */
const MOST_RECORDS = 100_000;
const MOST_PROBLEMS = 200;

interface Found {
  readonly text: string;
  readonly at: LineIndex;
  readonly pods: Map<string, PodRecord[]>;
  readonly events: RawEvent[];
  readonly tables: EventTable[];
  readonly actions: RecordedAction[];
  readonly skipped: Map<string, number>;
  readonly problems: StreamProblem[];
  records: number;
  /** Where an object is that is none of this: a problem only if there is nothing else. */
  notPods: StreamProblem | undefined;
}

/** A text of which a part is read, and where the part stands. */
interface Place {
  readonly found: Found;
  readonly part: Part;
}

function readPart(part: Part, found: Found): void {
  const text = found.text.slice(part.start, part.end);
  if (part.kind === 'events' || part.kind === 'describe') {
    const table = eventTableIn(text);
    found.records += table.events.length;
    found.tables.push(table);
    return;
  }
  // Of a line that was cut off its end is wrong, not the line end.
  for (const document of readDocuments(part.kind === 'json' ? text.trimEnd() : text)) {
    if ('problem' in document) {
      const { code, path, params, line, column } = document.problem;
      const { line: first } = found.at(part.start);
      found.problems.push({ code, path, params, line: line + first - 1, column });
    } else look(document.node, { found, part });
  }
}

/** A list at the top, as scripts write them, is as good as its items. */
function look(node: SourceNode, place: Place): void {
  for (const each of node.kind === 'list' ? node.items : [node]) {
    if (!lookAtWatch(each, place) && !lookAtAction(each, place)) lookAtObject(each, place, {});
  }
}

/** `{"type": "MODIFIED", "object": {…}}`, with the moment of receipt where somebody noted it. */
function lookAtWatch(node: SourceNode, { found, part }: Place): boolean {
  const type = textOf(node, 'type');
  const object = child(node, 'object');
  if (object?.kind !== 'map' || type === '') return false;
  if (type === 'ERROR') {
    const params = { message: textOf(object, 'message') };
    report(found, 'watch-error', part.start + node.start, 'object', params);
  } else if (type !== 'BOOKMARK') {
    const time = parseTime(textOf(node, 'time'));
    lookAtObject(
      object,
      { found, part },
      { ...clockOf(node), ...(time !== undefined && { time }), type },
    );
  }
  return true;
}

function lookAtAction(node: SourceNode, { found }: Place): boolean {
  const { t } = clockOf(node);
  const command = textOf(node, 'cmd');
  if (t === undefined || command === '') return false;
  found.actions.push({ at: t, command, output: textOf(node, 'out') });
  found.records++;
  return true;
}

/** `t` in seconds. */
function clockOf(node: SourceNode): { readonly t?: number } {
  const t = child(node, 't');
  const isNumber = t?.kind === 'scalar' && typeof t.value === 'number';
  return isNumber && Math.abs(t.value) < 1e9 ? { t: Math.round(t.value * 1000) } : {};
}

function lookAtObject(node: SourceNode, place: Place, seen: Seen): void {
  const { found, part } = place;
  if (addEvent(node, found, seen)) return;
  const items = child(node, 'items');
  const kind = textOf(node, 'kind');
  let events = 0;
  for (const item of items?.kind === 'list' ? items.items : []) {
    if (addEvent(item, found, {})) events++;
  }
  if (kind === 'EventList') return;
  const { slots, skipped, problems } = slotsIn([{ node }], (at) => found.at(part.start + at));
  for (const slot of slots) addPod(slot, place, seen);
  for (const { kind: other, count } of skipped) {
    skip(found, other, other === 'Event' ? count - events : count);
  }
  for (const problem of problems) {
    if (problem.code === 'not-a-pod') found.notPods ??= events > 0 ? undefined : problem;
    else found.problems.push(problem);
  }
}

function addEvent(node: SourceNode, found: Found, { t }: Seen): boolean {
  const event = eventIn(node, t ?? clockOf(node).t);
  if (event === undefined) return false;
  found.events.push(event);
  found.records++;
  return true;
}

function addPod(slot: Slot, { found, part }: Place, seen: Seen): void {
  const { object, source, specPath } = slot;
  const key = `${object.kind}/${object.namespace}/${object.name}`;
  const records = found.pods.get(key) ?? [];
  found.pods.set(key, records);
  const view = viewPod(source, specPath);
  const spec = child(source, 'spec');
  const written = spec && found.text.slice(part.start + spec.start, part.start + spec.end);
  const last = records.at(-1);
  const isSame = last !== undefined && written !== undefined && last.written === written;
  records.push({
    ...seen,
    object,
    view: isSame ? { ...view, spec: last.view.spec } : view,
    written,
    version: textOf(child(source, 'metadata'), 'resourceVersion'),
    latest: latestDate(view, source),
    line: found.at(part.start + source.start).line,
    ...refusedOf(slot, view, (offset) => found.at(part.start + offset)),
  });
  found.records++;
}

/** What has been stored was not refused. */
function refusedOf(
  { source, specPath }: Slot,
  view: PodView,
  at: LineIndex,
): { readonly rejected?: readonly Refused[] } {
  if (view.uid !== '' || view.status.phase !== '') return {};
  const rejected = refusalsIn(view.spec).map((refusal): Refused => {
    const field = `${specPath}.${refusal.field}`;
    return { ...refusal, field, path: field, ...at(offsetOf(source, field)) };
  });
  return rejected.length === 0 ? {} : { rejected };
}

function skip(found: Found, kind: string, count: number): void {
  if (count > 0) found.skipped.set(kind, (found.skipped.get(kind) ?? 0) + count);
}

function report(
  { problems, at }: Found,
  code: StreamProblemCode,
  offset: number,
  path: string,
  params: Params,
): void {
  problems.push({ code, path, params, ...at(offset) });
}
