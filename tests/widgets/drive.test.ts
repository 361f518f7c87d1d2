import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer } from '../../src/widgets/drive/answer.ts';
import widget from '../../src/widgets/drive/index.ts';
import { scripts } from '../../src/widgets/drive/later.ts';
import { presets } from '../../src/widgets/drive/presets.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const ask = (input: object) => runAnswer(answer({ ...widget.start, ...input }));
const APPLY = '0s kubectl apply -f web.yaml\n';

test('before the start: who acts, and how it ends', () => {
  const { summary, text } = show({});
  expect(summary).toBe(
    'kubectl > deployment-controller > replicaset-controller > endpointslice-controller > endpoint-controller > scheduler > kubelet; web 3/3',
  );
  expect(text).toContain('The cluster at the end (60 s)');
  expect(text).toMatch(/deployment\/web 3\/3 3 3 NewReplicaSetAvailable/);
  expect(text).toContain('Endpoints of service/web (ready / not ready / terminating): 3 / 0 / 0');
});

test('a page that is only read stays small', () => {
  const { html } = show({}, 'zh');
  const page = html + JSON.stringify({ input: widget.start, answer: ask({}) });
  expect(gzipSync(page).length).toBeLessThan(9000);
});

test('at a step the table shows the cluster as it is then', () => {
  const { rows } = ask({});
  const created = rows.findIndex(({ what }) => what.startsWith('replicasets')) + 1;
  const { text, summary } = show({ at: String(created) });
  expect(summary).toBe('deployment-controller create replicasets < owner ADDED Deployment');
  expect(text).toMatch(/deployment\/web 0\/3 0 0 .*replicaset\/web-\w+ 3 0 0 0/);
  expect(text).not.toContain('Running');
});

test('what can be done fits what is there', () => {
  const lines = (input: object) => ask(input).does.map(({ line }) => line);
  expect(lines({ at: '1' })).toContain('kubectl apply -f web.yaml');
  const [pod] = ask({}).tables[2]?.rows[0] ?? [];
  expect(lines({})).toEqual([
    'kubectl scale deployment/web --replicas=4',
    'kubectl scale deployment/web --replicas=2',
    'kubectl set image deployment/web *=shop/web:1.1',
    'kubectl set image deployment/web *=shop/web:nowhere',
    'kubectl rollout restart deployment/web',
    `kubectl delete pod ${pod}`,
    `kubectl label pod ${pod} app=debug --overwrite`,
    'kubectl delete deployment web',
    'kubectl delete deployment web --cascade=foreground',
    'kubectl delete deployment web --cascade=orphan',
    'stop apiserver',
    'stop etcd',
    'stop controller-manager',
    'stop scheduler',
    'stop kubelet',
  ]);
  expect(lines({ script: `${APPLY}10s stop etcd\n` })).toContain('start etcd');
  expect(
    lines({ script: `${APPLY}10s kubectl set image deployment/web app=shop/web:2\n` }),
  ).toContain('kubectl rollout undo deployment/web');
});

test('every button plays', () => {
  for (const { line, setting } of ask({}).does) {
    const script = `${setting ?? ''}\n${APPLY}10s ${line}\n`;
    const { scriptProblems, rows } = ask({ script });
    expect(scriptProblems, line).toEqual([]);
    expect(
      rows.some(({ verb, at }) => verb === '$' && at === 10_000),
      line,
    ).toBe(true);
  }
});

test('what was played before a line stays when the line is added', () => {
  const before = ask({}).rows;
  const after = ask({ script: `${APPLY}10s kubectl delete pod oldest\n` }).rows;
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBeGreaterThan(before.length);
});

test('a program that is off is drawn as off', () => {
  const script = `${APPLY}10s stop scheduler\n12s kubectl scale deployment/web --replicas=4\n`;
  const { rows, detail, notes } = ask({ script, at: '999' });
  expect(detail?.down).toEqual(['scheduler']);
  expect(rows.filter(({ verb }) => verb === 'binding')).toHaveLength(3);
  expect(notes).toContainEqual([
    expect.any(String),
    'Endpoints of service/web (ready / not ready / terminating): 3 / 0 / 0',
  ]);
});

test('problems stand at their line, and the rest is played', () => {
  const { problems } = ask({
    input: `${widget.start.input}---\napiVersion: apps/v1\nkind: Deployment\n`,
  });
  expect(problems).toMatchObject([
    { line: 24, text: [expect.any(String), 'This Deployment has no metadata.name'] },
  ]);
  const { scriptProblems, summary } = ask({
    script: `${APPLY}10s kubectl drain node1\nx\n11s stop docker\n12s kubectl delete pod nobody\n`,
  });
  expect(scriptProblems.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  expect(scriptProblems[0]?.text[1]).toContain('"kubectl drain" is not played here');
  expect(summary).toContain('web 3/3');
});

test('kinds that are not played are named', () => {
  const { notes } = ask({
    input: `${widget.start.input}---\nkind: ConfigMap\nmetadata: {name: c}\n`,
  });
  expect(notes).toContainEqual([
    '没有推演的种类：ConfigMap',
    'Kinds that are not played: ConfigMap',
  ]);
});

test('every example has its script, and is played without a problem', () => {
  expect(presets.map(({ id }) => id)).toEqual(Object.keys(scripts));
  for (const script of Object.values(scripts)) {
    const { problems, scriptProblems } = ask({ script });
    expect([...problems, ...scriptProblems]).toEqual([]);
  }
});
