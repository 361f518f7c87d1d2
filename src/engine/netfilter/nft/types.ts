/**
 * What `nft list ruleset` holds, as far as kube-proxy's own vocabulary goes; anything else is kept as a
 * statement that is not understood. Grammar: nft(8), parser_bison.y of nftables 1.0.
 */
import type { Hook } from '../hooks.ts';
import type { Problem } from '../../problem.ts';

export type NftCode = 'nft-syntax' | 'nft-open' | 'nft-table-missing' | 'nft-chain-missing';

/** What a packet is asked for. */
export interface Expression {
  readonly field: Field;
  /** Only these bits of it. */
  readonly mask?: number;
  /** `tcp dport` asks for the protocol as well. */
  readonly proto?: string;
}

export type Field =
  | 'saddr'
  | 'daddr'
  | 'l4proto'
  | 'sport'
  | 'dport'
  | 'mark'
  | 'iifname'
  | 'oifname'
  | 'ct-state'
  | 'ct-status'
  | 'ct-mark'
  | 'fib-saddr-type'
  | 'fib-daddr-type'
  | 'skuid'
  | 'nfproto';

/** A set by its name, or the elements in braces. */
export type SetRef = { readonly name: string } | { readonly elements: readonly Element[] };

export interface Element {
  /** One text for each part of a concatenation, ranges and prefixes as written. */
  readonly key: readonly string[];
  readonly line: number;
  readonly comment?: string;
  /** Of a verdict map. */
  readonly verdict?: Verdict;
  /** Of another map: what stands behind the colon. */
  readonly data?: readonly string[];
}

export interface Verdict {
  readonly kind: 'accept' | 'drop' | 'return' | 'continue' | 'jump' | 'goto';
  /** Of a jump. */
  readonly chain: string;
}

/** `random mod 3 offset 0`. */
export interface Numgen {
  readonly modulus: number;
  readonly offset: number;
}

export type NatTarget =
  | { readonly address: string | undefined; readonly port: string | undefined }
  | { readonly numgen: Numgen; readonly map: SetRef };

/** `meta mark set meta mark | 0x4000`: the mark is masked, turned, or replaced. */
export interface MarkChange {
  readonly of: 'mark' | 'ct-mark' | undefined;
  readonly operator: '|' | '^' | '&' | undefined;
  readonly value: number;
}

export type Action =
  | {
      readonly op: 'match';
      readonly left: readonly Expression[];
      readonly not: boolean;
      readonly right: SetRef | readonly string[];
    }
  | { readonly op: 'vmap'; readonly left: readonly Expression[]; readonly map: SetRef }
  | { readonly op: 'draw'; readonly numgen: Numgen; readonly map: SetRef }
  | { readonly op: 'verdict'; readonly verdict: Verdict }
  | { readonly op: 'reject'; readonly with: string | undefined }
  | { readonly op: 'dnat' | 'snat'; readonly to: NatTarget; readonly flags: readonly string[] }
  | {
      readonly op: 'masquerade' | 'redirect';
      readonly port: string | undefined;
      readonly flags: readonly string[];
    }
  | { readonly op: 'set-mark'; readonly target: 'mark' | 'ct-mark'; readonly change: MarkChange }
  | { readonly op: 'update'; readonly set: string; readonly key: readonly Expression[] }
  | { readonly op: 'counter' | 'notrack' }
  | { readonly op: 'log'; readonly prefix: string }
  | { readonly op: 'strange'; readonly text: string };

export interface NftRule {
  /** Family and name: `ip kube-proxy`. */
  readonly table: string;
  readonly chain: string;
  /** From 1, within its chain. */
  readonly number: number;
  readonly line: number;
  readonly statements: readonly Statement[];
  readonly comment: string;
}

export type Statement = Action & {
  /** Columns in its line; of a rule over several lines those of its first. */
  readonly start: number;
  readonly end: number;
};

export interface NftChain {
  readonly table: string;
  readonly name: string;
  readonly line: number;
  readonly base: Base | undefined;
  /** `ACCEPT` or `DROP`, of a base chain. */
  readonly policy: string | undefined;
  readonly rules: readonly NftRule[];
}

export interface Base {
  readonly type: string;
  readonly hook: Hook;
  readonly priority: number;
}

export interface NftSet {
  readonly name: string;
  readonly line: number;
  /** How long elements stay, as written: `3h`, `10800s`. */
  readonly timeout: string | undefined;
  readonly elements: readonly Element[];
}

export interface NftTable {
  /** `ip`, `ip6`, `inet`. */
  readonly family: string;
  readonly name: string;
  readonly line: number;
  readonly chains: ReadonlyMap<string, NftChain>;
  readonly sets: ReadonlyMap<string, NftSet>;
}

export interface NftDump {
  readonly lines: readonly string[];
  readonly tables: readonly NftTable[];
  readonly problems: readonly Problem<NftCode>[];
}
