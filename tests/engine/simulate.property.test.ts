import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PodView,
  printScenario,
  readScenario,
  simulate,
  type Span,
  type Timeline,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { sourceOf } from './json-source.ts';
import { type World, worlds } from './lifecycle-arbitraries.ts';

/** Who may follow whom; a terminal phase is never left. */
const MAY_FOLLOW: Readonly<Record<string, readonly string[]>> = {
  Pending: ['Running', 'Succeeded', 'Failed'],
  // A lost sandbox starts the Pod anew.
  Running: ['Pending', 'Succeeded', 'Failed'],
  Succeeded: [],
  Failed: [],
};

function lanesOf({ spans }: Timeline): ReadonlyMap<string, readonly Span[]> {
  return Map.groupBy(spans, ({ lane }) => lane);
}

const lives = (check: (timeline: Timeline, world: World, views: readonly PodView[]) => void) => {
  fc.assert(
    fc.property(worlds, (world) => {
      const views: PodView[] = [];
      check(
        simulate(world.pod, world.scenario, (_, view) => views.push(view)),
        world,
        views,
      );
    }),
    { numRuns: 80 },
  );
};

/** The machine may be busy with a browser at the same time. */
const PATIENCE_MS = 60_000;

describe('every simulated life', { timeout: PATIENCE_MS }, () => {
  test('has spans of positive length that do not overlap within a lane', () => {
    lives((timeline) => {
      for (const spans of lanesOf(timeline).values()) {
        for (const [index, { from, to }] of spans.entries()) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to ?? timeline.until).toBeGreaterThanOrEqual(from);
          const next = spans[index + 1];
          if (next) expect(next.from).toBeGreaterThanOrEqual(to ?? Number.POSITIVE_INFINITY);
        }
      }
    });
  });

  test('moves between phases only as the kubelet allows', () => {
    lives((timeline) => {
      const phases = (lanesOf(timeline).get('pod') ?? []).map(({ state }) => state);
      const moves = phases.filter((phase, index) => index > 0 && phase !== phases[index - 1]);
      for (const [index, phase] of moves.entries()) {
        const before = index === 0 ? (phases[0] ?? '') : (moves[index - 1] ?? '');
        expect(MAY_FOLLOW[before]).toContain(phase);
      }
    });
  });

  test('never counts restarts down, container by container', () => {
    lives((_, __, views) => {
      const counts = new Map<string, number>();
      for (const { status } of views) {
        for (const { name, restartCount } of [
          ...status.initContainerStatuses,
          ...status.containerStatuses,
        ]) {
          expect(restartCount).toBeGreaterThanOrEqual(counts.get(name) ?? 0);
          counts.set(name, restartCount);
        }
      }
    });
  });

  test('ends when it is deleted, unless its node is away', () => {
    lives(({ table }, { scenario, pod }) => {
      const isLost = scenario.actions.some(({ do: what }) => what === 'lose-node');
      const deleted = scenario.actions.find(({ do: what }) => what === 'delete');
      if (isLost || deleted === undefined) return;
      // What is under way when the delete comes is ended first: a hook, a stop by a probe.
      const slowest = Math.max(
        30,
        pod.spec.terminationGracePeriodSeconds,
        ...Object.values(scenario.containers).map(({ preStop }) => (preStop?.takes ?? 0) / 1000),
      );
      if (deleted.at / 1000 + 2 * slowest + 10 > (scenario.until ?? 0) / 1000) return;
      expect(table.at(-1)?.gone).toBe(true);
    });
  });

  test('is the same for the same input', () => {
    lives((timeline, { pod, scenario }) => {
      expect(simulate(pod, scenario)).toEqual(timeline);
    });
  });

  test('has its steps and its rows in order', () => {
    lives(({ steps, table }) => {
      for (const list of [steps, table]) {
        for (const [index, { at }] of list.entries()) {
          expect(at).toBeGreaterThanOrEqual(list[index - 1]?.at ?? 0);
        }
      }
    });
  });
});

describe('a scenario', () => {
  test('is the same after it was printed and read', () => {
    fc.assert(
      fc.property(worlds, ({ scenario }) => {
        const { scenario: read, problems } = readScenario(printScenario(scenario));
        expect(problems).toEqual([]);
        expect(read.actions).toEqual(scenario.actions);
        expect(read.images).toEqual(scenario.images);
        for (const [name, facts] of Object.entries(scenario.containers)) {
          const told = read.containers[name] ?? { runs: [], probes: {} };
          expect(told.runs).toEqual(facts.runs);
          expect(told.onStop).toEqual(facts.onStop);
        }
      }),
    );
  });

  test('never throws on what somebody typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readScenario(text).scenario.containers).toBeDefined();
      }),
    );
  });
});

describe('names that every object knows', () => {
  test.each(['constructor', 'valueOf', '__proto__', 'toString'])('%s is a container', (name) => {
    const pod = viewPod(
      sourceOf(
        JSON.stringify({ metadata: { name }, spec: { containers: [{ name, image: name }] } }),
      ),
    );
    expect(simulate(pod, readScenario('until: 5s').scenario).table.at(-1)?.status).toBe('Running');
    const { scenario } = readScenario(
      `until: 5s\ncontainers: {${JSON.stringify(name)}: {runs: [{lasts: 1s, exitCode: 3}]}}`,
    );
    expect(simulate(pod, scenario).table.map(({ status }) => status)).toContain('Error');
  });
});
