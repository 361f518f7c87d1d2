/**
 * Each rule by which HTTPRoute and Ingress choose, as a case of its own. The sections named are those of the API
 * reference of Gateway API v1.7.0 (apis/v1/*_types.go) and of kubernetes.io "Ingress".
 */
import { describe, expect, test } from 'vitest';
import type { RouteAnswer } from '../../src/engine/routing/index.ts';
import { loadFixture } from '../fixtures.ts';
import { answersFor } from './routing-oracle.ts';

const API = 'gateway.networking.k8s.io/v1';
const CORE = 'gateway.networking.k8s.io';

function gateway(
  listeners: readonly object[] = [{ name: 'http', port: 80, protocol: 'HTTP' }],
  spec: object = {},
) {
  return {
    apiVersion: API,
    kind: 'Gateway',
    metadata: { name: 'gw', namespace: 'default' },
    spec: { gatewayClassName: 'c', listeners, ...spec },
  };
}

const SERVICES = [...'abcdef'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { ports: [{ port: 80 }] },
}));

interface RouteParts {
  readonly hostnames?: readonly string[];
  readonly created?: string;
  readonly namespace?: string;
  readonly parent?: object;
}

/** Each rule: its backend, then its matches. */
function route(
  name: string,
  rules: readonly (readonly [backend: string, ...matches: object[]])[],
  { hostnames, created, namespace = 'default', parent }: RouteParts = {},
) {
  return {
    apiVersion: API,
    kind: 'HTTPRoute',
    metadata: { name, namespace, ...(created && { creationTimestamp: created }) },
    spec: {
      parentRefs: [parent ?? { name: 'gw', namespace: 'default' }],
      ...(hostnames && { hostnames }),
      rules: rules.map(([backend, ...matches]) => ({
        ...(matches.length > 0 && { matches }),
        backendRefs: [{ name: backend, namespace: 'default', port: 80 }],
      })),
    },
  };
}

const prefix = (value: string, more: object = {}) => ({
  path: { type: 'PathPrefix', value },
  ...more,
});
const exact = (value: string, more: object = {}) => ({ path: { type: 'Exact', value }, ...more });
const header = (...names: string[]) => ({ headers: names.map((name) => ({ name, value: '1' })) });
const query = (...names: string[]) => ({
  queryParams: names.map((name) => ({ name, value: '1' })),
});

