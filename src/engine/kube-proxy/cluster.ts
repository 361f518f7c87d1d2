/** What kube-proxy knows of a cluster: the objects of one or several texts, read. */
import type { Problem } from '../problem.ts';
import type { SourceDocument } from '../read/index.ts';
import { readSlices, type Slice } from './endpoints.ts';
import { at, items, text } from './fields.ts';
import { type NodeFacts, nodeOf } from './node.ts';
import { objectsIn } from './objects.ts';
import { readServices, type Service } from './services.ts';

export interface Cluster {
  readonly nodes: readonly NodeFacts[];
  readonly services: readonly Service[];
  readonly slices: readonly Slice[];
  /** `spec.cidrs` of all ServiceCIDR objects, in order. */
  readonly serviceCidrs: readonly string[];
}

export interface ClusterReading {
  readonly cluster: Cluster;
  /** Objects of other kinds. */
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  readonly problems: readonly Problem[];
}

/** `source` is the text that the documents were read from. Never throws. */
export function clusterIn(documents: readonly SourceDocument[], source: string): ClusterReading {
  const objects = objectsIn(documents, source);
  const cluster: Cluster = {
    nodes: objects.nodes.map(nodeOf),
    services: readServices(objects.services),
    slices: readSlices(objects.slices),
    serviceCidrs: objects.serviceCidrs.flatMap((field) =>
      items(at(at(field, 'spec'), 'cidrs')).map(text),
    ),
  };
  const refused = documents.flatMap((document) =>
    'problem' in document ? [document.problem] : document.strict,
  );
  return { cluster, skipped: objects.skipped, problems: [...refused, ...objects.problems] };
}

/** Of two objects with one name the later counts. */
export function joinClusters(clusters: readonly Cluster[]): Cluster {
  const services = clusters.flatMap((cluster) => cluster.services);
  const slices = clusters.flatMap((cluster) => cluster.slices);
  const nodes = clusters.flatMap((cluster) => cluster.nodes);
  const serviceCidrs = clusters.flatMap((cluster) => cluster.serviceCidrs);
  return {
    nodes: byName(nodes, ({ name }) => name ?? ''),
    services: byName(services, ({ namespace, name }) => `${namespace}/${name}`),
    slices: byName(slices, ({ namespace, service, name }) => `${namespace}/${service}/${name}`),
    serviceCidrs: [...new Set(serviceCidrs)],
  };
}

function byName<T>(values: readonly T[], nameOf: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [nameOf(value), value])).values()];
}
