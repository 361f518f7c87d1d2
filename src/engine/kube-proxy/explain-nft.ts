/** What a rule or an element of kube-proxy's nftables table is for: pkg/proxy/nftables/proxier.go, v1.37.2. */
import { shareText } from '../share.ts';
import type { RuleCode, RuleMeaning } from './rule-meaning.ts';

/** `add rule FAMILY TABLE CHAIN …`, `add element FAMILY TABLE SET { … }`. */
export function explainNft(line: string): RuleMeaning | undefined {
  const [, kind, place = '', rest = ''] =
    /^add (rule|element) \S+ kube-proxy (\S+) (.*)$/s.exec(line.trim()) ?? [];
  if (kind === 'element') return ofElement(place, rest.replace(/^\{\s*|\s*\}$/g, ''));
  return kind === 'rule' ? ofRule(place, rest) : undefined;
}

function ofElement(set: string, element: string): RuleMeaning | undefined {
  const [key = '', verdict = ''] = element.split(/ : | comment ".*" : /);
  const parts = key.split(' . ');
  const chain = /goto (\S+)/.exec(verdict)?.[1] ?? '';
  const [first = ''] = parts;
  const port = parts.at(-1) ?? '';
  const to = `${first.includes(':') ? `[${first}]` : first}:${port}`;
  switch (set) {
    case 'cluster-ips':
      return { code: 'nft-cluster-ip', params: { ip: first } };
    case 'nodeport-ips':
      return { code: 'nft-node-ip', params: { ip: first } };
    case 'hairpin-connections':
      return { code: 'hairpin', params: { ip: first } };
    case 'firewall-ips':
      return { code: 'nft-firewall-entry', params: { to } };
    case 'service-ips': {
      const code = chain.startsWith('external-') ? 'to-outside-ip' : 'to-cluster-ip';
      return { code, params: { to, chain } };
    }
    case 'service-nodeports':
      return { code: 'to-node-port', params: { port, chain } };
    case 'no-endpoint-services':
    case 'no-endpoint-nodeports': {
      const code = verdict.includes('reject-chain') ? 'no-endpoints' : 'no-local-endpoints';
      return { code, params: { to: set === 'no-endpoint-services' ? to : `NodePort ${port}` } };
    }
    case 'localhost-nodeport-reject-ports':
      return { code: 'nft-localhost-reject', params: {} };
    default:
      return undefined;
  }
}

const LOOKUPS: readonly (readonly [wanted: RegExp, code: RuleCode])[] = [
  [/vmap @service-ips\b/, 'nft-services'],
  [/vmap @service-nodeports\b/, 'nft-node-ports'],
  [/vmap @no-endpoint-services\b/, 'nft-refused'],
  [/vmap @no-endpoint-nodeports\b/, 'nft-refused-node-ports'],
  [/vmap @firewall-ips\b/, 'nft-firewalled'],
  [/vmap @localhost-nodeport-reject-ports\b/, 'nft-localhost-reject'],
  [/@hairpin-connections masquerade\b/, 'nft-masquerade-hairpin'],
  [/\bmasquerade (?:fully-)?random\b/, 'nft-masquerade-marked'],
  [/@cluster-ips reject\b/, 'nft-invalid-port'],
];

const JUMPS: ReadonlyMap<string, RuleCode> = new Map([
  ['services', 'jump-services'],
  ['masquerading', 'jump-postrouting'],
  ['service-endpoints-check', 'jump-endpoints-check'],
  ['nodeport-endpoints-check', 'jump-endpoints-check'],
  ['firewall-check', 'jump-firewall'],
  ['cluster-ips-check', 'jump-cluster-ips-check'],
]);

function ofRule(chain: string, text: string): RuleMeaning | undefined {
  const jump = JUMPS.get(/\bjump (\S+)/.exec(text)?.[1] ?? '');
  if (jump !== undefined) return { code: jump, params: {} };
  const found = LOOKUPS.find(([wanted]) => wanted.test(text));
  if (found !== undefined) return { code: found[1], params: {} };
  if (chain === 'cluster-ips-check') {
    const cidrs = /daddr (?:\{ )?(.*?)(?: \})? drop/.exec(text)?.[1];
    return cidrs === undefined ? undefined : { code: 'nft-unallocated', params: { cidrs } };
  }
  if (chain === 'reject-chain') return { code: 'nft-reject', params: {} };
  if (chain.startsWith('localhost-nodeport-reject-')) {
    return { code: 'nft-localhost-reject', params: {} };
  }
  if (chain === 'services') return masquerading(text);
  if (chain.startsWith('external-')) return ofExternal(text);
  if (chain.startsWith('firewall-')) {
    const from = /saddr != (?:\{ )?(.*?)(?: \})? drop/.exec(text)?.[1] ?? '';
    return { code: 'nft-firewall-drop', params: { from } };
  }
  return /^(?:service|local|endpoint)-/.test(chain) ? balancing(text) : undefined;
}

/** Of traffic to ClusterIPs. */
function masquerading(text: string): RuleMeaning {
  const from = /(?:saddr|iifname) != (\S+)/.exec(text)?.[1];
  if (from === undefined) return { code: 'masquerade-all', params: {} };
  return { code: 'masquerade-not-pods', params: { from } };
}

function ofExternal(text: string): RuleMeaning | undefined {
  const isLocal = /fib saddr type local/.test(text);
  const chain = /goto (\S+)/.exec(text)?.[1];
  if (chain === undefined) {
    return { code: isLocal ? 'external-masquerade-local' : 'external-masquerade', params: {} };
  }
  if (isLocal) return { code: 'external-route-local', params: { chain } };
  const from = /(?:saddr|iifname) (\S+)/.exec(text)?.[1];
  if (from !== undefined) return { code: 'external-pods', params: { from, chain } };
  const code = chain.startsWith('local-') ? 'external-go-local' : 'external-go';
  return { code, params: { chain } };
}

function balancing(text: string): RuleMeaning | undefined {
  const to = /dnat to (\S+)$/.exec(text)?.[1];
  if (to !== undefined) return { code: 'dnat', params: { to } };
  const count = Number(/numgen random mod (\d+)/.exec(text)?.[1] ?? 0);
  if (count > 0) return { code: 'nft-share', params: { count, share: shareText(1 / count) } };
  if (/^update @/.test(text)) return { code: 'nft-remember', params: {} };
  const endpoint = /goto endpoint-\S*?__(\S+?)\/(\d+)$/.exec(text);
  if (endpoint === null) return undefined;
  const [, ip = '', port = ''] = endpoint;
  // Chain names have dots for the colons of IPv6.
  const address = /^\d+(?:\.\d+){3}$/.test(ip) ? ip : `[${ip.replaceAll('.', ':')}]`;
  return { code: 'nft-affinity-returns', params: { endpoint: `${address}:${port}` } };
}
