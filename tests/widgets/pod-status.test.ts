import { describe, expect, test } from 'vitest';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer } from '../../src/widgets/pod-status/answer.ts';
import widget from '../../src/widgets/pod-status/index.ts';
import { toneOf } from '../../src/widgets/pod-status/tone.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const { start } = widget;

function preset(id: string) {
  return widget.presets.find((each) => each.id === id)?.input ?? {};
}

test('a crash loop: the row, the word’s way from the phase, the line that causes it', () => {
  const { summary, text, marks } = show({});
  expect(summary).toBe('CrashLoopBackOff');
  expect(text).toContain(
    'NAME READY STATUS RESTARTS AGE web-5d9c7b8f44-x2x8p 0/1 ✕ CrashLoopBackOff 4 (68s ago) 5m20s',
  );
  expect(text).toContain(
    'phase Running line 13 reason of container app CrashLoopBackOff line 20 shown as STATUS',
  );
  expect(text).toContain('app nominally waits 80s, until 2026-11-23T13:10:12Z.');
  expect(text).toContain('kubectl -n shop logs web-5d9c7b8f44-x2x8p -c app --previous');
  expect(marks.get(20)).toMatch(/^bad: +reason: CrashLoopBackOff ← STATUS CrashLoopBackOff$/);
  expect(marks.get(13)).toMatch(/^info: +phase: Running ← phase$/);
});

test('it does so in Chinese', () => {
  const { text, marks } = show({}, 'zh');
  expect(text).toContain('是容器 app 等待的原因。');
  expect(text).toContain(
    '阶段 Running 第 13 行 容器 app 的原因 CrashLoopBackOff 第 20 行 STATUS 显示它',
  );
  expect(marks.get(13)).toMatch(/^info: +phase: Running ← 阶段$/);
});

describe('the samples', () => {
  test.each([
    [
      'init-waits',
      'Init:Error',
      /reason of container migrate Error line \d+ made up for the table Init:Error/,
    ],
    [
      'terminating',
      'Terminating',
      /asked for at 2026-11-23T13:09:50Z \(10s ago\), with 30 seconds/,
    ],
    ['evicted', 'Error', /status\.reason is Evicted, and yet STATUS shows Error/],
    ['completed', 'Completed', /proxy has not stopped yet: the phase waits for that/],
    ['lost', 'Running', /since 2026-11-23T13:07:12Z Ready is False without a reason/],
  ])('%s', (id, word, says) => {
    const { summary, text } = show(preset(id));
    expect(summary).toBe(word);
    expect(text).toMatch(says);
  });
});

describe('several Pods', () => {
  const several = preset('several');

  test('have a row each, the chosen one in full', () => {
    const { summary, text, marks } = show(several);
    expect(summary).toBe('CrashLoopBackOff Error Completed Terminating');
    expect(text).toMatch(/cache default · line \d+ 0\/1 ✕ Error 0 78s Failed/);
    expect(text).toContain('app nominally waits 80s');
    expect([...marks.values()].filter((mark) => mark.includes('← Error'))).toHaveLength(1);
    expect(show({ ...several, pod: '1' }).text).toContain('status.reason is Evicted');
  });

  test('a choice that is none is the nearest', () => {
    expect(runAnswer(answer({ ...start, ...several, pod: '99' })).chosen).toBe(3);
    expect(runAnswer(answer({ ...start, ...several, pod: 'x' })).chosen).toBe(0);
  });

  test('one that cannot be read is named and left out', () => {
    const { summary, text } = show({
      ...several,
      input: (several.input ?? '').replace('restartCount: 4', 'restartCount: many'),
    });
    expect(summary).toBe('Error Completed Terminating');
    expect(text).toMatch(/line 17 status\.containerStatuses\[0\]\.restartCount Wrong type/);
  });
});

describe('lines of kubectl get pods', () => {
  test('are explained without an object', () => {
    const { summary, text, marks } = show(preset('lines'));
    expect(summary).toBe(
      'CrashLoopBackOff Running Init:CrashLoopBackOff NotReady Error Evicted Terminating',
    );
    expect(text).toContain(
      'The reason for which a container waits: status.containerStatuses[*].state.waiting.reason',
    );
    expect(text).toContain('the phase is one of Running, Pending, the likeliest first');
    expect(text).toContain('the nominal wait is 5m');
    expect(text).not.toContain('Now it is');
    expect([...marks.keys()]).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  test('one at a time', () => {
    const { text } = show({ ...preset('lines'), pod: '2' });
    expect(text).toContain('READY is not 0, so the main containers may be running');
    expect(show({ input: 'Init:0/2' }).text).toContain('Of 2 init containers the first 0 are done');
  });

  test('say which lines are none', () => {
    const { text } = show({
      input: 'NAME READY STATUS RESTARTS AGE\nweb 1/1 Running 0 5m\nsee above\n',
    });
    expect(text).toContain('Lines that could not be read: 1, the first is line 3.');
  });
});

describe('what is no Pod', () => {
  test.each([
    ['nothing', '', 'Paste the output of kubectl get pod NAME -o yaml'],
    ['broken YAML', 'a: [', 'No Pod can be read from this'],
    ['a Service', 'apiVersion: v1\nkind: Service\n', 'There is no Pod in a Service'],
    [
      'a Deployment',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n',
      'Deployment web is a template without a status',
    ],
    [
      'a manifest',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n',
      'This is a manifest without a status.',
    ],
  ])('%s', (_, input, says) => {
    expect(show({ input }).text).toContain(says);
  });

  test('a Service beside a Pod is only counted', () => {
    const { summary, text } = show({ input: `${start.input}---\napiVersion: v1\nkind: Service\n` });
    expect(summary).toBe('CrashLoopBackOff');
    expect(text).toContain('Service skipped: 1.');
  });

  test('HTML in names stays text', () => {
    const { html } = show({
      input: start.input.replace('web-5d9c7b8f44-x2x8p', '"<img src=x onerror=1>"'),
    });
    expect(html).not.toContain('<img');
  });
});

test('without a stated moment it is this one, and a wrong one is said', () => {
  const [later] = runAnswer(answer({ ...start, now: '' })).rows;
  expect(later?.age).not.toBe('5m20s');
  const wrong = show({ now: 'noon' });
  expect(wrong.text).toContain('Not an RFC 3339 time; this moment is used');
});

test.each([
  ['Running', '1/1', 'good'],
  ['Running', '0/1', 'warn'],
  ['Completed', '0/1', 'good'],
  ['Init:0/2', '0/1', 'warn'],
  ['Init:Error', '0/1', 'bad'],
  ['Terminating', '1/1', 'warn'],
  ['OOMKilled', '0/1', 'bad'],
])('%s %s sounds %s', (status, ready, tone) => {
  expect(toneOf(status, ready)).toBe(tone);
});

test('the answer survives JSON', () => {
  for (const { input } of widget.presets) {
    const found = runAnswer(answer({ ...start, ...input } as typeof start));
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  }
});
