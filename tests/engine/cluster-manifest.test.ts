/** What the API server of the small cluster fills in, and what it refuses, of a manifest and of a patch. */
import { describe, expect, it, test } from 'vitest';
import { readManifest } from '../../src/engine/cluster/manifest.ts';
import { objectsAt, play, web } from './cluster-play.ts';

type Json = Readonly<Record<string, unknown>>;

const CONTAINERS = [{ name: 'web', image: 'agent:1.0' }];

function deployment(spec: Json, podSpec: Json = { containers: CONTAINERS }): string {
  return JSON.stringify({
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: podSpec },
      ...spec,
    },
  });
}

function pod(spec: Json): string {
  return JSON.stringify({ kind: 'Pod', metadata: { name: 'bare' }, spec });
}

function rolling(maxSurge: unknown, maxUnavailable: unknown): string {
  return deployment({ strategy: { rollingUpdate: { maxSurge, maxUnavailable } } });
}

const TEMPLATE = 'spec.template.spec';

describe('what is refused', () => {
  it.each<[string, string, string, Json]>([
    ['nothing', '', 'drive-nothing', {}],
    ['no name', 'kind: Service', 'drive-no-name', { kind: 'Service' }],
    ['101 Pods', deployment({ replicas: 101 }), 'drive-too-many', { count: 101, most: 100 }],
    [
      'no selector',
      deployment({ selector: undefined }),
      'drive-required',
      { field: 'spec.selector' },
    ],
    ['an empty selector', deployment({ selector: {} }), 'drive-selector', {}],
    [
      'a selector of other labels',
      deployment({ selector: { matchLabels: { app: 'x' } } }),
      'drive-selector',
      {},
    ],
    [
      'labels that are no text',
      deployment({ selector: { matchLabels: { app: 1 } } }),
      'drive-field',
      { field: 'spec.selector', value: '{"matchLabels":{"app":1}}' },
    ],
    ...[
      { key: 'app', operator: 'In' },
      { key: 'app', operator: 'In', values: 'web' },
      { key: 'app', operator: 'Exists', values: ['web'] },
      { key: 'app', operator: 'Gt', values: ['1'] },
      { operator: 'Exists' },
      null,
    ].map((expression): [string, string, string, Json] => [
      `the expression ${JSON.stringify(expression)}`,
      deployment({ selector: { matchExpressions: [expression] } }),
      'drive-field',
      { field: 'spec.selector' },
    ]),
    [
      'a negative size',
      deployment({ replicas: -1 }),
      'drive-field',
      { field: 'spec.replicas', value: '-1' },
    ],
    ['no containers', deployment({}, {}), 'drive-required', { field: `${TEMPLATE}.containers` }],
    [
      'an empty list of them',
      pod({ containers: [] }),
      'drive-required',
      { field: 'spec.containers' },
    ],
    [
      'containers that are none',
      pod({ containers: 3 }),
      'drive-field',
      { field: 'spec.containers', value: '3' },
    ],
    ...(
      [
        ['containers[0].name', { containers: [{ image: 'a' }] }],
        ['containers[0].image', { containers: [{ name: 'a', image: 1 }] }],
        ['containers[0].ports', { containers: [{ name: 'a', image: 'a', ports: [null] }] }],
        ['initContainers', { containers: CONTAINERS, initContainers: {} }],
        ['tolerations', { containers: CONTAINERS, tolerations: [null] }],
        ['nodeName', { containers: CONTAINERS, nodeName: 1 }],
        [
          'terminationGracePeriodSeconds',
          { containers: CONTAINERS, terminationGracePeriodSeconds: 'x' },
        ],
      ] as const
    ).map(([field, spec]): [string, string, string, Json] => [
      field,
      deployment({}, spec),
      'drive-field',
      { field: `${TEMPLATE}.${field}` },
    ]),
    [
      'another strategy',
      deployment({ strategy: { type: 'Blue' } }),
      'drive-field',
      { value: 'Blue' },
    ],
    [
      'half a Pod more',
      rolling(0.5, 1),
      'drive-field',
      { field: 'spec.strategy.rollingUpdate.maxSurge', value: '0.5' },
    ],
    ['neither more nor less', rolling(0, '0%'), 'drive-no-progress', {}],
  ])('%s', (_, text, code, params) => {
    const { objects, problems } = readManifest(text);
    expect(problems).toMatchObject([{ code, params }]);
    expect(
      objects.filter(() => code !== 'drive-field' || params['field'] !== 'spec.replicas'),
    ).toEqual([]);
  });

  test('kinds that are not played are named, each once', () => {
    const text = `kind: List\nitems: [{kind: ConfigMap}, {kind: ConfigMap}, ${deployment({})}]`;
    const { objects, skipped, problems } = readManifest(text);
    expect([objects.length, skipped, problems]).toEqual([1, ['ConfigMap'], []]);
  });
});

describe('what is filled in', () => {
  test('of a Deployment', () => {
    const [object] = readManifest(deployment({ replicas: null })).objects;
    expect(object).toMatchObject({
      metadata: { namespace: 'default' },
      spec: {
        replicas: 1,
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 10,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
        },
      },
    });
  });
});

describe('a patch', () => {
  const patched = (body: string) => {
    const done = play(web(), ['0s kubectl apply', `10s kubectl patch deployment web -p '${body}'`]);
    const sent = done.story.steps.find(
      ({ component, verb }) => component === 'kubectl' && verb === 'patch',
    );
    return { done, sent, d: objectsAt(done)('Deployment')[0] };
  };

  test('is played like any other write', () => {
    const { done, sent, d } = patched('{"spec":{"replicas":3},"metadata":{"labels":{"a":"b"}}}');
    expect([sent?.code, d?.spec.replicas, d?.metadata.labels]).toEqual([200, 3, { a: 'b' }]);
    expect(objectsAt(done)('Pod')).toHaveLength(3);
  });

  test('null takes a field out, and it is defaulted again', () => {
    expect(patched('{"spec":{"replicas":null}}').d?.spec.replicas).toBe(1);
  });

  it.each([
    '{"spec":{"replicas":"x"}}',
    '{"spec":{"replicas":-1}}',
    '{"spec":{"template":{"spec":null}}}',
    '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}',
    '{"spec":{"selector":{"matchLabels":{"b":"c"}},"template":{"metadata":{"labels":{"b":"c"}}}}}',
    '{"metadata":{"name":"other"}}',
    '{"spec":3}',
  ])('%s is refused, nothing is stored', (body) => {
    const { sent, d } = patched(body);
    expect([sent?.code, sent?.outcome]).toEqual([422, 'refused']);
    expect([d?.spec.replicas, d?.status.readyReplicas]).toEqual([2, 2]);
  });

  test('more Pods than are played are not asked for', () => {
    const { done, sent } = patched('{"spec":{"replicas":1000}}');
    expect(sent).toBeUndefined();
    expect(done.scriptProblems).toMatchObject([
      { code: 'drive-too-many-pods', params: { most: 100 } },
    ]);
  });
});
