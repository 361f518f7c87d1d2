/**
 * Netfilter's hooks, the tables at each in the kernel's order, and the targets that iptables knows.
 * Source: include/uapi/linux/netfilter_ipv4.h (priorities) and the man pages iptables(8) and
 * iptables-extensions(8).
 */
import { targetOptions } from './options.ts';

export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** Connection tracking looks at the packet between raw and mangle. */
export const TABLES_AT: Readonly<Record<Hook, readonly string[]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'security', 'nat'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
};

export function isBuiltIn(chain: string): boolean {
  return Object.hasOwn(TABLES_AT, chain);
}

/** A target of iptables' own, not a chain. */
export function isTarget(name: string): boolean {
  return targetOptions(name) !== undefined;
}
