import { describe, expect, it, test } from 'vitest';
import {
  type Cluster,
  clusterIn,
  compareWithDump,
  defaultConfig,
  type Finding,
  type FoundEndpoint,
  type FoundPort,
  type IpFamily,
  parseConfig,
  parseNode,
  planRules,
  type PlannedRules,
  rulesInDump,
  rulesText,
  type ServiceRules,
  serviceRules,
} from '../../src/engine/kube-proxy/index.ts';
import { savedRule } from '../../src/engine/kube-proxy/saved-rule.ts';
import { looksLikeNft, parseDump, parseNft, printRule } from '../../src/engine/netfilter/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';
import { loadFixture } from '../fixtures.ts';
import type { IptablesItem, ItemsOf, NftablesItem, ProxyCluster } from './kube-proxy-oracle.ts';

const found = (text: string) => rulesInDump(looksLikeNft(text) ? parseNft(text) : parseDump(text));

function plannedFor({ objects, config, node }: ProxyCluster, family: IpFamily): PlannedRules {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const read = parseConfig(JSON.stringify(config)).config ?? defaultConfig();
  const { cluster } = clusterIn(readDocuments(text), text);
  return planRules(cluster, read, parseNode(JSON.stringify(node)).node, family);
}

/** What both tell, in one shape. */
function fromRules(port: FoundPort): object {
  const shares = (endpoints: readonly FoundEndpoint[] = []) =>
    endpoints.map(({ address, probability }) => [address, probability.toFixed(6)]);
  const places = [...port.addresses, ...port.refused].map(({ ip, port: at }) => `${ip} ${at}`);
  return {
    name: port.fullName,
    protocol: port.protocol,
    places: [...new Set(places)].sort(),
    refused: port.refused.map((each) => `${each.ip} ${each.port} ${each.with}`).sort(),
    cluster: shares(port.cluster),
    local: shares(port.local),
    affinity: port.affinitySeconds,
  };
}

function fromObjects({ policies, ...service }: ServiceRules): object {
  const { addresses, endpoints, refused } = service;
  const shares = (all: readonly string[]) =>
    all.map((address) => [address, (1 / all.length).toFixed(6)]);
  const external = [...addresses.externalIPs, ...addresses.loadBalancerIPs];
  const outside = [
    ...external.map((ip) => `${ip} ${addresses.port}`),
    ...(addresses.nodePort === null ? [] : [`* ${addresses.nodePort}`]),
  ];
  const inside = `${addresses.clusterIP} ${addresses.port}`;
  const how = (why: string | null) => (why === 'no-endpoints' ? 'reject' : 'drop');
  return {
    name: `${service.namespace}/${service.name}${service.port === '' ? '' : `:${service.port}`}`,
    protocol: service.protocol.toLowerCase(),
    places: [...new Set([inside, ...outside])].sort(),
    refused: [
      ...(refused.internal === null ? [] : [`${inside} ${how(refused.internal)}`]),
      ...(refused.external === null ? [] : outside.map((at) => `${at} ${how(refused.external)}`)),
    ].sort(),
    cluster: shares(endpoints.cluster),
    local: shares(endpoints.local),
    affinity:
      endpoints.cluster.length + endpoints.local.length > 0 ? policies.affinitySeconds : null,
  };
}

/** Services that claim one address take it from one another in the maps of nftables. */
function isContested({ plans }: PlannedRules): boolean {
  const places = plans.flatMap(({ port }) => {
    const ips = [port.clusterIp, ...port.externalIps, ...port.loadBalancerIps];
    const own = ips.map(({ text }) => `${text} ${port.protocol} ${port.port}`);
    return [...own, ...(port.nodePort === 0 ? [] : [`${port.protocol} ${port.nodePort}`])];
  });
  return new Set(places).size < places.length;
}

const iptables = loadFixture<ItemsOf<IptablesItem>>('oracle/rules-iptables.json.gz').items;
const nftables = loadFixture<ItemsOf<NftablesItem>>('oracle/rules-nftables.json.gz').items;

