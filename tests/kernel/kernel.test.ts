/**
 * Generated firewalls on this machine's kernel: what it traces, rule by rule, against what is predicted. IPv4
 * as xtables-monitor prints it, IPv6 and what is too much for xtables-monitor out of the kernel's messages.
 * Skipped, with the reason printed, where the machine cannot do it; SEED and RUNS choose others.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printAddress, printEndpoint, sameAddress } from '../../src/engine/address.ts';
import {
  compareTrace,
  type Dump,
  NEW_WORLD,
  type Outcome,
  type Packet,
  parseDump,
  readEnv,
  readTrace,
  type RecordedEvent,
  type TraceComparison,
  tracePacket,
  type World,
} from '../../src/engine/netfilter/index.ts';
import { ADDRESSES, idOf, type Lab, openLab, POD_ADDRESSES } from './lab.ts';
import { kernelMissing } from './machine.ts';
import { firewall, packets } from './rules.ts';

const missing = kernelMissing();
const SEED = Number(process.env['SEED'] ?? 1);
const RUNS = Number(process.env['RUNS'] ?? 30);
const PACKETS = 10;

const env = readEnv({
  interfaces: [
    { name: 'lo', ips: ['127.0.0.1/8', '::1/128'] },
    { name: 'eth0', ips: [...ADDRESSES] },
    { name: 'cni0', ips: [...POD_ADDRESSES] },
  ],
  routes: [
    '192.168.10.0/24 dev eth0',
    '10.244.1.0/24 dev cni0',
    '2001:db8:10::/64 dev eth0',
    'fd00:10:244:1::/64 dev cni0',
    'default dev eth0',
  ],
}).value;

if (missing !== undefined) console.log(`Tests on this machine's kernel are skipped: ${missing}`);

describe.skipIf(missing !== undefined)('the kernel of this machine', () => {
  let lab: Lab;
  let sent = 0;
  let printed = 0;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  async function eventsOf(packet: Packet, dump: Dump): Promise<readonly RecordedEvent[]> {
    const id = 1000 + (++sent % 40_000);
    const { messages, text } = await lab.send(packet, id);
    if (text !== undefined) {
      printed++;
      const { packets: seen, problems } = readTrace(text, dump);
      expect(problems).toEqual([]);
      return seen.find((each) => each.packet && isSame(each.packet, packet))?.events ?? [];
    }
    // On loopback a packet has two traces.
    const ids = new Set(messages.filter((each) => idOf(each) === id).map((each) => each.id));
    return messages
      .filter((each) => ids.has(each.id))
      .flatMap(({ event }) => event ?? [])
      .filter((event) => !switchesOn(event, dump));
  }

  /** Sends the packet, and what would follow it, and answers with where kernel and prediction part. */
  async function parts(dump: Dump, first: Packet): Promise<readonly string[]> {
    const found: string[] = [];
    let world: World = NEW_WORLD;
    let next: Packet | undefined = first;
    for (let step = 0; step < 3 && next; step++) {
      const packet: Packet = next;
      const outcomes = tracePacket(dump, env, packet, world);
      const compared = compareTrace(await eventsOf(packet, dump), outcomes);
      if (compared?.difference !== undefined) found.push(said(packet, compared));
      const taken = outcomes[compared?.outcome ?? 0];
      if (!taken || compared?.difference !== undefined) break;
      world = taken.world;
      next = following(first, taken, step);
    }
    return found;
  }

  const seeds = Array.from({ length: RUNS }, (_, index) => SEED * 1000 + index);
  test.each(seeds)('firewall %i: every rule and policy as predicted', async (seed) => {
    const v6 = seed % 3 === 2;
    const text = firewall(seed, v6);
    await lab.load(text, v6);
    const dump = parseDump(text);
    expect(dump.problems).toEqual([]);
    const found: string[] = [];
    for (const packet of packets(seed, v6, PACKETS)) found.push(...(await parts(dump, packet)));
    expect(found.join('\n')).toBe('');
  });

  test('xtables-monitor printed most of what it could', () => {
    expect(printed).toBeGreaterThan(sent / 2);
  });
});

/** The rules that have the packet traced are beside the question. */
function switchesOn({ table, chain, numbers: [number = 0] }: RecordedEvent, dump: Dump): boolean {
  const found = dump.tables.find(({ name }) => name === table)?.chains.get(chain);
  return found?.rules[number - 1]?.target?.name === 'TRACE';
}

function isSame(shown: Packet, packet: Packet): boolean {
  const { src, dst, sport, in: from } = packet;
  const same = sameAddress(shown.src, src) && sameAddress(shown.dst, dst);
  return same && shown.in === from && shown.sport === sport;
}

/** The reply to what left on a wire, then the third packet of the flow. */
function following(
  first: Packet,
  { verdict, out, header }: Outcome,
  step: number,
): Packet | undefined {
  if (verdict !== 'accept') return undefined;
  if (step === 1) return { ...first, ...(first.proto === 'tcp' && { flags: ['ACK'] }) };
  if (step !== 0 || (out !== 'eth0' && out !== 'cni0')) return undefined;
  const { src, dst, sport, dport } = header;
  const echo = first.type === undefined ? undefined : ECHO_REPLIES[first.type];
  return {
    ...first,
    src: dst,
    dst: src,
    in: out,
    ...(sport !== undefined && dport !== undefined && { sport: dport, dport: sport }),
    ...(first.proto === 'tcp' && { flags: ['SYN', 'ACK'] }),
    ...(echo !== undefined && { type: echo }),
  };
}

const ECHO_REPLIES: Readonly<Record<number, number>> = { 8: 0, 13: 14, 128: 129 };

function said(
  { proto, src, dst, sport, dport, in: from }: Packet,
  compared: TraceComparison,
): string {
  const { rows, difference = 0 } = compared;
  const lines = rows
    .slice(Math.max(0, difference - 2), difference + 2)
    .map(({ kernel, predicted }) => {
      const place = (event: typeof predicted) =>
        event
          ? `${event.table}/${event.chain}/${event.numbers.join('|') || event.kind} ${event.verdict}`
          : '-';
      return `  kernel ${place(kernel)}   predicted ${place(predicted)}`;
    });
  const way = `${printEndpoint(src, sport)} -> ${dport === undefined ? printAddress(dst) : printEndpoint(dst, dport)}`;
  return [`${proto} ${way} in ${from ?? 'the node'}`, ...lines].join('\n');
}
