/** The dump as read last: a change of the packet must not read megabytes again. */
import {
  type AnyChain,
  type Dump,
  looksLikeNft,
  type NftDump,
  parseInSlices,
  parseNftInSlices,
  prepareChains,
} from '../../engine/netfilter/index.ts';

export interface Reading {
  readonly text: string;
  readonly dump: Dump | NftDump;
  readonly rules: number;
  readonly chains: number;
  /** Undefined when the dump has no counters, or all stand at zero. */
  readonly heat: Heat | undefined;
}

export interface Heat {
  /** Packets of the busiest rule. */
  readonly most: number;
  /** The dump from top to bottom, a digit for each stretch of it: 0 nothing, 9 the busiest. */
  readonly cells: string;
  /** Lines of the busiest rules, the busiest first. */
  readonly busiest: readonly number[];
}

const CELLS = 120;
const BUSIEST = 20;

let last: Reading | undefined;

export function* readingOf(text: string): Generator<number | undefined, Reading> {
  if (last?.text === text) return last;
  const steps = looksLikeNft(text) ? parseNftInSlices(text) : parseInSlices(text);
  let step = steps.next();
  for (; !step.done; step = steps.next()) yield step.value / text.length;
  const dump = step.value;
  if ('family' in dump) yield* prepareChains(dump);
  const all = dump.tables.flatMap(({ chains }): readonly AnyChain[] => [...chains.values()]);
  yield;
  const counted: { readonly line: number; readonly packets: number }[] = [];
  let rules = 0;
  for (const chain of all) {
    rules += chain.rules.length;
    for (const rule of chain.rules) {
      if (!('counters' in rule) || !rule.counters) continue;
      counted.push({ line: rule.line, packets: rule.counters.packets });
    }
  }
  yield;
  last = { text, dump, rules, chains: all.length, heat: heatOf(counted) };
  return last;
}

function heatOf(
  counted: readonly { readonly line: number; readonly packets: number }[],
): Heat | undefined {
  const busiest = counted
    .filter(({ packets }) => packets > 0)
    .sort((a, b) => b.packets - a.packets || a.line - b.line)
    .slice(0, BUSIEST);
  const most = busiest[0]?.packets;
  if (most === undefined) return undefined;
  const lines = counted.toSorted((a, b) => a.line - b.line);
  const count = Math.min(CELLS, lines.length);
  const highest = new Array<number>(count).fill(0);
  for (const [index, { packets }] of lines.entries()) {
    const cell = Math.floor((index * count) / lines.length);
    highest[cell] = Math.max(highest[cell] ?? 0, packets);
  }
  return {
    most,
    cells: highest.map((packets) => levelOf(packets, most)).join(''),
    busiest: busiest.map(({ line }) => line),
  };
}

/** 0 to 9: each level a power more. */
export function levelOf(packets: number, most: number): number {
  return packets === 0 ? 0 : Math.max(1, Math.ceil((9 * Math.log1p(packets)) / Math.log1p(most)));
}
