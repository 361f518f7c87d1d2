import { describe, expect, test } from 'vitest';
import type { RefusalCode, WarningCode } from '../../src/engine/qos/index.ts';
import { podProblemMessages, refusalMessages, warningMessages } from '../../src/ui/qos-messages.ts';
import { loadFixture } from '../fixtures.ts';
import { type OracleFile, answerOf } from './pod-oracle.ts';
import { answer, pod } from './pods.ts';

const items = ['oracle/pods.json.gz', 'oracle/pods-odd.json.gz'].flatMap(
  (name) => loadFixture<OracleFile>(name).items,
);
const answers = items.flatMap((item) => answerOf(item, 2 ** 32) ?? []);

/** The answers themselves are compared with upstream's in qos.test.ts. */
describe('every code occurs in a Pod that upstream answered', () => {
  test('refusals', () => {
    const found = answers.flatMap(({ rejected = [] }) => rejected.map(({ code }) => code));
    expect([...new Set<string>(found)].sort()).toEqual(Object.keys(refusalMessages).sort());
  });

  test('warnings', () => {
    const found = answers.flatMap(({ warnings = [] }) => warnings.map(({ code }) => code));
    expect([...new Set<string>(found)].sort()).toEqual(Object.keys(warningMessages).sort());
  });

  test('what keeps a Pod from being decoded or taken', () => {
    const found = answers.flatMap(({ problems = [] }) => problems.map(({ code }) => code));
    const ofTheText = [
      'empty-input',
      'not-an-object',
      'kind-missing',
      'fragment',
      'api-version-missing',
      'not-a-pod',
      'unknown-api-version',
    ];
    // Those are in pod.test.ts: no API server gets to see such a text.
    const expected = Object.keys(podProblemMessages).filter((code) => !ofTheText.includes(code));
    expect([...new Set<string>(found)].sort()).toEqual(expected.sort());
  });
});

describe('the place of a refusal', () => {
  const rows: readonly (readonly [string, string, string, RefusalCode, number])[] = [
    ['a value', '{"limits": {\n"cpu": "-1"}}', '', 'value-negative', 7],
    [
      'a request over its limit, whose field is the whole list',
      '{"limits": {"cpu": "1"}, "requests": {"memory": "1",\n"cpu": "2"}}',
      '',
      'request-over-limit',
      7,
    ],
    [
      'a container limit over that of the Pod, whose field does not exist',
      '{"limits": {\n"cpu": "2"}}',
      '"resources": {"limits": {"cpu": "1"}},',
      'container-limit-over-pod',
      7,
    ],
    [
      'overhead, whose field does not exist',
      '{}',
      '"overhead": {\n"cpu": "-1"},',
      'value-negative',
      5,
    ],
  ];
  test.each(rows)('%s', (_name, resources, spec, code, line) => {
    const found = answer(pod(resources, spec)).rejected?.find((refusal) => refusal.code === code);
    expect(found?.line).toBe(line);
  });

  test('a warning stands at its value', () => {
    const code: WarningCode = 'fractional-bytes';
    const { warnings } = answer(pod('{"requests": {\n"memory": "1500m"}}'));
    expect(warnings).toMatchObject([{ code, line: 7 }]);
  });
});

describe('names', () => {
  const named = (metadata: string) =>
    answer(`{"apiVersion": "v1", "kind": "Pod", "metadata": ${metadata},
      "spec": {"containers": [{"name": "a", "image": "a"}]}}`);

  test('generateName is a name in the making', () => {
    expect(named('{"generateName": "web-"}').rejected).toBeUndefined();
    expect(named('{"generateName": "web-"}').warnings).toBeUndefined();
    expect(named('{"generateName": "Web-"}').rejected).toMatchObject([
      { field: 'metadata.generateName', code: 'name-not-a-subdomain' },
    ]);
  });
});

describe('a Pod that runs', () => {
  test('got its ephemeral containers after it was created', () => {
    const debug = '"ephemeralContainers": [{"name": "d", "image": "d"}],';
    const codes = (text: string) => answer(text).rejected?.map(({ code }) => code);
    expect(codes(pod('{}', debug))).toEqual(['ephemeral-on-create']);
    const running = pod('{}', debug).replace(
      '"spec"',
      '"status": {"qosClass": "BestEffort"}, "spec"',
    );
    expect(codes(running)).toBeUndefined();
  });
});
