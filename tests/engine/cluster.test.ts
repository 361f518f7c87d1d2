/** The small cluster against what a real v1.37.2 control plane wrote for the same commands. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { driving } from '../../src/engine/cluster/index.ts';
import { type Step, tellStory } from '../../src/engine/control-plane/index.ts';
import { runToEnd } from '../../src/engine/run-to-end.ts';
import { loadFixture } from '../fixtures.ts';
import { type History, historiesOf } from './cluster-histories.ts';
import { merges } from './cluster-merges.ts';
import { orderOf, type RuleName } from './cluster-order.ts';

const recordings = new Map(
  loadFixture<readonly { readonly name: string; readonly text: string }[]>(
    'recordings/control-plane.json.gz',
  ).map(({ name, text }) => [name, text]),
);

function manifest(name: string): string {
  const url = new URL(`../fixtures/manifests/control-plane/${name}.yaml`, import.meta.url);
  return readFileSync(url, 'utf8');
}

const COMMON = [
  'a ReplicaSet is created before its Pods',
  'a Pod is created before it is bound',
  'it is bound before the kubelet writes its first status',
  'it is Running before its endpoint appears',
  'it is Ready before its ReplicaSet counts it',
  'a ReplicaSet counts before its Deployment does',
] as const satisfies readonly RuleName[];

const WEB = 'a-apply-deployment-service';

interface Case {
  readonly name: string;
  /** Of the manifest, where several recordings applied the same one. */
  readonly applied?: string;
  readonly script: readonly string[];
  /** What is written before, milliseconds, happened before the recording began. */
  readonly from: number;
  readonly rules?: readonly RuleName[];
}

const UP = '0s kubectl apply -f web.yaml';

const cases: readonly Case[] = [
  { name: WEB, script: [UP], from: 0 },
  {
    name: 'b-scale',
    applied: WEB,
    script: [
      UP,
      '10s kubectl scale deployment/web --replicas=4',
      '15.7s kubectl scale deployment/web --replicas=1',
    ],
    from: 10_000,
  },
  {
    name: 'c1-rolling-update',
    script: [UP, '10s kubectl set image deployment/web web=agent:1.1'],
    from: 10_000,
    rules: ['each new Pod is Ready before the next old one is deleted'],
  },
  {
    name: 'c2-recreate-update',
    script: [UP, '10s kubectl set image deployment/web web=agent:1.1'],
    from: 10_000,
    rules: ['all old Pods have ended before the new ReplicaSet'],
  },
  {
    name: 'e-delete-pod',
    applied: WEB,
    script: [UP, '10s kubectl delete pod oldest'],
    from: 10_000,
    rules: ['the replacement is created before the old Pod has ended'],
  },
  {
    name: 'f-delete-cascade-background',
    applied: WEB,
    script: [UP, '10s kubectl delete deployment web'],
    from: 10_000,
  },
  {
    name: 'f-delete-cascade-foreground',
    applied: WEB,
    script: [UP, '10s kubectl delete deployment web --cascade=foreground'],
    from: 10_000,
    rules: ['what is owned goes before its owner'],
  },
  {
    name: 'l1-service-selector',
    script: [
      UP,
      '10s kubectl set selector service web app=green',
      '11.1s kubectl set selector service web app=red',
    ],
    from: 10_000,
  },
  {
    name: 'p-scheduler-down',
    applied: WEB,
    script: ['0s stop scheduler', UP, '8s start scheduler'],
    from: 0,
  },
  {
    name: 'q1-controller-manager-down-apply',
    script: ['0s stop controller-manager', UP, '10s start controller-manager'],
    from: 0,
  },
];

function recorded(name: string): readonly Step[] {
  return tellStory(recordings.get(name) ?? '').steps;
}

function driven({ name, applied = name, script }: Case): readonly Step[] {
  const drive = runToEnd(driving(manifest(applied), script.join('\n')));
  expect([...drive.problems, ...drive.scriptProblems]).toEqual([]);
  return drive.story.steps;
}

