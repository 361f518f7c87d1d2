/**
 * Kernel traces read back: texts recorded on a real kernel (see tests/fixtures/README.md), where the handle
 * that xtables-monitor prints tells the rule that was meant, and predicted walks printed and read again.
 */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compareTrace,
  type Dump,
  type Env,
  eventsOf,
  NEW_WORLD,
  parseDump,
  printMonitor,
  readEnv,
  readPackets,
  readTrace,
  type RecordedPacket,
  type TraceEvent,
  tracePacket,
} from '../../src/engine/netfilter/index.ts';
import { loadFixture } from '../fixtures.ts';
import { dumpText, node, packet as anyPacket } from './netfilter-arbitraries.ts';

const recorded = loadFixture<{
  readonly dump: string;
  readonly dump6: string;
  readonly env: unknown;
  readonly env6: unknown;
  /** Handles of the rules of a chain in order, by table and chain. */
  readonly handles: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly monitor: string;
  readonly nft: string;
  readonly nft6: string;
  readonly kernelLog: string;
}>('netfilter/monitor.json.gz');

const dump = parseDump(recorded.dump);
const env = readEnv(recorded.env).value;

/** What the handles of xtables-monitor say, event by event, by trace id. */
function meant(): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const line of recorded.monitor.split('\n')) {
    const found = /^ TRACE: \d+ (\w+) (\w+):([\w-]+):(rule:(0x\w+)|policy)/.exec(line);
    if (!found) continue;
    const [, id = '', table = '', chain = '', , handle] = found;
    const number = handle && (recorded.handles[table]?.[chain]?.indexOf(handle) ?? -1) + 1;
    all.set(id, [...(all.get(id) ?? []), `${table}/${chain}/${number ?? 'policy'}`]);
  }
  return all;
}

function placesOf(events: readonly TraceEvent[]): string[] {
  return events
    .filter(({ kind }) => kind !== 'return')
    .map(({ kind, table, chain, numbers }) => {
      return `${table}/${chain}/${kind === 'policy' ? 'policy' : numbers.join('|')}`;
    });
}

/** Loopback has two identifiers in one packet. */
function isSplit({ packet }: RecordedPacket): boolean {
  return packet?.in === undefined && (packet?.dst[0] ?? 0) >>> 24 === 127;
}

describe('xtables-monitor --trace', () => {
  const { packets, problems } = readTrace(recorded.monitor, dump);
  const wanted = meant();

  it('is understood whole', () => {
    expect(problems).toEqual([]);
    expect(packets).toHaveLength(10);
  });

  test.each(packets.filter((each) => !isSplit(each)).map((each) => [each.id, each] as const))(
    'packet %s: every event is the rule of its handle',
    (id, { events }) => {
      expect(placesOf(events)).toEqual(wanted.get(id));
    },
  );

  it('puts the two traces of a packet on loopback together', () => {
    const { events, verdict } = packets.find(isSplit) as RecordedPacket;
    const hooks = [...new Set(events.map(({ chain }) => chain))];
    expect(hooks).toEqual(expect.arrayContaining(['OUTPUT', 'POSTROUTING', 'PREROUTING', 'INPUT']));
    expect(verdict).toBe('accept');
  });

  it('keeps apart what a rule sends while another packet is on its way', () => {
    const [, , refused, reset] = packets;
    expect(refused).toMatchObject({ verdict: 'drop', packet: { flags: ['SYN'], dport: 80 } });
    expect(reset?.packet?.flags).toEqual(expect.arrayContaining(['ACK', 'RST']));
    expect(refused?.events.at(-1)).toMatchObject({ chain: 'PODS', numbers: [2], verdict: 'DROP' });
  });

  it('gives the packet as it came, and says what it had to assume', () => {
    expect(packets[0]).toMatchObject({
      packet: { proto: 'udp', sport: 40000, dport: 53, in: 'eth0', ttl: 64, length: 36 },
      assumptions: [],
    });
    expect(packets[1]).toMatchObject({
      packet: { proto: 'icmp', type: 8, tos: 0x28 },
      assumptions: ['trace-type-assumed'],
    });
    expect(packets[6]).toMatchObject({ assumptions: ['trace-protocol-assumed'] });
  });
});

