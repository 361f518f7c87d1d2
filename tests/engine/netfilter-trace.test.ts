import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  createRedactor,
  NEW_WORLD,
  type Outcome,
  parseDump,
  parseNft,
  readEnv,
  readPacketLine,
  tracePacket,
  type TraceOptions,
  worldAfter,
} from '../../src/engine/netfilter/index.ts';
import { loadFixture } from '../fixtures.ts';
import { dumpText, node, packet } from './netfilter-arbitraries.ts';
import { packetOf, type TraceFile } from './trace-oracle.ts';

const ENV = { ...node };
const IN = 'tcp 10.0.0.1:40000 -> 10.1.0.7:80 in eth0';

function filter(...rules: readonly string[]): string {
  const declared = new Set(rules.map((rule) => rule.split(' ')[1]));
  const chains = ['INPUT', 'FORWARD', 'OUTPUT', ...declared].map((chain) =>
    /^(INPUT|FORWARD|OUTPUT)$/.test(chain ?? '') ? `:${chain} ACCEPT [0:0]` : `:${chain} - [0:0]`,
  );
  return ['*filter', ...new Set(chains), ...rules, 'COMMIT', ''].join('\n');
}

function trace(text: string, line: string, env: object = ENV, options: TraceOptions = {}) {
  const { value } = readPacketLine(line);
  if (!value) throw new Error(line);
  return tracePacket(parseDump(text), readEnv(env).value, value, NEW_WORLD, options);
}

function steps({ steps: taken }: Outcome): readonly string[] {
  return taken.map(({ table, chain, number }) => `${table}/${chain}/${number}`);
}

describe('what the dump does not hold ends the walk at its rule', () => {
  it.each([
    ['a match nobody models', '-m wonder --how much', 'match-unknown'],
    ['a set that is not stated', '-m set --match-set S dst', 'set-not-stated'],
    ['an option nobody models', '-p tcp -m tcp --tcp-option 5', 'option-unknown'],
    ['a length that is not stated', '-m length --length 0:60', 'header-not-stated'],
  ])('%s', (_, match, code) => {
    const [outcome] = trace(filter('-A FORWARD -j LOG', `-A FORWARD ${match} -j DROP`), IN);
    expect(outcome).toMatchObject({
      verdict: 'unknown',
      unknown: { at: 'filter/FORWARD/2', why: { code } },
    });
    expect(outcome && steps(outcome)).toEqual(['filter/FORWARD/1']);
  });

  it.each([
    ['-j NFQUEUE --queue-num 1', 'userspace-decides'],
    ['-j TPROXY --on-port 1', 'target-unknown'],
  ])('%s', (target, code) => {
    const [outcome] = trace(filter(`-A FORWARD ${target}`), IN);
    expect(outcome).toMatchObject({ verdict: 'unknown', unknown: { why: { code } } });
  });

  test('but not where another condition of the rule already fails', () => {
    const rule = '-A FORWARD -m wonder --how much -p udp -j DROP';
    expect(trace(filter(rule), IN)[0]?.verdict).toBe('accept');
  });

  test('nor where the rule would change nothing', () => {
    const [outcome] = trace(filter('-A FORWARD -m wonder --how much -j LOG'), IN);
    expect(outcome?.verdict).toBe('accept');
    expect(outcome?.uncertain).toMatchObject([{ chain: 'FORWARD', number: 1 }]);
  });

  test('a node whose addresses nobody states is not guessed', () => {
    const [outcome] = trace(filter('-A FORWARD -j DROP'), IN, {});
    expect(outcome).toMatchObject({
      verdict: 'unknown',
      unknown: { why: { code: 'local-not-stated' } },
    });
  });

  test('without routes a forwarded packet goes on until somebody asks for the interface', () => {
    const env = { localIPs: ENV.localIPs };
    expect(trace(filter('-A FORWARD -p udp -j DROP'), IN, env)[0]?.verdict).toBe('accept');
    const [outcome] = trace(filter('-A FORWARD -o cni0 -j DROP'), IN, env);
    expect(outcome?.unknown?.why.code).toBe('route-not-stated');
  });
});

