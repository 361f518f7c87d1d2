/**
 * From the rules of a node back to Services: what a pasted dump serves, what is odd in it, and where it differs
 * from the objects. For the comparison the rules are written that kube-proxy v1.37.2 would write for the objects
 * (rules.ts), read back in the same way, and compared port by port, by meaning.
 */
import { type Dump, type NftDump, parseDump, parseNft } from '../netfilter/index.ts';
import { compared } from './dump-compare.ts';
import { faultsIn, isIpvs } from './dump-faults.ts';
import { nftFaultsIn } from './dump-faults-nft.ts';
import { type Finding, type NodeRules, sortedPorts } from './dump-model.ts';
import { portsInIptables } from './from-iptables.ts';
import { kubeProxyTable, portsInNft } from './from-nft.ts';
import { type PlannedRules, rulesText } from './rules.ts';

/** Never throws. */
export function rulesInDump(dump: Dump | NftDump): NodeRules {
  if ('family' in dump) {
    const ports = portsInIptables(dump);
    const hasChains = dump.tables.some(({ chains }) => chains.has('KUBE-SERVICES'));
    const mode = isIpvs(dump.tables) ? 'ipvs' : hasChains ? 'iptables' : undefined;
    const findings = byLine(faultsIn(dump, ports));
    return { mode, ports: sortedPorts(ports.values()), findings };
  }
  const table = kubeProxyTable(dump);
  if (table === undefined) return { mode: undefined, ports: [], findings: [] };
  const ports = portsInNft(table);
  const findings = byLine(nftFaultsIn(table, ports));
  return { mode: 'nftables', ports: sortedPorts(ports.values()), findings };
}

/** `planned` is what the objects ask for, in the dump's own mode and family. */
export function compareWithDump(found: NodeRules, planned: PlannedRules): readonly Finding[] {
  if (found.mode === 'ipvs' || planned.mode === 'ipvs') return [];
  const text = rulesText(planned, 'save');
  const wanted = rulesInDump(planned.mode === 'nftables' ? parseNft(text) : parseDump(text));
  return byLine(compared(found.ports, wanted.ports, planned));
}

function byLine(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => a.line - b.line);
}
