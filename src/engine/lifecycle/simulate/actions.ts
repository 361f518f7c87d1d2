/**
 * What others do to the Pod: users, controllers, the node.
 * Upstream: BeforeDelete in staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go and CheckGracefulDelete in
 * pkg/registry/core/pod/strategy.go; pkg/controller/nodelifecycle and tainteviction, v1.37.2.
 */
import type { Condition } from '../model.ts';
import { edit } from '../scenario/edit.ts';
import type { Action } from '../scenario/types.ts';
import { changed, tellKubelet, terminate } from './api.ts';
import { at, fire } from '../../virtual-time.ts';
import { bind } from './scheduler.ts';
import { isTerminalPhase } from '../phase.ts';
import { note } from './record.ts';
import { nextTick, relistAt } from './runtime.ts';
import type { Sim, Status } from './state.ts';
import { mergeConditions, removeObject } from './status-manager.ts';
import { requestSync } from './wake.ts';

/** node-monitor-grace-period. */
const NODE_GRACE = 50_000;
/** It counts from the last heartbeat, which was up to this much before the loss. */
const HEARTBEAT = 10_000;
/** A starting kubelet does not sync before it has its bearings. */
const KUBELET_STARTS = 1700;
const EVICTION_GRACE = 1;

export function act(sim: Sim, action: Action): void {
  // The key picks the handler of this very action.
  (ACTIONS[action.do] as (sim: Sim, action: Action) => void)(sim, action);
}

type Handlers = {
  readonly [Do in Action['do']]: (sim: Sim, action: Extract<Action, { do: Do }>) => void;
};

const ACTIONS: Handlers = {
  delete: (sim, { grace, force }) => remove(sim, force === true ? 0 : grace),
  edit: (sim, { path, value }) => change(sim, path, value),
  'set-condition': (sim, { type, status }) => {
    const { record, clock } = sim;
    if (!sim.api.exists) return;
    note(record, clock.now, 'user', 'condition-set', { type, status });
    setCondition(sim, { type, status, reason: '', message: '' });
    at(clock, clock.now + 8, () => requestSync(sim));
  },
  disrupt: (sim, { reason, grace }) => {
    if (!sim.api.exists) return;
    note(sim.record, sim.clock.now, 'apiserver', 'disrupted', { reason });
    setCondition(sim, { type: 'DisruptionTarget', status: 'True', reason, message: '' });
    remove(sim, grace);
  },
  evict: (sim, { grace }) => {
    if (!isActive(sim)) return;
    note(sim.record, sim.clock.now, 'kubelet', 'evicted', { message: '' });
    sim.kubelet.evicted = { reason: 'Evicted', message: '' };
    terminate(sim, grace ?? EVICTION_GRACE);
    requestSync(sim);
  },
  'remove-manifest': (sim) => {
    note(sim.record, sim.clock.now, 'user', 'manifest-removed');
    terminate(sim);
    requestSync(sim);
  },
  'kill-sandbox': (sim) => {
    const sandbox = sim.runtime.sandboxes[0];
    if (sandbox === undefined) return;
    sandbox.ready = false;
    relistAt(sim, nextTick(sim, sim.clock.now));
  },
  'restart-kubelet': (sim) => {
    const { record, clock, kubelet } = sim;
    note(record, clock.now, 'user', 'kubelet-restarted');
    kubelet.crashes.entries.clear();
    kubelet.pulls.entries.clear();
    kubelet.reasons.clear();
    at(clock, clock.now + KUBELET_STARTS, () => requestSync(sim));
  },
  'lose-node': loseNode,
  'return-node': returnNode,
  'remove-finalizers': (sim) => {
    sim.api.finalizers = [];
    if (sim.api.deletionGracePeriodSeconds === 0) removeObject(sim);
  },
};

/** The eviction manager asks for the Pods that the kubelet has and that are not over. */
function isActive({ api, isStatic, kubelet }: Sim): boolean {
  const isHere = kubelet.status !== undefined && (api.exists || isStatic);
  return isHere && (kubelet.phase === 'sync' || kubelet.phase === 'terminating');
}

/** `asked`: seconds; undefined: what the Pod says. */
function remove(sim: Sim, asked: number | undefined): void {
  const { api, clock, record } = sim;
  if (!api.exists) return;
  const own = asked ?? api.spec.terminationGracePeriodSeconds;
  const isAgain = api.deletionTimestamp !== undefined;
  const needsNone = !isAgain && (api.spec.nodeName === '' || isTerminalPhase(api.status.phase));
  const grace = needsNone ? 0 : own < 0 ? 1 : own;
  if (isAgain) {
    // While a graceful deletion is pending, a delete without a period of its own does nothing.
    if (asked === undefined || !shorten(sim, grace)) return;
  } else {
    api.deletionTimestamp = clock.now + grace * 1000;
    api.deletionGracePeriodSeconds = grace;
    note(record, clock.now, 'user', 'delete-requested', { grace, until: api.deletionTimestamp });
  }
  changed(sim);
  tellKubelet(sim);
  if (grace > 0) return;
  if (!needsNone) note(record, clock.now, 'apiserver', 'force-deleted');
  removeObject(sim);
  tellKubelet(sim);
}

