import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clusterIn,
  defaultConfig,
  joinClusters,
  parseConfig,
  parseIp,
  parseNode,
  resolveFamilies,
  resolveNode,
  rulesOf,
} from '../../src/engine/kube-proxy/index.ts';
import { contains, parseCidr } from '../../src/engine/kube-proxy/ip.ts';
import { savedRule } from '../../src/engine/kube-proxy/saved-rule.ts';
import { hashName } from '../../src/engine/kube-proxy/sha256.ts';
import { readDocuments } from '../../src/engine/read/index.ts';

const read = (text: string) => clusterIn(readDocuments(text), text);

function service(name: string, more = ''): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  clusterIP: 10.96.0.10
  ports: [{port: 80}]
${more}`;
}

function slice(name: string, addresses: string, more = ''): string {
  return `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata: {name: ${name}-1, labels: {kubernetes.io/service-name: ${name}}}
ports: [{port: 8080}]
endpoints:
- {addresses: [${addresses}], nodeName: node-a${more}}
`;
}

const iptables = (text: string) => rulesOf(read(text).cluster, defaultConfig(), {}, 'ipv4');

describe('names of chains', () => {
  // Upstream's own tests have these (pkg/proxy/iptables/proxier_test.go).
  it.each([
    ['ns1/svc1:p80tcp', 'XPGD46QRK7WJZT7O'],
    ['ns1/svc1tcp', 'AQI2S6QIMU7PVVRP'],
    ['ns1/svc1:p80tcp10.180.0.1:80', 'SXIVWICOYRO3J4NJ'],
    ['ns4/svc4:p8082tcp', 'EBDQOQU5SJFXRIL3'],
  ])('%s', (text, hash) => {
    expect(hashName(text, 16)).toBe(hash);
  });

  it('are SHA-256 in base32 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const bits = [...createHash('sha256').update(text.toWellFormed()).digest()]
          .map((byte) => byte.toString(2).padStart(8, '0'))
          .join('');
        const words = bits.match(/.{5}/g) ?? [];
        const expected = words.map((word) =>
          'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(word, 2)),
        );
        expect(hashName(text.toWellFormed(), 51)).toBe(expected.join(''));
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['010.001.2.3', '10.1.2.3'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['2001:DB8:0010::0:1', '2001:db8:10::1'],
    ['fd00:0:0:1:0:0:0:1', 'fd00:0:0:1::1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::', '::'],
  ])('%s is %s', (text, printed) => {
    expect(parseIp(text)?.text).toBe(printed);
  });
  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    '1..2.3',
    '.1.2.3',
    '1.2.3.',
    '1::2::3',
    '12345::',
    'fe80::1%eth0',
    ':1',
    '1:2:3:4:5:6:7:8::',
  ])('"%s" is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
  it('print what reads as the same address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const ip = parseIp(text);
        expect(parseIp(ip?.text ?? '')).toEqual(ip);
      }),
    );
  });
  it('of a network are those that share its first bits', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), (base, length, other) => {
        const cidr = parseCidr(`${base}/${length}`);
        const ip = parseIp(other);
        const bits = ([word = 0]: readonly number[]): string =>
          word.toString(2).padStart(32, '0').slice(0, length);
        if (cidr === undefined || ip === undefined) throw new Error('both are addresses');
        expect(contains(cidr, ip)).toBe(bits(cidr.address) === bits(ip.address));
        expect(parseCidr(cidr.text)).toEqual(cidr);
      }),
    );
  });
});

describe('a manifest that is not stored yet', () => {
  it('gets the defaults of the API server', () => {
    const { text, services } = iptables(service('web') + slice('web', '10.244.1.5'));
    expect(services[0]).toMatchObject({
      port: '',
      protocol: 'TCP',
      policies: { internal: 'Cluster' },
    });
    expect(text).toContain(
      '--comment "default/web cluster IP" -m tcp -p tcp -d 10.96.0.10 --dport 80',
    );
    expect(text).toContain('--to-destination 10.244.1.5:8080');
  });
  it('has three hours of affinity when it asks for some', () => {
    const { text } = iptables(
      service('web', '  sessionAffinity: ClientIP\n') + slice('web', '10.244.1.5'),
    );
    expect(text).toContain('--rcheck --seconds 10800 --reap');
  });
  it.each([
    ['  type: ExternalName\n', 'service-external-name'],
    ['  clusterIP: None\n', 'service-headless'],
    ['  clusterIP: ""\n', 'service-without-cluster-ip'],
    ['  ipFamilies: [IPv6]\n', 'service-other-family'],
    ['  ports: []\n', 'service-without-ports'],
  ])('%j: %s', (more, code) => {
    const text = service('web').replace(/^ {2}(clusterIP|ports):.*\n/gm, (line) =>
      more.includes(line.trim().split(':')[0] ?? '') ? '' : line,
    );
    const { services, skipped } = iptables(text + more);
    expect(services).toEqual([]);
    expect(skipped).toEqual([{ namespace: 'default', name: 'web', code }]);
  });
});

describe('endpoints', () => {
  it('stand in the order of their text', () => {
    const { services } = iptables(
      service('web') +
        slice('web', '10.0.0.2') +
        slice('web', '10.0.0.10').replace('web-1', 'web-2'),
    );
    expect(services[0]?.endpoints.cluster).toEqual(['10.0.0.10:8080', '10.0.0.2:8080']);
  });
  it('that run outrank those of the same address that are going away', () => {
    const ending = slice(
      'web',
      '10.0.0.2',
      ', conditions: {ready: false, serving: true, terminating: true}',
    );
    for (const slices of [
      ending + slice('web', '10.0.0.2').replace('web-1', 'web-2'),
      slice('web', '10.0.0.2') + ending.replace('web-1', 'web-2'),
    ]) {
      const { services } = iptables(service('web') + slices);
      expect(services[0]?.endpoints.all).toMatchObject([{ ready: true, terminating: false }]);
    }
  });
});

describe('input that cannot be used', () => {
  it('leaves out an object with a value of a wrong type, and says where it stands', () => {
    const text = service('web', '  externalIPs: 192.0.2.1\n');
    const { cluster, problems } = read(text);
    expect(cluster.services).toEqual([]);
    expect(problems).toMatchObject([
      {
        code: 'wrong-type',
        path: 'spec.externalIPs',
        line: 8,
        params: { expected: 'list', found: 'string' },
      },
    ]);
  });
  it.each([
    [service('web').replace('10.96.0.10', '10.96.0.1000'), 'bad-address', 'spec.clusterIP'],
    [slice('web', 'nowhere'), 'bad-address', 'endpoints[0].addresses[0]'],
    [
      slice('web', '10.0.0.1').replace('kubernetes.io/service-name', 'app'),
      'slice-without-service',
      'metadata',
    ],
    ['', 'empty-input', ''],
    ['apiVersion: v1\nkind: Secret\n', 'no-proxy-objects', ''],
    ['apiVersion: v1\nkind: EndpointSlice\n', 'unknown-api-version', 'apiVersion'],
    ['kind: Service\n', 'api-version-missing', 'apiVersion'],
    ['- a\n', 'not-an-object', ''],
  ])('%j: %s', (text, code, path) => {
    expect(read(text).problems).toMatchObject([{ code, path }]);
  });
  it('never keeps the engine from answering', () => {
    const words = fc.constantFrom(
      ...[
        'apiVersion: v1\n',
        'kind: Service\n',
        'kind: List\n',
        'items:\n',
        '- ',
        'spec:\n',
        '  ports:\n',
        '  - port: 80\n',
        '  clusterIP: 10.0.0.1\n',
      ],
      ...[
        'metadata: {name: a}\n',
        '{',
        '[',
        '}',
        '"',
        ': ',
        '\n',
        '  ',
        '__proto__: 1\n',
        '\ud800',
        'null',
        '1e999',
        '---\n',
      ],
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const { cluster } = read(text);
        for (const mode of ['iptables', 'nftables', 'ipvs'] as const) {
          expect(rulesOf(cluster, defaultConfig(mode), {}, 'ipv4').text).not.toBe('');
        }
        parseConfig(text);
        parseNode(text);
      }),
    );
  });
});

describe('the node', () => {
  const two = ['a', 'b'].map(
    (name, at) => `---