describe('what kube-proxy of v1.37.2 wrote is read back into Services', () => {
  it.each(iptables)('$id: iptables-restore and iptables-save', (item) => {
    for (const family of Object.keys(item.expected) as IpFamily[]) {
      const { restore = '', saved } = item.expected[family] ?? {};
      const planned = plannedFor(item, family);
      const want = planned.plans.map((plan) => fromObjects(serviceRules(plan, 'iptables')));
      for (const text of [restore, ...(saved === undefined ? [] : [saved])]) {
        const rules = found(text);
        expect(rules.ports.map(fromRules)).toEqual(want);
        expect(rules.findings).toEqual([]);
        expect(compareWithDump(rules, planned)).toEqual([]);
      }
    }
  });

  it.each(iptables)('$id: netfilter saves the rules as kube-proxy does', (item) => {
    for (const family of Object.keys(item.expected) as IpFamily[]) {
      const dump = parseDump(item.expected[family]?.restore ?? '');
      for (const rule of dump.tables
        .flatMap(({ chains }) => [...chains.values()])
        .flatMap(({ rules }) => rules)) {
        const written = (dump.lines[rule.line - 1] ?? '').trimEnd();
        expect(printRule(rule, family)).toBe(savedRule(written, family));
      }
    }
  });

  it.each(nftables)('$id: the nftables table', (item) => {
    for (const family of Object.keys(item.expected) as IpFamily[]) {
      const planned = plannedFor(item, family);
      const rules = found(item.expected[family]?.dump ?? '');
      const want = planned.plans.map((plan) => fromObjects(serviceRules(plan, 'nftables')));
      if (!isContested(planned)) expect(rules.ports.map(fromRules)).toEqual(want);
      expect(rules.findings).toEqual([]);
      expect(compareWithDump(rules, planned)).toEqual([]);
    }
  });
});

const OBJECTS = `
apiVersion: v1
kind: Service
metadata: {namespace: shop, name: web}
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.10
  externalTrafficPolicy: Local
  sessionAffinity: ClientIP
  loadBalancerSourceRanges: [203.0.113.0/24]
  healthCheckNodePort: 32000
  ports: [{name: http, port: 80, nodePort: 30080}]
status: {loadBalancer: {ingress: [{ip: 198.51.100.7}]}}
---
apiVersion: v1
kind: Service
metadata: {namespace: shop, name: api}
spec: {clusterIP: 10.96.0.11, ports: [{port: 8080}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata: {namespace: shop, name: web-1, labels: {kubernetes.io/service-name: web}}
ports: [{name: http, port: 8080}]
endpoints:
  - {addresses: [10.244.1.5], nodeName: n1}
  - {addresses: [10.244.2.6], nodeName: n2}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata: {namespace: shop, name: api-1, labels: {kubernetes.io/service-name: api}}
ports: [{port: 9000}]
endpoints: [{addresses: [10.244.2.7], nodeName: n2}]
`;

function clusterOf(text: string): Cluster {
  return clusterIn(readDocuments(text), text).cluster;
}

const MACHINE = parseNode(
  '{"name": "n1", "ips": ["192.168.10.10"], "podCIDRs": ["10.244.1.0/24"]}',
);

function plan(text: string, mode: 'iptables' | 'nftables'): PlannedRules {
  const { config } = parseConfig(
    '{kind: KubeProxyConfiguration, apiVersion: kubeproxy.config.k8s.io/v1alpha1, clusterCIDR: 10.244.0.0/16}',
    mode,
  );
  return planRules(clusterOf(text), config ?? defaultConfig(mode), MACHINE.node, 'ipv4');
}

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);

