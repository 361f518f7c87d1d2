import { describe, expect, test } from 'vitest';
import { offsetOf } from '../../src/engine/pod/index.ts';
import { type PodProblemCode, answerPods, smallestEdits } from '../../src/engine/qos/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';
import { sourceOf } from './json-source.ts';
import { answer, pod, report } from './pods.ts';

const TEMPLATE = '{"spec": {"containers": [{"name": "a", "image": "a"}]}}';

describe('Pods are found in', () => {
  const workloads: readonly (readonly [string, string, string, string])[] = [
    ['Deployment', 'apps/v1', `{"template": ${TEMPLATE}}`, 'spec.template.spec'],
    ['StatefulSet', 'apps/v1', `{"template": ${TEMPLATE}}`, 'spec.template.spec'],
    ['DaemonSet', 'apps/v1', `{"template": ${TEMPLATE}}`, 'spec.template.spec'],
    ['ReplicaSet', 'apps/v1', `{"template": ${TEMPLATE}}`, 'spec.template.spec'],
    ['ReplicationController', 'v1', `{"template": ${TEMPLATE}}`, 'spec.template.spec'],
    ['Job', 'batch/v1', `{"template": ${TEMPLATE}}`, 'spec.template.spec'],
    [
      'CronJob',
      'batch/v1',
      `{"jobTemplate": {"spec": {"template": ${TEMPLATE}}}}`,
      'spec.jobTemplate.spec.template.spec',
    ],
  ];
  test.each(workloads)('a %s', (kind, apiVersion, spec, specPath) => {
    const text = `{"apiVersion": "${apiVersion}", "kind": "${kind}", "metadata": {"name": "w"}, "spec": ${spec}}`;
    const found = answer(text);
    expect(found.object).toEqual({ kind, namespace: 'default', name: 'w' });
    expect(found.reasons?.[0]?.path).toBe(`${specPath}.containers[0].resources`);
    // The Pod of a template gets a generated name: none is missing.
    expect(found.rejected).toBeUndefined();
    expect(found.problems).toBeUndefined();
  });

  test('a PodTemplate', () => {
    const text = `{"apiVersion": "v1", "kind": "PodTemplate", "metadata": {"name": "w"}, "template": ${TEMPLATE}}`;
    expect(answer(text).reasons?.[0]?.path).toBe('template.spec.containers[0].resources');
  });

  test('lists of lists, in order; other kinds are counted', () => {
    const one = (name: string) =>
      `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "${name}", "namespace": "team"}}`;
    const service = '{"apiVersion": "v1", "kind": "Service"}';
    const inner = `{"apiVersion": "v1", "kind": "List", "items": [${one('b')}, ${service}]}`;
    const text = `{"apiVersion": "v1", "kind": "List", "items": [${one('a')}, ${inner}, ${service}]}`;
    const { items, skipped, problems } = report(text, one('c'));
    expect(items.map(({ object }) => `${object.namespace}/${object.name}`)).toEqual([
      'team/a',
      'team/b',
      'team/c',
    ]);
    expect(skipped).toEqual([{ kind: 'Service', count: 2 }]);
    expect(problems).toEqual([]);
  });

  test('lists as deep as a text may be', () => {
    const depth = 4_900;
    const outer = `{"apiVersion": "v1", "kind": "${'List'.repeat(depth + 1)}", "items": [`;
    const text = `${outer}${'{"items": ['.repeat(depth)}${']}'.repeat(depth + 1)}`;
    expect(report(text)).toEqual({ items: [], skipped: [], problems: [] });
  });

  test('no list whose items are none', () => {
    const { problems } = report('{"apiVersion": "v1", "kind": "List", "items": {"kind": "Pod"}}');
    expect(problems).toMatchObject([
      { code: 'wrong-type', path: 'items', params: { expected: 'list', found: 'object' } },
    ]);
  });

  test('a typed list, whose items need not say what they are', () => {
    const text = '{"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {"name": "a"}}]}';
    expect(answer(text).object).toEqual({ kind: 'Pod', namespace: 'default', name: 'a' });
  });
});

describe('an unknown field', () => {
  const spec = (more: string) => answer(pod('{}', more));
  const container = (more: string) => answer(pod(`{}, ${more}`));
  test.each([
    ['another case', spec('"hostnetwork": true,'), { meant: 'hostNetwork' }],
    ['a letter less', container('"resource": {}'), { meant: 'resources' }],
    ['two letters swapped', container('"iamge": "a"'), { meant: 'image' }],
    [
      'a field of the level below',
      container('"limits": {}'),
      { place: 'spec.containers[0].resources' },
    ],
    ['a field of the level above', container('"nodeName": "n"'), { place: 'spec' }],
    ['a field of several levels below', container('"httpGet": {}'), {}],
    ['a short name', spec('"ab": 1,'), {}],
    ['nothing like it', spec('"replicaCount": 1,'), {}],
    ['a name of no length that matters', spec(`"${'x'.repeat(100_000)}": 1,`), {}],
  ])('%s', (_name, { problem }, hint) => {
    expect(problem?.code).toBe('unknown-field');
    const { field: _field, ...rest } = problem?.params ?? {};
    expect(rest).toEqual(hint);
  });

  test('of a workload may belong into its template', () => {
    const workload = (fields: string) =>
      answer(
        `{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, ${fields}}`,
      ).problem?.params;
    expect(workload('"spec": {"containers": []}')).toMatchObject({ place: 'spec.template.spec' });
    expect(workload('"spec": {"template": {"containers": []}}')).toMatchObject({
      place: 'spec.template.spec',
    });
    expect(workload('"replicas": 2')).toMatchObject({ place: 'spec' });
  });
});

