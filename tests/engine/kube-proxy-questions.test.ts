import { describe, expect, it, test } from 'vitest';
import {
  askClientAddress,
  askEndpoints,
  askReach,
  clusterIn,
  defaultConfig,
  parseConfig,
  parseNode,
  type ProxyMode,
} from '../../src/engine/kube-proxy/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';

const ID = { namespace: 'shop', name: 'web', port: 'http', protocol: 'TCP' };
const { node } = parseNode('{name: n1, ips: [192.168.10.10], podCIDRs: [10.244.1.0/24]}');
const { config = defaultConfig() } = parseConfig(
  '{kind: KubeProxyConfiguration, apiVersion: kubeproxy.config.k8s.io/v1alpha1, clusterCIDR: 10.244.0.0/16}',
);

function service(spec: string): string {
  return `{apiVersion: v1, kind: Service, metadata: {namespace: shop, name: web}, spec: {clusterIP: 10.96.0.10, ${spec}}}\n---\n`;
}

function slice(
  endpoints: string,
  rest = 'addressType: IPv4, ports: [{name: http, port: 8080}]',
): string {
  return `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, ${rest}, metadata: {namespace: shop, name: web-1, labels: {kubernetes.io/service-name: web}}, endpoints: [${endpoints}]}\n`;
}

const PORTS = 'selector: {app: web}, ports: [{name: http, port: 80, nodePort: 30080}]';
const HERE = '{addresses: [10.244.1.5], nodeName: n1}';
const THERE = '{addresses: [10.244.2.6], nodeName: n2}';
const STALE = '{ready: false, serving: true, terminating: true}';

const cluster = (text: string) => clusterIn(readDocuments(text), text).cluster;
const why = (text: string, mode: ProxyMode = 'iptables') =>
  askEndpoints(cluster(text), node, config, mode, 'ipv4', ID).map(({ code }) => code);
const who = (text: string, mode: ProxyMode = 'iptables') =>
  askClientAddress(cluster(text), node, config, mode, 'ipv4', ID);

describe('why a Service has no endpoints on this node', () => {
  it.each([
    ['nothing of that name', slice(HERE), ['ask-service-not-found']],
    ['no such port', service('ports: [{name: https, port: 443}]'), ['ask-port-not-found']],
    ['headless', service(PORTS).replace('10.96.0.10', 'None'), ['ask-not-proxied']],
    [
      'no slices',
      service(PORTS),
      ['ask-no-slices', 'ask-internal-rejected', 'ask-external-rejected'],
    ],
    [
      'no selector',
      service('ports: [{name: http, port: 80}]'),
      ['ask-no-selector', 'ask-internal-rejected'],
    ],
    [
      'empty slices',
      service('ports: [{name: http, port: 80}]') + slice(''),
      ['ask-slices-empty', 'ask-internal-rejected'],
    ],
    [
      'another family',
      service('ports: [{name: http, port: 80}]') + slice('', 'addressType: IPv6, ports: []'),
      ['ask-slices-other-family', 'ask-internal-rejected'],
    ],
    [
      'a port of another name',
      service('ports: [{name: http, port: 80}]') +
        slice(HERE, 'addressType: IPv4, ports: [{name: web, port: 8080}]'),
      ['ask-slices-other-port', 'ask-internal-rejected'],
    ],
    [
      'none ready',
      service('ports: [{name: http, port: 80}]') +
        slice(HERE.replace('}', ', conditions: {ready: false}}')),
      ['ask-none-ready', 'ask-internal-rejected'],
    ],
    [
      'all gone',
      service('ports: [{name: http, port: 80}]') +
        slice(
          HERE.replace('}', ', conditions: {ready: false, serving: false, terminating: true}}'),
        ),
      ['ask-all-gone', 'ask-internal-rejected'],
    ],
    [
      'only those that go away',
      service('ports: [{name: http, port: 80}]') +
        slice(HERE.replace('}', `, conditions: ${STALE}}`)),
      ['ask-last-resort', 'ask-has-endpoints'],
    ],
    [
      'Local, and all elsewhere',
      service(`${PORTS}, type: NodePort, externalTrafficPolicy: Local`) + slice(THERE),
      ['ask-none-here', 'ask-has-endpoints', 'ask-external-dropped'],
    ],
    [
      'Local, and of no use here',
      service(`${PORTS}, type: NodePort, externalTrafficPolicy: Local`) +
        slice(`${HERE.replace('}', ', conditions: {ready: false}}')}, ${THERE}`),
      ['ask-none-ready-here', 'ask-has-endpoints', 'ask-external-dropped'],
    ],
    [
      'internal Local',
      service('ports: [{name: http, port: 80}], internalTrafficPolicy: Local') + slice(THERE),
      ['ask-none-here', 'ask-internal-dropped'],
    ],
    [
      'nobody says where they are',
      service('ports: [{name: http, port: 80}], internalTrafficPolicy: Local') +
        slice('{addresses: [10.244.2.6]}'),
      ['ask-none-here', 'ask-without-node', 'ask-internal-dropped'],
    ],
    [
      'hints',
      service('ports: [{name: http, port: 80}]') +
        slice(
          `${HERE.replace('}', ', hints: {forNodes: [{name: n1}]}}')}, ${THERE.replace('}', ', hints: {forNodes: [{name: n2}]}}')}`,
        ),
      ['ask-hinted-elsewhere', 'ask-has-endpoints'],
    ],
    [
      'nothing is wrong',
      service('ports: [{name: http, port: 80}]') + slice(HERE),
      ['ask-has-endpoints'],
    ],
  ])('%s', (_, text, codes) => {
    expect(why(text)).toEqual(codes);
  });

  test('ipvs takes those of the cluster', () => {
    const text =
      service('ports: [{name: http, port: 80}], internalTrafficPolicy: Local') + slice(THERE);
    expect(why(text, 'ipvs')).toEqual(['ask-none-here', 'ask-falls-back']);
  });
});

