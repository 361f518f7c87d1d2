/**
 * One audit event as a request. Only the answered ones count: at stage ResponseComplete, of a watch at
 * ResponseStarted, since a watch is complete only when it ends.
 * Upstream, v1.37.2: apiserver pkg/apis/audit/v1/types.go.
 */
import { moment } from './clock.ts';
import type { Call } from './entry.ts';
import { type Json, type JsonObject, at, isObject, numberAt, textAt } from './json.ts';
import { toldIn } from './event-object.ts';
import { componentOf } from './who.ts';

export function isAuditEvent(value: JsonObject): boolean {
  return 'auditID' in value || textAt(value, 'apiVersion').startsWith('audit.k8s.io/');
}

export function entryOfAudit(value: JsonObject): Call | undefined {
  const verb = textAt(value, 'verb');
  const stage = textAt(value, 'stage');
  if (stage !== (verb === 'watch' ? 'ResponseStarted' : 'ResponseComplete') && stage !== 'Panic') {
    return undefined;
  }
  const received = moment(textAt(value, 'requestReceivedTimestamp'));
  if (received === undefined) return undefined;
  const body = at(value, 'requestObject');
  const answer = at(value, 'responseObject');
  const stored = isObject(answer) && textAt(answer, 'kind') !== 'Status' ? answer : undefined;
  const status = isObject(answer) && stored === undefined ? answer : undefined;
  const resource = textAt(value, 'objectRef', 'resource');
  if (resource === '') return undefined;
  const user = textAt(value, 'impersonatedUser', 'username') || textAt(value, 'user', 'username');
  const name = textAt(value, 'objectRef', 'name') || nameIn(stored) || nameIn(body);
  const isDelete = verb === 'delete' || verb === 'deletecollection';
  return {
    entry: 'call',
    at: received,
    end: moment(textAt(value, 'stageTimestamp')) ?? received,
    component: componentOf(user, textAt(value, 'userAgent')),
    verb: verb === 'apply' ? 'patch' : verb,
    group: textAt(value, 'objectRef', 'apiGroup'),
    resource,
    subresource: textAt(value, 'objectRef', 'subresource'),
    namespace: textAt(value, 'objectRef', 'namespace'),
    name,
    code: numberAt(value, 'responseStatus', 'code') ?? 0,
    reason: textAt(value, 'responseStatus', 'reason') || textAt(status, 'reason'),
    message: textAt(value, 'responseStatus', 'message') || textAt(status, 'message'),
    version: textAt(stored, 'metadata', 'resourceVersion'),
    body,
    stored,
    diff: undefined,
    deletion: isDelete ? { ...(isObject(body) && { options: body }) } : undefined,
    told: resource === 'events' && isObject(body) ? toldIn(stored ?? body) : undefined,
    isSame: false,
    isRemoved: isDelete && status !== undefined && textAt(status, 'status') === 'Success',
  };
}

function nameIn(object: Json | undefined): string {
  return textAt(object, 'metadata', 'name');
}