/** What only one of the two has, each as often as it has it more. */
function difference(one: readonly History[], other: readonly History[]): readonly History[] {
  const left = other.map((history) => JSON.stringify(history));
  return one.filter((history) => {
    const at = left.indexOf(JSON.stringify(history));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The one recording in which two watch events came 1 ms apart and were answered one by one. */
const SEEN_APART = 'f-delete-cascade-foreground';

describe('the histories of a play', () => {
  it.each(cases.filter(({ name }) => name !== SEEN_APART))('$name', (each) => {
    const real = historiesOf(recorded(each.name));
    expect(real.length).toBeGreaterThan(0);
    expect(historiesOf(driven(each), each.from)).toEqual(real);
  });

  it.each(cases.filter(({ name }) => name === SEEN_APART))('$name', (each) => {
    const real = historiesOf(recorded(each.name));
    const played = historiesOf(driven(each), each.from);
    const missing = difference(real, played);
    const instead = difference(played, real);
    expect(missing.map(({ object }) => object)).toEqual(['ReplicaSet A', 'deployments web']);
    expect(instead).toHaveLength(missing.length);
    for (const [index, history] of missing.entries()) {
      expect(merges(history, instead[index] ?? { object: '', writes: [] })).toBe(true);
    }
  });
});

describe('what merging allows', () => {
  const STATUS = 'replicaset-controller update status';
  const real: History = {
    object: 'ReplicaSet A',
    writes: [
      `${STATUS} | status.readyReplicas 1 | status.replicas 1`,
      `${STATUS} | status.readyReplicas none | status.terminatingReplicas 2`,
      'generic-garbage-collector patch | removed',
    ],
  };
  const [first = '', second = '', last = ''] = real.writes;
  const both = `${STATUS} | status.readyReplicas none | status.replicas 1 | status.terminatingReplicas 2`;

  it.each<[string, readonly string[], boolean]>([
    ['nothing merged', real.writes, true],
    ['two neighbours merged', [both, last], true],
    ['an earlier value wins', [both.replace('Replicas none', 'Replicas 1'), last], false],
    [
      'a value that nobody wrote',
      [both.replace('terminatingReplicas 2', 'terminatingReplicas 1'), last],
      false,
    ],
    ['a write left out', [second, last], false],
    ['the last one left out', [both], false],
    ['a write too many', [first, second, last, last], false],
    ['another order', [second, first, last], false],
  ])('%s', (_, writes, isFine) => {
    expect(merges(real, { object: 'ReplicaSet A', writes })).toBe(isFine);
  });

  test('neither another object, nor three in one, nor two components, nor writes of a spec', () => {
    expect(merges(real, { ...real, object: 'ReplicaSet B' })).toBe(false);
    const three = {
      object: 'o',
      writes: [`${STATUS} | a 1`, `${STATUS} | b 1`, `${STATUS} | c 1`],
    };
    expect(merges(three, { object: 'o', writes: [`${STATUS} | a 1 | b 1 | c 1`] })).toBe(false);
    const mixed = {
      object: 'o',
      writes: [`${STATUS} | a 1`, 'node-controller update status | b 1'],
    };
    expect(merges(mixed, { object: 'o', writes: [`${STATUS} | a 1 | b 1`] })).toBe(false);
    const spec = { object: 'o', writes: ['x update | a 1', 'x update | b 1'] };
    expect(merges(spec, { object: 'o', writes: ['x update | a 1 | b 1'] })).toBe(false);
  });
});

describe('the order between objects', () => {
  it.each(cases)('$name', (each) => {
    const rules = [...COMMON, ...(each.rules ?? [])];
    const real = orderOf(recorded(each.name), rules);
    const played = orderOf(
      driven(each).filter(({ at }) => at >= each.from),
      rules,
    );
    expect(real.broken).toEqual([]);
    expect(played.broken).toEqual([]);
    // What was looked at is there in both, as often: no rule holds because it never applied.
    const merged = { 'a ReplicaSet counts before its Deployment does': 2 };
    const wanted = each.name === SEEN_APART ? { ...real.applied, ...merged } : real.applied;
    expect(played.applied).toEqual(wanted);
    for (const rule of each.rules ?? []) expect(real.applied[rule]).toBeGreaterThan(0);
  });

  test('every rule applies somewhere, and fails on the same story told backwards', () => {
    for (const rule of [...new Set([...COMMON, ...cases.flatMap(({ rules = [] }) => rules)])]) {
      const fitting = cases.filter(
        (each) => COMMON.some((common) => common === rule) || each.rules?.includes(rule),
      );
      const stories = fitting.map((each) => recorded(each.name));
      const applied = stories.map((steps) => orderOf(steps, [rule]).applied[rule] ?? 0);
      expect([rule, applied.some((count) => count > 0)]).toEqual([rule, true]);
      const broken = stories.flatMap((steps) => orderOf(steps.toReversed(), [rule]).broken);
      expect([rule, broken.length > 0]).toEqual([rule, true]);
    }
  });
});
