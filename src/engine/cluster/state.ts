/** What `kubectl get` would show at one moment of a play: objects by kind, each as its columns. */
import { columnsOf, viewPod } from '../lifecycle/index.ts';
import { readDocuments } from '../read/index.ts';
import { toPlain } from './api.ts';
import { healthyNode } from './node-controller.ts';
import {
  conditionOf,
  type Deployment,
  type EndpointSlice,
  type Kind,
  keyOf,
  type OfKind,
  type Pod,
  type Service,
  type Stored,
} from './objects.ts';
import { timeSince1970, type Version } from './world.ts';

/** Where it is: what `-n` needs, and how the name is shown. */
export interface Place {
  readonly name: string;
  readonly namespace: string;
  /** The name; behind `NAMESPACE/` unless everything is in `default`. */
  readonly shown: string;
}

export interface DeploymentLine extends Place {
  /** `2/3` */
  readonly ready: string;
  readonly upToDate: number;
  readonly available: number;
  readonly replicas: number;
  /** Of the first container. */
  readonly image: string;
  /** The labels that its selector asks for. */
  readonly labels: Readonly<Record<string, string>>;
  /** Reason of the condition Progressing; empty where there is none. */
  readonly progress: string;
  readonly paused: boolean;
}

export interface ReplicaSetLine extends Place {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly terminating: number;
}

export interface PodLine extends Place {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly ip: string;
  readonly deleting: boolean;
}

/** Endpoints by what their EndpointSlice says of them. */
export interface ServiceLine extends Place {
  readonly ready: number;
  readonly notReady: number;
  readonly terminating: number;
}

export interface ClusterState {
  readonly deployments: readonly DeploymentLine[];
  readonly replicaSets: readonly ReplicaSetLine[];
  readonly pods: readonly PodLine[];
  readonly services: readonly ServiceLine[];
  readonly node: { readonly ready: string; readonly taints: readonly string[] };
}

/** `version`: the last one that counts; `time`: milliseconds on the play's clock. */
export function stateAt(history: readonly Version[], version: number, time: number): ClusterState {
  const objects = new Map<string, Stored>();
  const node = healthyNode();
  objects.set(keyOf('Node', '', node.metadata.name), node);
  for (const { version: written, type, object } of history) {
    if (Number(written) > version) break;
    const { kind, metadata } = object;
    const key = keyOf(kind, metadata.namespace, metadata.name);
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, object);
  }
  const all = <K extends Kind>(kind: K): readonly OfKind<K>[] =>
    [...objects.values()].filter((object): object is OfKind<K> => object.kind === kind);
  const slices = all('EndpointSlice');
  const [only = node] = all('Node');
  const isPlain = [...objects.values()].every(({ metadata: { namespace } }) =>
    ['', 'default'].includes(namespace),
  );
  const place = ({ metadata: { name, namespace } }: Stored): Place => ({
    name,
    namespace,
    shown: isPlain ? name : `${namespace}/${name}`,
  });
  return {
    deployments: all('Deployment').map((d) => ({ ...place(d), ...deploymentLine(d) })),
    replicaSets: all('ReplicaSet').map((set) => ({
      ...place(set),
      desired: set.spec.replicas,
      current: set.status.replicas,
      ready: set.status.readyReplicas ?? 0,
      terminating: set.status.terminatingReplicas ?? 0,
    })),
    pods: all('Pod').map((pod) => ({ ...place(pod), ...podLine(pod, time) })),
    services: all('Service').map((service) => ({
      ...place(service),
      ...serviceLine(service, slices),
    })),
    node: {
      ready: conditionOf(only.status, 'Ready')?.status ?? '',
      taints: (only.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`),
    },
  };
}

function deploymentLine({ spec, status }: Deployment): Omit<DeploymentLine, keyof Place> {
  const containers = spec.template.spec['containers'];
  const [first] = Array.isArray(containers) ? containers : [];
  const image = (first as { image?: unknown } | undefined)?.image;
  return {
    ready: `${status.readyReplicas ?? 0}/${spec.replicas}`,
    upToDate: status.updatedReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    replicas: spec.replicas,
    image: typeof image === 'string' ? image : '',
    labels: spec.selector.matchLabels ?? {},
    progress: conditionOf(status, 'Progressing')?.reason ?? '',
    paused: spec.paused === true,
  };
}

function podLine(pod: Pod, time: number): Omit<PodLine, keyof Place> {
  const { name, deletionTimestamp } = pod.metadata;
  const [document] = readDocuments(JSON.stringify(toPlain(pod)));
  if (document === undefined || 'problem' in document) throw new TypeError(name);
  const columns = columnsOf(viewPod(document.node), timeSince1970(time));
  return {
    ready: columns.ready,
    status: columns.status,
    restarts: columns.restarts,
    ip: pod.status.podIP ?? '',
    deleting: deletionTimestamp !== undefined,
  };
}

function serviceLine(
  { metadata }: Service,
  slices: readonly EndpointSlice[],
): Omit<ServiceLine, keyof Place> {
  const { name, namespace } = metadata;
  const endpoints = slices
    .filter((slice) => slice.metadata.namespace === namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap((slice) => slice.endpoints);
  const count = (of: (conditions: (typeof endpoints)[number]['conditions']) => boolean): number =>
    endpoints.filter(({ conditions }) => of(conditions)).length;
  return {
    ready: count(({ ready }) => ready),
    notReady: count(({ ready, terminating }) => !ready && !terminating),
    terminating: count(({ terminating }) => terminating),
  };
}
