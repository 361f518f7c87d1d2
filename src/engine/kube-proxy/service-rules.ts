/** What the rules of each service port come from, for those who want to know why. */
import { usesCluster, usesLocal } from './endpoints.ts';
import { chainsOf } from './iptables-chains.ts';
import { nftNames } from './nftables.ts';
import type { Plan } from './plan.ts';
import type { Endpoint, ProxyMode, TopologyMode } from './types.ts';

export interface ServiceRules {
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
  readonly protocol: string;
  readonly addresses: {
    readonly clusterIP: string;
    readonly port: number;
    readonly nodePort: number | null;
    readonly externalIPs: readonly string[];
    readonly loadBalancerIPs: readonly string[];
    readonly sourceRanges: readonly string[];
    readonly healthCheckNodePort: number | null;
  };
  readonly policies: {
    readonly internal: 'Cluster' | 'Local';
    readonly external: 'Cluster' | 'Local';
    /** Which of the two sets of endpoints some way in leads to. */
    readonly uses: readonly ('Cluster' | 'Local')[];
    readonly topology: TopologyMode;
    readonly affinitySeconds: number | null;
  };
  readonly endpoints: {
    readonly cluster: readonly string[];
    readonly local: readonly string[];
    readonly reachable: readonly string[];
    readonly hasAny: boolean;
    readonly all: readonly Omit<Endpoint, 'ip' | 'port'>[];
  };
  /** Why traffic is turned away; null where it is not. */
  readonly refused: { readonly internal: string | null; readonly external: string | null };
  /** Names of the chains that the rules use. */
  readonly chains: {
    readonly cluster: string | null;
    readonly local: string | null;
    readonly external: string | null;
    readonly firewall: string | null;
    readonly endpoints: Readonly<Record<string, string>>;
  };
}

export function serviceRules(plan: Plan, mode: ProxyMode): ServiceRules {
  const { port, all, choice, internalRefused, externalRefused } = plan;
  const addresses = (endpoints: readonly Endpoint[]): readonly string[] =>
    endpoints.map(({ address }) => address);
  const texts = (ips: readonly { readonly text: string }[]): readonly string[] =>
    ips.map(({ text }) => text);
  return {
    namespace: port.namespace,
    name: port.name,
    port: port.portName,
    protocol: port.protocol.toUpperCase(),
    addresses: {
      clusterIP: port.clusterIp.text,
      port: port.port,
      nodePort: port.nodePort || null,
      externalIPs: texts(plan.externalIps),
      loadBalancerIPs: texts(port.loadBalancerIps),
      sourceRanges: texts(port.sourceRanges),
      healthCheckNodePort: port.healthCheckNodePort || null,
    },
    policies: {
      internal: port.internalLocal ? 'Local' : 'Cluster',
      external: port.externalLocal ? 'Local' : 'Cluster',
      uses: [
        ...(usesCluster(port) ? (['Cluster'] as const) : []),
        ...(usesLocal(port) ? (['Local'] as const) : []),
      ],
      topology: choice.topology,
      affinitySeconds: port.affinity ?? null,
    },
    endpoints: {
      cluster: addresses(choice.cluster),
      local: addresses(choice.local),
      reachable: addresses(choice.reachable),
      hasAny: choice.hasAny,
      all: all.map(({ ip: _ip, port: _port, ...endpoint }) => endpoint),
    },
    refused: { internal: internalRefused ?? null, external: externalRefused ?? null },
    chains: chainNames(plan, mode),
  };
}

/** Chains that there are; ipvs has none of its own for a Service. */
function chainNames(plan: Plan, mode: ProxyMode): ServiceRules['chains'] {
  const { choice, usesExternal, isFirewalled } = plan;
  const none = { cluster: null, local: null, external: null, firewall: null, endpoints: {} };
  if (mode === 'ipvs') return none;
  const names = mode === 'iptables' ? chainsOf(plan) : nftNames(plan);
  const endpoints = [...names.endpoints].map(([address, name]) => [
    address,
    typeof name === 'string' ? name : name.chain,
  ]);
  const walled = isFirewalled && (choice.hasAny || mode === 'nftables');
  return {
    cluster: choice.cluster.length > 0 ? names.cluster : null,
    local: choice.local.length > 0 ? names.local : null,
    external: usesExternal ? names.external : null,
    firewall: walled ? names.firewall : null,
    endpoints: Object.fromEntries(endpoints),
  };
}
