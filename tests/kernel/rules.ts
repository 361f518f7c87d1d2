/** Firewalls and packets out of a number: the same for the same. No sense, but nothing that iptables refuses. */
import { parseAddress } from '../../src/engine/address.ts';
import type { Packet, TcpFlag } from '../../src/engine/netfilter/packet.ts';

/** Numbers in [0, 1) out of a seed: mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

type Random = () => number;

function one<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

function many<Item>(random: Random, most: number, make: () => Item): Item[] {
  return Array.from({ length: Math.floor(random() * (most + 1)) }, make);
}

interface World {
  readonly sources: readonly string[];
  readonly podSources: readonly string[];
  readonly ownSources: readonly string[];
  readonly destinations: readonly string[];
  readonly networks: readonly string[];
  readonly endpoints: readonly string[];
  readonly icmp: {
    readonly proto: string;
    readonly match: string;
    readonly types: readonly number[];
  };
}

const V4: World = {
  sources: ['192.168.10.1', '198.51.100.7'],
  podSources: ['10.244.1.5', '10.244.1.6'],
  ownSources: ['192.168.10.10', '10.244.1.1'],
  destinations: [
    '192.168.10.10',
    '10.244.1.1',
    '10.244.1.5',
    '10.244.1.6',
    '203.0.113.9',
    '10.96.0.10',
  ],
  networks: ['192.168.10.0/24', '10.244.0.0/16', '10.96.0.10/32', '10.244.1.4/31'],
  endpoints: ['10.244.1.5:80', '10.244.1.6', '203.0.113.9:8080', '192.168.10.10:81'],
  icmp: { proto: 'icmp', match: '-p icmp -m icmp --icmp-type', types: [8, 13] },
};
const V6: World = {
  sources: ['2001:db8:10::1', '2001:db8:99::7'],
  podSources: ['fd00:10:244:1::5', 'fd00:10:244:1::6'],
  ownSources: ['2001:db8:10::10', 'fd00:10:244:1::1'],
  destinations: [
    '2001:db8:10::10',
    'fd00:10:244:1::1',
    'fd00:10:244:1::5',
    'fd00:10:244:1::6',
    '2001:db8:77::9',
    'fd00:10:96::a',
  ],
  networks: ['2001:db8:10::/64', 'fd00:10:244::/48', 'fd00:10:96::a/128', 'fd00:10:244:1::4/127'],
  endpoints: ['[fd00:10:244:1::5]:80', 'fd00:10:244:1::6', '[2001:db8:77::9]:8080'],
  icmp: { proto: 'ipv6-icmp', match: '-p ipv6-icmp -m icmp6 --icmpv6-type', types: [128] },
};

const PORTS = [53, 80, 443, 8080, 30000] as const;

/** At most one of each kind: iptables takes no option twice. */
function conditions(random: Random, world: World, wires: string): string {
  const not = () => (random() < 0.25 ? '! ' : '');
  const makers: (() => string)[] = [
    () => `${not()}-s ${one(random, world.networks)}`,
    () => `${not()}-d ${one(random, world.networks)}`,
    () => protocol(random, world),
    () => `-m mark ${not()}--mark ${one(random, ['0x1', '0x2/0x2', '0x0/0xff', '0x4000/0x4000'])}`,
    () => {
      const state = one(random, [
        'NEW',
        'ESTABLISHED',
        'RELATED,ESTABLISHED',
        'INVALID',
        'NEW,INVALID',
        'DNAT',
      ]);
      return `-m conntrack ${not()}--ctstate ${state}`;
    },
    () => `-m comment --comment "rule ${Math.floor(random() * 100)} of \\"these\\""`,
    () => `-m addrtype ${not()}--dst-type LOCAL`,
    () => '-m statistic --mode random --probability 0.50000000000',
  ];
  if (wires.includes('i'))
    makers.push(() => `${not()}-i ${one(random, ['eth0', 'cni0', 'lo', 'e+'])}`);
  if (wires.includes('o'))
    makers.push(() => `${not()}-o ${one(random, ['eth0', 'cni0', 'lo', 'c+'])}`);
  const usual = [0, 1, 2, 2, 3, 4, 4, 8, 9];
  const chosen = new Set(
    Array.from({ length: 2 }, () =>
      random() < 0.85 ? one(random, usual) : Math.floor(random() * makers.length),
    ),
  );
  return [...chosen]
    .flatMap((index) => (random() < 0.7 ? (makers[index]?.() ?? []) : []))
    .join(' ');
}

function protocol(random: Random, { icmp }: World): string {
  if (random() < 0.15) return `${icmp.match} ${one(random, icmp.types)}`;
  const name = one(random, ['tcp', 'udp']);
  const port = one(random, PORTS);
  const not = random() < 0.25 ? '! ' : '';
  return one(random, [
    `-p ${name}`,
    `! -p ${name}`,
    `-p ${name} -m ${name} ${not}--dport ${port}`,
    `-p ${name} -m ${name} --dport 50:8000`,
    `-p ${name} -m ${name} ${not}--sport 1024:65535`,
    `-p ${name} -m multiport ${not}--dports 53,${port},8000:9000`,
    ...(name === 'tcp' ? ['-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN'] : []),
  ]);
}

interface Plan {
  readonly name: string;
  readonly chains: readonly string[];
  /** Chains of the user's that these may enter, in order: a chain enters only later ones. */
  readonly users: readonly string[];
  readonly targets: readonly string[];
}

