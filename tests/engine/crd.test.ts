import { describe, expect, test } from 'vitest';
import { checkCustomResource, unknownFields } from '../../src/engine/crd/index.ts';
import { brokenRule } from '../../src/engine/crd/cel.ts';
import { parseCel } from '../../src/engine/crd/cel-parse.ts';
import { SCHEMAS } from '../../src/engine/crd/schemas.ts';

const rules = [...new Set(SCHEMAS.match(/"rule":"(?:[^"\\]|\\.)*"/g))].map(
  (text) => (JSON.parse(`{${text}}`) as { rule: string }).rule,
);

test('every rule of the definitions can be read', () => {
  expect(rules.length).toBeGreaterThan(50);
  for (const rule of rules) expect(() => parseCel(rule)).not.toThrow();
});

describe('rules in CEL', () => {
  test.each<readonly [string, Parameters<typeof brokenRule>[1], string | undefined]>([
    ['self.a == 1 || self.b == 2', { b: 2 }, undefined],
    ['self.a == 1 || self.b == 2', { b: 3 }, 'no such key: a'],
    ['self.a == 1 && self.b == 2', { b: 3 }, ''],
    ['has(self.a) ? self.a > 1 : true', {}, undefined],
    ['self.all(x, x.n == 1)', [{}, { n: 2 }], ''],
    ['self.exists(x, x.n == 1)', [{}, { n: 1 }], undefined],
    ['self.exists_one(x, x == 1)', [1, 1], ''],
    ['self.filter(x, x > 1).size() == 2', [1, 2, 3], undefined],
    ['"a" in self', { a: 1 }, undefined],
    ['self.split("/")[0].size() < 3', 'abc/d', ''],
    ["duration(self) <= duration('1m30s')", '1h', ''],
    ['self[1] + self[0] == 3', [1, 2], undefined],
    ['self.matches(r"""^a\\.b$""") && !self.contains(\'#\')', 'a.b', undefined],
    ['self == oldSelf', 1, undefined],
  ])('%s on %j', (rule, self, broken) => {
    expect(brokenRule(rule, self)).toBe(broken);
  });
});

const gateway = (listeners: object[], more: object = {}) =>
  ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'g' },
    spec: { gatewayClassName: 'c', listeners, ...more },
  }) as never;

describe('Gateway', () => {
  const http = { name: 'a', port: 80, protocol: 'HTTP' };
  test.each<readonly [string, unknown, readonly string[]]>([
    ['one listener', gateway([http]), []],
    ['none', gateway([]), ['spec.listeners in body should have at least 1 items']],
    [
      'TLS on HTTP',
      gateway([{ ...http, tls: { certificateRefs: [{ name: 's' }] } }]),
      ["tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']"],
    ],
    [
      'HTTPS without a certificate',
      gateway([{ ...http, protocol: 'HTTPS', tls: {} }]),
      [
        'no such key: certificateRefs evaluating rule: certificateRefs or options must be specified when mode is Terminate',
      ],
    ],
    [
      'twice the same',
      gateway([http, { ...http, name: 'b' }]),
      ['Combination of port, protocol and hostname must be unique for each listener'],
    ],
    [
      'an address that is none',
      gateway([http], { addresses: [{ type: 'IPAddress', value: 'x' }] }),
      ['"spec.addresses[0]" must validate one and only one schema (oneOf). Found none valid'],
    ],
  ])('%s', (_, object, details) => {
    expect(checkCustomResource('Gateway', object as never).map(({ detail }) => detail)).toEqual(
      details,
    );
  });

  test('names of listeners are keys', () => {
    const errors = checkCustomResource('Gateway', gateway([http, { ...http, port: 81 }]));
    expect(errors).toContainEqual({
      code: 'value-duplicate',
      field: 'spec.listeners[1]',
      type: 'FieldValueDuplicate',
      detail: '',
    });
  });

  test('fields that do not exist', () => {
    expect(unknownFields('Gateway', gateway([{ ...http, hostnames: ['x'] }], { x: 1 }))).toEqual([
      'spec.listeners[0].hostnames',
      'spec.x',
    ]);
  });
});

test('a kind without a definition is not checked', () => {
  expect(checkCustomResource('__proto__', {})).toEqual([]);
});
