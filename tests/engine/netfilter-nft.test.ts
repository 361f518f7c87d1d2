import { describe, expect, it, test } from 'vitest';
import {
  looksLikeNft,
  NEW_WORLD,
  type NftDump,
  parseNft,
  placeOf,
  readEnv,
  readPacketLine,
  tracePacket,
} from '../../src/engine/netfilter/index.ts';
import { loadFixture } from '../fixtures.ts';
import { packetOf } from './trace-oracle.ts';

interface Twin {
  readonly id: string;
  readonly text: string;
  readonly json: string;
  readonly env: object;
  readonly node: object;
  readonly packets: readonly object[];
}

const { items } = loadFixture<{ readonly items: readonly Twin[] }>('netfilter/nft-json.json.gz');

const NODE = {
  localIPs: ['192.168.1.10'],
  routes: ['10.1.0.0/16 dev cni0', 'default dev eth0'],
};

function table(...rules: readonly string[]): string {
  const lines = rules.map((rule) => `\t\t${rule}\n`).join('');
  return `table ip t {\n\tset office {\n\t\ttype ipv4_addr\n\t\tflags interval\n\t\telements = { 10.0.0.0/8,\n\t\t\t     192.0.2.1 }\n\t}\n\n\tchain f {\n\t\ttype filter hook forward priority filter; policy accept;\n${lines}\t}\n\n\tchain g {\n\t\tdrop\n\t}\n}\n`;
}

function trace(text: string, line = 'tcp 10.0.0.1:1 -> 10.1.0.7:80 in eth0') {
  const { value } = readPacketLine(line);
  if (!value) throw new Error(line);
  return tracePacket(parseNft(text), readEnv(NODE).value, value);
}

describe.each(items.map((twin) => [twin.id, twin] as const))('%s', (_, twin) => {
  test('the JSON of nft says the same as its text', () => {
    const read = [twin.text, twin.json].map(parseNft);
    expect(read.map(({ problems }) => problems)).toEqual([[], []]);
    const env = readEnv({ ...twin.env, ...twin.node }).value;
    const ways = (dump: NftDump, packet: object) =>
      tracePacket(dump, env, packetOf(packet), NEW_WORLD).map((outcome) => [
        outcome.verdict,
        outcome.destination,
        ...outcome.steps.map(placeOf),
      ]);
    for (const packet of twin.packets) {
      const [text, json] = read.map((dump) => ways(dump, packet));
      expect(json).toEqual(text);
    }
  });
});

describe('rules of nftables', () => {
  it.each([
    ['ip saddr @office drop', 'drop'],
    ['ip saddr != @office drop', 'accept'],
    ['tcp dport { 22, 80-90 } drop', 'drop'],
    ['udp dport 80 drop', 'accept'],
    ['iifname "eth*" oifname "cni0" goto g', 'drop'],
    ['ip daddr 10.1.0.1-10.1.0.9 counter packets 1 bytes 2 log prefix "x" drop', 'drop'],
    ['ct state established,new drop', 'drop'],
    ['meta mark & 0x1 == 0x0 reject with tcp reset', 'reject'],
    ['meta l4proto . th dport vmap { tcp . 80 : drop, udp . 53 : accept }', 'drop'],
    ['meta l4proto . th dport vmap { udp . 53 : drop }', 'accept'],
    ['return', 'accept'],
  ])('%s', (rule, verdict) => {
    expect(trace(table(rule))[0]?.verdict).toBe(verdict);
  });

  test('a statement that is not modelled ends the walk at its rule', () => {
    const [outcome] = trace(table('counter', 'ip saddr 10.0.0.1 limit rate 5/second drop'));
    expect(outcome).toMatchObject({
      verdict: 'unknown',
      unknown: { at: 'f 2', line: 12, why: { code: 'statement-unknown' } },
    });
  });

  test('but not where the rule does not match anyway', () => {
    expect(trace(table('ip saddr 192.0.2.9 limit rate 5/second drop'))[0]?.verdict).toBe('accept');
  });

  test('numgen parts the way evenly', () => {
    const rule = 'numgen random mod 3 vmap { 0 : accept, 1 : drop, 2 : goto g }';
    const found = trace(table(rule)).map(({ verdict, probability }) => [
      verdict,
      probability.toFixed(4),
    ]);
    expect(found).toEqual([
      ['accept', '0.3333'],
      ['drop', '0.3333'],
      ['drop', '0.3333'],
    ]);
  });

  test('a set that rules fill is remembered by the next packet', () => {
    const text = table('ip saddr @seen drop', 'update @seen { ip saddr }').replace(
      '\tchain f',
      '\tset seen {\n\t\ttype ipv4_addr\n\t\tflags dynamic,timeout\n\t}\n\n\tchain f',
    );
    const [first] = trace(text);
    const { value } = readPacketLine('udp 10.0.0.1:2 -> 10.1.0.7:53 in eth0');
    const again =
      value && tracePacket(parseNft(text), readEnv(NODE).value, value, first?.world ?? NEW_WORLD);
    expect([first?.verdict, again?.[0]?.verdict]).toEqual(['accept', 'drop']);
  });

  test('base chains are asked by priority, whatever their order', () => {
    const text =
      'add table ip t\nadd chain ip t late { type filter hook forward priority 10 ; policy accept ; }\n' +
      'add chain ip t early { type filter hook forward priority -10 ; policy accept ; }\n' +
      'add rule ip t late drop\nadd rule ip t early counter\n';
    expect(looksLikeNft(text)).toBe(true);
    expect(trace(text)[0]?.steps.map(placeOf)).toEqual(['early 1', 'late 1']);
  });
});

describe('what nft would not print is told at its place', () => {
  it.each([
    ['table ip t {\n\tchain f {\n\t}\n', 'nft-open', 3],
    ['table ip t {\n}\n}\n', 'nft-syntax', 3],
    ['add rule ip t f drop\n', 'nft-table-missing', 1],
    ['add table ip t\nadd rule ip t f drop\n', 'nft-chain-missing', 2],
  ])('%j', (text, code, line) => {
    expect(parseNft(text).problems[0]).toMatchObject({ code, line });
  });
});