function ask(objects: readonly object[], request: object): RouteAnswer {
  const [answer] = answersFor([...SERVICES, ...objects], [{ host: 'x.example', ...request }]);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** The backend, or the status. */
function goal({ backends, status }: RouteAnswer): string {
  return status === 200 ? (backends[0]?.name ?? '') : String(status);
}

const everything = { path: '/a/b', method: 'GET', query: 'q=1&r=1', headers: { h: '1', i: '1' } };

describe('HTTPRouteRule.Matches: "MUST prioritize matches based on the following criteria, continuing on ties"', () => {
  test.each<readonly [string, readonly object[], string, string]>([
    [
      '"Exact" path match',
      [
        route('r', [
          ['a', prefix('/a/b', { method: 'GET', ...header('h') })],
          ['b', exact('/a/b')],
        ]),
      ],
      'b',
      'not-exact-path',
    ],
    [
      '"Prefix" path match with largest number of characters',
      [
        route('r', [
          ['a', prefix('/a', { method: 'GET', ...header('h', 'i') })],
          ['b', prefix('/a/b')],
        ]),
      ],
      'b',
      'shorter-path',
    ],
    [
      'Method match',
      [
        route('r', [
          ['a', prefix('/a', header('h', 'i'))],
          ['b', prefix('/a', { method: 'GET' })],
        ]),
      ],
      'b',
      'no-method-match',
    ],
    [
      'Largest number of header matches',
      [
        route('r', [
          ['a', prefix('/a', { ...header('h'), ...query('q', 'r') })],
          ['b', prefix('/a', header('h', 'i'))],
        ]),
      ],
      'b',
      'fewer-headers',
    ],
    [
      'Largest number of query param matches',
      [
        route('r', [
          ['a', prefix('/a', query('q'))],
          ['b', prefix('/a', query('q', 'r'))],
        ]),
      ],
      'b',
      'fewer-query-params',
    ],
    [
      'The oldest Route based on creation timestamp',
      [
        route('a', [['a', prefix('/a')]], { created: '2026-01-01T00:00:02Z' }),
        route('z', [['b', prefix('/a')]], { created: '2026-01-01T00:00:01Z' }),
      ],
      'b',
      'newer',
    ],
    [
      'one that is not created yet is the newest',
      [
        route('a', [['a', prefix('/a')]]),
        route('z', [['b', prefix('/a')]], { created: '2026-01-01T00:00:01Z' }),
      ],
      'b',
      'newer',
    ],
    [
      'first in alphabetical order by "{namespace}/{name}"',
      [route('b', [['a', prefix('/a')]]), route('a', [['b', prefix('/a')]])],
      'b',
      'later-name',
    ],
    [
      'the FIRST matching rule (in list order)',
      [
        route('r', [
          ['b', prefix('/a')],
          ['a', prefix('/a')],
        ]),
      ],
      'b',
      'later-rule',
    ],
  ])('%s', (_, routes, winner, code) => {
    const answer = ask([gateway(), ...routes], everything);
    expect(goal(answer)).toBe(winner);
    expect(answer.lost.map((one) => one.code)).toEqual([code]);
  });

  test('"this rule will be matched if any one of the matches is satisfied", each match ranked by itself', () => {
    const objects = [
      gateway(),
      route('r', [
        ['a', prefix('/'), prefix('/a/b')],
        ['b', prefix('/a')],
      ]),
    ];
    expect(ask(objects, { path: '/a/b' }).route).toMatchObject({ rule: 0, match: 1 });
    expect(goal(ask(objects, { path: '/a' }))).toBe('b');
  });

  test('"If no matches are specified, the default is a prefix path match on /"', () => {
    expect(goal(ask([gateway(), route('r', [['a']])], { path: '/any/thing' }))).toBe('a');
  });

  test('"a HTTP 404 status code MUST be returned" when no rule fits', () => {
    const answer = ask([gateway(), route('r', [['a', prefix('/a')]])], { path: '/b' });
    expect(answer).toMatchObject({ status: 404, reason: { code: 'no-route-matches' } });
    expect(answer.lost).toMatchObject([
      { route: { name: 'r', rule: 0 }, code: 'path-not-matching' },
    ]);
  });
});

describe('HTTPRouteSpec.Hostnames', () => {
  const two = (one: readonly string[], other: readonly string[]) => [
    gateway(),
    route('a', [['a', exact('/a/b', header('h'))]], { hostnames: one }),
    route('b', [['b']], { hostnames: other }),
  ];

  test('"Characters in a matching non-wildcard hostname" go before path, headers and age', () => {
    const answer = ask(two(['*.foo.example'], ['a.foo.example']), {
      ...everything,
      host: 'a.foo.example',
    });
    expect(goal(answer)).toBe('b');
    expect(answer.lost).toMatchObject([
      { code: 'less-specific-hostname', params: { own: '*.foo.example' } },
    ]);
  });

  test('"Characters in a matching hostname"', () => {
    expect(
      goal(ask(two(['*.example'], ['*.foo.example']), { ...everything, host: 'a.foo.example' })),
    ).toBe('b');
  });

  test('a route without hostnames is the least specific, and takes what the others leave', () => {
    const objects = [
      gateway(),
      route('a', [['a']]),
      route('b', [['b', prefix('/b')]], { hostnames: ['x.example'] }),
    ];
    expect(goal(ask(objects, { path: '/b' }))).toBe('b');
    expect(goal(ask(objects, { path: '/a' }))).toBe('a');
  });

  test('"MUST ignore any port value specified in the HTTP Host header"; names ignore case', () => {
    const objects = [gateway(), route('r', [['a']], { hostnames: ['x.example'] })];
    expect(goal(ask(objects, { path: '/', host: 'X.Example:8080' }))).toBe('a');
  });

  test('"a match for *.example.com would match both test.example.com, and foo.test.example.com, but not example.com"', () => {
    const objects = [gateway(), route('r', [['a']], { hostnames: ['*.example.com'] })];
    const goals = ['test.example.com', 'foo.test.example.com', 'example.com', 'notexample.com'].map(
      (host) => goal(ask(objects, { path: '/', host })),
    );
    expect(goals).toEqual(['a', 'a', '404', '404']);
  });

  test('"there must be at least one intersecting hostname for the HTTPRoute to be attached to the Listener"', () => {
    const listeners = [{ name: 'l', port: 80, protocol: 'HTTP', hostname: '*.example.com' }];
    const objects = [gateway(listeners), route('r', [['a']], { hostnames: ['example.com'] })];
    const answer = ask(objects, { path: '/', host: 'a.example.com' });
    expect(answer.lost).toMatchObject([{ code: 'no-hostname-intersection' }]);
  });
});

describe('GatewaySpec.Listeners', () => {
  const hosts = ['', '*.example.com', '*.foo.example.com', 'abc.foo.example.com'];
  const listeners = hosts.map((hostname, index) => ({
    name: `l${index}`,
    port: 80,
    protocol: 'HTTP',
    ...(hostname && { hostname }),
  }));

  test.each([
    ['other.org', 'l0'],
    ['a.example.com', 'l1'],
    ['b.foo.example.com', 'l2'],
    ['abc.foo.example.com', 'l3'],
  ])('"match from the most specific to least specific Hostname values": %s', (host, name) => {
    expect(ask([gateway(listeners)], { path: '/', host }).listener).toBe(`default/gw/${name}`);
  });

  test('"requests SHOULD match at most one Listener" (Listener Isolation)', () => {
    const parent = { name: 'gw', sectionName: 'l1' };
    const objects = [gateway(listeners), route('r', [['a']], { parent })];
    expect(goal(ask(objects, { path: '/', host: 'a.example.com' }))).toBe('a');
    const answer = ask(objects, { path: '/', host: 'b.foo.example.com' });
    expect(answer).toMatchObject({ status: 404, lost: [{ code: 'other-listener' }] });
  });

  test.each<readonly [string, object, string]>([
    ['section-not-found', { name: 'gw', sectionName: 'nope' }, 'default'],
    ['parent-port-not-found', { name: 'gw', port: 81 }, 'default'],
    ['parent-port-not-found', { name: 'gw', sectionName: 'l0', port: 81 }, 'default'],
    ['namespace-not-allowed', { name: 'gw', namespace: 'default' }, 'other'],
    ['other-gateway', { name: 'another' }, 'default'],
  ])('a route is not attached: %s', (code, parent, namespace) => {
    const answer = ask([gateway(listeners), route('r', [['a']], { parent, namespace })], {
      path: '/',
    });
    expect(answer.lost).toMatchObject([{ code }]);
  });

  test('allowedRoutes: kinds, and namespaces by label', () => {
    const allow = (allowedRoutes: object) =>
      gateway([{ name: 'l', port: 80, protocol: 'HTTP', allowedRoutes }]);
    const labelled = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'other', labels: { team: 'x' } },
    };
    const by = (selector: object) => allow({ namespaces: { from: 'Selector', selector } });
    const fromOther = route('r', [['a']], { namespace: 'other' });
    const grant = {
      apiVersion: API,
      kind: 'ReferenceGrant',
      metadata: { name: 'g', namespace: 'default' },
      spec: {
        from: [{ group: CORE, kind: 'HTTPRoute', namespace: 'other' }],
        to: [{ group: '', kind: 'Service' }],
      },
    };
    const goalOf = (door: object) => goal(ask([door, labelled, fromOther, grant], { path: '/' }));
    expect(goalOf(by({ matchLabels: { team: 'x' } }))).toBe('a');
    expect(
      goalOf(by({ matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['y'] }] })),
    ).toBe('a');
    expect(goalOf(by({ matchLabels: { 'kubernetes.io/metadata.name': 'other' } }))).toBe('a');
    expect(goalOf(by({ matchLabels: { team: 'y' } }))).toBe('404');
    expect(goalOf(allow({ namespaces: { from: 'Selector' } }))).toBe('404');
    expect(goalOf(allow({ namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] }))).toBe(
      '404',
    );
  });

  test('the port of the connection chooses, not that of the Host header', () => {
    const ports = [80, 8080].map((port) => ({ name: `p${port}`, port, protocol: 'HTTP' }));
    const objects = [gateway(ports), route('r', [['a']])];
    expect(ask(objects, { path: '/', host: 'x:8080' }).listener).toBe('default/gw/p80');
    expect(ask(objects, { path: '/', port: 8080 }).listener).toBe('default/gw/p8080');
    expect(ask(objects, { path: '/', port: 81 }).reason).toMatchObject({
      code: 'no-listener-on-port',
    });
  });
});

