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
const SELECTOR = 'spec.selector.matchExpressions[0]';
const rolled = 'spec.strategy.rollingUpdate';

function selecting(expression: unknown): string {
  return deployment({ selector: { matchLabels: { app: 'web' }, matchExpressions: [expression] } });
}

function service(spec: Json, name = 'web'): string {
  return JSON.stringify({ kind: 'Service', metadata: { name }, spec });
}

function ofPort(port: Json): string {
  return pod({ containers: [{ name: 'a', image: 'a', ports: [port] }] });
}

describe('what keeps a text from being played', () => {
  it.each<[string, string, string, Json]>([
    ['nothing', '', 'drive-nothing', {}],
    ['no name', 'kind: Service', 'drive-no-name', { kind: 'Service' }],
    ['101 Pods', deployment({ replicas: 101 }), 'drive-too-many', { count: 101, most: 100 }],
    [
      'another version',
      'apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: web}',
      'drive-version',
      { kind: 'Deployment', version: 'apps/v1beta1', expected: 'apps/v1' },
    ],
    [
      'a selector of other labels',
      selecting({ key: 'a', operator: 'Exists' }),
      'drive-selector',
      {},
    ],
    ['neither more nor less', rolling(0, '0%'), 'drive-no-progress', {}],
  ])('%s', (_, text, code, params) => {
    const { objects, problems } = readManifest(text);
    expect(problems).toMatchObject([{ code, params }]);
    expect(objects).toEqual([]);
  });
});

