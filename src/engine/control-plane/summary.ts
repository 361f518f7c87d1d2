/** An object in short, as our recordings keep it, and what two such summaries differ in. */
import { at, isObject, type Json, type JsonObject, listAt, textAt } from './json.ts';
import type { Fact } from './types.ts';

/** The keys of a recorded summary, from a whole object. */
export function summaryOf(object: JsonObject): JsonObject {
  const metadata = at(object, 'metadata');
  const status = at(object, 'status');
  const conditions: Record<string, Json> = {};
  for (const condition of listAt(status, 'conditions')) {
    conditions[textAt(condition, 'type')] =
      `${textAt(condition, 'status')} ${textAt(condition, 'reason')}`.trim();
  }
  const found: Record<string, Json | undefined> = {
    generation: at(metadata, 'generation'),
    deletionTimestamp: at(metadata, 'deletionTimestamp'),
    finalizers: at(metadata, 'finalizers'),
    labels: at(metadata, 'labels'),
    owners: listAt(metadata, 'ownerReferences').map((owner) => {
      const mark = at(owner, 'controller') === true ? ' controller' : '';
      return `${textAt(owner, 'kind')}/${textAt(owner, 'name')}${mark}`;
    }),
    spec: at(object, 'spec'),
    status,
    conditions,
    nodeName: at(object, 'spec', 'nodeName'),
    phase: at(status, 'phase'),
    podIP: at(status, 'podIP'),
    endpoints: at(object, 'endpoints'),
    ready: at(object, 'subsets'),
    taints: at(object, 'spec', 'taints'),
    unschedulable: at(object, 'spec', 'unschedulable'),
  };
  return Object.fromEntries(
    Object.entries(found).filter((pair): pair is [string, Json] => pair[1] !== undefined),
  );
}

/** `ReplicaSet/web-1`; empty where nobody controls the object. */
export function ownerIn(summary: JsonObject | undefined): string {
  const owners = listAt(summary, 'owners').filter((owner) => typeof owner === 'string');
  const owner = owners.find((each) => each.includes(' controller')) ?? owners[0];
  return owner?.split(' ')[0] ?? '';
}

export function factsOf(
  type: 'ADDED' | 'MODIFIED' | 'DELETED',
  kind: string,
  before: JsonObject | undefined,
  after: JsonObject,
): readonly Fact[] {
  if (type === 'DELETED') return ['deleted'];
  if (type === 'ADDED') return ['added'];
  if (before === undefined) {
    return textAt(after, 'deletionTimestamp') === '' ? ['status'] : ['deleting'];
  }
  const differs = (...keys: readonly string[]): boolean =>
    keys.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const isDeleting = before['deletionTimestamp'] === undefined && differs('deletionTimestamp');
  const facts: Fact[] = [];
  const note = (fact: Fact, is: boolean): void => {
    if (is) facts.push(fact);
  };
  note('deleting', isDeleting);
  note('spec', !isDeleting && differs('generation'));
  note('spec', !('generation' in after) && differs('spec', 'hard', 'selector', 'ports', 'data'));
  note('labels', differs('labels'));
  note('owners', differs('owners'));
  note('finalizers', differs('finalizers', 'specFinalizers'));
  if (kind === 'Pod') {
    note('bound', differs('nodeName'));
    note('address', differs('podIP'));
    note('ended', differs('phase') && /^(Succeeded|Failed)$/.test(textAt(after, 'phase')));
    note('ready', readyOf(before) !== readyOf(after));
  }
  if (kind === 'Node') {
    note('taints', differs('taints'));
    note('schedulable', differs('unschedulable'));
    note('health', readyOf(before) !== readyOf(after));
  }
  note(
    'status',
    differs('status', 'conditions', 'containers', 'phase', 'endpoints', 'ready', 'used'),
  );
  return facts;
}

function readyOf(summary: JsonObject): string {
  return textAt(summary, 'conditions', 'Ready').split(' ')[0] ?? '';
}

/** Whether labels fulfil a Service's selector; one that is not known fits all. */
export function isSelected(labels: Json | undefined, selector: Json | undefined): boolean {
  if (!isObject(selector)) return true;
  return Object.entries(selector).every(([key, value]) => at(labels, key) === value);
}
