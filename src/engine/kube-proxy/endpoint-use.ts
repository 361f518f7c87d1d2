/**
 * What this node does with each endpoint of a service port, and why: the other side of chooseEndpoints
 * (pkg/proxy/topology.go CategorizeEndpoints, v1.37.2), told of the endpoints that were not chosen too.
 */
import { usesCluster, usesLocal } from './endpoints.ts';
import type { Plan } from './plan.ts';
import type { Endpoint } from './types.ts';

export type EndpointUseCode =
  /** Taken because nothing is ready: it still serves although it is going away. */
  | 'endpoint-last-resort'
  | 'endpoint-chosen'
  | 'endpoint-not-ready'
  /** Going away, and others are ready. */
  | 'endpoint-going-away'
  /** Going away and no longer serving. */
  | 'endpoint-gone'
  /** Its hints are for other zones or nodes. params: hints */
  | 'endpoint-hinted-elsewhere'
  /** Only endpoints of this node may be used. params: node */
  | 'endpoint-not-local';

export interface EndpointUse {
  readonly endpoint: Endpoint;
  /** For traffic to the cluster IP or under policy Cluster, for traffic under policy Local. */
  readonly use: { readonly cluster: boolean; readonly local: boolean };
  readonly code: EndpointUseCode;
  readonly params: Readonly<Record<string, string>>;
}

export function endpointUses(plan: Plan): readonly EndpointUse[] {
  const { port, choice, all } = plan;
  const cluster = new Set(choice.cluster);
  const local = new Set(choice.local);
  const onlyLocal = usesLocal(port) && !usesCluster(port);
  return all.map((endpoint) => {
    const use = { cluster: cluster.has(endpoint), local: local.has(endpoint) };
    return { endpoint, use, ...whyOf(endpoint, use, onlyLocal) };
  });
}

function whyOf(
  endpoint: Endpoint,
  use: EndpointUse['use'],
  onlyLocal: boolean,
): Pick<EndpointUse, 'code' | 'params'> {
  const { ready, serving, terminating, node, nodeHints, zoneHints } = endpoint;
  if (use.cluster || use.local) {
    return { code: ready ? 'endpoint-chosen' : 'endpoint-last-resort', params: {} };
  }
  if (!ready && terminating && !serving) return { code: 'endpoint-gone', params: {} };
  if (!ready && !terminating) return { code: 'endpoint-not-ready', params: {} };
  if (onlyLocal && !endpoint.local) return { code: 'endpoint-not-local', params: { node } };
  if (!ready) return { code: 'endpoint-going-away', params: {} };
  const hints = [...nodeHints, ...zoneHints].join(', ');
  return { code: 'endpoint-hinted-elsewhere', params: { hints } };
}
