/**
 * Outages that are longer than what waits for them: requests time out, the node is given up, and everything is put
 * right again. Recordings r1, r2, t2 of a real v1.37.2 control plane (remarks.json) and upstream's code.
 */
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/engine/control-plane/index.ts';
import { WEB } from '../../src/widgets/drive/presets.ts';
import { isReady, objectsAt, type Play, play, web } from './cluster-play.ts';

const UP = '0s kubectl apply -f web.yaml';

function told({ story }: Play, reason: string): readonly Step[] {
  return story.steps.filter((step) => step.kind === 'event' && step.told?.reason === reason);
}

/** When the object of the Pod that was deleted first went away. */
function goneAt({ writes }: Play): number | undefined {
  return writes.find(({ outcome, resource }) => outcome === 'removed' && resource === 'pods')?.end;
}

function toNode({ writes }: Play): readonly Step[] {
  return writes.filter(({ resource }) => resource === 'nodes');
}

describe('a write that etcd does not answer', () => {
  const done = play(web(), [
    UP,
    '10s stop etcd',
    '12s kubectl scale deployment/web --replicas=3',
    '80s start etcd',
  ]);

  test('is given up after 34 s: requestTimeoutUpperBound of apiserver handlers/rest.go', () => {
    const failed = done.story.steps.find(
      ({ code, component }) => code === 504 && component === 'kubectl',
    );
    expect(failed?.at).toBeGreaterThanOrEqual(12_000);
    expect((failed?.end ?? 0) - (failed?.at ?? 0)).toBeLessThan(34_100);
    expect((failed?.end ?? 0) - (failed?.at ?? 0)).toBeGreaterThanOrEqual(34_000);
    expect(failed?.message).toBe(
      'Timeout: request did not complete within requested timeout - context deadline exceeded',
    );
  });
});

describe('what the kubelet could not write', () => {
  test('the final DELETE is tried again with the next batch: status_manager.go', () => {
    const done = play(WEB, [
      UP,
      '10s kubectl delete pod newest',
      '12.5s stop etcd',
      '90s start etcd',
      'until 420s',
    ]);
    const deletes = done.story.steps.filter(
      ({ component, verb, resource }) =>
        component === 'kubelet' && verb === 'delete' && resource === 'pods',
    );
    expect(deletes.map(({ code }) => code)).toEqual([504, 200]);
    expect(goneAt(done)).toBeLessThan(101_000);
    expect(objectsAt(done)('Pod').filter(isReady)).toHaveLength(3);
  });

  test('no DELETE before the status that says it has ended is stored', () => {
    const done = play(WEB, [
      UP,
      '10s kubectl delete pod newest',
      '11s stop etcd',
      '90s start etcd',
      'until 180s',
    ]);
    const own = done.story.steps.filter(
      ({ component, resource, at }) =>
        component === 'kubelet' && resource === 'pods' && at > 10_500,
    );
    const end = own.findIndex(({ changes, outcome }) =>
      changes.some(
        ({ path, after }) =>
          path === 'status.phase' && after === '"Succeeded"' && outcome === 'stored',
      ),
    );
    expect(end).toBeGreaterThan(0);
    expect(own.findIndex(({ verb }) => verb === 'delete')).toBeGreaterThan(end);
    expect(goneAt(done)).toBeLessThan(101_000);
  });
});

describe('a Pod deleted while the kubelet is off', () => {
  test('ends soon after the kubelet is back, whatever else was due: recording r2', () => {
    const done = play(WEB, [
      UP,
      '10s kubectl set image deployment/web app=shop/web:1.1',
      '12.9s stop kubelet',
      '13.1s kubectl delete pod newest',
      '57.9s start kubelet',
    ]);
    expect(goneAt(done)).toBeGreaterThan(58_000);
    expect(goneAt(done)).toBeLessThan(64_000);
  });

  test('also one whose image is missing and that was evicted meanwhile', () => {
    const done = play(WEB, [
      'missing shop/web:1.0',
      UP,
      '10s stop kubelet',
      '400s start kubelet',
      'until 460s',
    ]);
    const dying = objectsAt(done)('Pod').filter(
      ({ metadata }) => metadata.deletionTimestamp !== undefined,
    );
    expect(dying).toEqual([]);
  });
});