describe('what the reader states is used', () => {
  it.each([
    [{ ...ENV, ipsets: { S: { type: 'hash:net', members: ['10.1.0.0/16'] } } }, 'drop'],
    [
      { ...ENV, ipsets: { S: { type: 'hash:net', members: ['10.1.0.0/16', '10.1.0.7 nomatch'] } } },
      'accept',
    ],
    [{ ...ENV, ipsets: { S: { type: 'hash:ip,port', members: ['10.1.0.7,tcp:80'] } } }, 'accept'],
  ])('sets: %j', (env, verdict) => {
    expect(trace(filter('-A FORWARD -m set --match-set S dst -j DROP'), IN, env)[0]?.verdict).toBe(
      verdict,
    );
  });

  it.each([
    ['uid 0', 'drop'],
    ['uid 1000', 'accept'],
    ['', 'unknown'],
  ])('the sending process: %s', (stated, verdict) => {
    const line = `tcp 192.168.1.10:40000 -> 10.1.0.7:80 ${stated}`.trim();
    expect(trace(filter('-A OUTPUT -m owner --uid-owner 0 -j DROP'), line)[0]?.verdict).toBe(
      verdict,
    );
  });

  test('a packet from elsewhere belongs to no process', () => {
    expect(trace(filter('-A FORWARD -m owner --uid-owner 0 -j DROP'), IN)[0]?.verdict).toBe(
      'accept',
    );
  });

  const limited = filter(
    '-A FORWARD -m limit --limit 1/min --limit-burst 1 -j ACCEPT',
    '-A FORWARD -j DROP',
  );
  it.each([
    [{}, 'accept', 'limit-full'],
    [{ limits: 'empty' }, 'drop', 'limit-empty'],
  ])('tokens of limit: %j', (stated, verdict, code) => {
    const [outcome] = trace(limited, IN, { ...ENV, ...stated });
    expect(outcome).toMatchObject({ verdict, assumptions: [{ code }] });
  });

  test('the bucket empties, and fills again with time', () => {
    const dump = parseDump(limited);
    const { value: env } = readEnv(ENV);
    let world = NEW_WORLD;
    const verdicts = ['', 'at 1000', 'at 61000'].map((at) => {
      const sent = readPacketLine(`${IN} ${at}`.trim()).value;
      const outcomes = sent ? tracePacket(dump, env, sent, world) : [];
      world = worldAfter(outcomes, undefined);
      return outcomes[0]?.verdict;
    });
    expect(verdicts).toEqual(['accept', 'drop', 'accept']);
  });

  const affinity = filter('-A FORWARD -m recent --rcheck --seconds 10 --name L --rsource -j DROP');
  it.each([
    [{}, 'accept', ['recent-empty']],
    [{ recent: { L: ['10.0.0.1'] } }, 'drop', []],
    [{ recent: { L: ['10.0.0.9'] } }, 'accept', []],
  ])('lists of recent: %j', (stated, verdict, codes) => {
    const [outcome] = trace(affinity, IN, { ...ENV, ...stated });
    expect(outcome?.verdict).toBe(verdict);
    expect(outcome?.assumptions.map(({ code }) => code)).toEqual(codes);
  });
});

describe('chains', () => {
  test('goto does not come back, jump does', () => {
    const rules = ['-A A -j LOG', '-A FORWARD -j DROP'];
    expect(trace(filter('-A FORWARD -g A', ...rules), IN)[0]?.verdict).toBe('accept');
    expect(trace(filter('-A FORWARD -j A', ...rules), IN)[0]?.verdict).toBe('drop');
  });

  test('circles end as unknown', () => {
    const [outcome] = trace(filter('-A FORWARD -j A', '-A A -j B', '-A B -j A'), IN);
    expect(outcome?.unknown?.why.code).toBe('chain-loop');
  });
});

describe('dice', () => {
  const three = filter(
    '-A FORWARD -m statistic --mode random --probability 0.33333333349 -j DROP',
    '-A FORWARD -m statistic --mode random --probability 0.50000000000 -j REJECT',
  );

  test('every way in the order of the rules', () => {
    const found = trace(three, IN).map(({ verdict, probability }) => [
      verdict,
      probability.toFixed(4),
    ]);
    expect(found).toEqual([
      ['drop', '0.3333'],
      ['reject', '0.3333'],
      ['accept', '0.3333'],
    ]);
  });

  it.each([
    [0.2, 'drop'],
    [0.4, 'reject'],
    [0.9, 'accept'],
  ])('one way when the dice are stated: %d', (dice, verdict) => {
    expect(trace(three, IN, ENV, { dice }).map((each) => each.verdict)).toEqual([verdict]);
  });

  test('are not thrown where the rule cannot match anyway', () => {
    const rule = '-A FORWARD -m statistic --mode random --probability 0.5 -p udp -j DROP';
    expect(trace(filter(rule), IN)).toHaveLength(1);
  });

  test('too many of them end as unknown, nothing is lost of the probability', () => {
    const random = '-A FORWARD -m statistic --mode random --probability 0.5 -j MARK --or-mark';
    const rules = Array.from({ length: 14 }, (_, bit) => `${random} ${1 << bit}`);
    const outcomes = trace(filter(...rules), IN);
    expect(outcomes.at(-1)?.unknown?.why.code).toBe('too-many-ways');
    expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
  });
});

