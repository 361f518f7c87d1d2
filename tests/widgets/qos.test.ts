import { describe, expect, test } from 'vitest';
import { LANGS } from '../../src/ui/messages.ts';
import { asMarkdown, asTsv } from '../../src/ui/table-text.ts';
import { answer } from '../../src/widgets/qos/answer.ts';
import widget from '../../src/widgets/qos/index.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);

const ALMOST = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
  - name: migrate
    image: web:2.1
  containers:
  - name: app
    image: web:2.1
    resources:
      limits:
        cpu: 500m
        memory: 256Mi
`;
const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n';

describe('one Pod', () => {
  test('shows its class and the line that decides', () => {
    const { text, summary, marks } = show({ input: ALMOST });
    expect(summary).toBe('Burstable');
    expect(text).toContain('◐ Burstable');
    expect(text).toMatch(/line 7 init container migrate : No requests and no limits at all/);
    expect(marks.get(7)).toBe('warn:   - name: migrate');
  });

  test('that is a mix says so once, and gives the cause its line', () => {
    const { text } = show({ input: ALMOST });
    expect(text).toContain('in container app, but init container migrate sets neither');
    expect(text.match(/line 7 /g)).toHaveLength(1);
    expect(show({ input: ALMOST }, 'zh').text).toContain(
      '容器 app 的请求等于限制，Init 容器 migrate 的 cpu 和 memory 都没设',
    );
  });

  test('with a misspelt or doubled field counts as it stands, without edits', () => {
    const typo = `${HEAD}  - name: app\n    image: x\n    limits: {cpu: 1}\n`;
    const twice = `${HEAD}  - name: app\n    image: x\n    image: x\n`;
    for (const input of [typo, twice]) {
      const { text, html } = show({ input });
      expect(text).toContain('As it stands it counts as BestEffort');
      expect(html).not.toContain('qos-diff');
    }
  });

  test('keeps the figures of the node closed until they are the point', () => {
    const more = (input: Parameters<typeof show>[0]) =>
      show(input).html.match(/<details[^>]*qos-more[^>]*>/)?.[0] ?? '';
    expect(more({ input: ALMOST })).not.toMatch(/^$|open/);
    expect(more({ input: ALMOST, memory: '1Gi' })).toContain('open');
    expect(more({ input: ALMOST, focus: 'cgroup' })).toBe('');
  });

  test('shows what the API fills in, at the line it comes from', () => {
    const { text, marks } = show({ input: ALMOST });
    expect(marks.get(14)).toBe('info:         cpu: 500m + request 500m');
    expect(text).toContain('line 14 container app : requests.cpu: 500m No request written');
  });

  test('shows the smallest edit to the other classes', () => {
    const { text, html } = show({ input: ALMOST });
    expect(text).toContain('For Guaranteed, fewest values to change: 2');
    expect(text).toContain('For BestEffort, fewest values to change: 2');
    expect(html).toMatch(/<span class="is-good">\+ +cpu: 100m\n<\/span>/);
    expect(html).toMatch(/<span class="is-bad">- +memory:\n<\/span>/);
  });

  test('shows the values on the node and where to look', () => {
    const { text } = show({ input: ALMOST });
    expect(text).toMatch(/app 938 .* 59 older runtimes 20 50000 100000 268435456/);
    expect(text).toContain(
      '/sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod<uid>.slice/',
    );
    const cgroupfs = show({ input: ALMOST, cgroup: 'v1', driver: 'cgroupfs' }).text;
    expect(cgroupfs).toContain('/sys/fs/cgroup/memory/kubepods/burstable/pod<uid>/');
    expect(cgroupfs).toMatch(/app 938 .* 512 50000 100000 268435456/);
  });

  test('relates scores to the memory of the node, 4Gi when that is no quantity', () => {
    expect(show({ input: ALMOST, memory: '1Gi' }).text).toMatch(/app 750 /);
    const { text } = show({ input: ALMOST, memory: '0' });
    expect(text).toMatch(/No quantity, so 4Gi is taken/);
    expect(text).toMatch(/app 938 /);
  });

  test('is explained in Chinese', () => {
    const { text } = show({ input: ALMOST }, 'zh');
    expect(text).toContain('第 7 行 Init 容器 migrate ：没有任何请求和限制');
    expect(text).toContain('变成 Guaranteed，最少改 2 处');
  });

  test('that is refused says so first, in upstream’s words and the reader’s', () => {
    const input = `${HEAD}  - name: app\n    image: x\n    resources: {requests: {cpu: 2}, limits: {cpu: 1}}\n`;
    const { text, summary, marks } = show({ input }, 'zh');
    expect(summary).toBe('refused');
    expect(text).toContain('✕ 会被拒绝');
    expect(text).toContain('cpu 的请求 2 大于限制 1');
    expect(text).toMatch(
      /requests cpu 的请求 .* Invalid value: …: must be less than or equal to cpu limit of 1/,
    );
    expect(marks.get(8)).toMatch(/^bad:/);
  });
});

describe('several Pods', () => {
  const input = [
    ALMOST,
    ALMOST.replace('name: web', 'name: api'),
    `${HEAD}  - {name: a, image: b}\n`,
  ];

  test('are a table with the chosen one in full', () => {
    const { text, html, summary } = show({ input: input.join('---\n'), pod: '2' });
    expect(summary).toBe('Burstable Burstable BestEffort');
    expect(text).toContain('3 Pods ◐ Burstable 2 ○ BestEffort 1');
    expect(html.match(/aria-pressed="true"/g)).toHaveLength(1);
    expect(text).toContain('default/web ○ BestEffort');
  });

  test('out of range shows one that exists', () => {
    for (const pod of ['-1', '99', 'constructor', '1e999']) {
      expect(show({ input: input.join('---\n'), pod }).html).toMatch(/aria-pressed="true"/);
    }
  });

  test('beside other kinds say what was skipped', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n';
    expect(show({ input: [service, ...input].join('---\n') }).text).toContain('1 Service skipped');
  });

  test('stay shown when a later document cannot be read', () => {
    const { text, summary } = show({ input: `${input.join('---\n')}---\na: [\n` });
    expect(summary).toBe('Burstable Burstable BestEffort');
    expect(text).toMatch(/line \d+ /);
  });
});

describe('bad input', () => {
  const CASES: readonly (readonly [what: string, input: string, line: number])[] = [
    ['cut off', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a', 3],
    ['a tab', 'apiVersion: v1\nkind: Pod\nspec:\n\tcontainers: []\n', 4],
    ['no quantity', `${HEAD}  - name: a\n    image: b\n    resources: {limits: {cpu: 1Gb}}\n`, 8],
    ['negative', `${HEAD}  - name: a\n    image: b\n    resources: {limits: {cpu: -1}}\n`, 8],
    ['no Pod', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n', 2],
    ['an unknown field', `${HEAD}  - name: a\n    image: b\n    limits: {cpu: 1}\n`, 8],
  ];

  for (const lang of LANGS) {
    test.each(CASES)(`%s is named at its line in ${lang}`, (_, input, line) => {
      const { text, summary, marks } = show({ input }, lang);
      expect(['problem', 'refused']).toContain(summary);
      expect(text).toContain(lang === 'zh' ? `第 ${line} 行` : `line ${line}`);
      expect(marks.get(line)).toMatch(/^bad:/);
      expect(text).not.toMatch(/\b[a-z]+(-[a-z]+){2,}:|\{\w+\}/);
    });
  }

  test('nothing at all asks for a Pod', () => {
    expect(show({ input: ' \n' }).text).toContain('Paste a Pod');
  });

  test('markup is text', () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const { html, text } = show({ input: ALMOST.replaceAll(/migrate|web$/gm, `'${evil}'`) });
    expect(html).not.toMatch(/<script|<img/);
    expect(text).toContain(evil);
  });

  test('exponents that upstream runs out of memory on are answered', () => {
    const pod = (cpu: string) =>
      `${HEAD}  - name: a\n    image: b\n    resources: {limits: {cpu: ${cpu}, memory: 1}}\n`;
    // YAML makes a float of the first, which is 0; the second is rounded up.
    expect(show({ input: pod('1e-2147483647') }).summary).toBe('Burstable');
    expect(show({ input: pod('"1e-2147483647"') }).summary).toBe('Guaranteed');
  });
});

describe('the table as text', () => {
  test('keeps one row a line and is no formula', () => {
    expect(asTsv(['a', 'b'], [['x\ty\nz', '=1+1']])).toBe("a\tb\nx y z\t'=1+1\n");
    expect(asTsv(['a'], [['-997']])).toBe('a\n-997\n');
  });

  test('is Markdown that shows every character', () => {
    expect(asMarkdown(['a'], [['x|y']])).toBe('| a |\n|---|\n| x\\|y |\n');
  });
});
