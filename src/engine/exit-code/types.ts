/** What the reader of exit codes and reasons answers with. */
import type { Params, Problem } from '../problem.ts';
import type { Meaning } from './meaning.ts';

/** Where a word stands. */
export type Place =
  /** `state.waiting.reason` of a container. */
  | 'waiting'
  /** `state.terminated` or `lastState.terminated` of a container. */
  | 'terminated'
  /** `status.reason` of the Pod. */
  | 'pod'
  /** Only in the STATUS column: whoever prints the table makes it up. */
  | 'printed'
  /** Only in Events and the kubelet's log. */
  | 'log';

export interface Said<Code extends string = string> {
  readonly code: Code;
  readonly params: Params;
}

/** A command to look further, and the code of what it shows. */
export interface Look {
  readonly code: LookCode;
  readonly command: string;
}

export type LookCode =
  | 'look-last-logs'
  | 'look-logs'
  | 'look-describe'
  | 'look-events'
  | 'look-states'
  | 'look-usage'
  | 'look-kernel'
  | 'look-runtime'
  | 'look-kubelet'
  | 'look-node'
  | 'look-shell'
  | 'look-pull'
  | 'look-config'
  | 'look-hook';

export type NextCode =
  | 'next-after-zero'
  | 'next-after-failure'
  | 'next-after-start-error'
  | 'next-after-hook'
  | 'next-image-backoff'
  | 'next-each-sync'
  | 'next-same-again'
  | 'next-crash-loop'
  | 'next-restart-all'
  | 'next-pod-over'
  | 'next-pod-goes'
  | 'next-nothing'
  | 'next-waits';

export type ColumnCode =
  | 'column-status'
  | 'column-reason-only'
  | 'column-last'
  | 'column-pod-reason'
  | 'column-printed'
  | 'column-none';

export type SenderCode =
  | 'from-kill'
  | 'from-term'
  | 'from-int'
  | 'from-hup'
  | 'from-quit'
  | 'from-abort'
  | 'from-segv'
  | 'from-bus'
  | 'from-fpe'
  | 'from-ill'
  | 'from-trap'
  | 'from-sys'
  | 'from-pipe'
  | 'from-limit'
  | 'from-timer'
  | 'from-user'
  | 'from-other'
  | 'from-nobody';

/** What is to be known besides. Params stand beside each code. */
export type NoteCode =
  /** params: written, kept */
  | 'note-low-byte'
  /** params: written, hex */
  | 'note-hex'
  /** A number that is an exit code here, and a signal elsewhere. params: signal, code */
  | 'note-also-signal'
  /** params: signal */
  | 'note-pid1'
  /** params: signal, code */
  | 'note-shell'
  | 'note-137'
  | 'note-143'
  | 'note-crio-minus-one'
  | 'note-signal-field'
  | 'note-jvm-3'
  | 'note-oom-late'
  | 'note-init'
  | 'note-no-start'
  | 'note-last-state'
  /** What the message tells. params: name or delay, where it has one */
  | 'message-no-such-file'
  | 'message-permission'
  | 'message-format'
  | 'message-no-memory-to-start'
  | 'message-not-found'
  | 'message-credentials'
  | 'message-rate'
  | 'message-certificate'
  | 'message-unreachable'
  | 'message-missing-object'
  | 'message-missing-key'
  | 'message-root'
  | 'message-delay';

/** One thing that was found in the text and what it means. */
export interface ExitItem {
  /** 1-based, in the reader's text. */
  readonly line: number;
  readonly container?: string;
  /** Of which state, where the text says it. */
  readonly field?: 'state' | 'lastState';
  /** As the object shows it: what the kernel kept of it, on Windows all 32 bits. */
  readonly exitCode?: number;
  /** The signal that ended the process, or would give this code. */
  readonly signal?: string;
  readonly reason?: string;
  /** In one word: the signal where there is one, else the meaning. */
  readonly name: string;
  readonly meaning: Said<Meaning>;
  readonly notes: readonly Said<NoteCode>[];
  readonly sender?: SenderCode;
  readonly place: Place;
  /** API field path; empty where the word is in no object. */
  readonly path: string;
  readonly column: ColumnCode;
  readonly next: readonly NextCode[];
  readonly look: readonly Look[];
  /** Who writes it: a file of Kubernetes v1.37.2 or of a runtime; empty where it is only a custom. */
  readonly source: string;
  /** Of the catalogue rows that belong to it. */
  readonly rows: readonly string[];
}

/** params: text, and `meant` where a known word is near. */
export type ExitProblemCode =
  | 'exit-unknown'
  | 'exit-unknown-near'
  /** A phase of a Pod or a kind of container state, which has no reason. */
  | 'exit-phase'
  | 'exit-only-running'
  /** An object without any state of a container. */
  | 'exit-no-state';

export interface ExitReport {
  readonly items: readonly ExitItem[];
  readonly problems: readonly Problem<ExitProblemCode>[];
  /** There was more in the text than is answered. */
  readonly cut: boolean;
}