/** pkg/apis/apps/validation, pkg/apis/core/validation and apimachinery of v1.37.2. */
describe('what the API server refuses, in its words', () => {
  it.each<[string, string, string]>([
    ['spec.selector', deployment({ selector: undefined }), 'Required value'],
    [
      'spec.selector',
      deployment({ selector: {} }),
      'Invalid value: {}: empty selector is invalid for deployment',
    ],
    [
      `${SELECTOR}.values`,
      selecting({ key: 'app', operator: 'In' }),
      "Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
    [
      `${SELECTOR}.values`,
      selecting({ key: 'app', operator: 'Exists', values: ['web'] }),
      "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
    [
      `${SELECTOR}.operator`,
      selecting({ key: 'app', operator: 'Gt', values: ['1'] }),
      'Invalid value: "Gt": not a valid selector operator',
    ],
    [
      `${SELECTOR}.key`,
      selecting({ operator: 'Exists' }),
      'Invalid value: "": name part must be non-empty',
    ],
    [
      'spec.replicas',
      deployment({ replicas: -1 }),
      'Invalid value: -1: must be greater than or equal to 0',
    ],
    [`${TEMPLATE}.containers`, deployment({}, {}), 'Required value'],
    ['spec.containers', pod({ containers: [] }), 'Required value'],
    ['spec.containers[0].name', pod({ containers: [{ image: 'a' }] }), 'Required value'],
    ['spec.containers[0].image', pod({ containers: [{ name: 'a' }] }), 'Required value'],
    [
      'spec.containers[1].name',
      pod({ containers: [...CONTAINERS, ...CONTAINERS] }),
      'Duplicate value: "web"',
    ],
    ['spec.containers[0].ports[0].containerPort', ofPort({}), 'Required value'],
    [
      'spec.containers[0].ports[0].containerPort',
      ofPort({ containerPort: 70000 }),
      'Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
    [
      'spec.containers[0].ports[0].name',
      ofPort({ containerPort: 80, name: 'a-port-of-this-container' }),
      'Invalid value: "a-port-of-this-container": must be no more than 15 bytes',
    ],
    [
      'spec.containers[0].ports[0].protocol',
      ofPort({ containerPort: 80, protocol: 'HTTP' }),
      'Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      `${TEMPLATE}.restartPolicy`,
      deployment({}, { containers: CONTAINERS, restartPolicy: 'Never' }),
      'Unsupported value: "Never": supported values: "Always"',
    ],
    [
      `${TEMPLATE}.activeDeadlineSeconds`,
      deployment({}, { containers: CONTAINERS, activeDeadlineSeconds: 5 }),
      'Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
    ],
    [
      'spec.progressDeadlineSeconds',
      deployment({ progressDeadlineSeconds: 5, minReadySeconds: 5 }),
      'Invalid value: 5: must be greater than minReadySeconds',
    ],
    [
      'spec.strategy',
      deployment({ strategy: { type: 'Blue' } }),
      'Unsupported value: {"type":"Blue"}: supported values: "Recreate", "RollingUpdate"',
    ],
    [
      rolled,
      deployment({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
      "Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ],
    [
      `${rolled}.maxUnavailable`,
      rolling(1, '101%'),
      'Invalid value: "101%": must not be greater than 100%',
    ],
    [`${rolled}.maxSurge`, rolling(-1, 1), 'Invalid value: -1: must be greater than or equal to 0'],
    [
      `${rolled}.maxSurge`,
      rolling('1', 1),
      `Invalid value: "1": a valid percent string must be a numeric string followed by an ending '%'`,
    ],
    [
      'metadata.name',
      pod({ containers: CONTAINERS }).replace('bare', 'Bare_1'),
      'Invalid value: "Bare_1": a lowercase RFC 1123 subdomain',
    ],
    [
      'metadata.name',
      service({ ports: [{ port: 80 }] }, 'a.b'),
      'Invalid value: "a.b": must not contain dots',
    ],
    [
      'spec.template.metadata.labels',
      deployment({
        template: {
          metadata: { labels: { app: 'web', a: 'b c' } },
          spec: { containers: CONTAINERS },
        },
      }),
      'Invalid value: "b c": a valid label must be an empty string',
    ],
    ['spec.ports', service({}), 'Required value'],
    [
      'spec.ports[0].name',
      service({ ports: [{ port: 80 }, { name: 'b', port: 81 }] }),
      'Required value',
    ],
    [
      'spec.ports[1]',
      service({
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80 },
        ],
      }),
      'Duplicate value: {"protocol":"TCP","port":80}',
    ],
    [
      'spec.ports[0].port',
      service({ ports: [{ port: 0 }] }),
      'Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
    [
      'spec.ports[0].targetPort',
      service({ ports: [{ port: 80, targetPort: 'HTTP' }] }),
      'Invalid value: "HTTP": must contain only alpha-numeric characters',
    ],
    [
      'spec.type',
      service({ type: 'Cluster', ports: [{ port: 80 }] }),
      'Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
    ['spec.externalName', service({ type: 'ExternalName' }), 'Required value'],
  ])('%s of %s', (field, text, quote) => {
    const { objects, problems } = readManifest(text);
    const found = problems.map(({ params }) => params);
    expect(found).toContainEqual({ field, quote: expect.stringContaining(quote) });
    expect(objects).toEqual([]);
  });

  it.each<[string, string]>([
    ['a headless Service without ports', service({ clusterIP: 'None', selector: { app: 'web' } })],
    ['Recreate', deployment({ strategy: { type: 'Recreate', rollingUpdate: null } })],
    ['labels on Deployments that are no subdomain of others', deployment({ minReadySeconds: 0 })],
    ['nothing in lists', pod({ containers: CONTAINERS, tolerations: [null] })],
  ])('not %s', (_, text) => {
    expect(readManifest(text).problems).toEqual([]);
  });

  test('each at its line', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    fine: fine
    bad: "b c"
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      restartPolicy: Never
      containers:
      - name: web
        image: a
      - name: web
        image: b
`;
    expect(readManifest(text).problems.map(({ line, column }) => [line, column])).toEqual([
      [7, 10],
      [17, 9],
      [13, 7],
    ]);
  });
});

/** As src/engine/schema has it. */
describe('what cannot be decoded', () => {
  it.each<[string, string, string]>([
    [
      'spec.selector.matchLabels.app',
      deployment({ selector: { matchLabels: { app: 1 } } }),
      'wrong-type',
    ],
    [
      'spec.selector.matchExpressions[0].values',
      selecting({ key: 'app', operator: 'In', values: 'web' }),
      'wrong-type',
    ],
    ['spec.containers', pod({ containers: 3 }), 'wrong-type'],
    [`${TEMPLATE}.nodeName`, deployment({}, { containers: CONTAINERS, nodeName: 1 }), 'wrong-type'],
    [`${rolled}.maxSurge`, rolling(0.5, 1), 'not-an-integer'],
    ['spec.ports[0].port', service({ ports: [{ port: 'http' }] }), 'wrong-type'],
    [
      'spec.selector.app',
      service({ selector: { app: true }, ports: [{ port: 80 }] }),
      'wrong-type',
    ],
    ['spec.replica', deployment({ replica: 3 }), 'unknown-field'],
    ['spec.port', service({ port: 80, ports: [{ port: 80 }] }), 'unknown-field'],
  ])('%s of %s', (path, text, code) => {
    const { objects, problems } = readManifest(text);
    expect(problems).toMatchObject([{ code, path }]);
    expect(objects).toEqual([]);
  });

  test('a key that is there twice is told of once', () => {
    const text = service({ ports: [{ port: 80 }] }).replace(
      '"ports"',
      '"type":"ClusterIP","type":"ClusterIP","ports"',
    );
    const { objects, problems } = readManifest(text);
    expect(problems).toMatchObject([{ code: 'duplicate-key' }]);
    expect(objects).toEqual([]);
  });
});

describe('what is not played', () => {
  test('kinds that are not played are named, each once', () => {
    const text = `kind: List\nitems: [{kind: ConfigMap}, {kind: ConfigMap}, ${deployment({})}]`;
    const { objects, skipped, problems } = readManifest(text);
    expect([objects.length, skipped, problems]).toEqual([1, ['ConfigMap'], []]);
  });
});

test('fields that are not played are named, each once', () => {
  const spec = {
    nodeSelector: { disk: 'ssd' },
    affinity: { nodeAffinity: {} },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
    ],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    containers: [
      {
        name: 'a',
        image: 'a',
        resources: { requests: { cpu: '1' } },
        ports: [{ containerPort: 80, hostPort: 80 }],
      },
    ],
  };
  const { unplayed, problems } = readManifest(`${deployment({}, spec)}\n${pod(spec)}`);
  expect(problems).toEqual([]);
  expect(unplayed).toEqual([
    'nodeSelector',
    'affinity',
    'topologySpreadConstraints',
    'resources',
    'hostPort',
    'persistentVolumeClaim',
  ]);
  expect(readManifest(web()).unplayed).toEqual([]);
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
    '{"spec":3}',
    '{"spec":{"strategy":{"type":"Recreate"}}}',
    '{"spec":{"template":{"spec":{"containers":[{"name":"more"}]}}}}',
  ])('%s is refused, nothing is stored', (body) => {
    const { sent, d } = patched(body);
    expect([sent?.code, sent?.outcome]).toEqual([422, 'refused']);
    expect([d?.spec.replicas, d?.status.readyReplicas]).toEqual([2, 2]);
  });

  test('what is refused stands at the line, in the words of the API server', () => {
    const { done, sent } = patched('{"spec":{"strategy":{"type":"Recreate"}}}');
    const error = `Deployment.apps "web" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy \`type\` is 'Recreate'`;
    expect(sent?.message).toBe(error);
    expect(done.scriptProblems).toMatchObject([
      { code: 'drive-error', params: { error }, line: 2 },
    ]);
  });

  test('the address of a Service stays', () => {
    const done = play(web(), [
      '0s kubectl apply',
      `10s kubectl patch svc web -p '{"spec":{"clusterIP":null,"ports":[{"port":81,"name":"b"}]}}'`,
      `11s kubectl patch svc web -p '{"spec":{"clusterIP":null}}'`,
    ]);
    expect(objectsAt(done)('Service')[0]?.spec.clusterIP).toMatch(/^10\.96\./);
  });

  test('of the name is no request for this object', () => {
    const { sent, d } = patched('{"metadata":{"name":"other"}}');
    expect([sent?.code, d?.metadata.name]).toEqual([400, 'web']);
  });

  test('containers are told apart by their names', () => {
    const body =
      '{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"agent:2"},{"name":"side","image":"proxy:1"}]}}}}';
    const containers = patched(body).d?.spec.template.spec['containers'];
    expect(containers).toMatchObject([
      { name: 'web', image: 'agent:2', readinessProbe: { periodSeconds: 1 } },
      { name: 'side', image: 'proxy:1' },
    ]);
  });

  test('a field that there is not is dropped', () => {
    const { sent, d } = patched('{"spec":{"template":{"spec":{"colour":"red"}},"replicas":3}}');
    expect([sent?.code, d?.spec.replicas, d?.spec.template.spec['colour']]).toEqual([
      200,
      3,
      undefined,
    ]);
  });

  test('more Pods than are played are not asked for', () => {
    const { done, sent } = patched('{"spec":{"replicas":1000}}');
    expect(sent).toBeUndefined();
    expect(done.scriptProblems).toMatchObject([
      { code: 'drive-too-many-pods', params: { most: 100 } },
    ]);
  });
});
