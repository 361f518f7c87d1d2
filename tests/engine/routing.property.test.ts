import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCustomResource } from '../../src/engine/crd/index.ts';
import { type JsonValue, readDocuments, toJson } from '../../src/engine/read/index.ts';
import {
  answerRoute,
  checkObjects,
  compileRouting,
  convert,
  objectsIn,
  parseUrl,
  printYaml,
  readRequests,
} from '../../src/engine/routing/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';
import { answersFor, objectsFrom } from './routing-oracle.ts';

const API = 'gateway.networking.k8s.io/v1';
const host = fc.constantFrom('foo.com', 'a.foo.com', 'b.a.foo.com', '*.foo.com', '*.a.foo.com');
const path = fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/c', '/A');
const service = fc.constantFrom('a', 'b', 'c', 'd');
const created = fc.option(fc.constantFrom('2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z'), {
  nil: undefined,
});
const some = <T>(item: fc.Arbitrary<T>, most = 3) =>
  fc.array(item, { minLength: 1, maxLength: most });

const match = fc.record(
  {
    path: fc.record({ type: fc.constantFrom('Exact', 'PathPrefix'), value: path }),
    method: fc.constantFrom('GET', 'POST'),
    headers: fc.constantFrom(
      [],
      [{ name: 'h', value: '1' }],
      [
        { name: 'h', value: '1' },
        { name: 'i', value: '1' },
      ],
    ),
    queryParams: fc.constantFrom([], [{ name: 'q', value: '1' }]),
  },
  { requiredKeys: [] },
);

const httpRoutes = some(
  fc.record({
    created,
    hostnames: fc.option(some(host, 2), { nil: undefined }),
    rules: some(fc.record({ matches: some(match, 2), name: service })),
  }),
  4,
).map((routes) =>
  routes.map(({ created: time, hostnames, rules }, index) => ({
    apiVersion: API,
    kind: 'HTTPRoute',
    metadata: { name: `r${index}`, namespace: 'default', ...(time && { creationTimestamp: time }) },
    spec: {
      parentRefs: [{ name: 'gw' }],
      ...(hostnames && { hostnames }),
      rules: rules.map(({ matches, name }) => ({ matches, backendRefs: [{ name, port: 80 }] })),
    },
  })),
);

const ingresses = some(
  fc.record({
    created,
    fallback: fc.option(service, { nil: undefined }),
    rules: some(
      fc.record({
        host: fc.option(host, { nil: undefined }),
        paths: some(fc.tuple(path, fc.constantFrom('Exact', 'Prefix'), service)),
      }),
    ),
  }),
).map((all) =>
  all.map(({ created: time, fallback, rules }, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `i${index}`, namespace: 'default', ...(time && { creationTimestamp: time }) },
    spec: {
      ...(fallback && { defaultBackend: { service: { name: fallback, port: { number: 80 } } } }),
      rules: rules.map(({ host: name, paths }) => ({
        ...(name && { host: name }),
        http: {
          paths: paths.map(([value, pathType, to]) => ({
            path: value,
            pathType,
            backend: { service: { name: to, port: { number: 80 } } },
          })),
        },
      })),
    },
  })),
);

const surroundings = [
  {
    apiVersion: API,
    kind: 'Gateway',
    metadata: { name: 'gw', namespace: 'default' },
    spec: {
      gatewayClassName: 'c',
      listeners: [
        { name: 'all', port: 80, protocol: 'HTTP' },
        { name: 'some', port: 80, protocol: 'HTTP', hostname: '*.a.foo.com' },
      ],
    },
  },
  ...[...'abcd'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { ports: [{ port: 80 }] },
  })),
];

const request = fc.record(
  {
    host: fc.constantFrom('foo.com', 'a.foo.com', 'b.a.foo.com', 'c.b.a.foo.com', 'x.org'),
    path: fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/x', '/A', '/ab'),
    method: fc.constantFrom('GET', 'POST'),
    query: fc.constantFrom('q=1', 'q=2'),
    headers: fc.constantFrom({}, { h: '1' }, { h: '1', i: '1' }),
  },
  { requiredKeys: ['path'] },
);

