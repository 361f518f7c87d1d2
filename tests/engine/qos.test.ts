import { describe, expect, test } from 'vitest';
import { defaultPod, lineIndex, podIn, slotsIn } from '../../src/engine/pod/index.ts';
import { type QosClass, type ReasonCode, classify } from '../../src/engine/qos/index.ts';
import { GATES_1_37, type Gate } from '../../src/engine/versions.ts';
import { reasonMessages } from '../../src/ui/qos-messages.ts';
import { loadFixture } from '../fixtures.ts';
import { answer, pod } from './pods.ts';
import { sourceOf } from './json-source.ts';
import { type OracleFile, answerOf } from './pod-oracle.ts';

const oracle = loadFixture<OracleFile>('oracle/pods.json.gz');

interface QosCase {
  readonly id: string;
  readonly gates: Partial<Record<Gate, boolean>>;
  readonly applyApiDefaults: boolean;
  readonly pod: unknown;
  readonly expected: { readonly qosClass: QosClass; readonly qosClassWithoutFix?: QosClass };
}

const { cases } = loadFixture<{ readonly cases: readonly QosCase[] }>('cases/qos-cases.json');

function classOf(item: QosCase, changed: Partial<Record<Gate, boolean>> = {}): QosClass {
  const gates = { ...GATES_1_37, ...item.gates, ...changed };
  const text = JSON.stringify(item.pod);
  const [slot] = slotsIn([{ node: sourceOf(text) }], lineIndex(text)).slots;
  if (slot === undefined) throw new Error(`${item.id} is no Pod`);
  const raw = podIn(slot);
  const stored = item.applyApiDefaults ? defaultPod(raw, gates, lineIndex(text)).pod : raw;
  return classify(stored, gates).qosClass;
}

describe('class', () => {
  test.each(cases.map((item) => [item.id, item] as const))('%s', (_id, item) => {
    expect(classOf(item)).toBe(item.expected.qosClass);
  });

  const unfixed = cases.filter(({ expected }) => expected.qosClassWithoutFix !== undefined);
  test.each(unfixed.map((item) => [item.id, item] as const))(
    '%s without PodLevelResourcesFixKubeletQOSClass',
    (_id, item) => {
      const changed = { PodLevelResourcesFixKubeletQOSClass: false };
      expect(classOf(item, changed)).toBe(item.expected.qosClassWithoutFix);
    },
  );
});

type Reasons = readonly (readonly [ReasonCode, string, number])[];

describe('reasons', () => {
  const reasons: readonly (readonly [string, string, Reasons])[] = [
    ['nothing set', pod('{}'), [['no-requests-or-limits', 'spec.containers[0].resources', 6]]],
    [
      'limits only',
      pod('{"limits": {"cpu": "1", "memory": "1Gi"}}'),
      [['requests-equal-limits', 'spec.containers[0].resources', 6]],
    ],
    [
      'a request below its limit, and memory forgotten',
      pod('{\n"requests": {"cpu": "1"},\n"limits": {\n"cpu": "2"}}'),
      [
        ['request-below-limit', 'spec.containers[0].resources', 7],
        ['resource-missing', 'spec.containers[0].resources', 6],
      ],
    ],
    [
      'requests without limits',
      pod('{"requests": {"cpu": "1",\n"memory": "1Gi"}}'),
      [
        ['limit-missing', 'spec.containers[0].resources', 6],
        ['limit-missing', 'spec.containers[0].resources', 7],
      ],
    ],
    [
      'a written zero keeps the limit from being copied',
      pod('{"requests": {"cpu": 0}, "limits": {"cpu": "1", "memory": "1Gi"}}'),
      [['request-zero', 'spec.containers[0].resources', 6]],
    ],
    [
      'a request above its limit',
      pod('{"requests": {"cpu": "2"}, "limits": {"cpu": "1", "memory": "1Gi"}}'),
      [['request-above-limit', 'spec.containers[0].resources', 6]],
    ],
    [
      'only zeros',
      pod('{"requests": {"cpu": "0m"}}'),
      [['only-zero', 'spec.containers[0].resources', 6]],
    ],
    [
      'only a GPU',
      pod('{"limits": {"nvidia.com/gpu": 1}}'),
      [['only-other-resources', 'spec.containers[0].resources', 6]],
    ],
    [
      'containers of different classes',
      pod('{"limits": {"cpu": "1", "memory": "1Gi"}}', '', '{"name": "b", "image": "b"}'),
      [
        ['containers-disagree', 'spec.containers[1].resources', 7],
        ['no-requests-or-limits', 'spec.containers[1].resources', 7],
      ],
    ],
    [
      'pod level',
      pod('{}', '"resources": {"requests": {"cpu": "1", "memory": "1Gi"}},'),
      [
        ['pod-level-decides', 'spec.resources', 4],
        ['limit-missing', 'spec.resources', 4],
        ['limit-missing', 'spec.resources', 4],
      ],
    ],
    [
      'no container',
      '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}',
      [['no-containers', 'spec.containers', 1]],
    ],
    [
      'status agrees',
      '{"apiVersion": "v1", "kind": "Pod",\n"status": {"qosClass": "BestEffort"}}',
      [
        ['status-says', 'status.qosClass', 2],
        ['no-containers', 'spec.containers', 1],
      ],
    ],
    [
      'status differs',
      '{"apiVersion": "v1", "kind": "Pod",\n"status": {"qosClass": "Guaranteed"}}',
      [
        ['status-differs', 'status.qosClass', 2],
        ['no-containers', 'spec.containers', 1],
      ],
    ],
  ];

  test.each(reasons)('%s', (_name, text, expected) => {
    const found = answer(text).reasons?.map(({ code, path, line }) => [code, path, line]);
    expect(found).toEqual(expected);
  });

  test('every reason is among these', () => {
    const codes = new Set(reasons.flatMap(([, , expected]) => expected.map(([code]) => code)));
    expect([...codes].sort()).toEqual(Object.keys(reasonMessages).sort());
  });

  test('a status that is no class is not believed', () => {
    const text = '{"apiVersion": "v1", "kind": "Pod", "status": {"qosClass": "Gold"}}';
    expect(answer(text).qosClass).toBe('BestEffort');
  });

  test('a Pod that is in another class than Guaranteed names what is missing in each container', () => {
    for (const item of oracle.items) {
      const { qosClass, reasons: found = [] } = answerOf(item, 2 ** 32) ?? {};
      if (qosClass !== undefined) expect(found.length, item.id).toBeGreaterThan(0);
    }
  });

  test('the answer is plain data', () => {
    for (const item of oracle.items) {
      const found = answerOf(item, 2 ** 32);
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    }
  });
});
