import type { Preset } from '../define.ts';
import type { QosInput } from './answer.ts';

function pod(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n${spec}`;
}

const ALMOST = pod(
  'web',
  `  initContainers:
  - name: migrate
    image: registry.example/web:2.1
    resources:
      limits:
        cpu: 100m
        memory: 64Mi
  containers:
  - name: app
    image: registry.example/web:2.1
    resources:
      requests:
        cpu: 500m
        memory: 200Mi
      limits:
        cpu: 500m
        memory: 256Mi
`,
);

const LIMITS_ONLY = pod(
  'web',
  `  containers:
  - name: app
    image: registry.example/web:2.1
    resources:
      limits:
        cpu: 500m
        memory: 256Mi
`,
);

const INIT_FORGOTTEN = pod(
  'web',
  `  initContainers:
  - name: migrate
    image: registry.example/web:2.1
  containers:
  - name: app
    image: registry.example/web:2.1
    resources:
      limits:
        cpu: 500m
        memory: 256Mi
`,
);

const SIDECAR = pod(
  'web',
  `  initContainers:
  - name: proxy
    image: registry.example/proxy:1.8
    restartPolicy: Always
    resources:
      requests:
        cpu: 50m
        memory: 64Mi
  containers:
  - name: app
    image: registry.example/web:2.1
    resources:
      requests:
        cpu: 500m
        memory: 1Gi
`,
);

const POD_LEVEL = pod(
  'web',
  `  resources:
    limits:
      cpu: "1"
      memory: 1Gi
  containers:
  - name: app
    image: registry.example/web:2.1
  - name: log-shipper
    image: registry.example/logs:3.0
`,
);

const NOTHING = pod(
  'toolbox',
  `  containers:
  - name: shell
    image: registry.example/tools:1.0
`,
);

const REFUSED = pod(
  'web',
  `  containers:
  - name: app
    image: registry.example/web:2.1
    resources:
      requests:
        cpu: "2"
        memory: 512Mi
      limits:
        cpu: "1"
        memory: 256Mi
`,
);

export const presets: readonly Preset<QosInput>[] = [
  {
    id: 'almost',
    title: ['只差一行的 Guaranteed', 'One line from Guaranteed'],
    input: { input: ALMOST },
  },
  { id: 'limits-only', title: ['只写了限制', 'Limits only'], input: { input: LIMITS_ONLY } },
  {
    id: 'init-forgotten',
    title: ['漏了 Init 容器', 'Init container forgotten'],
    input: { input: INIT_FORGOTTEN },
  },
  { id: 'sidecar', title: ['边车容器', 'Sidecar'], input: { input: SIDECAR } },
  { id: 'pod-level', title: ['Pod 级资源', 'Pod-level resources'], input: { input: POD_LEVEL } },
  { id: 'best-effort', title: ['什么都没写', 'Nothing set'], input: { input: NOTHING } },
  {
    id: 'several',
    title: ['一次三个 Pod', 'Three Pods at once'],
    input: {
      input: [LIMITS_ONLY, SIDECAR.replace('name: web', 'name: api'), NOTHING].join('---\n'),
    },
  },
  { id: 'refused', title: ['会被拒绝的 Pod', 'A Pod that is refused'], input: { input: REFUSED } },
];