/** Who wins and who loses why, in an order of its own. */
function essence(objects: readonly object[], requests: readonly object[]) {
  return answersFor(objects, requests).map(({ lost, ...answer }) => ({
    ...answer,
    lost: lost.map((one) => JSON.stringify(one)).sort(),
  }));
}

test.each([
  ['HTTPRoutes', httpRoutes.map((routes) => [...surroundings, ...routes])],
  ['Ingresses', ingresses],
] as const)('%s: the order of the objects changes no answer', (_, arbitrary) => {
  const shuffled = (arbitrary as fc.Arbitrary<object[]>).chain((objects) =>
    fc.tuple(
      fc.constant(objects),
      fc.shuffledSubarray(objects, { minLength: objects.length, maxLength: objects.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, some(request), ([objects, other], requests) => {
      expect(essence(other, requests)).toEqual(essence(objects, requests));
    }),
  );
});

test('within one route the order of the rules decides, and only between equal matches', () => {
  fc.assert(
    fc.property(httpRoutes, request, (routes, asked) => {
      const [first] = routes;
      if (first === undefined) return;
      const objects = [...surroundings, ...routes];
      const doubled = {
        ...first,
        spec: { ...first.spec, rules: [...first.spec.rules, ...first.spec.rules] },
      };
      const [before] = answersFor(objects, [asked]);
      const [after] = answersFor([...surroundings, doubled, ...routes.slice(1)], [asked]);
      expect(after?.route).toEqual(before?.route);
    }),
  );
});

test('a conversion differs only where it says so', () => {
  fc.assert(
    fc.property(ingresses, (all) => {
      const { objects } = objectsFrom(all);
      const { differences, compared, objects: made } = convert(objects, compileRouting(objects));
      expect(compared).toBeGreaterThan(0);
      for (const { code } of differences)
        expect(['wildcard-takes-more', 'ingress-tie-open']).toContain(code);
      for (const object of made) {
        const kind = String(object['kind']);
        expect({ object, errors: checkCustomResource(kind, object) }).toEqual({
          object,
          errors: [],
        });
      }
    }),
  );
});

test('what is printed as YAML is read back', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 1 }), (map) => {
      const plain = JSON.parse(JSON.stringify(map)) as JsonValue;
      const [document] = readDocuments(printYaml(plain));
      expect(document && 'node' in document ? toJson(document.node) : document).toEqual(plain);
    }),
  );
});

test('no text and no object makes anything throw', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('*', '/', '[', '__proto__', 80, -1, null));
  const field = fc.constantFrom(
    'spec',
    'metadata',
    'rules',
    'host',
    'http',
    'paths',
    'listeners',
    'parentRefs',
    'matches',
    'path',
    'backendRefs',
    'hostnames',
    'tls',
    'name',
    'value',
    'type',
    'filters',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      odd,
      fc.dictionary(field, tie('tree')),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  const kind = fc.constantFrom(
    'Ingress',
    'Gateway',
    'HTTPRoute',
    'ListenerSet',
    'ReferenceGrant',
    'Service',
    'IngressClass',
    'List',
  );
  const object = fc.tuple(kind, tree).map(([name, spec]) => ({
    apiVersion: /^Ingress/.test(name) ? 'networking.k8s.io/v1' : name === 'Service' ? 'v1' : API,
    kind: name,
    metadata: { name: 'x' },
    spec,
  }));
  fc.assert(
    fc.property(some(object, 5), fc.string(), fc.string(), (objects, url, text) => {
      const all = objectsFrom([...surroundings, ...objects]).objects;
      const routing = compileRouting(all);
      checkObjects(all, checkSchema);
      convert(all, routing);
      const asked = parseUrl(url);
      if (!('code' in asked)) answerRoute(routing, asked);
      answerRoute(routing, { path: '/', method: 'GET', headers: [] }, { className: 'x' });
      readRequests(text);
      objectsIn(readDocuments(text), text);
    }),
  );
});
