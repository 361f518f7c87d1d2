/**
 * Probe lanes, as far as results can be told: an object says whether a container has started and is ready,
 * Events say which answers failed. Rules, v1.37.2: pkg/kubelet/prober/prober_manager.go and worker.go.
 */
import { type Draft, type Life, enter, leave, spansOf, stretch } from './lanes.ts';
import type { ContainerSpec, ContainerStatus } from '../model.ts';
import { readySince } from './views.ts';
import type { Snapshot } from '../stream/types.ts';
import type { Span } from '../timeline.ts';

export type Kind = 'startup' | 'readiness' | 'liveness';

export function drawProbes(life: Life, draft: Draft): void {
  const last = life.snapshots.at(-1) ?? life.snapshots[0];
  const { initContainers, containers } = last.view.spec;
  for (const spec of [...initContainers, ...containers]) {
    const runs = runsIn(draft, spec.name, life.begin);
    if (spec.startupProbe) drawProbe(spec, 'startup', runs, life, draft);
    if (spec.readinessProbe) drawProbe(spec, 'readiness', runs, life, draft);
    if (spec.livenessProbe) drawProbe(spec, 'liveness', runs, life, draft);
  }
}

interface Stretched {
  readonly from: number;
  readonly to: number | null;
}

/** While it runs or is being stopped, in one piece, out of the container's own lane. */
function runsIn(draft: Draft, name: string, begin: number): readonly Stretched[] {
  const runs: { from: number; to: number | null }[] = [];
  for (const { state, from, to } of spansOf(draft, `container/${name}`)) {
    if (from < begin || (state !== 'running' && state !== 'stopping')) continue;
    const last = runs.at(-1);
    if (last?.to === from) last.to = to;
    else runs.push({ from, to });
  }
  return runs;
}

function drawProbe(
  spec: ContainerSpec,
  kind: Kind,
  runs: readonly Stretched[],
  life: Life,
  draft: Draft,
): void {
  const lane = `probe/${spec.name}/${kind}`;
  const { snapshots, statuses } = life;
  const kills = (life.events.get(spec.name) ?? []).filter(
    ({ reason, message }) => reason === 'Killing' && message.includes(`failed ${kind} probe`),
  );
  let next = 0;
  let kill = 0;
  for (const { from, to } of runs) {
    const end = to ?? Number.POSITIVE_INFINITY;
    let state = initial(spec, kind);
    enter(draft, lane, from, stretch(state, 'inferred'));
    while ((snapshots[next]?.at ?? end) < from) next++;
    for (; next < snapshots.length; next++) {
      const snapshot = snapshots[next] as Snapshot;
      if (snapshot.at >= end) break;
      const result = resultIn(statuses[next]?.get(spec.name), kind, state);
      if (result === state) continue;
      state = result;
      enter(draft, lane, readySince(snapshot, life.origin), stretch(state, known(kind)));
    }
    while ((kills[kill]?.at ?? from) < from) kill++;
    const killed = kills[kill];
    if (killed && killed.at <= end) {
      enter(draft, lane, killed.at, stretch('failure', 'observed'));
    }
    if (to !== null) leave(draft, lane, to);
  }
}

/** Nothing is known of a readiness or startup probe until it has succeeded; liveness counts as a success. */
function initial({ startupProbe }: ContainerSpec, kind: Kind): string {
  return kind === 'liveness' && startupProbe === undefined ? 'success' : 'waiting';
}

/** Only the object shows readiness and startup; that it is alive follows. */
function known(kind: Kind): Span['known'] {
  return kind === 'liveness' ? 'inferred' : 'observed';
}

function resultIn(status: ContainerStatus | undefined, kind: Kind, before: string): string {
  if (status?.state.running === undefined) return before;
  const wasGood = before === 'success';
  if (kind === 'readiness') return status.ready ? 'success' : wasGood ? 'failure' : before;
  if (status.started === true) return 'success';
  return kind === 'startup' && wasGood ? 'waiting' : before;
}
