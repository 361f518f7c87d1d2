/**
 * What a service port needs on this node, whichever back end writes it down: the first half of the loop over
 * service ports that pkg/proxy/iptables/proxier.go and nftables/proxier.go have in common, v1.37.2.
 */
import { chooseEndpoints, hasExternalWayIn } from './endpoints.ts';
import { contains, type Ip } from './ip.ts';
import type { Endpoint, EndpointChoice, Proxier, ServicePort } from './types.ts';

/** Why traffic to an address of a Service is turned away. */
export type Refusal = 'no-endpoints' | 'no-local-endpoints';

export interface Plan {
  readonly port: ServicePort;
  readonly all: readonly Endpoint[];
  readonly choice: EndpointChoice;
  /** Absent when the ClusterIP has endpoints to go to. */
  readonly internalRefused: Refusal | undefined;
  /** Of external IPs, load balancer IPs and node ports. */
  readonly externalRefused: Refusal | undefined;
  /** There is a chain for traffic from outside: Pods and the node itself may use it even if others may not. */
  readonly usesExternal: boolean;
  readonly externalIps: readonly Ip[];
  /** Load balancer addresses and ranges whose traffic alone may pass. */
  readonly isFirewalled: boolean;
  /** A range holds the node itself, which then may come from the load balancer's address too. */
  readonly allowsNode: boolean;
}

export function planOf(port: ServicePort, all: readonly Endpoint[], proxier: Proxier): Plan {
  const choice = chooseEndpoints(all, port, proxier.nodeName, proxier.zone);
  const noLocal = choice.local.length === 0;
  const refused = (isLocal: boolean): Refusal | undefined => {
    if (!choice.hasAny) return 'no-endpoints';
    return isLocal && noLocal ? 'no-local-endpoints' : undefined;
  };
  return {
    port,
    all,
    choice,
    internalRefused: refused(port.internalLocal),
    externalRefused: refused(port.externalLocal),
    usesExternal: choice.hasAny && hasExternalWayIn(port),
    externalIps: proxier.externalIpRules ? port.externalIps : [],
    isFirewalled: port.loadBalancerIps.length > 0 && port.sourceRanges.length > 0,
    allowsNode: port.sourceRanges.some((range) => contains(range, proxier.nodeIp)),
  };
}