test('a later packet of a connection whose answer nobody saw keeps its addresses', () => {
  const nat =
    '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j DNAT --to-destination 10.1.0.9:80\nCOMMIT\n';
  const dump = parseDump(nat + filter('-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT'));
  const { value: env } = readEnv(ENV);
  const [syn, ack] = ['', ' flags ACK state ESTABLISHED'].map(
    (rest) => readPacketLine(`${IN}${rest}`).value,
  );
  if (!syn || !ack) throw new Error('no packets');
  const { world } = tracePacket(dump, env, syn)[0] ?? {};
  const [outcome] = tracePacket(dump, env, ack, world);
  expect(outcome).toMatchObject({ destination: '10.1.0.9:80', out: 'cni0' });
  expect(outcome && steps(outcome)).toEqual(['filter/FORWARD/1']);
});

describe('routing', () => {
  it.each([
    ['tcp 127.0.0.1:1 -> 10.1.0.7:80 in eth0', 'martian-source'],
    ['tcp 10.0.0.1:1 -> 127.0.0.1:80 in eth0', 'martian-destination'],
    ['tcp 192.168.1.10:1 -> 10.1.0.7:80 in eth0', 'martian-source'],
    ['tcp 10.0.0.1:1 -> 10.1.0.7:80 in eth0 ttl 1', 'ttl-expired'],
  ])('%s', (line, lost) => {
    expect(trace(filter(), line)[0]).toMatchObject({ verdict: 'drop', lost });
  });

  test('no route to a host', () => {
    const env = { ...ENV, routes: ['192.168.1.0/24 dev eth0'] };
    expect(trace(filter(), IN, env)[0]).toMatchObject({ verdict: 'drop', lost: 'no-route' });
  });
});

test('the rules that did not match are told with the condition that failed', () => {
  const text = filter('-A FORWARD -s 10.0.0.0/8 -p udp -j DROP', '-A FORWARD -j ACCEPT');
  const [outcome] = trace(text, IN, ENV, { all: true });
  const [tried] = outcome?.examined ?? [];
  const line = text.split('\n')[(tried?.line ?? 0) - 1] ?? '';
  expect(line.slice(tried?.failed.start, tried?.failed.end)).toBe('-p udp');
});

test('whatever the rules are, the walk ends and the probabilities add to one', () => {
  fc.assert(
    fc.property(dumpText(), packet(), fc.boolean(), (text, stated, all) => {
      const outcomes = tracePacket(
        parseDump(text),
        readEnv(node).value,
        packetOf(stated),
        NEW_WORLD,
        { all },
      );
      expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      for (const { verdict, unknown } of outcomes)
        expect(unknown !== undefined).toBe(verdict === 'unknown');
    }),
  );
});

test('a long chain answers as it would rule by rule', () => {
  const rules = Array.from({ length: 500 }, (_, index) => {
    const to = index % 5 === 0 ? '10.1.0.0/16' : `10.1.${index >> 8}.${index & 255}/32`;
    return `-A FORWARD -d ${to} -m mark --mark 0x${(index % 3).toString(16)} -j MARK --set-xmark 0x${(index % 7).toString(16)}/0xff`;
  });
  const text = filter(...rules);
  for (const last of [7, 8, 131, 255]) {
    const line = `udp 10.0.0.1:1 -> 10.1.0.${last}:80 in eth0`;
    const [quick] = trace(text, line);
    const [slow] = trace(text, line, ENV, { all: true });
    expect(quick && steps(quick)).toEqual(slow && steps(slow));
  }
});

