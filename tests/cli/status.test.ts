import { describe, expect, it } from 'vitest';
import { folderOfFiles, run } from './running.ts';

const file = folderOfFiles();
const NOW = ['--now', '2026-11-23T13:10:00Z'];

const CRASHING = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: prod
  creationTimestamp: 2026-11-23T13:05:00Z
spec:
  nodeName: node1
  containers:
  - {name: app, image: app:1}
status:
  phase: Running
  podIP: 10.244.0.5
  containerStatuses:
  - name: app
    ready: false
    restartCount: 3
    state:
      waiting:
        reason: CrashLoopBackOff
        message: back-off 40s restarting failed container=app pod=web_prod(u)
    lastState:
      terminated: {exitCode: 1, reason: Error, finishedAt: "2026-11-23T13:09:30Z"}
`;
const DELETED = `apiVersion: v1
kind: Pod
metadata: {name: old, namespace: test, creationTimestamp: "2026-11-23T13:09:00Z", deletionTimestamp: "2026-11-23T13:10:20Z", deletionGracePeriodSeconds: 30}
spec: {containers: [{name: c, image: c}]}
status: {phase: Running, containerStatuses: [{name: c, ready: true, restartCount: 0, state: {running: {}}}]}
`;

describe('livenotes status', () => {
  it('prints the table of kubectl get pods', () => {
    const { status, out, err } = run(['status', file('web.yaml', CRASHING), ...NOW]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toBe(
      'NAME   READY   STATUS             RESTARTS      AGE\n' +
        'web    0/1     CrashLoopBackOff   3 (30s ago)   5m\n',
    );
  });

  it('with the namespaces where there are several, and all columns with --wide', () => {
    const path = file('two.yaml', `${CRASHING}---\n${DELETED}`);
    const { out } = run(['status', '--wide', path, ...NOW]);
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      [
        'NAMESPACE',
        'NAME',
        'READY',
        'STATUS',
        'RESTARTS',
        'AGE',
        'IP',
        'NODE',
        'NOMINATED NODE',
        'READINESS GATES',
      ],
      [
        'prod',
        'web',
        '0/1',
        'CrashLoopBackOff',
        '3 (30s ago)',
        '5m',
        '10.244.0.5',
        'node1',
        '<none>',
        '<none>',
      ],
      ['test', 'old', '1/1', 'Terminating', '0', '60s', '<none>', '<none>', '<none>', '<none>'],
      [''],
    ]);
  });

  it('gives the contract of CLI.md as JSON', () => {
    const args = ['status', '-o', 'json', file('web.yaml', CRASHING), ...NOW];
    const report = JSON.parse(run(args).out);
    expect(report).toMatchObject({
      apiVersion: 'livenotes/v1',
      kind: 'StatusReport',
      problems: [],
    });
    expect(report.items).toEqual([
      {
        object: { kind: 'Pod', namespace: 'prod', name: 'web' },
        line: 1,
        column: 1,
        ready: '0/1',
        status: 'CrashLoopBackOff',
        restarts: '3 (30s ago)',
        restartCount: 3,
        age: '5m',
        phase: 'Running',
        phaseWouldBe: 'Running',
        source: {
          code: 'container-waiting-reason',
          path: 'status.containerStatuses[0].state.waiting.reason',
          params: { container: 'app', reason: 'CrashLoopBackOff' },
          line: 20,
          column: 9,
        },
      },
    ]);
    const [wide] = JSON.parse(run([...args, '--wide']).out).items;
    expect(wide).toMatchObject({
      ip: '10.244.0.5',
      node: 'node1',
      nominatedNode: '<none>',
      readinessGates: '<none>',
    });
  });

  it('explains when asked, in the language that is asked for', () => {
    const path = file('web.yaml', CRASHING);
    const { out } = run(['status', '--explain', path, ...NOW]);
    expect(out).toContain('prod/web: CrashLoopBackOff');
    expect(out).toMatch(/line 20 .*It is the reason for which container app waits\./);
    expect(out).toContain('app nominally waits 40s, until 2026-11-23T13:10:10Z.');
    expect(out).toContain('kubectl -n prod logs web -c app --previous');
    expect(run(['status', '--explain', path, '--lang', 'zh', ...NOW]).out).toContain(
      '是容器 app 等待的原因',
    );
    const [item] = JSON.parse(run(['status', '--explain', '-o', 'json', path, ...NOW]).out).items;
    expect(item.meaning.code).toBe('crash-loop');
    expect(item.findings[0]).toMatchObject({ code: 'backoff-until', line: 20 });
  });

  it('explains pasted lines, with or without the object', () => {
    const path = file(
      'lines.txt',
      '$ kubectl get pods\nNAME READY STATUS RESTARTS AGE\nshop 1/2 Init:Error 4 3m\nnonsense\n',
    );
    const { status, out, err } = run(['status', path]);
    expect(status).toBe(0);
    expect(out).toMatch(
      /shop +Init:Error +made from the reason with which an init container or sidecar ended/,
    );
    expect(err).toBe('Lines that could not be read: 1, the first is line 4.\n');
    const [item] = JSON.parse(run(['status', '-o', 'json', path]).out).items;
    expect(item).toMatchObject({
      object: { namespace: 'default', name: 'shop' },
      line: 3,
      status: 'Init:Error',
      phases: ['Pending', 'Failed', 'Running'],
    });
    expect(item.notes.map(({ code }: { code: string }) => code)).toContain('init-word-of-sidecar');
  });

  it('compares the words with --expect', () => {
    const path = file('two.yaml', `${CRASHING}---\n${DELETED}`);
    expect(run(['status', path, '--expect', 'CrashLoopBackOff Terminating', ...NOW]).status).toBe(
      0,
    );
    expect(run(['status', path, '--expect', 'Running', ...NOW]).status).toBe(3);
  });

  it('says of a template that it has no status, and of an object that cannot be read why', () => {
    const template = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n---\n';
    const { status, out, err } = run(['status', file('mixed.yaml', template + CRASHING), ...NOW]);
    expect([status, out.split('\n').length]).toEqual([0, 3]);
    expect(err).toBe(
      'Deployment web is a template without a status of its own: look at its Pods.\n',
    );
    const path = file('bad.yaml', CRASHING.replace('restartCount: 3', 'restartCount: many'));
    const bad = run(['status', path, ...NOW]);
    expect(bad).toMatchObject({ status: 1, out: '' });
    expect(bad.err).toContain(`${path}:17:19: Pod web: `);
    const [item] = JSON.parse(run(['status', '-o', 'json', path]).out).items;
    expect(item.problem.code).toBe('wrong-type');
    expect(item.status).toBeUndefined();
  });

  it('follows a feature gate', () => {
    const path = file(
      'rules.yaml',
      `apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {restartPolicy: Never, containers: [{name: c, image: c, restartPolicy: OnFailure}]}
