import { describe, expect, it } from 'vitest';
import { folderOfFiles, run } from './running.ts';

const file = folderOfFiles();

const WEB = `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Node
  metadata: {name: node-a}
  spec: {podCIDRs: [10.244.1.0/24]}
  status: {addresses: [{type: InternalIP, address: 192.168.10.10}]}
- apiVersion: v1
  kind: Service
  metadata: {namespace: prod, name: web}
  spec:
    type: LoadBalancer
    clusterIP: 10.96.0.10
    externalTrafficPolicy: Local
    healthCheckNodePort: 31000
    loadBalancerSourceRanges: [203.0.113.0/24]
    ports: [{name: http, port: 80, nodePort: 30080}]
  status: {loadBalancer: {ingress: [{ip: 198.51.100.7}]}}
- apiVersion: discovery.k8s.io/v1
  kind: EndpointSlice
  metadata: {namespace: prod, name: web-1, labels: {kubernetes.io/service-name: web}}
  addressType: IPv4
  ports: [{name: http, port: 8080}]
  endpoints:
  - {addresses: [10.244.1.5], nodeName: node-a}
  - {addresses: [10.244.2.5], nodeName: node-b}
- apiVersion: v1
  kind: Service
  metadata: {namespace: prod, name: db}
  spec: {clusterIP: None, ports: [{port: 5432}]}
`;

const CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: 10.244.0.0/16
`;

describe('livenotes proxy rules', () => {
  it('prints what iptables-restore gets, and says which Services have no rules', () => {
    const { status, out, err } = run(['proxy', 'rules', '-f', file('web.yaml', WEB)]);
    expect(status).toBe(0);
    expect(out).toMatch(/^\*filter\n:KUBE-SERVICES - \[0:0\]\n/);
    expect(out).toMatch(/COMMIT\n$/);
    expect(out).toContain(
      '--comment "prod/web:http loadbalancer IP" -m tcp -p tcp -d 198.51.100.7',
    );
    expect(err).toMatch(/^prod\/db: headless/);
  });

  it('gives the contract of CLI.md as JSON', () => {
    const { status, out } = run(['proxy', 'rules', '-o', 'json', '-f', file('web.yaml', WEB)]);
    const report = JSON.parse(out);
    expect(status).toBe(0);
    expect(report).toMatchObject({ apiVersion: 'livenotes/v1', kind: 'RulesReport', problems: [] });
    expect(report.items).toHaveLength(1);
    const [item] = report.items;
    expect(item).toMatchObject({
      ipFamily: 'ipv4',
      mode: 'iptables',
      skipped: [{ namespace: 'prod', name: 'db', code: 'service-headless' }],
    });
    expect(item.text).toMatch(/^\*filter\n/);
    expect(item.services).toHaveLength(1);
    expect(item.services[0]).toMatchObject({
      namespace: 'prod',
      name: 'web',
      port: 'http',
      protocol: 'TCP',
      addresses: { clusterIP: '10.96.0.10', port: 80, nodePort: 30080, healthCheckNodePort: 31000 },
      policies: { internal: 'Cluster', external: 'Local', uses: ['Cluster', 'Local'] },
      endpoints: {
        cluster: ['10.244.1.5:8080', '10.244.2.5:8080'],
        local: ['10.244.1.5:8080'],
        hasAny: true,
      },
      refused: { internal: null, external: null },
    });
    const { chains } = item.services[0];
    for (const chain of [...Object.values(chains.endpoints), chains.cluster, chains.firewall]) {
      expect(item.text).toContain(`:${chain} - [0:0]\n`);
    }
  });

  it('shows what iptables-save shows afterwards', () => {
    const args = ['proxy', 'rules', '--as', 'save', '-f', file('web.yaml', WEB)];
    const { out } = run(args);
    expect(out).toContain('-A INPUT -j KUBE-FIREWALL\n');
    expect(out).toContain('-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000\n');
    const nftables = run([...args, '--mode', 'nftables']);
    expect(nftables.status).toBe(2);
    expect(nftables.err).toContain('--as save');
  });

  it('takes mode and clusterCIDR from a configuration, and --mode before it', () => {
    const args = [
      'proxy',
      'rules',
      '-f',
      file('web.yaml', WEB),
      '--config',
      file('c.yaml', CONFIG),
    ];
    expect(run(args).out).toContain(
      'add rule ip kube-proxy services ip daddr @cluster-ips ip saddr != 10.244.0.0/16',
    );
    expect(run(args).out).toContain('add element ip kube-proxy nodeport-ips { 192.168.10.10 }');
    expect(run([...args, '--mode', 'iptables']).out).toContain(
      '! -s 10.244.0.0/16 -j KUBE-MARK-MASQ',
    );
    const ipvs = run([...args, '--mode', 'ipvs']).out;
    expect(ipvs).toContain(
      '-A -t 198.51.100.7:80 -s rr\n-a -t 198.51.100.7:80 -r 10.244.1.5:8080 -m -w 1\n',
    );
    expect(ipvs).toContain(
      'add KUBE-LOAD-BALANCER-SOURCE-CIDR 198.51.100.7,tcp:80,203.0.113.0/24\n',
    );
  });

  it('prints no rules under a configuration that kube-proxy refuses, in its words and in the reader’s', () => {
    const config = file('bad.yaml', `${CONFIG}nodePortAddresses: [eth0]\nbindAddress: here\n`);
    const args = ['proxy', 'rules', '-f', file('web.yaml', WEB), '--config', config];
    const { status, out, err } = run([...args, '--lang', 'zh']);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(
      `${config}:6:1: KubeProxyConfiguration.BindAddress: not a valid textual representation of an IP address (“here”不是 IP 地址)`,
    );
    const report = JSON.parse(run([...args, '-o', 'json']).out);
    expect(report).toMatchObject({
      items: [],
      rejected: [
        { field: 'KubeProxyConfiguration.BindAddress', type: 'FieldValueInvalid' },
        { field: 'KubeProxyConfiguration.NodePortAddresses[0]', type: 'FieldValueInvalid' },
      ],
    });
  });

  it('takes the node from a file or from options', () => {
    const env = file(
      'env.yaml',
      'name: node-b\nips: [10.9.8.7, "fd00::7"]\ninterfaces: []\nnfacct: false\n',
    );
    const args = ['proxy', 'rules', '-f', file('web.yaml', WEB), '--env', env];
    const dual = run(args).out;
    expect(dual).toMatch(/^# ipv4\n\*filter\n/);
    expect(dual).toContain('\n# ipv6\n*filter\n');
    expect(dual).not.toContain('nfacct');
    const local = (more: readonly string[]) =>
      JSON.parse(run([...args, '-o', 'json', '--ip-family', 'ipv4', ...more]).out).items[0]
        .services[0].endpoints.local;
    expect(local([])).toEqual(['10.244.2.5:8080']);
    expect(local(['--node', 'node-a'])).toEqual(['10.244.1.5:8080']);
    const open = run([...args, '--ip-family', 'ipv4', '--node-ip', '203.0.113.9']).out;
    expect(open).toContain(
      '--comment "prod/web:http loadbalancer IP" -s 198.51.100.7 -j KUBE-EXT-',
    );
  });

  it.each([
    [['--mode', 'userspace'], 'iptables, nftables, ipvs'],
    [['--ip-family', 'inet'], 'ipv4, ipv6'],
    [['--as', 'list'], 'restore, save'],
    [['--node-ip', 'node-a'], 'node-a'],
  ])('refuses %j', (args, told) => {
    const { status, out, err } = run(['proxy', 'rules', '-f', file('web.yaml', WEB), ...args]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(told);
  });
});
