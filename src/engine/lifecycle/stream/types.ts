/** What a reader may paste about Pods, put in order: the objects as they were seen, and the Events. */
import type { ObjectName, PodProblemCode } from '../../pod/index.ts';
import type { Problem } from '../../problem.ts';
import type { ReadCode } from '../../read/index.ts';
import type { PodView } from '../model.ts';
import type { LifecycleRefusal, LifecycleRefusalCode } from '../refused.ts';

/**
 * Where a moment is known from. `watch`: somebody noted when it was received. `object`: the latest date in
 * the object, whole seconds. `rule`: the object has no new date; a rule of the kubelet's tells about when.
 */
export type Clock = 'watch' | 'object' | 'rule';

/** A Pod as it was seen once. */
export interface Snapshot {
  /** Milliseconds on the item's clock: see `LifecycleItem.origin`. */
  readonly at: number;
  readonly clock: Clock;
  /** When it was received, in milliseconds since 1970, if that was noted. */
  readonly time?: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** A view whose spec did not change has the very same `spec` as the one before. */
  readonly view: PodView;
  /** Line of the object in the text. */
  readonly line: number;
}

/** One occurrence of an Event; of a repeated one the first and every later one that is told of. */
export interface LifecycleEvent {
  readonly at: number;
  /** `watch` also for dates with fractions of a second; `rule`: from an age such as `5m`. */
  readonly clock: Clock;
  /** Normal, Warning */
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** How often it had occurred by then. */
  readonly count: number;
  readonly container?: string;
  /** kubelet, default-scheduler, …; may be empty. */
  readonly source: string;
}

/** What the API server refuses, and where it stands. */
export type Refused = LifecycleRefusal & Problem<LifecycleRefusalCode>;

export interface LifecycleItem {
  readonly object: ObjectName;
  /** Of the first object; of one recreated under the same name the snapshots tell. Empty if unknown. */
  readonly uid: string;
  /**
   * The zero of `at`, in milliseconds since 1970: the creation of the first object, in a recorded watch its
   * own zero. null: nothing tells (a manifest, Events with ages only).
   */
  readonly origin: number | null;
  /** In order. None when there are only Events. */
  readonly snapshots: readonly Snapshot[];
  /** In order. */
  readonly events: readonly LifecycleEvent[];
  /** Of a manifest that the API server would refuse: such a Pod has no life. */
  readonly rejected?: readonly Refused[];
}

/** A line of `actions.jsonl`: what was typed beside a recorded watch. */
export interface RecordedAction {
  /** Milliseconds on the recording's clock. */
  readonly at: number;
  readonly command: string;
  readonly output: string;
}

export type StreamProblemCode =
  | PodProblemCode
  | ReadCode
  /** The rest is not read. params: most (snapshots or problems) */
  | 'stream-too-long'
  /** The watch ended with an error. params: message */
  | 'watch-error';

export type StreamProblem = Problem<StreamProblemCode>;

export interface LifecycleInput {
  /** In the order of the text; those that only Events tell of only when there are no others. */
  readonly items: readonly LifecycleItem[];
  readonly actions: readonly RecordedAction[];
  /** Objects that are neither Pods nor Events, Events of other objects as `Event`. */
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  readonly problems: readonly StreamProblem[];
}
