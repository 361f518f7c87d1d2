/** What kubectl sends for a line, and what it refuses to send: v1.37.2. */
import { describe, expect, it, test } from 'vitest';
import { stateAt } from '../../src/engine/cluster/index.ts';
import { strategicMerge, threeWay } from '../../src/engine/cluster/strategic-merge.ts';
import type { JsonObject } from '../../src/engine/control-plane/index.ts';
import { objectsAt, type Play, play, web } from './cluster-play.ts';

const sentIn = ({ story }: Play, from = 5000) =>
  story.steps.filter(
    ({ kind, component, at }) => kind === 'write' && component === 'kubectl' && at >= from,
  );
/** What each of them changed in what is stored. */
const changesIn = (done: Play, from = 5000) =>
  sentIn(done, from).map(({ changes }) =>
    Object.fromEntries(
      changes
        .filter(({ path }) => path !== 'metadata.generation')
        .map(({ path, after }) => [path, after]),
    ),
  );
const errorsOf = ({ scriptProblems }: Play) =>
  scriptProblems.map(({ code, params, line }) => [line, code, params['error']]);
const applied = (lines: readonly string[], manifest = web()): Play =>
  play(manifest, ['0s kubectl apply -f web.yaml', ...lines]);
const inShop = (text: string): string =>
  text.replaceAll(/name: web}/g, 'name: web, namespace: shop}');

describe('a namespace', () => {
  test('is default unless the line says otherwise', () => {
    const lines = ['10s kubectl scale deploy web --replicas=3', '11s kubectl delete pod oldest'];
    const done = applied(lines, inShop(web()));
    expect(sentIn(done)).toEqual([]);
    expect(done.scriptProblems).toMatchObject([
      {
        code: 'drive-elsewhere',
        params: { kind: 'Deployment', name: 'web', namespace: 'default', other: 'shop' },
      },
      { code: 'drive-elsewhere', params: { kind: 'Pod', name: 'oldest', other: 'shop' } },
    ]);
  });

  test('is the one of -n', () => {
    const done = applied(
      [
        '10s kubectl scale deploy web --replicas=3 -n shop',
        '15s kubectl delete pod oldest -n shop',
      ],
      `${inShop(web())}---\n${web()}`,
    );
    expect(done.scriptProblems).toEqual([]);
    expect(sentIn(done).map(({ verb, namespace }) => [verb, namespace])).toEqual([
      ['patch', 'shop'],
      ['delete', 'shop'],
    ]);
  });

  test('no name anywhere', () => {
    const { scriptProblems } = applied(['10s kubectl scale deploy api --replicas=3 -n shop']);
    expect(scriptProblems).toMatchObject([
      { code: 'drive-not-found', params: { kind: 'Deployment', name: 'api', namespace: 'shop' } },
    ]);
  });

  test('apply -n: objects that say none are put there, those that say another are not', () => {
    const done = play(`${web(1)}---\n${inShop(web(1))}`, ['0s kubectl apply -f - -n test']);
    expect(new Set(done.history.map(({ object }) => object.metadata.namespace))).toEqual(
      new Set(['test']),
    );
    const error = `the namespace from the provided object "shop" does not match the namespace "test". You must pass '--namespace=shop' to perform this operation.`;
    expect(errorsOf(done)).toEqual([
      [1, 'drive-error', error],
      [1, 'drive-error', error],
    ]);
  });

  test('names are shown with it unless all are in default', () => {
    const shown = (manifest: string) => {
      const { history } = applied([], manifest);
      const { deployments, services } = stateAt(history, Number.POSITIVE_INFINITY, 5000);
      return [...deployments, ...services].map((each) => [each.name, each.namespace, each.shown]);
    };
    expect(shown(web())).toEqual([
      ['web', 'default', 'web'],
      ['web', 'default', 'web'],
    ]);
    expect(shown(inShop(web()))).toEqual([
      ['web', 'shop', 'shop/web'],
      ['web', 'shop', 'shop/web'],
    ]);
  });
});