describe('HTTPRouteRule.BackendRefs', () => {
  const ref = (name: string, more: object = {}) => ({ name, port: 80, ...more });
  const withRefs = (...backendRefs: object[]) => ({
    ...route('r', []),
    spec: { parentRefs: [{ name: 'gw' }], rules: [{ backendRefs }] },
  });

  test.each<readonly [string, readonly object[], string]>([
    ['no backends', [], 'no-backends'],
    ['a Service that does not exist', [ref('nope')], 'backends-unusable'],
    ['a port that the Service does not have', [{ name: 'a', port: 81 }], 'backends-unusable'],
    ['an unknown kind', [ref('a', { group: 'x.example', kind: 'Y' })], 'backends-unusable'],
    ['another namespace without a grant', [ref('a', { namespace: 'other' })], 'backends-unusable'],
    ['weights of 0', [ref('a', { weight: 0 })], 'all-weights-zero'],
    [
      'only the unusable one has weight',
      [ref('a', { weight: 0 }), ref('nope')],
      'backends-unusable',
    ],
  ])('"MUST receive a 500": %s', (_, refs, code) => {
    expect(ask([gateway(), withRefs(...refs)], { path: '/' })).toMatchObject({
      status: 500,
      reason: { code },
    });
  });

  test('"the proportion of requests that would otherwise have been routed to an invalid backend MUST receive a 500"', () => {
    const answer = ask([gateway(), withRefs(ref('a', { weight: 3 }), ref('nope'))], { path: '/' });
    expect(answer.status).toBe(200);
    expect(answer.notes).toContainEqual({ code: 'some-backends-unusable', params: { share: 25 } });
  });

  test('no other rule takes over', () => {
    const objects = [
      gateway(),
      route('r', [
        ['nope', prefix('/a')],
        ['a', prefix('/')],
      ]),
    ];
    expect(goal(ask(objects, { path: '/a' }))).toBe('500');
  });
});

