/**
 * The answer about Pods: plain data that survives JSON.stringify. Quantities are canonical strings
 * (`1500m`, `1Gi`), cgroup values are numbers, places are 1-based lines and columns of the input.
 * Wherever a thing has no place of its own (a value that API defaulting added), its position is that
 * of the nearest thing around it that is in the text.
 */
import type {
  ContainerKind,
  Defaulted,
  ObjectName,
  PodProblem,
  Refusal,
  Rounded,
  Warning,
} from '../pod/index.ts';
import type { Position, Problem, Reason } from '../problem.ts';

export type {
  ContainerKind,
  Defaulted,
  DefaultingCode,
  ObjectName,
  PodProblem,
  PodProblemCode,
  Refusal,
  RefusalCode,
  RefusalType,
  Rounded,
  Warning,
  WarningCode,
} from '../pod/index.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** Why the class is what it is. The path is a `resources` block, or `status.qosClass`. */
export type ReasonCode =
  /** `status.qosClass` is set: Kubernetes takes it as it stands. params: qosClass */
  | 'status-says'
  /** … and computing it gives another class. params: qosClass, computed */
  | 'status-differs'
  /** `spec.resources` has a key that counts, so the containers are not looked at. */
  | 'pod-level-decides'
  /** Requests equal limits, for cpu and for memory. params: cpu, memory */
  | 'requests-equal-limits'
  /** Nothing set at all. */
  | 'no-requests-or-limits'
  /** Only resources other than cpu and memory are set. params: resources (comma separated) */
  | 'only-other-resources'
  /** cpu or memory is written, but as zero, which counts as not set. params: resources */
  | 'only-zero'
  /** The other one of cpu and memory is set, this one is neither requested nor limited. params: resource */
  | 'resource-missing'
  /** params: resource, request */
  | 'limit-missing'
  /** The request is written as zero under a limit. params: resource, limit */
  | 'request-zero'
  /** params: resource, request, limit */
  | 'request-below-limit'
  /** Refused by the API server; a class is defined all the same. params: resource, request, limit */
  | 'request-above-limit'
  /** One container is Guaranteed by itself and another BestEffort. params: guaranteed, bestEffort (names) */
  | 'containers-disagree'
  /** The Pod has no container at all. */
  | 'no-containers';

/** A reason and the line it stands for. */
export interface QosReason extends Reason<ReasonCode>, Position {}

export type Amounts = Readonly<Record<string, string>>;

/** null: nothing is written, so the kernel's "no limit" stands. Numbers beyond 2^53 are the nearest double. */
export interface CgroupV1 {
  readonly 'cpu.shares': number | null;
  readonly 'cpu.cfs_quota_us': number | null;
  readonly 'cpu.cfs_period_us': number | null;
  readonly 'memory.limit_in_bytes': number | null;
}

export interface CgroupV2 {
  /** Pod: the kubelet's linear formula. Container: the runtime's (runc ≥ 1.3.2, crun ≥ 1.23). */
  readonly 'cpu.weight': number;
  /** Container only: what older runtimes write. */
  readonly 'cpu.weight.old'?: number;
  /** `"<quota> <period>"` in µs, or `"max"` where nothing is written. */
  readonly 'cpu.max': string;
  /** Bytes, or `"max"` where nothing is written. */
  readonly 'memory.max': string;
}

export interface CgroupValues {
  readonly v1: CgroupV1;
  readonly v2: CgroupV2;
  /** Page size in bytes → limit in bytes, where there is one. */
  readonly hugepages?: Readonly<Record<string, number>>;
}

export interface PodCgroup extends CgroupValues {
  /** Below the cgroup root, cgroupfs driver: `kubepods/burstable/pod<uid>`. */
  readonly path: string;
  /** The same with the systemd driver: `kubepods.slice/kubepods-burstable.slice/…`. */
  readonly systemdPath: string;
}

/** How a score came about. */
export type OomCode =
  /** Static, mirror or of critical priority, and of class system-node-critical: -997. */
  | 'oom-node-critical'
  /** -997 */
  | 'oom-guaranteed'
  /** 1000 */
  | 'oom-best-effort'
  /** 1000 - 1000 × memory ÷ nodeMemory. params: memory (bytes counted), share (bytes of it from pod level), nodeMemory */
  | 'oom-by-request'
  /** That would be below 3, which is kept above Guaranteed. params as above */
  | 'oom-floor'
  /** That would be 1000, which is kept for BestEffort: 999. params as above */
  | 'oom-ceiling'
  /** A sidecar never scores above the regular container with the smallest request. params as above, of that one */
  | 'oom-sidecar';

export interface ContainerAnswer extends Position {
  readonly name: string;
  readonly kind: ContainerKind;
  /** e.g. `spec.initContainers[0]` */
  readonly path: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly oomScoreAdj: number;
  readonly oom: Reason<OomCode>;
  readonly cgroup: CgroupValues;
}

/** One object of the input: `object` and its place always, the rest where it could be decoded. */
export interface PodAnswer extends Position {
  readonly object: ObjectName;
  /** Path of the Pod spec in its object: `spec`, `spec.template.spec`, … */
  readonly specPath: string;
  /** The first of `problems`. */
  readonly problem?: PodProblem;
  /** What keeps the object from being decoded (then there is no answer) or from being taken. */
  readonly problems?: readonly PodProblem[];
  readonly qosClass?: QosClass;
  readonly reasons?: readonly QosReason[];
  readonly rejected?: readonly Refusal[];
  readonly warnings?: readonly Warning[];
  readonly defaulted?: readonly Defaulted[];
  readonly rounded?: readonly Rounded[];
  /** `spec.resources` as stored, where it is set. */
  readonly podResources?: { readonly requests: Amounts; readonly limits: Amounts };
  /** What the scheduler counts, overhead included. */
  readonly effective?: { readonly requests: Amounts; readonly limits: Amounts };
  /** As stored, where it is not 0. */
  readonly priority?: number;
  /** Absent for a Pod without containers, as `containers` is. */
  readonly cgroup?: PodCgroup;
  /** Init containers, then containers, then ephemeral ones. */
  readonly containers?: readonly ContainerAnswer[];
}

export interface PodReport {
  /** One per Pod or template, in the order of the input. */
  readonly items: readonly PodAnswer[];
  /** Objects of kinds that have no Pod template, by kind. */
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  /** What belongs to no item: unreadable text, no Pod anywhere. */
  readonly problems: readonly Problem[];
}

export interface Change extends Position {
  readonly op: 'set' | 'remove';
  /** e.g. `spec.containers[0].resources.limits.cpu` */
  readonly path: string;
  /** For `set`, as a manifest would have it. */
  readonly value?: string;
  /** No value in the Pod suggests this one: the reader should choose their own. */
  readonly assumed?: true;
}

/** Why there is no edit to a class. */
export type EditProblemCode =
  /** The Pod is refused whatever its cpu and memory are: fix that first. */
  | 'edit-refused'
  /** No set of requests and limits that validation takes gives the class. */
  | 'edit-unreachable'
  /** A Pod with thousands of values: the search ended before it had tried everything. */
  | 'edit-not-found';

/** The fewest values to set or remove so that the Pod, once created, is of class `to`. */
export type SmallestEdit =
  | {
      readonly to: QosClass;
      readonly changes: readonly Change[];
      /** Strategic merge patch as YAML, for `kubectl patch --patch-file`. */
      readonly patch: string;
    }
  | { readonly to: QosClass; readonly problem: EditProblemCode };