describe('the node after an outage', () => {
  const outage = (part: string, from: number, lasts: number): readonly Step[] =>
    toNode(
      play(web(1), [UP, `${from}s stop ${part}`, `${from + lasts}s start ${part}`, 'until 5m']),
    );

  test.each(['apiserver', 'etcd'])(
    'of %s of more than 50 s is always Unknown first, then well',
    (part) => {
      for (const from of [20, 21.3, 24.9, 27, 29.9]) {
        for (const lasts of [50.1, 51, 54, 58, 63]) {
          const [unknown, ...rest] = outage(part, from, lasts);
          const back = (from + lasts) * 1000;
          expect([from, lasts, unknown?.component]).toEqual([from, lasts, 'node-controller']);
          expect(unknown?.end).toBeGreaterThan(back);
          expect(unknown?.end).toBeLessThan(back + 5100);
          // Recording t2: up to 35 s later.
          const well = rest.find(({ component }) => component === 'kubelet');
          expect(well?.end).toBeLessThan(back + 35_000);
          expect(rest.at(-1)?.changes.map(({ after }) => after)).toContain(undefined);
        }
      }
    },
  );

  test.each(['apiserver', 'etcd'])('of %s of less than 40 s stays as it is', (part) => {
    for (const from of [20, 21.3, 24.9, 29.9]) expect(outage(part, from, 39)).toEqual([]);
  });

  test('of the controllers alone stays as it is: the lease was renewed', () => {
    expect(outage('controller-manager', 20, 100)).toEqual([]);
  });

  test('Pods are not Ready until the kubelet writes again, and nothing restarts', () => {
    const done = play(web(2), [UP, '20s stop apiserver', '80s start apiserver', 'until 3m']);
    const at = toNode(done)[0]?.end ?? 0;
    expect(objectsAt(done, at + 100)('Pod').filter(isReady)).toEqual([]);
    const pods = objectsAt(done)('Pod');
    expect(pods.filter(isReady)).toHaveLength(2);
    expect(pods.map(({ status }) => status.containerStatuses?.[0]?.['restartCount'])).toEqual([
      0, 0,
    ]);
  });
});

describe('the kubelet back: recordings r1 and r2', () => {
  const back = play(web(), [UP, '10s stop kubelet', '75s start kubelet']);

  test('it registers its node about 100 ms after the status: 409', () => {
    const status = back.writes.find(
      ({ component, resource }) => component === 'kubelet' && resource === 'nodes',
    );
    const create = back.story.steps.find(
      ({ verb, resource }) => verb === 'create' && resource === 'nodes',
    );
    expect([create?.component, create?.name, create?.code]).toEqual(['kubelet', 'node1', 409]);
    expect(create?.message).toBe('nodes "node1" already exists');
    expect((create?.at ?? 0) - (status?.at ?? 0)).toBeGreaterThan(50);
    expect((create?.at ?? 0) - (status?.at ?? 0)).toBeLessThan(200);
  });

  test('what was not evicted yet no longer will be: taint_eviction.go', () => {
    const names = objectsAt(back)('Pod').map(({ metadata }) => metadata.name);
    expect(told(back, 'TaintManagerEviction').map((step) => step.told?.message)).toEqual(
      names.map((name) => `Cancelling deletion of Pod default/${name}`),
    );
  });

  test('nothing is cancelled for what was evicted', () => {
    const done = play(web(1), [UP, '10s stop kubelet', '400s start kubelet', 'until 500s']);
    const messages = told(done, 'TaintManagerEviction').map((step) => step.told?.message);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^Marking for deletion Pod default\/web-/);
    expect(objectsAt(done)('Pod').filter(isReady)).toHaveLength(1);
    expect(objectsAt(done)('Pod')).toHaveLength(1);
  });

  test('the Pod says why before it is deleted: addConditionAndDeletePod of taint_eviction.go', () => {
    const done = play(web(1), [UP, '10s stop kubelet', '400s start kubelet', 'until 500s']);
    const dying = done.history.flatMap(({ object }) =>
      object.kind === 'Pod' && object.metadata.deletionTimestamp !== undefined ? [object] : [],
    );
    const conditions = dying[0]?.status.conditions ?? [];
    expect(conditions.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    });
  });

  test('a Pod that is removed by force is a deletion cancelled', () => {
    const done = play(web(1), [
      UP,
      '10s stop kubelet',
      '70s kubectl delete pod newest --force --grace-period=0',
      'until 80s',
    ]);
    const messages = told(done, 'TaintManagerEviction').map((step) => step.told?.message);
    expect(messages).toEqual([expect.stringMatching(/^Cancelling deletion of Pod default\/web-/)]);
  });
});