describe('HTTPHeaderMatch and HTTPQueryParamMatch', () => {
  test('"Name matching MUST be case-insensitive" for headers, exact for parameters; values count as they are', () => {
    const objects = [
      gateway(),
      route('r', [
        ['a', header('X-A')],
        ['b', query('q')],
      ]),
    ];
    expect(goal(ask(objects, { path: '/', headers: { 'x-a': '1' } }))).toBe('a');
    expect(goal(ask(objects, { path: '/', query: 'q=1' }))).toBe('b');
    expect(goal(ask(objects, { path: '/', query: 'Q=1' }))).toBe('404');
    expect(goal(ask(objects, { path: '/', headers: { 'x-a': '11' } }))).toBe('404');
  });

  test('"only the first entry with an equivalent name MUST be considered"', () => {
    const twice = {
      headers: [
        { name: 'h', value: '1' },
        { name: 'H', value: '2' },
      ],
    };
    const objects = [
      gateway(),
      route('r', [
        ['a', twice],
        ['b', { ...header('h'), ...query('q') }],
      ]),
    ];
    const answer = ask(objects, { path: '/', headers: { h: '1' }, query: 'q=1' });
    // It counts as one header, too.
    expect(goal(answer)).toBe('b');
  });

  test('of a repeated parameter the first counts, and it is said', () => {
    const answer = ask([gateway(), route('r', [['a', query('q')]])], {
      path: '/',
      query: 'q=1&q=2',
    });
    expect(goal(answer)).toBe('a');
    expect(answer.notes).toContainEqual({ code: 'repeated-query-param', params: { name: 'q' } });
    expect(
      goal(ask([gateway(), route('r', [['a', query('q')]])], { path: '/', query: 'q=2&q=1' })),
    ).toBe('404');
  });
});