describe('apply once more', () => {
  const again = (...lines: readonly string[]) => {
    const done = applied([...lines, '30s kubectl apply -f web.yaml']);
    return { done, sent: sentIn(done, 30_000), d: objectsAt(done)('Deployment')[0] };
  };

  it.each<[string, string]>([
    ['minReadySeconds', '"minReadySeconds":3'],
    ['progressDeadlineSeconds', '"progressDeadlineSeconds":30'],
    ['revisionHistoryLimit', '"revisionHistoryLimit":3'],
    ['strategy', '"strategy":{"rollingUpdate":{"maxSurge":2}}'],
  ])('leaves %s, which the manifest does not state', (_, spec) => {
    const { done, sent, d } = again(`10s kubectl patch deploy web -p '{"spec":{${spec}}}'`);
    expect([done.scriptProblems, sent]).toEqual([[], []]);
    expect(d?.spec).toMatchObject(JSON.parse(`{${spec}}`));
  });

  test('restores what it does state, and only that', () => {
    const { done, d } = again(
      '10s kubectl scale deploy web --replicas=4',
      '12s kubectl set image deploy web web=agent:2',
      `14s kubectl patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"web","workingDir":"/"}]}}}}'`,
    );
    expect(changesIn(done, 30_000)).toEqual([
      { 'spec.replicas': '2', 'spec.template.spec.containers[web].image': '"agent:1.0"' },
    ]);
    expect(d?.spec.template.spec['containers']).toMatchObject([
      { image: 'agent:1.0', workingDir: '/' },
    ]);
  });

  test('a strategy that is stated keeps only what is stated (patchStrategy retainKeys)', () => {
    const done = applied(
      [
        `10s kubectl patch deploy web -p '{"spec":{"strategy":{"rollingUpdate":{"maxSurge":2}}}}'`,
        '20s kubectl apply -f web.yaml',
      ],
      web(2, 'strategy: {type: RollingUpdate}'),
    );
    expect(changesIn(done, 20_000)).toEqual([{ 'spec.strategy.rollingUpdate.maxSurge': '"25%"' }]);
    expect(objectsAt(done)('Deployment')[0]?.spec.strategy.rollingUpdate?.maxSurge).toBe('25%');
  });

  test('a selector key that was added stays, one that was changed is restored', () => {
    const { done } = again(
      `10s kubectl patch service web -p '{"spec":{"selector":{"tier":"front","app":"blue"}}}'`,
    );
    expect(changesIn(done, 30_000)).toEqual([{ 'spec.selector.app': '"web"' }]);
    expect(objectsAt(done)('Service')[0]?.spec.selector).toEqual({ app: 'web', tier: 'front' });
  });

  test('a Service without a selector is not written', () => {
    const text =
      'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n';
    const done = applied(['10s kubectl apply -f web.yaml'], text);
    expect(sentIn(done)).toEqual([]);
  });

  test('labels that the manifest states are restored, of Pods too', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: bare, labels: {app: bare, tier: back}, annotations: {why: test}}
spec: {containers: [{name: web, image: agent:1}]}
`;
    const done = applied(
      [
        '10s kubectl label pod bare app=debug tier- more=yes --overwrite',
        '20s kubectl apply -f web.yaml',
      ],
      text,
    );
    expect(changesIn(done, 20_000)).toEqual([
      { 'metadata.labels.app': '"bare"', 'metadata.labels.tier': '"back"' },
    ]);
    const labels = { app: 'bare', tier: 'back', more: 'yes' };
    expect(objectsAt(done)('Pod')[0]?.metadata.labels).toEqual(labels);
  });

  test('of two objects of one name the second is applied to the first', () => {
    const [one = '', other = ''] = [web(1, 'minReadySeconds: 5'), web(2)].map(
      (text) => text.split('---')[0],
    );
    const done = applied([], `${one}---\n${other}`);
    expect(sentIn(done, 0).map(({ verb }) => verb)).toEqual(['create', 'patch']);
    expect(changesIn(done, 0)[1]).toEqual({
      'spec.replicas': '2',
      'spec.minReadySeconds': undefined,
    });
  });
});

/** CreateThreeWayMergePatch of apimachinery pkg/util/strategicpatch. */
describe('a patch of three', () => {
  const item = (name: string, image = 'a') => ({ name, image });
  it.each<[string, JsonObject, JsonObject, JsonObject, JsonObject]>([
    ['what is live only stays', {}, { a: 1 }, { a: 1, b: 2 }, {}],
    ['what differs is set', { a: 1 }, { a: 2 }, { a: 3 }, { a: 2 }],
    ['what is no longer said goes', { a: 1, b: 1 }, { a: 1 }, { a: 1, b: 2 }, { b: null }],
    ['where it is still there', { a: 1, b: 1 }, { a: 1 }, { a: 1 }, {}],
    ['null takes a field out', {}, { a: null, b: null }, { a: 1 }, { a: null }],
    ['a list is one value', {}, { args: ['a'] }, { args: ['a', 'b'] }, { args: ['a'] }],
    [
      'containers have names',
      {},
      { containers: [item('x', 'b'), item('y')] },
      { containers: [item('side'), item('y'), item('x')] },
      { containers: [{ name: 'x', image: 'b' }] },
    ],
    [
      'one that is no longer said goes',
      { containers: [item('x'), item('y')] },
      { containers: [item('x')] },
      { containers: [item('x'), item('y')] },
      { containers: [{ $patch: 'delete', name: 'y' }] },
    ],
    [
      'ports of one number in their order',
      {},
      { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] },
      { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] },
      {},
    ],
    [
      'retainKeys',
      {},
      { strategy: { type: 'Recreate' } },
      { strategy: { type: 'RollingUpdate', rollingUpdate: {} } },
      { strategy: { type: 'Recreate', $retainKeys: ['type'] } },
    ],
  ])('%s', (_, original, modified, live, patch) => {
    const found = threeWay(original, modified, live);
    expect(found).toEqual(patch);
    const merged = strategicMerge(live, found) as JsonObject;
    expect(threeWay(modified, modified, merged)).toEqual({});
  });
});

describe('a paused Deployment', () => {
  const PAUSED = [
    '10s kubectl set image deploy web web=agent:2',
    '20s kubectl rollout pause deploy web',
  ];
  it.each([
    [
      'rollout undo',
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    ],
    [
      'rollout restart',
      `deployments.apps "web" can't restart paused deployment (run rollout resume first)`,
    ],
    ['rollout pause', 'deployments.apps "web" is already paused'],
  ])('%s is refused', (verb, error) => {
    const done = applied([...PAUSED, `30s kubectl ${verb} deploy web`]);
    expect(errorsOf(done)).toEqual([[4, 'drive-error', error]]);
    expect(sentIn(done, 30_000)).toEqual([]);
  });

  test('one that is not paused cannot be resumed', () => {
    const done = applied(['10s kubectl rollout resume deploy web']);
    expect(errorsOf(done)).toEqual([[2, 'drive-error', 'deployments.apps "web" is not paused']]);
    expect(sentIn(done)).toEqual([]);
  });
});

