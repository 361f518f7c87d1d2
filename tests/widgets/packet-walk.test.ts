import { describe, expect, test } from 'vitest';
import {
  parseDump,
  printMonitor,
  readEnvText,
  readPacketLine,
  tracePacket,
} from '../../src/engine/netfilter/index.ts';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer, type PacketWalkInput } from '../../src/widgets/packet-walk/answer.ts';
import { examples } from '../../src/widgets/packet-walk/examples.ts';
import widget from '../../src/widgets/packet-walk/index.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const { start } = widget;
const ask = (given: Partial<PacketWalkInput>) =>
  runAnswer(answer({ ...start, ...given } as PacketWalkInput));

/** A table with these rules. */
function filter(...rules: readonly string[]): string {
  return ['*filter', ':INPUT ACCEPT [0:0]', ':FORWARD ACCEPT [0:0]', ...rules, 'COMMIT', ''].join(
    '\n',
  );
}

test('a ClusterIP: two ways, the rules of the chosen one with what they do', () => {
  const { summary, text, marks } = show({});
  expect(summary).toBe('accept 10.244.1.5:53 50% | accept 10.244.2.7:53 50%');
  expect(text).toContain('accept To 10.244.1.5:53 From 10.244.1.9:40000 · kept Out cni0 Mark 0x0');
  expect(text).toContain('50% accept 10.244.2.7:53 10.244.1.9:40000 eth0 0x0');
  expect(text).toContain(
    'cni0 PREROUTING · nat DNAT routing cni0 FORWARD · filter POSTROUTING · nat cni0',
  );
  expect(text).toMatch(/line 30 .* destination becomes 10\.244\.1\.5:53 .* after 1 that did not/);
  expect(marks.get(30)).toMatch(/^info: .*← destination becomes 10\.244\.1\.5:53$/);
});

test('it does so in Chinese', () => {
  const { text, marks } = show({}, 'zh');
  expect(text).toContain('放行 去往 10.244.1.5:53 来自 10.244.1.9:40000 · 没变');
  expect(text).toContain('目的地址改成 10.244.1.5:53');
  expect(marks.get(30)).toMatch(/← 目的地址改成 10\.244\.1\.5:53$/);
});

test('the other way has other rules', () => {
  const { text, marks } = show({ way: '1' });
  expect(text).toContain('accept To 10.244.2.7:53');
  expect(marks.get(32)).toContain('←');
  expect(marks.get(30)).not.toContain('←');
});

test('a way that is none is the nearest', () => {
  expect(ask({ way: '9' }).chosen).toBe(1);
  expect(ask({ way: 'x' }).chosen).toBe(0);
});

describe('the examples', () => {
  test.each([
    [
      'nodePort',
      'accept 10.244.1.12:8080 50% | accept 10.244.2.15:8080 50%',
      /10\.244\.2\.15:8080 192\.168\.10\.10:52100 eth0 0x4000/,
    ],
    ['noEndpoints', 'reject 10.96.61.20:80', /reject answered by icmp-port-unreachable/],
    ['docker', 'accept 172.17.0.2:80', /FORWARD · filter ACCEPT/],
    ['notModelled', 'unknown filter/admin/1', /line 12 .* The match geoip is not modelled/],
  ] as const)('%s', (name, summary, says) => {
    const shown = show(examples[name]);
    expect(shown.summary).toBe(summary);
    expect(shown.text).toMatch(says);
  });
});

describe('later packets of the flow', () => {
  test('the reply takes the way back without the nat table', () => {
    const { summary, text } = show({ part: 'reply', way: '1' });
    expect(summary).toBe('accept 10.244.1.9:40000');
    expect(text).toContain('udp 10.244.2.7:53 -> 10.244.1.9:40000 in eth0');
    expect(text).toContain('From 10.96.0.10:53');
    expect(text).toContain('eth0 PREROUTING routing cni0 FORWARD · filter ACCEPT POSTROUTING cni0');
  });

  test('the next one keeps the translation of the first', () => {
    const found = ask({ ...examples.nodePort, part: 'next', way: '1' });
    expect(found.packet).toContain('flags ACK');
    expect(found.summary).toBe('accept 10.244.2.15:8080');
    expect(found.walk?.steps.map(({ at }) => at)).toContain('filter/KUBE-FORWARD/3');
  });

  test('what does not arrive has no reply', () => {
    const { text, summary } = show({ ...examples.noEndpoints, part: 'reply' });
    expect(text).toContain('so there is no reply');
    expect(summary).toBe('reject 10.96.61.20:80');
  });
});