describe('HTTPPathModifier.ReplacePrefixMatch', () => {
  // The table of the API reference, row by row.
  test.each([
    ['/foo/bar', '/foo', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo', '/xyz/', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz/', '/xyz/bar'],
    ['/foo', '/foo', '/xyz', '/xyz'],
    ['/foo/', '/foo', '/xyz', '/xyz/'],
    ['/foo/bar', '/foo', '', '/bar'],
    ['/foo/', '/foo', '', '/'],
    ['/foo', '/foo', '', '/'],
    ['/foo/', '/foo', '/', '/'],
    ['/foo', '/foo', '/', '/'],
  ])('%s, prefix %s, replaced by "%s": %s', (path, value, replacePrefixMatch, want) => {
    const path_ = { type: 'ReplacePrefixMatch', replacePrefixMatch };
    const rule = {
      matches: [prefix(value)],
      filters: [{ type: 'URLRewrite', urlRewrite: { path: path_ } }],
      backendRefs: [{ name: 'a', port: 80 }],
    };
    const objects = [
      gateway(),
      { ...route('r', []), spec: { parentRefs: [{ name: 'gw' }], rules: [rule] } },
    ];
    expect(ask(objects, { path }).rewrite).toEqual({ path: want });
  });
});

test('of very many losers the nearest are told, and how many more there are', () => {
  const far = Array.from({ length: 300 }, (_, index) =>
    route(`far-${index}`, [['a']], { hostnames: [`h${index}.example`] }),
  );
  const near = route('near', [['a', prefix('/a')]]);
  const { lost, lostMore } = ask([gateway(), ...far, near], { path: '/b' });
  expect(lost[0]).toMatchObject({ route: { name: 'near' }, code: 'path-not-matching' });
  expect(lost.length + (lostMore ?? 0)).toBe(301);
});

