/**
 * What an `iptables-save` text holds. The text itself stays the truth: every line keeps its own spelling,
 * what is understood of it stands beside. Lines count from 1, columns inside a line from 0.
 */
import type { Family } from '../address.ts';
import type { Problem } from '../problem.ts';

export type ParseCode =
  | 'line-unknown'
  | 'outside-table'
  | 'chain-undeclared'
  | 'target-undeclared'
  | 'quote-open'
  | 'value-missing'
  | 'token-stray'
  | 'rule-not-found'
  | 'table-twice'
  | 'table-open'
  | 'nft-ruleset';

/** One option of a rule with its values, quotes taken off. */
export interface Argument {
  /** `!` stands before the option, or in old text before its value. */
  readonly not: boolean;
  /** In the short spelling where there is one (`-s` for `--source`), else as written. */
  readonly option: string;
  readonly values: readonly string[];
  /** Columns in the line, the `!` included; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A match with its options, or the target with its. */
export interface Part {
  /** `conntrack`, `tcp`; for a target `DNAT` or the name of a chain. */
  readonly name: string;
  readonly args: readonly Argument[];
  readonly start: number;
  readonly end: number;
}

export interface Counters {
  readonly packets: number;
  readonly bytes: number;
}

export interface Rule {
  readonly table: string;
  readonly chain: string;
  /** From 1, within its chain, as `iptables -L --line-numbers` counts. */
  readonly number: number;
  readonly line: number;
  readonly counters: Counters | undefined;
  /** `-s`, `-d`, `-i`, `-o`, `-p`, `-f`: what the rule asks of the packet before any match. */
  readonly basics: readonly Argument[];
  readonly matches: readonly Part[];
  readonly target: Part | undefined;
  /** The target was given by `-g`. */
  readonly goto: boolean;
}

export interface Chain {
  readonly table: string;
  readonly name: string;
  readonly line: number;
  /** `ACCEPT` or `DROP`; undefined for a chain that a user made. */
  readonly policy: string | undefined;
  readonly counters: Counters | undefined;
  readonly rules: readonly Rule[];
}

export interface Table {
  readonly name: string;
  readonly line: number;
  readonly chains: ReadonlyMap<string, Chain>;
}

export interface Dump {
  /** Every line with its end, as it was read. */
  readonly lines: readonly string[];
  readonly tables: readonly Table[];
  /** Told by a header or an address; undefined when nothing tells. */
  readonly family: Family | undefined;
  readonly backend: 'legacy' | 'nft' | undefined;
  readonly problems: readonly Problem<ParseCode>[];
}

/** `nat/KUBE-SERVICES/7`, `filter/FORWARD/policy`; of nftables, where chains have slashes, `services 2`. */
export function placeOf({
  table,
  chain,
  number,
}: Pick<Rule, 'table' | 'chain'> & { readonly number: number | 'policy' }): string {
  // The table of nftables is named with its family.
  return table.includes(' ') ? `${chain} ${number}` : `${table}/${chain}/${number}`;
}
