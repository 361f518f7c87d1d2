/**
 * Netfilter's hooks, the tables at each in the kernel's order, and the targets that iptables knows.
 * Source: include/uapi/linux/netfilter_ipv4.h (priorities) and the man pages iptables(8) and
 * iptables-extensions(8).
 */
import { targetOptions } from './options.ts';

export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

const TABLES_AT: Readonly<Record<Hook, readonly string[]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'nat', 'security'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
};

/**
 * The tables that a hook asks, in order; connection tracking looks at the packet between raw and mangle.
 * The back ends differ at INPUT: legacy has security at priority 50, before nat (100), while iptables-nft
 * makes it at 150 (measured: iptables 1.8.9). Without a header in the dump nft is taken.
 */
export function tablesAt(hook: Hook, backend: 'legacy' | 'nft' | undefined): readonly string[] {
  const legacy = hook === 'INPUT' && backend === 'legacy';
  return legacy ? ['mangle', 'filter', 'security', 'nat'] : TABLES_AT[hook];
}

export function isBuiltIn(chain: string): boolean {
  return Object.hasOwn(TABLES_AT, chain);
}

/** A target of iptables' own, not a chain. */
export function isTarget(name: string): boolean {
  return targetOptions(name) !== undefined;
}
