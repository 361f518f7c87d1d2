import { describe, expect, it } from 'vitest';
import { kubeletConditions, readinessOf } from '../../src/engine/lifecycle/index.ts';
import { statusesOf, viewOf } from './status-oracle.ts';

const running = (name: string, ready: boolean, started = true) => ({
  name,
  ready,
  started,
  state: { running: {} },
});

function conditionsOf(pod: object, gates?: { RestartAllContainersOnContainerExits: boolean }) {
  const view = viewOf(pod);
  const found = kubeletConditions({
    spec: view.spec,
    statuses: statusesOf(view),
    phase: view.status.phase,
    conditions: view.status.conditions,
    ...(gates && { gates }),
  });
  return Object.fromEntries(
    found.map((each) => [each.type, [each.status, each.reason, each.message]]),
  );
}

describe('conditions beyond the oracle', () => {
  const initPod = (extra: object) => ({
    spec: { initContainers: [{ name: 'i' }], containers: [{ name: 'c' }] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [{ name: 'i', state: { waiting: { reason: 'PodInitializing' } } }],
      ...extra,
    },
  });

  it('what was initialized stays so when all containers restart, unless the gate is off', () => {
    const pod = initPod({ conditions: [{ type: 'Initialized', status: 'True' }] });
    expect(conditionsOf(pod)['Initialized']).toEqual(['True', '', '']);
    expect(
      conditionsOf(pod, { RestartAllContainersOnContainerExits: false })['Initialized'],
    ).toEqual(['False', 'ContainersNotInitialized', 'containers with incomplete status: [i]']);
  });

  it('a gate that names a condition of the kubelet is not met by an old one', () => {
    const pod = {
      spec: { containers: [{ name: 'c' }], readinessGates: [{ conditionType: 'PodScheduled' }] },
      status: {
        phase: 'Running',
        containerStatuses: [running('c', true)],
        conditions: [{ type: 'PodScheduled', status: 'True' }],
      },
    };
    expect(conditionsOf(pod)['Ready']).toEqual([
      'False',
      'ReadinessGatesNotReady',
      'corresponding condition of pod readiness gate "PodScheduled" does not exist.',
    ]);
  });
});

describe('what is missing for Ready', () => {
  const missing = (pod: object) => readinessOf(viewOf(pod)).map(({ code, path }) => [code, path]);

  it('names each container with its reason', () => {
    const containers = [
      { name: 'waits' },
      { name: 'ended' },
      { name: 'starts', startupProbe: { exec: {} } },
      { name: 'hook', lifecycle: { postStart: { exec: {} } } },
      { name: 'probed', readinessProbe: { httpGet: {} } },
      { name: 'plain' },
      { name: 'ready' },
      { name: 'absent' },
    ];
    const containerStatuses = [
      { name: 'waits', state: { waiting: { reason: 'ErrImagePull' } } },
      { name: 'ended', state: { terminated: { exitCode: 2 } } },
      running('starts', false, false),
      running('hook', false, false),
      running('probed', false),
      running('plain', false),
      running('ready', true),
    ];
    const status = { phase: 'Running', containerStatuses };
    expect(missing({ spec: { containers }, status })).toEqual([
      ['unready-waiting', 'status.containerStatuses[0].state.waiting.reason'],
      ['unready-ended', 'status.containerStatuses[1].state.terminated.reason'],
      ['unready-startup', 'status.containerStatuses[2].ready'],
      ['unready-post-start', 'status.containerStatuses[3].ready'],
      ['unready-probe', 'status.containerStatuses[4].ready'],
      ['unready-unsaid', 'status.containerStatuses[5].ready'],
      ['unready-no-status', 'spec.containers[7]'],
    ]);
  });

  it('names gates, and the node controller where nothing else is left', () => {
    const spec = {
      containers: [{ name: 'c' }],
      readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }],
    };
    const status = (conditions: object[]) => ({
      phase: 'Running',
      containerStatuses: [running('c', true)],
      conditions: [{ type: 'Ready', status: 'False' }, ...conditions],
    });
    expect(missing({ spec, status: status([{ type: 'b', status: 'False' }]) })).toEqual([
      ['gate-absent', 'spec.readinessGates[0]'],
      ['gate-not-true', 'status.conditions[1].status'],
    ]);
    const met = ['a', 'b'].map((type) => ({ type, status: 'True' }));
    expect(missing({ spec, status: status(met) })).toEqual([
      ['unready-node', 'status.conditions[0].status'],
    ]);
  });

  it('says nothing of a Pod that is Ready, and one thing of a Pod that is over', () => {
    const spec = { containers: [{ name: 'c' }] };
    const ready = {
      phase: 'Running',
      containerStatuses: [running('c', true)],
      conditions: [{ type: 'Ready', status: 'True' }],
    };
    expect(missing({ spec, status: ready })).toEqual([]);
    const over = {
      phase: 'Succeeded',
      containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 0 } } }],
    };
    expect(missing({ spec, status: over })).toEqual([['ready-never-again', 'status.phase']]);
  });
});
