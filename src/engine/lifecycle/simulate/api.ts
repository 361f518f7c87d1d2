/**
 * The object in the API server: who writes it, what kubectl prints of it, and what the controllers that watch it
 * make of it.
 */
import { endpointConditions, endpointOf } from '../endpoint.ts';
import type { ContainerStatus, PodView } from '../model.ts';
import { columnsOf } from '../status/column.ts';
import { at } from '../../virtual-time.ts';
import { addRow, note, setLane } from './record.ts';
import type { ApiPod, Sim, Status } from './state.ts';
import { requestSync } from './wake.ts';

/** From a write to the kubelet's hearing of it. */
const WATCH_DELAY = 8;

export function viewOf({ api, pod }: Sim): PodView {
  const { status } = api;
  return {
    ...pod,
    creationTimestamp: 0,
    ...(api.deletionTimestamp !== undefined && { deletionTimestamp: api.deletionTimestamp }),
    ...(api.deletionGracePeriodSeconds !== undefined && {
      deletionGracePeriodSeconds: api.deletionGracePeriodSeconds,
    }),
    finalizers: api.finalizers,
    spec: api.spec,
    status: {
      phase: status.phase,
      reason: status.reason,
      message: status.message,
      conditions: status.conditions,
      nominatedNodeName: '',
      podIPs: status.podIPs,
      ...(status.startTime !== undefined && { startTime: status.startTime }),
      initContainerStatuses: status.init,
      containerStatuses: status.regular,
      ephemeralContainerStatuses: [],
    },
  };
}

/** Something was written: kubectl prints a line, lanes move. */
export function changed(sim: Sim): void {
  const { api, clock, record } = sim;
  const view = viewOf(sim);
  sim.watch?.(clock.now, view);
  const { ready, status, restartCount } = columnsOf(view, clock.now);
  const row = { at: clock.now, ready, status, restarts: String(restartCount) };
  addRow(record, api.exists ? row : { ...row, gone: true });
  if (!api.exists) {
    endOfObject(sim);
    return;
  }
  setLane(record, clock.now, 'pod', { state: api.status.phase, ...reasonOf(api.status.reason) });
  const conditions = new Set(api.status.conditions.map(({ type }) => `condition/${type}`));
  for (const lane of record.open.keys()) {
    if (lane.startsWith('condition/') && !conditions.has(lane)) {
      setLane(record, clock.now, lane, undefined);
    }
  }
  for (const { type, status: state, reason } of api.status.conditions) {
    setLane(record, clock.now, `condition/${type}`, { state, ...reasonOf(reason) });
  }
  if (api.deletionTimestamp !== undefined) {
    setLane(record, clock.now, 'deletion', { state: 'grace' });
  }
  waitingLanes(sim);
  endpoint(sim);
}

function reasonOf(reason: string): { readonly reason?: string } {
  return reason === '' ? {} : { reason };
}

/** Why a container waits is known from the object only, and that it waits no more; that it runs, from the runtime. */
function waitingLanes({ api, clock, record, runtime }: Sim): void {
  for (const { name, state } of [...api.status.init, ...api.status.regular]) {
    const newest = runtime.instances.find((instance) => instance.name === name);
    if (newest?.state === 'running') continue;
    const lane = `container/${name}`;
    if (state.terminated !== undefined && record.open.get(lane)?.state === 'waiting') {
      const { reason, exitCode } = state.terminated;
      setLane(record, clock.now, lane, { state: 'terminated', reason, exitCode });
    }
    if (state.waiting === undefined) continue;
    const { reason } = state.waiting;
    setLane(record, clock.now, lane, { state: 'waiting', ...reasonOf(reason) });
  }
}

function endOfObject({ clock, record }: Sim): void {
  for (const lane of [...record.open.keys()]) {
    if (!lane.startsWith('container/') && !lane.startsWith('probe/')) {
      setLane(record, clock.now, lane, undefined);
    }
  }
  note(record, clock.now, 'apiserver', 'object-removed');
}

function endpoint(sim: Sim): void {
  const { api, clock, record } = sim;
  const state = endpointOf(api);
  const open = record.open.get('endpoint');
  if (open?.state === state) return;
  const actor = 'endpointslice-controller';
  if (state === undefined) note(record, clock.now, actor, 'endpoint-removed');
  else {
    const code = open === undefined ? 'endpoint-added' : 'endpoint-changed';
    note(record, clock.now, actor, code, endpointConditions(state));
  }
  setLane(record, clock.now, 'endpoint', state === undefined ? undefined : { state });
}

/** The kubelet hears of a change of the spec or of a deletion. */
export function tellKubelet(sim: Sim): void {
  const { api, clock, kubelet } = sim;
  if (api.spec.nodeName === '' || sim.isStatic) return;
  const { spec, deletionTimestamp, deletionGracePeriodSeconds } = api;
  const take = () => {
    if (kubelet.away) {
      kubelet.missed.push(take);
      return;
    }
    kubelet.spec = spec;
    kubelet.deletionTimestamp = deletionTimestamp;
    kubelet.deletionGracePeriodSeconds = deletionGracePeriodSeconds;
    kubelet.takenOver = api.status;
    const isGone = !api.exists && kubelet.phase !== 'finished';
    if (isGone && kubelet.status === undefined) {
      // It never began with it.
      kubelet.phase = 'finished';
      return;
    }
    if (deletionTimestamp !== undefined || isGone) terminate(sim);
    requestSync(sim);
  };
  at(clock, clock.now + WATCH_DELAY, take);
}

/** UpdatePod of pkg/kubelet/pod_workers.go: from now on the grace period can only get shorter. */
export function terminate(sim: Sim, override?: number): void {
  const { kubelet, clock } = sim;
  if (kubelet.phase === 'terminated' || kubelet.phase === 'finished') return;
  const stated = [kubelet.deletionGracePeriodSeconds, override].filter(
    (each) => each !== undefined,
  );
  const shortest = Math.min(...stated, kubelet.grace || Number.POSITIVE_INFINITY);
  const own = kubelet.spec.terminationGracePeriodSeconds;
  kubelet.grace = Math.max(1, Number.isFinite(shortest) ? shortest : own);
  if (kubelet.phase !== 'sync') return;
  kubelet.phase = 'terminating';
  for (const wake of kubelet.cancelled.waiting.splice(0)) at(clock, clock.now, wake);
}

/** A status patch: the API server keeps what is not the kubelet's. */
export function writeStatus(sim: Sim, status: Status): void {
  sim.api.status = status;
  changed(sim);
}

export function phaseLane(before: string, after: string, sim: Sim): void {
  if (before === after) return;
  note(sim.record, sim.clock.now, 'kubelet', 'phase-changed', { from: before, to: after });
}

export function containerStatus(api: ApiPod, name: string): ContainerStatus | undefined {
  return [...api.status.init, ...api.status.regular].find((status) => status.name === name);
}
