/**
 * What a reader of a Pod's status is easily wrong about, as far as this object shows it. Measured on a v1.37.2
 * node where upstream's code alone does not say so (evicted Pods that succeed, lost nodes that look fine).
 */
import { aboutContainer } from './container-findings.ts';
import { type Facts, type StatusFinding, finding, isOver, names } from './types.ts';
import type { PodView } from '../model.ts';
import { type Phase, phaseOf } from '../phase.ts';
import { type Columns, columnsOf } from './column.ts';
import { partsOf } from './parts.ts';
import { age, printTime } from '../time.ts';

export function statusFindings(
  pod: PodView,
  columns: Columns,
  now: number,
  phaseWouldBe: Phase,
): readonly StatusFinding[] {
  if (pod.status.phase === '' && pod.status.containerStatuses.length === 0) {
    return [finding('no-status', 'status')];
  }
  const facts: Facts = { pod, columns, now, parts: partsOf(pod), phaseWouldBe };
  return [
    ...hidden(facts),
    ...facts.parts.flatMap((part) => [...aboutContainer(part, facts)]),
    ...aboutPod(facts),
    ...aboutDeletion(facts),
    ...aboutPhase(facts),
  ];
}

/** What the object says and STATUS does not. */
function* hidden({ pod, columns, now, parts }: Facts): Generator<StatusFinding> {
  const { code, path } = columns.source;
  const { reason } = pod.status;
  const word = columns.status;
  if (reason !== '' && code !== 'status-reason' && code !== 'node-lost') {
    yield finding('reason-hidden', 'status.reason', { reason, word });
  }
  if (code === 'deletion' || code === 'node-lost') {
    const { deletionTimestamp: _, ...alive } = pod;
    const { source, status: other } = columnsOf(alive, now);
    const { container } = source.params;
    if (container !== undefined && !other.startsWith('Init:0')) {
      yield finding('container-hidden', source.path, { container, reason: other, word });
    }
  }
  const speaker = parts.find((part) => path.startsWith(`${part.path}.state.`));
  if (speaker?.kind !== 'container') return;
  const container = speaker.name;
  const others = parts.filter((part) => part !== speaker && part.kind === 'container');
  const silenced = others.filter(({ status: own }) => {
    return own?.state.terminated !== undefined || (own?.state.waiting?.reason ?? '') !== '';
  });
  if (silenced.length > 0) {
    yield finding('first-speaks', path, { container, others: names(silenced) });
  }
  const running = others.find(({ status: own }) => own?.state.running);
  if (running && speaker.status?.state.terminated?.exitCode) {
    yield finding('others-run', path, { container, running: running.name });
  }
}

function* aboutPod({ pod, parts, now }: Facts): Generator<StatusFinding> {
  const { spec, status } = pod;
  const main = parts.filter(({ kind }) => kind === 'container');
  const sidecars = parts.filter(
    ({ kind, status: own }) => kind === 'sidecar' && own?.state.running,
  );
  const isDone = main.length > 0 && main.every(({ status: own }) => own?.state.terminated);
  if (isDone && sidecars.length > 0 && pod.deletionTimestamp === undefined) {
    const path = sidecars[0]?.path ?? '';
    yield finding('sidecars-run-on', path, { containers: names(sidecars) });
  }
  const disrupted = status.conditions.findIndex(
    (each) => each.type === 'DisruptionTarget' && each.status === 'True',
  );
  if (status.phase === 'Succeeded' && disrupted >= 0) {
    const { reason = '' } = status.conditions[disrupted] ?? {};
    yield finding('succeeded-though-disrupted', `status.conditions[${disrupted}].reason`, {
      reason,
    });
  }
  if (status.message.startsWith('Pod was rejected: ')) {
    yield finding('rejected-by-kubelet', 'status.message', { reason: status.reason });
  }
  if (spec.activeDeadlineSeconds !== undefined && status.startTime !== undefined) {
    const ends = status.startTime + spec.activeDeadlineSeconds * 1000;
    if (!isOver(status.phase) && ends > now) {
      const params = { seconds: spec.activeDeadlineSeconds, at: printTime(ends) };
      yield finding('deadline-ahead', 'spec.activeDeadlineSeconds', params);
    }
  }
  const condition = (type: string) => status.conditions.findIndex((each) => each.type === type);
  const ready = status.conditions[condition('Ready')];
  const containersReady = status.conditions[condition('ContainersReady')];
  const isLost = ready?.status === 'False' && ready.reason === '';
  if (isLost && containersReady?.status === 'True') {
    const since = ready.lastTransitionTime;
    const params = { since: since === undefined ? '?' : printTime(since) };
    yield finding('node-unreachable', `status.conditions[${condition('Ready')}]`, params);
  }
  const scheduled = condition('PodScheduled');
  const unscheduled = status.conditions[scheduled];
  if (spec.schedulingGates.length > 0) {
    yield finding('gates-hold', 'spec.schedulingGates', { gates: spec.schedulingGates.join(', ') });
  } else if (unscheduled?.status === 'False' && spec.nodeName === '') {
    const path = `status.conditions[${scheduled}].message`;
    yield finding('not-scheduled', path, { reason: unscheduled.reason });
  }
  if (pod.isStatic) yield finding('mirror-pod', 'metadata.annotations');
}

function* aboutDeletion({ pod, columns, now }: Facts): Generator<StatusFinding> {
  const { deletionTimestamp: ends, status } = pod;
  if (ends === undefined) return;
  const path = 'metadata.deletionTimestamp';
  const grace = pod.deletionGracePeriodSeconds ?? 0;
  const asked = ends - grace * 1000;
  yield finding('deletion-asked', path, { at: printTime(asked), ago: age(now - asked), grace });
  if (isOver(status.phase)) {
    yield finding('ended-not-terminating', 'status.phase', { word: columns.status });
  } else if (now <= ends) {
    yield finding('deletion-ends', path, { at: printTime(ends), left: age(ends - now) });
  } else yield finding('deletion-overdue', path, { at: printTime(ends), late: age(now - ends) });
  if (pod.finalizers.length > 0) {
    yield finding('finalizers-hold', 'metadata.finalizers', {
      finalizers: pod.finalizers.join(', '),
    });
  }
  const ready = status.conditions.findIndex(({ type }) => type === 'Ready');
  if (status.conditions[ready]?.status === 'True' && !isOver(status.phase)) {
    yield finding('ready-while-terminating', `status.conditions[${ready}].status`);
  }
}

/** Where the phase is not what the kubelet computes from these statuses. */
function* aboutPhase({ pod, phaseWouldBe: computed }: Facts): Generator<StatusFinding> {
  const { phase, reason, containerStatuses } = pod.status;
  if (phase === '' || phase === computed) return;
  const params = { phase, computed };
  // The kubelet first makes sure that nothing runs.
  if (!isOver(phase)) {
    yield finding(isOver(computed) ? 'phase-lags' : 'phase-differs', 'status.phase', params);
    return;
  }
  // Refused on arrival, or ended before a container was there: no status to compute from.
  if (containerStatuses.length === 0) return;
  const statuses = [...containerStatuses, ...pod.status.initContainerStatuses];
  const options = { podIsTerminal: true, podHasInitialized: true };
  if (phaseOf({ ...pod, isStatic: false }, statuses, options) === phase) {
    yield finding('phase-decided', 'status.phase', params);
  } else if (reason !== '') yield finding('phase-set', 'status.phase', { ...params, reason });
  else yield finding('phase-kept', 'status.phase', params);
}
