/** From the creation of a Pod to its binding. Upstream: pkg/scheduler/schedule_one.go, v1.37.2. */
import type { Params } from '../../problem.ts';
import type { Condition, PodSpecView } from '../model.ts';
import { changed } from './api.ts';
import { at } from '../../virtual-time.ts';
import { note } from './record.ts';
import type { Sim } from './state.ts';
import { requestSync } from './wake.ts';

const FIRST_TRY = 6;
const NODE = 'node1';

/** The first line that kubectl prints. A gated Pod is marked as such by the API server already. */
export function create(sim: Sim): void {
  const { api, record, clock } = sim;
  const refusal = refusalOf(api.spec);
  if (refusal !== undefined) {
    api.exists = false;
    note(record, clock.now, 'apiserver', 'refused', refusal);
    return;
  }
  note(record, clock.now, 'apiserver', 'created');
  const gates = api.spec.schedulingGates.join(' ');
  if (gates !== '') {
    note(record, clock.now, 'apiserver', 'scheduling-gated', { gates });
    setScheduled(sim, 'False', 'SchedulingGated');
  }
  changed(sim);
  // A Pod that is named a node needs no scheduler.
  if (api.spec.nodeName !== '' || sim.isStatic) arrive(sim);
  else if (gates === '') bind(sim);
}

export function bind(sim: Sim): void {
  const { clock, record, scenario } = sim;
  const { bindAfter, fitsAt } = scenario.scheduler;
  const since = clock.now;
  const isHeldUp = fitsAt === null || (fitsAt !== undefined && fitsAt > since + bindAfter);
  if (isHeldUp) {
    at(clock, since + FIRST_TRY, () => {
      if (!sim.api.exists) return;
      note(record, clock.now, 'scheduler', 'unschedulable', { message: '' });
      setScheduled(sim, 'False', 'Unschedulable');
      changed(sim);
    });
  }
  if (fitsAt === null) return;
  at(clock, Math.max(since + bindAfter, fitsAt ?? 0), () => {
    if (!sim.api.exists || sim.api.deletionTimestamp !== undefined) return;
    sim.api.spec = { ...sim.api.spec, nodeName: NODE };
    note(record, clock.now, 'scheduler', 'scheduled', { node: NODE });
    setScheduled(sim, 'True', '');
    changed(sim);
    arrive(sim);
  });
}

/** Of all that validation asks, the one question that is about time: validateSleepAction, v1.37.2. */
function refusalOf(spec: PodSpecView): Params | undefined {
  const grace = spec.terminationGracePeriodSeconds;
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, { preStop }] of spec[list].entries()) {
      const seconds = preStop?.handler === 'sleep' ? (preStop.sleepSeconds ?? 0) : 0;
      if (seconds < 0 || seconds > grace) {
        const field = `spec.${list}[${index}].lifecycle.preStop.sleep`;
        const detail = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`;
        return { field, detail };
      }
    }
  }
  return undefined;
}

function arrive(sim: Sim): void {
  const { api, clock, kubelet, record, scenario } = sim;
  const { rejectedAs } = scenario.scheduler;
  at(clock, clock.now + kubelet.facts.firstStatusAfter, () => {
    if (!api.exists && !sim.isStatic) {
      // Gone before the kubelet began with it.
      kubelet.phase = 'finished';
      return;
    }
    if (rejectedAs === undefined) {
      kubelet.spec = api.spec;
      kubelet.takenOver = api.status;
      return requestSync(sim);
    }
    note(record, clock.now, 'kubelet', 'rejected', { reason: rejectedAs });
    const message = 'Pod was rejected: ';
    api.status = { ...api.status, phase: 'Failed', reason: rejectedAs, message };
    kubelet.phase = 'finished';
    changed(sim);
  });
}

function setScheduled({ api, clock }: Sim, status: string, reason: string): void {
  const condition: Condition = {
    type: 'PodScheduled',
    status,
    reason,
    message: '',
    lastTransitionTime: clock.now,
  };
  const others = api.status.conditions.filter(({ type }) => type !== 'PodScheduled');
  api.status = { ...api.status, conditions: [...others, condition] };
}
