/** Plays of the small cluster, with the questions that tests ask of them. */
import {
  type Drive,
  driving,
  type Kind,
  type OfKind,
  type Pod,
  type Stored,
} from '../../src/engine/cluster/index.ts';
import type { Step } from '../../src/engine/control-plane/index.ts';
import { runToEnd } from '../../src/engine/run-to-end.ts';

export interface Play extends Drive {
  /** Writes that changed something, in order. */
  readonly writes: readonly Step[];
}

export function play(manifest: string, script: readonly string[]): Play {
  const drive = runToEnd(driving(manifest, script.join('\n')));
  const writes = drive.story.steps.filter(
    ({ kind, outcome }) => kind === 'write' && (outcome === 'stored' || outcome === 'removed'),
  );
  return { ...drive, writes };
}

/** What is stored after all that was answered by `time`; at the end by default. */
export function objectsAt({ history, writes }: Play, time = Number.POSITIVE_INFINITY) {
  const last = Math.max(0, ...writes.filter(({ end }) => end <= time).map(numberOf));
  const objects = new Map<string, Stored>();
  for (const { version, type, object } of history) {
    if (Number(version) > last) break;
    const key = `${object.kind}/${object.metadata.name}`;
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, object);
  }
  return <K extends Kind>(kind: K): readonly OfKind<K>[] =>
    [...objects.values()].filter((object): object is OfKind<K> => object.kind === kind);
}

function numberOf({ version }: Step): number {
  return Number(version);
}

export function isReady({ status }: Pod): boolean {
  return status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

/** Of two Pods behind a Service, or of so many. */
export function web(replicas = 2, spec = '', name = 'web'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  ${spec}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
      - name: web
        image: agent:1.0
        ports: [{containerPort: 8080}]
        readinessProbe: {httpGet: {path: /readyz, port: 8080}, periodSeconds: 1}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${name}}
  ports: [{port: 80, targetPort: 8080}]
`;
}
