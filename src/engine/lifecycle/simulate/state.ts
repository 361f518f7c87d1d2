/** The parts of a simulation and what each of them remembers. Times are milliseconds since the Pod's creation. */
import type { Condition, ContainerStatus, PodSpecView, PodView } from '../model.ts';
import type { KubeletFacts, Scenario } from '../scenario/types.ts';
import type { Gates } from '../../versions.ts';
import type { Clock, Signal } from '../../virtual-time.ts';
import type { Prober } from './prober.ts';
import type { Recorder } from './record.ts';

export interface Sim {
  readonly clock: Clock;
  readonly chance: () => number;
  readonly scenario: Scenario;
  readonly gates: Gates;
  readonly record: Recorder;
  readonly watch: ((at: number, view: PodView) => void) | undefined;
  /** The Pod as it was given. */
  readonly pod: PodView;
  /** The object is only a mirror: deleting it does not reach the kubelet. */
  readonly isStatic: boolean;
  readonly api: ApiPod;
  readonly runtime: Runtime;
  readonly kubelet: Kubelet;
  readonly prober: Prober;
  /** How many runs each container has had. */
  readonly runs: Map<string, number>;
  /** Images that have been pulled. */
  readonly pulled: Set<string>;
}

/** The status as it is written; the object's other parts are in `ApiPod`. */
export interface Status {
  readonly phase: string;
  readonly reason: string;
  readonly message: string;
  readonly conditions: readonly Condition[];
  readonly podIPs: readonly string[];
  readonly startTime?: number;
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
}

/** Before anybody has written one. */
export const EMPTY: Status = {
  phase: 'Pending',
  reason: '',
  message: '',
  conditions: [],
  podIPs: [],
  init: [],
  regular: [],
};

/** The object in the API server. */
export interface ApiPod {
  exists: boolean;
  spec: PodSpecView;
  status: Status;
  deletionTimestamp: number | undefined;
  deletionGracePeriodSeconds: number | undefined;
  finalizers: readonly string[];
}

export type InstanceState = 'created' | 'running' | 'exited' | 'unknown';

/** One run of a container in the runtime. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  resources: string;
  /** Counted from 0 over the life of the Pod: which entry of `runs` it follows. */
  readonly run: number;
  readonly restartCount: number;
  readonly sandbox: number;
  readonly ended: Signal;
  state: InstanceState;
  startedAt: number;
  finishedAt: number;
  exitCode: number;
  signal: number;
  reason: string;
  removed: boolean;
  /** Since the kubelet decided to stop it. */
  stopping: boolean;
  /** Requests and limits that could not be given to it in place. */
  resizeFailed?: string;
}

export interface Sandbox {
  readonly attempt: number;
  ready: boolean;
}

export interface Runtime {
  /** Newest first. */
  instances: Instance[];
  /** Newest first. */
  sandboxes: Sandbox[];
}

/** What the kubelet saw at its last look at the runtime. */
export interface Seen {
  readonly instances: readonly Readonly<Instance>[];
  readonly sandboxes: readonly Readonly<Sandbox>[];
}

export type WorkerPhase = 'sync' | 'terminating' | 'terminated' | 'finished';

export interface Kubelet {
  readonly facts: KubeletFacts;
  /** Phases of its two tickers of one second. */
  readonly relistPhase: number;
  readonly syncPhase: number;
  /** The Pod as the kubelet knows it. */
  spec: PodSpecView;
  deletionTimestamp: number | undefined;
  deletionGracePeriodSeconds: number | undefined;
  /** The status in the object when the pod worker last got it anew. */
  takenOver: Status;
  /** The status manager's own copy; undefined before the first. */
  status: Status | undefined;
  /** Written to the API server once it is up to date. */
  writing: boolean;
  finished: boolean;
  seen: Seen;
  seenAt: number;
  readonly relisted: Signal;
  readonly wake: Signal;
  readonly cancelled: Signal;
  pending: boolean;
  phase: WorkerPhase;
  /** Seconds, once it is terminating. */
  grace: number;
  evicted: Eviction | undefined;
  /** The node has no room for a change of requests or limits; from when on. */
  resizePending?: Condition;
  lastSync: number;
  retryAt: number;
  /** Why a container could not be started at the last try. */
  readonly reasons: Map<string, { readonly reason: string; readonly message: string }>;
  readonly crashes: Backoffs;
  readonly pulls: Backoffs;
  /** Frozen, or unreachable. */
  away: boolean;
  /** Changes that came while it was away. */
  readonly missed: (() => void)[];
}

export interface Eviction {
  readonly reason: string;
  readonly message: string;
}

export interface Backoffs {
  readonly initial: number;
  readonly max: number;
  /** A container that ran for longer starts anew. */
  readonly expires: number;
  readonly entries: Map<string, { delay: number; updated: number }>;
}