describe('no Pod', () => {
  const cases: readonly (readonly [string, string, PodProblemCode, number])[] = [
    ['null in a list', '{"kind": "List", "items": [null]}', 'not-an-object', 1],
    ['a list', '[]', 'not-an-object', 1],
    ['a word', '"pod"', 'not-an-object', 1],
    ['no kind', '{"apiVersion": "v1"}', 'kind-missing', 1],
    ['a spec cut out', '{"metadata": {},\n"spec": {}}', 'fragment', 2],
    ['a Pod spec cut out', '{"containers": []}', 'fragment', 1],
    ['a container cut out', '{"name": "a",\n"resources": {}}', 'fragment', 2],
    ['resources cut out', '{"limits": {"cpu": 1}}', 'fragment', 1],
    ['no kind, but the rest', '{"apiVersion": "v1", "spec": {}}', 'kind-missing', 1],
    ['no version', '{\n"kind": "Pod"}', 'api-version-missing', 1],
    [
      'an old version',
      '{"kind": "Deployment",\n"apiVersion": "extensions/v1beta1"}',
      'unknown-api-version',
      2,
    ],
    ['another kind', '{"apiVersion": "v1",\n"kind": "Service"}', 'not-a-pod', 2],
    ['a kind of another case', '{"apiVersion": "v1",\n"kind": "pod"}', 'not-a-pod', 2],
    ['an item of a list without kind', '{"kind": "List", "items": [\n{}]}', 'kind-missing', 2],
  ];
  test.each(cases)('%s', (_name, text, code, line) => {
    const { items, problems } = report(text);
    expect(items).toEqual([]);
    expect(problems.map((problem) => [problem.code, problem.line])).toEqual([[code, line]]);
  });

  test('nothing at all', () => {
    expect(report().problems.map(({ code }) => code)).toEqual(['empty-input']);
  });

  test('an unreadable document keeps its own problem', () => {
    const problem = { code: 'yaml-tab', path: '', params: {}, line: 3, column: 1 };
    const documents = [{ node: sourceOf(pod('{}')) }, { problem }];
    const found = answerPods(documents, pod('{}'), { nodeMemory: 1n, check: checkSchema });
    expect(found.items).toHaveLength(1);
    expect(found.problems).toEqual([problem]);
  });
});

describe('problems of a Pod', () => {
  const cases: readonly (readonly [string, string, PodProblemCode, string, boolean])[] = [
    ['a text for a boolean', '"hostNetwork": "yes",', 'wrong-type', 'spec.hostNetwork', false],
    [
      'a fraction',
      '"activeDeadlineSeconds": 1.5,',
      'not-an-integer',
      'spec.activeDeadlineSeconds',
      false,
    ],
    ['a large integer', '"priority": 3000000000,', 'integer-out-of-range', 'spec.priority', false],
    [
      'a space in a quantity',
      '"overhead": {"cpu": "1 m"},',
      'quantity-format',
      'spec.overhead.cpu',
      false,
    ],
    [
      'a byte suffix',
      '"overhead": {"memory": "1K"},',
      'quantity-suffix',
      'spec.overhead.memory',
      false,
    ],
    [
      'no digits',
      '"overhead": {"memory": "Ei"},',
      'quantity-numeric',
      'spec.overhead.memory',
      false,
    ],
    ['a typo', '"hostnetwork": true,', 'unknown-field', 'spec.hostnetwork', true],
    ['a key twice', '"nodeName": "a", "nodeName": "b",', 'duplicate-field', 'spec.nodeName', true],
    [
      'an unknown class',
      '"priorityClassName": "gold",',
      'priority-class-unknown',
      'spec.priorityClassName',
      true,
    ],
    ['a priority of its own', '"priority": 5,', 'priority-not-from-class', 'spec.priority', true],
    [
      'no preemption',
      '"preemptionPolicy": "Never",',
      'preemption-not-from-class',
      'spec.preemptionPolicy',
      true,
    ],
    [
      'preemption left empty',
      '"preemptionPolicy": "",',
      'preemption-not-from-class',
      'spec.preemptionPolicy',
      true,
    ],
  ];
  test.each(cases)('%s', (_name, spec, code, path, answered) => {
    const found = answer(pod('{}', spec));
    expect(found.problem).toMatchObject({ code, path, line: 4 });
    expect(found.qosClass !== undefined).toBe(answered);
  });

  /** As Go 1.26's time.Parse(time.RFC3339, …) answers. */
  const times: readonly (readonly [string, boolean])[] = [
    ['now', false],
    ['2001-01-01T00:00:00Z', true],
    ['2001-01-01T1:02:03Z', true],
    ['2001-01-01T00:00:00,5Z', true],
    ['2001-01-01T00:00:00.Z', false],
    ['2001-02-29T00:00:00Z', false],
    ['2001-01-01T00:00:60Z', false],
    ['2001-01-01T24:00:00Z', false],
    ['2001-01-01t00:00:00Z', false],
    ['2001-01-01T00:00:00+24:60', true],
    ['2001-01-01T00:00:00+25:00', false],
    ['2001-01-01T00:00:00+23:61', false],
  ];
  test.each(times)('the time %s', (time, good) => {
    const text = `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "creationTimestamp": "${time}"}}`;
    const { problem } = answer(text);
    if (good) expect(problem).toBeUndefined();
    else expect(problem).toMatchObject({ code: 'bad-time', path: 'metadata.creationTimestamp' });
  });

  test('a list where a template belongs', () => {
    expect(checkSchema(sourceOf('{"spec": {"template": []}}'), 'Deployment')).toMatchObject([
      { code: 'wrong-type', path: 'spec.template' },
    ]);
  });

  test('a Pod that runs has passed the priority classes of its cluster', () => {
    const text = pod('{}', '"priorityClassName": "gold", "priority": 1000,').replace(
      '"spec"',
      '"status": {"qosClass": "BestEffort"}, "spec"',
    );
    expect(answer(text)).toMatchObject({ priority: 1000, qosClass: 'BestEffort' });
    expect(answer(text).problems).toBeUndefined();
  });
});

