/**
 * Lines of the recordings of a v1.37.2 control plane: requests of the audit log with who sent them and what
 * they changed, watch events in short, what was typed. Their form is told in tests/fixtures/README.md.
 */
import type { Entry, Watched } from './entry.ts';
import { at, isObject, type JsonObject, numberAt, textAt } from './json.ts';
import type { Told } from './types.ts';

const WATCH_TYPES: ReadonlySet<string> = new Set(['ADDED', 'MODIFIED', 'DELETED']);

export function entryOfRecorded(value: JsonObject): Entry | undefined {
  const time = numberAt(value, 't');
  if (time === undefined || Math.abs(time) > 1e9) return undefined;
  const action = textAt(value, 'cmd') || textAt(value, 'did');
  if (action !== '') {
    return {
      entry: 'action',
      at: time,
      end: numberAt(value, 'end') ?? time,
      component: textAt(value, 'to') || (textAt(value, 'cmd') === '' ? '' : 'kubectl'),
      text: action,
    };
  }
  const summary = at(value, 'summary');
  const type = textAt(value, 'type');
  if (WATCH_TYPES.has(type)) {
    return {
      entry: 'watched',
      at: time,
      type: type as Watched['type'],
      kind: textAt(value, 'kind'),
      name: textAt(value, 'name'),
      version: textAt(value, 'rv'),
      summary: isObject(summary) ? summary : {},
    };
  }
  const verb = textAt(value, 'verb');
  const resource = textAt(value, 'resource');
  if (verb === '' || resource === '') return undefined;
  const diff = at(value, 'diff');
  return {
    entry: 'call',
    at: time,
    end: numberAt(value, 'end') ?? time,
    component: textAt(value, 'component'),
    verb,
    group: textAt(value, 'group'),
    resource,
    subresource: textAt(value, 'subresource'),
    namespace: textAt(value, 'namespace'),
    name: textAt(value, 'name'),
    code: numberAt(value, 'code') ?? 0,
    reason: textAt(value, 'reason'),
    message: textAt(value, 'message'),
    version: textAt(value, 'rv'),
    body: at(value, 'patch') ?? at(value, 'object'),
    stored: undefined,
    diff: isObject(diff) ? diff : undefined,
    deletion: verb.startsWith('delete') ? value : undefined,
    told: toldBy(value),
    isSame: value['noop'] === true,
    isRemoved: value['removed'] === true,
  };
}

function toldBy(value: JsonObject): Told | undefined {
  const event = at(value, 'event');
  if (!isObject(event)) return undefined;
  return {
    reason: textAt(event, 'reason'),
    on: textAt(event, 'on'),
    message: textAt(event, 'message'),
    count: numberAt(event, 'count') ?? 1,
  };
}
