/**
 * The answer about Pods: plain data that survives JSON.stringify. Quantities are canonical strings
 * (`1500m`, `1Gi`), cgroup values are numbers, places are 1-based lines and columns of the input.
 * Wherever a thing has no place of its own (a value that API defaulting added), its position is that
 * of the nearest thing around it that is in the text.
 */
import type { Position, Problem, Reason } from '../problem.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

export type ContainerKind = 'container' | 'init' | 'sidecar' | 'ephemeral';

/** Why the class is what it is. The path is a `resources` block, or `status.qosClass`. */
export type ReasonCode =
  /** `status.qosClass` is set: Kubernetes takes it as it stands. params: qosClass */
  | 'status-says'
  /** … and computing it gives another class. params: qosClass, computed */
  | 'status-differs'
  /** `spec.resources` has a key that counts, so the containers are not looked at. */
  | 'pod-level-decides'
  /** Guaranteed: requests equal limits for cpu and memory. params: cpu, memory */
  | 'requests-equal-limits'
  /** Nothing set at all. */
  | 'no-requests-or-limits'
  /** Only resources other than cpu and memory are set. params: resources (comma separated) */
  | 'only-other-resources'
  /** cpu and memory are written, but as zero, which counts as not set. */
  | 'only-zero'
  /** One of cpu and memory is set, this one is neither requested nor limited. params: resource */
  | 'resource-missing'
  /** params: resource, request */
  | 'limit-missing'
  /** params: resource, limit */
  | 'request-missing'
  /** The request is written as zero under a limit. params: resource, limit */
  | 'request-zero'
  /** params: resource, request, limit */
  | 'request-below-limit'
  /** Refused by the API server; classes are still defined. params: resource, request, limit */
  | 'request-above-limit'
  /** One container is Guaranteed by itself and another BestEffort. params: guaranteed, bestEffort (names) */
  | 'containers-disagree'
  /** The Pod has no container at all. */
  | 'no-containers';

/** Why the text is no Pod, or is one that no API server would take as it stands. */
export type PodProblemCode =
  /** The input has no document. */
  | 'empty-input'
  /** The document is `null`, a list, text or a number: an object was expected. params: found */
  | 'not-an-object'
  | 'kind-missing'
  | 'api-version-missing'
  /** params: kind */
  | 'not-a-pod'
  /** A kind that is read, in a group or version that is not. params: kind, apiVersion */
  | 'unknown-api-version'
  /** `items` of a list is no list. */
  | 'items-not-a-list'
  /** The object cannot be decoded. params: expected, found (JSON kinds), value */
  | 'wrong-type'
  /** The object cannot be decoded. params: expected (Go integer type), value */
  | 'integer-out-of-range'
  /** The object cannot be decoded. params: value */
  | 'quantity-format'
  | 'quantity-suffix'
  | 'quantity-number'
  /** Deeper than the API server's JSON reader goes. */
  | 'too-deep'
  /** The object cannot be decoded. params: value */
  | 'bad-time'
  /** The object cannot be decoded. params: value */
  | 'bad-base64'
  /** Strict reading (kubectl's default) refuses it; the answer ignores it. params: field */
  | 'unknown-field'
  /** Strict reading refuses it; the answer takes the last one. params: field */
  | 'duplicate-field'
  /** The priority plugin refuses the whole request. params: class */
  | 'priority-class-unknown'
  /** params: priority, computed */
  | 'priority-not-from-class';

/** `field.Error` types of upstream that can occur here. */
export type RefusalType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'FieldValueTooLong';

/** One refusal of API validation: `field`, `type` and `detail` are what the API server prints. */
export interface Refusal<Code extends string = string> extends Problem<Code> {
  /** e.g. `spec.containers[0].resources.requests`; equal to `path`. */
  readonly field: string;
  readonly type: RefusalType;
  readonly detail: string;
}

