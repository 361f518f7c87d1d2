import type { Preset } from '../define.ts';
import type { EvictionInput } from './answer.ts';
import { messages } from './messages.ts';

function pod(name: string, request: string, priority = ''): string {
  const resources =
    request === '' ? '' : `\n    resources:\n      requests:\n        memory: ${request}`;
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:${priority === '' ? '' : `\n  priority: ${priority}`}
  containers:
  - name: app
    image: registry.example/${name}:1.0${resources}
`;
}

const PODS = [
  pod('web', '1Gi'),
  pod('cache', ''),
  pod('batch', '', '1000'),
  pod('db', '4Gi', '1000'),
].join('---\n');

const USAGE = `NAMESPACE   POD     NAME   CPU(cores)   MEMORY(bytes)
default     web     app    310m         1638Mi
default     cache   app    25m          300Mi
default     batch   app    900m         2048Mi
default     db      app    450m         3072Mi
`;

export const presets: readonly Preset<EvictionInput>[] = [
  { id: 'mixed', title: messages.mixed, input: { input: PODS, usage: USAGE, signal: 'memory' } },
  {
    id: 'critical',
    title: messages.criticalPods,
    input: {
      input: `${pod('agent', '', '2000001000')}---\n${PODS}`,
      usage: `${USAGE}default     agent   app    90m          900Mi\n`,
      signal: 'memory',
    },
  },
  {
    id: 'processes',
    title: messages.processes,
    input: {
      input: PODS,
      usage:
        'default/web: {pids: 40}\ndefault/cache: {pids: 900}\ndefault/batch: {pids: 12}\ndefault/db: {pids: 300}\n',
      signal: 'pids',
    },
  },
];
