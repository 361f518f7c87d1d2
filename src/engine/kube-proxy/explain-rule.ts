/**
 * What each rule of kube-proxy is for, told by its own text: generated rules in the spelling of `iptables-restore`
 * or `iptables-save`, of a node's dump, of nftables (`add rule …`, `add element …`), of ipvsadm and ipset.
 * Which rule is written why: pkg/proxy/{iptables,nftables,ipvs}/proxier.go, v1.37.2.
 * Left out: what other programs wrote, which has no meaning here.
 */
import { shareText } from '../share.ts';
import { explainIpvs } from './explain-ipvs.ts';
import { explainNft } from './explain-nft.ts';
import type { RuleMeaning } from './rule-meaning.ts';
import { type RuleWords, ruleWords } from './rule-words.ts';

/**
 * One meaning for each line, in order; undefined where kube-proxy wrote no such rule, and for lines that are none.
 * All rules of a chain are wanted together: the chance of an endpoint depends on the rules before it.
 */
export function explainRules(lines: readonly string[]): readonly (RuleMeaning | undefined)[] {
  const rules = lines.map(ruleWords);
  const context = contextOf(rules.filter((rule) => rule !== undefined));
  return lines.map((line, index) => {
    const rule = rules[index];
    if (rule !== undefined) return explain(rule, context);
    return line.startsWith('add rule ') || line.startsWith('add element ')
      ? explainNft(line)
      : explainIpvs(line);
  });
}

interface Context {
  /** Where a chain of an endpoint sends packets. */
  readonly addresses: ReadonlyMap<string, string>;
  /** How many endpoints a chain chooses from. */
  readonly counts: ReadonlyMap<string, number>;
  readonly drawn: Map<string, { index: number; rest: number }>;
}

function contextOf(rules: readonly RuleWords[]): Context {
  const addresses = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const rule of rules) {
    const to = rule.value('--to-destination');
    if (to !== '') addresses.set(rule.chain, to);
    if (isDraw(rule)) counts.set(rule.chain, (counts.get(rule.chain) ?? 0) + 1);
  }
  return { addresses, counts, drawn: new Map() };
}

/** Leads to an endpoint without having met the client before. */
function isDraw({ target, has }: RuleWords): boolean {
  return target.startsWith('KUBE-SEP-') && !has('--rcheck');
}

type Explain = (rule: RuleWords, context: Context) => RuleMeaning | undefined;

function explain(rule: RuleWords, context: Context): RuleMeaning | undefined {
  if (rule.has('--match-set')) {
    const set = rule.value('--match-set');
    if (!set.startsWith('KUBE-')) return undefined;
    return { code: 'ipvs-set-rule', params: { set, target: rule.target } };
  }
  const kind = /^KUBE-(?:SVC|SVL|EXT|FW|SEP)-/.exec(rule.chain)?.[0];
  return (BY_CHAIN.get(kind ?? rule.chain) ?? jumpOf)(rule, context);
}

const BY_CHAIN: ReadonlyMap<string, Explain> = new Map<string, Explain>([
  ['KUBE-SERVICES', ofServices],
  ['KUBE-EXTERNAL-SERVICES', refusal],
  ['KUBE-NODEPORTS', ofNodePorts],
  ['KUBE-PROXY-FIREWALL', (rule) => only(rule, 'DROP', 'firewall-drop', { to: toOf(rule) })],
  ['KUBE-SVC-', ofService],
  ['KUBE-SVL-', ofService],
  ['KUBE-EXT-', ofExternal],
  ['KUBE-FW-', ofFirewall],
  ['KUBE-SEP-', ofEndpoint],
  ['KUBE-MARK-MASQ', (rule) => only(rule, 'MARK', 'mark-masquerade')],
  ['KUBE-POSTROUTING', ofPostrouting],
  ['KUBE-FORWARD', ofForward],
  ['KUBE-FIREWALL', (rule) => only(rule, 'DROP', 'localnet-drop')],
  // Of ipvs mode.
  ['KUBE-LOAD-BALANCER', (rule) => only(rule, 'KUBE-MARK-MASQ', 'ipvs-load-balancer-masquerade')],
  ['KUBE-SOURCE-RANGES-FIREWALL', (rule) => only(rule, 'DROP', 'ipvs-sources-drop')],
  ['KUBE-IPVS-OUT-FILTER', (rule) => only(rule, 'DROP', 'ipvs-closed', { ip: ipOf(rule) })],
]);

function only(
  { target }: RuleWords,
  wanted: string,
  code: RuleMeaning['code'],
  params: RuleMeaning['params'] = {},
): RuleMeaning | undefined {
  return target === wanted ? { code, params } : undefined;
}

/** `10.96.0.10:53`, or the node port. */
function toOf({ value }: RuleWords): string {
  const ip = value('-d').replace(/\/(?:32|128)$/, '');
  if (ip === '') return `NodePort ${value('--dport')}`;
  return `${ip.includes(':') ? `[${ip}]` : ip}:${value('--dport')}`;
}

/** Where it comes from. */
function ipOf({ value }: RuleWords): string {
  return value('-s').replace(/\/(?:32|128)$/, '');
}

function ofServices(rule: RuleWords, context: Context): RuleMeaning | undefined {
  const { target, comment } = rule;
  const params = { to: toOf(rule), chain: target };
  if (target === 'KUBE-NODEPORTS') return { code: 'node-ports-last', params: {} };
  if (/^KUBE-SV[CL]-/.test(target)) return { code: 'to-cluster-ip', params };
  if (target.startsWith('KUBE-FW-')) return { code: 'to-firewall', params };
  if (target.startsWith('KUBE-EXT-')) {
    return { code: / external IP$/.test(comment) ? 'to-external-ip' : 'to-load-balancer', params };
  }
  if (target === 'RETURN') return { code: 'ipvs-loopback', params: {} };
  if (target === 'KUBE-NODE-PORT') return { code: 'jump-node-ports', params: {} };
  return refusal(rule, context);
}

