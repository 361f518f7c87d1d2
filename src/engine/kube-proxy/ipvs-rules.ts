/**
 * The iptables rules of ipvs mode: a fixed frame around the ipsets.
 * Upstream: pkg/proxy/ipvs/proxier.go writeIptablesRules, createAndLinkKubeChain, v1.37.2.
 */
import type { BaseRules } from './iptables-save.ts';
import {
  acceptRules,
  chainLine,
  comment,
  ifLocal,
  type IptablesLines,
  masqueradeRules,
} from './iptables-lines.ts';
import type { ClosedAddress } from './ipvs.ts';
import { type IpSets, setComment, type SetName, setName } from './ipvs-sets.ts';
import type { Proxier } from './types.ts';

/** Each at the head of its chain, in the order they end up in. */
export const IPVS_JUMPS: BaseRules = {
  filter: [
    '-A INPUT -m comment --comment "kubernetes ipvs access filter" -j KUBE-IPVS-FILTER',
    '-A INPUT -m comment --comment "kube-proxy firewall rules" -j KUBE-PROXY-FIREWALL',
    '-A INPUT -m comment --comment "kubernetes health check rules" -j KUBE-NODE-PORT',
    '-A FORWARD -m comment --comment "kube-proxy firewall rules" -j KUBE-PROXY-FIREWALL',
    '-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD',
    '-A OUTPUT -m comment --comment "kubernetes ipvs access filter" -j KUBE-IPVS-OUT-FILTER',
  ],
  nat: [
    '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
  ],
  chains: [],
};

const NAT_CHAINS = [
  ...['KUBE-SERVICES', 'KUBE-POSTROUTING', 'KUBE-NODE-PORT', 'KUBE-LOAD-BALANCER'],
  'KUBE-MARK-MASQ',
];
const FILTER_CHAINS = [
  ...['KUBE-FORWARD', 'KUBE-NODE-PORT', 'KUBE-PROXY-FIREWALL', 'KUBE-SOURCE-RANGES-FIREWALL'],
  ...['KUBE-IPVS-FILTER', 'KUBE-IPVS-OUT-FILTER'],
];

/** A set that has entries, and where what matches it goes. */
interface SetRule {
  readonly set: SetName;
  readonly from: string;
  readonly to: string;
  readonly match: string;
  readonly protocol?: string;
}

const NAT_SETS: readonly SetRule[] = [
  { set: 'KUBE-LOOP-BACK', from: 'KUBE-POSTROUTING', to: 'MASQUERADE', match: 'dst,dst,src' },
  { set: 'KUBE-LOAD-BALANCER', from: 'KUBE-SERVICES', to: 'KUBE-LOAD-BALANCER', match: 'dst,dst' },
  { set: 'KUBE-LOAD-BALANCER-LOCAL', from: 'KUBE-LOAD-BALANCER', to: 'RETURN', match: 'dst,dst' },
  ...nodePortSets('KUBE-NODE-PORT-LOCAL-TCP', 'KUBE-NODE-PORT-TCP', 'dst', 'tcp'),
  ...nodePortSets('KUBE-NODE-PORT-LOCAL-UDP', 'KUBE-NODE-PORT-UDP', 'dst', 'udp'),
  ...nodePortSets('KUBE-NODE-PORT-LOCAL-SCTP-HASH', 'KUBE-NODE-PORT-SCTP-HASH', 'dst,dst', 'sctp'),
];

const FILTER_SETS: readonly SetRule[] = [
  {
    set: 'KUBE-LOAD-BALANCER-FW',
    from: 'KUBE-PROXY-FIREWALL',
    to: 'KUBE-SOURCE-RANGES-FIREWALL',
    match: 'dst,dst',
  },
  ...(['KUBE-LOAD-BALANCER-SOURCE-CIDR', 'KUBE-LOAD-BALANCER-SOURCE-IP'] as const).map((set) => {
    return { set, from: 'KUBE-SOURCE-RANGES-FIREWALL', to: 'RETURN', match: 'dst,dst,src' };
  }),
];

/** Those that keep their source first. */
function nodePortSets(
  local: SetName,
  all: SetName,
  match: string,
  protocol: string,
): readonly SetRule[] {
  const from = 'KUBE-NODE-PORT';
  return [
    { set: local, from, to: 'RETURN', match, protocol },
    { set: all, from, to: 'KUBE-MARK-MASQ', match, protocol },
  ];
}

export function ipvsLines(
  sets: IpSets,
  closed: readonly ClosedAddress[],
  proxier: Proxier,
): IptablesLines {
  return {
    natChains: NAT_CHAINS.map(chainLine),
    natRules: natRules(sets, proxier),
    filterChains: FILTER_CHAINS.map(chainLine),
    filterRules: filterRules(sets, closed, proxier),
  };
}