describe('label', () => {
  test('overwrites nothing unasked', () => {
    const done = applied([
      '10s kubectl label deploy web tier=a',
      '11s kubectl label deploy web tier=b',
    ]);
    const error = "'tier' already has a value (a), and --overwrite is false";
    expect(errorsOf(done)).toEqual([[3, 'drive-error', error]]);
    expect(sentIn(done)).toHaveLength(1);
  });

  test('to the same value, and off where it is not: no request', () => {
    const done = applied([
      '10s kubectl label deploy web tier=a',
      '11s kubectl label deploy web tier=a more-',
    ]);
    expect(done.scriptProblems).toEqual([]);
    expect(sentIn(done)).toHaveLength(1);
  });

  test('of several objects', () => {
    const done = applied(['10s kubectl label deploy,svc web tier=a']);
    expect(sentIn(done).map(({ resource }) => resource)).toEqual(['deployments', 'services']);
  });
});

describe('what changes nothing', () => {
  test.each<[string, number]>([
    ['set image deploy web web=agent:1.0', 0],
    ["set image deploy web '*=agent:1.0'", 0],
    ['scale deploy web --replicas=2', 1],
    ['set selector service web app=web', 1],
  ])('%s: requests %i', (command, count) => {
    const done = applied([`10s kubectl ${command}`]);
    expect(done.scriptProblems).toEqual([]);
    expect(sentIn(done).map(({ outcome }) => outcome)).toEqual(Array(count).fill('same'));
  });

  test('a restart within the same second', () => {
    const done = applied([
      '10s kubectl rollout restart deploy web',
      '10.2s kubectl rollout restart deploy web',
    ]);
    expect(errorsOf(done)).toMatchObject([
      [3, 'drive-error', expect.stringContaining('past second')],
    ]);
    expect(sentIn(done)).toHaveLength(1);
  });
});

