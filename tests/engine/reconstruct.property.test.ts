/** Any part of a watch, timed or not, with or without its Events: a timeline that could have been. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LifecycleItem,
  type Reconstruction,
  type Span,
  readLifecycle,
  reconstruct,
} from '../../src/engine/lifecycle/index.ts';
import { jsonLines, recordings } from './reconstruct-recordings.ts';

type Line = Record<string, unknown>;

const sources = recordings.map(({ watch, events }) => ({
  watch: jsonLines(watch),
  events: jsonLines(events),
}));

/** What is left of a line when somebody pastes it from elsewhere. */
const strip: readonly ((line: Line) => unknown)[] = [
  (line) => line,
  ({ time: _, ...line }) => line,
  ({ t: _, ...line }) => line,
  ({ t: _, time: __, ...line }) => line,
  ({ object }) => object,
];

const part = fc.constantFrom(...sources).chain(({ watch, events }) =>
  fc.record({
    watch: fc.oneof(
      fc.subarray(watch, { minLength: 1 }),
      fc.nat(watch.length - 1).map((count) => watch.slice(0, count + 1)),
      fc.nat(watch.length - 1).map((count) => watch.slice(count)),
    ),
    events: fc.oneof(fc.constant([]), fc.subarray(events)),
    how: fc.constantFrom(...strip),
  }),
);

const items = part.map(({ watch, events, how }) => {
  const lines = [...watch.map(how), ...events].map((line) => JSON.stringify(line));
  return readLifecycle(lines.join('\n')).items;
});

function holds(check: (timeline: Reconstruction, item: LifecycleItem) => void): void {
  fc.assert(
    fc.property(items, (each) => {
      for (const item of each) check(reconstruct(item), item);
    }),
    { numRuns: 150 },
  );
}

function byLane({ spans }: Reconstruction): readonly (readonly Span[])[] {
  return [...Map.groupBy(spans, ({ lane }) => lane).values()];
}

function expectLanes(timeline: Reconstruction): void {
  for (const lane of byLane(timeline)) {
    for (const [index, { from, to }] of lane.entries()) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(Number.isInteger(from)).toBe(true);
      const next = lane[index + 1];
      if (to === null) expect(next).toBeUndefined();
      else expect(to).toBeGreaterThanOrEqual(from);
      if (next) expect(next.from).toBeGreaterThanOrEqual(to ?? Infinity);
    }
  }
}

describe('a timeline out of any part of a recording', () => {
  it('has spans that neither end before they begin nor overlap', () => {
    holds(expectLanes);
  });

  it('ends within what is shown, steps and rows in order', () => {
    holds(({ spans, steps, table, until }) => {
      for (const { from, to } of spans) expect(to ?? from).toBeLessThanOrEqual(until);
      for (const list of [steps, table]) {
        const times = list.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const at of times) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(until);
        }
      }
    });
  });

  it('moves the phase only as the kubelet may', () => {
    holds((timeline, { snapshots }) => {
      const lives = new Set(snapshots.map(({ view }) => view.uid)).size;
      const phases = timeline.spans.filter(({ lane }) => lane === 'pod').map(({ state }) => state);
      for (const [index, phase] of phases.entries()) {
        const next = phases[index + 1];
        const isOver = phase === 'Succeeded' || phase === 'Failed';
        if (isOver && lives === 1) expect([undefined, phase]).toContain(next);
        expect(['Pending', 'Running', 'Succeeded', 'Failed', 'unknown']).toContain(phase);
      }
    });
  });

  it('counts restarts up', () => {
    holds(({ steps }, { snapshots }) => {
      if (new Set(snapshots.map(({ view }) => view.uid)).size !== 1) return;
      const starts = steps.filter(({ code }) => code === 'restarted');
      for (const own of Map.groupBy(starts, ({ params }) => params['container']).values()) {
        const counts = own.map(({ params }) => Number(params['restarts']));
        expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
      }
    });
  });

  it('leaves nothing behind when the object is gone', () => {
    holds(({ spans, table }, { snapshots }) => {
      if (snapshots.at(-1)?.type !== 'DELETED') return;
      expect(spans.filter(({ to }) => to === null)).toEqual([]);
      expect(table.at(-1)?.gone).toBe(true);
    });
  });

  it('shows at each snapshot what the snapshot shows', () => {
    holds(({ spans }, { snapshots }) => {
      const lanes = Map.groupBy(spans, ({ lane }) => lane);
      for (const { at, view } of snapshots) {
        const states = (lane: string) =>
          (lanes.get(lane) ?? []).flatMap(({ state, from, to }) =>
            from <= at && (to ?? at) >= at ? [state] : [],
          );
        expect(states('pod')).toContain(view.status.phase);
        for (const { type, status } of view.status.conditions) {
          expect(states(`condition/${type}`)).toContain(status);
        }
        for (const { name, state } of view.status.containerStatuses) {
          const shown = states(`container/${name}`);
          const isRunning = shown.includes('running') || shown.includes('stopping');
          if (state.running) expect(isRunning).toBe(true);
          else expect(shown).toContain(state.terminated ? 'terminated' : 'waiting');
        }
      }
    });
  });
});

/** Dates, counts and words that no kubelet would write. */
const odd = fc.constantFrom(
  ...[
    '2026-11-23T13:02:43Z',
    '2026-11-23T13:09:00Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ],
  ...['0001-01-01T00:00:00Z', '', 'yes', 'Pending', 'Succeeded', 'True', '__proto__', 'c'],
  ...[null, 0, -5, 3, 1e9, 1e300, 0.5, true],
);

describe('a timeline out of objects that cannot be', () => {
  it('keeps its shape', () => {
    const text = part.chain(({ watch, events, how }) =>
      fc
        .tuple(fc.infiniteStream(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), odd)))
        .map(([changes]) => {
          const change = (key: string, value: unknown) => {
            if (value !== null && typeof value === 'object') return value;
            const { value: next } = changes.next();
            return key !== 'kind' && key !== 'apiVersion' && next && next[0] < 0.05
              ? next[1]
              : value;
          };
          const lines = [...watch.map(how), ...events];
          return lines.map((line) => JSON.stringify(line, change)).join('\n');
        }),
    );
    fc.assert(
      fc.property(text, (broken) => {
        for (const item of readLifecycle(broken).items) expectLanes(reconstruct(item));
      }),
      { numRuns: 150 },
    );
  });
});
