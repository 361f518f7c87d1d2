/**
 * The objects of a text that take part in routing, in the order of the text. Lists are taken apart as kubectl
 * does (see pod/slots.ts); kinds that play no part are counted.
 */
import { type LineIndex, lineIndex } from '../pod/index.ts';
import type { Problem } from '../problem.ts';
import { type SourceDocument, toJson } from '../read/index.ts';
import { child, entryOf, type SourceMap, type SourceNode } from '../source.ts';
import { type JsonMap, isMap, mapAt, textAt } from './json.ts';
import type { InputCode, ObjectRef } from './types.ts';

export type RoutingKind =
  | 'Ingress'
  | 'IngressClass'
  | 'Gateway'
  | 'ListenerSet'
  | 'HTTPRoute'
  | 'ReferenceGrant'
  | 'Service'
  | 'Namespace';

const GATEWAY: readonly string[] = [
  'gateway.networking.k8s.io/v1',
  'gateway.networking.k8s.io/v1beta1',
];

/** Kinds that are read, and the versions in which they mean the same. */
const KINDS: Readonly<Record<RoutingKind, readonly string[]>> = {
  Ingress: ['networking.k8s.io/v1'],
  IngressClass: ['networking.k8s.io/v1'],
  Gateway: GATEWAY,
  ListenerSet: ['gateway.networking.k8s.io/v1'],
  HTTPRoute: GATEWAY,
  ReferenceGrant: GATEWAY,
  Service: ['v1'],
  Namespace: ['v1'],
};

const CLUSTER_WIDE: ReadonlySet<string> = new Set(['IngressClass', 'Namespace']);

export interface RoutingObject {
  readonly ref: ObjectRef;
  readonly kind: RoutingKind;
  readonly value: JsonMap;
  readonly source: SourceMap;
  readonly at: LineIndex;
  /** As the API server prints it, so that text order is time order; empty before it is created. */
  readonly created: string;
}

export interface FoundObjects {
  readonly objects: readonly RoutingObject[];
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  readonly problems: readonly Problem[];
}

const MOST_PROBLEMS = 1000;

interface Search {
  readonly at: LineIndex;
  readonly objects: RoutingObject[];
  /** Kind, namespace and name → its place in `objects`. */
  readonly places: Map<string, number>;
  readonly skipped: Map<string, number>;
  readonly problems: Problem[];
}

export function objectsIn(documents: readonly SourceDocument[], text: string): FoundObjects {
  const search: Search = {
    at: lineIndex(text),
    objects: [],
    places: new Map(),
    skipped: new Map(),
    problems: [],
  };
  for (const document of documents) {
    if ('problem' in document) search.problems.push(document.problem);
    else {
      search.problems.push(...document.strict.slice(0, MOST_PROBLEMS));
      visitAll(document.node, search);
    }
  }
  if (documents.length === 0) report('empty-input', 0, '', {}, search);
  const skipped = [...search.skipped].map(([kind, count]) => ({ kind, count }));
  return { objects: search.objects, skipped, problems: search.problems };
}

interface Visit {
  readonly node: SourceNode;
  readonly kind: string;
  readonly version: string;
}

/** Without recursion, as lists in lists may be thousands of levels deep. */
function visitAll(document: SourceNode, search: Search): void {
  const rest: Visit[] = [{ node: document, kind: '', version: '' }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    rest.push(...visit(next, search).reverse());
  }
}

function visit(visited: Visit, search: Search): Visit[] {
  const { node } = visited;
  if (node.kind !== 'map') {
    report('not-an-object', node.start, '', { found: node.kind }, search);
    return [];
  }
  const own = textOf(node, 'kind') || textOf(node, 'apiVersion');
  const kind = own ? textOf(node, 'kind') : visited.kind;
  const version = own ? textOf(node, 'apiVersion') : visited.version;
  const items = child(node, 'items');
  if (kind.endsWith('List') && items?.kind === 'list') {
    const itemKind = kind.slice(0, -'List'.length);
    return items.items.map((item) => ({ node: item, kind: itemKind, version }));
  }
  if (kind === '') report('kind-missing', node.start, 'kind', {}, search);
  else if (!isKnown(kind)) search.skipped.set(kind, (search.skipped.get(kind) ?? 0) + 1);
  else if (!KINDS[kind].includes(version)) {
    const offset = entryOf(node, 'apiVersion')?.keyStart ?? node.start;
    const params = { kind, apiVersion: version };
    report('unknown-api-version', offset, 'apiVersion', params, search);
  } else add(node, kind, search);
  return [];
}

function add(source: SourceMap, kind: RoutingKind, search: Search): void {
  const value = toJson(source);
  if (!isMap(value)) return;
  const metadata = mapAt(value, 'metadata');
  const namespace = CLUSTER_WIDE.has(kind) ? '' : textAt(metadata, 'namespace') || 'default';
  const name = textAt(metadata, 'name') || textAt(metadata, 'generateName') || '';
  const created = textAt(metadata, 'creationTimestamp') ?? '';
  const ref: ObjectRef = { kind, namespace, name };
  const key = `${kind}/${namespace}/${name}`;
  const first = name === '' ? undefined : search.places.get(key);
  const object: RoutingObject = { ref, kind, value, source, at: search.at, created };
  if (first === undefined) search.places.set(key, search.objects.push(object) - 1);
  else {
    // Applied one after the other, the later one is what stands in the cluster.
    search.objects[first] = object;
    report('object-repeated', source.start, 'metadata.name', { kind, namespace, name }, search);
  }
}

function isKnown(kind: string): kind is RoutingKind {
  return Object.hasOwn(KINDS, kind);
}

function textOf(node: SourceMap, key: string): string {
  const found = child(node, key);
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : '';
}

function report(
  code: InputCode,
  offset: number,
  path: string,
  params: Problem['params'],
  search: Search,
): void {
  if (search.problems.length >= MOST_PROBLEMS) return;
  search.problems.push({ code, path, params, ...search.at(offset) });
}
