import { describe, expect, test } from 'vitest';
import { answerPods } from '../../src/engine/qos/index.ts';
import type { DefaultingCode } from '../../src/engine/qos/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';
import type { Gate } from '../../src/engine/versions.ts';
import { loadFixture } from '../fixtures.ts';
import { sourceOf } from './json-source.ts';
import { type OracleFile, answerOf } from './pod-oracle.ts';
import { answer, pod } from './pods.ts';

function withGates(text: string, gates: Partial<Record<Gate, boolean>>) {
  const options = { nodeMemory: 4n << 30n, check: checkSchema, gates };
  return answerPods([{ node: sourceOf(text) }], text, options).items[0];
}

describe('what the API server fills in', () => {
  type Row = readonly [string, string, string, DefaultingCode, string, string];
  const rows: readonly Row[] = [
    [
      'a request',
      '{"limits": {"cpu": "1"}}',
      '',
      'request-from-limit',
      'spec.containers[0].resources.requests.cpu',
      '1',
    ],
    [
      'a request of a name with a domain',
      '{"limits": {"nvidia.com/gpu": 1}}',
      '',
      'request-from-limit',
      'spec.containers[0].resources.requests[nvidia.com/gpu]',
      '1',
    ],
    [
      'a pod-level request from its limit',
      '{}',
      '"resources": {"limits": {"cpu": "1"}},',
      'pod-request-from-limit',
      'spec.resources.requests.cpu',
      '1',
    ],
    [
      'a pod-level request from the containers',
      '{"requests": {"cpu": "250m"}}',
      '"resources": {"limits": {"cpu": "1"}},',
      'pod-request-from-containers',
      'spec.resources.requests.cpu',
      '250m',
    ],
    [
      'a pod-level limit that is not below the request',
      '{"limits": {"cpu": "1"}, "requests": {"cpu": "1"}}',
      '"resources": {"requests": {"cpu": "2"}},',
      'pod-limit-from-containers',
      'spec.resources.limits.cpu',
      '2',
    ],
  ];
  test.each(rows)('%s', (_name, resources, spec, code, path, value) => {
    expect(answer(pod(resources, spec)).defaulted).toMatchObject([{ code, path, value }]);
  });

  test('the place is that of the value it was copied from', () => {
    const text = pod('{"limits": {\n"memory": "1Gi",\n"cpu": "1"}}');
    expect(answer(text).defaulted?.map(({ path, line }) => [path.slice(-3), line])).toEqual([
      ['ory', 7],
      ['cpu', 8],
    ]);
  });

  test('rounding shows what was written', () => {
    const { rounded, qosClass } = answer(
      pod('{"limits": {"cpu": "1m", "memory": "1"},\n"requests": {"cpu": "100u"}}'),
    );
    const path = 'spec.containers[0].resources.requests.cpu';
    expect(rounded).toEqual([{ path, from: '100u', to: '1m', line: 7, column: 14 }]);
    expect(qosClass).toBe('Guaranteed');
  });

  test('the same path is never filled in twice', () => {
    for (const item of loadFixture<OracleFile>('oracle/pods.json.gz').items) {
      const paths = answerOf(item, 2 ** 32)?.defaulted?.map(({ path }) => path) ?? [];
      expect(new Set(paths).size, item.id).toBe(paths.length);
    }
  });
});

describe('feature gates', () => {
  const resources = '{"limits": {"cpu": "1", "memory": "1Gi"}}';

  test('PodLevelResources off: spec.resources is dropped', () => {
    const text = pod('{}', `"resources": ${resources},`);
    expect(withGates(text, {})?.qosClass).toBe('Guaranteed');
    const off = withGates(text, { PodLevelResources: false });
    expect([off?.qosClass, off?.podResources]).toEqual(['BestEffort', undefined]);
  });

  test('PodLevelResourcesFixDefaulting off: pod-level requests alone bring no limits', () => {
    const text = pod(resources, '"resources": {"requests": {"cpu": "1", "memory": "1Gi"}},');
    expect(withGates(text, {})?.qosClass).toBe('Guaranteed');
    expect(withGates(text, { PodLevelResourcesFixDefaulting: false })?.qosClass).toBe('Burstable');
  });

  test('PodLevelResourcesFixKubeletQOSClass off: an empty spec.resources decides', () => {
    const text = pod(resources, '"resources": {},');
    expect(withGates(text, {})?.qosClass).toBe('Guaranteed');
    const off = withGates(text, { PodLevelResourcesFixKubeletQOSClass: false });
    expect(off?.qosClass).toBe('BestEffort');
  });
});
