/** Which rules of a dump are there for a Service port: those of its chains, and those that lead there. */
import type { FoundPort } from '../../engine/kube-proxy/index.ts';
import type { Dump, NftDump, NftTable, Rule } from '../../engine/netfilter/index.ts';

export interface DumpLine {
  readonly table: string;
  /** As explainRules reads it. */
  readonly text: string;
  readonly line: number;
}

export function ruleCount(dump: Dump | NftDump): number {
  const chains = dump.tables.flatMap((table): readonly { readonly rules: readonly unknown[] }[] => [
    ...table.chains.values(),
  ]);
  return chains.reduce((sum, { rules }) => sum + rules.length, 0);
}

export function linesOfPort(dump: Dump | NftDump, port: FoundPort): readonly DumpLine[] {
  return 'family' in dump ? inIptables(dump, port) : inNft(dump, port);
}

function inIptables({ tables, lines }: Dump, port: FoundPort): readonly DumpLine[] {
  const endpoints = [...(port.cluster ?? []), ...(port.local ?? [])];
  const own = new Set([...port.chains, ...endpoints.flatMap(({ chain }) => chain ?? [])]);
  const named =
    port.fullName === undefined ? undefined : [`"${port.fullName} `, `"${port.fullName}"`];
  const isNamed = ({ line }: Rule) =>
    named?.some((start) => lines[line - 1]?.includes(start)) ?? false;
  const isShared = (chain: string) =>
    /^KUBE-(?:(?:EXTERNAL-)?SERVICES|NODEPORTS|PROXY-FIREWALL)$/.test(chain);
  return tables.flatMap(({ name, chains }) =>
    [...chains.values()]
      .filter((chain) => own.has(chain.name) || isShared(chain.name))
      .flatMap((chain) =>
        chain.rules
          .filter(
            (rule) => own.has(chain.name) || own.has(rule.target?.name ?? '') || isNamed(rule),
          )
          .map(({ line }) => ({ table: name, text: (lines[line - 1] ?? '').trim(), line })),
      ),
  );
}

function inNft({ tables, lines }: NftDump, port: FoundPort): readonly DumpLine[] {
  const table = tables.find(({ name }) => name === 'kube-proxy');
  if (table === undefined) return [];
  const place = `${table.family} ${table.name}`;
  const endpoints = [...(port.cluster ?? []), ...(port.local ?? [])];
  const own = new Set([...port.chains, ...endpoints.flatMap(({ chain }) => chain ?? [])]);
  const rules = [...table.chains.values()]
    .filter(({ name }) => own.has(name))
    .flatMap((chain) =>
      chain.rules.map(({ line }) => ({
        table: place,
        text: `add rule ${place} ${chain.name} ${bare(lines[line - 1] ?? '')}`,
        line,
      })),
    );
  return [...elementsOf(table, port, own, place), ...rules];
}

/** A rule in its block, or a line of a transaction. */
function bare(line: string): string {
  return line.trim().replace(/^add rule \S+ \S+ \S+ /, '');
}

function elementsOf(
  table: NftTable,
  { refused }: FoundPort,
  own: ReadonlySet<string>,
  place: string,
): readonly DumpLine[] {
  const turnedAway = new Set(
    refused.map(({ ip, port }) => (ip === '*' ? String(port) : `${ip} ${port}`)),
  );
  return [...table.sets.values()].flatMap(({ name, line, elements }) =>
    elements
      .filter(({ key, verdict }) => {
        if (verdict === undefined) return false;
        if (own.has(verdict.chain)) return true;
        const at = key.length > 2 ? `${key[0]} ${key.at(-1)}` : (key.at(-1) ?? '');
        return name.startsWith('no-endpoint') && turnedAway.has(at);
      })
      .map(({ key, verdict }) => ({
        table: place,
        text: `add element ${place} ${name} { ${key.join(' . ')} : ${verdict?.kind} ${verdict?.chain} }`,
        line,
      })),
  );
}
