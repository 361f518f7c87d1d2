/** Lives of single Pods, where recordings have none of the kind: upstream's code, v1.37.2. */
import { describe, expect, test } from 'vitest';
import type { Pod } from '../../src/engine/cluster/index.ts';
import { isReady, objectsAt, type Play, play, web } from './cluster-play.ts';

const UP = '0s kubectl apply -f pod.yaml';

function pod(init: string, more = ''): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: one}
spec:
  ${more}
  initContainers: [${init}]
  containers: [{name: web, image: agent:1.0, readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}}]
`;
}

function only(done: Play, time?: number): Pod {
  const [found] = objectsAt(done, time)('Pod');
  if (found === undefined) throw new Error('no Pod');
  return found;
}

describe('init containers', () => {
  test('end by themselves, one after the other, then the Pod runs', () => {
    const done = play(pod('{name: a, image: init:1}, {name: b, image: init:1}'), [UP]);
    const { status } = only(done);
    expect(status.phase).toBe('Running');
    expect(isReady(only(done))).toBe(true);
    expect(status.initContainerStatuses?.map((each) => each['state'])).toMatchObject([
      { terminated: { exitCode: 0, reason: 'Completed' } },
      { terminated: { exitCode: 0, reason: 'Completed' } },
    ]);
    const ready = done.writes.find(({ changes }) =>
      changes.some(
        ({ path, after }) => path === 'status.conditions[Ready].status' && after === '"True"',
      ),
    );
    expect(ready?.end).toBeLessThan(8000);
  });

  test('one that crashes keeps the others from starting', () => {
    const done = play(pod('{name: a, image: init:1}'), ['crash-after 1s init:1', UP]);
    const { status } = only(done);
    expect(status.phase).toBe('Pending');
    expect(status.initContainerStatuses?.[0]?.['lastState']).toMatchObject({
      terminated: { exitCode: 1 },
    });
    expect(status.containerStatuses?.[0]?.['state']).toMatchObject({
      waiting: { reason: 'PodInitializing' },
    });
  });

  test('a sidecar is an app: it starts when it is ready and goes on', () => {
    const sidecar =
      '{name: s, image: side:1, restartPolicy: Always, startupProbe: {httpGet: {path: /, port: 81}, periodSeconds: 1, failureThreshold: 30}}';
    const done = play(pod(sidecar), ['ready-after 6s side:1', UP]);
    expect(only(done, 5000).status.containerStatuses?.[0]?.['state']).toMatchObject({
      waiting: { reason: 'PodInitializing' },
    });
    const { status } = only(done);
    expect(status.initContainerStatuses?.[0]).toMatchObject({
      state: { running: {} },
      started: true,
    });
    expect(isReady(only(done))).toBe(true);
    const crashing = play(pod(sidecar), ['crash-after 9s side:1', UP, 'until 30s']);
    expect(only(crashing).status.initContainerStatuses?.[0]?.['restartCount']).toBeGreaterThan(0);
  });
});

test('a Pod with scheduling gates says so from its creation: pkg/registry/core/pod/strategy.go', () => {
  const done = play(pod('', 'schedulingGates: [{name: example.com/wait}]'), [UP]);
  const [created] = done.history.filter(({ object }) => object.kind === 'Pod');
  expect(created?.object).toMatchObject({
    status: {
      phase: 'Pending',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
        },
      ],
    },
  });
  expect(done.history.filter(({ object }) => object.kind === 'Pod')).toHaveLength(1);
});

describe('a Pod that no node takes', () => {
  const done = play(web(2), [
    '0s stop kubelet',
    UP,
    '70s kubectl delete pod newest --force --grace-period=0',
    '90s start kubelet',
    'until 2m',
  ]);

  test('is patched once: updatePod of schedule_one.go compares', () => {
    const patches = done.story.steps.filter(
      ({ component, verb }) => component === 'scheduler' && verb === 'patch',
    );
    expect(patches.map(({ outcome }) => outcome)).toEqual(['stored']);
  });

  test('is looked at again when the node’s taints let it in, not before: taint_toleration.go', () => {
    const failed = done.story.steps.filter(({ told }) => told?.reason === 'FailedScheduling');
    expect(failed.map(({ told }) => told?.count)).toEqual([1]);
    expect(objectsAt(done)('Pod').filter(isReady)).toHaveLength(2);
  });
});
