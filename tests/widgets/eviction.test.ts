import { describe, expect, test } from 'vitest';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer } from '../../src/widgets/eviction/answer.ts';
import widget from '../../src/widgets/eviction/index.ts';
import { withFigure } from '../../src/widgets/eviction/usage-text.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const { start } = widget;
const critical = { ...start, ...widget.presets.find(({ id }) => id === 'critical')?.input };

test('the queue says who goes first and why', () => {
  const { summary, text, marks } = show({});
  expect(summary).toBe('web cache batch db');
  expect(text).toContain('web goes first');
  expect(text).toMatch(/web default ▶ goes first priority 0 usage 1638Mi request 1Gi/);
  expect(text).toContain('Before cache: Exceeds its request by 614Mi, the next only by 300Mi');
  expect(text).toContain('Last in the queue');
  expect(marks.get(1)).toBe('bad: apiVersion: v1 ← 1');
});

test('it does so in Chinese', () => {
  const { text } = show({}, 'zh');
  expect(text).toContain('先走的是 web');
  expect(text).toContain('先于 cache：超出请求 614Mi，后一个只超出 300Mi');
});

test('a critical Pod stands in the queue and is never evicted', () => {
  const { text } = show(critical);
  expect(text).toMatch(/agent default ■ critical, never evicted/);
});

test('process IDs have no request', () => {
  const input = widget.presets.find(({ id }) => id === 'processes')?.input ?? {};
  const { summary, text } = show(input);
  expect(summary).toBe('cache web db batch');
  expect(text).not.toContain(' request ');
});

test('a Pod without usage and a missing usage text are said', () => {
  expect(show({ usage: '' }).text).toContain('No usage. Paste the output of kubectl top pods');
  expect(show({ usage: 'default/web: {memory: 1Gi}' }).text).toMatch(/cache default .* no usage/);
});

test('usage of a namespace that kubectl top does not print finds its Pods', () => {
  const input = start.input.replaceAll('metadata:', 'metadata:\n  namespace: prod');
  const usage = 'NAME  CPU(cores)  MEMORY(bytes)\ncache  1m  900Mi\n';
  const { text } = show({ input, usage });
  expect(text).toMatch(/cache prod .* usage 900Mi/);
  expect(text).toContain('3 of 4 Pods have no usage, so they rank first');
  const changed = withFigure(runAnswer(answer({ ...start, input, usage })), 'prod/cache', '1Gi');
  expect(changed).toBe('prod/cache: {memory: 1Gi}\n');
});

test('usage of other Pods is no ground for a headline', () => {
  const { text } = show({ usage: 'other: {memory: 1Gi}' });
  expect(text).toContain('No usage could be given to a Pod here');
  expect(text).not.toContain('▶');
});

test('a bad figure is named at its line of the usage', () => {
  const { text } = show({ usage: 'default/web: {memory: 1Gi}\ndefault/db: {memory: 1Gb}\n' });
  expect(text).toMatch(/line 2 "1Gb" is no quantity/);
});

test('what is no Pod on a node is left out by name', () => {
  const finished = `---\napiVersion: v1\nkind: Pod\nmetadata: {name: done}\nspec: {containers: [{name: a, image: b}]}\nstatus: {phase: Succeeded}\n`;
  const { summary, text } = show({ input: start.input + finished });
  expect(summary).toBe('web cache batch db');
  expect(text).toContain('default/done is not in the queue');
});

test('no Pod can be evicted from an unreadable text', () => {
  const { summary, text } = show({ input: 'a: [' });
  expect(summary).toBe('problem');
  expect(text).toContain('There is no Pod to evict');
});

describe('changing one figure', () => {
  const change = (usage: string, pod: string, figure: string) =>
    withFigure(runAnswer(answer({ ...start, usage })), pod, figure);

  test('writes the usage as a map that reads the same', () => {
    const written = change(start.usage, 'default/cache', '3Gi');
    expect(show({ usage: written }).summary).toBe('cache web batch db');
    expect(written).toContain('default/web: {memory: 1638Mi}\n');
  });

  test('leaves the other resources of the Pod', () => {
    expect(change('default/web: {pids: 7, memory: 1Mi}', 'default/web', '2Mi')).toBe(
      'default/web: {pids: 7, memory: 2Mi}\n',
    );
  });

  test('takes the Pod out when it is empty, and keeps what is no quantity for the message', () => {
    expect(change('default/web: {memory: 1Mi}', 'default/web', ' ')).toBe('');
    expect(change('', 'default/web', '{x: 1}')).toBe('default/web: {memory: "{x: 1}"}\n');
  });
});
