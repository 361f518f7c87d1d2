/**
 * The objects of the small cluster, as far as its controllers look at them, in the spelling of the API
 * (staging/src/k8s.io/api, v1.37.2). Immutable: a write makes a new one.
 */
import type { JsonObject } from '../control-plane/index.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
  readonly blockOwnerDeletion: boolean;
}

export interface Meta {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number | undefined;
  /** RFC 3339, whole seconds, as the API keeps it. */
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string | undefined;
  readonly deletionGracePeriodSeconds?: number | undefined;
  readonly labels?: Labels | undefined;
  readonly annotations?: Labels | undefined;
  readonly ownerReferences?: readonly Owner[] | undefined;
  readonly finalizers?: readonly string[] | undefined;
}

/** What the API server fills in when it stores a new object. */
export const UNSAVED = { uid: '', resourceVersion: '', creationTimestamp: '' } as const;

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly lastTransitionTime?: string | undefined;
  readonly lastUpdateTime?: string | undefined;
}

interface Typed<Kind extends string> {
  readonly kind: Kind;
  readonly metadata: Meta;
}

export interface Template {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: JsonObject;
}

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export type Amount = number | string;

export interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: Selector;
  readonly template: Template;
  readonly minReadySeconds?: number | undefined;
  readonly paused?: boolean | undefined;
  readonly progressDeadlineSeconds: number;
  readonly revisionHistoryLimit: number;
  readonly strategy: {
    readonly type: string;
    readonly rollingUpdate?: { readonly maxSurge: Amount; readonly maxUnavailable: Amount };
  };
}

export interface DeploymentStatus {
  readonly observedGeneration?: number | undefined;
  readonly replicas?: number | undefined;
  readonly updatedReplicas?: number | undefined;
  readonly readyReplicas?: number | undefined;
  readonly availableReplicas?: number | undefined;
  readonly unavailableReplicas?: number | undefined;
  readonly terminatingReplicas?: number | undefined;
  readonly conditions?: readonly Condition[] | undefined;
}

export interface Deployment extends Typed<'Deployment'> {
  readonly spec: DeploymentSpec;
  readonly status: DeploymentStatus;
}

export interface ReplicaSetStatus {
  readonly observedGeneration?: number | undefined;
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number | undefined;
  readonly readyReplicas?: number | undefined;
  readonly availableReplicas?: number | undefined;
  readonly terminatingReplicas?: number | undefined;
  readonly conditions?: readonly Condition[] | undefined;
}

export interface ReplicaSet extends Typed<'ReplicaSet'> {
  readonly spec: {
    readonly replicas: number;
    readonly selector: Selector;
    readonly template: Template;
    readonly minReadySeconds?: number | undefined;
  };
  readonly status: ReplicaSetStatus;
}

export interface PodStatus {
  readonly phase: string;
  readonly observedGeneration?: number | undefined;
  readonly conditions?: readonly Condition[] | undefined;
  readonly podIP?: string | undefined;
  readonly podIPs?: readonly { readonly ip: string }[] | undefined;
  readonly startTime?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly initContainerStatuses?: readonly JsonObject[] | undefined;
  readonly containerStatuses?: readonly JsonObject[] | undefined;
}

export interface Pod extends Typed<'Pod'> {
  readonly spec: JsonObject & { readonly nodeName?: string };
  readonly status: PodStatus;
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: number | string;
}

export interface Service extends Typed<'Service'> {
  readonly spec: {
    readonly selector?: Labels | undefined;
    readonly ports?: readonly ServicePort[] | undefined;
    readonly type?: string | undefined;
    readonly clusterIP?: string | undefined;
    readonly publishNotReadyAddresses?: boolean | undefined;
  };
}

export interface Port {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions: {
    readonly ready: boolean;
    readonly serving: boolean;
    readonly terminating: boolean;
  };
  readonly targetRef: { readonly kind: 'Pod'; readonly name: string; readonly namespace: string };
  readonly nodeName: string;
}

export interface EndpointSlice extends Typed<'EndpointSlice'> {
  readonly addressType: string;
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly Port[];
}

export interface Address {
  readonly ip: string;
  readonly nodeName: string;
  readonly targetRef: Endpoint['targetRef'];
}

export interface Subset {
  readonly addresses?: readonly Address[] | undefined;
  readonly notReadyAddresses?: readonly Address[] | undefined;
  readonly ports: readonly Port[];
}

export interface Endpoints extends Typed<'Endpoints'> {
  readonly subsets?: readonly Subset[] | undefined;
}

export interface Taint {
  readonly key: string;
  readonly effect: string;
}

export interface Node extends Typed<'Node'> {
  readonly spec: { readonly taints?: readonly Taint[] | undefined };
  readonly status: { readonly conditions: readonly Condition[] };
}

export type Stored = Deployment | ReplicaSet | Pod | Service | EndpointSlice | Endpoints | Node;

export type Kind = Stored['kind'];

export type OfKind<K extends Kind> = Extract<Stored, { readonly kind: K }>;

/** Where the API has each kind. */
export const RESOURCES: Readonly<
  Record<Kind, { readonly group: string; readonly version: string; readonly resource: string }>
> = {
  Deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  ReplicaSet: { group: 'apps', version: 'v1', resource: 'replicasets' },
  Pod: { group: '', version: 'v1', resource: 'pods' },
  Service: { group: '', version: 'v1', resource: 'services' },
  EndpointSlice: { group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' },
  Endpoints: { group: '', version: 'v1', resource: 'endpoints' },
  Node: { group: '', version: 'v1', resource: 'nodes' },
};

export function keyOf(kind: Kind, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** The key of a controller's queue. */
export function placeOf({ metadata }: Stored): string {
  return `${metadata.namespace}/${metadata.name}`;
}

export function conditionOf(
  { conditions = [] }: { readonly conditions?: readonly Condition[] | undefined },
  type: string,
): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** As errors name it: deployments.apps. */
export function resourceOf(kind: Kind): string {
  const { group, resource } = RESOURCES[kind];
  return group === '' ? resource : `${resource}.${group}`;
}

/** The conditions with this one for the one of its type, last. */
export function withCondition(
  { conditions = [] }: { readonly conditions?: readonly Condition[] | undefined },
  condition: Condition,
): readonly Condition[] {
  return [...conditions.filter(({ type }) => type !== condition.type), condition];
}

export function controllerOf({ metadata }: Stored): Owner | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}

export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status, 'Ready')?.status === 'True';
}

export function isOver({ status }: Pod): boolean {
  return status.phase === 'Succeeded' || status.phase === 'Failed';
}

/** IsPodActive of pkg/controller/controller_utils.go. */
export function isActive(pod: Pod): boolean {
  return !isOver(pod) && pod.metadata.deletionTimestamp === undefined;
}

export function selects(selector: Selector | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const asked = Object.entries(matchLabels);
  if (asked.length === 0 && matchExpressions.length === 0) return false;
  return (
    asked.every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isIn = value !== undefined && values.includes(value);
      return operator === 'In' ? isIn : !isIn;
    })
  );
}
