/**
 * Compares the nftables table with what `nft list ruleset` showed on a real node, where kube-proxy v1.37.2 had
 * written it (project papers, recordings/proxy): chains rule by rule, maps and sets as sets, both read by one reader.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  clusterIn,
  joinClusters,
  parseConfig,
  parseNode,
  type PlannedRules,
  planRules,
  rulesText,
} from '../../src/engine/kube-proxy/index.ts';
import {
  type Element,
  type NftTable,
  parseNft,
  type Statement,
} from '../../src/engine/netfilter/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';
import { KUBERNETES, type RecordedNode } from './kube-proxy-recordings.ts';

export interface NftRecording {
  readonly id: string;
  readonly input: string;
  readonly config: string;
  readonly nft: string;
}

export interface NftRecordings {
  readonly nodes: readonly RecordedNode[];
  readonly items: readonly NftRecording[];
}

/** In no input either: the cluster made it from its flags. */
const SERVICE_CIDR = `
apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: {name: kubernetes}
spec: {cidrs: [10.96.0.0/16, "fd00:96::/112"]}
`;

/** What differs, by chain or set. */
export function nftRecordingDifference(
  { input, config, nft }: NftRecording,
  [first]: readonly RecordedNode[],
): object | undefined {
  const { node } = parseNode(
    JSON.stringify({
      name: first?.name,
      ips: first?.InternalIP,
      labels: { 'topology.kubernetes.io/zone': first?.zone },
    }),
  );
  const texts = [input, KUBERNETES, SERVICE_CIDR];
  const cluster = joinClusters(texts.map((text) => clusterIn(readDocuments(text), text).cluster));
  const read = parseConfig(config, 'nftables');
  if (read.config === undefined || read.problems.length > 0) return read;
  const shown = parseNft(nft);
  for (const family of ['ipv4', 'ipv6'] as const) {
    const planned = planRules(cluster, read.config, node, family);
    const [own] = parseNft(rulesText(planned, 'restore')).tables;
    const contested = contestedKeys(planned);
    const kind = family === 'ipv4' ? 'ip' : 'ip6';
    const theirs = shown.tables.find(
      (table) => table.family === kind && table.name === 'kube-proxy',
    );
    if (own === undefined || theirs === undefined) return { family, missing: true };
    const [want, have] = [contentOf(theirs, contested), contentOf(own, contested)];
    const odd = [...new Set([...want.keys(), ...have.keys()])].filter(
      (key) => !isDeepStrictEqual(want.get(key), have.get(key)) && !isLeftOver(key, theirs),
    );
    if (odd.length > 0) return odd.map((key) => [family, key, want.get(key), have.get(key)]);
  }
  return undefined;
}

/** Chains of before that nothing leads to any more are deleted at a later sync. */
function isLeftOver(key: string, { chains, sets }: NftTable): boolean {
  const name = key.replace(/^chain /, '');
  if (!/^(?:external|service|local|endpoint|firewall)-/.test(name)) return false;
  const led = [...chains.values()].flatMap(({ rules }) =>
    JSON.stringify(rules.map(({ statements }) => statements)),
  );
  const mapped = [...sets.values()].flatMap(({ elements }) => JSON.stringify(elements));
  return ![...led, ...mapped].some((text) => text.includes(`"${name}"`));
}

/** Two Services with one external IP and port: upstream walks a map, and the last one has the element. */
function contestedKeys({ plans }: PlannedRules): ReadonlySet<string> {
  const seen = new Set<string>();
  const contested = new Set<string>();
  for (const { port } of plans) {
    for (const { text } of [...port.externalIps, ...port.loadBalancerIps]) {
      const key = `${text} . ${port.protocol} . ${port.port}`;
      if (seen.has(key)) contested.add(key);
      seen.add(key);
    }
  }
  return contested;
}

function contentOf(
  { chains, sets }: NftTable,
  contested: ReadonlySet<string>,
): ReadonlyMap<string, unknown> {
  const content = new Map<string, unknown>();
  for (const { name, rules, base } of chains.values()) {
    content.set(`chain ${name}`, [
      base,
      rules.map((rule) => [rule.statements.map(plain), rule.comment]),
    ]);
  }
  for (const { name, elements } of sets.values()) {
    const own = elements.filter(({ key }) => !contested.has(key.join(' . ')));
    content.set(`set ${name}`, own.map((one) => JSON.stringify(plainElement(one))).sort());
  }
  return content;
}

/** Without the place in the text, and with numbers as numbers. */
function plain({ start: _start, end: _end, ...action }: Statement): unknown {
  const text = JSON.stringify(action, (key, value: unknown) => {
    if (key === 'line') return undefined;
    // nft prints a set of one element as that element.
    const [only, second] = key === 'right' ? elementsIn(value) : [];
    if (only !== undefined && second === undefined) return only.key;
    // Those of a map that is drawn from are numbered.
    if (key === 'elements' && Array.isArray(value)) {
      return value.map((one) => JSON.stringify(plainElement(one as Element))).sort();
    }
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
      return value.map((one: string) => (/^0x[\da-f]+$/.test(one) ? String(Number(one)) : one));
    }
    return value;
  });
  return JSON.parse(text);
}

function elementsIn(value: unknown): readonly Element[] {
  const set = value as { readonly elements?: readonly Element[] };
  return set.elements ?? [];
}

function plainElement({ line: _line, ...element }: Element): unknown {
  return element;
}
