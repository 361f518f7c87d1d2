import { describe, expect, test } from 'vitest';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer, type KubeProxyInput } from '../../src/widgets/kube-proxy/answer.ts';
import { examples } from '../../src/widgets/kube-proxy/examples.ts';
import widget from '../../src/widgets/kube-proxy/index.ts';
import { CONFIG } from '../../src/widgets/kube-proxy/presets.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const { start } = widget;
const ask = (given: Partial<KubeProxyInput>) =>
  runAnswer(answer({ ...start, ...given } as KubeProxyInput));
/** An example as its preset fills it in. */
const example = (name: keyof typeof examples): Partial<KubeProxyInput> => ({
  config: CONFIG,
  ...examples[name],
});

describe('a ClusterIP with three endpoints', () => {
  test('the table, the endpoints, who can reach it', () => {
    const { summary, text } = show({});
    expect(summary).toBe('iptables 1 service 20 rules');
    expect(text).toContain('iptables mode · Services: 1 · ports: 1 · rules: 20');
    expect(text).toContain('shop/web http 80/TCP 10.96.45.17 – – – ● 3/3');
    expect(text).toContain('10.244.2.7:8080 worker-2 Cluster ready, used');
    expect(text).toMatch(/reached 10\.244\.1\.5:8080 33\.3% .* source kept/);
  });

  test('every rule has its reason, endpoints their share', () => {
    const { text } = show({});
    expect(text).toContain('Cluster IP 10.96.45.17:80 leads to KUBE-SVC-67NZLRHBNDSAWJRO');
    expect(text).toContain('Endpoint 1 of 3: 33.3% of new connections go to 10.244.1.5:8080');
    expect(text).toContain('Endpoint 3 of 3, the last: it takes what is left, 33.3%');
    expect(text).toContain('The destination becomes the endpoint 10.244.2.7:8080');
  });

  test('it does so in Chinese', () => {
    const { text } = show({}, 'zh');
    expect(text).toContain('3 个端点里，这个节点用 3 个');
    expect(text).toContain('第 1 个端点，共 3 个：33.3% 的新连接去 10.244.1.5:8080');
    expect(text).toContain('iptables, nftables 结果一样');
  });

  test.each([
    ['nftables', 'nftables 1 service 27 rules', 'Chooses one of 3 endpoints at random, 33.3% each'],
    ['ipvs', 'ipvs 1 service 28 rules', 'Virtual server 10.96.45.17:80, scheduler rr'],
  ])('the same in %s mode', (mode, summary, says) => {
    const shown = show({ mode });
    expect(shown.summary).toBe(summary);
    expect(shown.text).toContain(says);
  });

  test('all rules are written when they are asked for', () => {
    expect(ask({}).whole).toBeUndefined();
    expect(ask({ whole: 'save' }).whole).toContain('-j MARK --set-xmark 0x4000/0x4000');
    expect(ask({ whole: 'restore' }).whole).toContain('-j MARK --or-mark 0x00004000');
    expect(ask({ whole: 'save', mode: 'nftables' }).whole).toMatch(/^add table ip kube-proxy /);
  });

  test('the packet that is stated is followed in both modes', () => {
    const { summary, walk } = ask({ packet: 'tcp 10.244.1.9:40000 -> 10.96.45.17:81 in cni0' });
    expect(summary).toBe('iptables: accept 10.96.45.17:81; nftables: reject 10.96.45.17:81');
    expect(walk?.verdict?.same).toBe(false);
  });

  test('a Service that is named is asked about', () => {
    expect(ask({ service: 'shop/web:http' }).summary).toBe(
      'accept 10.244.1.5:8080 33.3% | accept 10.244.1.6:8080 33.3% | accept 10.244.2.7:8080 33.3%',
    );
  });

  test('a packet that cannot be read says so', () => {
    const { summary, text } = show({ packet: 'tcp over there' });
    expect(summary).toBe('problem');
    expect(text).toMatch(/->/);
  });
});

describe('the examples', () => {
  test.each([
    ['nodePort', 'This is where the client’s address is lost'],
    ['nodePort', 'externalTrafficPolicy is Cluster, the endpoint may be on another node'],
    ['loadBalancer', 'the source address is kept, endpoints see the client'],
    ['loadBalancer', 'Lets in health check port 32100'],
    [
      'internalLocal',
      'internalTrafficPolicy is Local, and none of its endpoints is on node worker-1',
    ],
    ['internalLocal', 'on node worker-2, and only endpoints of this node may be used'],
    ['affinity', 'who was there in the last 600 seconds goes to 10.244.1.5:8080 again'],
    ['sourceRanges', 'Sources in 203.0.113.0/25 may pass'],
    ['terminating', 'going away but still serving: used, as none is ready'],
    ['terminating', 'going away, and no longer serving'],
    ['hints', 'ready, but its hints give it to zone-b'],
    ['noEndpoints', 'None of the 1 endpoints is ready'],
    ['noEndpoints', 'refused at once, clients see “connection refused”'],
  ] as const)('%s: %s', (name, says) => {
    expect(show(example(name)).text).toContain(says);
  });

  test('both modes agree on all of them', () => {
    for (const name of Object.keys(examples) as (keyof typeof examples)[]) {
      const { kind, walk } = ask(example(name));
      if (kind === 'objects') expect(walk?.verdict?.same, name).toBe(true);
    }
  });
});

