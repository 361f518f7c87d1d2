import { describe, expect, test } from 'vitest';
import { answer, pod } from './pods.ts';

/** Values on real nodes and in upstream's tests; the oracle's Pods are compared in qos.test.ts. */
describe('cpu weight', () => {
  const weights: readonly (readonly [string, number, number, number])[] = [
    ['1m', 2, 1, 1],
    ['10m', 10, 1, 4],
    ['100m', 102, 4, 17],
    ['250m', 256, 10, 35],
    ['1', 1024, 39, 100],
    ['1500m', 1536, 59, 138],
    ['64', 65536, 2500, 3023],
    ['256', 262144, 10000, 10000],
    ['1k', 262144, 10000, 10000],
  ];
  test.each(weights)('%s cpu', (cpu, shares, kubelet, runtime) => {
    const { cgroup, containers } = answer(pod(`{"requests": {"cpu": "${cpu}"}}`));
    expect([cgroup?.v1['cpu.shares'], cgroup?.v2['cpu.weight']]).toEqual([shares, kubelet]);
    expect(containers?.[0]?.cgroup.v2).toMatchObject({
      'cpu.weight': runtime,
      'cpu.weight.old': kubelet,
    });
  });
});

describe('cgroup names', () => {
  const withUid = (resources: string) =>
    answer(pod(resources).replace('"name": "p"', '"name": "p", "uid": "aa-bb"')).cgroup;

  test('per class and driver, the uid without dashes for systemd', () => {
    const names = [
      '{}',
      '{"requests": {"cpu": "1"}}',
      '{"limits": {"cpu": "1", "memory": "1Gi"}}',
    ].map((resources) => [withUid(resources)?.path, withUid(resources)?.systemdPath]);
    expect(names).toEqual([
      [
        'kubepods/besteffort/podaa-bb',
        'kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podaa_bb.slice',
      ],
      [
        'kubepods/burstable/podaa-bb',
        'kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podaa_bb.slice',
      ],
      ['kubepods/podaa-bb', 'kubepods.slice/kubepods-podaa_bb.slice'],
    ]);
  });

  test('a Pod that is not created yet has no uid', () => {
    expect(answer(pod('{}')).cgroup?.path).toBe('kubepods/besteffort/pod<uid>');
  });
});

describe('limits', () => {
  test('less than 10m of cpu is throttled like 10m', () => {
    const { containers } = answer(pod('{"limits": {"cpu": "1m"}}'));
    expect(containers?.[0]?.cgroup.v2['cpu.max']).toBe('1000 100000');
  });

  test('one container without a limit leaves the Pod without one', () => {
    const { cgroup } = answer(pod('{"limits": {"cpu": "1"}}', '', '{"name": "b", "image": "b"}'));
    expect(cgroup?.v2['cpu.max']).toBe('max');
  });

  test('the limit of the Pod stands in for that of a container, down to huge pages', () => {
    const limits = '{"cpu": "2", "memory": "1Gi", "hugepages-2Mi": "4Mi"}';
    const { containers } = answer(pod('{}', `"resources": {"limits": ${limits}},`));
    expect(containers?.[0]).toMatchObject({
      limits: {},
      cgroup: {
        v2: { 'cpu.max': '200000 100000', 'memory.max': '1073741824' },
        hugepages: { '2097152': 4194304 },
      },
    });
  });
});