describe('Ingress', () => {
  interface Case {
    readonly id: string;
    readonly paths: readonly { readonly pathType: string; readonly path: string }[];
    readonly request: string;
    readonly match: boolean;
    readonly winner: { readonly pathType: string; readonly path: string } | null;
  }
  const file = loadFixture<{
    readonly docPathCases: readonly Case[];
    readonly derivedPathCases: readonly Case[];
    readonly docHostCases: readonly {
      readonly id: string;
      readonly rule: string;
      readonly host: string;
      readonly match: boolean;
    }[];
  }>('cases/ingress-path-cases.json');
  const ingress = (name: string, spec: object, metadata: object = {}) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'default', ...metadata },
    spec,
  });
  const backend = (name: string) => ({ service: { name, port: { number: 80 } } });
  const rule = (host: string, ...paths: readonly (readonly [string, string, string])[]) => ({
    ...(host && { host }),
    http: {
      paths: paths.map(([path, pathType, name]) => ({ path, pathType, backend: backend(name) })),
    },
  });

  test.each([...file.docPathCases, ...file.derivedPathCases].map((one) => [one.id, one] as const))(
    'the path table of the documentation and rows of our own: %s',
    (_, { paths, request, winner }) => {
      const rules = [
        rule(
          '',
          ...paths.map(
            ({ path, pathType }, index) => [path, pathType, 'abcdef'.charAt(index)] as const,
          ),
        ),
      ];
      const [answer] = answersFor([ingress('i', { rules })], [{ path: request }]);
      const expected = paths.findIndex(
        (one) => one.path === winner?.path && one.pathType === winner.pathType,
      );
      expect(answer?.route?.match ?? -1).toBe(expected);
    },
  );

  test.each(file.docHostCases.map((one) => [one.id, one] as const))(
    'the host table: %s',
    (_, { rule: host, host: asked, match }) => {
      const [answer] = answersFor(
        [ingress('i', { rules: [rule(host, ['/', 'Prefix', 'a'])] })],
        [{ host: asked, path: '/' }],
      );
      expect(answer?.status).toBe(match ? 200 : 404);
    },
  );

  test('classes: --class, the default class, the old annotation', () => {
    const ingressClass = (name: string, created: string, isDefault: boolean) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: {
        name,
        creationTimestamp: created,
        annotations: { 'ingressclass.kubernetes.io/is-default-class': String(isDefault) },
      },
      spec: { controller: 'x.example/y' },
    });
    const own = (name: string, spec: object = {}, metadata: object = {}) =>
      ingress(name, { rules: [rule(`${name}.example`, ['/', 'Prefix', name])], ...spec }, metadata);
    const objects = [
      ingressClass('old', '2026-01-01T00:00:00Z', true),
      ingressClass('new', '2026-02-01T00:00:00Z', true),
      ingressClass('plain', '2026-03-01T00:00:00Z', false),
      own('a'),
      own('b', { ingressClassName: 'old' }),
      own('c', {}, { annotations: { 'kubernetes.io/ingress.class': 'old' } }),
    ];
    const served = (name: string) =>
      answersFor(
        objects,
        [...'abc'].map((one) => ({ host: `${one}.example`, path: '/' })),
        name,
      ).map(goal);
    // "The newest is taken" (plugin/pkg/admission/network/defaultingressclass).
    expect(served('new')).toEqual(['a', '404', '404']);
    expect(served('old')).toEqual(['404', 'b', 'c']);
  });

  test('a default backend takes what no rule of any Ingress takes', () => {
    const objects = [
      ingress('i', {
        defaultBackend: backend('d'),
        rules: [rule('foo.com', ['/x', 'Prefix', 'a'])],
      }),
      ingress('j', { rules: [rule('bar.com', ['/', 'Prefix', 'b'])] }),
    ];
    const goals = answersFor(objects, [
      { host: 'foo.com', path: '/y' },
      { host: 'bar.com', path: '/' },
      { host: 'q.com', path: '/' },
    ]).map(goal);
    expect(goals).toEqual(['d', 'b', 'd']);
  });

  test('ingress-nginx: one use-regex makes every path of the host an expression that ignores case', () => {
    const metadata = { annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true' } };
    const spec = (one: object) => ({ ingressClassName: 'nginx', rules: [one] });
    const objects = [
      ingress('i', spec(rule('foo.com', ['/x[0-9]', 'ImplementationSpecific', 'a'])), metadata),
      ingress('j', spec(rule('foo.com', ['/Exact', 'Exact', 'b']))),
    ];
    const asked = ['/X1/more', '/exact/more', '/y'].map((path) => ({ host: 'foo.com', path }));
    expect(answersFor(objects, asked).map(goal)).toEqual(['a', 'b', '404']);
  });
});
