import { describe, expect, test } from 'vitest';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer } from '../../src/widgets/routes/answer.ts';
import widget from '../../src/widgets/routes/index.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const { start } = widget;

function preset(id: string) {
  return widget.presets.find((each) => each.id === id)?.input ?? {};
}

function ingress(host: string, paths: readonly (readonly [string, string, string])[]): string {
  const rows = paths.map(
    ([path, type, service]) =>
      `      - {path: "${path}", pathType: ${type}, backend: {service: {name: ${service}, port: {number: 80}}}}\n`,
  );
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: ${host}
    http:
      paths:
${rows.join('')}`;
}

const WEB = ingress('a.example', [
  ['/', 'Prefix', 'web'],
  ['/api', 'Prefix', 'api'],
]);

test('each request: the rule that wins at its line, and why the others lose at theirs', () => {
  const { summary, text, marks } = show({});
  expect(summary).toBe('docs:80 api:80 web:80 images:80 404');
  expect(text).toContain(
    '1 http://shop.example/api → docs:80 Ingress shop rules[0].paths[2] line 12',
  );
  expect(text).toContain(
    'Ingress shop rules[0].paths[1] line 11 : /api is not Exact, the winning /api is',
  );
  expect(text).toContain('No rule fits and there is no default backend: mostly a 404');
  expect(marks.get(12)).toMatch(/^good: .*← 1$/);
  expect(marks.get(7)).toMatch(/^info: /);
});

test('it does so in Chinese', () => {
  const { text } = show({}, 'zh');
  expect(text).toContain('rules[0].paths[0] 第 10 行 ：路径 / 比 /api 短');
  expect(text).toContain('另外 3 个候选为什么没选上');
});

describe('the samples', () => {
  test.each([
    ['hosts', 'admin:80 tenant:80 sorry:80 sorry:80', /\*\.shop\.example is less specific than a/],
    [
      'precedence',
      'blue:80=90%,green:80=10% green:80 exact:80 301 http://elsewhere.example/new/1',
      /blue:80 weight 9 90% green:80 weight 1 10%/,
    ],
    [
      'cross-namespace',
      'data/reports:80 500 web:80',
      /No ReferenceGrant in data lets HTTPRoutes of default refer to Service raw/,
    ],
    ['moving', 'differ 8 missing 7', /Of 40 URLs 8 are answered otherwise afterwards/],
    ['refused', 'refused 1 404', /spec\.rules\[0\]\.http\.paths\[1\]\.pathType Required/],
  ])('%s', (id, summary, says) => {
    const shown = show(preset(id));
    expect(shown.summary).toBe(summary);
    expect(shown.text).toMatch(says);
  });
});

test('what the API server would refuse stands at its line, in its own words, and is answered all the same', () => {
  const { text, marks } = show({
    input: ingress('A.example', [['/', 'Prefix', 'web']]),
    requests: '',
  });
  expect(text).toContain('line 6 Ingress web : spec.rules[0].host Not allowed');
  expect(text).toContain('a lowercase RFC 1123 subdomain must consist of');
  expect(marks.get(6)).toMatch(/^bad: /);
  const asked = show({
    input: ingress('A.example', [['/', 'Prefix', 'web']]),
    requests: 'a.example/',
  });
  expect(asked.summary).toBe('refused 1 web:80');
  expect(asked.text).toContain('the answer takes it as written');
});

describe('requests', () => {
  const goals = (requests: string) => show({ input: WEB, requests }).summary;

  test.each([
    ['a URL', 'http://a.example/api', 'api:80'],
    ['without a scheme', 'a.example/api/x', 'api:80'],
    ['as for curl', `curl -sv -X POST 'http://a.example/api?x=1' -H "x-env: canary"`, 'api:80'],
    ['a Host header', '/api -H "Host: a.example"', 'api:80'],
    ['comments and empty lines', '# first\n\na.example/\n\n  a.example/api  \n', 'web:80 api:80'],
    [
      'a JSON list',
      '[{"host": "a.example", "path": "/api"}, "http://a.example/"]',
      'api:80 web:80',
    ],
    ['a YAML list', '- http://b.example/\n- a.example/', '404 web:80'],
    ['CRLF', 'a.example/\r\na.example/api\r\n', 'web:80 api:80'],
  ])('%s', (_, requests, expected) => {
    expect(goals(requests)).toBe(expected);
  });

  test('say which line is none, and answer the others', () => {
    const { summary, text } = show({
      input: WEB,
      requests: 'a.example/\nftp://a.example/\na.example/ b.example/\na.example/ -H nonsense\n',
    });
    expect(summary).toBe('web:80');
    expect(text).toContain('line 2 No http(s) URL: ftp://a.example/');
    expect(text).toContain('line 3 No http(s) URL: a.example/ b.example/');
    expect(text).toMatch(/line 4 Write a header as name: value/);
  });

  test('are asked up to a thousand, and the rest is counted', () => {
    const { text, summary } = show({ input: WEB, requests: 'a.example/\n'.repeat(1_003) });
    expect(summary.split(' ')).toHaveLength(1_000);
    expect(text).toContain('At most 1000 requests are asked at a time; 3 more are not');
  });
});

describe('classes', () => {
  const two = `${WEB.replace('spec:\n', 'spec:\n  ingressClassName: one\n')}---
${WEB.replace('name: web', 'name: other').replace('spec:\n', 'spec:\n  ingressClassName: two\n').replaceAll('name: api', 'name: api-two')}---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: two}
spec: {controller: example.com/two}
`;

  test('are chosen from those of the text, each with its controller', () => {
    const { text, summary } = show({ input: two, requests: 'a.example/api', class: 'two' });
    expect(summary).toBe('api-two:80');
    expect(text).toContain('two (example.com/two)');
    expect(text).toContain('It belongs to another IngressClass, one');
  });

  test('are asked for where there are several', () => {
    expect(show({ input: two, requests: 'a.example/api', class: '' }).text).toContain(
      'These Ingresses are of different classes (one, two)',
    );
  });

  test('one that a link names and the text does not have finds nothing', () => {
    const { summary, text } = show({ input: WEB, requests: 'a.example/', class: 'gone' });
    expect(summary).toBe('404');
    expect(text).toContain('gone');
  });

  test('the controller of ImplementationSpecific is that of the class', () => {
    const regex = `${ingress('a.example', [['/img/[a-z]+', 'ImplementationSpecific', 'img']])}`
      .replace(
        '{name: web}',
        '{name: web, annotations: {nginx.ingress.kubernetes.io/use-regex: "true"}}',
      )
      .replace('spec:\n', 'spec:\n  ingressClassName: nginx\n');
    expect(show({ input: regex, requests: 'a.example/IMG/x' }).summary).toBe('img:80');
    const other = regex.replace('ingressClassName: nginx', 'ingressClassName: other');
    expect(show({ input: other, requests: 'a.example/IMG/x' }).summary).toBe('404');
  });
});

describe('the conversion', () => {
  test('says so when nothing differs, and prints what can be read again', () => {
    const { summary, text, html } = show({ input: WEB, requests: '', show: 'convert' });
    expect(summary).toBe('same missing 1');
    expect(text).toMatch(/All the same: \d+ URLs, asked before and after/);
    const [, yaml = ''] = /<pre class="rt-yaml"[^>]*>([\s\S]*?)<\/pre>/.exec(html) ?? [];
    const again = show({ input: yaml.replaceAll('&quot;', '"'), requests: 'a.example/api' });
    expect(again.summary).toBe('api:80');
    expect(again.text).toContain('There is no Service in the input');
  });

  test('asks the reader’s own URLs too, each once', () => {
    const input = ingress('"*.a.example"', [['/', 'Prefix', 'web']]);
    const own = show({ input, requests: 'http://c.b.a.example/mine\n', show: 'convert' });
    expect(own.text).toContain('c.b.a.example/mine 404 web');
    const count = (shown: string) => Number(/Of (\d+) URLs/.exec(shown)?.[1]);
    const generated = show({ input, requests: 'b.a.a.example/\n', show: 'convert' });
    expect(count(own.text)).toBe(count(generated.text) + 1);
  });

  test('without an Ingress there is none', () => {
    const { text } = show({ ...preset('cross-namespace'), show: 'convert' });
    expect(text).toContain('There is no Ingress here to convert');
  });

  test('annotations are listed by name at their line', () => {
    const { text, marks } = show(preset('moving'));
    expect(text).toContain(
      'line 9 Ingress shop : Nothing in Gateway API says what annotation nginx.ingress.kubernetes.io/limit-rps does',
    );
    expect(marks.get(9)).toMatch(/^warn: /);
  });
});

describe('what is no route', () => {
  test.each([
    ['nothing', '', 'Paste an Ingress or HTTPRoutes'],
    ['broken YAML', 'a: [', 'No routes can be read from this'],
    ['a Pod', 'apiVersion: v1\nkind: Pod\n', 'There is neither an Ingress nor a Gateway'],
    ['an old Ingress', 'apiVersion: extensions/v1beta1\nkind: Ingress\n', 'No routes can be read'],
  ])('%s', (_, input, says) => {
    const { summary, text } = show({ input });
    expect(summary).toBe('problem');
    expect(text).toContain(says);
  });

  test('no request yet is no mistake', () => {
    expect(show({ input: WEB, requests: '' }).text).toContain('Write a URL under requests');
  });

  test('HTML in names stays text', () => {
    const { html } = show({
      input: WEB.replace('{name: web}', `{name: '"<img src=x onerror=1>"'}`),
      requests: 'a.example/<img>\n',
    });
    expect(html).not.toContain('<img');
  });
});

test('of very many candidates the nearest are told and the rest is counted', () => {
  const paths = Array.from({ length: 400 }, (_, at) => [`/p${at}`, 'Prefix', `s${at}`] as const);
  const { text, html } = show({
    input: ingress('a.example', paths),
    requests: 'a.example/p7\n'.repeat(100),
  });
  expect(text).toContain('Why 399 other candidates lost');
  expect(text).toContain('396 more are not listed; ask this request alone to see more of them');
  expect(html.length).toBeLessThan(400_000);
});

test('the answer survives JSON', () => {
  for (const { input } of widget.presets) {
    const told = runAnswer(answer({ ...start, ...input } as typeof start));
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
  }
});
