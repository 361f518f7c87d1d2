/**
 * What is generated is taken by the programs that kube-proxy gives it to: `iptables-restore --test` and `nft -c`,
 * in a network namespace of their own. Each mode in one process; where a program or the right is missing, skipped.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { IpFamily, ProxyMode } from '../../src/engine/kube-proxy/index.ts';
import {
  type IptablesItem,
  type ItemsOf,
  type NftablesItem,
  rulesFor,
} from '../engine/kube-proxy-oracle.ts';
import { loadFixture } from '../fixtures.ts';

const PROGRAMS = {
  iptables: {
    ipv4: ['iptables-restore', '--test', '--noflush'],
    ipv6: ['ip6tables-restore', '--test', '--noflush'],
  },
  nftables: { ipv4: ['nft', '-c', '-f', '-'], ipv6: ['nft', '-c', '-f', '-'] },
} as const satisfies Partial<Record<ProxyMode, Record<IpFamily, readonly string[]>>>;

function inNamespace(words: readonly string[], input: string) {
  return spawnSync('unshare', ['--net', ...words], { input, encoding: 'utf8' });
}

/** A rule that needs nothing but the program itself. */
const SMALLEST = {
  iptables: '*nat\n:KUBE-TEST - [0:0]\n-A KUBE-TEST -j MARK --or-mark 0x4000\nCOMMIT\n',
  nftables: 'add table ip kube-test\n',
} as const;

function missing(mode: keyof typeof PROGRAMS): string | undefined {
  const { status, error, stderr } = inNamespace(PROGRAMS[mode].ipv4, SMALLEST[mode]);
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/** Counters of nfacct are made by kube-proxy beforehand, and most kernels have no such match. */
function withoutCounters(text: string): string {
  return text.replaceAll(/ -m nfacct --nfacct-name \S+/g, '');
}

const fixtures: Readonly<Record<keyof typeof PROGRAMS, readonly (IptablesItem | NftablesItem)[]>> =
  {
    iptables: loadFixture<ItemsOf<IptablesItem>>('oracle/rules-iptables.json.gz').items,
    nftables: loadFixture<ItemsOf<NftablesItem>>('oracle/rules-nftables.json.gz').items,
  };

describe.each(['iptables', 'nftables'] as const)('%s mode', (mode) => {
  const reason = missing(mode);
  if (reason !== undefined)
    console.log(`What ${mode} mode writes is not given to its program: ${reason}`);
  it.skipIf(reason !== undefined).each([...fixtures[mode]])('$id', { timeout: 60_000 }, (item) => {
    for (const family of Object.keys(item.expected) as IpFamily[]) {
      const { text } = rulesFor(item, family);
      const { status, stderr } = inNamespace(PROGRAMS[mode][family], withoutCounters(text));
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });
});