function natRules(sets: IpSets, proxier: Proxier): string[] {
  const { family, masqueradeMark } = proxier;
  const setMatch = (set: SetName, match: string): string =>
    `-m set --match-set ${setName(set, family)} ${match}`;
  const accepted = (['KUBE-CLUSTER-IP', 'KUBE-LOAD-BALANCER'] as const).filter(isUsed(sets));
  return [
    `-A KUBE-SERVICES -s ${family === 'ipv4' ? '127.0.0.0/8' : '::1/128'} -j RETURN`,
    ...setRules(NAT_SETS, sets, proxier),
    ...(isUsed(sets)('KUBE-CLUSTER-IP') ? [clusterIpRule(proxier)] : []),
    ...externalRules(sets, proxier),
    '-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODE-PORT',
    '-A KUBE-LOAD-BALANCER -j KUBE-MARK-MASQ',
    ...accepted.map((set) => `-A KUBE-SERVICES ${setMatch(set, 'dst,dst')} -j ACCEPT`),
    ...masqueradeRules(masqueradeMark),
  ];
}

function isUsed(sets: IpSets): (set: SetName) => boolean {
  return (set) => (sets.get(set)?.size ?? 0) > 0;
}

function setRules(rules: readonly SetRule[], sets: IpSets, { family }: Proxier): readonly string[] {
  return rules
    .filter(({ set }) => isUsed(sets)(set))
    .map(({ set, from, to, match, protocol }) => {
      const only = protocol === undefined ? '' : ` -p ${protocol}`;
      const named = `${comment(setComment(set))} -m set --match-set ${setName(set, family)}`;
      return `-A ${from}${only} ${named} ${match} -j ${to}`;
    });
}

/** Without a detector, what comes from a ClusterIP: the node itself, whose interface has all of them. */
function clusterIpRule({ family, masqueradeAll, detector }: Proxier): string {
  const set = 'KUBE-CLUSTER-IP';
  const start = `-A KUBE-SERVICES ${comment(setComment(set))} -m set --match-set ${setName(set, family)}`;
  const from = masqueradeAll || detector === undefined ? '' : ` ! ${ifLocal(detector)}`;
  const match = masqueradeAll || detector !== undefined ? 'dst,dst' : 'src,dst';
  return `${start} ${match}${from} -j KUBE-MARK-MASQ`;
}

function externalRules(sets: IpSets, { family }: Proxier): readonly string[] {
  return (['KUBE-EXTERNAL-IP', 'KUBE-EXTERNAL-IP-LOCAL'] as const)
    .filter(isUsed(sets))
    .flatMap((set) => {
      const start = `-A KUBE-SERVICES ${comment(setComment(set))} -m set --match-set ${setName(set, family)} dst,dst`;
      return [
        ...(set === 'KUBE-EXTERNAL-IP' ? [`${start} -j KUBE-MARK-MASQ`] : []),
        `${start} -m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL -j ACCEPT`,
        `${start} -m addrtype --dst-type LOCAL -j ACCEPT`,
      ];
    });
}

function filterRules(sets: IpSets, closed: readonly ClosedAddress[], proxier: Proxier): string[] {
  const { family, masqueradeMark } = proxier;
  const health = 'KUBE-HEALTH-CHECK-NODE-PORT';
  const match = (set: SetName): string => `-m set --match-set ${setName(set, family)}`;
  return [
    ...setRules(FILTER_SETS, sets, proxier),
    '-A KUBE-SOURCE-RANGES-FIREWALL -j DROP',
    ...closed.map(
      ({ ip, protocol, port }) =>
        `-A KUBE-IPVS-OUT-FILTER -s ${ip} -m ipvs --vaddr ${ip} --vproto ${protocol} --vport ${port} -j DROP`,
    ),
    ...acceptRules(masqueradeMark),
    `-A KUBE-NODE-PORT ${comment(setComment(health))} ${match(health)} dst -j ACCEPT`,
    ...(
      [
        'KUBE-LOAD-BALANCER',
        'KUBE-CLUSTER-IP',
        'KUBE-EXTERNAL-IP',
        'KUBE-EXTERNAL-IP-LOCAL',
      ] as const
    ).map((set) => `-A KUBE-IPVS-FILTER ${match(set)} dst,dst -j RETURN`),
    `-A KUBE-IPVS-FILTER ${match(health)} dst -j RETURN`,
    `-A KUBE-IPVS-FILTER -m conntrack --ctstate NEW ${match('KUBE-IPVS-IPS')} dst -j REJECT`,
  ];
}
