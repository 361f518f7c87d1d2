import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tellStory } from '../../src/engine/control-plane/index.ts';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer } from '../../src/widgets/control-plane/answer.ts';
import widget from '../../src/widgets/control-plane/index.ts';
import { stories } from '../../src/widgets/control-plane/messages.ts';
import recordings from '../../src/widgets/control-plane/recordings.json' with { type: 'json' };
import { loadFixture } from '../fixtures.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const ask = (input: object) => runAnswer(answer({ ...widget.start, ...input }));
const fixtures = loadFixture<readonly { readonly name: string; readonly text: string }[]>(
  'recordings/control-plane.json.gz',
);

test('before the start: who acts, and the log of the whole story', () => {
  const { summary, text, html } = show({});
  expect(summary).toBe(
    'kubectl > deployment-controller > replicaset-controller > scheduler > endpointslice-controller > endpoint-controller > kubelet',
  );
  expect(text).toContain(
    '0.154 s scheduler binds pods web-7d67f9d458-mtxnv ← ADDED Pod web-7d67f9d458-mtxnv',
  );
  expect(text).toContain('etcd: keeps every object; only kube-apiserver connects to it');
  expect(html).not.toContain('class="is-on"');
});

test('a page that is only read stays small', () => {
  const answered = ask({});
  const { html } = show({}, 'zh');
  const page = html + JSON.stringify({ input: widget.start, answer: answered });
  expect(gzipSync(page).length).toBeLessThan(9000);
});

test('a step: the component and the API server are lit, with cause, times and diff', () => {
  const { rows } = ask({});
  const at = rows.findIndex(({ who, verb }) => who === 'scheduler' && verb === 'binding') + 1;
  const { summary, text, html } = show({ at: String(at) });
  expect(summary).toBe('scheduler create pods/binding < own ADDED Pod');
  expect(text).toContain(
    'It received an event of the object itself: ADDED Pod web-7d67f9d458-mtxnv (new)',
  );
  expect(text).toMatch(/spec\.nodeName "node1"/);
  expect(text).toContain('took 8 ms');
  const lit = [...html.matchAll(/<g class="is-on">.*?<text[^>]*>([^<]+)/g)].map(([, name]) => name);
  expect(lit.sort()).toEqual(['etcd', 'kube-apiserver', 'kube-scheduler']);
});

test('it does so in Chinese', () => {
  const { text } = show({ at: '3' }, 'zh');
  expect(text).toContain('原因');
  expect(text).toMatch(/它收到.*事件/);
});

test('a component that is down is drawn so, until it goes on', () => {
  const { rows } = ask({ recording: 'p-scheduler-down' });
  const stopped = rows.findIndex(({ what }) => what.includes('scheduler stopped')) + 1;
  const on = rows.findIndex(({ what }) => what.includes('scheduler goes on')) + 1;
  expect(stopped).toBeGreaterThan(0);
  const downAt = (at: number) =>
    ask({ recording: 'p-scheduler-down', at: String(at) }).detail?.down;
  expect(downAt(stopped)).toEqual(['scheduler']);
  expect(downAt(on - 1)).toEqual(['scheduler']);
  expect(downAt(on)).toEqual([]);
});

describe.each(Object.keys(stories))('%s', (recording) => {
  test('is the recording of the fixture', () => {
    const fixture = fixtures.find(({ name }) => name === recording)?.text ?? '';
    const told = (text: string) =>
      tellStory(text)
        .steps.filter(({ kind, version }) => kind === 'write' && version !== '')
        .map(({ component, version, cause }) => [
          component,
          version,
          cause.code,
          cause.seen?.version,
        ]);
    const own = (recordings as Record<string, string>)[recording] ?? '';
    expect(told(own)).toEqual(told(fixture));
  });

  test('can be stepped through to its end', () => {
    const { rows } = ask({ recording });
    expect(rows.length).toBeGreaterThan(5);
    for (let at = 1; at <= rows.length; at++) {
      const { detail, rows: same } = ask({ recording, at: String(at) });
      expect(same).toHaveLength(rows.length);
      expect(detail).not.toBeNull();
    }
  });
});

test('a step that is none is the nearest, or none', () => {
  const { rows } = ask({});
  expect(ask({ at: '99999' }).detail).toEqual(ask({ at: String(rows.length) }).detail);
  for (const at of ['x', '-3', '0', '']) expect(ask({ at }).detail).toBeNull();
  expect(ask({ recording: '__proto__' }).rows).toEqual([]);
});

test('the reader’s own Events, and what cannot be read', () => {
  const event = JSON.stringify({
    kind: 'Event',
    metadata: { name: 'a.18eab16281484319', namespace: 'shop' },
    involvedObject: { kind: 'Pod', name: 'a' },
    reason: 'Started',
    message: '<img src=x onerror=alert(1)>',
    source: { component: 'kubelet' },
  });
  const { summary, text, html } = show({ input: `${event}\n{"cut`, at: '1' });
  expect(summary).toBe('kubelet create events < report');
  expect(text).toContain('Started Pod/a');
  expect(text).toContain('This line is no complete JSON');
  expect(html).not.toContain('<img');
  expect(show({ input: 'hello' }).summary).toBe('problem');
});

test('ten minutes of play: each step is answered at once', () => {
  const { rows } = ask({ recording: 'i-statefulset' });
  const start = performance.now();
  for (let round = 0; round < 3; round++) {
    for (let at = 1; at <= rows.length; at++) ask({ recording: 'i-statefulset', at: String(at) });
  }
  expect((performance.now() - start) / (3 * rows.length)).toBeLessThan(30);
});
