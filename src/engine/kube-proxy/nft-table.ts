/**
 * A table in the form in which sigs.k8s.io/knftables v0.0.22 prints one (Fake.Dump), which `nft -f -` reads:
 * chains, sets and maps by name, then their rules and elements. Elements have no order: here that of their text.
 */

export interface NftTable {
  readonly family: 'ip' | 'ip6';
  readonly name: string;
  readonly comment: string;
  /** What stands behind the name, and the rules. */
  readonly chains: Map<string, NftChain>;
  readonly sets: Map<string, NftElements>;
  readonly maps: Map<string, NftElements>;
  /** Their names. */
  readonly counters: readonly string[];
}

export interface NftChain {
  readonly properties: string;
  readonly rules: string[];
}

export interface NftElements {
  readonly properties: string;
  /** From the key to what stands behind it: a comment, a value. */
  readonly elements: Map<string, string>;
}

export function printTable(table: NftTable): string {
  const { family, name, comment } = table;
  const own = `${family} ${name}`;
  const lines = [`add table ${own} { comment "${comment}" ; }`];
  for (const [chain, { properties }] of byName(table.chains)) {
    lines.push(`add chain ${own} ${chain}${properties === '' ? '' : ` { ${properties} }`}`);
  }
  for (const [kind, all] of [
    ['set', table.sets],
    ['map', table.maps],
  ] as const) {
    for (const [each, { properties }] of byName(all)) {
      lines.push(`add ${kind} ${own} ${each} { ${properties} }`);
    }
  }
  for (const counter of table.counters.toSorted()) lines.push(`add counter ${own} ${counter}`);
  for (const [chain, { rules }] of byName(table.chains)) {
    for (const rule of rules) lines.push(`add rule ${own} ${chain} ${rule}`);
  }
  for (const all of [table.sets, table.maps]) {
    for (const [each, { elements }] of byName(all)) {
      const printed = [...elements].map(
        ([key, rest]) => `add element ${own} ${each} { ${key}${rest} }`,
      );
      for (const line of printed.sort()) lines.push(line);
    }
  }
  return `${lines.join('\n')}\n`;
}

function byName<T>(all: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
}
