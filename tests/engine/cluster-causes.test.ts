/** What a driven write is told to answer: the watch event that woke its controller, or a clock. */
import { expect, test } from 'vitest';
import type { Step } from '../../src/engine/control-plane/index.ts';
import { type Play, play, web } from './cluster-play.ts';

const UP = '0s kubectl apply -f web.yaml';

function because({ cause }: Step): string {
  return cause.seen ? `${cause.code} ${cause.seen.type} ${cause.seen.kind}` : cause.code;
}

function causes({ writes }: Play, what: RegExp): readonly string[] {
  return writes
    .filter(({ component, verb, resource, subresource }) =>
      what.test(`${component} ${verb} ${resource}/${subresource}`),
    )
    .map(because);
}

test('nothing that is written is left without a cause', () => {
  const script = [
    'missing agent:9.9',
    UP,
    '10s kubectl set image deployment/web web=agent:9.9',
    '30s kubectl rollout undo deployment/web',
    '50s kubectl label pod oldest app=debug --overwrite',
    '60s kubectl delete deployment web --cascade=orphan',
    '65s kubectl apply -f web.yaml',
    '70s stop kubelet',
    'until 500s',
  ];
  const done = play(web(3), script);
  expect(done.writes.filter(({ cause }) => cause.code === 'unknown')).toEqual([]);
});

test('a deadline, a minimum of readiness and a toleration run out by the clock', () => {
  const stuck = play(web(1, 'progressDeadlineSeconds: 5\n  minReadySeconds: 2'), [
    'missing agent:9.9',
    UP,
    '10s kubectl set image deployment/web web=agent:9.9',
  ]);
  const failed = stuck.writes.find(({ changes }) =>
    changes.some(({ after }) => after === '"ProgressDeadlineExceeded"'),
  );
  expect(failed && because(failed)).toBe('time');
  const available = stuck.writes.find(
    ({ resource, changes }) =>
      resource === 'replicasets' && changes.some(({ path }) => path === 'status.availableReplicas'),
  );
  expect(available && because(available)).toBe('time');
  const lost = play(web(1), [UP, '10s stop kubelet', 'until 400s']);
  expect(causes(lost, /^node-controller delete pods/)).toEqual(['time']);
});

test('what comes down a chain names the link before it', () => {
  const done = play(web(2), [UP, '10s kubectl delete deployment web --cascade=foreground']);
  expect(causes(done, /garbage-collector delete replicasets/)).toEqual([
    'owner MODIFIED Deployment',
  ]);
  expect(new Set(causes(done, /garbage-collector delete pods/))).toEqual(
    new Set(['owner MODIFIED ReplicaSet']),
  );
  expect(causes(done, /garbage-collector patch deployments/)).toEqual(['owned DELETED ReplicaSet']);
});

test('a label that comes back: the returned Pod is why another one goes', () => {
  const name = play(web(2), [UP]).writes.find(({ resource }) => resource === 'pods')?.name ?? '';
  const done = play(web(2), [
    UP,
    `10s kubectl label pod ${name} app=debug --overwrite`,
    `20s kubectl label pod ${name} app=web --overwrite`,
  ]);
  const deleted = done.writes.find(
    ({ component, verb, at }) =>
      at > 20_000 && component === 'replicaset-controller' && verb === 'delete',
  );
  expect(deleted?.cause.seen?.name).toBe(name);
});

test('an endpoint changes because of its own Pod', () => {
  const done = play(web(3), [UP, '10s kubectl set image deployment/web web=agent:1.1']);
  for (const { resource, verb, changes, cause } of done.writes) {
    if (resource !== 'endpointslices' || verb !== 'update') continue;
    const pods = changes.flatMap(({ path }) => /^endpoints\[([^\]]+)\]/.exec(path)?.[1] ?? []);
    expect(pods).toContain(cause.seen?.name);
  }
});
