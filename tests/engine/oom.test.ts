import { describe, expect, test } from 'vitest';
import { lineIndex, podIn, slotsIn, workingContainers } from '../../src/engine/pod/index.ts';
import { type OomCode, classify, oomScores } from '../../src/engine/qos/index.ts';
import { oomMessages } from '../../src/ui/qos-messages.ts';
import { GATES_1_37 } from '../../src/engine/versions.ts';
import { loadFixture } from '../fixtures.ts';
import { sourceOf } from './json-source.ts';
import { type OracleFile, answerOf } from './pod-oracle.ts';

interface OomCase {
  readonly id: string;
  readonly gates: {
    readonly PodLevelResources: boolean;
    readonly DRANodeAllocatableResources: boolean;
  };
  readonly nodeMemoryCapacityBytes: number;
  readonly pod: unknown;
  readonly expected: Readonly<Record<string, { readonly computed: number }>>;
}

const { cases } = loadFixture<{ readonly cases: readonly OomCase[] }>('cases/oom-cases.json');

/** Not modelled: the gate is alpha in 1.37 and off. */
const modelled = cases.filter(({ gates }) => !gates.DRANodeAllocatableResources);

describe('oom_score_adj', () => {
  test('the cases that are left out need the DRA gate', () => {
    expect(cases.length - modelled.length).toBe(7);
  });

  test.each(modelled.map((item) => [item.id, item] as const))('%s', (_id, item) => {
    const text = JSON.stringify(item.pod);
    const [slot] = slotsIn([{ node: sourceOf(text) }], lineIndex(text)).slots;
    if (slot === undefined) throw new Error('no Pod');
    const { resources, ...rest } = podIn(slot);
    const podLevel = item.gates.PodLevelResources && resources !== undefined;
    // As the upstream tests do: no defaulting before.
    const subject = podLevel ? { ...rest, resources } : rest;
    const { qosClass } = classify(subject, GATES_1_37);
    const scoreOf = oomScores(subject, qosClass, BigInt(item.nodeMemoryCapacityBytes));
    const scores = workingContainers(subject).map((one) => [one.name, scoreOf(one).score]);
    const wanted = Object.entries(item.expected).map(([name, { computed }]) => [name, computed]);
    expect(Object.fromEntries(scores)).toMatchObject(Object.fromEntries(wanted));
  });

  test('every way to come to a score occurs', () => {
    const found = new Set<OomCode>();
    for (const name of ['oracle/pods.json.gz', 'oracle/pods-odd.json.gz']) {
      for (const item of loadFixture<OracleFile>(name).items) {
        const containers = answerOf(item, 2 ** 32)?.containers ?? [];
        for (const { oom } of containers) found.add(oom.code);
      }
    }
    expect([...found].sort()).toEqual(Object.keys(oomMessages).sort());
  });
});
