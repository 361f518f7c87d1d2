/**
 * The chains of a service port: their names, and which of them there are.
 * Upstream: pkg/proxy/iptables/proxier.go portProtoHash and the conditions of syncProxyRules, v1.37.2.
 */
import type { Plan } from './plan.ts';
import { hashName } from './sha256.ts';

export interface PortChains {
  readonly cluster: string;
  readonly local: string;
  readonly external: string;
  readonly firewall: string;
  /** By `ip:port`, those that some rule may lead to. */
  readonly endpoints: ReadonlyMap<string, string>;
}

export function chainsOf({ port: { fullName, protocol }, choice }: Plan): PortChains {
  const name = fullName + protocol;
  const hash = hashName(name, 16);
  return {
    endpoints: new Map(
      choice.reachable.map(({ address }) => [address, `KUBE-SEP-${hashName(name + address, 16)}`]),
    ),
    cluster: `KUBE-SVC-${hash}`,
    local: `KUBE-SVL-${hash}`,
    external: `KUBE-EXT-${hash}`,
    firewall: `KUBE-FW-${hash}`,
  };
}

/** The chains that a port has of its own. */
export function activeChains(plan: Plan): readonly string[] {
  const { choice, usesExternal } = plan;
  const { cluster, local, external, firewall, endpoints } = chainsOf(plan);
  return [
    ...(usesExternal ? [external] : []),
    ...(isFirewalled(plan) ? [firewall] : []),
    ...(choice.cluster.length > 0 ? [cluster] : []),
    ...(choice.local.length > 0 ? [local] : []),
    ...endpoints.values(),
  ];
}

/** Ranges are checked only where there is something to reach. */
export function isFirewalled({ isFirewalled, choice }: Plan): boolean {
  return isFirewalled && choice.hasAny;
}
