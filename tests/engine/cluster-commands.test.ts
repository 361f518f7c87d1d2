/** What can be typed: kubectl lines in the spelling of v1.37, and the lines of a script around them. */
import { describe, expect, it, test } from 'vitest';
import {
  type Command,
  parseKubectl,
  type Refused,
  type Target,
} from '../../src/engine/cluster/commands.ts';
import { factsFor, readScript } from '../../src/engine/cluster/script.ts';

const DELETE = { do: 'delete', cascade: 'Background', grace: undefined } as const;
const named = (kind: Target, ...names: readonly string[]) =>
  ({ by: 'name', objects: names.map((name) => ({ kind, name })) }) as const;

const ONE = { chosen: named('Pod', 'a') } as const;
const RESTART = { do: 'restart', names: ['web'] } as const;
const AB = [
  { kind: 'Pod', name: 'a' },
  { kind: 'Pod', name: 'b' },
] as const;
const LABEL = { do: 'label', objects: [AB[0]], overwrite: false } as const;

const commands: readonly (readonly [string, Command])[] = [
  ['kubectl apply -f web.yaml', { do: 'apply' }],
  ['kubectl apply -f - --server-side=false', { do: 'apply' }],
  ['kubectl get pods -o wide -w', { do: 'look' }],
  ['kubectl describe deployment web', { do: 'look' }],
  ['kubectl wait --for=condition=Available deployment/web', { do: 'look' }],
  ['kubectl rollout status deployment/web', { do: 'look' }],
  ['kubectl rollout history deploy web', { do: 'look' }],
  ['kubectl scale deployment/web --replicas=4 --dry-run=client', { do: 'look' }],
  ['kubectl scale deployment/web --replicas=4', { do: 'scale', names: ['web'], replicas: 4 }],
  ['kubectl scale --replicas 0 deploy web', { do: 'scale', names: ['web'], replicas: 0 }],
  ['kubectl scale deployment.apps/web --replicas=4', { do: 'scale', names: ['web'], replicas: 4 }],
  [
    'kubectl scale deploy web api --replicas=2',
    { do: 'scale', names: ['web', 'api'], replicas: 2 },
  ],
  [
    'kubectl -n shop scale deploy/web deploy/api --replicas=2',
    { do: 'scale', names: ['web', 'api'], replicas: 2, namespace: 'shop' },
  ],
  ['kubectl rollout restart deploy web --namespace=shop', { ...RESTART, namespace: 'shop' }],
  ['kubectl rollout restart deploy web -nshop', { ...RESTART, namespace: 'shop' }],
  [
    'kubectl set image deployment/web web=agent:1.1 side=proxy:2',
    { do: 'set-image', names: ['web'], images: { web: 'agent:1.1', side: 'proxy:2' } },
  ],
  [
    `kubectl set image deployments web '*=reg.io/a/b@sha256:0=1'`,
    { do: 'set-image', names: ['web'], images: { '*': 'reg.io/a/b@sha256:0=1' } },
  ],
  [
    'kubectl set selector service web app=green,tier=front',
    { do: 'set-selector', names: ['web'], selector: { app: 'green', tier: 'front' } },
  ],
  ['kubectl rollout undo deployment/web', { do: 'undo', names: ['web'], revision: 0 }],
  [
    'kubectl rollout undo deployment web --to-revision=2',
    { do: 'undo', names: ['web'], revision: 2 },
  ],
  ['kubectl rollout restart deployment/web', RESTART],
  ['kubectl rollout pause deployment/web', { do: 'pause', names: ['web'] }],
  ['kubectl rollout resume deployment/web', { do: 'resume', names: ['web'] }],
  ['kubectl delete pod a b', { ...DELETE, chosen: named('Pod', 'a', 'b') }],
  ['kubectl delete pod/a pod/b', { ...DELETE, chosen: named('Pod', 'a', 'b') }],
  [
    'kubectl delete deployment/web pod/a',
    {
      ...DELETE,
      chosen: {
        by: 'name',
        objects: [
          { kind: 'Deployment', name: 'web' },
          { kind: 'Pod', name: 'a' },
        ],
      },
    },
  ],
  ['kubectl delete -f web.yaml', { ...DELETE, chosen: { by: 'file' } }],
  [
    'kubectl delete -f - --cascade=foreground',
    { ...DELETE, chosen: { by: 'file' }, cascade: 'Foreground' },
  ],
  ['kubectl delete po a --force --grace-period=0', { ...DELETE, ...ONE, grace: 0 }],
  ['kubectl delete pod a --force', { ...DELETE, ...ONE, grace: 0 }],
  ['kubectl delete pod a --grace-period=0', { ...DELETE, ...ONE, grace: 1 }],
  ['kubectl delete pod a --grace-period=0 --force=false', { ...DELETE, ...ONE, grace: 1 }],
  ['kubectl delete pod a --grace-period=-1', { ...DELETE, ...ONE }],
  ['kubectl delete pod a --grace-period 5', { ...DELETE, ...ONE, grace: 5 }],
  ['kubectl delete pod a --now', { ...DELETE, ...ONE, grace: 1 }],
  [
    'kubectl delete pods -l app=web,tier==front',
    {
      ...DELETE,
      chosen: { by: 'label', kinds: ['Pod'], labels: { app: 'web', tier: 'front' } },
    },
  ],
  [
    'kubectl delete pods,services --all',
    { ...DELETE, chosen: { by: 'label', kinds: ['Pod', 'Service'], labels: {} } },
  ],
  [
    'kubectl delete deployment web --cascade=orphan --wait=false',
    { ...DELETE, chosen: named('Deployment', 'web'), cascade: 'Orphan' },
  ],
  [
    'kubectl delete rs web-1 --cascade foreground',
    { ...DELETE, chosen: named('ReplicaSet', 'web-1'), cascade: 'Foreground' },
  ],
  ['kubectl delete svc web', { ...DELETE, chosen: named('Service', 'web') }],
  [
    'kubectl label pod a app=debug tier- --overwrite',
    { ...LABEL, labels: { app: 'debug', tier: null }, overwrite: true },
  ],
  [
    'kubectl label --overwrite pod a b x=1',
    { ...LABEL, objects: AB, labels: { x: '1' }, overwrite: true },
  ],
  ['kubectl label pod/a app=', { ...LABEL, labels: { app: '' } }],
  [
    `kubectl patch service web -p '{"spec":{"selector":{"app":"green"}}}'`,
    {
      do: 'patch',
      kind: 'Service',
      names: ['web'],
      type: 'strategic',
      patch: { spec: { selector: { app: 'green' } } },
    },
  ],
  [
    `kubectl patch deployment/web --type=merge --patch='{"spec": {"replicas": 3}}'`,
    {
      do: 'patch',
      kind: 'Deployment',
      names: ['web'],
      type: 'merge',
      patch: { spec: { replicas: 3 } },
    },
  ],
];