function plans(world: World): readonly Plan[] {
  const marks = [
    'MARK --set-xmark 0x1/0xffffffff',
    'MARK --set-xmark 0x2/0x2',
    'MARK --set-xmark 0x4000/0x4000',
  ];
  const both = [...marks, 'ACCEPT', 'CONNMARK --save-mark', 'CONNMARK --restore-mark'];
  const dnat = world.endpoints.map((to) => `DNAT --to-destination ${to}`);
  return [
    {
      name: 'mangle',
      chains: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
      users: ['M1', 'M2'],
      targets: [...both, 'LOG'],
    },
    // A chain may not both choose destinations and be entered from where sources are chosen.
    {
      name: 'nat',
      chains: ['PREROUTING', 'OUTPUT'],
      users: ['D1', 'D2', 'D3'],
      targets: [...dnat, ...dnat, 'ACCEPT', ...marks],
    },
    {
      name: 'nat',
      chains: ['POSTROUTING'],
      users: ['S1', 'S2'],
      targets: ['MASQUERADE', 'MASQUERADE', `SNAT --to-source ${world.ownSources[0]}`, 'ACCEPT'],
    },
    {
      name: 'filter',
      chains: ['INPUT', 'FORWARD', 'OUTPUT'],
      users: ['F1', 'F2', 'F3', 'F4'],
      targets: ['ACCEPT', 'ACCEPT', 'DROP', 'REJECT', 'LOG', ''],
    },
  ];
}

/** A dump in which everything is traced, and the fence ends at once. */
export function firewall(seed: number, v6: boolean): string {
  const random = randomOf(seed);
  const world = v6 ? V6 : V4;
  const raw = [
    '*raw',
    ':PREROUTING ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A PREROUTING -j TRACE',
    '-A PREROUTING -p 253 -j DROP',
    ...(random() < 0.2
      ? [`-A PREROUTING -s ${one(random, world.networks)} -p udp -j CT --notrack`]
      : []),
    '-A OUTPUT -j TRACE',
    'COMMIT',
  ];
  const tables = new Map<string, { heads: string[]; rules: string[] }>();
  for (const plan of plans(world)) {
    const own = tables.get(plan.name) ?? { heads: [], rules: [] };
    tables.set(plan.name, own);
    own.heads.push(...plan.chains.map((chain) => `:${chain} ${policy(random, plan)} [0:0]`));
    own.heads.push(...plan.users.map((chain) => `:${chain} - [0:0]`));
    own.rules.push(...rulesOf(random, world, plan));
  }
  const texts = [...tables].map(([name, { heads, rules }]) => {
    return [`*${name}`, ...heads, ...rules, 'COMMIT'].join('\n');
  });
  return `${[raw.join('\n'), ...texts].join('\n')}\n`;
}

function policy(random: Random, { name }: Plan): string {
  return name === 'filter' && random() < 0.25 ? 'DROP' : 'ACCEPT';
}

const WIRES: Readonly<Record<string, string>> = {
  PREROUTING: 'i',
  INPUT: 'i',
  FORWARD: 'io',
  OUTPUT: 'o',
  POSTROUTING: 'o',
};

function rulesOf(random: Random, world: World, { chains, users, targets }: Plan): string[] {
  return [...chains, ...users].flatMap((chain) => {
    const later = users
      .slice(users.indexOf(chain) + 1)
      .flatMap((to) => [`-j ${to}`, `-j ${to}`, `-g ${to}`]);
    const ends = targets.map((target) => (target === '' ? '' : `-j ${target}`));
    const all = [...ends, ...later, ...later, ...(users.includes(chain) ? ['-j RETURN'] : [])];
    return many(random, users.includes(chain) ? 5 : 4, () => {
      let asked = conditions(random, world, WIRES[chain] ?? '');
      const end = one(random, all);
      // A port can be given to what has ports only.
      if (/DNAT.*:\d+$/.test(end) && !/-p (tcp|udp)/.test(asked.replace(/! -p \w+/, ''))) {
        asked = `-p tcp ${asked.replace(/(! )?-p .*?(?= -[mdsio] |$)( -m (tcp|udp|icmp6?|multiport) .*?(?= -[mdsio] |$))*/, '')}`;
      }
      return ['-A', chain, asked, end]
        .filter((part) => part !== '')
        .join(' ')
        .replaceAll(/ +/g, ' ');
    });
  });
}

/** Ports and identifiers are never used twice: a connection of before would answer for them. */
export function packets(seed: number, v6: boolean, count: number): readonly Packet[] {
  const random = randomOf(seed ^ 0x5bd1e995);
  const world = v6 ? V6 : V4;
  return Array.from({ length: count }, (_, index): Packet => {
    const from = one(random, ['eth0', 'eth0', 'cni0', 'cni0', undefined]);
    const sources = from === 'eth0' ? world.sources : from ? world.podSources : world.ownSources;
    const unique = 10_000 + ((seed * 64 + index) % 40_000);
    const proto = one(random, ['tcp', 'tcp', 'udp', 'udp', world.icmp.proto]);
    const ports = { sport: unique, dport: one(random, PORTS) };
    const flags: readonly TcpFlag[] = one(random, [
      ['SYN'],
      ['SYN'],
      ['SYN'],
      ['ACK'],
      ['SYN', 'FIN'],
    ]);
    const src = one(random, sources);
    // Nobody sends to himself over a wire.
    const others = world.destinations.filter((each) => from === undefined || each !== src);
    return {
      src: parseAddress(src) ?? [],
      dst: parseAddress(one(random, others)) ?? [],
      proto,
      ...(from !== undefined && { in: from }),
      ...(proto === 'tcp' || proto === 'udp'
        ? ports
        : { type: one(random, world.icmp.types), code: 0, icmpId: unique }),
      ...(proto === 'tcp' && { flags }),
      ttl: 64,
    };
  });
}
