/** Every rule that the proxiers of v1.37.2 wrote for the stored clusters has its reason. */
import { expect, it } from 'vitest';
import {
  clusterIn,
  defaultConfig,
  explainRules,
  frameRules,
  parseNode,
  planRules,
  portRules,
  rulesText,
} from '../../src/engine/kube-proxy/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';
import { loadFixture } from '../fixtures.ts';
import {
  type IptablesItem,
  type IpvsItem,
  type ItemsOf,
  type NftablesItem,
  rulesFor,
} from './kube-proxy-oracle.ts';

const iptables = loadFixture<ItemsOf<IptablesItem>>('oracle/rules-iptables.json.gz').items;
const nftables = loadFixture<ItemsOf<NftablesItem>>('oracle/rules-nftables.json.gz').items;
const gated = loadFixture<ItemsOf<NftablesItem>>('oracle/rules-nftables-localhost.json.gz').items;
const ipvs = loadFixture<ItemsOf<IpvsItem>>('oracle/rules-ipvs.json.gz').items;

const RULE = /^(?:-[Aa] |add rule |add element |add KUBE-)/;

function linesIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => RULE.test(line));
}

function unexplained(text: string): readonly string[] {
  const lines = linesIn(text);
  const meanings = explainRules(lines);
  return lines.filter((_, index) => meanings[index] === undefined);
}

it('explains what iptables-restore gets and iptables-save shows', () => {
  const texts = iptables.flatMap(({ expected }) => Object.values(expected));
  expect(texts.length).toBeGreaterThan(100);
  for (const { restore, saved = '' } of texts) {
    expect(unexplained(restore)).toEqual([]);
    expect(unexplained(saved)).toEqual([]);
  }
});

it('explains rules and elements of nftables', () => {
  const texts = [...nftables, ...gated].flatMap(({ expected }) => Object.values(expected));
  expect(texts.length).toBeGreaterThan(100);
  for (const { dump } of texts) expect(unexplained(dump)).toEqual([]);
});

it('explains servers, entries and rules of ipvs', () => {
  for (const item of ipvs) {
    for (const family of Object.keys(item.expected) as ('ipv4' | 'ipv6')[]) {
      expect(unexplained(rulesFor(item, family, 'save').text), item.id).toEqual([]);
    }
  }
});

it('gives the shares of endpoints, whatever the rules before took', () => {
  const to = (chance: string, at: number) =>
    `-A KUBE-SVC-X -m comment --comment "a/b -> 10.0.0.${at}:80"${chance} -j KUBE-SEP-${at}`;
  const dice = (probability: number) => ` -m statistic --mode random --probability ${probability}`;
  const found = explainRules([to(dice(0.25), 1), to(dice(0.5), 2), to('', 3)]);
  expect(found.map((each) => each?.params)).toEqual([
    { endpoint: '10.0.0.1:80', index: 1, count: 3, share: '25%' },
    { endpoint: '10.0.0.2:80', index: 2, count: 3, share: '37.5%' },
    { endpoint: '10.0.0.3:80', index: 3, count: 3, share: '37.5%' },
  ]);
});

it.each([
  '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT',
  '-A KUBE-SERVICES -j LOG',
  '-A KUBE-FORWARD -s 203.0.113.0/24 -j ACCEPT',
  'add rule ip other services accept',
  ':KUBE-SERVICES - [0:0]',
  '',
])('has no reason for %s', (line) => {
  expect(explainRules([line])).toEqual([undefined]);
});

it('counters and short masks do not hide a reason', () => {
  const line = '[12:720] -A KUBE-SEP-X -s 10.0.0.1/32 -j KUBE-MARK-MASQ';
  expect(explainRules([line])[0]).toEqual({ code: 'hairpin', params: { ip: '10.0.0.1' } });
});

it('the rules of a port and those of all together are the whole, in all modes', () => {
  for (const { node, objects, id } of iptables.slice(0, 40)) {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const { cluster } = clusterIn(readDocuments(text), text);
    const machine = parseNode(JSON.stringify(node)).node;
    for (const mode of ['iptables', 'nftables', 'ipvs'] as const) {
      const planned = planRules(cluster, defaultConfig(mode), machine, 'ipv4');
      const groups = [...frameRules(planned, 'save'), ...portRules(planned, planned.plans, 'save')];
      const own = new Set(groups.flatMap(({ lines }) => lines));
      expect([...own].sort(), `${id} ${mode}`).toEqual(
        [...new Set(linesIn(rulesText(planned, 'save')))].sort(),
      );
    }
  }
});