const DEEP = `{"spec":${'['.repeat(9000)}${']'.repeat(9000)}}`;

const refusals: readonly (readonly [string, Refused['refusal'], string])[] = [
  ['', 'drive-command', ''],
  ['helm install web', 'drive-command', 'helm install web'],
  ['kubectl', 'drive-command', 'kubectl '],
  ['kubectl drain node1', 'drive-command', 'kubectl drain'],
  ['kubectl constructor', 'drive-command', 'kubectl constructor'],
  ['kubectl rollout fly deployment/web', 'drive-command', 'kubectl rollout fly'],
  ['kubectl scale deployment/web', 'drive-argument', 'kubectl scale'],
  ['kubectl scale deployment/web --replicas=-1', 'drive-argument', 'kubectl scale'],
  ['kubectl scale deployment/web --replicas=1.5', 'drive-argument', 'kubectl scale'],
  ['kubectl scale rs/web --replicas=1', 'drive-argument', 'kubectl scale'],
  ['kubectl scale deployment/ --replicas=1', 'drive-argument', 'kubectl scale'],
  ['kubectl set image deployment/web', 'drive-argument', 'kubectl set image'],
  ['kubectl set image deployment/web agent:1.1', 'drive-argument', 'kubectl set image'],
  ['kubectl set image pod/web web=agent:1.1', 'drive-argument', 'kubectl set'],
  ['kubectl set selector service web', 'drive-argument', 'kubectl set selector'],
  ['kubectl rollout undo', 'drive-argument', 'kubectl rollout undo'],
  ['kubectl rollout undo deployment/web --to-revision=x', 'drive-argument', 'kubectl rollout undo'],
  ['kubectl delete pod', 'drive-argument', 'kubectl delete'],
  ['kubectl delete node node1', 'drive-argument', 'kubectl delete'],
  ['kubectl delete toString a', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pod a --cascade=maybe', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pod a --cascade=constructor', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pod a --grace-period=x', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pod a pod/b', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pod/a b', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pod a -f web.yaml', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pods --all -l app=web', 'drive-argument', 'kubectl delete'],
  ['kubectl scale deploy/web pod/a --replicas=1', 'drive-argument', 'kubectl scale'],
  ['kubectl label pod a app=x app-', 'drive-argument', 'kubectl label'],
  ['kubectl delete pod a -l app=web', 'drive-argument', 'kubectl delete'],
  ['kubectl delete pods -l app', 'drive-argument', 'kubectl delete'],
  ['kubectl label pod a', 'drive-argument', 'kubectl label'],
  ['kubectl label pod a app', 'drive-argument', 'kubectl label'],
  ['kubectl patch service web', 'drive-argument', 'kubectl patch'],
  ['kubectl patch service web -p {}}', 'drive-argument', 'kubectl patch'],
  [`kubectl patch svc web -p '${DEEP}'`, 'drive-argument', 'kubectl patch'],
  ['kubectl patch service web -p 3', 'drive-argument', 'kubectl patch'],
  [`kubectl patch service web --type=json -p '{}'`, 'drive-argument', 'kubectl patch'],
  [`kubectl patch rs a -p '{"spec":{"replicas":1}}'`, 'drive-argument', 'kubectl patch'],
  [`kubectl patch pod a -p '{"metadata":{}}'`, 'drive-argument', 'kubectl patch'],
];

describe('a kubectl line', () => {
  it.each(commands)('%s', (text, command) => {
    expect(parseKubectl(text)).toEqual(command);
  });

  it.each(refusals)('%.80s: %s', (text, refusal, command) => {
    expect(parseKubectl(text)).toMatchObject({ refusal, params: { command } });
  });
});

describe('what kubectl itself refuses', () => {
  it.each([
    [
      'kubectl delete pod a --now --grace-period=3',
      '--now and --grace-period cannot be specified together',
    ],
    [
      'kubectl delete pod a --force --grace-period=3',
      '--force and --grace-period greater than 0 cannot be specified together',
    ],
    [
      'kubectl set image deploy/web *=a:1 web=a:2',
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    ],
    ['kubectl label pod a app=-x', 'invalid label value: "app=-x": a valid label must be'],
  ])('%s', (text, error) => {
    expect(parseKubectl(text)).toMatchObject({
      refusal: 'drive-error',
      params: { error: expect.stringContaining(error) },
    });
  });
});

describe('a line of a script', () => {
  it.each([
    ['1m30s stop kubelet', { at: 90_000, line: 1, column: 1, do: 'stop', part: 'kubelet' }],
    ['500ms start kube-apiserver', { at: 500, line: 1, do: 'start', part: 'apiserver' }],
    [
      '  0s $ kubectl apply -f - # all of it',
      { at: 0, line: 1, do: 'kubectl', text: 'kubectl apply -f -', command: { do: 'apply' } },
    ],
  ])('%s', (text, step) => {
    expect(readScript(text)).toMatchObject({ timed: [step], problems: [] });
  });

  it.each([
    ['hello', 'drive-line', { word: 'hello' }, 1],
    ['   toString 3s', 'drive-line', { word: 'toString' }, 4],
    ['5s stop world', 'drive-value', { word: 'stop' }, 1],
    ['5s kubectl fly', 'drive-command', { command: 'kubectl fly' }, 1],
    ['seed x', 'drive-value', { word: 'seed', expected: 'number' }, 1],
    ['until soon', 'drive-value', { word: 'until', expected: 'duration' }, 1],
    ['until 31m', 'drive-until-long', { most: '30m' }, 1],
    ['missing', 'drive-value', { word: 'missing', expected: 'image' }, 1],
    ['ready-after later', 'drive-value', { word: 'ready-after', expected: 'duration' }, 1],
  ])('%s: %s', (text, code, params, column) => {
    expect(readScript(text).problems).toMatchObject([{ code, params, line: 1, column }]);
    expect(readScript(text).timed).toEqual([]);
  });

  test('lines are played by time, those of one moment as they stand', () => {
    const { timed } = readScript('5s stop etcd\n1s stop kubelet\n5s start etcd\n');
    expect(timed.map(({ line }) => line)).toEqual([2, 1, 3]);
  });

  test('it plays a minute more than the last line, or until what is said', () => {
    expect(readScript('5s stop etcd').until).toBe(65_000);
    expect(readScript('5s stop etcd\nuntil 2m').until).toBe(120_000);
    expect(readScript('').until).toBe(60_000);
  });

  test('after the longest play nothing is played, and that is said', () => {
    const { timed, until, problems } = readScript('29m55s stop etcd\n31m start etcd');
    expect(timed.map(({ line }) => line)).toEqual([1]);
    expect(until).toBe(30 * 60_000);
    expect(problems).toMatchObject([{ code: 'drive-until-long', line: 2 }]);
  });

  test('after `until` nothing is played, and that is said', () => {
    const { timed, problems } = readScript('5s stop etcd\n  50s start etcd\nuntil 20s');
    expect(timed.map(({ line }) => line)).toEqual([1]);
    expect(problems).toMatchObject([
      { code: 'drive-until-long', params: { most: '20s' }, line: 2, column: 3 },
    ]);
  });

  test('more than 200 commands are not played', () => {
    const { timed, problems } = readScript('0s kubectl get pods\n'.repeat(201));
    expect(timed).toHaveLength(200);
    expect(problems).toMatchObject([{ code: 'drive-script-long', line: 201 }]);
  });

  test('facts of an image come before those of all', () => {
    const { settings } = readScript(
      'ready-after 5s\nready-after 1s a:1\ncrash-after 9s a:1\nmissing b:1',
    );
    expect(factsFor(settings, 'a:1')).toEqual({
      readyAfter: 1000,
      stopTakes: 2000,
      crashAfter: 9000,
      missing: false,
    });
    expect(factsFor(settings, 'b:1')).toMatchObject({ readyAfter: 5000, missing: true });
  });
});
