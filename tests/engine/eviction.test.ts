import { describe, expect, it } from 'vitest';
import {
  type EvictionReport,
  type Signal,
  matchUsage,
  parseUsage,
  rank,
} from '../../src/engine/eviction/index.ts';
import { canonical } from '../../src/engine/quantity/index.ts';
import { loadFixture } from '../fixtures.ts';
import { type EvictionFile, candidatesOf, evictionDifference } from './eviction-oracle.ts';

const oracle = loadFixture<EvictionFile>('oracle/eviction.json.gz');

function report(manifests: string, usage: string, signal: Signal = 'memory') {
  const { candidates } = candidatesOf(manifests, signal);
  const { usage: matched, problems } = matchUsage(candidates, parseUsage(usage).usage);
  const answer = rank(candidates, matched, signal);
  return { ...answer, problems: [...problems, ...answer.problems] };
}

function manifest(name: string, memory: string, extra = ''): string {
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers: [{name: app, image: app, resources: {requests: {memory: ${memory}}}}]
${extra}`;
}

describe('the oracle: rank functions of the v1.37.2 kubelet', () => {
  it.each(oracle.items)('$id $signal', (group) => {
    const difference = evictionDifference(group);
    expect(difference?.have).toEqual(difference?.want);
  });
});

describe('why one Pod stands before the next', () => {
  const reasons = ({ items }: Pick<EvictionReport, 'items'>) =>
    items.map(({ object, beforeNext }) => [object.name, beforeNext?.code, beforeNext?.params]);
  it('under memory pressure', () => {
    const answer = report(
      [
        manifest('small', '1Gi'),
        manifest('near', '200Mi'),
        manifest('over', '100Mi'),
        manifest('far-over', '100Mi'),
        manifest('low', '100Mi', '  priority: -1'),
        manifest('unknown', '1Gi', '  priority: 1000'),
      ].join('\n'),
      `
default/small: {memory: 100Mi}
default/near: {memory: 150Mi}
default/over: {memory: 110Mi}
default/far-over: {memory: 300Mi}
default/low: {memory: 101Mi}
`,
    );
    expect(reasons(answer)).toEqual([
      ['unknown', 'no-stats', {}],
      ['low', 'lower-priority', { priority: -1, next: 0 }],
      ['far-over', 'larger-excess', { over: '200Mi', next: '10Mi' }],
      ['over', 'usage-above-request', { usage: '110Mi', request: '100Mi' }],
      ['near', 'closer-to-request', { left: '50Mi', next: '924Mi' }],
      ['small', undefined, undefined],
    ]);
    expect(answer.items[2]?.keys).toEqual({
      critical: false,
      hasStats: true,
      exceedsRequest: true,
      priority: 0,
      usage: '300Mi',
      request: '100Mi',
      overRequest: '200Mi',
    });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });
  it('under a shortage of process ids, where no request counts', () => {
    const answer = report(
      manifest('few', '1') + manifest('many', '1'),
      '{default/few: {pids: 2000}, default/many: {pids: 2048}}',
      'pids',
    );
    expect(reasons(answer)[0]).toEqual(['many', 'more-processes', { processes: 2048, next: 2000 }]);
    expect(answer.items[0]?.keys).toMatchObject({
      usage: '2048',
      request: null,
      overRequest: null,
    });
  });
  it('keeps equal Pods in the order of the input', () => {
    const answer = report(
      manifest('b', '1') + manifest('a', '1'),
      '{default/a: {memory: 2}, default/b: {memory: 2}}',
    );
    expect(reasons(answer)).toEqual([
      ['b', 'tie', {}],
      ['a', undefined, undefined],
    ]);
  });
  it('spares critical Pods, and says who goes instead', () => {
    const answer = report(
      [
        manifest('mirror', '0', '').replace(
          '{name: mirror}',
          '{name: mirror, annotations: {kubernetes.io/config.mirror: x}}',
        ),
        manifest('static', '0', '').replace(
          '{name: static}',
          '{name: static, annotations: {kubernetes.io/config.source: file}}',
        ),
        manifest('unsaid', '0', '').replace(
          '{name: unsaid}',
          '{name: unsaid, annotations: {kubernetes.io/config.source: ""}}',
        ),
        manifest('web', '1Gi'),
        manifest('critical', '1Gi', '  priorityClassName: system-cluster-critical'),
      ].join('\n'),
      `
default/mirror: {memory: 2Gi}
default/static: {memory: 1Gi}
default/unsaid: {memory: 512Mi}
default/web: {memory: 1}
default/critical: {memory: 1}
`,
    );
    expect(answer.items.map(({ object, fate }) => [object.name, fate])).toEqual([
      ['mirror', 'spared'],
      ['static', 'spared'],
      ['unsaid', 'spared'],
      ['web', 'evicted'],
      ['critical', 'waits'],
    ]);
  });
  it('counts no container request once the Pod has resources of its own', () => {
    const text = `
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  resources: {requests: {cpu: 1}}
  containers: [{name: app, image: app, resources: {requests: {ephemeral-storage: 1Gi}}}]
`;
    expect(candidatesOf(text, 'disk').candidates.map(({ request }) => canonical(request))).toEqual([
      '0',
    ]);
  });
  it('leaves out finished Pods, templates and other kinds', () => {
    const text = [
      manifest('done', '1', 'status: {phase: Succeeded}'),
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: []}}}',
      'apiVersion: v1\nkind: Service\nmetadata: {name: web}',
    ].join('\n---\n');
    const found = candidatesOf(text, 'memory');
    expect(found.candidates).toEqual([]);
    expect(found.notRanked.map(({ object, code }) => [object.name, code])).toEqual([
      ['done', 'finished'],
      ['web', 'template'],
    ]);
    expect(found.skipped).toEqual([{ kind: 'Service', count: 1 }]);
  });
  it('warns when the Pods run on several nodes, or the usage is of other resources', () => {
    const text = manifest('a', '1', '  nodeName: n1\n') + manifest('b', '1', '  nodeName: n2\n');
    const answer = report(text, 'default/a: {memory: 1}', 'disk');
    expect(answer.problems.map(({ code, params, line }) => [code, params, line])).toEqual([
      ['usage-lacks-signal', { resource: 'ephemeral-storage' }, 1],
      ['several-nodes', { nodes: 'n1, n2' }, 9],
    ]);
  });
  it('marks a Pod that the rounding of kubectl top may hide above its request', () => {
    const usage = 'NAME CPU(cores) MEMORY(bytes)\na 1m 100Mi\nb 1m 98Mi';
    const answer = report(manifest('a', '100Mi') + manifest('b', '100Mi'), usage);
    expect(answer.items.map(({ object, uncertain }) => [object.name, uncertain])).toEqual([
      ['a', true],
      ['b', undefined],
    ]);
  });
});

describe('whose usage it is', () => {
  const inside = (namespace: string, name: string) =>
    manifest(name, '1Gi').replace(`{name: ${name}}`, `{name: ${name}, namespace: ${namespace}}`);
  const told = ({ problems }: Pick<ReturnType<typeof report>, 'problems'>) =>
    problems.map(({ code, params, line }) => [code, ...Object.values(params), line]);
  const HEADING = 'NAME  CPU(cores)  MEMORY(bytes)\n';

  it('is found by name alone, as kubectl top pods -n prints it', () => {
    const answer = report(
      inside('prod', 'a') + inside('prod', 'b'),
      `${HEADING}a  1m  20Mi\nb  1m  2000Mi\n`,
    );
    expect(answer.items.map(({ object, keys }) => [object.name, keys.usage])).toEqual([
      ['b', '2000Mi'],
      ['a', '20Mi'],
    ]);
    expect(answer).toMatchObject({ problems: [], notices: [], matched: 2 });
  });
  it('is the same Pod when that is pasted twice', () => {
    const answer = report(inside('prod', 'a').repeat(2), 'a: {memory: 1Mi}');
    expect(answer).toMatchObject({ problems: [], matched: 2 });
  });
  it('is not guessed between namespaces', () => {
    const answer = report(
      inside('prod', 'a') + manifest('a', '1Gi') + manifest('b', '1Gi'),
      `${HEADING}b  1m  1Mi\na  1m  20Mi\n`,
    );
    expect(told(answer)).toEqual([['usage-namespace-unclear', 'a', 'prod, default', 3]]);
    expect(answer.notices).toEqual([
      { code: 'pods-without-usage', params: { count: 2, total: 3 } },
    ]);
  });
  it('is said to be nobody’s when no Pod has the name', () => {
    const answer = report(
      manifest('a', '1Gi'),
      'default/a: {memory: 1Mi}\n# a comment\nprod/a: {memory: 1Mi}\nb: {memory: 1Mi}\n',
    );
    expect(told(answer)).toEqual([
      ['usage-unmatched', 'prod/a', 3],
      ['usage-unmatched', 'b', 4],
    ]);
    expect(answer.matched).toBe(1);
  });
  it('leaves no answer when it is nobody’s at all', () => {
    const answer = report(manifest('a', '1Gi'), 'b: {memory: 1Mi}');
    expect(told(answer)).toEqual([
      ['usage-none-matched', 1],
      ['usage-unmatched', 'b', 1],
    ]);
    expect(answer).toMatchObject({ matched: 0, notices: [] });
  });
  it('names twenty of many, and counts the rest', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `b${index}  1m  1Mi\n`);
    const { problems } = report(manifest('a', '1Gi'), `${HEADING}a  1m  1Mi\n${rows.join('')}`);
    expect(problems.length).toBe(21);
    expect(problems.at(-1)).toMatchObject({ code: 'usage-unmatched-more', params: { count: 980 } });
  });
  it('is no problem where the Pods are the problem', () => {
    expect(report('a: [', 'b: {memory: 1Mi}').problems).toEqual([]);
  });
  it('under a shortage of process ids only comes behind the priority', () => {
    const answer = report(manifest('a', '1') + manifest('b', '1'), 'a: {pids: 1}', 'pids');
    expect(answer.notices.map(({ code }) => code)).toEqual(['pods-without-usage-by-priority']);
  });
});

describe('reading usage', () => {
  const table = (text: string) =>
    parseUsage(text).usage.map(({ namespace, name, used }) => [
      `${namespace}/${name}`,
      ...[...used].map(([resource, amount]) => `${resource} ${canonical(amount)}`),
    ]);
  it.each([
    ['kubectl top pods', 'NAME  CPU(cores)  MEMORY(bytes)\nweb   1m    20Mi\n', '/web'],
    ['-A', 'NAMESPACE  NAME  CPU(cores)  MEMORY(bytes)\nprod  web  1m  20Mi\n', 'prod/web'],
    [
      '--containers',
      'POD  NAME  CPU(cores)  MEMORY(bytes)\nweb  app  1m  12Mi\nweb  log  0m  8Mi\n',
      '/web',
    ],
    [
      '-A --containers --show-swap --sum',
      'NAMESPACE  POD  NAME  CPU(cores)  MEMORY(bytes)  SWAP(bytes)\nprod  web  app  1m  20Mi  0Mi\n' +
        '                 ________  ________  \n                 1m   20Mi   0Mi\n',
      'prod/web',
    ],
    ['--no-headers', 'web   1m    20Mi\n', '/web'],
    ['-A --containers --no-headers', 'prod  web  app  1m   20Mi\n', 'prod/web'],
    [
      'a terminal: colours, prompts, CRLF, blank lines',
      'me@host:~$ kubectl top pods\r\n\u001b[1mNAME   CPU(cores)   MEMORY(bytes)\u001b[0m   \r\n' +
        '\u001b[32mweb\u001b[0m    1m   20Mi   \r\n\r\nme@host:~$ \r\n',
      '/web',
    ],
    [
      'a fence and an indent',
      '```\n  NAME  CPU(cores)  MEMORY(bytes)\n  web  1m  20Mi\n```',
      '/web',
    ],
    ['a Pod named k', 'NAME  CPU(cores)  MEMORY(bytes)\nk  1m  20Mi\n', '/k'],
    ['YAML', 'prod/web: {memory: 20Mi, cpu: 1m}', 'prod/web'],
    ['YAML by container', 'web/web/a: {memory: 12Mi}\nweb/web/b: {memory: 8Mi}', 'web/web'],
    ['YAML without a namespace', 'web: {memory: 20971520}', '/web'],
    ['JSON', '{"default/web": {"memory": "20Mi"}}', 'default/web'],
    ['a Pod above its containers', 'a/b/c: {memory: 1Gi}\na/b: {memory: 20Mi}', 'a/b'],
    ['YAML of several documents', 'a/b: {memory: 1Gi}\n---\na/b: {memory: 20Mi}', 'a/b'],
  ])('%s', (_, text, pod) => {
    expect(parseUsage(text).problems).toEqual([]);
    expect(table(text)).toEqual([[pod, 'memory 20Mi']]);
  });
  it('takes disk and processes', () => {
    expect(table('default/web: {ephemeral-storage: 1.5Gi, pids: 12}')).toEqual([
      ['default/web', 'ephemeral-storage 1536Mi', 'pids 12'],
    ]);
  });
  it.each([
    ['', 'usage-empty', 1, 1],
    ['NAME CPU(cores) MEMORY(bytes)\nweb 1m 20Mi\n  W1123 slow', 'usage-line', 3, 3],
    ['NAME CPU(cores) MEMORY(bytes)\nweb app 1m 20Mi', 'usage-line', 2, 1],
    ['web app 1m 20Mi', 'usage-columns-unclear', 1, 1],
    ['a/b/c/d: {memory: 1}', 'usage-key', 1, 1],
    ['- 1', 'usage-shape', 1, 1],
    ['a/b: 20Mi', 'usage-shape', 1, 6],
    ['a/b:\n  disk: 1Gi', 'usage-resource-unknown', 2, 3],
    ['a/b:\n  memory: -1', 'usage-negative', 2, 11],
    ['a/b:\n  memory: 1 GB', 'usage-quantity', 2, 11],
    ['a/b:\n  memory: [1]', 'usage-quantity', 2, 11],
  ])('refuses %j', (text, code, line, column) => {
    expect(parseUsage(text).problems).toMatchObject([{ code, line, column }]);
  });
  it("passes on the reader's own problem", () => {
    const { problems, usage } = parseUsage('a/b: {memory: 1}\n---\n{');
    expect(usage.length).toBe(1);
    expect(problems).toHaveLength(1);
  });
  it('is not confused by names of Object.prototype', () => {
    expect(table('__proto__/constructor: {memory: 1}')).toEqual([
      ['__proto__/constructor', 'memory 1'],
    ]);
  });
  it('answers megabytes of noise', () => {
    const heading = 'NAME CPU(cores) MEMORY(bytes)\n';
    expect(parseUsage(`${heading}${'x y\n'.repeat(500_000)}`).problems.length).toBeLessThan(100);
    expect(parseUsage(heading + ' '.repeat(2_000_000)).problems).toHaveLength(1);
    expect(parseUsage(`${heading}${'\n'.repeat(2_000_000)}`).problems).toHaveLength(1);
    expect(parseUsage('a '.repeat(1_000_000)).problems).toHaveLength(1);
  });
});