describe('a create that failed leaves a trace', () => {
  const TIMEOUT =
    'Timeout: request did not complete within requested timeout - context deadline exceeded';

  test('of a ReplicaSet: getNewReplicaSet of deployment/sync.go', () => {
    const done = play(web(), [
      UP,
      '10s kubectl set image deployment/web web=agent:1.1',
      '10.056s stop etcd',
      '60s start etcd',
    ]);
    const [event] = told(done, 'ReplicaSetCreateError');
    expect(event?.component).toBe('deployment-controller');
    expect(event?.told?.message).toMatch(
      new RegExp(`^Failed to create new replica set "web-[a-z0-9]+": ${TIMEOUT}$`),
    );
    const conditions = done.history.flatMap(({ object }) =>
      object.kind === 'Deployment' ? (object.status.conditions ?? []) : [],
    );
    expect(conditions).toContainEqual(
      expect.objectContaining({
        type: 'Progressing',
        status: 'False',
        reason: 'ReplicaSetCreateError',
        message: event?.told?.message,
      }),
    );
    expect(objectsAt(done)('Deployment')[0]?.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'Progressing', reason: 'NewReplicaSetAvailable' }),
    );
  });

  const failures = (done: Play) =>
    done.history.flatMap(({ object }) =>
      object.kind === 'ReplicaSet'
        ? (object.status.conditions ?? []).filter(({ type }) => type === 'ReplicaFailure')
        : [],
    );

  test('of a Pod: calculateStatus of replica_set_utils.go', () => {
    const done = play(web(), [
      UP,
      '10s kubectl scale deployment/web --replicas=4',
      '10.064s stop etcd',
      '60s start etcd',
      'until 3m',
    ]);
    expect(told(done, 'FailedCreate')[0]?.told?.message).toBe(`Error creating: ${TIMEOUT}`);
    expect(failures(done)[0]).toMatchObject({
      status: 'True',
      reason: 'FailedCreate',
      message: TIMEOUT,
    });
    const end = objectsAt(done);
    expect(end('ReplicaSet')[0]?.status.conditions ?? []).toEqual([]);
    expect(end('Deployment')[0]?.status.conditions?.map(({ type }) => type)).not.toContain(
      'ReplicaFailure',
    );
    expect(end('Pod').filter(isReady)).toHaveLength(4);
  });

  test('and of a deletion', () => {
    const done = play(web(3), [
      UP,
      '10s kubectl scale deployment/web --replicas=1',
      '10.064s stop etcd',
      '60s start etcd',
      'until 3m',
    ]);
    expect(told(done, 'FailedDelete')[0]?.told?.message).toBe(`Error deleting: ${TIMEOUT}`);
    expect(failures(done)[0]).toMatchObject({
      status: 'True',
      reason: 'FailedDelete',
      message: `unable to delete pods: ${TIMEOUT}`,
    });
    expect(objectsAt(done)('Pod')).toHaveLength(1);
  });
});
