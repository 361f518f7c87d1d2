/** The small cluster against what a real v1.37.2 control plane wrote for the same commands. */
import { describe, expect, it, test } from 'vitest';
import { type Step, tellStory } from '../../src/engine/control-plane/index.ts';
import { loadFixture } from '../fixtures.ts';
import {
  cases,
  COMMON,
  type ControlPlaneRecording,
  difference,
  driven,
  SEEN_APART,
} from './cluster-cases.ts';
import { type History, historiesOf } from './cluster-histories.ts';
import { merges } from './cluster-merges.ts';
import { orderOf } from './cluster-order.ts';

const recordings = new Map(
  loadFixture<readonly ControlPlaneRecording[]>('recordings/control-plane.json.gz').map(
    ({ name, text }) => [name, text],
  ),
);

function recorded(name: string): readonly Step[] {
  return tellStory(recordings.get(name) ?? '').steps;
}

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

/** What chance decides: whether an image was there, a probe came before the server, a cache was late. */
const CHANCE = /Pulling|Successfully pulled|Get "http|FailedToCreateEndpoint/;

/** What is told in Events: by whom, of which kind of object, in which words; made-up names left out. */
function told(steps: readonly Step[]): readonly string[] {
  const lines = steps.flatMap(({ kind, component, told: event }) =>
    kind === 'event' && event && event.reason !== ''
      ? [`${component} ${event.reason} ${event.on.split('/')[0]}: ${event.message}`]
      : [],
  );
  const plain = lines.map((line) =>
    line
      .replaceAll(/\b(web|blue|green)-[a-z0-9]{8,10}(-[a-z0-9]{5})?/g, 'NAME')
      .replace(/assigned [^/]+\//, 'assigned NAMESPACE/'),
  );
  return [...new Set(plain)].filter((line) => !CHANCE.test(line)).toSorted();
}

describe('the Events of a play', () => {
  it.each(cases)('$name', (each) => {
    const played = driven(each).filter(({ at }) => at >= each.from);
    expect(told(played)).toEqual(told(recorded(each.name)));
  });

  test('all kinds are among them', () => {
    const all = new Set(cases.flatMap(({ name }) => told(recorded(name))));
    const reasons = new Set([...all].map((line) => line.split(' ')[1]));
    for (const reason of ['Scheduled', 'Pulled', 'Created', 'Started', 'Unhealthy', 'Killing']) {
      expect(reasons).toContain(reason);
    }
    for (const reason of ['ScalingReplicaSet', 'SuccessfulCreate', 'SuccessfulDelete']) {
      expect(reasons).toContain(reason);
    }
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