describe.each(['iptables', 'nftables', 'ipvs'] as const)(
  'the address of a client, %s mode',
  (mode) => {
    test('is lost by the rule of policy Cluster', () => {
      const [answer, advice] = who(
        service(`${PORTS}, type: NodePort`) + slice(`${HERE}, ${THERE}`),
        mode,
      );
      expect(answer).toMatchObject({
        code: 'client-replaced',
        params: { kind: 'node-port', ip: '192.168.10.10' },
      });
      expect(answer?.cell?.masqueradedBy?.text).toMatch(/masquerade|KUBE-MARK-MASQ/);
      expect(advice).toMatchObject({
        code: 'client-advice-local',
        params: { local: 1, elsewhere: 1 },
      });
    });

    test('is kept under policy Local', () => {
      const text = service(`${PORTS}, type: NodePort, externalTrafficPolicy: Local`) + slice(HERE);
      expect(who(text, mode)).toMatchObject([{ code: 'client-kept' }]);
    });

    test('would be kept, if there were somebody here', () => {
      const answers = who(service(`${PORTS}, type: NodePort`) + slice(THERE), mode);
      expect(answers.at(-1)?.code).toBe('client-advice-local-none-here');
    });

    test('never arrives where nobody serves', () => {
      expect(who(service(`${PORTS}, type: NodePort`), mode)[0]?.code).toBe('client-not-served');
    });

    test('has no way in', () => {
      const text = service('ports: [{name: http, port: 80}]') + slice(HERE);
      expect(who(text, mode)).toEqual([{ code: 'client-no-way-in', params: {} }]);
    });

    test('one service port is asked for without the others', () => {
      const text = service(`${PORTS}, type: NodePort`) + slice(`${HERE}, ${THERE}`);
      const reach = askReach(cluster(text), node, config, mode, 'ipv4', ID);
      expect(reach?.targets.map(({ kind }) => kind)).toEqual(['cluster-ip', 'node-port']);
      expect(reach?.cells.map(({ verdict }) => verdict)).toEqual(Array(6).fill('reached'));
      for (const { endpoints } of reach?.cells ?? []) {
        expect(endpoints.map(({ probability }) => probability)).toEqual([0.5, 0.5]);
      }
    });
  },
);
