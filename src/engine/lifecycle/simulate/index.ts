/**
 * One Pod's life in virtual time: the API server, the scheduler, the kubelet and the runtime, fed with what the
 * outside world does. Built after the kubelet's own parts, so that what is odd about them comes out by itself: the
 * late CrashLoopBackOff, two quick restarts after liveness kills, the last second before the object goes.
 * Upstream: the files named at the head of each part, v1.37.2. Durations of a real node: recordings/lifecycles.
 * Left out: other Pods, images shared with them, resource pressure, Windows, ephemeral containers, static Pods'
 * mirrors, PodGC and node shutdown.
 */
import { GATES_1_37 } from '../../versions.ts';
import type { ContainerSpec, PodView } from '../model.ts';
import { mayRestart } from '../restart.ts';
import type { ProbeAnswer, ProbeKind, Scenario } from '../scenario/types.ts';
import type { Timeline } from '../timeline.ts';
import { act } from './actions.ts';
import { containerStatus } from './api.ts';
import { crashBackoffs, pullBackoffs } from './backoff.ts';
import { at, newClock, newSignal, randomFrom, run, spawn } from '../../virtual-time.ts';
import { isTerminalPhase } from '../phase.ts';
import { withReadiness, withStarted } from './pod-status.ts';
import { type ProbeHost, newProber } from './prober.ts';
import { closeLanes, newRecorder, note, setLane } from './record.ts';
import { create } from './scheduler.ts';
import { EMPTY, type ApiPod, type Kubelet, type Sim } from './state.ts';
import { setStatus } from './status-manager.ts';
import { requestSync } from './wake.ts';
import { workerLoop } from './worker.ts';
import { own } from '../own.ts';

const DEFAULT_UNTIL = 10 * 60_000;
/** Without a stated end it goes on this long after the last that happened. */
const QUIET = 5_000;
/** Enough for a day of a crash loop with probes every second. */
const MOST_ENTRIES = 2_000_000;
const PROBE_TAKES = 10;

/** Is given the object each time it was written, as a watch would be. */
export type Watcher = (at: number, view: PodView) => void;

/** Never throws. The same input gives the same timeline. */
export function simulate(pod: PodView, scenario: Scenario, watch?: Watcher): Timeline {
  const sim = newSim(pod, scenario, watch);
  const { clock, record } = sim;
  create(sim);
  // Without a container there is nothing that the kubelet could wait for.
  if (pod.spec.containers.length > 0) spawn(clock, workerLoop(sim));
  for (const action of scenario.actions) at(clock, action.at, () => act(sim, action));
  const end = scenario.until ?? DEFAULT_UNTIL;
  run(clock, end, MOST_ENTRIES);
  const isOver = sim.kubelet.phase === 'finished' || !sim.api.exists;
  const last = record.steps.at(-1)?.at ?? 0;
  const until = scenario.until ?? (isOver ? Math.min(end, last + QUIET) : end);
  return {
    object: { kind: 'Pod', namespace: pod.namespace, name: pod.name },
    origin: null,
    until,
    spans: closeLanes(record),
    steps: record.steps,
    table: record.table,
  };
}

function newSim(pod: PodView, scenario: Scenario, watch: Watcher | undefined): Sim {
  const clock = newClock();
  const chance = randomFrom(scenario.seed);
  const api: ApiPod = {
    exists: true,
    spec: pod.spec,
    status: EMPTY,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    finalizers: pod.finalizers,
  };
  const kubelet: Kubelet = {
    facts: scenario.kubelet,
    relistPhase: scenario.kubelet.relistPhase ?? Math.round(chance() * 999),
    syncPhase: scenario.kubelet.syncPhase ?? Math.round(chance() * 999),
    spec: pod.spec,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    takenOver: EMPTY,
    status: undefined,
    writing: false,
    finished: false,
    seen: { instances: [], sandboxes: [] },
    seenAt: 0,
    relisted: newSignal(),
    wake: newSignal(),
    cancelled: newSignal(),
    pending: false,
    phase: 'sync',
    grace: 0,
    evicted: undefined,
    lastSync: -1,
    retryAt: -1,
    reasons: new Map(),
    crashes: crashBackoffs(scenario.kubelet),
    pulls: pullBackoffs(),
    away: false,
    missed: [],
  };
  const sim: Omit<Sim, 'prober'> & { prober?: Sim['prober'] } = {
    clock,
    chance,
    scenario,
    gates: { ...GATES_1_37, ...scenario.kubelet.gates },
    record: newRecorder(),
    watch,
    pod,
    isStatic: pod.isStatic || scenario.static === true,
    api,
    runtime: { instances: [], sandboxes: [] },
    kubelet,
    runs: new Map(),
    pulled: new Set(),
  };
  sim.prober = newProber(probeHost(sim as Sim));
  return sim as Sim;
}

function probeHost(sim: Sim): ProbeHost {
  const { clock, kubelet, record } = sim;
  return {
    clock,
    statusOf: (name) =>
      kubelet.status &&
      [...kubelet.status.regular, ...kubelet.status.init].find((status) => status.name === name),
    isTerminal: () => isTerminalPhase(kubelet.status?.phase ?? ''),
    isDeleting: () => kubelet.deletionTimestamp !== undefined,
    mayRestart: (container, exitCode) =>
      mayRestart(container, kubelet.spec.restartPolicy, exitCode, sim.gates),
    ask: (container, kind) => ({ ok: answerOf(sim, container, kind), takes: PROBE_TAKES }),
    onAnswer: (container, kind, ok, count, threshold) => {
      const params = {
        container: container.name,
        probe: kind,
        ok: ok ? 'yes' : 'no',
        count,
        threshold,
      };
      note(record, clock.now, 'kubelet', 'probe-answered', params);
    },
    onStop: ({ name }, kind) => setLane(record, clock.now, `probe/${name}/${kind}`, undefined),
    onResult: (...told) => onResult(sim, ...told),
  };
}

/** What the container would answer now: it must run, and be that far. */
function answerOf(
  { clock, runtime, scenario }: Sim,
  { name }: ContainerSpec,
  kind: ProbeKind,
): boolean {
  const instance = runtime.instances.find((each) => each.name === name);
  if (instance?.state !== 'running') return false;
  const answers = own(scenario.containers, name)?.probes[kind] ?? [];
  const since = clock.now - instance.startedAt;
  const applies = ({ from, run: only }: ProbeAnswer) =>
    from <= since && (only === undefined || only === instance.run);
  return answers.findLast(applies)?.ok ?? true;
}

/** syncLoopIteration of pkg/kubelet/kubelet.go: the status is corrected at once, then comes a sync. */
function onResult(
  sim: Sim,
  ...[{ name }, kind, result, how]: Parameters<ProbeHost['onResult']>
): void {
  const { clock, kubelet, record } = sim;
  const state = result === 'unknown' ? 'waiting' : result;
  setLane(record, clock.now, `probe/${name}/${kind}`, { state });
  if (how === 'asked') {
    note(record, clock.now, 'kubelet', 'probe-result', { container: name, probe: kind, result });
  }
  const { status } = kubelet;
  if (kind === 'readiness' && status !== undefined) {
    setStatus(sim, withReadiness(sim, status, name));
    const code = result === 'success' ? 'container-ready' : 'container-unready';
    if (containerStatus(sim.api, name)?.ready !== (result === 'success')) {
      note(record, clock.now, 'kubelet', code, { container: name });
    }
  }
  if (kind === 'startup' && status !== undefined) {
    setStatus(sim, withStarted(status, name, result === 'success'));
  }
  if (kind === 'liveness' && result !== 'failure') return;
  requestSync(sim);
}
