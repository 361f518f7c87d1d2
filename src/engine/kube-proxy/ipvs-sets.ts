/**
 * The ipsets of ipvs mode, and the text of `ipset save`.
 * Upstream: pkg/proxy/ipvs/ipset.go and ipset/ipset.go, v1.37.2.
 * Left out: what newer ipset programs add to a create line (bucketsize, initval). Entries stand in the order of
 * their text; the kernel keeps them in that of a hash.
 */
import type { IpFamily } from './ip.ts';

export type SetName =
  | 'KUBE-LOOP-BACK'
  | 'KUBE-CLUSTER-IP'
  | 'KUBE-EXTERNAL-IP'
  | 'KUBE-EXTERNAL-IP-LOCAL'
  | 'KUBE-LOAD-BALANCER'
  | 'KUBE-LOAD-BALANCER-FW'
  | 'KUBE-LOAD-BALANCER-LOCAL'
  | 'KUBE-LOAD-BALANCER-SOURCE-IP'
  | 'KUBE-LOAD-BALANCER-SOURCE-CIDR'
  | 'KUBE-NODE-PORT-TCP'
  | 'KUBE-NODE-PORT-LOCAL-TCP'
  | 'KUBE-NODE-PORT-UDP'
  | 'KUBE-NODE-PORT-LOCAL-UDP'
  | 'KUBE-NODE-PORT-SCTP-HASH'
  | 'KUBE-NODE-PORT-LOCAL-SCTP-HASH'
  | 'KUBE-HEALTH-CHECK-NODE-PORT'
  | 'KUBE-IPVS-IPS';

/** Type and comment of each; the comment stands in the rules that use the set. */
const SETS: Readonly<Record<SetName, readonly [type: string, comment: string]>> = {
  'KUBE-LOOP-BACK': [
    'hash:ip,port,ip',
    'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose',
  ],
  'KUBE-CLUSTER-IP': [
    'hash:ip,port',
    'Kubernetes service cluster ip + port for masquerade purpose',
  ],
  'KUBE-EXTERNAL-IP': [
    'hash:ip,port',
    'Kubernetes service external ip + port for masquerade and filter purpose',
  ],
  'KUBE-EXTERNAL-IP-LOCAL': [
    'hash:ip,port',
    'Kubernetes service external ip + port with externalTrafficPolicy=local',
  ],
  'KUBE-LOAD-BALANCER': ['hash:ip,port', 'Kubernetes service lb portal'],
  'KUBE-LOAD-BALANCER-FW': [
    'hash:ip,port',
    'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  ],
  'KUBE-LOAD-BALANCER-LOCAL': [
    'hash:ip,port',
    'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  ],
  'KUBE-LOAD-BALANCER-SOURCE-IP': [
    'hash:ip,port,ip',
    'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  ],
  'KUBE-LOAD-BALANCER-SOURCE-CIDR': [
    'hash:ip,port,net',
    'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  ],
  'KUBE-NODE-PORT-TCP': ['bitmap:port', 'Kubernetes nodeport TCP port for masquerade purpose'],
  'KUBE-NODE-PORT-LOCAL-TCP': [
    'bitmap:port',
    'Kubernetes nodeport TCP port with externalTrafficPolicy=local',
  ],
  'KUBE-NODE-PORT-UDP': ['bitmap:port', 'Kubernetes nodeport UDP port for masquerade purpose'],
  'KUBE-NODE-PORT-LOCAL-UDP': [
    'bitmap:port',
    'Kubernetes nodeport UDP port with externalTrafficPolicy=local',
  ],
  'KUBE-NODE-PORT-SCTP-HASH': [
    'hash:ip,port',
    "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  ],
  'KUBE-NODE-PORT-LOCAL-SCTP-HASH': [
    'hash:ip,port',
    "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  ],
  'KUBE-HEALTH-CHECK-NODE-PORT': ['bitmap:port', 'Kubernetes health check node port'],
  'KUBE-IPVS-IPS': ['hash:ip', 'Addresses on the ipvs interface'],
};

const NAMES = Object.keys(SETS) as readonly SetName[];

export type IpSets = ReadonlyMap<SetName, Set<string>>;

export function emptySets(): IpSets {
  return new Map(NAMES.map((name) => [name, new Set<string>()]));
}

/** The kernel takes names of 31 characters. */
const LONGEST = 31;

export function setName(name: SetName, family: IpFamily): string {
  return family === 'ipv4' ? name : name.replace('KUBE-', 'KUBE-6-').slice(0, LONGEST);
}

export function setComment(name: SetName): string {
  return SETS[name][1];
}

export function printSets(sets: IpSets, family: IpFamily): readonly string[] {
  return NAMES.flatMap((each) => {
    const name = setName(each, family);
    const [type] = SETS[each];
    const options =
      type === 'bitmap:port'
        ? 'range 0-65535'
        : `family ${family === 'ipv4' ? 'inet' : 'inet6'} hashsize 1024 maxelem 65536`;
    const entries = [...(sets.get(each) ?? [])].sort();
    return [
      `create ${name} ${type} ${options}`,
      ...entries.map((entry) => `add ${name} ${saved(entry)}`),
    ];
  });
}

/** A network of one address is printed as the address. */
function saved(entry: string): string {
  return entry.replace(/\/(?:32|128)$/, '');
}