/** Something the API server warns about (a `Warning:` line of kubectl). */
export interface Warning<Code extends string = string> extends Problem<Code> {
  /** The warning as the API server sends it. */
  readonly text: string;
}

/** Where a value that API defaulting added comes from. */
export type DefaultingCode =
  /** A container's request is its limit. */
  | 'request-from-limit'
  /** Pod-level request: the sum the containers need. */
  | 'pod-request-from-containers'
  /** Pod-level request: the pod-level limit, because no container asks for it. */
  | 'pod-request-from-limit'
  /** Pod-level limit: the sum of the container limits, at least the pod-level request. */
  | 'pod-limit-from-containers';

/** A key that was absent and is there in the stored Pod. */
export interface Defaulted extends Reason<DefaultingCode>, Position {
  readonly value: string;
}

/** A value that the API server rounded up to 1/1000 of a unit. */
export interface Rounded extends Position {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

export type Amounts = Readonly<Record<string, string>>;

/** null: nothing is written, so the kernel's "no limit" stands. Numbers beyond 2^53 are the nearest double. */
export interface CgroupV1 {
  readonly 'cpu.shares': number | null;
  readonly 'cpu.cfs_quota_us': number | null;
  readonly 'cpu.cfs_period_us': number | null;
  readonly 'memory.limit_in_bytes': number | null;
}

export interface CgroupV2 {
  /**
   * Pod: the kubelet's linear formula. Container: the runtime's (runc ≥ 1.3.2, crun ≥ 1.23).
   * Absent where nothing is written (a Pod of which no cpu share is known).
   */
  readonly 'cpu.weight'?: number;
  /** Container only: what older runtimes write. */
  readonly 'cpu.weight.old'?: number;
  /** `"<quota> <period>"` or `"max"` where nothing is written. */
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
  /** Critical by static source or priority, and class system-node-critical: -997. */
  | 'oom-node-critical'
  /** -997 */
  | 'oom-guaranteed'
  /** 1000 */
  | 'oom-best-effort'
  /** 1000 - 1000 × memory ÷ node memory. params: memory, nodeMemory (bytes) */
  | 'oom-share'
  /** That share is so large that the floor of 3 (one less likely than Guaranteed) holds. */
  | 'oom-floor'
  /** That share is so small that the ceiling of 999 (below BestEffort) holds. */
  | 'oom-ceiling'
  /** A sidecar never scores above the regular container with the smallest request. */
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

export interface ObjectName {
  readonly kind: string;
  /** As written, else `default`. */
  readonly namespace: string;
  /** As written; `generateName` with nothing behind it where there is only that; else empty. */
  readonly name: string;
}

/** What an object of the input is: always `object` and its place, the rest where it could be read. */
export interface PodAnswer<
  RefusalCode extends string = string,
  WarningCode extends string = string,
> extends Position {
  readonly object: ObjectName;
  /** Path of the Pod spec in its object: `spec`, `spec.template.spec`, … */
  readonly specPath: string;
  /** The first of `problems`. */
  readonly problem?: Problem<PodProblemCode>;
  /** What keeps the object from being read (then there is no answer) or from being taken. */
  readonly problems?: readonly Problem<PodProblemCode>[];
  readonly qosClass?: QosClass;
  readonly reasons?: readonly (Reason<ReasonCode> & Position)[];
  readonly rejected?: readonly Refusal<RefusalCode>[];
  readonly warnings?: readonly Warning<WarningCode>[];
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
  /** The Pod is refused whatever the resources are: mend that first. */
  | 'edit-refused'
  /** No set of requests and limits that validation takes gives the class. */
  | 'edit-unreachable';

/** The fewest values to set or remove so that the Pod, once created, is of class `to`. */
export type SmallestEdit =
  | {
      readonly to: QosClass;
      readonly changes: readonly Change[];
      /** Strategic merge patch as YAML, for `kubectl patch --patch-file`. */
      readonly patch: string;
    }
  | { readonly to: QosClass; readonly problem: EditProblemCode };
