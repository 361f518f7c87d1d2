/**
 * Which rules kube-proxy writes into its chains, told by their shape (dump-rule.ts), and what older releases
 * wrote. Upstream: pkg/proxy/iptables/proxier.go, v1.37.2; the kubelet's chains: pkg/kubelet/kubelet_network_linux.go.
 * Old forms and when they went: CHANGELOGs of Kubernetes, from 1.18 on.
 */
import type { Chain, Rule, Table } from '../netfilter/index.ts';
import { serviceChain, shapeOf } from './dump-rule.ts';

const FORWARDED: readonly string[] = [
  '--ctstate=INVALID > DROP',
  '--mark > ACCEPT',
  '--ctstate=RELATED,ESTABLISHED > ACCEPT',
];
const REFUSED = ['--dport -d -p > REJECT', '--dport -d -p > DROP'];
const BALANCED: readonly string[] = [
  '--dport -d -p > KUBE-MARK-MASQ',
  '!-s --dport -d -p > KUBE-MARK-MASQ',
  '!-i --dport -d -p > KUBE-MARK-MASQ',
  '--rcheck > SEP',
  '--mode=random > SEP',
  '> SEP',
];

/** By table and chain, hashes left out; `ctstate` is compared in the order of the kernel. */
const SHAPES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'nat KUBE-SERVICES',
    [
      ...['SVC', 'SVL', 'EXT', 'FW'].map((kind) => `--dport -d -p > ${kind}`),
      '--dst-type=LOCAL > KUBE-NODEPORTS',
      '!-d --dst-type=LOCAL > KUBE-NODEPORTS',
      '-d > KUBE-NODEPORTS',
    ],
  ],
  ['nat KUBE-NODEPORTS', ['--dport -p > EXT', '--dport -d -p > EXT']],
  ['nat KUBE-MARK-MASQ', ['> MARK']],
  ['nat KUBE-POSTROUTING', ['!--mark > RETURN', '> MARK', '> MASQUERADE']],
  ['nat SVC', BALANCED],
  ['nat SVL', BALANCED],
  [
    'nat EXT',
    [
      '> KUBE-MARK-MASQ',
      '-s > SVC',
      '-i > SVC',
      '--src-type=LOCAL > KUBE-MARK-MASQ',
      '--src-type=LOCAL > SVC',
      '> SVC',
      '> SVL',
    ],
  ],
  ['nat FW', ['-s > EXT', '> ']],
  ['nat SEP', ['-s > KUBE-MARK-MASQ', '-p > DNAT', '--set -p > DNAT']],
  ['filter KUBE-SERVICES', REFUSED],
  [
    'filter KUBE-EXTERNAL-SERVICES',
    [...REFUSED, '--dport --dst-type=LOCAL -p > REJECT', '--dport --dst-type=LOCAL -p > DROP'],
  ],
  ['filter KUBE-NODEPORTS', ['--dport -p > ACCEPT']],
  ['filter KUBE-PROXY-FIREWALL', ['--dport -d -p > DROP']],
  ['filter KUBE-FORWARD', FORWARDED],
  ['filter KUBE-FIREWALL', ['!--ctstate=RELATED,ESTABLISHED,DNAT !-s -d > DROP']],
]);

export interface OldForm {
  readonly form: string;
  /** The first release that no longer writes it. */
  readonly until: string;
}

/** Shapes of older releases, by table and chain. */
const OLD_SHAPES: ReadonlyMap<string, OldForm> = new Map([
  ...oldForms('nat KUBE-POSTROUTING', ['--mark > MASQUERADE'], 'postrouting-one-rule', '1.18'),
  ...oldForms(
    'nat KUBE-SERVICES',
    ['!-s --dport -d -p > KUBE-MARK-MASQ', '--dport -d -p > KUBE-MARK-MASQ'],
    'mark-before-service',
    '1.21',
  ),
  ...oldForms('nat KUBE-SERVICES', ['--dport -d -p > XLB'], 'xlb', '1.24'),
  ...oldForms(
    'nat KUBE-NODEPORTS',
    ['--dport -p > KUBE-MARK-MASQ', '--dport -p > SVC', '--dport -p -s > KUBE-MARK-MASQ'],
    'nodeport-without-ext',
    '1.24',
  ),
  ...oldForms('nat KUBE-NODEPORTS', ['--dport -p > XLB'], 'xlb', '1.24'),
  ...oldForms(
    'nat FW',
    ['> KUBE-MARK-MASQ', '> SVC', '-s > SVC', '-s > XLB', '> XLB'],
    'firewall-without-ext',
    '1.24',
  ),
  ...oldForms('nat FW', ['> KUBE-MARK-DROP'], 'mark-drop', '1.26'),
  ...oldForms('nat EXT', ['> KUBE-MARK-DROP'], 'mark-drop', '1.26'),
  ...oldForms('nat SVC', ['> KUBE-MARK-DROP'], 'mark-drop', '1.26'),
  ...oldForms('filter KUBE-FIREWALL', ['--mark > DROP'], 'mark-drop', '1.28'),
  ...oldForms(
    'filter KUBE-FORWARD',
    ['--ctstate=RELATED,ESTABLISHED -s > ACCEPT', '--ctstate=RELATED,ESTABLISHED -d > ACCEPT'],
    'forward-by-cidr',
    '1.21',
  ),
]);