describe.each(['iptables', 'nftables'] as const)('%s: one Service, everything about it', (mode) => {
  const text = rulesText(plan(OBJECTS, mode), 'save');

  test('policies, affinity, ranges', () => {
    const web = found(text).ports.find(({ fullName }) => fullName === 'shop/web:http');
    expect(web).toMatchObject({
      internal: 'Cluster',
      external: 'Local',
      affinitySeconds: 10800,
      sourceRanges: ['203.0.113.0/24'],
      healthCheckNodePort: mode === 'iptables' ? 32000 : null,
      local: [{ address: '10.244.1.5:8080', probability: 1 }],
    });
    expect(web?.cluster).toHaveLength(2);
  });

  it.each([
    [
      'an endpoint that is gone',
      / {2}- \{addresses: \[10.244.2.6\].*\n/,
      '',
      ['dump-endpoint-stale'],
    ],
    [
      'an endpoint that is not ready',
      '[10.244.2.6],',
      '[10.244.2.6], conditions: {ready: false},',
      ['dump-endpoint-stale'],
    ],
    [
      'an endpoint that is new',
      '10.244.2.7], nodeName: n2}',
      '10.244.2.7], nodeName: n2}, {addresses: [10.244.3.8], nodeName: n3}',
      ['dump-endpoint-missing'],
    ],
    [
      'another policy',
      'externalTrafficPolicy: Local',
      'externalTrafficPolicy: Cluster',
      ['dump-field-differs'],
    ],
    [
      'another time',
      'sessionAffinity: ClientIP',
      'sessionAffinity: ClientIP\n  sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}',
      ['dump-field-differs'],
    ],
    ['other ranges', '203.0.113.0/24', '203.0.113.0/25', ['dump-field-differs']],
    [
      'another address',
      '198.51.100.7',
      '198.51.100.8',
      ['dump-address-missing', 'dump-address-stale'],
    ],
    [
      'a Service of another name',
      'name: api}',
      'name: apis}',
      ['dump-service-gone', 'dump-service-missing'],
    ],
    [
      'nobody ready',
      '[10.244.2.7],',
      '[10.244.2.7], conditions: {ready: false},',
      ['dump-endpoint-stale', 'dump-not-refused'],
    ],
  ])('compared with objects: %s', (_, from, to, want) => {
    const changed = OBJECTS.replace(from, to);
    const findings = compareWithDump(found(text), plan(changed, mode));
    expect([...new Set(codes(findings))].toSorted()).toEqual(want);
    expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(['fault']));
  });

  test('traffic that is turned away although there are endpoints', () => {
    const none = OBJECTS.replace('[10.244.2.7],', '[10.244.2.7], conditions: {ready: false},');
    const old = rulesText(plan(none, mode), 'save');
    expect(codes(compareWithDump(found(old), plan(OBJECTS, mode))).toSorted()).toEqual([
      'dump-endpoint-missing',
      'dump-refused',
    ]);
  });
});

