import { describe, expect, it } from 'vitest';
import { folderOfFiles, run } from './running.ts';
import widget from '../../src/widgets/drive/index.ts';

const file = folderOfFiles();
const WEB = widget.start.input;

interface Report {
  readonly kind: string;
  readonly items: readonly { readonly line: string; readonly version: string }[];
  readonly problems: readonly { readonly line: number; readonly file: string }[];
  readonly state: { readonly deployments: readonly { readonly ready: string }[] };
}

describe('livenotes drive', () => {
  it('applies the manifest when no script says otherwise', () => {
    const { status, out, err } = run(['drive', '-f', file('web.yaml', WEB)]);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/ 0\.000 s {2}\$ kubectl apply -f -\n/);
    expect(out).toMatch(/scheduler binds pods web-\w+-\w{5} {2}<- ADDED Pod web-/);
    expect(out).toMatch(/deployment\/web +3\/3 +NewReplicaSetAvailable\n/);
  });

  it('plays a script, in Chinese too, and checks how it ends', () => {
    const script = file(
      'play.txt',
      '0s kubectl apply\n10s kubectl scale deployment/web --replicas=1\n',
    );
    const args = ['drive', '-f', file('web.yaml', WEB), '--script', script];
    expect(run([...args, '--lang', 'zh', '--expect', 'web 1/1']).status).toBe(0);
    expect(run([...args, '--expect', 'web 3/3']).status).toBe(3);
    const report = JSON.parse(run([...args, '-o', 'json']).out) as Report;
    expect(report.kind).toBe('StoryReport');
    expect(report.state.deployments[0]?.ready).toBe('1/1');
    expect(
      report.items.filter(({ line }) => /replicaset-controller delete pods/.test(line)),
    ).toHaveLength(2);
  });

  it('names the file and the line of what cannot be played', () => {
    const one = file('one.yaml', WEB);
    const two = file(
      'two.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {}\n',
    );
    const script = file('bad.txt', '0s kubectl apply\n1s kubectl fly\n');
    const { status, err } = run(['drive', '-f', one, '-f', two, '--script', script]);
    expect(status).toBe(1);
    expect(err).toContain(`${two}:4:7: spec.selector: required value`);
    expect(err).toContain(`${script}:2:1: "kubectl fly" is not played here`);
  });
});

describe('livenotes replay', () => {
  it('tells Events in their true order', () => {
    const event = (name: string, reason: string) => ({
      kind: 'Event',
      metadata: { name, namespace: 'shop' },
      involvedObject: { kind: 'Pod', name: 'web-1', namespace: 'shop' },
      reason,
      message: reason,
      source: { component: 'kubelet' },
      firstTimestamp: '2026-11-23T14:00:39Z',
      lastTimestamp: '2026-11-23T14:00:39Z',
      count: 1,
    });
    const list = {
      kind: 'List',
      items: [
        event('web-1.18eab162bda379bb', 'Started'),
        event('web-1.18eab162bd0379ba', 'Created'),
      ],
    };
    const { status, out } = run(['replay', file('events.json', JSON.stringify(list))]);
    expect(status).toBe(0);
    expect(out.indexOf('Created')).toBeGreaterThan(-1);
    expect(out.indexOf('Created')).toBeLessThan(out.indexOf('Started'));
  });

  it('says what is no log', () => {
    const { status, err } = run(['replay', file('x.txt', 'hello\n')]);
    expect(status).toBe(1);
    expect(err).toContain('x.txt:1:');
  });
});