describe('any input', () => {
  const strange = [
    '{"apiVersion": "v1", "kind": "Pod", "__proto__": {"x": 1}, "constructor": 1}',
    '{"apiVersion": "v1", "kind": "__proto__"}',
    pod('{"limits": {"__proto__": "1", "toString": "2"}}'),
    pod('{"limits": {"memory": "1e-2147483647", "cpu": "1e2147483647"}}'),
    pod('{"limits": {"\\ud800": "1"}}'),
    pod(`{"limits": {"memory": "${'9'.repeat(100_000)}"}}`),
    pod('{}', `"activeDeadlineSeconds": ${'9'.repeat(100_000)},`),
    '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "<script>"}}',
  ];
  test.each(strange)('%#', (text) => {
    expect(() => JSON.stringify(report(text))).not.toThrow();
  });

  const many = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_item, index) => one(index)).join(',');

  test('more containers, names and claims than any Pod has', () => {
    const wide = many(5_000, (index) => `"example.com/${index}": "1${index}"`);
    const sidecars = many(
      5_000,
      (index) =>
        `{"name": "s${index}", "image": "i", "restartPolicy": "Always", "resources": {"limits": {"a.b/${index}": "1"}}}`,
    );
    const claims = many(
      5_000,
      (index) => `{"name": "c${index}", "request": "r"}, {"name": "c${index}"}`,
    );
    const text = pod(
      `{"limits": {${wide}}, "claims": [${claims}]}`,
      `"initContainers": [${sidecars}],`,
    );
    const documents = [{ node: sourceOf(text) }];
    const options = { nodeMemory: 1n, check: checkSchema };
    const [item] = answerPods(documents, text, options).items;
    expect(item?.defaulted).toHaveLength(10_000);
    expect(item?.rejected).toHaveLength(1000);
    expect(smallestEdits(documents, text, 0, options)).toHaveLength(2);
  }, 60_000);

  const swelling: readonly (readonly [string, string])[] = [
    ['fields nobody knows', pod('{}', many(5_000, (index) => `"u${index}": 1`).concat(','))],
    ['values of the wrong type', pod('{}', `"tolerations": [${many(5_000, () => '1')}],`)],
    [
      'a list of what are no objects',
      `{"apiVersion": "v1", "kind": "PodList", "items": [${many(20_000, () => '1')}]}`,
    ],
    [
      'claims that are not among many others',
      pod(
        `{"claims": [${many(1_000, (index) => `{"name": "y${index}"}`)}]}`,
        `"resourceClaims": [${many(5_000, (index) => `{"name": "x${index}"}`)}],`,
      ),
    ],
    [
      'huge pages of every size in a Pod of many containers',
      pod(
        '{}',
        `"resources": {"limits": {${many(1_000, (index) => `"hugepages-${index}Mi": "1Gi"`)}}},`,
        many(1_000, (index) => `{"name": "c${index}", "image": "i"}`),
      ),
    ],
  ];
  test.each(swelling)('an answer does not outgrow its text: %s', (_name, text) => {
    expect(JSON.stringify(report(text)).length).toBeLessThan(4_000_000);
  });

  test('a path that leaves the text ends at the last thing in it', () => {
    const root = sourceOf('{"a": [{"b.c": 1}]}');
    expect(offsetOf(root, 'a[0][b.c].d')).toBe(8);
    expect(offsetOf(root, 'a[7].b')).toBe(1);
    expect(offsetOf(root, 'x.y')).toBe(0);
  });
});
