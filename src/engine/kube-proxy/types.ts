/** Shapes of the kube-proxy engine; the rules are in the files that fill them. */
import type { Problem } from '../problem.ts';
import type { Cidr, Ip, IpFamily } from './ip.ts';

export type ProxyMode = 'iptables' | 'nftables' | 'ipvs';

export type ProxyProblemCode =
  | 'wrong-type'
  | 'not-an-integer'
  | 'integer-out-of-range'
  | 'empty-input'
  | 'not-an-object'
  | 'kind-missing'
  | 'api-version-missing'
  | 'unknown-api-version'
  /** The input has objects, but none that kube-proxy reads. */
  | 'no-proxy-objects'
  /** An address that no API server would store. params: value */
  | 'bad-address'
  /** A source range or ServiceCIDR that is none. params: value */
  | 'bad-cidr'
  /** An EndpointSlice without the label of its Service. */
  | 'slice-without-service'
  /** params: value */
  | 'config-duration'
  /** A file for the configuration that holds something else. params: found */
  | 'not-a-proxy-config'
  /** A key that this file does not have: kube-proxy reads the rest and warns. params: field */
  | 'config-unknown-field'
  /** A key of the node file that is not known. params: field */
  | 'node-unknown-field'
  /** There are several Nodes and none was named. params: names */
  | 'node-unclear'
  /** The Node that was named is not in the input. params: name */
  | 'node-not-found';

export type ProxyProblem = Problem<ProxyProblemCode>;

/** Rules of kube-proxy's own validation. */
export type ConfigRefusalCode =
  /** params: value, from, to */
  | 'config-out-of-range'
  /** params: value */
  | 'config-negative'
  /** params: value */
  | 'config-not-positive'
  /** params: value, least */
  | 'config-sync-period-short'
  /** params: value */
  | 'config-bad-ip'
  /** params: value */
  | 'config-bad-host-port'
  /** params: value */
  | 'config-bad-port'
  /** params: value */
  | 'config-bad-cidr'
  /** params: value */
  | 'config-node-port-address'
  /** params: value */
  | 'config-duplicate'
  /** params: value */
  | 'config-mode'
  /** params: value */
  | 'config-detect-local-mode'
  | 'config-interface-empty'
  /** One CIDR, or one of each family. params: value */
  | 'config-dual-stack';

/** What kube-proxy says when it refuses to start, field.Error of upstream, and its place in the text. */
export interface ConfigRefusal extends Problem<ConfigRefusalCode> {
  /** As upstream names it, `KubeProxyConfiguration.BindAddress`. */
  readonly field: string;
  readonly type: 'FieldValueInvalid' | 'FieldValueDuplicate' | 'FieldValueNotSupported';
  readonly detail: string;
}

/** One port of a Service as one of the two proxiers sees it: upstream's BaseServicePortInfo. */
export interface ServicePort {
  readonly namespace: string;
  readonly name: string;
  readonly portName: string;
  /** `namespace/name:port`, without the colon for a port that has no name. */
  readonly fullName: string;
  /** Lower case, as rules have it. */
  readonly protocol: string;
  readonly clusterIp: Ip;
  readonly port: number;
  /** 0: none. */
  readonly nodePort: number;
  readonly externalIps: readonly Ip[];
  /** Of mode VIP only. */
  readonly loadBalancerIps: readonly Ip[];
  /** Empty: everybody. */
  readonly sourceRanges: readonly Cidr[];
  /** Seconds of ClientIP affinity; undefined without. */
  readonly affinity: number | undefined;
  /** 0: none. */
  readonly healthCheckNodePort: number;
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
}

/** Why a Service has no rules in a family. */
export type SkipCode =
  /** Another proxy serves it. params: name */
  | 'service-proxy-name'
  | 'service-headless'
  | 'service-external-name'
  /** Not stored yet: the API server gives the address. */
  | 'service-without-cluster-ip'
  | 'service-other-family'
  | 'service-without-ports';

export interface SkippedService {
  readonly namespace: string;
  readonly name: string;
  readonly code: SkipCode;
}

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
  /** `ip:port`, which also sorts it. */
  readonly address: string;
  readonly node: string;
  readonly local: boolean;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
}

export type TopologyMode = '' | 'PreferSameNode' | 'PreferSameZone';

/** Which endpoints a Service port uses on this node. */
export interface EndpointChoice {
  readonly cluster: readonly Endpoint[];
  readonly local: readonly Endpoint[];
  /** The union: endpoints that some rule may lead to. */
  readonly reachable: readonly Endpoint[];
  /** Some endpoint somewhere in the cluster can take traffic. */
  readonly hasAny: boolean;
  readonly topology: TopologyMode;
}

/** How kube-proxy tells the traffic of this node's Pods. */
export type Detector =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'bridge'; readonly name: string }
  | { readonly kind: 'prefix'; readonly prefix: string };

/** Everything about one node and one address family that rules depend on, besides Services. */
export interface Proxier {
  readonly mode: ProxyMode;
  readonly family: IpFamily;
  readonly nodeName: string;
  readonly zone: string;
  readonly nodeIp: Ip;
  readonly detector: Detector | undefined;
  readonly masqueradeAll: boolean;
  /** `0x00004000` */
  readonly masqueradeMark: string;
  /** NodePorts answer on every address of the node. */
  readonly anyNodeAddress: boolean;
  /** The node's addresses that NodePorts answer on otherwise, in the order of their text. */
  readonly nodePortIps: readonly Ip[];
  /** IPv4 and iptables only: NodePorts answer on 127.0.0.1 too. */
  readonly localhostNodePorts: boolean;
  readonly conntrackLiberal: boolean;
  readonly nfacct: boolean;
  readonly serviceCidrs: readonly string[];
  readonly externalIpRules: boolean;
  /** nftables, alpha gate: protocols whose NodePorts are refused and counted on localhost. */
  readonly localhostRejects: readonly string[];
  /** All addresses of the machine but loopback and link-local ones. */
  readonly nodeAddresses: readonly Ip[];
  readonly scheduler: string;
}
