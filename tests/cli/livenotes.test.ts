import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/livenotes.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'livenotes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], env: Record<string, string> = {}, terminal = false): Run {
  let out = '';
  let err = '';
  const status = main(args, {
    env,
    terminal,
    print: (text) => {
      out += typeof text === 'string' ? text : new TextDecoder().decode(text);
    },
    complain: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const WEB = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: app:1
    resources:
      requests: {cpu: 100m}
      limits: {cpu: 200m}
`;

describe('livenotes qos', () => {
  it('answers one Pod with its class, its reason and the line that causes it', () => {
    const { status, out, err } = run(['qos', file('web.yaml', WEB)]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('Pod default/web: Burstable');
    expect(out).toContain('line 9');
  });

  it('gives the contract of CLI.md as JSON', () => {
    const report = JSON.parse(run(['qos', '-o', 'json', file('web.yaml', WEB)]).out);
    expect(report).toMatchObject({ apiVersion: 'livenotes/v1', kind: 'QoSReport', problems: [] });
    expect(report.items[0]).toMatchObject({
      object: { kind: 'Pod', namespace: 'default', name: 'web' },
      qosClass: 'Burstable',
      effective: { requests: { cpu: '100m' }, limits: { cpu: '200m' } },
      cgroup: { v2: { 'cpu.max': '20000 100000' } },
      containers: [{ name: 'app', kind: 'container', oomScoreAdj: 999 }],
    });
    expect(report.items[0].reasons[0].message).not.toBe(report.items[0].reasons[0].code);
  });

  it('speaks the language of the locale, and of --lang before it', () => {
    const path = file('web.yaml', WEB);
    expect(run(['qos', path], { LANG: 'zh_CN.UTF-8' }).out).toContain('第 9 行');
    expect(run(['qos', path, '--lang', 'en'], { LC_ALL: 'zh_CN.UTF-8' }).out).toContain('line 9');
  });

  it('uses colour on a terminal only, and never against NO_COLOR', () => {
    const path = file('web.yaml', WEB);
    expect(run(['qos', path], {}, true).out).toContain('\u001b[1m');
    expect(run(['qos', path], { NO_COLOR: '1' }, true).out).not.toContain('\u001b');
    expect(run(['qos', path]).out).not.toContain('\u001b');
  });

  it('keeps the order of several files and documents', () => {
    const one = file('one.yaml', `${WEB}---\n${WEB.replace('name: web', 'name: two')}`);
    const other = file('three.yaml', WEB.replace('name: web', 'name: three'));
    const report = JSON.parse(run(['qos', '-o', 'json', '-f', one, other]).out);
    const names = report.items.map((item: { object: { name: string } }) => item.object.name);
    expect(names).toEqual(['web', 'two', 'three']);
  });

  it('names file, line and column of a problem and ends with 1', () => {
    const path = file('bad.yaml', WEB.replace('200m', '1Gb'));
    const { status, err } = run(['qos', path]);
    expect(status).toBe(1);
    expect(err).toMatch(new RegExp(`^${path}:10:\\d+: Pod web: .*1Gb`));
  });

  it('prints what the API server would refuse, with its field', () => {
    const path = file('refused.yaml', WEB.replace('cpu: 100m', 'cpu: 300m'));
    const { status, out, err } = run(['qos', path]);
    expect(status).toBe(1);
    expect(out).toContain('refused by the API server (as written it counts as Burstable)');
    expect(err).toContain(
      'spec.containers[0].resources.requests: must be less than or equal to cpu limit of 200m',
    );
  });

  it('counts objects that have no Pod on standard error and still answers', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n---\n';
    const { status, out, err } = run(['qos', file('mixed.yaml', service + WEB)]);
    expect({ status, err }).toEqual({ status: 0, err: 'skipped 1 Service\n' });
    expect(out).toContain('Burstable');
  });

  it('ends with 3 when --expect is not met', () => {
    const path = file('web.yaml', WEB);
    expect(run(['qos', path, '--expect', 'Burstable']).status).toBe(0);
    expect(run(['qos', path, '--expect', 'Guaranteed']).status).toBe(3);
  });

  it('takes the node memory into the oom score', () => {
    const path = file('memory.yaml', WEB.replace('cpu: 100m', 'memory: 1Gi'));
    const score = (memory: string) =>
      JSON.parse(run(['qos', '-o', 'json', '--node-memory', memory, path]).out).items[0]
        .containers[0].oomScoreAdj;
    expect([score('4Gi'), score('2Gi')]).toEqual([750, 500]);
  });

  it('follows a feature gate', () => {
    const path = file(
      'pod-level.yaml',
      WEB.replace('spec:\n', 'spec:\n  resources: {limits: {cpu: 1, memory: 1Gi}}\n'),
    );
    const classOf = (...gates: string[]) =>
      JSON.parse(run(['qos', '-o', 'json', path, ...gates]).out).items[0].qosClass;
    expect(classOf('--feature-gates', 'PodLevelResources=false')).toBe('Burstable');
  });
});

describe('livenotes quantity', () => {
  it('reads values from arguments, negative ones too', () => {
    const { status, out } = run(['quantity', '-o', 'json', '1.5', '-5', '0.1']);
    expect(status).toBe(0);
    expect(JSON.parse(out).items).toMatchObject([
      { input: '1.5', canonical: '1500m', value: '2', milliValue: '1500', format: 'DecimalSI' },
      { input: '-5', canonical: '-5' },
      { input: '0.1', canonical: '100m' },
    ]);
  });

  it('says what is wrong with a value', () => {
    const { status, err } = run(['quantity', '1Gb', '--lang', 'zh']);
    expect(status).toBe(1);
    expect(err).toContain('1Gb');
  });
});

describe('livenotes read', () => {
  it('shows what YAML 1.1 makes of a value, and where a document is refused', () => {
    const path = file('values.yaml', 'a: yes\nb: 1_000\n---\nc: [1\n---\nd: 1\n');
    const { status, out } = run(['read', '-o', 'json', path]);
    const report = JSON.parse(out);
    expect(status).toBe(1);
    expect(report.items).toHaveLength(2);
    expect(report.items[0].json).toEqual({ a: true, b: 1000 });
    expect(report.items[1].problem).toMatchObject({ line: expect.any(Number) });
  });
});

describe('text that is none', () => {
  it('names the line whose bytes are no UTF-8', () => {
    const path = file('latin1.yaml', Uint8Array.from([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0xe9]));
    expect(run(['read', path])).toMatchObject({ status: 1, out: '' });
    expect(run(['read', path]).err).toMatch(new RegExp(`^${path}:2:2: `));
    const report = JSON.parse(run(['qos', '-o', 'json', path]).out);
    expect(report).toMatchObject({ kind: 'QoSReport', problems: [{ code: 'not-utf8', line: 2 }] });
  });

  it('keeps the spelling of a number that JavaScript cannot hold', () => {
    const path = file('large.yaml', '{"a": 1e400, "b": 123456789012345678901}');
    expect(run(['read', path]).out).toBe('{"a":1e400,"b":123456789012345678901}\n');
  });
});

describe('livenotes eviction', () => {
  it('orders Pods by what they use above their requests', () => {
    const pods = file(
      'pods.yaml',
      ['a', 'b']
        .map((name) =>
          WEB.replace('name: web', `name: ${name}`).replace('cpu: 100m', 'memory: 1Gi'),
        )
        .join('---\n'),
    );
    const usage = file(
      'usage.txt',
      'NAME   CPU(cores)   MEMORY(bytes)\na      1m   100Mi\nb      1m   2000Mi\n',
    );
    const { status, out } = run(['eviction', '-o', 'json', '--usage', usage, pods]);
    expect(status).toBe(0);
    const { items } = JSON.parse(out);
    expect(items.map((item: { object: { name: string } }) => item.object.name)).toEqual(['b', 'a']);
    expect(items[0].beforeNext.code).toBe('usage-above-request');
  });

  it.each([
    ['b: {memory: 1Mi}', 1, 'No usage could be given to a Pod here'],
    ['{web: {memory: 1Mi}, b: {memory: 1Mi}}', 1, 'There is no Pod b among those ranked'],
    ['web: {memory: 1Mi}', 0, '1 of 2 Pods have no usage, so they rank first'],
  ])('says of %s how far it goes', (text, exit, message) => {
    const pods = file('pods.yaml', `${WEB}---\n${WEB.replace('name: web', 'name: db')}`);
    const usage = file('usage.yaml', text);
    const { status, err } = run(['eviction', '--lang', 'en', '--usage', usage, pods]);
    expect({ status, err }).toEqual({ status: exit, err: expect.stringContaining(message) });
  });

  it('asks for the usage', () => {
    expect(run(['eviction', file('web.yaml', WEB)])).toMatchObject({ status: 2 });
  });
});

describe('the command line itself', () => {
  it.each([
    [[], 2],
    [['--help'], 0],
    [['--version'], 0],
    [['qos', '--expect', 'guaranteed'], 2],
    [['nonsense'], 2],
    [['qos', '--nonsense'], 2],
    [['qos', '-o', 'xml'], 2],
    [['qos', '/does/not/exist'], 2],
    [['qos', '--kubernetes', '1.20'], 2],
    [['qos', '--feature-gates', 'PodLevelResources=maybe'], 2],
    [['qos', '--node-memory', '-1'], 2],
  ])('%j ends with %i', (args, status) => {
    expect(run(args).status).toBe(status);
  });

  it('reads a pipe and is not disturbed when the reader closes it', () => {
    const piped = spawnSync('node src/cli/main.ts qos - | head -c 3', {
      input: WEB,
      shell: true,
      encoding: 'utf8',
    });
    expect(piped).toMatchObject({ stdout: 'Pod', stderr: '' });
  });

  it('keeps its exit status when nobody reads the complaints', () => {
    const others = Array.from({ length: 20_000 }, (_, at) => `---\nkind: Other${at}\n`);
    const list = file('others.yaml', WEB + others.join(''));
    const script = `exec 3>&1; { node src/cli/main.ts qos "${list}" 2>&1 >/dev/null; echo $? >&3; } | true`;
    const { stdout } = spawnSync(script, { shell: true, encoding: 'utf8' });
    expect(stdout).toBe('0\n');
  });

  it.each([
    ['qos', ['--expect', 'Burstable'], ['--expect', 'Guaranteed']],
    ['read', ['--expect', '{"a":true}'], ['--expect', '{"a":"yes"}']],
  ])('%s checks what is expected', (command, met, missed) => {
    const input = command === 'qos' ? file('web.yaml', WEB) : file('yes.yaml', 'a: yes\n');
    expect(run([command, ...met, input])).toMatchObject({ status: 0, err: '' });
    expect(run([command, ...missed, input]).status).toBe(3);
  });

  it('does not widen every row for one long cell', () => {
    const pods = Array.from({ length: 200 }, (_, at) => WEB.replace('web', `web-${at}`));
    const long = WEB.replace('web', 'x'.repeat(100_000));
    const { out } = run(['qos', file('long.yaml', [long, ...pods].join('---\n'))]);
    expect(out).toContain('web-199');
    expect(out.length).toBeLessThan(200_000);
  });
});