describe('what is odd in a dump', () => {
  const whole = rulesText(plan(OBJECTS, 'iptables'), 'save');
  const [pool = ''] = /KUBE-SVC-\w+/.exec(whole) ?? [];
  const [endpoint = ''] = /KUBE-SEP-\w+/.exec(whole) ?? [];
  const lines = whole.split('\n');
  const without = (start: string) => lines.filter((line) => !line.startsWith(start)).join('\n');
  const behind = (start: string, added: string) => {
    const at = lines.findLastIndex((line) => line.startsWith(start));
    return [...lines.slice(0, at + 1), added, ...lines.slice(at + 1)].join('\n');
  };

  it.each([
    ['a chain was flushed', without(`-A ${pool}`), 'dump-chain-empty', pool],
    [
      'a chain is gone',
      without(`:${endpoint}`).replace(new RegExp(`^-A ${endpoint}.*\\n`, 'gm'), ''),
      'dump-chain-missing',
      endpoint,
    ],
    [
      'nobody behind it',
      lines.filter((line) => !(line.startsWith(`-A ${pool}`) && line.includes('SEP'))).join('\n'),
      'dump-no-endpoints',
      pool,
    ],
    [
      'no way out',
      lines
        .filter((line) => !(line.startsWith(`-A ${endpoint}`) && line.includes('DNAT')))
        .join('\n'),
      'dump-no-dnat',
      endpoint,
    ],
    [
      'a stranger',
      behind('-A KUBE-FORWARD', '-A KUBE-FORWARD -s 10.0.0.0/8 -j ACCEPT'),
      'dump-rule-foreign',
      'KUBE-FORWARD',
    ],
    [
      'a stranger in a chain of a Service',
      behind(`-A ${pool}`, `-A ${pool} -p tcp -j LOG`),
      'dump-rule-foreign',
      pool,
    ],
    [
      'a rule behind the last',
      behind(
        '-A KUBE-SERVICES',
        `-A KUBE-SERVICES -d 10.96.0.99/32 -p tcp -m tcp --dport 80 -j ${pool}`,
      ),
      'dump-not-last',
      'KUBE-SERVICES',
    ],
    ['a jump was removed', without('-A PREROUTING'), 'dump-jump-missing', 'PREROUTING'],
    [
      'an old chain',
      behind(':KUBE-SVC', ':KUBE-XLB-ABCDEFGHIJKLMNOP - [0:0]'),
      'dump-chain-old',
      'KUBE-XLB-ABCDEFGHIJKLMNOP',
    ],
    [
      'what the kubelet once made',
      behind(':KUBE-SVC', ':KUBE-MARK-DROP - [0:0]'),
      'dump-chain-old',
      'KUBE-MARK-DROP',
    ],
    [
      'an old way to masquerade',
      behind(
        '-A KUBE-POSTROUTING',
        '-A KUBE-POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE',
      ),
      'dump-rule-old',
      'KUBE-POSTROUTING',
    ],
    [
      'a chain of ipvs mode',
      behind(':KUBE-SVC', ':KUBE-NODE-PORT - [0:0]'),
      'dump-modes-mixed',
      'KUBE-NODE-PORT',
    ],
  ])('%s', (_, text, code, chain) => {
    const findings = found(text).findings.filter((finding) => finding.code === code);
    expect(findings.map(({ params }) => params['chain'])).toContain(chain);
    for (const { line } of findings) expect(line).toBeGreaterThan(0);
  });

  test('two minors are told apart from one old one', () => {
    const mixed = behind(':KUBE-SVC', ':KUBE-XLB-ABCDEFGHIJKLMNOP - [0:0]');
    expect(codes(found(mixed).findings)).toContain('dump-minors-mixed');
    const kubelet = behind(':KUBE-SVC', ':KUBE-MARK-DROP - [0:0]');
    expect(codes(found(kubelet).findings)).not.toContain('dump-minors-mixed');
  });

  test('served in one table, turned away in the other', () => {
    const text = behind(
      '-A KUBE-PROXY-FIREWALL',
      '-A KUBE-SERVICES -d 10.96.0.11/32 -p tcp -m comment --comment "shop/api has no endpoints" -m tcp --dport 8080 -j REJECT',
    );
    const { findings } = found(text);
    expect(findings).toMatchObject([{ code: 'dump-served-and-refused', service: 'shop/api tcp' }]);
  });

  test('the share of an endpoint was changed by hand', () => {
    const text = whole.replace('--probability 0.50000000000', '--probability 0.90000000000');
    expect(found(text).findings).toMatchObject([
      { code: 'dump-shares-uneven', params: { least: 10, most: 90 } },
    ]);
  });

  test('a name that is not what the hash was made of', () => {
    const text = whole.replaceAll('shop/api', 'shop/other');
    expect(codes(found(text).findings)).toEqual(['dump-hash-differs']);
  });

  test('names stay known without comments in the chains of Services', () => {
    const text = whole.replace(
      /^(-A KUBE-(?:SVC|SVL|SEP)\S+.*?) -m comment --comment (?:"[^"]*"|\S+)/gm,
      '$1',
    );
    expect(found(text).ports).toMatchObject(
      found(whole).ports.map(({ fullName, cluster }) => ({ fullName, cluster })),
    );
  });

  test('without any comment the chains still tell who belongs together', () => {
    const text = whole.replace(/ -m comment --comment (?:"[^"]*"|\S+)/g, '');
    const { ports } = found(text);
    expect(ports.map(({ key }) => key).toSorted()).toEqual(
      found(whole)
        .ports.map(({ key }) => key)
        .toSorted(),
    );
  });

  test('ipvs mode says where to look instead', () => {
    const { config } = parseConfig(
      '{kind: KubeProxyConfiguration, apiVersion: kubeproxy.config.k8s.io/v1alpha1}',
      'ipvs',
    );
    const planned = planRules(
      clusterOf(OBJECTS),
      config ?? defaultConfig('ipvs'),
      MACHINE.node,
      'ipv4',
    );
    const [, rules = ''] = rulesText(planned, 'save').split('# iptables\n');
    expect(found(rules)).toMatchObject({ mode: 'ipvs', findings: [{ code: 'dump-is-ipvs' }] });
  });

  it.each(['', '*nat', 'table ip kube-proxy {', ':KUBE-SVC-AAAAAAAAAAAAAAAA', '\0\n'])(
    '%j',
    (text) => {
      expect(found(text).ports).toEqual([]);
    },
  );
});

describe('what is odd in the table of nftables', () => {
  const whole = rulesText(plan(OBJECTS, 'nftables'), 'save');
  const [pool = ''] = /service-\S+shop\/api\S*/.exec(whole) ?? [];

  it.each([
    [
      'a chain was flushed',
      whole.replace(new RegExp(`^add rule ip kube-proxy ${pool} .*\\n`, 'm'), ''),
      'dump-chain-empty',
    ],
    [
      'a chain is gone',
      whole.replace(new RegExp(`^add (?:rule|chain) ip kube-proxy ${pool}(?: .*)?\\n`, 'gm'), ''),
      'dump-chain-missing',
    ],
    [
      'a stranger',
      `${whole}add rule ip kube-proxy services ip saddr 10.0.0.1 drop\n`,
      'dump-rule-foreign',
    ],
    ['a chain of somebody else', `${whole}add chain ip kube-proxy mine\n`, 'dump-chain-foreign'],
  ])('%s', (_, text, code) => {
    expect(codes(found(text).findings)).toContain(code);
  });
});
