/**
 * Which watch events a component answers with which write. From the event handlers and the sync functions of
 * v1.37.2: pkg/controller/{deployment,replicaset,statefulset,daemon,job,cronjob,endpointslice,endpoint,
 * garbagecollector,namespace,nodelifecycle,disruption,resourcequota,serviceaccount,certificates,
 * ttlafterfinished}, pkg/scheduler/eventhandlers.go, pkg/kubelet/{config,status}.
 * Where several fit, the latest counts: see cause.ts. Left out: what only an operator of one's own does.
 */
import type { CauseCode, Fact, Link } from './types.ts';

/** `kind` empty: any. */
export interface Because {
  readonly link: Link;
  readonly kind: string;
  readonly facts: readonly Fact[];
  /** Only once the component has tried this object before and did not get through. */
  readonly onRetry?: true;
}

export interface Rule {
  /** `create pods/binding`; `delete *` for any resource. */
  readonly does: string;
  readonly because: readonly Because[];
  /** When no watch event that is not yet answered fits. */
  readonly otherwise?: CauseCode;
}

const when = (link: Link, kind: string, ...facts: readonly Fact[]): Because => ({
  link,
  kind,
  facts,
});
const retried = (link: Link, kind: string, ...facts: readonly Fact[]): Because => ({
  link,
  kind,
  facts,
  onRetry: true,
});

const LIFE = ['added', 'bound', 'ready', 'deleting', 'ended', 'deleted'] as const;

/** A controller whose Pods belong to its objects directly. */
function workload(resource: string, kind: string, ...pods: readonly Fact[]): readonly Rule[] {
  return [
    { does: 'create controllerrevisions', because: [when('owner', kind, 'added', 'spec')] },
    {
      does: 'create pods',
      because: [when('owner', kind, 'added', 'spec'), when('sibling', 'Pod', ...pods)],
    },
    {
      does: 'delete pods',
      because: [
        when('owner', kind, 'spec', 'deleting'),
        when('sibling', 'Pod', ...pods, 'ready', 'owners'),
      ],
    },
    {
      does: 'patch pods',
      because: [
        when('own', 'Pod', 'labels', 'owners', 'ended', 'deleting'),
        when('owner', kind, 'added', 'spec', 'status', 'deleting'),
      ],
    },
    {
      does: `update ${resource}/status`,
      because: [
        when('owned', 'Pod', ...LIFE, 'status', 'labels', 'owners', 'finalizers'),
        when('own', kind, 'added', 'spec', 'deleting'),
      ],
    },
  ];
}

const ENDPOINTS: readonly Because[] = [
  when('selected', 'Pod', 'address', 'ready', 'deleting', 'ended', 'deleted', 'labels'),
  when('service', 'Service', 'added', 'spec', 'labels', 'deleted'),
];

