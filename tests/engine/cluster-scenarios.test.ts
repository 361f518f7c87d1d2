/**
 * What was remarked at the recordings that are not replayed write by write, in the words of the remarks:
 * project papers, recordings/control-plane/remarks.json, of a real v1.37.2 control plane.
 */
import { describe, expect, test } from 'vitest';
import type { Deployment, Pod, ReplicaSet } from '../../src/engine/cluster/index.ts';
import type { Step } from '../../src/engine/control-plane/index.ts';
import { isReady, objectsAt, type Play, play, web } from './cluster-play.ts';

const UP = '0s kubectl apply -f web.yaml';

function condition(
  { status }: Deployment | Pod | ReplicaSet,
  type: string,
): { readonly status: string; readonly reason?: string | undefined } | undefined {
  return status.conditions?.find((each) => each.type === type);
}

function between({ writes }: Play, from: number, to: number): readonly Step[] {
  return writes.filter(({ at, end }) => at >= from && end < to);
}

function line({ component, verb, resource, subresource, name }: Step): string {
  return `${component} ${verb} ${resource}${subresource && `/${subresource}`} ${name}`;
}

function names(objects: readonly { readonly metadata: { readonly name: string } }[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}

/** Of the only Service: by Pod, whether its endpoint is ready. */
function endpoints(done: Play, time: number): Readonly<Record<string, boolean>> {
  const [slice] = objectsAt(done, time)('EndpointSlice');
  return Object.fromEntries(
    (slice?.endpoints ?? []).map(({ targetRef, conditions }) => [targetRef.name, conditions.ready]),
  );
}

describe('d-bad-image-rollback', () => {
  const done = play(
    web(2, 'progressDeadlineSeconds: 20\n  strategy: {rollingUpdate: {maxUnavailable: 0}}'),
    [
      'missing agent:9.9',
      UP,
      '10s kubectl set image deployment/web web=agent:9.9',
      '40s kubectl rollout undo deployment/web',
    ],
  );
  const [old, bad] = names(objectsAt(done, 39_000)('ReplicaSet'));

  test('with maxUnavailable 0 the old ReplicaSet stays at 2, one bad Pod more', () => {
    for (const time of [11_000, 20_000, 39_000]) {
      const objects = objectsAt(done, time);
      expect(
        objects('ReplicaSet').map(({ spec, status }) => [spec.replicas, status.readyReplicas]),
      ).toEqual([
        [2, 2],
        [1, undefined],
      ]);
      expect(objects('Pod')).toHaveLength(3);
    }
  });

  test('after progressDeadlineSeconds the only thing that happens is one condition', () => {
    const controllers = between(done, 20_000, 40_000).filter(({ place }) => place !== 'kubelet');
    expect(controllers.map(line)).toEqual(['deployment-controller update deployments/status web']);
    const [d] = objectsAt(done, 39_000)('Deployment');
    expect(d && condition(d, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    });
    expect(d && condition(d, 'Available')?.status).toBe('True');
  });

  test('undo makes no new ReplicaSet; the old one’s revision goes 1 → 3', () => {
    const later = between(done, 40_000, 100_000);
    expect(
      later.filter(({ verb, resource }) => verb === 'create' && resource === 'replicasets'),
    ).toEqual([]);
    const sets = objectsAt(done)('ReplicaSet');
    expect(names(sets)).toEqual([old, bad]);
    expect(
      sets.map(({ metadata }) => [
        metadata.annotations?.['deployment.kubernetes.io/revision'],
        metadata.annotations?.['deployment.kubernetes.io/revision-history'],
      ]),
    ).toEqual([
      ['3', '1'],
      ['2', undefined],
    ]);
    expect(sets.map(({ spec }) => spec.replicas)).toEqual([2, 0]);
  });

  test('the bad Pod ends as Failed, ContainerStatusUnknown, exit code 137', () => {
    const ends = done.history.filter(
      ({ object }) => object.kind === 'Pod' && object.status.phase === 'Failed',
    );
    expect(ends.map(({ type }) => type)).toEqual(['MODIFIED', 'DELETED']);
    const pod = ends[0]?.object as Pod;
    expect(pod.metadata.name.startsWith(`${bad}-`)).toBe(true);
    expect(pod.status.containerStatuses?.[0]?.['state']).toMatchObject({
      terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' },
    });
  });
});

describe('f-delete-cascade-orphan', () => {
  const done = play(web(), [
    UP,
    '10s kubectl delete deployment web --cascade=orphan',
    '14s kubectl apply -f web.yaml',
  ]);

  test('the ReplicaSet loses its owner, then the finalizer goes and with it the Deployment', () => {
    const [first, ...rest] = between(done, 10_000, 14_000).filter(
      ({ component }) => component !== 'deployment-controller',
    );
    expect(first && line(first)).toBe('kubectl delete deployments web');
    expect(rest.map(({ resource, outcome }) => `${resource} ${outcome}`)).toEqual([
      'replicasets stored',
      'deployments removed',
    ]);
    const objects = objectsAt(done, 13_000);
    expect(objects('Deployment')).toEqual([]);
    expect(objects('ReplicaSet')[0]?.metadata.ownerReferences).toBeUndefined();
  });

  test('for a moment the dying Deployment counts nothing and is not available', () => {
    const last = done.history.find(
      ({ type, object }) => type === 'DELETED' && object.kind === 'Deployment',
    )?.object as Deployment;
    expect(last.status.replicas).toBeUndefined();
    expect(condition(last, 'Available')?.status).toBe('False');
  });

  test('Pods are not touched, neither by the deletion nor by the adoption; none restarts', () => {
    const touched = done.writes.filter(({ at, resource }) => at >= 10_000 && resource === 'pods');
    expect(touched).toEqual([]);
    expect(objectsAt(done)('Pod').filter(isReady)).toHaveLength(2);
  });

  test('applying it again adopts the ReplicaSet', () => {
    const end = objectsAt(done);
    expect(names(end('ReplicaSet'))).toEqual(names(objectsAt(done, 9000)('ReplicaSet')));
    const [d] = end('Deployment');
    expect(end('ReplicaSet')[0]?.metadata.ownerReferences).toMatchObject([
      { uid: d?.metadata.uid },
    ]);
    const reasons = done.history.flatMap(({ object }) =>
      object.kind === 'Deployment' && object.metadata.uid === d?.metadata.uid
        ? (condition(object, 'Progressing')?.reason ?? [])
        : [],
    );
    expect(reasons[0]).toBe('FoundNewReplicaSet');
  });
});

describe('l2-pod-label', () => {
  const done = play(web(), [
    UP,
    '10s kubectl label pod oldest app=debug --overwrite',
    '16s kubectl label pod oldest app=web --overwrite',
  ]);
  const [first = '', second = ''] = names(objectsAt(done, 9000)('Pod'));

  test('label away: released and replaced, the endpoint goes, the Pod runs on', () => {
    const objects = objectsAt(done, 15_000);
    const [released, kept, replacement] = objects('Pod');
    expect(released?.metadata).toMatchObject({ name: first, ownerReferences: undefined });
    expect(released && isReady(released)).toBe(true);
    expect(released?.metadata.deletionTimestamp).toBeUndefined();
    expect(endpoints(done, 15_000)).toEqual({
      [kept?.metadata.name ?? '']: true,
      [replacement?.metadata.name ?? '']: true,
    });
    // In the same moment, before the replacement runs.
    expect(endpoints(done, 10_500)).toEqual({ [second]: true });
  });

  test('label back: adopted, and the youngest goes, not the one that came back', () => {
    const objects = objectsAt(done);
    expect(names(objects('Pod'))).toEqual([first, second]);
    const [set] = objects('ReplicaSet');
    expect(objects('Pod')[0]?.metadata.ownerReferences).toMatchObject([{ uid: set?.metadata.uid }]);
  });
});

describe('m-configmap-restart, the restart', () => {
  const done = play(web(), [UP, '10s kubectl rollout restart deployment/web']);

  test('is a patch of the template’s annotation and then an ordinary rolling update', () => {
    const [asked] = between(done, 10_000, 10_100);
    expect(asked && line(asked)).toBe('kubectl patch deployments web');
    expect(asked?.changes.map(({ path }) => path)).toContain(
      'spec.template.metadata.annotations.kubectl.kubernetes.io/restartedAt',
    );
    const sets = objectsAt(done)('ReplicaSet');
    expect(sets.map(({ spec }) => spec.replicas)).toEqual([0, 2]);
    const ready = done.history.flatMap(({ object }) =>
      object.kind === 'Deployment' ? (object.status.availableReplicas ?? []) : [],
    );
    // From the first time all were there: 25% of 2 may not be missing.
    expect(Math.min(...ready.slice(ready.indexOf(2)))).toBe(2);
  });
});

describe('q2-controller-manager-down-delete', () => {
  const done = play(`${web()}---\n${web(1, '', 'other')}`, [
    UP,
    '10s stop controller-manager',
    '11s kubectl delete pod oldest',
    '12s kubectl scale deployment/web --replicas=3',
    '16s kubectl delete deployment other',
    '20s start controller-manager',
  ]);
  const before = objectsAt(
    done,
    9000,
  )('Pod').filter(({ metadata }) => metadata.labels?.['app'] === 'web');
  const down = objectsAt(done, 19_999);

  test('the Pod ends by the kubelet, no replacement comes, the Deployment goes on to say 2/2', () => {
    expect(names(down('Pod'))).not.toContain(before[0]?.metadata.name);
    expect(down('Pod').filter(({ metadata }) => metadata.labels?.['app'] === 'web')).toHaveLength(
      1,
    );
    const d = down('Deployment').find(({ metadata }) => metadata.name === 'web');
    expect([d?.status.readyReplicas, d?.spec.replicas]).toEqual([2, 3]);
  });

  test('the EndpointSlice keeps the dead Pod’s address as ready', () => {
    expect(endpoints(done, 19_999)).toEqual(
      Object.fromEntries(before.map(({ metadata }) => [metadata.name, true])),
    );
  });

  test('a deleted Deployment is gone at once, its ReplicaSet and Pod live on', () => {
    expect(names(down('Deployment'))).toEqual(['web']);
    expect(down('ReplicaSet')).toHaveLength(2);
    expect(down('Pod').filter(isReady)).toHaveLength(2);
  });

  test('back again: replaced and scaled up in one step, slice corrected, orphans collected', () => {
    const soon = objectsAt(done, 20_200);
    expect(names(soon('ReplicaSet')).filter((name) => name.startsWith('other-'))).toEqual([]);
    const made = between(done, 20_000, 20_200).filter(
      ({ verb, resource, subresource }) =>
        verb === 'create' && resource === 'pods' && subresource === '',
    );
    expect(made).toHaveLength(2);
    expect(endpoints(done, 20_200)).toEqual({ [before[1]?.metadata.name ?? '']: true });
    const end = objectsAt(done);
    expect(end('Pod').filter(isReady)).toHaveLength(3);
    expect(end('Pod')).toHaveLength(3);
  });
});

describe('r1-kubelet-down-apply', () => {
  const done = play(web(), [
    '0s stop kubelet',
    '0s kubectl apply -f web.yaml',
    '58s start kubelet',
  ]);

  test('everything up to the binding is written; the Pods stay Pending with a node', () => {
    const pods = objectsAt(done, 40_000)('Pod');
    expect(pods.map(({ spec, status }) => [spec.nodeName, status.phase])).toEqual([
      ['node1', 'Pending'],
      ['node1', 'Pending'],
    ]);
    expect(pods.map(({ status }) => status.containerStatuses)).toEqual([undefined, undefined]);
  });

  test('NotReady within 50 s and one check of 5 s, with both taints', () => {
    const [unknown] = done.writes.filter(({ resource }) => resource === 'nodes');
    expect(unknown && line(unknown)).toBe('node-controller update nodes/status node1');
    expect(unknown?.at).toBeGreaterThan(40_000);
    expect(unknown?.at).toBeLessThanOrEqual(55_000);
    const [node] = objectsAt(done, 57_000)('Node');
    expect(node?.status.conditions.map(({ status }) => status)).toEqual([
      'Unknown',
      'Unknown',
      'Unknown',
      'Unknown',
    ]);
    expect(node?.spec.taints?.map(({ effect }) => effect)).toEqual(['NoExecute', 'NoSchedule']);
  });

  test('the kubelet back: first the node is Ready, then Pods, the taints one after the other', () => {
    const [ready, ...rest] = between(done, 58_000, 70_000).map(line);
    expect(ready).toBe('kubelet patch nodes/status node1');
    const order = rest.filter((each) => /nodes|kubelet patch pods/.test(each));
    expect(order[0]).toBe('node-controller patch nodes node1');
    expect(order[1]).toMatch(/^kubelet patch pods\/status/);
    expect(order.filter((each) => each === 'node-controller patch nodes node1')).toHaveLength(2);
    const end = objectsAt(done);
    expect(end('Node')[0]?.spec.taints).toBeUndefined();
    expect(end('Pod').filter(isReady)).toHaveLength(2);
  });
});

describe('r2-kubelet-down-delete', () => {
  const done = play(web(), [
    UP,
    '10s stop kubelet',
    '11s kubectl delete pod oldest',
    '58s kubectl delete pod newest --force --grace-period=0',
    '75s start kubelet',
  ]);
  const [first = '', second = ''] = names(objectsAt(done, 9000)('Pod'));

  test('the deleted Pod stays Terminating, long after its grace period', () => {
    const [pod] = objectsAt(done, 74_000)('Pod');
    expect(pod?.metadata.name).toBe(first);
    expect(pod?.metadata.deletionTimestamp).toBeDefined();
    expect(pod?.status.phase).toBe('Running');
  });

  test('the replacement is created at once and bound to the same dead node: Pending', () => {
    const replacement = objectsAt(done, 12_000)('Pod')[2];
    expect([replacement?.spec.nodeName, replacement?.status.phase]).toEqual(['node1', 'Pending']);
  });

  test('at NotReady, 45 to 50 s after the loss, all Pods get Ready=False and no endpoint is ready', () => {
    const [unknown] = done.writes.filter(({ resource }) => resource === 'nodes');
    expect(unknown?.at).toBeGreaterThanOrEqual(55_000);
    expect(unknown?.at).toBeLessThanOrEqual(60_000);
    const written = between(done, unknown?.at ?? 0, 57_500).filter(
      ({ resource }) => resource === 'pods',
    );
    expect(written.map(line)).toEqual([
      `node-controller update pods/status ${first}`,
      `node-controller update pods/status ${second}`,
    ]);
    const objects = objectsAt(done, 57_500);
    expect(objects('Pod').filter(isReady)).toEqual([]);
    expect(
      objects('Pod')
        .slice(0, 2)
        .map(({ status }) => status.phase),
    ).toEqual(['Running', 'Running']);
    expect(Object.values(endpoints(done, 57_500))).toEqual([false, false]);
  });

  test('the default toleration is 300 s: nobody is evicted', () => {
    const deletions = done.writes.filter(
      ({ verb, resource, component }) =>
        verb === 'delete' && resource === 'pods' && component !== 'kubelet',
    );
    expect(deletions.map(({ component }) => component)).toEqual(['kubectl', 'kubectl']);
  });

  test('--force --grace-period=0 removes the object at once, and a replacement is created', () => {
    const [forced, made] = between(done, 58_000, 58_200).filter(
      ({ resource, subresource }) => resource === 'pods' && subresource === '',
    );
    expect([forced?.component, forced?.outcome]).toEqual(['kubectl', 'removed']);
    expect(made && line(made)).toMatch(/^replicaset-controller create pods/);
    // The node is tainted now: the newest one waits.
    const newest = objectsAt(done, 74_000)('Pod').at(-1);
    expect(newest?.spec.nodeName).toBeUndefined();
    expect(newest && condition(newest, 'PodScheduled')).toMatchObject({ reason: 'Unschedulable' });
  });

  test('back again: the running Pod was not restarted, the old one goes, all are ready', () => {
    const pods = objectsAt(done)('Pod');
    expect(names(pods)).toContain(second);
    expect(names(pods)).not.toContain(first);
    expect(pods).toHaveLength(2);
    expect(pods.filter(isReady)).toHaveLength(2);
    expect(pods.map(({ status }) => status.containerStatuses?.[0]?.['restartCount'])).toEqual([
      0, 0,
    ]);
  });
});

const CRASH = `${web()}---
apiVersion: v1
kind: Pod
metadata: {name: crash}
spec: {containers: [{name: c, image: busybox}]}
`;

function restarts(done: Play, time: number): unknown {
  const pod = objectsAt(done, time)('Pod').find(({ metadata }) => metadata.name === 'crash');
  return pod?.status.containerStatuses?.[0]?.['restartCount'];
}

describe('s1-etcd-stopped', () => {
  const done = play(CRASH, [
    'crash-after 4s busybox',
    UP,
    '30s stop etcd',
    '32s kubectl scale deployment/web --replicas=3',
    '50s start etcd',
  ]);

  test('nothing is stored; a write that waits succeeds when etcd goes on', () => {
    expect(done.writes.filter(({ end }) => end >= 30_000 && end < 50_000)).toEqual([]);
    const [scale] = done.writes.filter(
      ({ component, at }) => component === 'kubectl' && at > 30_000,
    );
    expect(scale?.at).toBeLessThan(33_000);
    expect(scale?.end).toBeGreaterThan(50_000);
    expect(scale?.end).toBeLessThan(51_000);
    expect(objectsAt(done)('Pod').filter(isReady)).toHaveLength(3);
  });

  test('the kubelet restarts a container in the outage; the API shows it afterwards', () => {
    expect(restarts(done, 49_999)).toBe(2);
    expect(restarts(done, 50_200)).toBe(3);
  });

  test('the node stays Ready, no running Pod is touched', () => {
    expect(done.writes.filter(({ resource }) => resource === 'nodes')).toEqual([]);
    const served = objectsAt(done, 29_000)('Pod').filter(isReady);
    const touched = done.writes.filter(
      ({ at, name }) => at > 30_000 && names(served).includes(name),
    );
    expect(touched).toEqual([]);
  });

  test('a write that was given up does not happen later', () => {
    const long = play(web(), [
      UP,
      '10s stop etcd',
      '12s kubectl scale deployment/web --replicas=3',
      '80s start etcd',
    ]);
    const [scale] = long.story.steps.filter(
      ({ component, kind, at }) => component === 'kubectl' && kind === 'write' && at > 10_000,
    );
    expect([scale?.code, scale?.outcome]).toEqual([504, 'failed']);
    expect(objectsAt(long)('Deployment')[0]?.spec.replicas).toBe(2);
  });
});

describe('t1-apiserver-stopped', () => {
  const done = play(CRASH, [
    'crash-after 4s busybox',
    UP,
    '30s stop apiserver',
    '31s kubectl scale deployment/web --replicas=3',
    '60s start apiserver',
  ]);

  test('kubectl gives up in the TLS handshake after 10 s; nothing is in the audit log, then or later', () => {
    const typed = done.story.steps.filter(({ kind, at }) => kind === 'action' && at > 31_000);
    expect(typed[0]?.action).toBe(
      'Unable to connect to the server: net/http: TLS handshake timeout',
    );
    expect(typed[0]?.at).toBeGreaterThanOrEqual(41_000);
    expect(typed[0]?.at).toBeLessThan(42_000);
    expect(done.writes.filter(({ end }) => end >= 30_000 && end < 60_000)).toEqual([]);
    expect(objectsAt(done)('Deployment')[0]?.spec.replicas).toBe(2);
  });

  test('the kubelet restarts the crashing container by itself and tells it at once afterwards', () => {
    expect(restarts(done, 59_999)).toBe(2);
    expect(restarts(done, 60_200)).toBe(3);
  });

  test('the node never becomes NotReady', () => {
    expect(done.writes.filter(({ resource }) => resource === 'nodes')).toEqual([]);
  });
});

describe('switches', () => {
  const bound = (script: readonly string[]): readonly (string | undefined)[] =>
    objectsAt(play(web(1), script))('Pod').map(({ spec }) => spec.nodeName);

  test('what is stopped again before it is up stays off', () => {
    const off = ['0s stop scheduler', UP, '5s start scheduler', '5.01s stop scheduler'];
    expect(bound(off)).toEqual([undefined]);
    expect(bound([...off, '9s start scheduler'])).toEqual(['node1']);
  });

  test('stopping what is off and starting what is on is no event', () => {
    const script = [
      '1s start etcd',
      '2s stop etcd',
      '3s stop etcd',
      '4s start etcd',
      '4.01s start etcd',
    ];
    const told = play(web(), script).story.steps.filter(({ kind }) => kind === 'action');
    expect(told.map(({ action }) => action)).toEqual(['etcd stopped', 'etcd started again']);
  });
});

describe('applying again', () => {
  const replicaSets = (script: readonly string[], manifest = web(2)) =>
    objectsAt(play(manifest, [UP, ...script]))('ReplicaSet');
  const size = (script: readonly string[], manifest = web(2)): number | undefined =>
    objectsAt(play(manifest, [UP, ...script]))('Deployment')[0]?.spec.replicas;

  test('what the manifest states comes back, what was added since stays', () => {
    const back = replicaSets([
      '10s kubectl set image deployment/web web=agent:1.1',
      '30s kubectl apply -f web.yaml',
    ]);
    expect(back.map(({ spec }) => spec.replicas)).toEqual([2, 0]);
    // A restart is an annotation that no manifest has: it is no reason for another one.
    expect(
      replicaSets(['10s kubectl rollout restart deployment/web', '30s kubectl apply -f web.yaml']),
    ).toHaveLength(2);
    const paused = play(web(2), [
      UP,
      '10s kubectl rollout pause deployment/web',
      '12s kubectl apply',
    ]);
    expect(objectsAt(paused)('Deployment')[0]?.spec.paused).toBe(true);
  });

  test('a number of replicas comes back only where the manifest states it', () => {
    const script = ['10s kubectl scale deployment/web --replicas=4', '12s kubectl apply'];
    expect(size(script)).toBe(2);
    expect(size(script, web(2).replace(/ *replicas: 2\n/, ''))).toBe(4);
  });

  test('the same again is no write', () => {
    const done = play(web(2), [UP, '10s kubectl apply -f web.yaml']);
    expect(between(done, 10_000, 60_000)).toEqual([]);
  });
});

test('at most 100 Pods, over all Deployments; a Service is none', () => {
  const two = `${web(50)}---\n${web(50).replaceAll('name: web}', 'name: other}').replaceAll('app: web', 'app: other')}`;
  const fine = play(two, ['until 2s', UP]);
  expect([...fine.problems, ...fine.scriptProblems]).toEqual([]);
  const more = play(two, ['until 4s', UP, '2s kubectl scale deployment/web --replicas=51']);
  expect(more.scriptProblems).toMatchObject([{ code: 'drive-too-many-pods', line: 3 }]);
});

test('of one object a component tells 25 Events at once, then one in five minutes', () => {
  // EventSpamFilter of client-go tools/record/events_cache.go, v1.37.2.
  const created = (script: readonly string[]): number =>
    play(web(30), [UP, ...script]).story.steps.filter(
      ({ told }) => told?.reason === 'SuccessfulCreate',
    ).length;
  expect(created([])).toBe(25);
  const after = ['310s kubectl scale deployment/web --replicas=33'];
  expect(created(after)).toBe(26);
});

test('what is told again is counted up', () => {
  const done = play(web(1), ['ready-after 20s', UP]);
  const unhealthy = done.story.steps.filter(({ told }) => told?.reason === 'Unhealthy');
  expect(unhealthy.map(({ told }) => told?.count)).toEqual([1, 2, 3]);
});
