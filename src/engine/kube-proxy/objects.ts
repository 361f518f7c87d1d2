/**
 * The objects that kube-proxy watches, found in a text: Node, Service, EndpointSlice and ServiceCIDR, also as
 * items of lists. Other kinds are counted.
 * Upstream: kubectl's FlattenListVisitor and UnstructuredJSONScheme; the informers that
 * cmd/kube-proxy/app/server.go starts, v1.37.2.
 */
import { lineIndex } from '../pod/index.ts';
import type { SourceDocument } from '../read/index.ts';
import { child, type SourceNode } from '../source.ts';
import { at, type Field, items, type Log, newLog, report, rootField, text } from './fields.ts';
import type { ProxyProblem } from './types.ts';

export interface ProxyObjects {
  readonly nodes: readonly Field[];
  readonly services: readonly Field[];
  readonly slices: readonly Field[];
  readonly serviceCidrs: readonly Field[];
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  /** Later readers of the fields add to it. */
  readonly problems: readonly ProxyProblem[];
}

/** `kind` and `version` are what it is when it does not say. */
interface Visit {
  readonly node: SourceNode;
  readonly kind: string;
  readonly version: string;
}

interface Found {
  readonly log: Log;
  readonly byKind: Map<string, Field[]>;
  readonly skipped: Map<string, number>;
}

const VERSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Node', ['v1']],
  ['Service', ['v1']],
  ['EndpointSlice', ['discovery.k8s.io/v1']],
  ['ServiceCIDR', ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1']],
]);

/** Never throws. Unreadable documents are left to the caller: their problem is the reader's. */
export function objectsIn(documents: readonly SourceDocument[], source: string): ProxyObjects {
  const log = newLog(lineIndex(source));
  const found: Found = { log, byKind: new Map(), skipped: new Map() };
  for (const document of documents) {
    if (!('problem' in document)) look(document.node, found);
  }
  const of = (kind: string): readonly Field[] => found.byKind.get(kind) ?? [];
  if (documents.length === 0) {
    log.problems.push({ code: 'empty-input', path: '', params: {}, line: 1, column: 1 });
  } else if (found.byKind.size === 0 && log.problems.length === 0 && found.skipped.size > 0) {
    log.problems.push({ code: 'no-proxy-objects', path: '', params: {}, line: 1, column: 1 });
  }
  return {
    nodes: of('Node'),
    services: of('Service'),
    slices: of('EndpointSlice'),
    serviceCidrs: of('ServiceCIDR'),
    skipped: [...found.skipped].map(([kind, count]) => ({ kind, count })),
    problems: log.problems,
  };
}

/** Without recursion, as lists in lists may be thousands of levels deep. */
function look(document: SourceNode, found: Found): void {
  const rest: Visit[] = [{ node: document, kind: '', version: '' }];
  for (let visit = rest.pop(); visit !== undefined; visit = rest.pop()) {
    const inside = lookAt(visit, found);
    for (let item = inside.pop(); item !== undefined; item = inside.pop()) rest.push(item);
  }
}

/** Gives the items when the node is a list. */
function lookAt({ node, kind: listKind, version }: Visit, found: Found): Visit[] {
  const field = rootField(node, found.log);
  if (node.kind !== 'map') {
    const kind = node.kind === 'list' ? 'list' : node.value === null ? 'null' : typeof node.value;
    report(field, 'not-an-object', { found: kind });
    return [];
  }
  const stated = text(at(field, 'kind')) || text(at(field, 'apiVersion'));
  const kind = stated === '' ? listKind : text(at(field, 'kind'));
  const apiVersion = stated === '' ? version : text(at(field, 'apiVersion'));
  if (kind.endsWith('List') && child(node, 'items') !== undefined) {
    const itemKind = kind.slice(0, -'List'.length);
    return items(at(field, 'items')).map((item) => ({
      node: item.node ?? node,
      kind: itemKind,
      version: apiVersion,
    }));
  }
  const versions = VERSIONS.get(kind);
  if (kind === '') report(at(field, 'kind'), 'kind-missing');
  else if (versions === undefined) found.skipped.set(kind, (found.skipped.get(kind) ?? 0) + 1);
  else if (apiVersion === '') report(at(field, 'apiVersion'), 'api-version-missing');
  else if (!versions.includes(apiVersion)) {
    report(at(field, 'apiVersion'), 'unknown-api-version', { kind, apiVersion });
  } else {
    const known = found.byKind.get(kind);
    if (known === undefined) found.byKind.set(kind, [field]);
    else known.push(field);
  }
  return [];
}