describe('a redacted dump', () => {
  const { items } = loadFixture<TraceFile>('oracle/trace-kube.json.gz');

  function redacted(text: string, seed: number): string {
    const work = createRedactor(seed).dump(text);
    let step = work.next();
    while (!step.done) step = work.next();
    return step.value;
  }

  test('sends every packet the same way as the real one', () => {
    for (const item of items.slice(0, 30)) {
      const redactor = createRedactor(7);
      const work = redactor.dump(item.dump);
      let step = work.next();
      while (!step.done) step = work.next();
      const hidden = parseDump(step.value);
      expect({ id: item.id, problems: hidden.problems }).toEqual({ id: item.id, problems: [] });
      const real = parseDump(item.dump);
      const stated = { ...item.env, ...item.node };
      const env = readEnv(stated).value;
      const fake = readEnv(JSON.parse(redactor.text(JSON.stringify(stated)))).value;
      for (const { packet: sent } of item.expected.packets ?? []) {
        const lines = (outcomes: readonly Outcome[]) =>
          outcomes.map(({ verdict, steps: taken }) => [verdict, ...taken.map(({ line }) => line)]);
        const other = packetOf(JSON.parse(redactor.text(JSON.stringify(sent))));
        expect(lines(tracePacket(hidden, fake, other))).toEqual(
          lines(tracePacket(real, env, packetOf(sent))),
        );
      }
    }
  });

  test('holds no address, name or comment of the real one', () => {
    const secret = [
      '# Generated by iptables-save v1.8.9 on Mon Nov 23 10:00:00 2026',
      '*filter',
      ':FORWARD ACCEPT [1:2]',
      ':acme-vpn - [0:0]',
      ':KUBE-SVC-XPGD46QRK7WJZT7O - [0:0]',
      '-A FORWARD -s 203.0.113.77/32 -i acme0 -m comment --comment "for Alice in payroll" -j acme-vpn',
      '-A FORWARD -m comment --comment "payroll/ledger:books cluster IP" -j KUBE-SVC-XPGD46QRK7WJZT7O',
      '-A acme-vpn -m set --match-set acme-offices src -j LOG --log-prefix "ACME: "',
      'COMMIT',
      '',
    ].join('\n');
    const shown = redacted(secret, 99);
    expect(shown).not.toMatch(/203\.0\.113\.77|acme|alice|payroll|ledger|books|XPGD46|Nov 23/i);
    expect(shown).toMatch(/ns-1\/svc-1:port-1 cluster IP/);
    expect(parseDump(shown).problems).toEqual([]);
  });

  test('of nftables neither, and its packets still find their way', () => {
    const nft = [
      'table ip kube-proxy {',
      '\tmap service-ips {',
      '\t\ttype ipv4_addr . inet_proto . inet_service : verdict',
      '\t\telements = { 10.96.0.10 . tcp . 80 : goto service-H4EATUM3-payroll/ledger/tcp/books }',
      '\t}',
      '',
      '\tchain nat-prerouting {',
      '\t\ttype nat hook prerouting priority dstnat; policy accept;',
      '\t\tiifname "acme0" ip daddr . meta l4proto . th dport vmap @service-ips comment "for Alice"',
      '\t}',
      '',
      '\tchain service-H4EATUM3-payroll/ledger/tcp/books {',
      '\t\tmeta l4proto tcp meta mark set meta mark | 0x4000 dnat to 10.1.0.9:8080',
      '\t}',
      '}',
      '',
    ].join('\n');
    const redactor = createRedactor(3);
    const work = redactor.dump(nft);
    let step = work.next();
    while (!step.done) step = work.next();
    expect(step.value).not.toMatch(/acme|Alice|payroll|ledger|books|H4EATUM3|10\.1\.0\.9/);
    const sent = {
      src: '10.0.0.1',
      dst: '10.96.0.10',
      proto: 'tcp',
      sport: 1,
      dport: 80,
      in: 'acme0',
    };
    const hidden = packetOf(JSON.parse(redactor.text(JSON.stringify(sent))));
    const env = readEnv(JSON.parse(redactor.text(JSON.stringify(node)))).value;
    const [outcome] = tracePacket(parseNft(step.value), env, hidden);
    expect(outcome?.steps.map(({ line }) => line)).toEqual([9, 13]);
  });

  test('says the same thing for the same thing, another for another seed', () => {
    const text = items[0]?.dump ?? '';
    expect(redacted(text, 1)).toBe(redacted(text, 1));
    expect(redacted(text, 1)).not.toBe(redacted(text, 2));
  });
});