function refusal(rule: RuleWords, _context: Context): RuleMeaning | undefined {
  const params = { to: toOf(rule) };
  if (rule.target === 'REJECT') return { code: 'no-endpoints', params };
  return rule.target === 'DROP' ? { code: 'no-local-endpoints', params } : undefined;
}

function ofNodePorts({ target, value, has }: RuleWords): RuleMeaning | undefined {
  const params = { port: value('--dport'), chain: target };
  if (target === 'ACCEPT') return { code: 'health-check', params };
  if (!/^KUBE-(?:EXT|SVC|XLB)-/.test(target)) return undefined;
  return { code: has('--nfacct-name') ? 'to-node-port-localhost' : 'to-node-port', params };
}

function ofService(rule: RuleWords, context: Context): RuleMeaning | undefined {
  const { chain, target, value, not } = rule;
  if (target === 'KUBE-MARK-MASQ') {
    const option = ['-s', '-i'].find(not);
    if (option === undefined) return { code: 'masquerade-all', params: {} };
    return { code: 'masquerade-not-pods', params: { from: value(option) } };
  }
  if (!target.startsWith('KUBE-SEP-')) return undefined;
  const endpoint = context.addresses.get(target) ?? / -> (\S+)$/.exec(rule.comment)?.[1] ?? target;
  if (!isDraw(rule)) {
    return { code: 'affinity-returns', params: { endpoint, seconds: value('--seconds') } };
  }
  const count = context.counts.get(chain) ?? 1;
  const before = context.drawn.get(chain) ?? { index: 0, rest: 1 };
  const stated = value('--probability');
  const chance = stated === '' ? 1 : Number(stated);
  const index = before.index + 1;
  context.drawn.set(chain, { index, rest: before.rest * (1 - chance) });
  const params = { endpoint, index, count, share: shareText(before.rest * chance) };
  if (count === 1) return { code: 'endpoint-only', params };
  return { code: stated === '' ? 'endpoint-last' : 'endpoint-share', params };
}

function ofExternal({ target, has, value }: RuleWords): RuleMeaning | undefined {
  const isLocal = has('--src-type');
  if (target === 'KUBE-MARK-MASQ') {
    return { code: isLocal ? 'external-masquerade-local' : 'external-masquerade', params: {} };
  }
  if (isLocal) return { code: 'external-route-local', params: { chain: target } };
  const from = value('-s') || value('-i');
  if (from !== '') return { code: 'external-pods', params: { from, chain: target } };
  if (target.startsWith('KUBE-SVL-'))
    return { code: 'external-go-local', params: { chain: target } };
  return target.startsWith('KUBE-SVC-')
    ? { code: 'external-go', params: { chain: target } }
    : undefined;
}

function ofFirewall({ target, value }: RuleWords): RuleMeaning | undefined {
  if (target === '') return { code: 'firewall-rest', params: {} };
  return target.startsWith('KUBE-EXT-') || target.startsWith('KUBE-SVC-')
    ? { code: 'firewall-allows', params: { from: value('-s') } }
    : undefined;
}

function ofEndpoint(rule: RuleWords): RuleMeaning | undefined {
  const { target, has, value } = rule;
  if (target === 'KUBE-MARK-MASQ') {
    return { code: 'hairpin', params: { ip: ipOf(rule) } };
  }
  const params = { to: value('--to-destination') };
  if (target !== 'DNAT') return undefined;
  return { code: has('--set') ? 'dnat-remember' : 'dnat', params };
}

function ofPostrouting({ target }: RuleWords): RuleMeaning | undefined {
  if (target === 'RETURN') return { code: 'post-unmarked', params: {} };
  if (target === 'MARK') return { code: 'post-unmark', params: {} };
  return target === 'MASQUERADE' ? { code: 'post-masquerade', params: {} } : undefined;
}

function ofForward({ target, has, value }: RuleWords): RuleMeaning | undefined {
  if (target === 'DROP') return { code: 'forward-invalid', params: {} };
  if (target !== 'ACCEPT') return undefined;
  if (has('--mark')) return { code: 'forward-marked', params: {} };
  return value('--ctstate').includes('ESTABLISHED')
    ? { code: 'forward-established', params: {} }
    : undefined;
}

/** From a chain of netfilter's own. */
function jumpOf({ target }: RuleWords): RuleMeaning | undefined {
  const code = JUMPS.get(target);
  return code && { code, params: {} };
}

const JUMPS: ReadonlyMap<string, RuleMeaning['code']> = new Map([
  ['KUBE-SERVICES', 'jump-services'],
  ['KUBE-EXTERNAL-SERVICES', 'jump-external-services'],
  ['KUBE-NODEPORTS', 'jump-health-checks'],
  ['KUBE-PROXY-FIREWALL', 'jump-firewall'],
  ['KUBE-FIREWALL', 'jump-localnet'],
  ['KUBE-FORWARD', 'jump-forward'],
  ['KUBE-POSTROUTING', 'jump-postrouting'],
  ['KUBE-NODE-PORT', 'jump-health-checks'],
  ['KUBE-IPVS-FILTER', 'jump-ipvs-filter'],
  ['KUBE-IPVS-OUT-FILTER', 'jump-ipvs-filter'],
]);
