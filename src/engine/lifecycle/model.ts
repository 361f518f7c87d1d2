/**
 * The part of a Pod that its lifecycle is made of: what the kubelet decides by and what kubectl prints.
 * Names follow core/v1. Times are milliseconds since 1970 (UTC), undefined where the object has none.
 */

export interface PodView {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly creationTimestamp?: number;
  readonly deletionTimestamp?: number;
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers: readonly string[];
  /** Read from a manifest on the node: the API object is only its mirror. */
  readonly isStatic: boolean;
  readonly spec: PodSpecView;
  readonly status: PodStatusView;
}

export interface PodSpecView {
  readonly nodeName: string;
  readonly restartPolicy: string;
  readonly terminationGracePeriodSeconds: number;
  readonly activeDeadlineSeconds?: number;
  /** Init containers and sidecars, in order. */
  readonly initContainers: readonly ContainerSpec[];
  readonly containers: readonly ContainerSpec[];
  readonly ephemeralContainers: readonly ContainerSpec[];
  /** Condition types. */
  readonly readinessGates: readonly string[];
  readonly schedulingGates: readonly string[];
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  /** `Always` on an init container makes it a sidecar. */
  readonly restartPolicy?: string;
  readonly restartPolicyRules: readonly RestartRule[];
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly preStop?: Hook;
  readonly postStart?: Hook;
  /** Requests and limits as written, to notice a resize: JSON text. */
  readonly resources: string;
}

export interface RestartRule {
  /** `Restart` or `RestartAllContainers` */
  readonly action: string;
  /** `In` or `NotIn` */
  readonly operator: string;
  readonly values: readonly number[];
}

/** Defaults filled in. Seconds. */
export interface Probe {
  readonly handler: 'exec' | 'httpGet' | 'tcpSocket' | 'grpc' | 'none';
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  readonly terminationGracePeriodSeconds?: number;
}

export interface Hook {
  readonly handler: 'exec' | 'httpGet' | 'tcpSocket' | 'sleep' | 'none';
  /** Of `sleep`. */
  readonly sleepSeconds?: number;
}

export interface PodStatusView {
  readonly phase: string;
  readonly reason: string;
  readonly message: string;
  readonly conditions: readonly Condition[];
  readonly nominatedNodeName: string;
  /** `status.podIPs`, else `status.podIP`. */
  readonly podIPs: readonly string[];
  readonly startTime?: number;
  readonly initContainerStatuses: readonly ContainerStatus[];
  readonly containerStatuses: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses: readonly ContainerStatus[];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime?: number;
}

export interface ContainerStatus {
  readonly name: string;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly containerID: string;
}

/** At most one of the three is set. */
export interface ContainerState {
  readonly waiting?: Waiting;
  readonly running?: { readonly startedAt?: number };
  readonly terminated?: Terminated;
}

export interface Waiting {
  readonly reason: string;
  readonly message: string;
}

export interface Terminated {
  readonly exitCode: number;
  readonly signal: number;
  readonly reason: string;
  readonly message: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** An init container that stays beside the others: `restartPolicy: Always`. */
export function isSidecar(container: ContainerSpec): boolean {
  return container.restartPolicy === 'Always';
}
