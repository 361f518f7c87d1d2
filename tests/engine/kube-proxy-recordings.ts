/**
 * Compares rules with what iptables-save showed on a real node, where kube-proxy v1.37.2 had written them
 * (project papers, recordings/proxy). kube-proxy walks Services in no order: chains that all of them share are
 * compared without it.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  clusterIn,
  type IpFamily,
  joinClusters,
  parseConfig,
  parseNode,
  rulesOf,
} from '../../src/engine/kube-proxy/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';

export interface ProxyRecording {
  readonly id: string;
  readonly input: string;
  readonly config: string;
  readonly expected: Readonly<Record<IpFamily, string>>;
}

export interface RecordedNode {
  readonly name: string;
  readonly InternalIP: readonly string[];
  readonly zone: string;
}

export interface ProxyRecordings {
  /** The first is the one that kube-proxy ran on. */
  readonly nodes: readonly RecordedNode[];
  readonly items: readonly ProxyRecording[];
}

/** In every dump, but in no input: the cluster had it from the start. */
export const KUBERNETES = `
apiVersion: v1
kind: Service
metadata: {namespace: default, name: kubernetes}
spec:
  clusterIP: 10.96.0.1
  ports: [{name: https, port: 443, protocol: TCP}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata:
  namespace: default
  name: kubernetes
  labels: {kubernetes.io/service-name: kubernetes}
ports: [{name: https, port: 6443, protocol: TCP}]
endpoints: [{addresses: [10.11.0.2]}]
`;

const SHARED = /^(?:KUBE-SERVICES|KUBE-NODEPORTS|KUBE-EXTERNAL-SERVICES|KUBE-PROXY-FIREWALL)$/;

/** Chains whose rules differ, as each has them. */
export function recordingDifference(
  { input, config, expected }: ProxyRecording,
  nodes: readonly RecordedNode[],
): object | undefined {
  const [first] = nodes;
  const { node } = parseNode(
    JSON.stringify({
      name: first?.name,
      ips: first?.InternalIP,
      labels: { 'topology.kubernetes.io/zone': first?.zone },
    }),
  );
  const readings = [input, KUBERNETES].map((text) => clusterIn(readDocuments(text), text));
  const cluster = joinClusters(readings.map((reading) => reading.cluster));
  const read = parseConfig(config);
  const problems = [...readings.flatMap((reading) => reading.problems), ...read.problems];
  if (read.config === undefined || problems.length > 0) return { problems };
  for (const family of ['ipv4', 'ipv6'] as const) {
    const want = chainsIn(expected[family]);
    const have = chainsIn(rulesOf(cluster, read.config, node, family, 'save').text);
    const odd = [...new Set([...want.keys(), ...have.keys()])].filter(
      (chain) => !isDeepStrictEqual(want.get(chain), have.get(chain)),
    );
    if (odd.length > 0) {
      return odd.map((chain) => [family, chain, want.get(chain), have.get(chain)]);
    }
  }
  return undefined;
}

/** By table and chain; counters, and the chain that kube-proxy makes to notice a flush, left out. */
function chainsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, string[]>();
  let table = '';
  for (const stated of text.split('\n')) {
    const line = stated.replace(/^\[\d+:\d+\] /, '');
    if (line.startsWith('*')) table = line;
    const chain = /^(?::|-A )(\S+)/.exec(line)?.[1];
    if (chain === undefined || chain === 'KUBE-PROXY-CANARY' || table === '*mangle') continue;
    const key = `${table} ${chain}`;
    const rules = chains.get(key) ?? [];
    chains.set(key, rules);
    if (line.startsWith('-A')) rules.push(line);
  }
  for (const [key, rules] of chains) {
    if (SHARED.test(key.split(' ')[1] ?? '')) rules.sort();
  }
  return chains;
}
