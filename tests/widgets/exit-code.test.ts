import { describe, expect, test } from 'vitest';
import { type ExitInput, answer } from '../../src/widgets/exit-code/answer.ts';
import widget from '../../src/widgets/exit-code/index.ts';
import { runAnswer } from '../../src/widgets/define.ts';
import { shower } from './shown.ts';

const HOLE = /\{\w+\}/;
const show = shower(widget, answer);
const rowsHit = (input: string) => runAnswer(answer({ ...widget.start, input })).hits;

test('a code is explained with its sender, its place and what comes next', () => {
  const { summary, text } = show({ input: '137', table: 'no' });
  expect(summary).toBe('SIGKILL');
  expect(text).toMatch(/Exit code 137 SIGKILL SIGKILL ended the process: 128 \+ 9 = 137/);
  expect(text).toContain('The reason beside it decides');
  expect(text).toMatch(/Sent by The kernel .* Next Always and OnFailure restart it: at once/);
  expect(text).toContain('status.containerStatuses[*].state.terminated.exitCode');
  expect(text).toContain('journalctl -k');
  expect(text).not.toMatch(HOLE);
});

test('it does so in Chinese', () => {
  const { text } = show({ input: '143', table: 'no' }, 'zh');
  expect(text).toContain('SIGTERM 终止了进程：128 + 15 = 143');
  expect(text).toContain('kubelet 停容器时先发它');
});

test('a reason links to the code that writes it', () => {
  const { html } = show({ input: 'CrashLoopBackOff' });
  expect(html).toContain('/blob/v1.37.2/pkg/kubelet/container/sync_result.go');
});

describe('a pasted block', () => {
  const preset = (id: string) => widget.presets.find((each) => each.id === id)?.input ?? {};

  test.each([
    ['oom', 'SIGKILL', 'went over the memory limit'],
    ['child', 'oom-of-child', 'A child was killed; PID 1 returned 0 itself'],
    ['loop', 'crash-loop general-error', 'waits before the next start'],
    ['start', 'start-failed', 'The message says that the file does not exist'],
    ['lost', 'lost-by-kubelet', 'It filled in the 137'],
    ['list', 'success general-error SIGINT SIGABRT SIGPIPE windows-control-c', '0xC000013A'],
  ])('%s', (id, name, said) => {
    const { summary, text } = show(preset(id));
    expect(summary).toBe(name);
    expect(text).toContain(said);
    expect(text).not.toMatch(HOLE);
  });

  test('has the signal at the line of its code', () => {
    expect(show(preset('oom')).marks.get(3)).toMatch(/^info: +exitCode: 137 = SIGKILL$/);
    expect(show(preset('loop')).marks.get(5)).toMatch(/^info: +Exit Code: +1$/);
  });
});

test('what is unknown is named at its line, with the word that was meant', () => {
  const { summary, text, marks } = show({ input: '137\nOOMKiled' });
  expect(summary).toBe('SIGKILL');
  expect(text).toMatch(/line 2 There is no “OOMKiled”\. Do you mean OOMKilled\?/);
  expect(marks.get(2)).toBe('bad: OOMKiled');
  expect(show({ input: '<b>x</b>' }).text).toContain('“<b>x</b>” is no exit code');
  expect(show({ input: '' }).text).toContain('Write an exit code or a reason');
});

describe('the catalogue', () => {
  test('is complete for a reader without scripts, whatever the code on the page', () => {
    const { text } = show({ input: '137' });
    for (const word of ['ImagePullBackOff', 'EmptyPodSharedPoolError', 'SIGSEGV', '3221225786']) {
      expect(text).toContain(word);
    }
  });

  test('is found by words of either language', () => {
    expect(rowsHit('OOM')).toEqual(
      expect.arrayContaining(['terminated-OOMKilled', 'pod-OutOfmemory']),
    );
    expect(rowsHit('污点')).toEqual(['pod-TaintToleration']);
    expect(rowsHit('stack overflow')).toEqual(expect.arrayContaining(['exit-3221225725']));
  });

  test('a search is no mistake', () => {
    const { text, marks } = show({ input: 'registry' });
    expect(text).toMatch(/Rows found in the table: \d/);
    expect(marks.size).toBe(0);
    expect(show({ input: 'registry', table: 'no' }).text).toContain('“registry” is no exit code');
  });

  test('marks what a pasted block is about', () => {
    expect(rowsHit('terminated:\n  exitCode: 137\n  reason: OOMKilled\n')).toEqual([
      'exit-137',
      'terminated-OOMKilled',
    ]);
  });

  test('can be left out', () => {
    expect(show({ input: '137', table: 'no' }).html).not.toContain('<table');
  });
});

test('the answer survives JSON and stays small: the page has the table already', () => {
  const found = runAnswer(answer(widget.start as ExitInput));
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(JSON.stringify(found).length).toBeLessThan(3000);
  const noise = show({ input: 'exitCode: 1\nreason: Error\n'.repeat(20_000) });
  expect(noise.html.length).toBeLessThan(3_000_000);
  expect(noise.text).toContain('There is more, which was not read');
});