apiVersion: v1
kind: Node
metadata: {name: node-${name}, labels: {topology.kubernetes.io/zone: zone-${name}}}
spec: {podCIDRs: [10.244.${at}.0/24]}
status: {addresses: [{type: ExternalIP, address: 192.0.2.${at}}, {type: InternalIP, address: 10.0.0.${at}}]}
`,
  );
  const { cluster } = read(two.join(''));
  const one = read(two[0] ?? '').cluster;

  it('is the only one there is', () => {
    const { node, problems } = resolveNode(one, defaultConfig(), {}, {});
    expect(node).toMatchObject({ name: 'node-a', podCidrs: ['10.244.0.0/24'] });
    expect(node.ips?.map(({ text }) => text)).toEqual(['10.0.0.0', '192.0.2.0']);
    expect(problems).toEqual([]);
  });
  it('is not guessed among several', () => {
    const { node, problems } = resolveNode(cluster, defaultConfig(), {}, {});
    expect(node.name).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'node-unclear', params: { names: 'node-a, node-b' } }]);
  });
  it('is named by the reader, then by hostnameOverride, then by the machine', () => {
    const config = { ...defaultConfig(), hostnameOverride: ' Node-B ' };
    const machine = parseNode('name: node-a\n').node;
    expect(resolveNode(cluster, config, machine, {}).node.name).toBe('node-b');
    expect(resolveNode(cluster, defaultConfig(), machine, {}).node.name).toBe('node-a');
    expect(resolveNode(cluster, config, machine, { name: 'node-c' })).toMatchObject({
      node: { name: 'node-c' },
      problems: [{ code: 'node-not-found', params: { name: 'node-c' } }],
    });
  });
  it('decides the families, else the Services do', () => {
    const six = read(
      service('web').replace('10.96.0.10', '"fd00::10"') + slice('web', '10.244.1.5'),
    ).cluster;
    const nowhere = joinClusters([six]);
    expect(resolveFamilies(resolveNode(one, defaultConfig(), {}, {}).node, six)).toEqual(['ipv4']);
    expect(resolveFamilies({}, nowhere)).toEqual(['ipv6']);
    expect(resolveFamilies({}, joinClusters([]))).toEqual(['ipv4']);
  });
  it('is described by a file, whose odd keys are named', () => {
    const text =
      'name: node-a\nips: [10.0.0.1]\ninterfaces: [{name: lo, ips: [127.0.0.1/8]}]\nsysctls: {net.netfilter.nf_conntrack_tcp_be_liberal: 1}\nzone: a\n';
    const { node, problems } = parseNode(text);
    expect(node).toMatchObject({ name: 'node-a', tcpBeLiberal: true });
    expect(problems).toMatchObject([
      { code: 'node-unknown-field', params: { field: 'zone' }, line: 5 },
    ]);
  });
});

describe('ipvs mode', () => {
  it('answers NodePorts on every address of the machine that is not loopback or link-local', () => {
    const six = service('web', '  type: NodePort\n')
      .replace('10.96.0.10', '"fd00::10"')
      .replace('port: 80', 'port: 80, nodePort: 30080');
    const { node } = parseNode(
      'interfaces: [{name: eth0, ips: ["fe80::1/64", "fd00::1/64", "::1/128", 10.0.0.1/24]}]\n',
    );
    const { text } = rulesOf(read(six).cluster, defaultConfig('ipvs'), node, 'ipv6');
    const servers = text.split('\n').filter((line) => line.startsWith('-A -t'));
    expect(servers).toEqual(['-A -t [fd00::10]:80 -s rr', '-A -t [fd00::1]:30080 -s rr']);
  });
});

describe('a refused configuration', () => {
  it('says at its place what kube-proxy says', () => {
    const text =
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\niptables:\n  masqueradeBit: 40\n';
    expect(parseConfig(text)).toEqual({
      problems: [],
      rejected: [
        {
          code: 'config-out-of-range',
          path: 'iptables.masqueradeBit',
          params: { value: 40, from: 0, to: 31 },
          line: 4,
          column: 3,
          field: 'KubeProxyConfiguration.KubeProxyIPTablesConfiguration.MasqueradeBit',
          type: 'FieldValueInvalid',
          detail: 'must be within the range [0, 31]',
        },
      ],
    });
  });
});

describe('what iptables-save shows', () => {
  // Measured with iptables 1.8.9, project papers, cases/iptables-save-samples.json.
  it.each([
    [
      '-A X -m statistic --mode random --probability 0.3333333333 -j Y',
      '-A X -m statistic --mode random --probability 0.33333333349 -j Y',
    ],
    [
      '-A X -m statistic --mode random --probability 0.0010000000 -j Y',
      '-A X -m statistic --mode random --probability 0.00100000016 -j Y',
    ],
    ['-A X -m comment --comment web-1_a -j Y', '-A X -m comment --comment web-1_a -j Y'],
    [
      '-A X -m comment --comment ns/web -s 10.0.0.1 -j Y',
      '-A X -s 10.0.0.1/32 -m comment --comment "ns/web" -j Y',
    ],
    ['-A X -j MARK --xor-mark 0x00004000', '-A X -j MARK --set-xmark 0x4000/0x0'],
    ['-A X ! -s 0.0.0.0/0 -d 0.0.0.0/0 -j Y', '-A X ! -s 0.0.0.0/0 -j Y'],
    [
      '-A X -d 10.0.0.0/8 ! -i veth+ -m tcp -p tcp --dport 80',
      '-A X -d 10.0.0.0/8 ! -i veth+ -p tcp -m tcp --dport 80',
    ],
  ])('%s', (written, saved) => {
    expect(savedRule(written, 'ipv4')).toBe(saved);
  });
  it('spells IPv6 in its own way', () => {
    expect(savedRule('-A X -s fd00::1 -m recent --name Y --set -j REJECT', 'ipv6')).toBe(
      '-A X -s fd00::1/128 -m recent --set --name Y --mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource -j REJECT --reject-with icmp6-port-unreachable',
    );
  });
});
