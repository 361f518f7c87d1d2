/** Whatever mix of objects, watches and Events is pasted: one item a Pod, in order, on one clock. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readLifecycle } from '../../src/engine/lifecycle/index.ts';
import { jsonLines, recording, recordings } from './reconstruct-recordings.ts';

const crash = recording('05-');
const watched = jsonLines(crash.watch);
const objects = watched.map(({ object }) => object);
const recorded = readLifecycle(crash.watch);

function views(text: string) {
  return readLifecycle(text).items.map(({ snapshots }) => snapshots.map(({ view }) => view));
}

function times(text: string) {
  return readLifecycle(text).items.map(({ snapshots }) => snapshots.map(({ at }) => at));
}

describe('a recorded watch', () => {
  it.each(recordings)('$name is read whole', ({ watch, events, actions }) => {
    const { items, problems, actions: done } = readLifecycle(watch + events + actions);
    expect(problems).toEqual([]);
    const lines = jsonLines(watch);
    expect(items.reduce((sum, { snapshots }) => sum + snapshots.length, 0)).toBe(lines.length);
    expect(done).toHaveLength(jsonLines(actions).length);
    const names = new Set(lines.map(({ object }) => nameOf(object)));
    expect(new Set(items.map(({ object }) => object.name))).toEqual(names);
    const told = jsonLines(events).filter(({ involvedObject }) => isPod(involvedObject));
    const at = items.flatMap((item) => item.events.map((event) => event.at));
    for (const { t } of told) expect(at).toContain(Math.round(Number(t) * 1000));
  });

  it('has its own clock', () => {
    const [item] = recorded.items;
    expect(item?.snapshots.map(({ at }) => at)).toEqual(
      watched.map(({ t }) => Math.round(Number(t) * 1000)),
    );
    expect(item?.origin).toBe(Date.parse('2026-11-23T13:02:43.542Z') - 123);
  });

  it('without `time` has the same clock to a second', () => {
    const text = watched.map(({ time: _, ...line }) => JSON.stringify(line)).join('\n');
    const [item] = readLifecycle(text).items;
    expect(item?.snapshots.map(({ at }) => at)).toEqual(
      recorded.items[0]?.snapshots.map(({ at }) => at),
    );
    expect(Math.abs((item?.origin ?? 0) - (recorded.items[0]?.origin ?? 0))).toBeLessThan(1000);
  });

  it('of a Pod that was there long before counts from the creation of the Pod', () => {
    const late = watched
      .slice(10)
      .map(({ time: _, ...line }, at) => JSON.stringify({ ...line, t: at }));
    const [item] = readLifecycle(late.join('\n')).items;
    expect(item?.origin).toBe(Date.parse('2026-11-23T13:02:43Z'));
    expect(item?.snapshots[0]?.at).toBeGreaterThan(15_000);
  });

  it('shares the spec while it does not change', () => {
    const [first, second, third] = recorded.items[0]?.snapshots ?? [];
    expect(second?.view.spec).not.toBe(first?.view.spec);
    expect(third?.view.spec).toBe(second?.view.spec);
  });

  it('tells lives of one name apart by their uid', () => {
    const { items } = readLifecycle(recording('30-').watch);
    expect(items).toHaveLength(1);
    expect(items[0]?.snapshots.filter(({ type }) => type === 'ADDED')).toHaveLength(2);
  });
});

describe('the same objects', () => {
  const want = views(crash.watch);

  it.each([
    ['pretty printed', watched.map((line) => JSON.stringify(line, null, 4)).join('\n')],
    ['without the watch around them', objects.map((line) => JSON.stringify(line)).join('\n')],
    ['as YAML documents', objects.map((line) => `---\n${stringify(line)}`).join('\n')],
    ['as a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })],
    ['as an array', JSON.stringify(objects)],
    ['in one line', objects.map((line) => JSON.stringify(line)).join('')],
    ['with CRLF', crash.watch.replaceAll('\n', '\r\n')],
    ['after a prompt', `$ kubectl get pod p -o json --watch\n${crash.watch}`],
    ['among Events', crash.events + crash.watch],
  ])('%s', (_, text) => {
    expect(views(text)).toEqual(want);
  });

  it('in any order', () => {
    const lines = crash.watch.trim().split('\n');
    const order = fc.shuffledSubarray(lines, { minLength: lines.length });
    fc.assert(
      fc.property(order, (shuffled) => {
        expect(views(shuffled.join('\n'))).toEqual(want);
      }),
      { numRuns: 20 },
    );
  });

  it('twice, from a watch and a later get', () => {
    expect(times(crash.watch + JSON.stringify(objects.at(-1)))).toEqual(times(crash.watch));
  });

  it('without a clock stand where their dates put them, a back-off at its end', () => {
    const text = objects.map((line) => JSON.stringify(line)).join('\n');
    const [untimed = []] = times(text);
    const [timed = []] = times(crash.watch);
    expect(untimed).toHaveLength(timed.length);
    for (const [index, at] of untimed.entries()) {
      // Cut to seconds; of a wait longer than a minute only its beginning is known.
      expect(Math.abs(at - (timed[index] ?? 0))).toBeLessThan(13_000);
    }
  });
});

describe('Events', () => {
  const events = jsonLines(crash.events);
  const told = readLifecycle(crash.watch + crash.events).items[0]?.events ?? [];
  const v1 = events.map(({ t: _, watch: __, ...event }) => ({
    apiVersion: 'v1',
    kind: 'Event',
    ...event,
  }));

  it('have the clock of the watch', () => {
    expect(told).toHaveLength(events.length);
    expect(told[1]).toEqual({
      at: 597,
      clock: 'watch',
      type: 'Normal',
      reason: 'Pulled',
      message:
        'Container image "registry.example/busybox:1.35" already present on machine and can be accessed by the pod',
      count: 1,
      source: 'kubelet',
      container: 'c',
    });
  });

  it.each([
    ['a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: v1 })],
    ['an EventList', JSON.stringify({ apiVersion: 'v1', kind: 'EventList', items: v1 })],
    ['a watch', v1.map((object) => JSON.stringify({ type: 'ADDED', object })).join('\n')],
    ['YAML', v1.map((object) => `---\n${stringify(object)}`).join('')],
  ])('as %s have their dates', (_, text) => {
    const [item] = readLifecycle(`${text}\n${crash.watch}`).items;
    const started = item?.events.filter(
      ({ reason, clock }) => reason === 'Started' && clock === 'object',
    );
    expect(started?.map(({ count }) => count)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const event of started ?? []) {
      const { at = 0 } =
        told.find(({ reason, count }) => reason === 'Started' && count === event.count) ?? {};
      expect(at - event.at).toBeGreaterThanOrEqual(0);
      expect(at - event.at).toBeLessThan(1100);
    }
  });

  it('of events.k8s.io are the same', () => {
    const text = JSON.stringify({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      regarding: {
        kind: 'Pod',
        namespace: 'a',
        name: 'p',
        fieldPath: 'spec.initContainers{setup}',
      },
      note: 'Container started',
      type: 'Normal',
      reason: 'Started',
      reportingController: 'kubelet',
      eventTime: '2026-11-23T13:00:00.250000Z',
      series: { count: 3, lastObservedTime: '2026-11-23T13:00:30.500000Z' },
    });
    const [item] = readLifecycle(text).items;
    expect(item?.object).toEqual({ kind: 'Pod', namespace: 'a', name: 'p' });
    expect(
      item?.events.map(({ at, count, container, source }) => [at, count, container, source]),
    ).toEqual([
      [0, 1, 'setup', 'kubelet'],
      [30_250, 3, 'setup', 'kubelet'],
    ]);
  });

  it('of other objects are left out and counted', () => {
    const { watch, events: all } = recording('31-');
    const { items, skipped } = readLifecycle(watch + all);
    expect(items.map(({ object }) => object.name)).toEqual(['j-dzmpt', 'j-4lrvg', 'j-bdsc7']);
    expect(skipped).toEqual([{ kind: 'Event', count: 4 }]);
  });

  it('alone are a Pod too', () => {
    const { items } = readLifecycle(crash.events);
    expect(items.map(({ snapshots, events: own }) => [snapshots.length, own.length])).toEqual([
      [0, events.length],
    ]);
  });

  it('repeated between a watch and a list are told once', () => {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: v1 });
    const [item] = readLifecycle(`${list}\n${crash.watch}${crash.events}`).items;
    const brief = told.map(({ reason, count }) => [reason, count]);
    expect(item?.events.map(({ reason, count }) => [reason, count])).toEqual(brief);
  });
});

const describedPod = `Name:             p
Namespace:        web
Node:             node1/10.11.0.2
Start Time:       Mon, 23 Nov 2026 13:02:59 +0000
Status:           Running
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Normal   Scheduled  47s                default-scheduler  Successfully assigned web/p to node1
  Warning  BackOff    30s (x2 over 43s)  kubelet            spec.containers{job}: Back-off restarting failed container job in pod p_web(22690449)
  Normal   Started    6s (x4 over 47s)   kubelet            spec.containers{job}: Container started
`;
const pod = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: web, uid: u, creationTimestamp: "2026-11-23T13:02:58Z"}
spec: {containers: [{name: job, image: job}]}
status:
  phase: Running
  conditions: [{type: PodScheduled, status: "True", lastTransitionTime: "2026-11-23T13:02:58Z"}]
`;

describe('tables of Events', () => {
  const row = ({
    at,
    reason,
    count,
    container,
  }: {
    at: number;
    reason: string;
    count: number;
    container?: string;
  }) => [at, reason, count, container];
  const rows = (text: string) => readLifecycle(text).items.map((item) => item.events.map(row));

  it('of kubectl describe count from the oldest', () => {
    expect(readLifecycle(describedPod).items[0]?.object).toEqual({
      kind: 'Pod',
      namespace: 'web',
      name: 'p',
    });
    expect(rows(describedPod)).toEqual([
      [
        [0, 'Scheduled', 1, undefined],
        [0, 'Started', 1, 'job'],
        [4000, 'BackOff', 1, 'job'],
        [17_000, 'BackOff', 2, 'job'],
        [41_000, 'Started', 4, 'job'],
      ],
    ]);
  });

  it('beside their Pod have its clock', () => {
    expect(rows(`${describedPod}${pod}`)[0]?.map(([at]) => at)).toEqual([
      1000, 1000, 5000, 18_000, 42_000,
    ]);
  });

  it.each([
    [
      'kubectl get events',
      'LAST SEEN   TYPE      REASON      OBJECT        MESSAGE\n' +
        '6m13s       Normal    Scheduled   pod/p         Successfully assigned web/p to node1\n' +
        '5s          Warning   BackOff     pod/p         Back-off restarting failed container c in pod p_web(abc)\n' +
        '9s          Normal    Killed      node/n        Not a Pod\n',
    ],
    [
      'kubectl events -A',
      'NAMESPACE   LAST SEEN            TYPE      REASON      OBJECT   MESSAGE\n' +
        'web         6m13s                Normal    Scheduled   Pod/p    Successfully assigned web/p to node1\n' +
        'web         5s                   Warning   BackOff     Pod/p    Back-off restarting failed container c in pod p_web(abc)\n',
    ],
    [
      'kubectl get events -o wide',
      'LAST SEEN   TYPE      REASON      OBJECT   SUBOBJECT             SOURCE              MESSAGE                                                    FIRST SEEN   COUNT   NAME\n' +
        '6m13s       Normal    Scheduled   pod/p                          default-scheduler   Successfully assigned web/p to node1                       6m13s        1       p.18\n' +
        '5s          Warning   BackOff     pod/p    spec.containers{c}    kubelet, node1      Back-off restarting failed container c in pod p_web(abc)   5s           1       p.19\n',
    ],
  ])('of %s', (_, text) => {
    expect(rows(text)).toEqual([
      [
        [0, 'Scheduled', 1, undefined],
        [368_000, 'BackOff', 1, 'c'],
      ],
    ]);
  });

  it('without a name belong to the only Pod there is', () => {
    const events = describedPod.slice(describedPod.indexOf('Events:'));
    expect(rows(`${pod}${events}`)[0]).toHaveLength(5);
    expect(rows(`${events}${pod}`)[0]).toHaveLength(5);
  });
});

describe('whatever cannot be read', () => {
  const codes = (text: string) =>
    readLifecycle(text).problems.map(({ code, line, column }) => [code, line, column]);

  it('is told with its line, and the rest is read', () => {
    const lines = crash.watch.trim().split('\n');
    const text = [lines[0], lines[1]?.slice(0, 300), lines[2], '', 'foo: [', '---', lines[3]].join(
      '\n',
    );
    expect(codes(text)).toEqual([
      ['json-unexpected-end', 2, 301],
      ['yaml-unclosed-flow', 5, 6],
    ]);
    expect(times(text)).toEqual([[123, 148, 599]]);
  });

  it.each([
    ['nothing', '', ['empty-input', 1, 1]],
    ['white space', '\n \n\t\n', ['empty-input', 1, 1]],
    ['HTML', '<!doctype html>\n<html lang="en"></html>', ['not-an-object', 1, 1]],
    ['bytes', '\u0000\u0001\u0002', ['yaml-bad-character', 1, 1]],
    ['another kind', '\n---\nkind: Service\napiVersion: v1\n', ['not-a-pod', 3, 1]],
    ['a part of a Pod', 'spec:\n  containers: []\n', ['fragment', 1, 1]],
    [
      'the end of a watch',
      '{"type":"ERROR","object":{"kind":"Status","message":"gone"}}',
      ['watch-error', 1, 1],
    ],
  ])('%s', (_, text, problem) => {
    expect(codes(text)).toEqual([problem]);
    expect(readLifecycle(text).items).toEqual([]);
  });

  it('never throws, whatever is cut or thrown in', () => {
    const text = crash.watch.slice(0, 6000) + crash.events.slice(0, 3000) + describedPod + pod;
    const junk = fc.constantFrom(
      '\n',
      '{',
      '}',
      '---\n',
      '"',
      '\0',
      '<b>',
      '\ud800',
      'Events:\n',
      '[',
      ': ',
    );
    const cut = fc.tuple(fc.nat(text.length), fc.nat(text.length), junk);
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 4 }), (cuts) => {
        let broken = text;
        for (const [from, to, between] of cuts)
          broken = broken.slice(0, from) + between + broken.slice(to);
        for (const { line, column } of readLifecycle(broken).problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('ends a text of nothing but problems early', () => {
    const problems = codes('{\n'.repeat(100_000));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.[0]).toBe('stream-too-long');
  });
});

describe('2,000 Pods', () => {
  it('are 2,000 items', () => {
    const lines = Array.from({ length: 6000 }, (_, at) =>
      JSON.stringify({
        type: at < 2000 ? 'ADDED' : 'MODIFIED',
        object: {
          kind: 'Pod',
          apiVersion: 'v1',
          metadata: { name: `p${at % 2000}`, resourceVersion: `${at}` },
        },
      }),
    );
    const { items } = readLifecycle(lines.join('\n'));
    expect(items.map(({ snapshots }) => snapshots.length)).toEqual(Array(2000).fill(3));
  });
});

function nameOf(object: unknown): string {
  return (object as { metadata: { name: string } }).metadata.name;
}

function isPod(object: unknown): boolean {
  return (object as { kind: string }).kind === 'Pod';
}
