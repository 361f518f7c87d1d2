/**
 * Who sent a request, from its user and user agent.
 * Upstream, v1.37.2: every controller has a service account of its name (plugin/pkg/auth/authorizer/rbac/
 * bootstrappolicy/controller_policy.go) when kube-controller-manager runs with
 * --use-service-account-credentials, and otherwise ends its user agent with that name
 * (controller-manager pkg/clientbuilder/client_builder.go). A kubelet is `system:node:NAME`.
 */
import type { Place } from './types.ts';

const CONTROLLERS: ReadonlySet<string> = new Set(
  `attachdetach-controller certificate-controller clusterrole-aggregation-controller cronjob-controller
  daemon-set-controller deployment-controller device-taint-eviction-controller disruption-controller
  endpoint-controller endpointslice-controller endpointslicemirroring-controller
  ephemeral-volume-controller expand-controller generic-garbage-collector horizontal-pod-autoscaler
  job-controller kube-apiserver-serving-clustertrustbundle-publisher legacy-service-account-token-cleaner
  namespace-controller node-controller persistent-volume-binder pod-garbage-collector
  podcertificaterequestcleaner podgroup-protection-controller pv-protection-controller
  pvc-protection-controller replicaset-controller replication-controller resource-claim-controller
  resourcepoolstatusrequest-controller resourcequota-controller root-ca-cert-publisher route-controller
  selinux-warning-controller service-account-controller service-cidrs-controller service-controller
  statefulset-controller storage-version-garbage-collector storage-version-migrator-controller
  ttl-after-finished-controller ttl-controller validatingadmissionpolicy-status-controller
  volumeattributesclass-protection-controller kube-controller-manager tokens-controller
  bootstrap-signer token-cleaner`.split(/\s+/),
);

/** Programs that people and scripts type commands into. */
const TYPED = /^(kubectl|oc|k9s|helm|kustomize|argocd|flux|terraform[\w-]*|curl|Wget)$/;

/** Programs of the control plane and their names in a story. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'kube-scheduler': 'scheduler',
  'kube-apiserver': 'apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-proxy': 'kube-proxy',
  kubelet: 'kubelet',
};

export function componentOf(user: string, agent: string): string {
  const [, account] = /^system:serviceaccount:kube-system:(.+)$/.exec(user) ?? [];
  if (account !== undefined && CONTROLLERS.has(account)) return account;
  if (user.startsWith('system:node:')) return 'kubelet';
  if (user === 'system:kube-scheduler') return 'scheduler';
  if (user === 'system:apiserver') return 'apiserver';
  const [program = ''] = agent.split(/[/ ]/);
  if (program === 'kube-controller-manager' || user === 'system:kube-controller-manager') {
    const last = agent.split(/[/:]/).at(-1) ?? '';
    return CONTROLLERS.has(last) ? last : 'kube-controller-manager';
  }
  if (TYPED.test(program)) return program;
  const known = Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined;
  if (known !== undefined) return known;
  const [, own] = /^system:serviceaccount:[^:]+:(.+)$/.exec(user) ?? [];
  return own ?? (user.replace(/^system:/, '') || program || '?');
}

export function placeOf(component: string): Place {
  if (CONTROLLERS.has(component)) return 'controller-manager';
  if (TYPED.test(component)) return 'user';
  if (component === 'scheduler' || component === 'default-scheduler') return 'scheduler';
  if (component === 'apiserver' || component === 'etcd' || component === 'kube-proxy') {
    return component;
  }
  if (component === 'kubelet') return 'kubelet';
  return EVENT_SOURCES[component] ?? 'other';
}

/** Names under which components write Events, where they differ from their service account's. */
const EVENT_SOURCES: Readonly<Partial<Record<string, Place>>> = {
  'endpoint-slice-controller': 'controller-manager',
  'daemonset-controller': 'controller-manager',
  'taint-eviction-controller': 'controller-manager',
  controllermanager: 'controller-manager',
  'persistentvolume-controller': 'controller-manager',
  'attach-detach-controller': 'controller-manager',
  'resource-quota-controller': 'controller-manager',
};
