/**
 * Lines for `iptables-restore`, and rules that iptables and ipvs mode share: pkg/proxy/iptables/proxier.go and
 * pkg/proxy/ipvs/proxier.go, v1.37.2.
 */
import type { Detector } from './types.ts';

/** Lines of the two tables. */
export interface IptablesLines {
  readonly filterChains: string[];
  readonly filterRules: string[];
  readonly natChains: string[];
  readonly natRules: string[];
}

/** ipvs mode has the nat table first. */
export function restoreText(lines: IptablesLines, first: 'filter' | 'nat'): string {
  const filter = tableText('filter', lines.filterChains, lines.filterRules);
  const nat = tableText('nat', lines.natChains, lines.natRules);
  return first === 'nat' ? nat + filter : filter + nat;
}

function tableText(name: string, chains: readonly string[], rules: readonly string[]): string {
  const all = rules.length === 0 ? '' : `${rules.join('\n')}\n`;
  return `*${name}\n${chains.join('\n')}\n${all}COMMIT\n`;
}

export function chainLine(chain: string): string {
  return `:${chain} - [0:0]`;
}

export function masqueradeRules(mark: string): string[] {
  return [
    `-A KUBE-POSTROUTING -m mark ! --mark ${mark}/${mark} -j RETURN`,
    `-A KUBE-POSTROUTING -j MARK --xor-mark ${mark}`,
    '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
    `-A KUBE-MARK-MASQ -j MARK --or-mark ${mark}`,
  ];
}

export function acceptRules(mark: string): string[] {
  return [
    `-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark ${mark}/${mark} -j ACCEPT`,
    '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  ];
}

export function ifLocal(detector: Detector): string {
  if (detector.kind === 'cidr') return `-s ${detector.cidr.text}`;
  return `-i ${detector.kind === 'bridge' ? detector.name : `${detector.prefix}+`}`;
}

export function comment(text: string): string {
  return `-m comment --comment "${text}"`;
}
