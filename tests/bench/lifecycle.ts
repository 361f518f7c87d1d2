/** How long an hour of a crash loop with three probes takes to simulate: the median of several runs. */
import {
  readLifecycle,
  readScenario,
  simulate,
  type Timeline,
} from '../../src/engine/lifecycle/index.ts';

/** As a reader would paste it; also what the scrubbing of the widget is measured on. */
export const CRASH_LOOP = `apiVersion: v1
kind: Pod
metadata: {name: crash-loop}
spec:
  containers:
  - name: app
    image: registry.example/app:1
    startupProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}
    readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}
    livenessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}
`;
export const CRASH_HOUR = 'until: 1h\ncontainers: {app: {runs: [{lasts: 20s, exitCode: 1}]}}\n';

const RUNS = 21;

export interface HourFigures {
  readonly ms: number;
  readonly steps: number;
}

export function measureHour(): HourFigures {
  const view = readLifecycle(CRASH_LOOP).items[0]?.snapshots[0]?.view;
  if (view === undefined) throw new Error('the crash loop is no Pod');
  const { scenario } = readScenario(CRASH_HOUR);
  const times: number[] = [];
  let timeline: Timeline | undefined;
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    timeline = simulate(view, scenario);
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  return { ms: times[Math.floor(RUNS / 2)] ?? 0, steps: timeline?.steps.length ?? 0 };
}
