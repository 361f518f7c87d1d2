/** One step of a story: what the request was, what became of it, what it changed, what it answers to. */
import { type Asked, causeOf, plain } from './cause.ts';
import type { Action, Call, EventSeen } from './entry.ts';
import { changesBetween, type Fields, fieldsOf, patched, recordedChanges } from './fields.ts';
import { type Json, type JsonObject, at, isObject, textAt } from './json.ts';
import { isWrite, type Item } from './order.ts';
import type { Change as SeenChange } from './seen.ts';
import type { Cause, Change, Outcome, Step } from './types.ts';
import { placeOf } from './who.ts';

/** What is known while the steps are told one after the other. */
export interface Telling {
  readonly zero: number;
  readonly changes: readonly SeenChange[];
  readonly steps: Step[];
  readonly fields: Map<string, Fields>;
  /** Of each request the last try: by who, what, object. */
  readonly tries: Map<string, { readonly step: number; readonly isBad: boolean }>;
  /** When a component last wrote to an object and got through. */
  readonly answered: Map<string, number>;
  /** Pods for which a token has been asked: one each. */
  readonly spent: Set<string>;
}

/** A conflict is tried again at once; what comes later is a request of its own. */
const RETRY_MS = 1000;
const NONE: ReadonlySet<string> = new Set();

export function tellNext(telling: Telling, item: Item): void {
  const step =
    item.entry === 'call'
      ? called(telling, item)
      : item.entry === 'event'
        ? told(item)
        : acted(item);
  const { zero } = telling;
  const { seen } = step.cause;
  telling.steps.push({
    ...step,
    at: step.at - zero,
    end: step.end - zero,
    cause: seen ? { ...step.cause, seen: { ...seen, at: seen.at - zero } } : step.cause,
  });
}

const NOTHING = {
  verb: '',
  group: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  code: 0,
  reason: '',
  message: '',
  version: '',
  again: null,
  changes: [],
  blind: false,
  told: null,
  action: '',
} as const;

function acted({ at: time, end, component, text }: Action): Step {
  return {
    ...NOTHING,
    kind: 'action',
    at: time,
    end,
    component,
    place: component === '' ? 'other' : placeOf(component),
    outcome: 'seen',
    cause: plain('user'),
    action: text,
  };
}

function told(event: EventSeen): Step {
  const { component, namespace, name, version } = event;
  return {
    ...NOTHING,
    kind: 'event',
    at: event.at,
    end: event.at,
    component,
    place: placeOf(component),
    verb: event.told.count > 1 ? 'patch' : 'create',
    resource: 'events',
    namespace,
    name,
    version,
    outcome: 'stored',
    cause: plain('report'),
    told: event.told,
  };
}

function called(telling: Telling, call: Call): Step {
  const { component, verb, group, resource, subresource, namespace, name } = call;
  const isEvent = resource === 'events' && isWrite(call);
  const kind = isEvent ? 'event' : isWrite(call) ? 'write' : 'read';
  const outcome = outcomeOf(call);
  const index = telling.steps.length;
  const request = [component, verb, resource, subresource, namespace, nameOf(call)].join(' ');
  const place = [component, resource, subresource, namespace, name].join(' ');
  const tried = telling.tries.get(request);
  const isRetry = telling.tries.get(place)?.isBad === true || tried?.isBad === true;
  const isToken = subresource === 'token';
  const { changes, blind } =
    isEvent || kind === 'read' ? NOTHING : changesOf(telling, call, outcome);
  const asked: Asked = {
    call,
    spent: isToken ? telling.spent : NONE,
    step: index,
    changes: telling.changes,
    answered: verb === 'create' ? undefined : telling.answered.get(place),
    isRetry: isRetry || wasUnschedulable(telling, call),
    paths: changes.map(({ path }) => path),
  };
  const cause = isEvent
    ? reported(telling, call)
    : kind === 'write'
      ? causeOf(asked)
      : plain('unknown');
  if (isToken && cause.seen) telling.spent.add(cause.seen.version);
  const isBad = outcome === 'conflict' || outcome === 'refused' || outcome === 'failed';
  if (kind === 'write') {
    telling.tries.set(request, { step: index, isBad });
    if (!isBad) telling.answered.set(place, call.at);
  }
  return {
    kind,
    at: call.at,
    end: call.end,
    component,
    place: placeOf(component),
    verb,
    group,
    resource,
    subresource,
    namespace,
    name,
    outcome,
    code: call.code,
    reason: call.reason,
    message: call.message,
    version: call.version,
    cause,
    again:
      tried?.isBad && isAgain(telling.steps[tried.step], call, telling.zero) ? tried.step : null,
    changes,
    blind,
    told: isEvent ? (call.told ?? null) : null,
    action: '',
  };
}

function isAgain(earlier: Step | undefined, call: Call, zero: number): boolean {
  if (!earlier || !isWrite(call)) return false;
  // Requests that were under way together are no tries of one another.
  const wait = call.at - zero - earlier.end;
  return wait >= 0 && (earlier.outcome !== 'conflict' || wait <= RETRY_MS);
}

