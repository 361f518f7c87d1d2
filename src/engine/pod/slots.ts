/**
 * Which Pods a text holds: Pods themselves, the templates of workloads, the items of lists and the objects of
 * watch events (`--output-watch-events`).
 * Upstream: kubectl's FlattenListVisitor and UnstructuredJSONScheme (an object with `items` is a list; items
 * of a typed list take kind and version from it), v1.37.2.
 */
import type { Problem } from '../problem.ts';
import { type SourceMap, type SourceNode, child, entryOf } from '../source.ts';
import type { LineIndex } from './places.ts';
import { itemsOf, text } from './slice.ts';
import type { ObjectName, PodProblem, PodProblemCode } from './types.ts';

/** A document as the reader hands it over. */
export type PodDocument = { readonly node: SourceNode } | { readonly problem: Problem };

/** An object with a Pod in it, not decoded yet. */
export interface Slot {
  readonly object: ObjectName;
  readonly source: SourceNode;
  readonly specPath: string;
  readonly named: boolean;
}

export interface Slots {
  readonly slots: readonly Slot[];
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  readonly problems: readonly PodProblem[];
}

interface Home {
  readonly version: string;
  readonly spec: string;
}

/** Kinds with a Pod in them, and the path of its spec. */
const HOMES: ReadonlyMap<string, Home> = new Map([
  ['Pod', { version: 'v1', spec: 'spec' }],
  ['PodTemplate', { version: 'v1', spec: 'template.spec' }],
  ['ReplicationController', { version: 'v1', spec: 'spec.template.spec' }],
  ['Deployment', { version: 'apps/v1', spec: 'spec.template.spec' }],
  ['StatefulSet', { version: 'apps/v1', spec: 'spec.template.spec' }],
  ['DaemonSet', { version: 'apps/v1', spec: 'spec.template.spec' }],
  ['ReplicaSet', { version: 'apps/v1', spec: 'spec.template.spec' }],
  ['Job', { version: 'batch/v1', spec: 'spec.template.spec' }],
  ['CronJob', { version: 'batch/v1', spec: 'spec.jobTemplate.spec.template.spec' }],
]);

/** More than anybody reads. */
const MOST_PROBLEMS = 1000;

interface Found {
  readonly slots: Slot[];
  readonly skipped: Map<string, { count: number; readonly source: SourceNode }>;
  readonly problems: PodProblem[];
  readonly at: LineIndex;
}

/** Unreadable documents are left to the caller: their problem is the reader's. */
export function slotsIn(documents: readonly PodDocument[], at: LineIndex): Slots {
  const found: Found = { slots: [], skipped: new Map(), problems: [], at };
  for (const document of documents) {
    if (!('problem' in document)) look(document.node, found);
  }
  if (documents.length === 0) report('empty-input', 0, '', {}, found);
  const nothingElse = found.slots.length === 0 && found.problems.length === 0;
  for (const [kind, { source }] of nothingElse ? found.skipped : []) {
    report('not-a-pod', entryOf(source, 'kind')?.keyStart ?? source.start, 'kind', { kind }, found);
  }
  return {
    slots: found.slots,
    skipped: [...found.skipped].map(([kind, { count }]) => ({ kind, count })),
    problems: found.problems,
  };
}

/** A document or the item of a list; `kind` and `version` are what it is when it does not say. */
interface Visit {
  readonly node: SourceNode;
  readonly kind: string;
  readonly version: string;
}

/** Without recursion, as lists in lists may be thousands of levels deep. */
function look(document: SourceNode, found: Found): void {
  const rest: Visit[] = [{ node: document, kind: '', version: '' }];
  for (let visit = rest.pop(); visit !== undefined; visit = rest.pop()) {
    const items = lookAt(visit, found);
    for (let item = items.pop(); item !== undefined; item = items.pop()) rest.push(item);
  }
}

/** Gives the items when the node is a list. */
function lookAt({ node, kind: listKind, version }: Visit, found: Found): Visit[] {
  if (node.kind !== 'map') {
    report('not-an-object', node.start, '', { found: jsonKind(node) }, found);
    return [];
  }
  const own = text(node, 'kind') || text(node, 'apiVersion');
  const kind = own ? text(node, 'kind') : listKind;
  const apiVersion = own ? text(node, 'apiVersion') : version;
  const items = child(node, 'items');
  if (items !== undefined && kind.endsWith('List')) {
    if (items.kind !== 'list' && jsonKind(items) !== 'null') {
      const params = { expected: 'list', found: jsonKind(items) };
      report('wrong-type', items.start, 'items', params, found);
    }
    const itemKind = kind.slice(0, -'List'.length);
    return itemsOf(items).map((item) => ({ node: item, kind: itemKind, version: apiVersion }));
  }
  const seen = own ? undefined : child(node, 'object');
  if (seen?.kind === 'map' && text(node, 'type') !== '') {
    return [{ node: seen, kind: '', version: '' }];
  }
  const home = HOMES.get(kind);
  if (kind === '') reportNoKind(node, found);
  else if (home === undefined) skip(kind, node, found);
  else if (apiVersion === '') report('api-version-missing', node.start, 'apiVersion', {}, found);
  else if (apiVersion === home.version) found.slots.push(slot(node, kind, home));
  else {
    const offset = entryOf(node, 'apiVersion')?.keyStart ?? node.start;
    report('unknown-api-version', offset, 'apiVersion', { kind, apiVersion }, found);
  }
  return [];
}

/** Keys with which a part of a manifest starts that somebody cut out. */
const PARTS: ReadonlySet<string> = new Set([
  ...['spec', 'template', 'containers', 'initContainers', 'ephemeralContainers'],
  ...['image', 'resources', 'requests', 'limits'],
]);

function reportNoKind(node: SourceMap, found: Found): void {
  const whole = entryOf(node, 'apiVersion') ?? entryOf(node, 'kind');
  const part = whole === undefined ? node.entries.find(({ key }) => PARTS.has(key)) : undefined;
  if (part === undefined) report('kind-missing', node.start, 'kind', {}, found);
  else report('fragment', part.keyStart, part.key, { key: part.key }, found);
}

function jsonKind(node: SourceNode): string {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'list') return 'list';
  return node.value === null ? 'null' : typeof node.value;
}

function slot(source: SourceNode, kind: string, { spec }: Home): Slot {
  const metadata = child(source, 'metadata');
  const object: ObjectName = {
    kind,
    namespace: text(metadata, 'namespace') || 'default',
    name: text(metadata, 'name') || text(metadata, 'generateName'),
  };
  return { object, source, specPath: spec, named: kind === 'Pod' };
}

function skip(kind: string, source: SourceNode, found: Found): void {
  const seen = found.skipped.get(kind);
  if (seen === undefined) found.skipped.set(kind, { count: 1, source });
  else seen.count++;
}

function report(
  code: PodProblemCode,
  offset: number,
  path: string,
  params: PodProblem['params'],
  found: Found,
): void {
  if (found.problems.length >= MOST_PROBLEMS) return;
  found.problems.push({ code, path, params, ...found.at(offset) });
}
