import { describe, expect, test } from 'vitest';
import { compileRouting, convert } from '../../src/engine/routing/index.ts';
import { loadFixture } from '../fixtures.ts';
import { type IngressFile, objectsFrom } from './routing-oracle.ts';

const backend = (name: string, port: object = { number: 80 }) => ({ service: { name, port } });

function ingress(spec: object, metadata: object = {}) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec,
  };
}

function converted(...objects: object[]) {
  const found = objectsFrom(objects).objects;
  return convert(found, compileRouting(found));
}

const codes = (objects: object[]) => converted(...objects).missing.map(({ code }) => code);
const path = (value: string, pathType: string, to: object) => ({
  path: value,
  pathType,
  backend: to,
});
const rule = (host: string, ...paths: object[]) => ({ ...(host && { host }), http: { paths } });

describe('an Ingress', () => {
  test('becomes a Gateway and one HTTPRoute for each host, in its namespace and class', () => {
    const { objects, differences } = converted(
      ingress({
        ingressClassName: 'c',
        rules: [
          rule('a.com', path('/x/', 'Prefix', backend('a'))),
          rule('', path('/y', 'Exact', backend('b'))),
        ],
      }),
    );
    expect(objects).toMatchObject([
      {
        kind: 'Gateway',
        metadata: { name: 'c', namespace: 'shop' },
        spec: { gatewayClassName: 'c' },
      },
      {
        kind: 'HTTPRoute',
        metadata: { name: 'web-1' },
        spec: {
          hostnames: ['a.com'],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/x' } }] }],
        },
      },
      {
        kind: 'HTTPRoute',
        spec: { rules: [{ matches: [{ path: { type: 'Exact', value: '/y' } }] }] },
      },
    ]);
    expect(differences).toEqual([]);
  });

  test('with TLS gets a listener for each host, and a grant where the Secret lies elsewhere', () => {
    const tls = (host: string) => ({
      tls: [{ hosts: [host], secretName: 's' }],
      rules: [rule(host, path('/', 'Prefix', backend('a')))],
    });
    const { objects } = converted(
      ingress(tls('a.com')),
      ingress(tls('b.com'), { name: 'other', namespace: 'other' }),
    );
    expect(objects[0]).toMatchObject({
      spec: {
        listeners: [
          { name: 'http', allowedRoutes: { namespaces: { from: 'All' } } },
          { name: 'https-1', hostname: 'a.com', tls: { certificateRefs: [{ name: 's' }] } },
          {
            name: 'https-2',
            hostname: 'b.com',
            tls: { certificateRefs: [{ name: 's', namespace: 'other' }] },
          },
        ],
      },
    });
    expect(objects[1]).toMatchObject({ kind: 'ReferenceGrant', metadata: { namespace: 'other' } });
  });

  test('with more paths than a route may have rules becomes several', () => {
    const paths = Array.from({ length: 20 }, (_, index) =>
      path(`/${index}`, 'Prefix', backend('a')),
    );
    const { objects, differences } = converted(ingress({ rules: [rule('a.com', ...paths)] }));
    const lengths = objects
      .slice(1)
      .map((object) => (object as unknown as { spec: { rules: object[] } }).spec.rules.length);
    expect(lengths).toEqual([16, 4]);
    expect(differences).toEqual([]);
  });

  test('names its port: the number comes from the Service', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a', namespace: 'shop' },
      spec: { ports: [{ name: 'web', port: 8080 }] },
    };
    const named = ingress({
      rules: [rule('a.com', path('/', 'Prefix', backend('a', { name: 'web' })))],
    });
    expect(converted(named, service).objects[1]).toMatchObject({
      spec: { rules: [{ backendRefs: [{ name: 'a', port: 8080 }] }] },
    });
    expect(codes([named])).toContain('port-name-unknown');
  });
});

test.each<readonly [string, object]>([
  ['wildcard-takes-more', ingress({ rules: [rule('*.a.com', path('/', 'Prefix', backend('a')))] })],
  ['path-not-allowed', ingress({ rules: [rule('', path('/a b', 'Prefix', backend('a')))] })],
  [
    'implementation-specific-path',
    ingress({ rules: [rule('', path('/a', 'ImplementationSpecific', backend('a')))] }),
  ],
  [
    'resource-backend',
    ingress({ defaultBackend: { resource: { apiGroup: 'x.example', kind: 'Bucket', name: 'b' } } }),
  ],
  [
    'tls-redirect',
    ingress({ defaultBackend: backend('a'), tls: [{ hosts: ['a.com'], secretName: 's' }] }),
  ],
  ['tls-without-secret', ingress({ defaultBackend: backend('a'), tls: [{ hosts: ['a.com'] }] })],
  [
    'default-backend-unreachable',
    ingress({ defaultBackend: backend('a'), rules: [rule('', path('/', 'Prefix', backend('b')))] }),
  ],
  [
    'annotation-has-field',
    ingress(
      { defaultBackend: backend('a') },
      { annotations: { 'nginx.ingress.kubernetes.io/enable-cors': 'true' } },
    ),
  ],
  [
    'annotation-has-none',
    ingress(
      { defaultBackend: backend('a') },
      { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'x' } },
    ),
  ],
  [
    'annotation-unknown',
    ingress(
      { defaultBackend: backend('a') },
      { annotations: { 'nginx.ingress.kubernetes.io/autt-url': 'x' } },
    ),
  ],
])('says what is not carried over: %s', (code, object) => {
  expect(codes([object])).toContain(code);
});

const LEFT_OUT = new Set(['regex-by-implementation', 'port-name-unknown', 'path-not-allowed']);

test('the generated Ingresses differ only by wildcards, open ties and what was left out', () => {
  let compared = 0;
  const found: Record<string, number> = {};
  for (const { objects } of loadFixture<IngressFile>('oracle/ingress-real.json.gz').items) {
    const conversion = converted(...objects);
    compared += conversion.compared;
    const isWhole = conversion.missing.every(({ code }) => !LEFT_OUT.has(code));
    for (const { code } of conversion.differences) {
      if (isWhole) expect(['wildcard-takes-more', 'ingress-tie-open']).toContain(code);
      found[code] = (found[code] ?? 0) + 1;
    }
  }
  expect(compared).toBeGreaterThan(10_000);
  expect(found['wildcard-takes-more']).toBeGreaterThan(0);
});
