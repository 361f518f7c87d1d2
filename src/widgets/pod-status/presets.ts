/** Pods as `kubectl get pod -o yaml` gives them, shortened; three are recordings of a v1.37.2 node. */
import type { Pair } from '../../ui/messages.ts';
import type { Preset } from '../define.ts';
import type { PodStatusInput } from './answer.ts';
import { messages } from './messages.ts';

/** All samples are of one afternoon. */
const DAY = '2026-11-23T';
const NOW = `${DAY}13:10:00Z`;

function pod(name: string, created: string, meta: string, spec: string, status: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  creationTimestamp: ${DAY}${created}Z
${meta}spec:
  nodeName: node1
${spec}status:
${status}`;
}

function ended(exitCode: number, from: string, to: string): string {
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  return `terminated: {exitCode: ${exitCode}, reason: ${reason}, startedAt: "${DAY}${from}Z", finishedAt: "${DAY}${to}Z"}`;
}

const CRASH_LOOP = pod(
  'web-5d9c7b8f44-x2x8p',
  '13:04:40',
  '  namespace: shop\n',
  `  containers:
  - name: app
    image: registry.example/web:2.1
`,
  `  phase: Running
  containerStatuses:
  - name: app
    ready: false
    restartCount: 4
    state:
      waiting:
        reason: CrashLoopBackOff
        message: back-off 1m20s restarting failed container=app
    lastState:
      ${ended(1, '13:08:51', '13:08:52')}
`,
);

const PROXY = `  - name: proxy
    image: registry.example/proxy:1.8
    restartPolicy: Always
`;

const INIT_WAITS = pod(
  'api',
  '13:08:20',
  '',
  `  initContainers:
  - name: migrate
    image: registry.example/api:1.4
${PROXY}  containers:
  - name: app
    image: registry.example/api:1.4
`,
  `  phase: Pending
  initContainerStatuses:
  - name: migrate
    restartCount: 2
    state:
      ${ended(1, '13:09:10', '13:09:12')}
    lastState:
      ${ended(1, '13:08:43', '13:08:45')}
  - name: proxy
    state: {waiting: {reason: PodInitializing}}
  containerStatuses:
  - name: app
    state: {waiting: {reason: PodInitializing}}
`,
);

const TERMINATING = pod(
  'old-web',
  '12:30:00',
  `  deletionTimestamp: ${DAY}13:10:20Z
  deletionGracePeriodSeconds: 30
  finalizers: [example.com/drain]
`,
  `  containers:
  - name: app
    image: registry.example/web:2.0
`,
  `  phase: Running
  conditions:
  - {type: Ready, status: "True"}
  containerStatuses:
  - name: app
    ready: true
    started: true
    state: {running: {startedAt: "${DAY}12:30:02Z"}}
`,
);

/** Recording 25a. */
const EVICTED = pod(
  'cache',
  '13:08:42',
  '',
  `  containers:
  - name: c
    image: registry.example/cache:7
`,
  `  phase: Failed
  reason: Evicted
  message: 'Usage of EmptyDir volume "data" exceeds the limit "5Mi". '
  conditions:
  - {type: Ready, status: "False", reason: PodFailed}
  containerStatuses:
  - name: c
    ready: false
    state:
      ${ended(137, '13:08:42', '13:09:45')}
`,
);

/** Recording 09b. */
const COMPLETED = pod(
  'report',
  '13:05:31',
  '',
  `  restartPolicy: Never
  initContainers:
${PROXY}  containers:
  - {name: main, image: "registry.example/report:3"}
`,
  `  phase: Running
  initContainerStatuses:
  - name: proxy
    ready: true
    started: true
    state: {running: {startedAt: "${DAY}13:05:31Z"}}
  containerStatuses:
  - name: main
    state:
      ${ended(0, '13:05:32', '13:09:58')}
`,
);

/** Recording z5. */
const LOST = pod(
  'db',
  '12:00:00',
  '',
  `  containers:
  - name: db
    image: registry.example/db:16
`,
  `  phase: Running
  conditions:
  - {type: Ready, status: "False", lastTransitionTime: "${DAY}13:07:12Z"}
  - {type: ContainersReady, status: "True", lastTransitionTime: "${DAY}12:00:09Z"}
  containerStatuses:
  - name: db
    ready: true
    started: true
    state: {running: {startedAt: "${DAY}12:00:03Z"}}
`,
);

const LINES = `$ kubectl get pods -A
NAMESPACE   NAME                   READY   STATUS                  RESTARTS        AGE
shop        web-5d9c7b8f44-x2x8p   0/1     CrashLoopBackOff        7 (2m40s ago)   16m
shop        web-5d9c7b8f44-k9v2c   1/1     Running                 0               16m
shop        api-6f4d9c6b5-zzt4m    1/2     Init:CrashLoopBackOff   4 (32s ago)     3m
batch       report-28431-9p2xk     1/2     NotReady                0               10m
batch       import-28430-b7w5d     0/1     Error                   2 (20s ago)     45s
default     old                    0/1     Evicted                 0               2d
default     debug                  1/1     Terminating             0               4h12m
`;

function preset(id: string, title: Pair, input: string): Preset<PodStatusInput> {
  return { id, title, input: { input, now: NOW, pod: '0' } };
}

export const presets: readonly Preset<PodStatusInput>[] = [
  preset('crash-loop', messages.crashLoop, CRASH_LOOP),
  preset('init-waits', messages.initWaits, INIT_WAITS),
  preset('terminating', messages.terminating, TERMINATING),
  preset('evicted', messages.evicted, EVICTED),
  preset('completed', messages.completed, COMPLETED),
  preset('lost', messages.lost, LOST),
  preset('several', messages.several, [CRASH_LOOP, EVICTED, COMPLETED, TERMINATING].join('---\n')),
  preset('lines', messages.pasted, LINES),
];
