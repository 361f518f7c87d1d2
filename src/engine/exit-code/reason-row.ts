import type { ColumnCode, LookCode, NextCode, Place } from './types.ts';

/** A word, where it stands, what it means, who writes it, and what is unlike the usual of its place. */
export type ReasonRow = readonly [
  word: string,
  place: Place,
  meaning: ReasonMeaning,
  source: string,
  more: More,
];

export interface More {
  readonly column?: ColumnCode;
  readonly next?: readonly NextCode[];
  readonly look?: readonly LookCode[];
}

/** What a word says, by code: messages have a sentence for each. */
export type ReasonMeaning =
  | 'creating'
  | 'initializing'
  | 'crash-loop'
  | 'pull-failed'
  | 'pull-backoff'
  | 'never-pulled'
  | 'invalid-image'
  | 'inspect-failed'
  | 'registry-unavailable'
  | 'signature-invalid'
  | 'config-error'
  | 'create-error'
  | 'pre-create-hook'
  | 'pre-start-hook'
  | 'run-error'
  | 'post-start-hook'
  | 'restarting-all'
  | 'completed'
  | 'failed'
  | 'oom-killed'
  | 'start-failed'
  | 'lost-by-runtime'
  | 'lost-by-kubelet'
  | 'restarted-all'
  | 'cannot-run'
  | 'seccomp-killed'
  | 'evicted'
  | 'preempted-by-kubelet'
  | 'deadline-exceeded'
  | 'node-shut-down'
  | 'node-shutting-down'
  | 'node-lost'
  | 'out-of-cpu'
  | 'out-of-memory'
  | 'out-of-storage'
  | 'out-of-pods'
  | 'out-of-other'
  | 'node-affinity'
  | 'node-name'
  | 'node-ports'
  | 'taint'
  | 'unexpected-admission'
  | 'topology'
  | 'smt-alignment'
  | 'empty-shared-pool'
  | 'sysctl'
  | 'apparmor'
  | 'pod-os'
  | 'pod-os-label'
  | 'supplemental-groups'
  | 'pod-level-resources'
  | 'pod-feature'
  | 'volume-limit'
  | 'node-info'
  | 'unknown-refusal'
  | 'unused-reason'
  | 'being-deleted'
  | 'partly-completed'
  | 'node-lost-printed'
  | 'scheduling-gated'
  | 'sandbox-create'
  | 'sandbox-config'
  | 'sandbox-kill'
  | 'container-kill'
  | 'container-remove'
  | 'resize-failed';
