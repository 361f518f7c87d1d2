/**
 * The part of a Pod that decides its class, its refusals and what the node does with it. Everything else of
 * the object stays in its source and is looked up there when a rule asks for it.
 * An absent list or map is `undefined`, which Go calls nil and some rules tell from an empty one.
 */
import type { Position, Problem, Reason } from '../problem.ts';
import type { DecodeCode, StrictCode } from '../schema/index.ts';
import type { SourceNode } from '../source.ts';
import type { Amount } from './amount.ts';

export type ResourceList = ReadonlyMap<string, Amount>;

export interface Claim {
  readonly name: string;
  readonly request: string;
}

export interface Requirements {
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
  readonly claims?: readonly Claim[];
}

export type ContainerKind = 'container' | 'init' | 'sidecar' | 'ephemeral';

export interface Container {
  readonly kind: ContainerKind;
  /** Path in the object, e.g. `spec.containers[0]`. */
  readonly path: string;
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  readonly resources: Requirements;
  readonly source: SourceNode;
}

export interface ObjectName {
  readonly kind: string;
  /** As written, else `default`. */
  readonly namespace: string;
  /** As written; `generateName` where there is only that; else empty. */
  readonly name: string;
}

export interface Pod {
  readonly object: ObjectName;
  /** false: the Pod of a workload's template, which gets a generated name. */
  readonly named: boolean;
  /** Path of the Pod spec in the object: `spec`, `spec.template.spec`, … */
  readonly specPath: string;
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly ephemeralContainers: readonly Container[];
  /** `spec.resources` */
  readonly resources?: Requirements;
  readonly overhead?: ResourceList;
  readonly restartPolicy: string;
  readonly priority?: number;
  readonly priorityClassName: string;
  /** Windows Pods have no pod-level resources. */
  readonly os?: string;
  /** `status.qosClass` */
  readonly statusClass?: string;
  /** The whole object. */
  readonly source: SourceNode;
}

/** Why the text is no Pod, or one that no API server would take as it stands. */
export type PodProblemCode =
  | DecodeCode
  | StrictCode
  /** The input has no document. */
  | 'empty-input'
  /** The document is `null`, a list, text or a number. params: found */
  | 'not-an-object'
  | 'kind-missing'
  /** Part of an object, without apiVersion and kind. params: key */
  | 'fragment'
  | 'api-version-missing'
  /** params: kind */
  | 'not-a-pod'
  /** A kind that is read, in a group or version that is not. params: kind, apiVersion */
  | 'unknown-api-version'
  /** The priority plugin refuses the whole request. params: class */
  | 'priority-class-unknown'
  /** params: priority, computed */
  | 'priority-not-from-class'
  /** params: policy, computed */
  | 'preemption-not-from-class';

export type PodProblem = Problem<PodProblemCode>;

/** `field.Error` types of upstream that occur here. */
export type RefusalType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'FieldValueTooMany';

export type RefusalCode =
  | 'name-missing'
  /** params: value */
  | 'name-not-a-subdomain'
  /** params: value */
  | 'name-not-a-label'
  /** params: value */
  | 'name-has-dots'
  /** params: value, max */
  | 'name-too-long'
  | 'containers-missing'
  | 'container-name-missing'
  /** params: name */
  | 'container-name-taken'
  | 'image-missing'
  | 'image-has-spaces'
  /** params: value, supported */
  | 'value-not-supported'
  | 'restart-rules-need-policy'
  /** params: max */
  | 'too-many-items'
  | 'restart-rule-needs-exit-codes'
  | 'not-for-init-containers'
  | 'not-for-ephemeral-containers'
  | 'ephemeral-on-create'
  /** params: name */
  | 'ephemeral-target-unknown'
  /** params: resource */
  | 'resource-name-malformed'
  /** params: resource */
  | 'resource-name-unknown'
  /** params: resource */
  | 'resource-not-for-containers'
  /** params: resource */
  | 'resource-name-not-extended'
  /** params: resource */
  | 'resource-not-for-pods'
  /** params: resource, value */
  | 'value-negative'
  /** params: resource, value */
  | 'value-not-whole'
  /** params: resource, value */
  | 'hugepages-not-multiple'
  | 'hugepages-alone'
  /** params: resource, request, limit */
  | 'request-over-limit'
  /** params: resource, request, limit */
  | 'request-not-limit'
  /** params: resource */
  | 'limit-required'
  | 'claims-at-pod-level'
  | 'claim-name-missing'
  /** params: name */
  | 'claim-duplicate'
  /** params: name */
  | 'claim-unknown'
  | 'pod-resources-on-windows'
  /** params: resource, request, containers */
  | 'pod-request-below-containers'
  /** params: resource, limit, containers */
  | 'pod-hugepages-below-containers'
  /** params: resource, limit, pod */
  | 'container-limit-over-pod'
  /** params: value */
  | 'deadline-out-of-range';

/** One refusal of API validation; `field`, `type` and `detail` are what the API server prints. */
export interface Refusal extends Problem<RefusalCode> {
  /** e.g. `spec.containers[0].resources.requests`; equal to `path`. */
  readonly field: string;
  readonly type: RefusalType;
  readonly detail: string;
}

export type WarningCode =
  /** The Pod's name is no DNS label, so its hostname surprises. params: name */
  | 'name-as-hostname'
  /** params: value */
  | 'fractional-bytes';

/** Something the API server warns about (a `Warning:` line of kubectl). */
export interface Warning extends Problem<WarningCode> {
  /** As the API server words it. */
  readonly text: string;
}

/** Where a value that API defaulting added comes from. */
export type DefaultingCode =
  /** A container's request is its limit. */
  | 'request-from-limit'
  /** Pod-level request: what the containers request together. */
  | 'pod-request-from-containers'
  /** Pod-level request: the pod-level limit, because no container asks for the resource. */
  | 'pod-request-from-limit'
  /** Pod-level limit: what the containers may use together, at least the pod-level request. */
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
