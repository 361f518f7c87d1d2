/**
 * What follows from how often something happened: the place of a failed answer before the threshold, and the
 * waits that no object states. Rules, v1.37.2: pkg/kubelet/prober/worker.go;
 * staging/src/k8s.io/client-go/util/flowcontrol/backoff.go with the limits of pkg/kubelet/kubelet.go and
 * pkg/kubelet/images (10 s, doubled up to 300 s, forgotten after a run of 10 minutes).
 */
import type { PodView } from '../model.ts';
import { specOf } from './views.ts';
import type { StepCode } from '../steps.ts';
import type { Step } from '../timeline.ts';

/** The steps in order, with the numbers that an Event does not have. */
export function counted(
  steps: readonly Step<StepCode>[],
  view: PodView | undefined,
): readonly Step<StepCode>[] {
  const counts: Counts = { failures: new Map(), runs: new Map(), pulls: new Map() };
  return steps.map((step) => {
    count(counts, step);
    if (step.code === 'probe-answered') return withCount(step, counts, view);
    if ('ms' in step.params) return step;
    if (step.code === 'crash-backoff') {
      const { restarts = 1, forgotten = 0 } = counts.runs.get(containerOf(step)) ?? {};
      const ms = backoff(restarts - forgotten);
      return { ...step, params: { ...step.params, ms, until: step.at + ms } };
    }
    if (step.code !== 'image-backoff') return step;
    const ms = backoff(counts.pulls.get(containerOf(step)) ?? 1);
    return { ...step, params: { ...step.params, ms } };
  });
}

interface Counts {
  /** By container and probe, since its last result. */
  readonly failures: Map<string, number>;
  /** By container; `forgotten` are those before its last long run. */
  readonly runs: Map<string, { readonly restarts: number; readonly forgotten: number }>;
  /** By container, since its image was last there. */
  readonly pulls: Map<string, number>;
}

function count({ failures, runs, pulls }: Counts, step: Step<StepCode>): void {
  const { code, params } = step;
  const container = containerOf(step);
  if (code === 'container-started' || code === 'restarted') {
    for (const kind of ['startup', 'readiness', 'liveness'])
      failures.delete(`${container}/${kind}`);
    const { forgotten = 0 } = runs.get(container) ?? {};
    runs.set(container, { restarts: Number(params['restarts'] ?? 0), forgotten });
    pulls.delete(container);
  } else if (code === 'container-exited') {
    const run = runs.get(container);
    const isLong = Number(params['ms']) > LONG_RUN;
    if (run && isLong) runs.set(container, { ...run, forgotten: run.restarts });
  } else if (code === 'probe-result') failures.delete(`${container}/${params['probe']}`);
  else if (code === 'image-pull-failed') pulls.set(container, (pulls.get(container) ?? 0) + 1);
  else if (code === 'probe-answered') {
    const key = `${container}/${params['probe']}`;
    failures.set(key, (failures.get(key) ?? 0) + 1);
  }
}

const LONG_RUN = 600_000;

function containerOf({ params }: Step<StepCode>): string {
  return String(params['container'] ?? '');
}

/** The first wait, and each later one twice as long. */
function backoff(nth: number): number {
  return Math.min(10_000 * 2 ** Math.max(0, nth - 1), 300_000);
}

function withCount(
  step: Step<StepCode>,
  { failures }: Counts,
  view: PodView | undefined,
): Step<StepCode> {
  const { probe = '' } = step.params;
  const container = containerOf(step);
  const nth = failures.get(`${container}/${probe}`) ?? 1;
  const spec = view && specOf(view, container);
  const threshold = spec?.[`${String(probe) as 'startup'}Probe`]?.failureThreshold;
  // Events alone do not tell how often it takes.
  return { ...step, params: { ...step.params, count: nth, threshold: threshold ?? '?' } };
}
