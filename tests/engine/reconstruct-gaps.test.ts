/** What is told between two looks at a Pod: by dates, by Events, by rules, or not at all. */
import { describe, expect, it } from 'vitest';
import { readLifecycle, reconstruct } from '../../src/engine/lifecycle/index.ts';
import { sentence } from '../../src/ui/sentences.ts';
import { jsonLines, recording, recordings } from './reconstruct-recordings.ts';

function timelineOf(text: string) {
  const [item] = readLifecycle(text).items;
  if (item === undefined) throw new Error('There is no Pod in the text');
  return reconstruct(item);
}

function lane(text: string, name: string) {
  const own = timelineOf(text).spans.filter((span) => span.lane === name);
  return own.map(({ state, from, to, reason, known }) => [
    from,
    to,
    reason === undefined ? state : `${state} ${reason}`,
    known,
  ]);
}

function steps(text: string, ...codes: readonly string[]) {
  const own = timelineOf(text).steps.filter(({ code }) => codes.includes(code));
  return own.map(({ at, actor, known, params }) => [at, actor, known, params]);
}

/** The lines of a recorded watch from one moment to another, in milliseconds. */
function part(name: string, from: number, to: number): string {
  const lines = jsonLines(recording(name).watch).filter(({ t }) => {
    const at = Number(t) * 1000;
    return at >= from && at <= to;
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** A recorded object alone, as `kubectl get pod -o json` gives it. */
function object(name: string, index: number): string {
  return JSON.stringify(jsonLines(recording(name).watch).at(index)?.['object']);
}

function both(name: string): string {
  return recording(name).watch + recording(name).events;
}

describe('between two snapshots of a watch', () => {
  it('a restart is inferred from the dates of the run before', () => {
    expect(lane(recording('10-').watch, 'container/web')).toEqual([
      [154, 699, 'waiting ContainerCreating', 'observed'],
      [699, 29_699, 'running', 'observed'],
      [29_699, 30_726, 'terminated Completed', 'inferred'],
      [30_726, 59_726, 'running', 'observed'],
      [59_726, 60_654, 'terminated Completed', 'inferred'],
      [60_654, null, 'running', 'observed'],
    ]);
  });

  it('a run is inferred that the kubelet reported late, after a slow postStart', () => {
    expect(lane(recording('26b').watch, 'container/c')).toEqual([
      [279, 1277, 'waiting ContainerCreating', 'observed'],
      [1277, 7282, 'running', 'inferred'],
      [7282, null, 'running', 'observed'],
    ]);
  });

  it('a run that was over before anybody saw it is inferred', () => {
    expect(lane(recording('26-').watch, 'container/c').slice(0, 4)).toEqual([
      [190, 936, 'waiting ContainerCreating', 'observed'],
      [936, 1152, 'running', 'inferred'],
      [1152, 1589, 'terminated Completed', 'inferred'],
      [1589, 1871, 'waiting PostStartHookError', 'observed'],
    ]);
  });

  it('runs that no date tells of are unknown', () => {
    const text = part('05-', 696, 696) + part('05-', 182_660, 182_660);
    expect(lane(text, 'container/c')).toEqual([
      [0, 696, 'waiting ContainerCreating', 'inferred'],
      [696, 696, 'running', 'observed'],
      [696, 96_081, 'unknown', 'unknown'],
      [96_081, 97_081, 'running', 'inferred'],
      [97_081, 182_660, 'terminated Error', 'inferred'],
      [182_660, null, 'running', 'observed'],
    ]);
    expect(steps(text, 'restarted').map(([, , known, params]) => [known, params])).toEqual([
      ['inferred', { container: 'c', restarts: 4 }],
      ['observed', { container: 'c', restarts: 5 }],
    ]);
  });

  it('what was before the watch began is inferred from the first object', () => {
    expect(lane(part('01-', 690, 7000), 'pod')).toEqual([
      [0, 698, 'Pending', 'inferred'],
      [698, 5983, 'Running', 'observed'],
      [5983, 6943, 'Succeeded', 'observed'],
    ]);
  });

  it('a condition that changed and changed back was something else', () => {
    const text = part('11-', 1133, 1133) + part('11-', 17_127, 17_127);
    expect(lane(text, 'condition/Ready').map(([, , state, known]) => [state, known])).toEqual([
      ['False', 'inferred'],
      ['True', 'observed'],
      ['unknown', 'unknown'],
      ['True', 'observed'],
    ]);
  });
});

describe('Events beside a watch', () => {
  it('give the moments of starts and stops', () => {
    expect(lane(both('10-'), 'container/web')).toEqual([
      [154, 690, 'waiting ContainerCreating', 'observed'],
      [690, 30_461, 'running', 'observed'],
      [30_461, 30_484, 'stopping', 'observed'],
      [30_484, 30_695, 'terminated Completed', 'inferred'],
      [30_695, 60_472, 'running', 'observed'],
      [60_472, 60_490, 'stopping', 'observed'],
      [60_490, 60_636, 'terminated Completed', 'inferred'],
      [60_636, null, 'running', 'observed'],
    ]);
  });

  it('tell the answers of probes, counted up to the threshold', () => {
    const of = (kind: string) =>
      steps(both('10-'), 'probe-answered', 'probe-kills')
        .filter(
          ([at, , , params]) => Number(at) < 31_000 && (params as { probe: string }).probe === kind,
        )
        .map(([at, , , params]) => [at, (params as { count?: number }).count]);
    expect(of('startup')).toEqual([
      [2453, 1],
      [4454, 2],
      [6454, 3],
    ]);
    expect(of('liveness')).toEqual([
      [27_456, 1],
      [30_456, 2],
      [30_461, undefined],
    ]);
    expect(lane(both('10-'), 'probe/web/liveness').slice(0, 3)).toEqual([
      [690, 8467, 'waiting', 'inferred'],
      [8467, 30_461, 'success', 'inferred'],
      [30_461, 30_484, 'failure', 'observed'],
    ]);
  });

  it('are merged with what the snapshots show', () => {
    for (const name of ['05-', '10-', '12-', '09-', '15e', '18-', '25a', '32-', '42-']) {
      const codes = ['container-started', 'restarted', 'scheduled', 'crash-backoff', 'evicted'];
      const shown = steps(recording(name).watch, ...codes).length;
      // The last wait is only told by an Event: no snapshot came that shows it.
      const told = steps(both(name), ...codes).length;
      expect(told - shown).toBeGreaterThanOrEqual(0);
      expect(told - shown).toBeLessThanOrEqual(1);
    }
  });

  it('that say nothing of their own are steps all the same', () => {
    expect(steps(both('13b'), 'event')).toEqual([
      [
        10_830,
        'kubelet',
        'observed',
        { reason: 'FailedPreStopHook', message: 'PreStopHook failed' },
      ],
    ]);
    expect(steps(both('13b'), 'pre-stop-started', 'stop-signal')).toEqual([
      [3799, 'kubelet', 'observed', { container: 'main' }],
    ]);
    expect(steps(both('12-'), 'stop-signal')).toEqual([
      [4307, 'kubelet', 'observed', { container: 'main', ms: 5000 }],
    ]);
  });

  it('alone show the runs, and that it ran', () => {
    const { events } = recording('04-');
    expect(lane(events, 'container/job')).toEqual([
      [550, 639, 'waiting ContainerCreating', 'inferred'],
      [639, 3872, 'running', 'observed'],
      [3872, 3978, 'waiting ContainerCreating', 'inferred'],
      [3978, null, 'running', 'observed'],
    ]);
    expect(lane(events, 'pod')).toEqual([
      [129, 639, 'Pending', 'inferred'],
      [639, null, 'Running', 'inferred'],
    ]);
    expect(timelineOf(events).table).toEqual([]);
  });
});

describe('a deletion', () => {
  it('makes the container stop, the endpoint terminate', () => {
    const { watch } = recording('12-');
    expect(lane(watch, 'container/main').slice(1)).toEqual([
      [1176, 4304, 'running', 'observed'],
      [4304, 9591, 'stopping', 'inferred'],
      [9591, 10_174, 'terminated Error', 'observed'],
    ]);
    expect(lane(watch, 'endpoint')).toEqual([
      [1176, 4304, 'ready', 'inferred'],
      [4304, 9591, 'serving-terminating', 'inferred'],
    ]);
    expect(lane(watch, 'deletion')).toEqual([[4304, 10_174, 'grace', 'observed']]);
  });

  it('is not heard of by the kubelet of a lost node', () => {
    const { watch } = recording('z5b');
    expect(lane(watch, 'container/c').slice(1, 3)).toEqual([
      [782, 83_937, 'running', 'observed'],
      [83_937, 85_083, 'stopping', 'inferred'],
    ]);
    const codes = [
      'ready-false-by-controller',
      'taint-evicted',
      'node-returned',
      'delete-requested',
    ];
    expect(steps(watch, ...codes).map(([at, actor]) => [at, actor])).toEqual([
      [44_037, 'node-lifecycle-controller'],
      [54_134, 'taint-eviction-controller'],
      [54_139, 'taint-eviction-controller'],
      [83_937, 'world'],
    ]);
  });

  it('of a mirror Pod does not touch the container', () => {
    const states = lane(recording('30-').watch, 'container/c').map(([, , state]) => state);
    expect(states).not.toContain('stopping');
  });

  it.each([
    ['12h', ['delete-requested', 'delete-again', 'object-removed']],
    ['12l', ['delete-requested', 'force-deleted', 'object-removed']],
    ['14-', ['force-deleted', 'object-removed']],
    ['39d', ['delete-requested', 'object-removed']],
  ])('%s is told step by step', (name, want) => {
    const codes = ['delete-requested', 'delete-again', 'force-deleted', 'object-removed'];
    const { steps: all } = timelineOf(recording(name).watch);
    expect(all.flatMap(({ code }) => (codes.includes(code) ? [code] : []))).toEqual(want);
  });
});

describe('one object alone', () => {
  it('tells everything that its dates tell', () => {
    const pod = object('12-', 5);
    expect(timelineOf(pod).origin).toBe(Date.parse('2026-11-23T13:04:59Z'));
    expect(lane(pod, 'pod')).toEqual([
      [0, 1000, 'Pending', 'inferred'],
      [1000, 4000, 'Running', 'inferred'],
      [4000, null, 'Running', 'observed'],
    ]);
    expect(lane(pod, 'condition/Ready')).toEqual([
      [0, 1000, 'False', 'inferred'],
      [1000, null, 'True', 'observed'],
    ]);
    expect(lane(pod, 'container/main')).toEqual([
      [0, 1000, 'waiting ContainerCreating', 'inferred'],
      [1000, 4000, 'running', 'observed'],
      [4000, null, 'stopping', 'inferred'],
    ]);
    expect(lane(pod, 'endpoint')).toEqual([
      [1000, 4000, 'ready', 'inferred'],
      [4000, null, 'serving-terminating', 'inferred'],
    ]);
    expect(timelineOf(pod).table).toEqual([
      { at: 4000, ready: '1/1', status: 'Terminating', restarts: '0' },
    ]);
  });

  it('in a crash loop tells the last two runs, and that there were others', () => {
    const pod = object('05-', -2);
    expect(lane(pod, 'container/c')).toEqual([
      [0, 183_000, 'unknown', 'unknown'],
      [183_000, 184_000, 'running', 'inferred'],
      [184_000, 349_000, 'terminated Error', 'inferred'],
      [349_000, null, 'running', 'observed'],
    ]);
    expect(lane(pod, 'condition/Ready')).toEqual([
      [0, 349_000, 'unknown', 'unknown'],
      [349_000, null, 'True', 'observed'],
    ]);
  });

  it('that restarted once tells its whole life', () => {
    const pod = object('04-', -1);
    expect(lane(pod, 'container/job')).toEqual([
      [0, 1000, 'waiting ContainerCreating', 'inferred'],
      [1000, 4000, 'running', 'inferred'],
      [4000, 7000, 'running', 'inferred'],
      [7000, null, 'terminated Completed', 'observed'],
    ]);
    expect(lane(pod, 'pod')).toEqual([
      [0, 1000, 'Pending', 'inferred'],
      [1000, 9000, 'Running', 'inferred'],
      [9000, null, 'Succeeded', 'observed'],
    ]);
  });

  it('with the ages of kubectl describe', () => {
    const described = `Events:
  Type     Reason     Age                  From               Message
  ----     ------     ----                 ----               -------
  Normal   Scheduled  6m                   default-scheduler  Successfully assigned a/p to node1
  Normal   Started    11s (x7 over 6m)     kubelet            spec.containers{c}: Container started
  Warning  BackOff    10s (x9 over 5m57s)  kubelet            spec.containers{c}: Back-off restarting failed container c in pod p_a(1)
`;
    expect(steps(`${object('05-', -2)}\n${described}`, 'restarted', 'crash-backoff')).toEqual([
      [3000, 'kubelet', 'inferred', { container: 'c', ms: 10_000, until: 13_000 }],
      [183_000, 'kubelet', 'inferred', { container: 'c', restarts: 5 }],
      [349_000, 'kubelet', 'observed', { container: 'c', restarts: 6 }],
      [350_000, 'kubelet', 'inferred', { container: 'c', ms: 300_000, until: 650_000 }],
    ]);
  });

  it('ends where the reader looks at it', () => {
    const [item] = readLifecycle(object('05-', -2)).items;
    if (item === undefined) throw new Error('There is no Pod in the text');
    expect(reconstruct(item).until).toBe(349_000);
    expect(reconstruct(item, { until: 500_000 }).until).toBe(500_000);
  });

  it('without a status has nothing to tell', () => {
    const manifest = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}';
    expect(timelineOf(manifest)).toMatchObject({ origin: null, spans: [], steps: [], until: 0 });
  });
});

/** A user trial: sentences that the recording belies. */
describe('nothing is made up', () => {
  it.each([
    {
      what: 'an endpoint of a Pod that is not Ready',
      text: () => object('05-', -1),
      codes: ['endpoint-added', 'endpoint-changed'],
      told: [],
    },
    {
      what: 'the grace of an eviction by the kubelet',
      text: () => both('25a'),
      codes: ['stop-signal'],
      told: [{ container: 'c', grace: 'unknown' }],
    },
    {
      what: 'traffic for a Pod that is deleted',
      text: () => both('z5b'),
      codes: ['node-returned', 'pod-ready'],
      told: [{}, {}, { endpoint: 'terminating' }],
    },
  ])('$what', ({ text, codes, told }) => {
    expect(steps(text(), ...codes).map(([, , , params]) => params)).toEqual(told);
  });

  it.each([
    { text: '09c', cause: 'created', effect: 'scheduled' },
    { text: '05-', cause: 'exit-seen', effect: 'crash-backoff' },
    { text: '23c', cause: 'restart-all', effect: 'stop-signal' },
  ])('$cause comes before $effect ($text)', ({ text, cause, effect }) => {
    const codes = timelineOf(both(text)).steps.map(({ code }) => code as string);
    expect(codes.indexOf(cause)).toBeGreaterThanOrEqual(0);
    expect(codes.indexOf(cause)).toBeLessThan(codes.indexOf(effect));
  });
});

describe('every step', () => {
  it.each(recordings)('of $name has what its sentence speaks of', ({ watch, events }) => {
    const objects = jsonLines(watch).map((line) => JSON.stringify(line['object']));
    for (const text of [watch, watch + events, events, ...objects]) {
      for (const item of readLifecycle(text).items) {
        for (const { code, params } of reconstruct(item).steps) {
          for (const said of sentence(code, params)) {
            expect(said).not.toBe(code);
            // Resources are JSON; a message may quote anything.
            if (code !== 'edited' && !('message' in params)) expect(said).not.toMatch(/[{}]/);
          }
        }
      }
    }
  });
});

describe('a crash loop without a clock', () => {
  it('shows the back-off at the end of a short wait, and after a minute of a long one', () => {
    const text = jsonLines(recording('05-').watch).map((line) => JSON.stringify(line['object']));
    const shown = steps(text.join('\n'), 'backoff-shown').map(([at]) => at);
    expect(shown).toEqual([18_000, 42_000, 96_000, 157_000, 244_000]);
  });

  it('stands where managedFields put it, if they were pasted', () => {
    const text = jsonLines(recording('05-').watch).map(({ time, object: pod }) => {
      const { metadata, ...rest } = pod as { metadata: object };
      const managedFields = [{ manager: 'kubelet', time: `${String(time).slice(0, 19)}Z` }];
      return JSON.stringify({ ...rest, metadata: { ...metadata, managedFields } });
    });
    const shown = steps(text.join('\n'), 'backoff-shown').map(([at]) => at);
    expect(shown).toEqual([17_000, 41_000, 95_000, 157_000, 256_000]);
  });
});
