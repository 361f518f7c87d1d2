/** Whose rules are wanted: what the reader says of the node, what its object says, kube-proxy's fallbacks. */
import type { Problem } from '../problem.ts';
import type { Cluster } from './cluster.ts';
import type { ProxyConfig } from './config.ts';
import type { Ip, IpFamily } from './ip.ts';
import type { NodeFacts } from './node.ts';
import { familiesOf } from './proxier.ts';
import { portsOfFamily } from './services.ts';
import type { ProxyProblemCode } from './types.ts';

/** What outranks everything else, where it is given. */
export interface NodeChoice {
  readonly name?: string;
  readonly ips?: readonly Ip[];
}

export interface ResolvedNode {
  readonly node: NodeFacts;
  readonly problems: readonly Problem<ProxyProblemCode>[];
}

/**
 * The name: as chosen, else `hostnameOverride`, else that of the machine, else that of the only Node. Without a
 * name no endpoint is local.
 */
export function resolveNode(
  { nodes }: Cluster,
  { hostnameOverride }: ProxyConfig,
  machine: NodeFacts,
  chosen: NodeChoice,
): ResolvedNode {
  // As GetHostname of pkg/util/node does.
  const override = hostnameOverride.trim().toLowerCase();
  const [only, second] = nodes;
  const stated = chosen.name ?? (override || machine.name);
  const name = stated ?? (second === undefined ? only?.name : undefined);
  const object = nodes.find((node) => node.name === name);
  const ips = chosen.ips ?? machine.ips ?? object?.ips;
  const node: NodeFacts = {
    ...object,
    ...machine,
    ...(name === undefined ? {} : { name }),
    ...(ips === undefined ? {} : { ips }),
  };
  return { node, problems: doubts(nodes, name, object ?? machine.ips) };
}

function doubts(
  nodes: readonly NodeFacts[],
  name: string | undefined,
  known: object | undefined,
): readonly Problem<ProxyProblemCode>[] {
  const place = { path: '', line: 1, column: 1 };
  if (name === undefined && nodes.length > 1) {
    const names = nodes.map((node) => node.name).join(', ');
    return [{ code: 'node-unclear', params: { names }, ...place }];
  }
  if (name === undefined || nodes.length === 0 || known !== undefined) return [];
  return [{ code: 'node-not-found', params: { name }, ...place }];
}

/**
 * The families to answer for when nobody says: those the node has addresses of, else those of the Services.
 * kube-proxy itself writes the empty frame of the other family too.
 */
export function resolveFamilies(node: NodeFacts, { services }: Cluster): readonly IpFamily[] {
  const own = familiesOf(node);
  if (own.length > 0) return own;
  const used = (['ipv4', 'ipv6'] as const).filter(
    (family) => portsOfFamily(services, family).ports.length > 0,
  );
  return used.length > 0 ? used : ['ipv4'];
}
