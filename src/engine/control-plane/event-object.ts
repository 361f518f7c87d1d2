/**
 * Event objects, core/v1 or events.k8s.io/v1. Most recorders date them to the second, but name them with the
 * nanosecond in which they were made, in hexadecimal (client-go tools/record/event.go and
 * tools/events/event_recorder.go, v1.37.2): that is their true order, which `kubectl get events` does not show.
 */
import { moment } from './clock.ts';
import type { EventSeen } from './entry.ts';
import { isObject, type Json, type JsonObject, at, numberAt, textAt } from './json.ts';
import type { Told } from './types.ts';

export function isEvent(value: JsonObject): boolean {
  return isObject(at(value, 'involvedObject')) || isObject(at(value, 'regarding'));
}

export function entryOfEvent(value: JsonObject): EventSeen | undefined {
  const name = textAt(value, 'metadata', 'name');
  const made = nanosecondIn(name);
  const first =
    dated(value, ['eventTime'], ['firstTimestamp'], ['deprecatedFirstTimestamp']) ??
    (made === undefined ? dated(value, ['metadata', 'creationTimestamp']) : made / 1e6);
  if (first === undefined) return undefined;
  // The name is of the first time; a date that is another's tells that the name is made up.
  const isNamed = made !== undefined && Math.abs(made / 1e6 - first) < 2000;
  const at = isNamed ? made / 1e6 : first;
  const last =
    dated(value, ['series', 'lastObservedTime'], ['lastTimestamp'], ['deprecatedLastTimestamp']) ??
    at;
  return {
    entry: 'event',
    at,
    last: Math.max(at, last),
    nano: isNamed ? made : undefined,
    component:
      textAt(value, 'source', 'component') ||
      textAt(value, 'deprecatedSource', 'component') ||
      textAt(value, 'reportingComponent') ||
      textAt(value, 'reportingController') ||
      '?',
    namespace: textAt(value, 'metadata', 'namespace'),
    name,
    told: toldIn(value),
    version: textAt(value, 'metadata', 'resourceVersion'),
  };
}

export function toldIn(value: JsonObject): Told {
  const object: Json | undefined = at(value, 'involvedObject') ?? at(value, 'regarding');
  return {
    reason: textAt(value, 'reason'),
    on: `${textAt(object, 'kind')}/${textAt(object, 'name')}`.replace(/^\/$/, ''),
    message: textAt(value, 'message') || textAt(value, 'note'),
    count:
      numberAt(value, 'series', 'count') ??
      numberAt(value, 'count') ??
      numberAt(value, 'deprecatedCount') ??
      1,
  };
}

/** Between 2001 and 2248, so that other suffixes are not taken for one. */
function nanosecondIn(name: string): number | undefined {
  const [, digits] = /\.([0-9a-f]{15,16})$/.exec(name) ?? [];
  const nano = digits === undefined ? 0 : Number.parseInt(digits, 16);
  return nano > 1e18 && nano < 8.8e18 ? nano : undefined;
}

function dated(value: JsonObject, ...paths: readonly (readonly string[])[]): number | undefined {
  for (const path of paths) {
    const found = moment(textAt(value, ...path));
    if (found !== undefined) return found;
  }
  return undefined;
}