describe('a dump', () => {
  test('its Services, and what is odd in it', () => {
    const { summary, text, marks } = show(example('dump'));
    expect(summary).toBe('dump 3 services 44 rules 2 faults');
    expect(text).toContain('Rule 4 of KUBE-FORWARD is none that kube-proxy writes');
    expect(text).toContain('KUBE-SEP-S7XJJLLBOF3R4ICO has no DNAT');
    expect(text).toContain('shop/web http 80/TCP 10.96.45.17 30080 – – ◐ 1/2');
    expect([...marks.keys()]).toEqual([27, 41]);
  });

  test('a packet through it, rule by rule with its line', () => {
    const packet = 'tcp 203.0.113.9:40000 -> 192.168.10.10:30080 in eth0';
    const { summary, walk } = ask({ ...example('dump'), service: 'shop/web', packet });
    expect(summary).toBe('accept 10.244.1.12:8080 50% | accept 192.168.10.10:30080 50%');
    expect(walk?.modes[0]?.steps[0]).toMatchObject({ at: 'nat/PREROUTING/1', line: 46 });
  });

  test('is compared with objects', () => {
    const objects = example('nodePort').input ?? '';
    const { problems } = ask({ ...example('dump'), config: CONFIG, objects });
    const told = problems.map(({ text: [, en] }) => en).join('\n');
    expect(told).toContain('10.244.1.5:8080');
    expect(told).toContain('10.244.1.12:8080');
  });

  test('is read in nftables too', () => {
    const input = ask({ whole: 'save', mode: 'nftables' }).whole ?? '';
    const { summary, isNft, dumped } = ask({ input, config: '' });
    expect(summary).toMatch(/^dump 1 service \d+ rules 0 faults$/);
    expect(isNft).toBe(true);
    expect(dumped?.endpoints.map(({ share }) => share)).toEqual(['33.3%', '33.3%', '33.3%']);
  });
});

describe('what cannot be used', () => {
  test('nothing is no mistake', () => {
    const { summary, text } = show({ input: '' });
    expect(summary).toBe('');
    expect(text).toContain('Paste Services and EndpointSlices');
  });

  test('YAML that is cut off is named at its line', () => {
    const { summary, marks } = show({
      input: 'apiVersion: v1\nkind: Service\nspec: {clusterIP: 1',
    });
    expect(summary).toBe('problem');
    expect([...marks]).toHaveLength(1);
  });

  test('a configuration that kube-proxy refuses leaves no rules', () => {
    const { summary, text } = show({ config: `${CONFIG}bindAddress: nonsense\n` });
    expect(summary).toBe('problem');
    expect(text).toContain('kube-proxy would not start with this configuration');
    expect(text).toContain('kube-proxy says: not a valid textual representation of an IP address');
  });

  test('what kube-proxy does not serve says why', () => {
    const input = 'apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {clusterIP: None}\n';
    expect(show({ input }).text).toContain('default/db headless: no clusterIP');
  });
});

test('of two nodes the chosen one, of two families too', () => {
  const other = 'apiVersion: v1\nkind: Node\nmetadata: {name: worker-2}\n';
  const input = `${start.input}---\n${other}`;
  expect(ask({ input }).problems.map(({ text: [, en] }) => en)).toEqual([
    expect.stringContaining('none was named'),
  ]);
  const endpoints = ask({ input, on: 'worker-2' }).detail?.endpoints ?? [];
  expect(endpoints.filter(({ here }) => here).map(({ node }) => node)).toEqual(['worker-2']);
});

test('five hundred Services: a row each, details of one, in slices', () => {
  const input = Array.from({ length: 500 }, (_, at) =>
    start.input
      .split('---\n')
      .slice(0, 2)
      .join('---\n')
      .replaceAll('web', `web-${at}`)
      .replace('10.96.45.17', `10.96.${at >> 8}.${at & 255}`),
  ).join('---\n');
  const steps = answer({ ...start, input } as KubeProxyInput);
  let slices = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) slices++;
  expect(slices).toBeGreaterThan(20);
  expect(step.value.ports).toHaveLength(500);
  expect(JSON.stringify(step.value).length).toBeLessThan(300_000);
  expect(ask({ input, service: 'shop/web-499' }).detail?.id).toBe('shop/web-499:http');
});
