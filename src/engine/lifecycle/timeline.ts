/** A Pod's life as lanes, steps and the rows of `kubectl get pod -w`: simulated, or reconstructed. */
import type { ObjectName } from '../pod/index.ts';
import type { Params } from '../problem.ts';

/**
 * `observed`: an object or Event says so. `inferred`: follows from what they say, or was simulated.
 * `unknown`: it must have been something, nobody says what.
 */
export type Known = 'observed' | 'inferred' | 'unknown';

/** A stretch of one lane. Lanes: see `LaneKind`. Spans of one lane never overlap. */
export interface Span {
  /**
   * `pod` (phase), `condition/TYPE`, `container/NAME`, `probe/NAME/startup|readiness|liveness`, `endpoint`,
   * `deletion`.
   */
  readonly lane: string;
  /**
   * `pod`: the phase. `condition/…`: True, False, Unknown. `container/…`: waiting, running, terminated,
   * stopping (between the kubelet's decision to stop it and its end). `probe/…`: success, failure, waiting.
   * `endpoint`: ready, not-ready, serving-terminating, terminating. `deletion`: grace.
   */
  readonly state: string;
  /** Milliseconds since the Pod was created. */
  readonly from: number;
  /** null: it goes on. */
  readonly to: number | null;
  /** `CrashLoopBackOff`, `Error`, `ContainersNotReady`, … */
  readonly reason?: string;
  readonly exitCode?: number;
  readonly known: Known;
}

export type Actor =
  | 'user'
  | 'apiserver'
  | 'scheduler'
  | 'kubelet'
  | 'runtime'
  | 'container'
  | 'endpointslice-controller'
  | 'node-lifecycle-controller'
  | 'taint-eviction-controller'
  | 'world';

export interface Step<Code extends string = string> {
  /** Milliseconds since the Pod was created. */
  readonly at: number;
  readonly actor: Actor;
  readonly code: Code;
  readonly params: Params;
  readonly known: Known;
}

/** A line of `kubectl get pod -w`, as often as READY, STATUS or the number of restarts changes. */
export interface Row {
  readonly at: number;
  readonly ready: string;
  readonly status: string;
  /** The number alone, as JSON consumers want it. */
  readonly restarts: string;
  /** The object is gone after this line. */
  readonly gone?: true;
}

export interface Timeline {
  readonly object: ObjectName;
  /** When the Pod was created, in milliseconds since 1970; null in a simulation. */
  readonly origin: number | null;
  /** The end of what is shown, milliseconds since the Pod was created. */
  readonly until: number;
  readonly spans: readonly Span[];
  readonly steps: readonly Step[];
  readonly table: readonly Row[];
}