describe('nft monitor trace', () => {
  const { packets, problems } = readTrace(recorded.nft, dump);
  const wanted = meant();

  it('is understood whole', () => {
    expect(problems).toEqual([]);
    expect(packets).toHaveLength(10);
  });

  test.each(packets.filter((each) => !isSplit(each)).map((each) => [each.id, each] as const))(
    'packet %s: the rule is among those it may be, and they are few',
    (id, { events }) => {
      const places = events.filter(({ kind }) => kind !== 'return');
      expect(places).toHaveLength(wanted.get(id)?.length ?? 0);
      for (const [index, place] of (wanted.get(id) ?? []).entries()) {
        const { table, chain, kind, numbers } = places[index] as TraceEvent;
        const all = kind === 'policy' ? ['policy'] : numbers;
        expect(all.map((number) => `${table}/${chain}/${number}`)).toContain(place);
      }
      // Two rules that only count stand in one chain: nothing tells them apart.
      expect(places.filter(({ numbers }) => numbers.length > 1).length).toBeLessThanOrEqual(1);
    },
  );

  it('reads IPv6, its lengths and echo identifiers', () => {
    const { packets: six, problems: none } = readTrace(recorded.nft6, parseDump(recorded.dump6));
    expect(none).toEqual([]);
    expect(six.map(({ verdict }) => verdict)).toEqual(['accept', 'accept', 'drop']);
    expect(six[2]?.packet).toMatchObject({ proto: 'ipv6-icmp', type: 128, icmpId: 77, length: 56 });
  });
});

describe('the kernel’s log', () => {
  const { packets, problems } = readTrace(recorded.kernelLog, dump);

  it('takes a rule without a condition for what it is, although it is logged as the end', () => {
    expect(problems).toEqual([]);
    const [first] = packets;
    expect(placesOf(first?.events ?? [])).toContain('filter/FIREWALL/4');
    expect(
      first?.events.find(({ chain, numbers }) => chain === 'FIREWALL' && numbers[0] === 4),
    ).toMatchObject({ verdict: 'RETURN' });
  });

  it('tells packets apart without an identifier', () => {
    expect(packets.map(({ packet }) => packet?.dport ?? packet?.type)).toEqual([
      53,
      8,
      80,
      40001,
      22,
      40002,
      undefined,
      53,
      53,
      3,
    ]);
  });

  test.each([
    ['dmesg -T', '[Thu Nov 26 03:19:30 2026] '],
    ['journalctl', 'Nov 26 03:19:30 node1 kernel: '],
    ['syslog', 'Nov 26 03:19:30 node1 kernel: [  412.100021] '],
    ['raw', '<4>[  412.100021] '],
  ])('reads it behind the prefix of %s', (_, prefix) => {
    const text = recorded.kernelLog.replaceAll(/^\[[^\]]*\] /gm, prefix);
    expect(readTrace(text, dump).packets.map(({ events }) => placesOf(events))).toEqual(
      packets.map(({ events }) => placesOf(events)),
    );
  });

  it('passes over other messages of the kernel', () => {
    const text = `[    1.000000] eth0: link up\n${recorded.kernelLog}`;
    expect(readTrace(text, dump).problems).toEqual([]);
  });
});

describe('prediction and kernel side by side', () => {
  // The answer of REJECT carries the connection of what it answers: nat is asked behind OUTPUT only.
  const RESET = 3;

  test.each([
    ['monitor', dump, env],
    ['nft', dump, env],
    ['kernelLog', dump, env],
    ['nft6', parseDump(recorded.dump6), readEnv(recorded.env6).value],
  ] as const)('%s: they agree', (name, rules, stated) => {
    const { packets } = readTrace(recorded[name], rules);
    const parted = differences(rules, stated, packets);
    expect(parted).toEqual(name === 'nft6' ? [] : [RESET]);
  });

  it('marks the first difference', () => {
    const other = parseDump(recorded.dump.replace('-A PODS -p icmp', '-A PODS -p igmp'));
    const packet = readTrace(recorded.kernelLog, other).packets[1] as RecordedPacket;
    const outcomes = tracePacket(other, env, packet.packet as never);
    const compared = compareTrace(packet.events, outcomes);
    const row = compared?.rows[compared.difference ?? -1];
    expect(row).toMatchObject({
      same: false,
      kernel: { table: 'filter', chain: 'PODS', numbers: [3] },
      predicted: { kind: 'policy', table: 'filter', chain: 'FORWARD', verdict: 'DROP' },
    });
    expect(compared?.rows.slice(0, compared.difference).every(({ same }) => same)).toBe(true);
  });

  it('picks the way that the kernel’s dice took', () => {
    const taken = new Set<number>();
    for (const text of [recorded.monitor, recorded.kernelLog]) {
      const [first] = readTrace(text, dump).packets as readonly [RecordedPacket];
      const outcomes = tracePacket(dump, env, first.packet as never);
      const { outcome = -1, difference } = compareTrace(first.events, outcomes) ?? {};
      expect(difference).toBeUndefined();
      const endpoints = first.events.map(({ chain }) => chain).filter((chain) => /SEP/.test(chain));
      expect(outcomes[outcome]?.steps.map(({ chain }) => chain)).toEqual(
        expect.arrayContaining(endpoints),
      );
      taken.add(outcome);
    }
    // One recording took the first endpoint, the other the second.
    expect(taken.size).toBe(2);
  });
});

