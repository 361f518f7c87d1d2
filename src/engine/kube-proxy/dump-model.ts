/** What is read back from the rules of a node: service ports as the rules serve them, and what is odd about them. */
import type { TargetKind } from './reach.ts';
import type { ProxyMode } from './types.ts';

export interface FoundEndpoint {
  /** `10.244.1.5:8080`; undefined where its chain leads nowhere. */
  readonly address: string | undefined;
  readonly probability: number;
  /** Of iptables and of sticky nftables Services. */
  readonly chain: string | undefined;
  readonly line: number;
}

/** `external`: rules do not tell load balancer addresses and external IPs apart there. */
export type FoundKind = TargetKind | 'external';

export interface FoundAddress {
  readonly kind: FoundKind;
  /** `*` of a node port. */
  readonly ip: string;
  readonly port: number;
  readonly line: number;
}

export interface FoundRefusal extends FoundAddress {
  readonly with: 'reject' | 'drop';
}

export interface FoundPort {
  /** Made of names, so that it is the same for the rules of the same Service port. */
  readonly key: string;
  /** `namespace/name:port`; undefined where no comment tells it. */
  readonly fullName: string | undefined;
  readonly protocol: string;
  readonly line: number;
  readonly addresses: readonly FoundAddress[];
  readonly refused: readonly FoundRefusal[];
  /** Undefined: there is no chain for them. */
  readonly cluster: readonly FoundEndpoint[] | undefined;
  readonly local: readonly FoundEndpoint[] | undefined;
  readonly affinitySeconds: number | null;
  readonly internal: 'Cluster' | 'Local' | undefined;
  readonly external: 'Cluster' | 'Local' | undefined;
  readonly sourceRanges: readonly string[];
  readonly healthCheckNodePort: number | null;
  readonly chains: readonly string[];
}

/** The same while it is read. */
export interface OpenPort {
  readonly key: string;
  fullName: string | undefined;
  protocol: string;
  readonly line: number;
  readonly addresses: FoundAddress[];
  readonly refused: FoundRefusal[];
  cluster: FoundEndpoint[] | undefined;
  local: FoundEndpoint[] | undefined;
  affinitySeconds: number | null;
  internal: 'Cluster' | 'Local' | undefined;
  external: 'Cluster' | 'Local' | undefined;
  readonly sourceRanges: string[];
  healthCheckNodePort: number | null;
  readonly chains: string[];
}

export function openPort(key: string, line: number): OpenPort {
  return {
    key,
    fullName: undefined,
    protocol: '',
    line,
    addresses: [],
    refused: [],
    cluster: undefined,
    local: undefined,
    affinitySeconds: null,
    internal: undefined,
    external: undefined,
    sourceRanges: [],
    healthCheckNodePort: null,
    chains: [],
  };
}

export type FindingCode =
  /** A rule jumps to a chain that is not there. params: chain */
  | 'dump-chain-missing'
  /** params: chain */
  | 'dump-chain-empty'
  /** A chain of a Service leads to no endpoint. params: chain */
  | 'dump-no-endpoints'
  /** An endpoint's chain has no DNAT. params: chain */
  | 'dump-no-dnat'
  /** Nothing jumps to it. params: chain */
  | 'dump-chain-unused'
  /** kube-proxy writes no such rule there. params: chain, rule */
  | 'dump-rule-foreign'
  /** kube-proxy makes no such chain. params: chain */
  | 'dump-chain-foreign'
  /** A rule stands behind the one that must be last. params: chain */
  | 'dump-not-last'
  /** A chain of older releases. params: chain, until */
  | 'dump-chain-old'
  /** A rule as older releases wrote it. params: form, until */
  | 'dump-rule-old'
  /** params: old, now */
  | 'dump-minors-mixed'
  /** Chains of ipvs mode beside those of iptables mode. params: chain */
  | 'dump-modes-mixed'
  /** Services are not in it but in the tables of ipvs. */
  | 'dump-is-ipvs'
  /** A built-in chain does not lead to kube-proxy's. params: table, chain, to */
  | 'dump-jump-missing'
  /** One address is both served and turned away. params: ip, port */
  | 'dump-served-and-refused'
  /** Endpoints do not get the same share. params: least, most */
  | 'dump-shares-uneven'
  /** The hash in the chain's name is not that of the name in the comment. params: chain */
  | 'dump-hash-differs'
  | CompareCode;

export type CompareCode =
  /** The objects have it, the rules do not. */
  | 'dump-service-missing'
  /** The rules have it, the objects do not, though they have others of its namespace. */
  | 'dump-service-gone'
  /** Services of namespaces that the objects say nothing of. params: count */
  | 'dump-not-compared'
  /** params: address, why (an endpoint code, or `endpoint-unlisted`) */
  | 'dump-endpoint-stale'
  /** params: address */
  | 'dump-endpoint-missing'
  /** params: ip, port */
  | 'dump-address-missing'
  /** params: ip, port */
  | 'dump-address-stale'
  /** Turned away here, though the objects have endpoints for it. params: ip, port */
  | 'dump-refused'
  /** Ought to be turned away. params: ip, port */
  | 'dump-not-refused'
  /** params: field, want, have */
  | 'dump-field-differs';

export interface Finding {
  readonly code: FindingCode;
  readonly params: Readonly<Record<string, string | number>>;
  /** 0 where what is told of is not in the dump. */
  readonly line: number;
  /** Whose it is, where that is known. */
  readonly service: string | undefined;
  /** A note is worth knowing and breaks nothing. */
  readonly level: 'fault' | 'note';
}

/** What is read from a dump. */
export interface NodeRules {
  readonly mode: ProxyMode | undefined;
  /** In the order of names, those without a name last. */
  readonly ports: readonly FoundPort[];
  readonly findings: readonly Finding[];
}

/** As findings and tables name it. */
export function serviceOf({
  fullName,
  protocol,
  key,
}: Pick<FoundPort, 'fullName' | 'protocol' | 'key'>): string {
  return `${fullName ?? key} ${protocol}`.trim();
}

export function sortedPorts(ports: Iterable<OpenPort>): readonly FoundPort[] {
  const rank = ({ fullName, protocol, key }: OpenPort): string =>
    `${fullName === undefined ? '1' : '0'}${fullName ?? key}\0${protocol}`;
  const ranked = [...ports].map((port) => ({ port, rank: rank(port) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ port }) => port);
}
