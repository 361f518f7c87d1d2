/**
 * What the outside world does to a Pod: everything a kubelet cannot know beforehand.
 * All times are milliseconds; `at` counts from the creation of the Pod, `after` from the event named beside it.
 */

export interface Scenario {
  /** Draws the jitter that is not stated. */
  readonly seed: number;
  /** Until when to simulate. */
  readonly until?: number;
  /** Its manifest lies on the node: what the API server has is the mirror. */
  readonly static?: boolean;
  readonly scheduler: SchedulerFacts;
  /** When all volumes are there; `null`: never. Absent: at once. */
  readonly volumesReadyAt?: number | null;
  /** What becomes of a change of requests or limits; absent: it is carried out at once. */
  readonly resize?: ResizeFacts;
  /** By image. An image that is not named is present on the node. */
  readonly images: Readonly<Record<string, ImageFacts>>;
  /** By container. */
  readonly containers: Readonly<Record<string, ContainerFacts>>;
  /** In order of time. */
  readonly actions: readonly Action[];
  readonly kubelet: KubeletFacts;
}

export interface SchedulerFacts {
  /** From creation, or from the removal of the last scheduling gate, to the binding. */
  readonly bindAfter: number;
  /** No node fits before; `null`: never. */
  readonly fitsAt?: number | null;
  /** The kubelet refuses the Pod on arrival with this `status.reason`. */
  readonly rejectedAs?: string;
}

export interface ResizeFacts {
  /** The node has no room for it before; `null`: never. */
  readonly fitsAt?: number | null;
  /** The runtime cannot do it: a memory limit below what is in use. */
  readonly fails?: boolean;
}

export interface ImageFacts {
  readonly present: boolean;
  /** How long one pull takes, successful or not. */
  readonly pull: number;
  /** The registry has it from then on; `null`: never. Absent: always. */
  readonly availableAt?: number | null;
  /** `ErrImagePull` unless the runtime says something else (`InvalidImageName`, …). */
  readonly failsWith?: string;
}

export interface ContainerFacts {
  /** One entry a run; the last one repeats. Without any it runs until it is stopped. */
  readonly runs: readonly Run[];
  /** How it takes the stop signal; absent: it ends at once with exit code 0. */
  readonly onStop?: StopAnswer;
  /** The container cannot be created before `until` (null: ever): `CreateContainerConfigError`, … */
  readonly createError?: { readonly reason: string; readonly until: number | null };
  readonly postStart?: HookFacts;
  readonly preStop?: HookFacts;
  /** By probe. Without an entry it passes as soon as the container runs. */
  readonly probes: Readonly<Partial<Record<ProbeKind, readonly ProbeAnswer[]>>>;
}

export type ProbeKind = 'startup' | 'readiness' | 'liveness';

export interface Run {
  /** How long it lasts; `null`: until it is stopped. */
  readonly lasts: number | null;
  readonly exitCode: number;
  readonly signal?: number;
  /** `OOMKilled`, `StartError`, …; absent: Completed or Error by exit code. */
  readonly reason?: string;
  /** How long it took until the kubelet saw the end; absent: until its next look, up to 1 s. */
  readonly seenAfter?: number;
  /** How long the start takes (create and start by the runtime). */
  readonly startTakes?: number;
}

export interface StopAnswer {
  /** `null`: it ignores the signal. */
  readonly after: number | null;
  readonly exitCode: number;
  readonly reason?: string;
}

export interface HookFacts {
  readonly takes: number;
  readonly fails: boolean;
}

/** From `from` (since the container started) on, the probe is answered like this. */
export interface ProbeAnswer {
  readonly from: number;
  readonly ok: boolean;
  /** Only in this run, counted from 0; absent: in every run. */
  readonly run?: number;
}

export type Action =
  | {
      readonly at: number;
      readonly do: 'delete';
      readonly grace?: number;
      readonly force?: boolean;
    }
  /** Sets a field of the Pod: `spec.containers[0].image`, `spec.schedulingGates`, … */
  | { readonly at: number; readonly do: 'edit'; readonly path: string; readonly value: string }
  | {
      readonly at: number;
      readonly do: 'set-condition';
      readonly type: string;
      readonly status: string;
    }
  /** The eviction API, preemption or taint eviction: a DisruptionTarget condition, then a delete. */
  | {
      readonly at: number;
      readonly do: 'disrupt';
      readonly reason: string;
      readonly grace?: number;
    }
  /** The kubelet evicts it (node pressure, a local storage limit). */
  | { readonly at: number; readonly do: 'evict'; readonly grace?: number }
  /** Of a static Pod. */
  | { readonly at: number; readonly do: 'remove-manifest' }
  | { readonly at: number; readonly do: 'kill-sandbox' }
  | { readonly at: number; readonly do: 'restart-kubelet' }
  | { readonly at: number; readonly do: 'lose-node' }
  | { readonly at: number; readonly do: 'return-node' }
  | { readonly at: number; readonly do: 'remove-finalizers' };

export interface KubeletFacts {
  /** `crashLoopBackOff.maxContainerRestartPeriod`. */
  readonly maxRestartPeriod?: number;
  /** When the kubelet tried again by itself, where that is known: the jitter it drew. */
  readonly retries: readonly number[];
  /** Where in each second it looks at the runtime, and where it looks for Pods that are due, 0 to 999. */
  readonly relistPhase?: number;
  readonly syncPhase?: number;
  /** From arrival to the first status. */
  readonly firstStatusAfter: number;
  /** From there to a sandbox with network. */
  readonly sandboxTakes: number;
  /** From the end of the containers to the removal of the object. */
  readonly cleanupTakes?: number;
  readonly gates: Readonly<Record<string, boolean>>;
}
