import { describe, expect, it } from 'vitest';
import { loadFixture } from '../fixtures.ts';
import type { EndpointsItem, ItemsOf } from './kube-proxy-oracle.ts';
import { perft } from './kube-proxy-perft.ts';

const { items } = loadFixture<ItemsOf<EndpointsItem>>('oracle/endpoints.json.gz');

describe.each(['iptables', 'nftables', 'ipvs'] as const)('%s mode', (mode) => {
  it.each(items)('$id', (item) => {
    for (const family of ['ipv4', 'ipv6'] as const) {
      if (item.expected[family] === undefined) continue;
      expect(perft(item, family, mode).wrong).toEqual([]);
    }
  });
});
