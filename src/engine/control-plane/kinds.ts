/** Kinds by the resource of a request: what a story is about, v1.37.2; others by their spelling. */
const KINDS: Readonly<Partial<Record<string, string>>> = {
  endpoints: 'Endpoints',
  endpointslices: 'EndpointSlice',
  replicasets: 'ReplicaSet',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  cronjobs: 'CronJob',
  controllerrevisions: 'ControllerRevision',
  configmaps: 'ConfigMap',
  resourcequotas: 'ResourceQuota',
  limitranges: 'LimitRange',
  serviceaccounts: 'ServiceAccount',
  poddisruptionbudgets: 'PodDisruptionBudget',
  replicationcontrollers: 'ReplicationController',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  persistentvolumes: 'PersistentVolume',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  networkpolicies: 'NetworkPolicy',
  ingresses: 'Ingress',
};

export function kindOf(resource: string): string {
  const known = Object.hasOwn(KINDS, resource) ? KINDS[resource] : undefined;
  return known ?? resource.charAt(0).toUpperCase() + resource.slice(1).replace(/s$/, '');
}
