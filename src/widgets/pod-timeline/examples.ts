/** The examples behind the first one. */
import type { TimelineInput } from './answer.ts';
import { STREAM } from './examples-stream.ts';

type Example = Partial<TimelineInput>;

export const crash: Example = {
  input: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: registry.example/web:2.1
`,
  scenario: `until: 10m
containers:
  app:
    runs: [{lasts: 2s, exitCode: 1}]
`,
};

export const probes: Example = {
  input: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: registry.example/web:2.1
    startupProbe:
      httpGet: {path: /healthz, port: 8080}
      periodSeconds: 2
      failureThreshold: 10
    readinessProbe:
      httpGet: {path: /readyz, port: 8080}
      periodSeconds: 5
    livenessProbe:
      httpGet: {path: /healthz, port: 8080}
      periodSeconds: 5
`,
  scenario: `until: 2m
containers:
  app:
    probes:
      startup: [{from: 0s, ok: false}, {from: 6s, ok: true}]
      readiness: [{from: 0s, ok: false}, {from: 9s, ok: true}, {from: 40s, ok: false, run: 0}]
      liveness: [{from: 0s, ok: true}, {from: 40s, ok: false, run: 0}]
`,
};

export const termination: Example = {
  input: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  terminationGracePeriodSeconds: 15
  initContainers:
  - name: proxy
    image: registry.example/proxy:1.4
    restartPolicy: Always
  containers:
  - name: app
    image: registry.example/web:2.1
    readinessProbe:
      httpGet: {path: /readyz, port: 8080}
      periodSeconds: 5
    lifecycle:
      preStop:
        sleep: {seconds: 5}
`,
  scenario: `containers:
  app:
    onStop: {after: 6s, exitCode: 0}
  proxy:
    onStop: {after: 1s, exitCode: 0}
actions:
- {at: 10s, do: delete}
`,
};

export const job: Example = {
  input: `apiVersion: v1
kind: Pod
metadata:
  name: nightly
spec:
  restartPolicy: Never
  initContainers:
  - name: proxy
    image: registry.example/proxy:1.4
    restartPolicy: Always
  - name: fetch
    image: registry.example/fetch:3.0
  containers:
  - name: main
    image: registry.example/report:5.2
`,
  scenario: `containers:
  fetch:
    runs: [{lasts: 3s, exitCode: 0}]
  main:
    runs: [{lasts: 12s, exitCode: 0}]
  proxy:
    onStop: {after: 2s, exitCode: 0}
`,
};

export const pull: Example = {
  input: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: registry.example/web:2.l
`,
  scenario: `until: 5m
images:
  registry.example/web:2.l: {present: false, pull: 200ms, availableAt: 2m}
`,
};

export const pasted: Example = {
  input: `apiVersion: v1
kind: Pod
metadata:
  name: web
  uid: 3f8de22a-8d34-4a56-b0b5-45cfe42094cc
  resourceVersion: '3758'
  creationTimestamp: '2026-11-23T13:02:43Z'
  namespace: default
spec:
  nodeName: node1
  restartPolicy: Always
  terminationGracePeriodSeconds: 30
  containers:
  - name: app
    image: registry.example/web:2.1
status:
  phase: Running
  startTime: '2026-11-23T13:02:43Z'
  podIP: 10.244.0.71
  conditions:
  - type: PodReadyToStartContainers
    status: 'True'
    lastTransitionTime: '2026-11-23T13:02:44Z'
  - type: Initialized
    status: 'True'
    lastTransitionTime: '2026-11-23T13:02:43Z'
  - type: Ready
    status: 'False'
    reason: ContainersNotReady
    lastTransitionTime: '2026-11-23T13:04:20Z'
  - type: ContainersReady
    status: 'False'
    reason: ContainersNotReady
    lastTransitionTime: '2026-11-23T13:04:20Z'
  - type: PodScheduled
    status: 'True'
    lastTransitionTime: '2026-11-23T13:02:43Z'
  containerStatuses:
  - name: app
    ready: false
    started: false
    restartCount: 4
    state:
      waiting:
        reason: CrashLoopBackOff
        message: back-off 1m20s restarting failed container=c pod=p_s-05-crashloop-always(3f8de22a-8d34-4a56-b0b5-45cfe42094cc)
    lastState:
      terminated:
        exitCode: 1
        reason: Error
        startedAt: '2026-11-23T13:04:19Z'
        finishedAt: '2026-11-23T13:04:20Z'
`,
  scenario: '',
};

export const stream: Example = { input: STREAM, scenario: '' };