test('where a packet comes from is offered as the environment has it', () => {
  const { origins } = ask({});
  expect(origins.map(({ title, packet, chosen }) => [title[1], packet, chosen])).toEqual([
    ['a pod (cni0)', start.packet, true],
    ['the node itself', 'udp 192.168.10.10:40000 -> 10.96.0.10:53', false],
    ['outside (eth0)', 'udp 203.0.113.9:40000 -> 10.96.0.10:53 in eth0', false],
  ]);
  const others = ask({ packet: 'tcp [fd00::7]:1 -> [fd00:96::a]:53 in eth1 flags SYN mark 0x1' });
  expect(others.origins.map(({ packet }) => packet)).toEqual([
    'tcp [2001:db8::9]:1 -> [fd00:96::a]:53 in eth0 flags SYN mark 0x1',
  ]);
});

describe('what the node sends', () => {
  test('begins at OUTPUT', () => {
    const { text } = show({ packet: 'udp 192.168.10.10:40000 -> 10.96.0.10:53' });
    expect(text).toContain('local process OUTPUT · nat DNAT POSTROUTING · nat');
  });

  test('to itself comes in again by lo', () => {
    const { walk } = ask({ packet: 'tcp 192.168.10.10:40000 -> 192.168.10.10:22' });
    expect(walk?.path).toEqual([
      ...['process', 'OUTPUT', 'POSTROUTING', 'PREROUTING', 'routing', 'INPUT', 'process'],
    ]);
  });
});

describe('rules that did not match', () => {
  test('are not listed unless they are asked for', () => {
    expect(ask({}).tried).toBeUndefined();
  });

  test('have the columns of the condition that failed', () => {
    const input = filter('-A INPUT -i lo -j ACCEPT', '-A INPUT -p udp -m udp --dport 53 -j DROP');
    const packet = 'tcp 203.0.113.9:1 -> 192.168.10.10:53 in eth0';
    const { html, text } = show({ input, packet, tried: '1' });
    expect(text).toContain('Tried, not matched: 2');
    expect([...html.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, words]) => words)).toEqual([
      '-i lo',
      '-p udp',
    ]);
  });

  test('of ten thousand only those in sight are drawn', () => {
    const rules = Array.from({ length: 10_000 }, (_, index) => `-A INPUT -i veth${index} -j DROP`);
    const input = filter(...rules);
    const packet = 'tcp 203.0.113.9:1 -> 192.168.10.10:53 in eth0';
    const { html, text } = show({ input, packet, tried: '1' });
    expect(text).toContain('Tried, not matched: 10000');
    expect(html.match(/aria-posinset/g)?.length).toBeLessThan(100);
    expect(JSON.stringify(ask({ input, packet, tried: '1' })).length).toBeLessThan(150_000);
  });
});

describe('finding', () => {
  test.each([
    ['10.244.1.5', [29, 30, 34]],
    ['53', [30, 32, 33, 34]],
    ['kube-dns:dns ->', [35, 36]],
    ['nothing like it', []],
  ])('%s', (find, lines) => {
    const { found = [] } = ask({ find });
    expect(found.filter((_, index) => index % 3 === 0)).toEqual(lines);
  });

  test('says how many it found', () => {
    expect(show({ find: 'MASQUERADE' }).text).toContain('1 lines');
    expect(ask({ find: '' }).found).toBeUndefined();
  });
});

test('counters are shown where the dump has them', () => {
  const { heat, walk } = ask({});
  expect(heat?.busiest.slice(0, 3)).toEqual([7, 0, 0]);
  expect(heat?.cells).toMatch(/^9[0-9]{18}$/);
  expect(walk?.steps[0]?.heat?.[0]).toBe(961);
  expect(ask(examples.nodePort).heat).toBeUndefined();
});

describe('what is wrong', () => {
  test('with the dump is told at its line', () => {
    const input = filter('-A INPUT -j ACCEPT', 'nonsense', '-A LOST -j DROP');
    const { marks, text } = show({ input });
    expect(text).toContain('line 5 iptables-restore does not know this line: nonsense');
    expect(marks.get(5)).toBe('bad: nonsense');
    expect(marks.get(6)).toBe('bad: -A LOST -j DROP');
  });

  test('with the environment is told at its line, in the other editor', () => {
    const { html, text } = show({ env: 'localIPs:\n  - 300.1.1.1\n' });
    expect(text).toContain('line 2 Not an IP address: 300.1.1.1');
    expect(html).toContain('href="#w-env-L2"');
  });

  test('with the packet is told at its fields', () => {
    const { text, summary } = show({ packet: 'tcp nowhere -> 10.0.0.1:80' });
    expect(text).toContain('Not an IP address: nowhere');
    expect(summary).toBe('problem');
  });

  test('no dump is no mistake, another text is', () => {
    expect(show({ input: '' }).text).toContain('Paste the output of iptables-save');
    expect(show({ input: '' }).summary).toBe('');
    expect(show({ input: 'kind: Pod\n' }).summary).toBe('problem');
  });
});

