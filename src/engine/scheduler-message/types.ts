/** What a FailedScheduling message says, clause by clause. */
import type { Problem } from '../problem.ts';

/**
 * Where a clause comes from: `before` the nodes are looked at (PreFilter: all nodes at once), of `each` node
 * (Filter), or what `preemption` found (PostFilter).
 */
export type Stage = 'before' | 'each' | 'preemption';

export type ClauseCode =
  | 'insufficient'
  | 'too-many-pods'
  | 'cordoned'
  | 'no-node-object'
  | 'taint'
  | 'node-affinity'
  | 'enforced-affinity'
  | 'affinity-conflict'
  | 'node-name'
  | 'ports'
  | 'pod-affinity'
  | 'pod-anti-affinity'
  | 'others-anti-affinity'
  | 'spread'
  | 'spread-label'
  | 'volume-bind'
  | 'volume-node'
  | 'volume-space'
  | 'volume-lost'
  | 'claim-unbound'
  | 'claim-missing'
  | 'claim-deleted'
  | 'claim-ephemeral'
  | 'claim-lost'
  | 'claim-no-class'
  | 'class-no-mode'
  | 'volume-zone'
  | 'disk-conflict'
  | 'read-write-once-pod'
  | 'volume-count'
  | 'driver-missing'
  | 'node-features'
  | 'devices'
  | 'devices-elsewhere'
  | 'device-claim-used'
  | 'device-claim-pending'
  | 'device-class-missing'
  | 'device-other'
  | 'pod-level-short'
  | 'resize-elsewhere'
  | 'resize-no-preemption'
  | 'gated'
  | 'gang'
  | 'filtered-out'
  | 'no-victims'
  | 'not-helpful'
  | 'unknown';

export interface Clause {
  readonly code: ClauseCode;
  /** The plugin that says it; empty if no plugin of the scheduler's own does. */
  readonly plugin: string;
  readonly stage: Stage;
  /** How many nodes say so; null where there is no number (all of them). */
  readonly count: number | null;
  /** As it stands in the message. */
  readonly text: string;
  /** Names in it: resource, taint, claim, class, driver. */
  readonly params: Readonly<Record<string, string>>;
  /** Whether evicting Pods of lower priority could make it go away. */
  readonly preemptible: boolean;
  /** No longer said in v1.37. */
  readonly older: boolean;
}

/** A clause as it may stand in a message, and what it means. */
export interface ClauseRow {
  readonly code: ClauseCode;
  readonly plugin: string;
  readonly says: RegExp;
  readonly stage?: Stage;
  /** Code Unschedulable: without it UnschedulableAndUnresolvable, where no preemption helps. */
  readonly preemptible?: true;
  readonly older?: true;
}

/**
 * A node is turned down by the first plugin that refuses it, so its reasons are of one plugin: most plugins
 * give one, some give several. `overlap`: more reasons than nodes, as many as nodes with several reasons allow.
 * `missing`: fewer. `too-many`: more than any nodes could have said. `none`: there are no counts.
 */
export type BalanceCode = 'adds-up' | 'overlap' | 'missing' | 'too-many' | 'none';

export interface Balance {
  readonly code: BalanceCode;
  readonly sum: number;
  /** How many nodes the clauses stand for, at least and at most. */
  readonly least: number;
  readonly most: number;
}

export interface Verdict {
  readonly nodes: number;
  readonly clauses: readonly Clause[];
  readonly balance: Balance;
}

export interface SchedulerMessage extends Verdict {
  /** Of the text. */
  readonly line: number;
  /** How it stood there, in one line. */
  readonly text: string;
  readonly preemption: Preemption | null;
  /** Cut by the scheduler at 1024 bytes, or by whoever copied it. */
  readonly truncated: boolean;
  /** What stands behind the clauses and is none. */
  readonly rest: string;
}

export type PreemptionCode =
  /** Evicting others would not help on any node, for the reasons in the clauses. */
  | 'preemption-no-node'
  | 'preemption-never'
  | 'preemption-waits'
  | 'preemption-no-candidate'
  | 'preemption-other';

export interface Preemption extends Verdict {
  readonly code: PreemptionCode;
  readonly text: string;
}

export type MessageProblemCode = 'message-empty' | 'message-none' | 'message-too-many';

export interface MessageReport {
  readonly messages: readonly SchedulerMessage[];
  readonly problems: readonly Problem<MessageProblemCode>[];
}