/** Counted from the first delete; what would lie in the past becomes now, with a period of one second. */
function shorten(sim: Sim, grace: number): boolean {
  const { api, clock, record } = sim;
  const before = api.deletionGracePeriodSeconds ?? 0;
  if (grace >= before) return false;
  const wanted = (api.deletionTimestamp ?? 0) - before * 1000 + grace * 1000;
  const isPast = wanted < clock.now;
  api.deletionGracePeriodSeconds = isPast && grace > 0 ? 1 : grace;
  api.deletionTimestamp = isPast ? clock.now : wanted;
  note(record, clock.now, 'user', 'delete-again', { grace: api.deletionGracePeriodSeconds });
  return true;
}

function change(sim: Sim, path: string, value: string): void {
  const { api, clock, record } = sim;
  const edited = edit(api.spec, path, value);
  if (edited === undefined || !api.exists) return;
  note(record, clock.now, 'user', 'edited', { path, value });
  const wasGated = api.spec.schedulingGates.length > 0;
  api.spec = edited;
  if (wasGated && edited.schedulingGates.length === 0) {
    api.status = {
      ...api.status,
      conditions: api.status.conditions.filter(({ reason }) => reason !== 'SchedulingGated'),
    };
    changed(sim);
    bind(sim);
    return;
  }
  changed(sim);
  if (path.endsWith('.resources')) askForResize(sim);
  else tellKubelet(sim);
}

/** The kubelet takes the new values over once the node has room for them. */
function askForResize(sim: Sim): void {
  const { clock, record, scenario } = sim;
  const fitsAt = scenario.resize?.fitsAt;
  const isNew = sim.kubelet.status === undefined;
  if (isNew || fitsAt === undefined || (fitsAt !== null && fitsAt <= clock.now)) {
    setPending(sim, undefined);
    tellKubelet(sim);
    return;
  }
  note(record, clock.now, 'kubelet', 'resize-deferred');
  setPending(sim, { type: PENDING, status: 'True', reason: 'Deferred', message: '' });
  if (fitsAt === null) return;
  at(clock, fitsAt, () => {
    if (!sim.api.exists) return;
    setPending(sim, undefined);
    tellKubelet(sim);
  });
}

const PENDING = 'PodResizePending';

/** SetPodResizePendingCondition: the status manager keeps it, and every status has it until it is cleared. */
function setPending(sim: Sim, condition: Condition | undefined): void {
  const { api, kubelet, clock } = sim;
  const given = condition && { ...condition, lastTransitionTime: clock.now };
  if (given === undefined) delete kubelet.resizePending;
  else kubelet.resizePending = given;
  const turn = (status: Status): Status => {
    const others = status.conditions.filter(({ type }) => type !== PENDING);
    return { ...status, conditions: given === undefined ? others : [given, ...others] };
  };
  if (kubelet.status !== undefined) kubelet.status = turn(kubelet.status);
  api.status = turn(api.status);
  if (given !== undefined) changed(sim);
}

function setCondition({ api, clock, ...sim }: Sim, condition: Condition): void {
  const others = api.status.conditions.filter(({ type }) => type !== condition.type);
  const next = { ...condition, lastTransitionTime: clock.now };
  api.status = { ...api.status, conditions: [next, ...others] };
  changed({ api, clock, ...sim });
}

function loseNode(sim: Sim): void {
  const { kubelet, clock, record } = sim;
  kubelet.away = true;
  note(record, clock.now, 'world', 'node-lost');
  at(clock, clock.now + NODE_GRACE - Math.round(HEARTBEAT * sim.chance()), () => {
    if (!kubelet.away || !sim.api.exists) return;
    note(record, clock.now, 'node-lifecycle-controller', 'ready-false-by-controller');
    setCondition(sim, { type: 'Ready', status: 'False', reason: '', message: '' });
  });
}

/** Everything it missed reaches it at once; Ready is its own again. */
function returnNode(sim: Sim): void {
  const { kubelet, clock, record } = sim;
  kubelet.away = false;
  note(record, clock.now, 'world', 'node-returned');
  for (const missed of kubelet.missed.splice(0)) missed();
  const { api } = sim;
  const { status } = kubelet;
  if (status !== undefined && api.exists) {
    const conditions = mergeConditions(api.status.conditions, status.conditions);
    api.status = { ...api.status, conditions };
    changed(sim);
  }
  fire(clock, kubelet.wake);
  requestSync(sim);
}