status: {phase: Running, containerStatuses: [{name: c, state: {terminated: {exitCode: 1}}}]}
`,
    );
    const phase = (...gates: string[]) =>
      JSON.parse(run(['status', '-o', 'json', path, ...gates]).out).items[0].phaseWouldBe;
    expect(phase()).toBe('Running');
    expect(phase('--feature-gates', 'ContainerRestartRules=false')).toBe('Failed');
  });

  it('gives a row for each event of a watch, as kubectl get --watch does', () => {
    const event = (type: string, phase: string) => {
      const metadata = { name: 'w', namespace: 'default' };
      const spec = { containers: [{ name: 'c' }] };
      const object = { apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { phase } };
      return `${JSON.stringify({ type, object })}\n`;
    };
    const path = file('watch.jsonl', event('ADDED', 'Pending') + event('MODIFIED', 'Running'));
    const { status, out } = run(['status', path, ...NOW]);
    expect(status).toBe(0);
    expect(out.match(/^w .*$/gm)).toHaveLength(2);
    expect(out).toMatch(/Pending.*Running/s);
  });

  it('takes a time for --now, and nothing else', () => {
    const { status, err } = run(['status', file('web.yaml', CRASHING), '--now', 'noon']);
    expect(status).toBe(2);
    expect(err).toContain('--now takes a time such as 2026-11-23T12:00:00Z, not noon');
  });
});