test('what nobody stated is told with what to state', () => {
  const { summary, text } = show({ env: '' });
  expect(summary).toBe('unknown routing/PREROUTING');
  expect(text).toContain('State localIPs');
  expect(text).toContain('Nothing is stated of the node');
  const set = filter('-A INPUT -m set --match-set banned src -j DROP');
  const packet = 'tcp 203.0.113.9:1 -> 192.168.10.10:22 in eth0';
  expect(show({ input: set, packet }).text).toContain('State it under ipsets');
});

test('assumptions are told with their rule', () => {
  const input = filter('-A INPUT -m limit --limit 3/min -j ACCEPT');
  const { text } = show({ input, packet: 'tcp 203.0.113.9:1 -> 192.168.10.10:22 in eth0' });
  expect(text).toContain('line 4 The dump does not hold the tokens');
});

test('of very many ways the first are listed and the rest is counted', () => {
  const many = Array.from(
    { length: 6 },
    (_, index) =>
      `-A INPUT -m statistic --mode random --probability 0.5 -j MARK --set-mark ${index}`,
  );
  const { ways, notes } = ask({
    input: filter(...many).replaceAll('filter', 'mangle'),
    packet: 'tcp 203.0.113.9:1 -> 192.168.10.10:22 in eth0',
  });
  expect(ways).toHaveLength(40);
  expect(notes.map(([, en]) => en)).toContain('24 more ways are not listed, together 37.5%');
});

test('another packet does not read the dump again', () => {
  const input = filter(...new Array<string>(20_000).fill('-A INPUT -p udp -j DROP'));
  ask({ input });
  const steps = answer({ ...start, input, packet: 'tcp 10.0.0.1:1 -> 10.0.0.2:2 in eth0' });
  let count = 0;
  while (!steps.next().done) count++;
  expect(count).toBeLessThan(5);
});

test('reading yields often', () => {
  const input = filter(...new Array<string>(20_001).fill('-A INPUT -p udp -j DROP'));
  const steps = answer({ ...start, input });
  let count = 0;
  while (!steps.next().done) count++;
  expect(count).toBeGreaterThan(40);
});

describe('a kernel trace', () => {
  const dump = parseDump(start.input);
  const { value: packet } = readPacketLine(start.packet);
  const [, second] = packet ? tracePacket(dump, readEnvText(start.env).value, packet) : [];
  const kernel = second ? printMonitor(dump, second) : '';

  test('stands beside what is predicted, on the way that the kernel took', () => {
    const { text } = show({ kernel });
    expect(text).toContain('The kernel did what is predicted');
    expect(text).toContain(
      '= nat/KUBE-SVC-TCOU7JCQXEZGVUNU/3 JUMP KUBE-SEP-ZXMNUKOKXUTL2MK2 nat/KUBE-SVC-TCOU7JCQXEZGVUNU/3 JUMP KUBE-SEP-ZXMNUKOKXUTL2MK2',
    );
  });

  test('has its first difference marked', () => {
    const moved = start.input.replace('-A FORWARD -m', '-A FORWARD -p udp -j DROP\n$&');
    const { kernel: compared } = ask({ input: moved, kernel });
    const [first] = compared?.packets ?? [];
    expect(first?.says[1]).toContain('The kernel did something else');
    expect(first?.rows[first.differs]?.[0]).toBe('≠');
  });

  test('that is none is told at its line', () => {
    const { html, text } = show({ kernel: 'nonsense\n' });
    expect(text).toContain('Not a line of xtables-monitor');
    expect(html).toContain('href="#w-kernel-L1"');
  });
});

describe('rules of nftables', () => {
  const NFT = `table ip kube-proxy {
	map service-ips {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = { 10.96.0.10 . udp . 53 : goto service-dns }
	}

	chain nat-prerouting {
		type nat hook prerouting priority dstnat; policy accept;
		jump services
	}

	chain filter-forward {
		type filter hook forward priority filter; policy accept;
		ct state new counter
	}

	chain services {
		ip daddr . meta l4proto . th dport vmap @service-ips
	}

	chain service-dns {
		meta l4proto udp dnat ip to numgen random mod 2 map { 0 : 10.244.1.5 . 53, 1 : 10.244.2.7 . 53 }
	}
}
`;

  test('are walked as well, base chains by name at their hooks', () => {
    const { text, summary, marks } = show({
      input: NFT,
      packet: 'udp 10.244.1.9:40000 -> 10.96.0.10:53 in cni0',
    });
    expect(summary).toBe('accept 10.244.1.5:53 50% | accept 10.244.2.7:53 50%');
    expect(text).toContain('PREROUTING · nat-prerouting DNAT');
    expect(text).toContain('services 1');
    expect(marks.get(22)).toContain('← destination becomes 10.244.1.5:53');
  });

  test('a line that is no nft is told at its place', () => {
    const { text } = show({ input: `${NFT}}\n` });
    expect(text).toContain('nft’s grammar has no } here');
  });
});