describe('problems', () => {
  test.each([
    ['what is no trace', '  what is this', 'trace-line-unknown', 3],
    [
      'a chain that the dump does not have',
      ' TRACE: 2 00000001 filter:GONE:rule:0x1:DROP  -4 -t filter -A GONE -j DROP',
      'trace-chain-unknown',
      2,
    ],
    [
      'a rule that the dump does not have',
      ' TRACE: 2 00000001 filter:LAST:rule:0x1:DROP  -4 -t filter -A LAST -p 7 -j DROP',
      'trace-rule-unknown',
      2,
    ],
    [
      'a packet that was not shown',
      'trace id 0a ip filter LAST policy drop',
      'trace-packet-unknown',
      1,
    ],
  ] as const)('%s', (_, text, code, column) => {
    const { problems } = readTrace(`\n${text}\n`, dump);
    expect(problems).toContainEqual(expect.objectContaining({ code, line: 2, column }));
  });

  it('says nothing of a table that only the tracing has', () => {
    const bare = parseDump(recorded.dump.replace(/\*raw.*?COMMIT\n/s, ''));
    const { packets, problems } = readTrace(recorded.monitor, bare);
    expect(problems).toEqual([]);
    expect(differences(bare, env, packets.slice(0, 1))).toEqual([]);
  });
});

it('a predicted walk printed and read again has the same events', () => {
  const stated = readEnv({ ...node, interfaces: [...node.interfaces] }).value;
  fc.assert(
    fc.property(dumpText(), anyPacket(), (text, value) => {
      const rules = parseDump(text);
      const packet = readPackets([value]).value.flows[0]?.[0];
      if (!packet) return;
      for (const [index, outcome] of tracePacket(rules, stated, packet).entries()) {
        const events = eventsOf(outcome);
        const { packets, problems } = readTrace(printMonitor(rules, outcome, index + 1), rules);
        expect(problems).toEqual([]);
        expect(packets.length).toBe(events.length > 0 ? 1 : 0);
        for (const [at, event] of (packets[0]?.events ?? []).entries()) {
          const { numbers, line: _, ...rest } = event;
          const { numbers: wanted, ...other } = events[at] as TraceEvent;
          expect(rest).toEqual(other);
          expect(numbers).toEqual(expect.arrayContaining([...wanted]));
        }
        if (events.length === 0) continue;
        expect(packets[0]?.events).toHaveLength(events.length);
        expect(packets[0]?.packet).toMatchObject({ src: packet.src, dst: packet.dst });
        expect(compareTrace(packets[0]?.events ?? [], [outcome])?.difference).toBeUndefined();
      }
    }),
  );
});

it('never throws, whatever is pasted', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(...recorded.monitor.split('\n'), ...recorded.nft.split('\n')),
    fc
      .constantFrom(...recorded.kernelLog.split('\n'))
      .chain((text) => fc.nat(text.length).map((end) => text.slice(0, end))),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const { packets } = readTrace(lines.join('\n'), dump);
      for (const { packet, events } of packets) {
        if (packet) compareTrace(events, tracePacket(dump, env, packet));
      }
    }),
  );
});

/** Indexes of the packets where the kernel and the prediction part. */
function differences(rules: Dump, stated: Env, packets: readonly RecordedPacket[]): number[] {
  let world = NEW_WORLD;
  return packets.flatMap(({ packet, events }, index) => {
    const outcomes = packet ? tracePacket(rules, stated, packet, world) : [];
    const compared = compareTrace(events, outcomes);
    world = outcomes[compared?.outcome ?? 0]?.world ?? world;
    return compared && compared.difference === undefined ? [] : [index];
  });
}
