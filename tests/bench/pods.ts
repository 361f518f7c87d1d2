/** Pods as `kubectl get pods -A -o json` prints them: managed fields, status and all, different from one another. */
export function podList(count: number): string {
  const items = Array.from({ length: count }, (_, at) => pod(at));
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    metadata: { resourceVersion: '' },
    items,
  });
}

function pod(at: number): object {
  const cpu = `${50 + (at % 40) * 25}m`;
  const memory = `${64 + (at % 50) * 16}Mi`;
  const resources = [
    {},
    { requests: { cpu, memory } },
    { requests: { cpu, memory }, limits: { cpu, memory } },
    { limits: { cpu, memory } },
  ][at % 4];
  const name = `web-${Math.floor(at / 3)}-${at.toString(36).padStart(5, '0')}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: `team-${at % 37}`,
      uid: `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`,
      creationTimestamp: '2026-11-01T08:00:00Z',
      labels: { app: name, 'pod-template-hash': at.toString(36) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, controller: true }],
    },
    spec: {
      nodeName: `node-${at % 200}`,
      serviceAccountName: 'default',
      priority: 0,
      containers: [
        {
          name: 'app',
          image: `registry.example/web:${at % 20}`,
          ports: [{ containerPort: 8080, protocol: 'TCP' }],
          env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          resources,
          volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets', readOnly: true }],
        },
        ...(at % 5 === 0
          ? [{ name: 'proxy', image: 'registry.example/proxy:1', resources: {} }]
          : []),
      ],
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
      ],
      volumes: [{ name: 'token', emptyDir: {} }],
    },
    status: {
      phase: 'Running',
      podIP: `10.${at % 250}.${Math.floor(at / 250) % 250}.7`,
      startTime: '2026-11-01T08:00:01Z',
      containerStatuses: [{ name: 'app', ready: true, restartCount: at % 3, started: true }],
    },
  };
}
