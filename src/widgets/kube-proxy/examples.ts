/** The examples that come when they are asked for. */
import type { KubeProxyInput } from './answer.ts';

type Example = Pick<KubeProxyInput, 'input'> & Partial<KubeProxyInput>;

const NODE = `apiVersion: v1
kind: Node
metadata:
  name: worker-1
  labels: {topology.kubernetes.io/zone: zone-a}
spec: {podCIDR: 10.244.1.0/24}
status:
  addresses: [{type: InternalIP, address: 192.168.10.10}]
`;

/** Each endpoint in one line, as its YAML has it. */
function objects(service: string, endpoints: readonly string[]): string {
  const list = endpoints.map((each) => `  - {${each}}\n`).join('');
  return `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
${service}---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: web-x7k2p
  namespace: shop
  labels: {kubernetes.io/service-name: web}
addressType: IPv4
ports:
  - {name: http, port: 8080, protocol: TCP}
endpoints:${list === '' ? ' []\n' : `\n${list}`}---
${NODE}`;
}

const PORT = `  ports:
    - {name: http, port: 80, targetPort: 8080}
`;
const NODE_PORT = `  ports:
    - {name: http, port: 80, targetPort: 8080, nodePort: 30080}
`;
const HERE = 'addresses: [10.244.1.5], nodeName: worker-1, conditions: {ready: true}';
const ALSO_HERE = 'addresses: [10.244.1.6], nodeName: worker-1, conditions: {ready: true}';
const THERE = 'addresses: [10.244.2.7], nodeName: worker-2, conditions: {ready: true}';
const GOING = 'conditions: {ready: false, serving: true, terminating: true}';
const GONE = 'conditions: {ready: false, serving: false, terminating: true}';
const ZONE = (zone: string) => `hints: {forZones: [{name: ${zone}}]}`;
const BALANCER = `status:
  loadBalancer: {ingress: [{ip: 198.51.100.7}]}
`;

export const examples = {
  nodePort: {
    input: objects(`  type: NodePort\n  clusterIP: 10.96.45.17\n${NODE_PORT}`, [HERE, THERE]),
  },
  loadBalancer: {
    input: objects(
      `  type: LoadBalancer\n  clusterIP: 10.96.45.17\n  externalTrafficPolicy: Local\n  healthCheckNodePort: 32100\n${NODE_PORT}${BALANCER}`,
      [HERE, ALSO_HERE, THERE],
    ),
  },
  internalLocal: {
    input: objects(`  clusterIP: 10.96.45.17\n  internalTrafficPolicy: Local\n${PORT}`, [
      THERE,
      'addresses: [10.244.3.8], nodeName: worker-3, conditions: {ready: true}',
    ]),
  },
  affinity: {
    input: objects(
      `  clusterIP: 10.96.45.17\n  sessionAffinity: ClientIP\n  sessionAffinityConfig: {clientIP: {timeoutSeconds: 600}}\n${PORT}`,
      [HERE, THERE],
    ),
  },
  sourceRanges: {
    input: objects(
      `  type: LoadBalancer\n  clusterIP: 10.96.45.17\n  loadBalancerSourceRanges: [203.0.113.0/25]\n${NODE_PORT}${BALANCER}`,
      [HERE, THERE],
    ),
  },
  terminating: {
    input: objects(`  clusterIP: 10.96.45.17\n${PORT}`, [
      `addresses: [10.244.1.5], nodeName: worker-1, ${GOING}`,
      `addresses: [10.244.2.7], nodeName: worker-2, ${GOING}`,
      `addresses: [10.244.2.9], nodeName: worker-2, ${GONE}`,
    ]),
  },
  hints: {
    input: objects(`  clusterIP: 10.96.45.17\n  trafficDistribution: PreferSameZone\n${PORT}`, [
      `${HERE}, zone: zone-a, ${ZONE('zone-a')}`,
      `${THERE}, zone: zone-b, ${ZONE('zone-b')}`,
      `addresses: [10.244.3.8], nodeName: worker-3, conditions: {ready: true}, zone: zone-a, ${ZONE('zone-a')}`,
    ]),
  },
  noEndpoints: {
    input: objects(`  type: NodePort\n  clusterIP: 10.96.45.17\n${NODE_PORT}`, [
      'addresses: [10.244.1.5], nodeName: worker-1, conditions: {ready: false}',
    ]),
  },
  dump: { input: '' },
} satisfies Record<string, Example>;