const FREED: readonly Because[] = [
  retried('node', 'Node', 'added', 'taints', 'schedulable', 'labels', 'spec'),
  retried('any-pod', 'Pod', 'deleted', 'ended'),
];

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'deployment-controller': [
    {
      does: 'create replicasets',
      because: [
        when('owner', 'Deployment', 'added', 'spec'),
        when('sibling', 'ReplicaSet', 'status'),
      ],
    },
    {
      does: 'update replicasets',
      because: [
        when('owner', 'Deployment', 'added', 'spec'),
        when('sibling', 'ReplicaSet', 'status'),
      ],
    },
    {
      does: 'update deployments/status',
      because: [
        when('owned', 'ReplicaSet', 'added', 'status', 'spec', 'deleted', 'owners'),
        when('own', 'Deployment', 'added', 'spec', 'deleting'),
      ],
    },
    { does: 'update deployments', because: [when('own', 'Deployment', 'added', 'spec')] },
    {
      does: 'patch replicasets',
      because: [
        when('own', 'ReplicaSet', 'added', 'owners', 'labels'),
        when('owner', 'Deployment', 'added', 'spec'),
      ],
    },
  ],
  'replicaset-controller': workload(
    'replicasets',
    'ReplicaSet',
    'deleting',
    'ended',
    'deleted',
    'owners',
    'labels',
  ),
  'replication-controller': workload(
    'replicationcontrollers',
    'ReplicationController',
    'deleting',
    'ended',
    'deleted',
    'owners',
    'labels',
  ),
  'statefulset-controller': workload('statefulsets', 'StatefulSet', 'ready', 'deleted'),
  'daemon-set-controller': [
    ...workload('daemonsets', 'DaemonSet', 'ended', 'deleted'),
    { does: 'create pods', because: [when('node', 'Node', 'added', 'labels', 'taints')] },
  ],
  'job-controller': workload('jobs', 'Job', 'ended', 'deleting', 'deleted', 'finalizers'),
  'cronjob-controller': [
    { does: 'create jobs', because: [], otherwise: 'time' },
    {
      does: 'update cronjobs/status',
      because: [
        when('owned', 'Job', 'added', 'status', 'deleted'),
        when('own', 'CronJob', 'added', 'spec'),
      ],
      otherwise: 'time',
    },
    { does: 'delete jobs', because: [when('sibling', 'Job', 'status')] },
  ],
  'endpointslice-controller': [
    { does: 'create endpointslices', because: ENDPOINTS },
    { does: 'update endpointslices', because: ENDPOINTS },
    { does: 'delete endpointslices', because: ENDPOINTS },
  ],
  'endpoint-controller': [
    { does: 'create endpoints', because: ENDPOINTS },
    { does: 'update endpoints', because: ENDPOINTS },
    {
      does: 'delete endpoints',
      because: [when('service', 'Service', 'deleted', 'deleting')],
    },
  ],
  'generic-garbage-collector': [
    { does: 'delete *', because: [when('owner', '', 'deleted', 'deleting', 'finalizers')] },
    {
      does: 'patch *',
      because: [
        when('owned', '', 'deleted', 'owners'),
        when('own', '', 'deleting'),
        when('owner', '', 'deleting', 'finalizers'),
      ],
    },
  ],
  'namespace-controller': [
    {
      does: '* *',
      because: [when('namespace', 'Namespace', 'deleting'), when('any-pod', 'Pod', 'deleted')],
      otherwise: 'time',
    },
  ],
  'node-controller': [
    {
      does: 'patch nodes',
      because: [when('own', 'Node', 'added', 'schedulable', 'health', 'taints')],
      otherwise: 'time',
    },
    { does: 'update nodes/status', because: [], otherwise: 'time' },
    // Taint eviction: the toleration has run out.
    { does: 'patch pods/status', because: [], otherwise: 'time' },
    { does: 'delete pods', because: [], otherwise: 'time' },
    { does: 'update pods/status', because: [when('node', 'Node', 'health')], otherwise: 'time' },
  ],
  'disruption-controller': [
    {
      does: 'update poddisruptionbudgets/status',
      because: [
        when('any-pod', 'Pod', ...LIFE),
        when('own', 'PodDisruptionBudget', 'added', 'spec', 'status'),
      ],
    },
  ],
  'resourcequota-controller': [
    {
      does: 'update resourcequotas/status',
      because: [
        when('own', 'ResourceQuota', 'added', 'spec'),
        when('any-pod', 'Pod', 'ended', 'deleted'),
      ],
      otherwise: 'time',
    },
  ],
  'service-account-controller': [
    { does: 'create serviceaccounts', because: [when('namespace', 'Namespace', 'added')] },
  ],
  'root-ca-cert-publisher': [
    {
      does: 'create configmaps',
      because: [when('own', 'ConfigMap', 'deleted'), when('namespace', 'Namespace', 'added')],
    },
  ],
  'ttl-after-finished-controller': [{ does: 'delete jobs', because: [], otherwise: 'time' }],
  'horizontal-pod-autoscaler': [{ does: '* *', because: [], otherwise: 'time' }],
  'pod-garbage-collector': [{ does: '* *', because: [], otherwise: 'time' }],
  scheduler: [
    { does: 'create pods/binding', because: [when('own', 'Pod', 'added', 'spec'), ...FREED] },
    { does: 'patch pods/status', because: [when('own', 'Pod', 'added', 'spec'), ...FREED] },
  ],
  kubelet: [
    {
      does: 'patch pods/status',
      because: [when('own', 'Pod', 'bound', 'deleting', 'spec')],
      otherwise: 'on-node',
    },
    { does: 'delete pods', because: [when('own', 'Pod', 'deleting')], otherwise: 'on-node' },
    {
      does: 'create serviceaccounts/token',
      because: [when('any-pod', 'Pod', 'bound')],
      otherwise: 'on-node',
    },
    { does: '* *', because: [], otherwise: 'on-node' },
  ],
};