/** A name that the API server makes up is another one at each try. */
function nameOf({ verb, name, body, subresource }: Call): string {
  if (verb !== 'create' || subresource !== '') return name;
  return textAt(body, 'metadata', 'generateName') || name.replace(/\?$/, '');
}

function outcomeOf(call: Call): Outcome {
  const { code, isSame, isRemoved, verb, deletion } = call;
  if (!isWrite(call)) return 'seen';
  if (code === 409) return 'conflict';
  if (code >= 500 || code === 0) return 'failed';
  if (code >= 300) return 'refused';
  if (isSame) return 'same';
  if (isRemoved) return 'removed';
  if (verb !== 'delete') return 'stored';
  const stored = call.stored ? at(call.stored, 'metadata') : deletion;
  const held = at(stored, 'finalizers');
  const isHeld = Array.isArray(held) && held.length > 0;
  const grace = at(stored, 'deletionGracePeriodSeconds');
  const isGraceful = textAt(stored, 'deletionTimestamp') !== '' && grace !== 0;
  return isHeld || isGraceful ? 'stored' : 'removed';
}

/** The scheduler reports that a Pod does not fit with a patch, and tries again when something has changed. */
function wasUnschedulable({ tries }: Telling, call: Call): boolean {
  if (call.component !== 'scheduler') return false;
  return tries.has(`scheduler patch pods status ${call.namespace} ${call.name}`);
}

/** An Event tells of what its component has done to the object or to one that belongs to it. */
function reported({ steps }: Telling, { component, told: event }: Call): Cause {
  if (component === 'kubelet') return plain('on-node');
  const [, on = ''] = event?.on.split('/') ?? [];
  for (let index = steps.length - 1; index >= Math.max(0, steps.length - 300); index--) {
    const step = steps[index];
    if (step?.kind !== 'write' || step.component !== component) continue;
    const isAbout = step.name === on || (step.name !== '' && event?.message.includes(step.name));
    if (isAbout) return plain('report', index);
  }
  return plain('report');
}

interface Changed {
  readonly changes: readonly Change[];
  readonly blind: boolean;
}

const EMPTY: Fields = new Map();

function changesOf(telling: Telling, call: Call, outcome: Outcome): Changed {
  const { resource, namespace, name, verb, subresource, body } = call;
  const key = `${resource}/${namespace}/${name}`;
  const known = telling.fields.get(key);
  const keep = (after: Fields): void => {
    if (call.code < 300) telling.fields.set(key, after);
  };
  if (verb === 'deletecollection' || subresource === 'token') return NOTHING;
  if (verb === 'delete' || subresource === 'eviction') {
    if (outcome === 'removed') telling.fields.delete(key);
    else if (call.stored && subresource === '') keep(fieldsOf(call.stored));
    return { changes: deletionIn(call), blind: false };
  }
  if (subresource === 'binding') {
    const node = textAt(body, 'target', 'name');
    const bound = patched(known ?? EMPTY, { spec: { nodeName: node } });
    const after = call.stored ? fieldsOf(call.stored) : bound;
    keep(after);
    return { changes: changesBetween(known ?? EMPTY, after), blind: false };
  }
  if (call.diff) {
    const { changes, after } = recordedChanges(known ?? EMPTY, call.diff);
    keep(after);
    return { changes, blind: false };
  }
  if (body === undefined && !call.stored) return NOTHING;
  const sent = isScale(call) ? { spec: { replicas: replicasIn(call) } } : call.stored;
  const isPatch = verb === 'patch';
  const after =
    sent && !isScale(call)
      ? fieldsOf(sent)
      : isPatch || isScale(call)
        ? patched(known ?? EMPTY, (isScale(call) ? sent : body) ?? {})
        : fieldsOf(body);
  if (verb === 'create') {
    // What the reader wants to see is what was sent; what is kept is what was stored.
    keep(after);
    return { changes: changesBetween(EMPTY, fieldsOf(isObject(body) ? body : sent)), blind: false };
  }
  if (known) {
    keep(after);
    return { changes: changesBetween(known, after), blind: false };
  }
  if (call.stored || isPatch) keep(after);
  const partial = isPatch && body !== undefined ? patched(EMPTY, body) : EMPTY;
  return { changes: changesBetween(EMPTY, partial), blind: true };
}

function isScale({ subresource }: Call): boolean {
  return subresource === 'scale';
}

function replicasIn({ body, stored }: Call): Json {
  return at(body, 'spec', 'replicas') ?? at(stored, 'spec', 'replicas') ?? null;
}

function deletionIn({ stored, deletion }: Call): readonly Change[] {
  const source: Json | undefined = stored ? at(stored, 'metadata') : deletion;
  return (['deletionTimestamp', 'deletionGracePeriodSeconds', 'finalizers'] as const).flatMap(
    (field) => {
      const value = at(source as JsonObject | undefined, field);
      if (value === undefined) return [];
      return [{ path: `metadata.${field}`, before: undefined, after: JSON.stringify(value) }];
    },
  );
}