function oldForms(
  place: string,
  shapes: readonly string[],
  form: string,
  until: string,
): readonly (readonly [string, OldForm])[] {
  return shapes.map((shape) => [`${place} ${shape}`, { form, until }]);
}

/** Chains of older releases: the start of their names, and the first release without them. */
const OLD_CHAINS: readonly (readonly [start: string, until: string])[] = [
  ['KUBE-XLB-', '1.24'],
  ['KUBE-MARK-DROP', '1.28'],
  ['KUBE-PORTALS-', '1.26'],
  ['KUBE-NODEPORT-', '1.26'],
];

const IPVS_CHAINS: ReadonlySet<string> = new Set([
  ...['KUBE-LOAD-BALANCER', 'KUBE-NODE-PORT', 'KUBE-SOURCE-RANGES-FIREWALL'],
  ...['KUBE-IPVS-FILTER', 'KUBE-IPVS-OUT-FILTER'],
]);

/** Empty chains that notice a flush, and the kubelet's hint for images. */
const EMPTY_CHAINS: ReadonlySet<string> = new Set([
  ...['KUBE-PROXY-CANARY', 'KUBE-KUBELET-CANARY', 'KUBE-IPTABLES-HINT'],
]);

/** Of kube-router, which has the prefix too. */
const OTHERS = /^KUBE-(?:ROUTER|POD-FW|NWPLCY)-/;

export type ChainSort = 'known' | 'old' | 'ipvs' | 'empty' | 'others' | 'foreign';

export function sortOf(table: string, chain: string): ChainSort {
  if (oldChain(chain) !== undefined) return 'old';
  if (EMPTY_CHAINS.has(chain)) return 'empty';
  if (SHAPES.has(placeOf(table, chain))) return 'known';
  if (IPVS_CHAINS.has(chain)) return 'ipvs';
  return OTHERS.test(chain) ? 'others' : 'foreign';
}

export function oldChain(chain: string): string | undefined {
  return OLD_CHAINS.find(([start]) => chain.startsWith(start))?.[1];
}

function placeOf(table: string, chain: string): string {
  return `${table} ${serviceChain(chain)?.kind ?? chain}`;
}

/** Undefined: a rule as 1.37 writes it. */
export function oddity(rule: Rule): OldForm | 'foreign' | undefined {
  const place = placeOf(rule.table, rule.chain);
  const shape = shapeOf(rule);
  if (SHAPES.get(place)?.includes(shape)) return undefined;
  return OLD_SHAPES.get(`${place} ${shape}`) ?? 'foreign';
}

const NAT_JUMPS: readonly (readonly [chain: string, to: string])[] = [
  ['PREROUTING', 'KUBE-SERVICES'],
  ['OUTPUT', 'KUBE-SERVICES'],
  ['POSTROUTING', 'KUBE-POSTROUTING'],
];
const FILTER_JUMPS: readonly (readonly [chain: string, to: string])[] = [
  ['INPUT', 'KUBE-PROXY-FIREWALL'],
  ['INPUT', 'KUBE-NODEPORTS'],
  ['INPUT', 'KUBE-EXTERNAL-SERVICES'],
  ['FORWARD', 'KUBE-PROXY-FIREWALL'],
  ['FORWARD', 'KUBE-FORWARD'],
  ['FORWARD', 'KUBE-SERVICES'],
  ['FORWARD', 'KUBE-EXTERNAL-SERVICES'],
  ['OUTPUT', 'KUBE-PROXY-FIREWALL'],
  ['OUTPUT', 'KUBE-SERVICES'],
];

/** Built-in chains that are in the dump and do not lead to a chain of kube-proxy's that is there too. */
export function missingJumps({
  name,
  chains,
}: Table): readonly { readonly chain: Chain; readonly to: string }[] {
  const wanted = name === 'nat' ? NAT_JUMPS : name === 'filter' ? FILTER_JUMPS : [];
  return wanted.flatMap(([from, to]) => {
    const chain = chains.get(from);
    if (chain === undefined || !chains.has(to)) return [];
    return chain.rules.some(({ target }) => target?.name === to) ? [] : [{ chain, to }];
  });
}
