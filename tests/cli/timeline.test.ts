import { describe, expect, it } from 'vitest';
import { recording } from '../engine/reconstruct-recordings.ts';
import { folderOfFiles, run } from './running.ts';

const file = folderOfFiles();

const WEB = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: "app:1"}
`;

const CRASH = 'until: 1m\ncontainers: {app: {runs: [{lasts: 1s, exitCode: 1}]}}\n';

interface Report {
  readonly kind: string;
  readonly items: readonly {
    readonly how: string;
    readonly until: number;
    readonly spans: readonly { readonly lane: string; readonly known: string }[];
    readonly steps: readonly {
      readonly code: string;
      readonly rule: string;
      readonly message: string;
    }[];
    readonly table: readonly {
      readonly ready: string;
      readonly status: string;
      readonly restarts: string;
    }[];
  }[];
  readonly problems: readonly {
    readonly code: string;
    readonly line: number;
    readonly file: string;
  }[];
}

function report(args: readonly string[]): Report {
  return JSON.parse(run(['timeline', '-o', 'json', ...args]).out) as Report;
}

function words({ items }: Report): readonly string[] {
  const table = items[0]?.table ?? [];
  return table.map(({ status }) => status).filter((word, at, all) => word !== all[at - 1]);
}

describe('livenotes timeline', () => {
  it('simulates a manifest and says every step with its actor', () => {
    const { status, out, err } = run(['timeline', '--lang', 'en', file('web.yaml', WEB)]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/web +0\/1 +ContainerCreating +0/);
    expect(out).toMatch(/scheduler +The scheduler binds it/);
    const zh = run(['timeline', '--lang', 'zh', file('web.yaml', WEB)]).out;
    expect(zh).toContain('调度器');
  });

  it('gives a Pod that the API server refuses an item without a life', () => {
    const text = `${WEB}  activeDeadlineSeconds: 0\n`;
    const found = run(['timeline', '-o', 'json', file('refused.yaml', text)]);
    const { items, problems } = JSON.parse(found.out);
    expect(found.status).toBe(1);
    expect(items[0].table).toEqual([]);
    expect(items[0].rejected).toMatchObject([
      { field: 'spec.activeDeadlineSeconds', type: 'FieldValueInvalid' },
    ]);
    expect(problems).toMatchObject([{ code: 'refused-number', line: 7 }]);
  });

  it('names a container of the scenario that the Pod does not have', () => {
    const scenario = file('other.yaml', 'containers:\n  other: {runs: []}\n');
    const { status, err } = run(['timeline', file('web.yaml', WEB), '--scenario', scenario]);
    expect(status).toBe(1);
    expect(err).toContain('other.yaml:2:3: The Pod has no container other (it has app)');
  });

  it('simulates the template of a workload', () => {
    const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {selector: {}, template: {spec: {containers: [{name: app, image: "app:1"}]}}}
`;
    expect(words(report([file('deployment.yaml', deployment)])).at(-1)).toBe('Running');
  });

  it('follows a scenario', () => {
    const answer = report(['--scenario', file('crash.yaml', CRASH), file('web.yaml', WEB)]);
    expect(answer).toMatchObject({
      kind: 'TimelineReport',
      items: [{ how: 'simulated', until: 60000 }],
    });
    expect(words(answer)).toContain('CrashLoopBackOff');
    const [item] = answer.items;
    expect(item?.steps.every(({ rule, message }) => rule !== '' && message !== '')).toBe(true);
  });

  it('takes feature gates of the kubelet', () => {
    const args = ['--scenario', file('crash.yaml', CRASH), file('web.yaml', WEB)];
    const restarts = (answer: Report) => Number(answer.items[0]?.table.at(-1)?.restarts);
    const faster = report(['--feature-gates', 'ReduceDefaultCrashLoopBackOffDecay=true', ...args]);
    expect(restarts(faster)).toBeGreaterThan(restarts(report(args)));
  });

  it('names the line of what a scenario cannot say, and uses the rest', () => {
    const path = file(
      'odd.yaml',
      'until: 1m\nuntill: 5m\ncontainers: {app: {runs: [{lasts: soon}]}}\n',
    );
    const { status, err } = run([
      'timeline',
      '--lang',
      'en',
      '--scenario',
      path,
      file('web.yaml', WEB),
    ]);
    expect(status).toBe(1);
    expect(err).toContain(`${path}:2:1: `);
    expect(err).toContain(`${path}:3:`);
  });

  it('stops at --until, which must be a duration', () => {
    expect(report(['--until', '10s', file('web.yaml', WEB)]).items[0]?.until).toBe(10_000);
    const { status, err } = run(['timeline', '--until', 'soon', file('web.yaml', WEB)]);
    expect(status).toBe(2);
    expect(err).toContain('soon');
  });

  it('reconstructs a recorded watch, and tells what was seen from what follows', () => {
    const { watch } = recording('10-three-probes');
    const answer = report(['-f', file('watch.jsonl', watch)]);
    expect(answer.items[0]?.how).toBe('reconstructed');
    expect(words(answer)).toEqual(['Pending', 'ContainerCreating', 'Running']);
    const known = new Set(answer.items[0]?.spans.map((span) => span.known));
    expect(known).toContain('observed');
    expect(known).toContain('inferred');
  });

  it('learns a scenario that gives the recorded life again, and another where the Pod differs', () => {
    const { watch, pod, actions } = recording('12-sigterm-ignored-grace-5');
    const { status, out } = run([
      'timeline',
      '--scenario-from',
      file('watch.jsonl', watch),
      '--actions',
      file('actions.jsonl', actions),
    ]);
    expect(status).toBe(0);
    const scenario = file('learnt.yaml', out);
    const sigkill = (manifest: string) => {
      const answer = report(['--scenario', scenario, '-f', file('pod.yaml', manifest)]);
      expect(words(answer).slice(-2)).toEqual(['Terminating', 'Error']);
      return JSON.stringify(answer.items[0]?.steps.find(({ code }) => code === 'sigkill'));
    };
    const longer = pod.replace(
      'terminationGracePeriodSeconds: 5',
      'terminationGracePeriodSeconds: 7',
    );
    expect(longer).not.toBe(pod);
    expect(sigkill(longer)).not.toBe(sigkill(pod));
  });

  it('says when there is no Pod to learn from', () => {
    const { status, err } = run(['timeline', '--scenario-from', file('empty.jsonl', '')]);
    expect(status).toBe(2);
    expect(err).toContain('empty.jsonl');
  });

  it('compares the sequence of STATUS words with --expect', () => {
    const path = file('web.yaml', WEB);
    const right = 'Pending > ContainerCreating > Running';
    expect(run(['timeline', '--expect', right, path]).status).toBe(0);
    expect(run(['timeline', '--expect', 'Running', path]).status).toBe(3);
  });

  it('names what it cannot read', () => {
    const answer = report([file('text.txt', 'hello\n')]);
    expect(answer.items).toEqual([]);
    expect(answer.problems[0]).toMatchObject({ code: 'not-an-object', line: 1 });
  });

  it('names the line in the file it is in, of several', () => {
    const [web, text] = [file('web.yaml', WEB), file('text.txt', '# a note\nhello\n')];
    const answer = report([web, text]);
    expect(answer.items).toHaveLength(1);
    expect(answer.problems[0]).toMatchObject({ file: text, line: 2 });
  });
});
