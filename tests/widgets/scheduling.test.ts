import { describe, expect, test } from 'vitest';
import { answer } from '../../src/widgets/scheduling/answer.ts';
import widget from '../../src/widgets/scheduling/index.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);

test('each clause with its plugin, what it means and what would help; the counts', () => {
  const { summary, text, marks } = show({});
  expect(summary).toBe(
    '1 insufficient, 1 insufficient, 1 taint, 1 cordoned, 2 node-affinity: overlap',
  );
  expect(text).toContain('✓ 6 reasons for 5 nodes: a plugin may give several for one node');
  expect(text).toMatch(
    /1 NodeResourcesFit Too little cpu left.*Lower the request, free or add capacity/,
  );
  expect(text).toContain('2 NodeAffinity The node’s labels do not fit');
  expect(text).toContain('Preemption does not help');
  expect(marks.get(1)).toMatch(/^good/);
});

test('it does so in Chinese', () => {
  const { text } = show({}, 'zh');
  expect(text).toContain('节点剩下的 cpu 不够');
  expect(text).toContain('抢占帮不上忙');
});

describe('the samples', () => {
  const preset = (id: string) => widget.presets.find((each) => each.id === id)?.input ?? {};

  test.each([
    ['claim', 'claim-unbound: none', /all VolumeBinding A PVC is not bound yet/],
    ['never', '2 too-many-pods: adds-up', /preemptionPolicy Never/],
    [
      'edited',
      '1 cordoned, 5 node-affinity: too-many',
      /✕ They do not add up: these reasons take at least 6 nodes, and there are 4/,
    ],
  ])('%s', (id, summary, says) => {
    const shown = show(preset(id));
    expect(shown.summary).toBe(summary);
    expect(shown.text).toMatch(says);
  });
});

test('what is no message is a problem, and HTML in it is text', () => {
  expect(show({ input: 'hello' }).summary).toBe('problem');
  const { html } = show({ input: '0/1 nodes are available: 1 <img src=x onerror=alert(1)>.' });
  expect(html).not.toContain('<img');
});
