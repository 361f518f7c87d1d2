import { describe, expect, it } from 'vitest';
import { folderOfFiles, run } from './running.ts';

const file = folderOfFiles();

const OLD = `*nat
:PREROUTING ACCEPT [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]
:KUBE-SEP-BBBBBBBBBBBBBBBB - [0:0]
[10:600] -A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA
[10:600] -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "shop/web:http -> 10.244.0.5:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-BBBBBBBBBBBBBBBB
[0:0] -A PREROUTING -s 10.0.0.9/32 -j ACCEPT
COMMIT
`;
const NEW = OLD.replace('0.5000000000', '0.3333333333')
  .replace('[10:600] -A KUBE-SERVICES', '[14:840] -A KUBE-SERVICES')
  .replace('-A PREROUTING', '-A PREROUTING -p udp -j DROP\n[0:0] -A PREROUTING');

describe('livenotes proxy diff', () => {
  it('groups by Service, with what the counters gained', () => {
    const { status, out, err } = run(['proxy', 'diff', file('old', OLD), file('new', NEW)]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const lines = out.split('\n').map((line) => line.trimEnd().replace(/ {2,}/g, '  '));
    expect(lines).toEqual([
      'unchanged 2  moved 0  changed 1  added 1  removed 0',
      '',
      'shop/web',
      '  unchanged  nat  +4 packets, +240 bytes  -A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA',
      '  changed  nat  - -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "shop/web:http -> 10.244.0.5:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-BBBBBBBBBBBBBBBB',
      '  + -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "shop/web:http -> 10.244.0.5:8080" -m statistic --mode random --probability 0.33333333330 -j KUBE-SEP-BBBBBBBBBBBBBBBB',
      '',
      'nat/PREROUTING',
      '  added  nat  -A PREROUTING -p udp -j DROP',
      '',
    ]);
  });

  it('is a DiffReport as JSON', () => {
    const { out } = run(['proxy', 'diff', file('old', OLD), file('new', NEW), '-o', 'json']);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      apiVersion: 'livenotes/v1',
      kind: 'DiffReport',
      problems: [],
      counts: { unchanged: 2, moved: 0, changed: 1, added: 1, removed: 0 },
      counted: true,
      reset: false,
    });
    const [service, chain] = report.items;
    expect(service.service).toEqual({ namespace: 'shop', name: 'web' });
    expect(service.rules[1]).toMatchObject({
      change: 'changed',
      old: { place: 'nat/KUBE-SVC-AAAAAAAAAAAAAAAA/1', line: 7 },
      differs: { old: '--probability 0.50000000000', new: '--probability 0.33333333330' },
    });
    expect(chain).toMatchObject({ table: 'nat', chain: 'PREROUTING' });
  });

  it('says it in Chinese', () => {
    const { out } = run(['proxy', 'diff', file('old', OLD), file('new', NEW), '--lang', 'zh']);
    expect(out).toContain('未变 2   换了位置 0   改动 1   新增 1   删除 0');
    expect(out).toContain('+4 个报文，+240 字节');
  });

  it.each([
    [OLD, 'same'],
    [NEW, 'changed|added'],
    [OLD.replace('PREROUTING ACCEPT', 'PREROUTING DROP'), 'policy'],
    [OLD.replace(':KUBE-SERVICES', ':OTHER - [0:0]\n:KUBE-SERVICES'), 'chains'],
  ])('holds to --expect (%#)', (now, expected) => {
    const args = ['proxy', 'diff', file('old', OLD), file('now', now), '--expect'];
    expect(run([...args, expected]).status).toBe(0);
    expect(run([...args, 'else']).status).toBe(3);
  });

  it('names the line and the file of a problem', () => {
    const bad = file('bad', OLD.replace('COMMIT', 'COMIT'));
    const { status, err } = run(['proxy', 'diff', file('old', OLD), bad]);
    expect(status).toBe(1);
    expect(err).toContain(`${bad}:9:1: `);
    const { problems } = JSON.parse(
      run(['proxy', 'diff', file('old', OLD), bad, '-o', 'json']).out,
    );
    expect(problems[0]).toMatchObject({ code: 'line-unknown', file: bad, line: 9 });
  });

  it('wants two dumps', () => {
    const { status, err } = run(['proxy', 'diff', file('old', OLD)]);
    expect(status).toBe(2);
    expect(err).toContain('Name two dumps');
    expect(run(['proxy', 'diff', '-', '-']).status).toBe(2);
  });
});
