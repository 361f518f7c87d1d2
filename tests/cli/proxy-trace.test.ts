import { describe, expect, it } from 'vitest';
import { folderOfFiles, run } from './running.ts';

const file = folderOfFiles();

const DUMP = `*nat
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:KUBE-SVC-A - [0:0]
-A PREROUTING -d 10.96.0.10/32 -p udp -m udp --dport 53 -j KUBE-SVC-A
-A POSTROUTING -s 10.244.0.0/16 -o eth0 -j MASQUERADE
-A KUBE-SVC-A -m statistic --mode random --probability 0.50000000000 -j DNAT --to-destination 10.244.1.5:53
-A KUBE-SVC-A -p udp -j DNAT --to-destination 10.244.2.7:53
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p tcp -m wonder --how much -j DROP
COMMIT
`;
const ENV = `localIPs: [192.168.10.10, 10.244.1.1]
routes: ["10.244.1.0/24 dev cni0", "192.168.10.0/24 dev eth0", "default via 192.168.10.1 dev eth0"]
`;
const DNS = 'udp 10.244.1.9:40000 -> 10.96.0.10:53 in cni0';

function trace(...args: readonly string[]) {
  return run([
    'proxy',
    'trace',
    '-f',
    file('dump.txt', DUMP),
    '--env',
    file('env.yaml', ENV),
    ...args,
  ]);
}

function items(out: string) {
  return JSON.parse(out).items;
}

describe('livenotes proxy trace', () => {
  it('tells every way with its probability, its rules and the addresses at the end', () => {
    const { status, out } = trace('--packet', DNS, '-o', 'json');
    expect(status).toBe(0);
    expect(items(out)[0].outcomes).toMatchObject([
      {
        probability: 0.5,
        verdict: 'accept',
        destination: '10.244.1.5:53',
        source: '10.244.1.9:40000',
        out: 'cni0',
        masqueradeRule: false,
        mark: '0x0',
        steps: ['nat/PREROUTING/1', 'nat/KUBE-SVC-A/1'],
      },
      {
        probability: 0.5,
        destination: '10.244.2.7:53',
        source: '192.168.10.10:40000',
        out: 'eth0',
        masqueradeRule: true,
        steps: ['nat/PREROUTING/1', 'nat/KUBE-SVC-A/2', 'nat/POSTROUTING/1'],
      },
    ]);
  });

  it('says in the reader’s language what is not known, and where', () => {
    const packet = ['--packet', 'tcp 10.244.1.9 -> 192.0.2.1:443 in cni0'];
    expect(trace(...packet).out).toContain('filter/FORWARD/1: The match wonder is not modelled');
    expect(trace(...packet, '--lang', 'zh').out).toContain(
      'filter/FORWARD/1: 匹配 wonder 不在能推算的范围里',
    );
  });

  it('tells with --all what did not match and which condition failed', () => {
    const { out } = trace('--packet', DNS, '--all', '-o', 'json');
    expect(items(out)[0].outcomes[0].examined).toContainEqual({
      rule: 'filter/FORWARD/1',
      line: 13,
      failed: '-p tcp',
    });
  });

  it('takes one way where the dice are stated', () => {
    const { out } = trace('--packet', DNS, '--random', '0.7', '-o', 'json');
    expect(
      items(out)[0].outcomes.map(({ destination }: { destination: string }) => destination),
    ).toEqual(['10.244.2.7:53']);
  });

  it('lets the packets of a flow follow one another: the reply shows which way was taken', () => {
    const flow = JSON.stringify([
      [
        { src: '10.244.1.9', dst: '10.96.0.10', proto: 'udp', sport: 40000, dport: 53, in: 'cni0' },
        {
          src: '10.244.2.7',
          dst: '192.168.10.10',
          proto: 'udp',
          sport: 53,
          dport: 40000,
          in: 'eth0',
        },
      ],
    ]);
    const { out } = trace('--packets', file('flow.json', flow), '-o', 'json');
    const [, reply] = items(out)[0].packets;
    expect(reply.outcomes).toMatchObject([
      { source: '10.96.0.10:53', destination: '10.244.1.9:40000', out: 'cni0', steps: [] },
    ]);
  });

  it('points at what is wrong in the dump, the environment and the packets', () => {
    const dump = file('bad.txt', '*nat\nwhat\nCOMMIT\n');
    const env = file('bad.yaml', 'localIPs: [10.0.0.300]\n');
    const packets = file(
      'bad.json',
      '[{"src":"10.0.0.1","dst":"10.0.0.2","proto":"tcp","sport":1}]',
    );
    const { status, err } = run(['proxy', 'trace', '-f', dump, '--env', env, '--packets', packets]);
    expect(status).toBe(1);
    expect(err.split('\n').map((line) => line.replace(/^.*\//, ''))).toEqual([
      'bad.txt:2:1: iptables-restore does not know this line: what',
      'bad.yaml:1:12: Not an IP address: 10.0.0.300',
      'bad.json:1:2: A tcp packet needs both ports',
      '',
    ]);
  });

  it.each([
    [[], /No packet: give --packet, --packets or --kernel/],
    [['--packet', 'nonsense'], /Write a packet as tcp/],
    [['--packet', DNS, '--random', '2'], /--random is between 0 and 1/],
  ])('wrong usage: %j', (args, message) => {
    const { status, err } = trace(...args);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });

  it('compares the verdict with --expect', () => {
    expect(trace('--packet', DNS, '--expect', 'accept').status).toBe(0);
    expect(trace('--packet', DNS, '--expect', 'drop').status).toBe(3);
  });
});
