/**
 * One packet on its way, and what packets before it have left behind. A walk is copied where a random rule
 * parts the way, so everything in it is replaced rather than changed, but for the fields of the walk itself.
 */
import type { Address } from '../address.ts';
import type { Flow } from './conntrack.ts';
import type { Hook } from './hooks.ts';
import type { ConnectionState, Env, IpSet, TcpFlag } from './packet.ts';
import type { AnyChain, AnyRule, Ruleset, Station } from './ruleset.ts';
import { placeOf, type Rule } from './types.ts';

/** The header as it is now: NAT and MARK write into it. */
export interface Header {
  readonly src: Address;
  readonly dst: Address;
  /** Protocol number. */
  readonly proto: number;
  readonly sport: number | undefined;
  readonly dport: number | undefined;
  readonly flags: readonly TcpFlag[];
  readonly type: number | undefined;
  readonly code: number | undefined;
  readonly icmpId: number | undefined;
  readonly mark: number;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly length: number | undefined;
  readonly ttl: number | undefined;
  readonly tos: number | undefined;
  readonly mac: string | undefined;
  readonly at: number;
}

/** What rules and packets before this one have left: nothing here is ever changed in place. */
export interface World {
  readonly flows: readonly Flow[];
  /** Tokens left of `limit` and `hashlimit`, by rule and key, and when they were counted. */
  readonly buckets: ReadonlyMap<string, { readonly tokens: number; readonly at: number }>;
  /** Times at which `recent` saw an address, by list and address. */
  readonly recent: ReadonlyMap<string, readonly number[]>;
  readonly ipsets: Readonly<Record<string, IpSet>>;
}

export type StepCode =
  | 'rule-accept'
  | 'rule-drop'
  | 'rule-reject'
  | 'rule-return'
  | 'rule-jump'
  | 'rule-goto'
  | 'rule-mark'
  | 'rule-connmark'
  | 'rule-dnat'
  | 'rule-snat'
  | 'rule-masquerade'
  | 'rule-redirect'
  | 'rule-netmap'
  | 'rule-notrack'
  | 'rule-log'
  | 'rule-remember'
  | 'rule-counts'
  | 'rule-goes-on'
  | 'policy-drop';

/** A rule that matched, or a policy that decided, and what it did. */
export interface Step {
  readonly table: string;
  readonly chain: string;
  readonly number: number | 'policy';
  readonly line: number;
  readonly code: StepCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A rule that was tried and did not match, with the columns of the condition that failed. */
export interface Examined {
  readonly table: string;
  readonly chain: string;
  readonly number: number;
  readonly line: number;
  readonly failed: { readonly start: number; readonly end: number };
}

/** A built-in chain that the packet met, and the packet as it came there. */
export interface Pass {
  readonly table: string;
  readonly chain: string;
  readonly policy: string | undefined;
  readonly header: Header;
  readonly in: string | undefined;
  readonly out: string | undefined;
  /** How many steps lie before it. */
  readonly steps: number;
}

export type AssumptionCode = 'limit-full' | 'limit-empty' | 'recent-empty';

/** What the dump does not hold and nobody stated: the walk goes on with what holds just after loading. */
export interface Assumption {
  readonly code: AssumptionCode;
  readonly line: number;
}

export type UnknownCode =
  | 'match-unknown'
  | 'option-unknown'
  | 'target-unknown'
  | 'statement-unknown'
  | 'value-unreadable'
  | 'set-not-stated'
  | 'set-type-unknown'
  | 'local-not-stated'
  | 'route-not-stated'
  | 'owner-not-stated'
  | 'header-not-stated'
  | 'address-not-stated'
  | 'userspace-decides'
  | 'chain-missing'
  | 'chain-loop'
  | 'group-address'
  | 'too-many-ways';

export interface Unknown {
  readonly code: UnknownCode;
  readonly params: Readonly<Record<string, string>>;
}

export interface Frame {
  readonly chain: AnyChain;
  /** Index of the rule that comes next. */
  next: number;
}

export interface Walk {
  readonly rules: Ruleset;
  readonly env: Env;
  /** Whether rules that do not match are noted too. */
  readonly all: boolean;
  probability: number;
  header: Header;
  world: World;
  hook: Hook;
  /** What still stands on the way through the hook, the next one first. */
  stations: readonly Station[];
  /** The number that `numgen` draws next. */
  drawn: number;
  stack: Frame[];
  /** The built-in chain whose policy decides when the stack is empty. */
  base: AnyChain | undefined;
  /** Chains that nat asks before it rewrites. */
  natChains: readonly AnyChain[];
  /** The side that the nat table is just asked about. */
  asking: 'src' | 'dst' | undefined;
  in: string | undefined;
  /** Undefined before the routing decision, and where the route is not stated. */
  out: string | undefined;
  /** The second time through, on loopback. */
  looped: boolean;
  state: ConnectionState | undefined;
  reply: boolean;
  /** Undefined when the packet is not tracked or invalid. */
  flow: Flow | undefined;
  zone: number;
  /** Mark at the moment nat POSTROUTING or INPUT is entered. */
  markBeforeNat: number | undefined;
  masquerade: boolean;
  readonly steps: Step[];
  readonly passes: Pass[];
  readonly examined: Examined[];
  assumptions: readonly Assumption[];
  /** Rules of which it stays open whether they matched, and which change nothing. */
  readonly uncertain: AnyRule[];
}

/** Why a packet ended although no rule dropped it. */
export type LostCode = 'no-route' | 'martian-source' | 'martian-destination' | 'ttl-expired';

/** How a walk ends. */
export interface End {
  readonly verdict: 'accept' | 'drop' | 'reject' | 'unknown';
  readonly rejectWith?: string;
  /** The interface, `local` for a socket of the node; absent unless accepted or not stated. */
  readonly out?: string;
  readonly unknown?: {
    /** As placeOf() says it, or `routing/HOOK`. */
    readonly at: string;
    readonly line: number;
    readonly why: Unknown;
    readonly rule?: AnyRule;
  };
  readonly lost?: LostCode;
}

/** Whether a condition holds; a number is the chance that it does. */
export type Held = boolean | number | Unknown;

export interface Condition {
  /** Columns of the option in its line. */
  readonly start: number;
  readonly end: number;
  /** Neither random nor does asking change anything. */
  readonly pure: boolean;
  readonly holds: (walk: Walk, rule: Rule) => Held;
}

export function unknown(code: UnknownCode, params: Unknown['params'] = {}): Unknown {
  return { code, params };
}

export function unknownAt(walk: Walk, why: Unknown, rule?: AnyRule): End {
  const at = rule ? placeOf(rule) : `routing/${walk.hook}`;
  return { verdict: 'unknown', unknown: { at, line: rule?.line ?? 0, why, ...(rule && { rule }) } };
}