test('set image: a container that is not there keeps no other from being changed', () => {
  const done = applied(['10s kubectl set image deploy web side=a:1 web=agent:2']);
  expect(done.scriptProblems).toMatchObject([
    { code: 'drive-no-container', params: { name: 'side' } },
  ]);
  expect(sentIn(done)).toHaveLength(1);
});

test('rollout undo takes the annotations of the ReplicaSet too', () => {
  const done = applied(
    [
      `10s kubectl patch deploy web -p '{"metadata":{"annotations":{"why":"two"}},"spec":{"template":{"spec":{"containers":[{"name":"web","image":"agent:2"}]}}}}'`,
      '20s kubectl rollout undo deploy web',
    ],
    web().replace('name: web}', 'name: web, annotations: {why: one}}'),
  );
  const d = objectsAt(done)('Deployment')[0];
  expect(d?.metadata.annotations).toEqual({
    why: 'one',
    'deployment.kubernetes.io/revision': '3',
  });
});

describe('delete', () => {
  test('-f: every object of the manifest, in its order', () => {
    const done = applied(['10s kubectl delete -f web.yaml --cascade=orphan'], inShop(web()));
    expect(done.scriptProblems).toEqual([]);
    expect(sentIn(done).map(({ resource, namespace }) => [resource, namespace])).toEqual([
      ['deployments', 'shop'],
      ['services', 'shop'],
    ]);
    expect(changesIn(done)).toMatchObject(Array(2).fill({ 'metadata.finalizers': '["orphan"]' }));
  });

  test('objects of several kinds', () => {
    const done = applied(['10s kubectl delete service/web deployment/web pod/none']);
    expect(sentIn(done).map(({ resource }) => resource)).toEqual(['services', 'deployments']);
    expect(done.scriptProblems).toMatchObject([
      { code: 'drive-not-found', params: { name: 'none' } },
    ]);
  });

  test('-l: in one namespace only', () => {
    const done = applied(['10s kubectl delete pods -l app=web'], inShop(web()));
    expect([sentIn(done), done.scriptProblems]).toEqual([[], []]);
  });

  test.each([
    ['--force', 0],
    ['--grace-period=0', 1],
    ['--now', 1],
  ])('%s', (flag, grace) => {
    const done = applied([`10s kubectl delete pod oldest ${flag}`]);
    expect(changesIn(done)).toMatchObject([
      { 'metadata.deletionGracePeriodSeconds': String(grace) },
    ]);
  });
});

test('scale of several', () => {
  const done = applied(
    ['10s kubectl scale deploy web api none --replicas=1'],
    `${web()}---\n${web(2, '', 'api')}`,
  );
  expect(sentIn(done).map(({ name }) => name)).toEqual(['web', 'api']);
  expect(done.scriptProblems).toMatchObject([
    { code: 'drive-not-found', params: { name: 'none' } },
  ]);
});

test('problems stand in the order of the lines, at the column of the command', () => {
  const { scriptProblems } = play(web(), [
    '0s kubectl apply',
    '   20s kubectl scale deploy none --replicas=1',
    ' 10s kubectl fly',
    '  10s kubectl delete pod none',
  ]);
  expect(scriptProblems.map(({ line, column }) => [line, column])).toEqual([
    [2, 4],
    [3, 2],
    [4, 3],
  ]);
});
