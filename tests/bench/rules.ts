/** Rules of a large cluster, from objects that were read to the text for iptables-restore. */
import {
  clusterIn,
  defaultConfig,
  planRules,
  rulesText,
} from '../../src/engine/kube-proxy/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';

export interface RulesMeasure {
  readonly ms: number;
  readonly rules: number;
}

export function measureRules(services: number, endpoints: number): RulesMeasure {
  const items = Array.from({ length: services }, (_, at) => objectsOf(at, endpoints)).flat();
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const documents = readDocuments(text);
  const started = performance.now();
  const { cluster } = clusterIn(documents, text);
  const planned = planRules(cluster, defaultConfig('iptables'), { name: 'node-0' }, 'ipv4');
  const written = rulesText(planned, 'restore');
  const ms = performance.now() - started;
  return { ms, rules: written.match(/^-A /gm)?.length ?? 0 };
}

/** A Service, every tenth with a node port, and its slice. */
function objectsOf(at: number, endpoints: number): readonly object[] {
  const metadata = { namespace: `team-${at % 40}`, name: `web-${at}` };
  const outside = at % 10 === 0 ? { type: 'NodePort', externalTrafficPolicy: 'Local' } : {};
  const nodePort = at % 10 === 0 ? { nodePort: 30000 + (at % 2768) } : {};
  const clusterIP = `10.${96 + Math.floor(at / 62500)}.${Math.floor(at / 250) % 250}.${(at % 250) + 1}`;
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { ...outside, clusterIP, ports: [{ name: 'http', port: 80, ...nodePort }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': metadata.name } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080 }],
      endpoints: Array.from({ length: endpoints }, (_, index) => {
        const pod = at * endpoints + index;
        const address = `10.${128 + Math.floor(pod / 62500)}.${Math.floor(pod / 250) % 250}.${(pod % 250) + 1}`;
        return {
          addresses: [address],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: `node-${pod % 50}`,
        };
      }),
    },
  ];
}
