/** How long ten minutes of a driven cluster take, and how much of memory the play keeps. */
import { driving } from '../../src/engine/cluster/index.ts';
import { runToEnd } from '../../src/engine/run-to-end.ts';

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 30
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: app
        image: app:1
        readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`;
const SCRIPT = 'crash-after 3s\nready-after 1s\nuntil 10m\n0s kubectl apply\n';
const RUNS = 5;

export interface DriveFigures {
  readonly ms: number;
  readonly writes: number;
  readonly megabytes: number;
}

export function measureDrive(): DriveFigures {
  const before = process.memoryUsage().heapUsed;
  let drive = runToEnd(driving(MANIFEST, SCRIPT));
  const megabytes = Math.round((process.memoryUsage().heapUsed - before) / 1e6);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    drive = runToEnd(driving(MANIFEST, SCRIPT));
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  return { ms: times[RUNS >> 1] ?? 0, writes: drive.history.length, megabytes };
}
