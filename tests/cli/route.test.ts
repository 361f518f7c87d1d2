import { describe, expect, it } from 'vitest';
import { folderOfFiles, run } from './running.ts';

const file = folderOfFiles();

const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
  - host: foo.com
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}}
      - {path: /api, pathType: Prefix, backend: {service: {name: b, port: {number: 80}}}}
`;

interface Report {
  readonly items: readonly {
    readonly status: number;
    readonly backends: readonly { readonly name: string }[];
    readonly lost: readonly { readonly code: string; readonly message: string }[];
    readonly notes: readonly { readonly code: string }[];
  }[];
  readonly problems: readonly {
    readonly code: string;
    readonly line: number;
    readonly message: string;
  }[];
  readonly objects?: readonly {
    readonly rejected: readonly {
      readonly field: string;
      readonly type: string;
      readonly detail: string;
    }[];
  }[];
  readonly convert?: {
    readonly objects: readonly { readonly kind: string }[];
    readonly compared: number;
  };
}

const report = (out: string) => JSON.parse(out) as Report;

describe('livenotes route', () => {
  it('answers one URL in full, with the reason why every other path lost', () => {
    const { status, out, err } = run([
      'route',
      '-f',
      file('web.yaml', INGRESS),
      'http://foo.com/api/x',
    ]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('GET http://foo.com/api/x → shop/b:80');
    expect(out).toContain('Ingress shop/web rules[0].paths[1]');
    expect(out).toContain('Path / is shorter than /api');
  });

  it('prints a table for several, and JSON with the sentence of every code', () => {
    const path = file('web.yaml', INGRESS);
    const { out } = run(['route', '-f', path, 'foo.com/', 'bar.com/', '--lang', 'zh']);
    expect(out.split('\n')[0]).toMatch(/^REQUEST +STATUS/);
    expect(out).toContain('没有规则匹配');
    const json = report(run(['route', '-o', 'json', '-f', path, 'foo.com/api']).out);
    expect(json.items[0]).toMatchObject({ status: 200, backends: [{ name: 'b' }] });
    expect(json.items[0]?.lost[0]).toMatchObject({
      code: 'shorter-path',
      message: 'Path / is shorter than /api',
    });
  });

  it('takes requests from a file, methods and headers from options', () => {
    const requests = file(
      'requests.json',
      '[{"host": "foo.com", "path": "/api"}, "http://foo.com/"]',
    );
    const path = file('web.yaml', INGRESS);
    expect(
      report(run(['route', '-o', 'json', '-f', path, '--requests', requests]).out).items,
    ).toHaveLength(2);
    const { out } = run([
      'route',
      '-f',
      path,
      '/',
      '--header',
      'Host: foo.com',
      '--header',
      'x: y',
      '--method',
      'POST',
    ]);
    expect(out).toContain('POST foo.com/ → shop/a:80');
  });

  it('compares with --expect', () => {
    const path = file('web.yaml', INGRESS);
    expect(run(['route', '-f', path, 'foo.com/', '--expect', 'shop/a:80']).status).toBe(0);
    expect(run(['route', '-f', path, 'foo.com/', '--expect', 'shop/b:80']).status).toBe(3);
  });

  it('says what the API server would refuse, and answers all the same', () => {
    const path = file('bad.yaml', INGRESS.replace('host: foo.com', 'host: FOO.com'));
    const { status, out } = run(['route', '-o', 'json', '-f', path, 'foo.com/']);
    const { items, objects, problems } = report(out);
    expect(status).toBe(1);
    expect(objects?.[0]?.rejected[0]).toMatchObject({
      field: 'spec.rules[0].host',
      type: 'FieldValueInvalid',
    });
    expect(problems[0]).toMatchObject({ line: 6 });
    expect(items[0]?.backends[0]?.name).toBe('a');
    expect(items[0]?.notes.map(({ code }) => code)).toContain('route-refused');
  });

  it('converts, and what it prints can be read again', () => {
    const path = file('web.yaml', INGRESS);
    const { status, out } = run(['route', '-f', path, '--convert']);
    expect(status).toBe(0);
    expect(out).toContain('# Compared with');
    const services = 'ab'
      .split('')
      .map(
        (name) =>
          `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {ports: [{port: 80}]}\n`,
      );
    const again = file('converted.yaml', `${out}${services.join('')}`);
    expect(
      run(['route', '-f', again, 'http://foo.com/api', '--expect', 'shop/b:80']),
    ).toMatchObject({ status: 0, err: '' });
    const { convert } = report(run(['route', '-o', 'json', '-f', path, '--convert']).out);
    expect(convert?.objects.map(({ kind }) => kind)).toEqual(['Gateway', 'HTTPRoute']);
  });

  it('refuses wrong usage and wrong URLs', () => {
    const path = file('web.yaml', INGRESS);
    expect(run(['route', '-f', path])).toMatchObject({ status: 2 });
    expect(run(['route', '-f', path, 'ftp://foo.com/'])).toMatchObject({ status: 1 });
    expect(run(['route', '-f', path, '/', '--header', 'nonsense'])).toMatchObject({ status: 1 });
  });
});
