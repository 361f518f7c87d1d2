import { describe, expect, test } from 'vitest';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer } from '../../src/widgets/rules-diff/answer.ts';
import widget from '../../src/widgets/rules-diff/index.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const { start } = widget;

function preset(id: string) {
  return widget.presets.find((each) => each.id === id)?.input ?? {};
}

/** A dump of one table with these rules, each in chain INPUT unless it says otherwise. */
function filter(...rules: readonly string[]): string {
  const lines = rules.map((rule) => (rule.includes('-A ') ? rule : `-A INPUT ${rule}`));
  return `*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n${lines.join('\n')}\nCOMMIT\n`;
}

describe('a Service that gains an endpoint', () => {
  test('has changed chances, a new chain and new rules, together', () => {
    const { summary, text, marks } = show({});
    expect(summary).toBe('changed 2, added 3');
    expect(text).toContain('added 3 ~ changed 2');
    expect(text).toMatch(/ns1\/svc1 new chain nat\/KUBE-SEP-ICDUIKC33SFI6ZPR/);
    expect(text).toContain('--probability 0.50000000000 --probability 0.33333333349');
    expect(text).toMatch(/~ changed nat old line 22 new line 23 \+4 packets \+240 bytes/);
    expect(marks.get(23)).toContain('← +4 packets');
    expect(marks.get(25)?.startsWith('good: ')).toBe(true);
  });

  test('in Chinese', () => {
    const { text } = show({}, 'zh');
    expect(text).toContain('+ 新增 3 ~ 改动 2 11 条未变');
    expect(text).toMatch(/改动 nat 旧 第 22 行 新 第 23 行 \+4 报文/);
  });
});

describe('the samples', () => {
  test.each([
    ['loses', 'changed 1, removed 3', /chain gone nat\/KUBE-SEP-LXVODXWDISEETFEF/],
    ['by-hand', 'added 1', /filter\/FORWARD .+ added filter new line 6/],
    ['counters', 'counters', /only counters moved.*\+50 packets \+3000 bytes/],
  ])('%s', (id, summary, says) => {
    const shown = show(preset(id));
    expect(shown.summary).toBe(summary);
    expect(shown.text).toMatch(says);
  });
});

test('another spelling is the same rule', () => {
  const { summary, text } = show({
    old: filter('-p tcp --dport 80 -j ACCEPT', '-s 10.0.0.1 -j MARK --or-mark 1'),
    input: filter(
      '-p 6 -m tcp --dport http -j ACCEPT',
      '-s 10.0.0.1/32 -j MARK --set-xmark 0x1/0x1',
    ),
  });
  expect(summary).toBe('same');
  expect(text).toContain('They mean the same');
  expect(text).toContain('both dumps need iptables-save -c');
});

test('a rule that moved says from where to where', () => {
  const { summary, text } = show({
    old: filter('-s 10.0.0.1 -j DROP', '-s 10.0.0.2 -j DROP', '-s 10.0.0.3 -j ACCEPT'),
    input: filter('-s 10.0.0.3 -j ACCEPT', '-s 10.0.0.1 -j DROP', '-s 10.0.0.2 -j DROP'),
  });
  expect(summary).toBe('moved 1');
  expect(text).toContain('moved 3 → 1 filter');
});

test('a policy', () => {
  const old = filter('-j RETURN');
  const { summary, text } = show({ old, input: old.replace('INPUT ACCEPT', 'INPUT DROP') });
  expect(summary).toBe('policy 1');
  expect(text).toContain('policy ACCEPT → DROP filter/INPUT');
});

test('counters that were reset say so', () => {
  const { text } = show({
    old: filter('[50:5000] -A INPUT -j ACCEPT'),
    input: filter('[2:200] -A INPUT -j ACCEPT'),
  });
  expect(text).toContain('they were reset');
  expect(text).toContain('reset +2 packets +200 bytes');
});

describe('what is no dump', () => {
  test.each([
    ['nothing', '', '', 'Paste two outputs of iptables-save'],
    ['one side only', start.old, '', 'Both sides need a table'],
    ['prose', 'hello', 'hello', 'does not know this line: hello'],
  ])('%s', (_, old, input, says) => {
    const shown = show({ old, input });
    expect(shown.summary).toBe('problem');
    expect(shown.text).toContain(says);
  });

  test('a bad line is named on its side', () => {
    const { html, text } = show({ ...start, input: start.input.replace('COMMIT', 'COMMT') });
    expect(text).toMatch(/line 9 iptables-restore does not know this line: COMMT/);
    expect(html).toContain('href="#w-L9"');
    const old = show({ ...start, old: start.old.replace('COMMIT', 'COMMT') });
    expect(old.html).toContain('href="#w-old-L9"');
  });
});

test('a whole new dump is not listed to its end', () => {
  const rules = Array.from({ length: 3000 }, (_, index) => `-s 10.0.${index >> 8}.${index & 255}`);
  const found = runAnswer(
    answer({ old: filter('-j RETURN'), input: filter(...rules.map((rule) => `${rule} -j DROP`)) }),
  );
  expect(found.counts.added).toBe(3000);
  expect(found.groups[0]?.rules).toHaveLength(200);
  expect(found.groups[0]?.left).toBe(2801);
});

test('HTML in comments stays text', () => {
  const { html } = show({ old: filter(), input: filter('-m comment --comment "<img src=x>"') });
  expect(html).not.toContain('<img');
});

test('the answer survives JSON', () => {
  for (const { input } of widget.presets) {
    const found = runAnswer(answer({ ...start, ...input } as typeof start));
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  }
});
