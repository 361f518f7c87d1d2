import { loadPart } from '../../ui/load.ts';
import type { Preset } from '../define.ts';
import type { KubeProxyInput } from './answer.ts';
import type * as Later from './later.ts';
import { messages } from './messages.ts';

const CLUSTER_IP = `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: ClusterIP
  clusterIP: 10.96.45.17
  selector: {app: web}
  ports:
    - {name: http, port: 80, targetPort: 8080}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: web-x7k2p
  namespace: shop
  labels: {kubernetes.io/service-name: web}
addressType: IPv4
ports:
  - {name: http, port: 8080, protocol: TCP}
endpoints:
  - addresses: [10.244.1.5]
    nodeName: worker-1
    conditions: {ready: true, serving: true, terminating: false}
  - addresses: [10.244.1.6]
    nodeName: worker-1
    conditions: {ready: true, serving: true, terminating: false}
  - addresses: [10.244.2.7]
    nodeName: worker-2
    conditions: {ready: true, serving: true, terminating: false}
---
apiVersion: v1
kind: Node
metadata: {name: worker-1}
spec: {podCIDR: 10.244.1.0/24}
status:
  addresses: [{type: InternalIP, address: 192.168.10.10}]
`;

export const CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clusterCIDR: 10.244.0.0/16
`;

/** Texts that may be shown to anybody: of examples, or redacted. */
export const harmless = new Set(['', CLUSTER_IP]);

const example = (name: keyof typeof Later.examples) => async () => {
  const { examples } = await loadPart<typeof Later>('kube-proxy.later');
  const found = examples[name];
  harmless.add(found.input);
  return { config: CONFIG, ...found };
};

export const presets: readonly Preset<KubeProxyInput>[] = [
  {
    id: 'cluster-ip',
    title: messages.clusterIp,
    input: { input: CLUSTER_IP, config: CONFIG },
  },
  { id: 'node-port', title: messages.nodePort, input: {}, load: example('nodePort') },
  { id: 'load-balancer', title: messages.loadBalancer, input: {}, load: example('loadBalancer') },
  {
    id: 'internal-local',
    title: messages.internalLocal,
    input: {},
    load: example('internalLocal'),
  },
  { id: 'affinity', title: messages.affinity, input: {}, load: example('affinity') },
  { id: 'source-ranges', title: messages.sourceRanges, input: {}, load: example('sourceRanges') },
  { id: 'terminating', title: messages.terminating, input: {}, load: example('terminating') },
  { id: 'hints', title: messages.hints, input: {}, load: example('hints') },
  { id: 'no-endpoints', title: messages.noEndpoints, input: {}, load: example('noEndpoints') },
  { id: 'dump', title: messages.dump, input: {}, load: example('dump') },
];
