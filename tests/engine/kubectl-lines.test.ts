import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type Cells,
  columnsOf,
  commandFor,
  looksLikeKubectlLines,
  meaningOfRow,
  meaningOfWord,
  parseTime,
  readKubectlLines,
} from '../../src/engine/lifecycle/index.ts';
import { meaningSentence } from '../../src/ui/status-meaning.ts';
import { sentence } from '../../src/ui/sentences.ts';
import { loadFixture } from '../fixtures.ts';
import { type RecordedFile, type StatusFile, viewOf } from './status-oracle.ts';

const rowsOf = (text: string): readonly Cells[] =>
  readKubectlLines(text).rows.map(({ cells }) => cells);

describe('what people paste', () => {
  const web = {
    name: 'web',
    ready: '0/1',
    status: 'CrashLoopBackOff',
    restarts: '5 (10s ago)',
    age: '3m',
  };

  test.each<[string, string, readonly Cells[]]>([
    [
      'a table',
      'NAME   READY   STATUS             RESTARTS      AGE\nweb    0/1     CrashLoopBackOff   5 (10s ago)   3m\n',
      [web],
    ],
    [
      'with blanks gone',
      'NAME READY STATUS RESTARTS AGE\nweb 0/1 CrashLoopBackOff 5 (10s ago) 3m',
      [web],
    ],
    ['a line alone', 'web   0/1   CrashLoopBackOff   5 (10s ago)   3m', [web]],
    ['with tabs and CRLF', 'web\t0/1\tCrashLoopBackOff\t5 (10s ago)\t3m\r\n', [web]],
    [
      'in colours',
      '\u001b[37;1mNAME\u001b[0m  READY STATUS RESTARTS AGE\n\u001b[36mweb\u001b[0m \u001b[31m0/1\u001b[0m \u001b[31mCrashLoopBackOff\u001b[0m 5 (10s ago) 3m',
      [web],
    ],
    [
      'behind a prompt',
      'me@host:~$ kubectl -n prod get pods\nNAME READY STATUS RESTARTS AGE\nweb 0/1 CrashLoopBackOff 5 (10s ago) 3m\nme@host:~$ ',
      [web],
    ],
    ['behind grep', '❯ k get po | grep web\nweb 0/1 CrashLoopBackOff 5 (10s ago) 3m', [web]],
    [
      'under watch',
      'Every 2.0s: kubectl get pods   host: Mon\n\nNAME READY STATUS RESTARTS AGE\nweb 0/1 CrashLoopBackOff 5 (10s ago) 3m',
      [web],
    ],
    [
      'quoted',
      '> NAME READY STATUS RESTARTS AGE\n> web 0/1 CrashLoopBackOff 5 (10s ago) 3m',
      [web],
    ],
    [
      'as Markdown',
      '| NAME | READY | STATUS | RESTARTS | AGE |\n|---|---|---|---|---|\n| web | 0/1 | CrashLoopBackOff | 5 (10s ago) | 3m |',
      [web],
    ],
    ['in a frame', '│ web   0/1   CrashLoopBackOff   5 (10s ago)   3m │', [web]],
    [
      'of all namespaces',
      'NAMESPACE   NAME   READY   STATUS             RESTARTS      AGE\nprod        web    0/1     CrashLoopBackOff   5 (10s ago)   3m',
      [{ namespace: 'prod', ...web }],
    ],
    [
      'the same without a heading',
      'prod   web    0/1     CrashLoopBackOff   5 (10s ago)   3m',
      [{ namespace: 'prod', ...web }],
    ],
    [
      'wide',
      'NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES\nweb 0/1 CrashLoopBackOff 5 (10s ago) 3m 10.0.0.1 node1 <none> 0/1',
      [{ ...web, ip: '10.0.0.1', node: 'node1', nominatedNode: '<none>', readinessGates: '0/1' }],
    ],
    [
      'wide, wrapped by the terminal',
      'NAME READY STATUS RESTARTS AGE IP NODE NOMINA\nTED NODE READINESS GATES\nweb 0/1 CrashLoopBackOff 5 (10s ago) 3m 10.0.\n0.1 node1 <none\n> 0/1\nx 1/1 Running 0 3m <none> <none> <none> <none\n>',
      [
        { ...web, ip: '10.0.0.1', node: 'node1', nominatedNode: '<none>', readinessGates: '0/1' },
        {
          name: 'x',
          ready: '1/1',
          status: 'Running',
          restarts: '0',
          age: '3m',
          ip: '<none>',
          node: '<none>',
          nominatedNode: '<none>',
          readinessGates: '<none>',
        },
      ],
    ],
    ['wrapped within the word', 'web   0/1   CrashLoop\nBackOff   5 (10s ago)   3m', [web]],
    [
      'wrapped within a long name',
      'a-name-that-is-much-too-long-for-a-terminal-7d9c6b8f\n4-abcde 0/1 CrashLoopBackOff 5 (10s ago) 3m',
      [{ ...web, name: 'a-name-that-is-much-too-long-for-a-terminal-7d9c6b8f4-abcde' }],
    ],
    [
      'with labels',
      'NAME READY STATUS RESTARTS AGE LABELS\nweb 0/1 CrashLoopBackOff 5 (10s ago) 3m app=web,x=y',
      [{ ...web, labels: 'app=web,x=y' }],
    ],
    [
      'in an order of one’s own',
      'STATUS NAME RESTARTS\nCrashLoopBackOff web 5 (10s ago)',
      [{ status: web.status, name: 'web', restarts: web.restarts }],
    ],
    [
      'a phase as a custom column',
      'NS NAME PHASE\nprod web Running',
      [{ name: 'web', phase: 'Running' }],
    ],
    [
      'of watch events',
      'EVENT      NAME   READY   STATUS    RESTARTS   AGE\nADDED      web    0/1     Pending   0          0s\nDELETED    web    0/1     Completed   0          9s',
      [
        { event: 'ADDED', name: 'web', ready: '0/1', status: 'Pending', restarts: '0', age: '0s' },
        {
          event: 'DELETED',
          name: 'web',
          ready: '0/1',
          status: 'Completed',
          restarts: '0',
          age: '9s',
        },
      ],
    ],
    ['a word alone', ' Init:0/2\n', [{ status: 'Init:0/2' }]],
    [
      'without a STATUS',
      'NAME READY STATUS RESTARTS AGE\nweb 0/1  0 3m',
      [{ name: 'web', ready: '0/1', status: '', restarts: '0', age: '3m' }],
    ],
  ])('%s', (_, text, rows) => {
    expect(looksLikeKubectlLines(text)).toBe(true);
    expect(rowsOf(text)).toEqual(rows);
  });

  it('has rows of other kinds, which are counted', () => {
    const text = `NAME READY STATUS RESTARTS AGE
pod/web 1/1 Running 0 5m

NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE
service/web ClusterIP 10.96.0.1 <none> 443/TCP 5d
`;
    expect(readKubectlLines(text)).toMatchObject({ rows: [{ line: 2 }], foreign: 1, unread: [] });
  });

  it('names the lines that cannot be read', () => {
    expect(
      readKubectlLines('NAME READY STATUS RESTARTS AGE\nhello there\nweb 1/1 Running 0 5m').unread,
    ).toEqual([2]);
  });

  test.each([
    '',
    'hello',
    'apiVersion: v1\nkind: Pod\n',
    '{"kind": "Pod", "message": "0/1 Running"}',
    'status:\n  conditions:\n  - message: "0/1 nodes are available"\n',
    '2026/11/23 12:00:00 GET /healthz 200\n',
  ])('is no table: %j', (text) => {
    expect(looksLikeKubectlLines(text)).toBe(false);
  });
});

test('whatever a real cluster printed is read back', () => {
  const { items } = loadFixture<RecordedFile>('recordings/lifecycles.json.gz');
  for (const { lines } of items) {
    const printed = lines.split('\n').filter((line) => /^\s*[\d.]+\s+\d+\s+[A-Z]+ /.test(line));
    const { rows, unread } = readKubectlLines(lines);
    expect(rows).toHaveLength(printed.length);
    expect(unread.length).toBeLessThanOrEqual(1);
    for (const { cells } of rows)
      expect(cells).toMatchObject({ age: expect.any(String), node: expect.any(String) });
  }
});

test('whatever the API server would print is read back, with a heading and without', () => {
  const { now, items } = loadFixture<StatusFile>('oracle/status.json.gz');
  const rows = items.map(({ pod }) => {
    const row = columnsOf(viewOf(pod), parseTime(now) ?? 0);
    const { ready, status, restarts, age, ip, node, nominatedNode, readinessGates } = row;
    return { name: 'p', ready, status, restarts, age, ip, node, nominatedNode, readinessGates };
  });
  const lines = rows.map((row) => Object.values(row).join('   '));
  const head =
    'NAME   READY   STATUS   RESTARTS   AGE   IP   NODE   NOMINATED NODE   READINESS GATES';
  expect(rowsOf([head, ...lines].join('\n'))).toEqual(rows);
  expect(rowsOf(lines.join('\n'))).toEqual(rows);
});

describe('any text', () => {
  it('is read without a throw, in bounded time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        looksLikeKubectlLines(text);
        for (const row of readKubectlLines(text).rows) meaningOfRow(row.cells);
      }),
    );
    const long = `k ${'-a '.repeat(20_000)}\n${'web 0/1 Error 0 '.repeat(20_000)}\n${'\u001b['.repeat(20_000)}`;
    readKubectlLines(long);
    expect(looksLikeKubectlLines(long)).toBe(false);
  });

  it('gives words that do not reach into objects', () => {
    for (const word of ['__proto__', 'constructor', 'toString', 'Init:constructor']) {
      expect(meaningOfWord(word).meaning.code).toBe('word-strange');
    }
  });
});

describe('what a line tells', () => {
  const told = (text: string) => {
    const [row] = readKubectlLines(text).rows;
    if (row === undefined) throw new Error(`no row in ${text}`);
    const { cells, hints, sources, phases } = meaningOfRow(row.cells);
    return {
      cells: [...cells, ...hints].map(({ code }) => code),
      sources: sources.map(({ code }) => code),
      phases,
    };
  };

  test.each<[string, string[], string[], string[]]>([
    ['web 1/1 Running 0 5m', ['ready-all', 'restarts-none'], ['phase'], ['Running']],
    [
      'web 0/1 Running 2 5m',
      ['ready-none', 'restarts-some', 'running-not-ready'],
      ['phase'],
      ['Running'],
    ],
    [
      'web 0/1 CrashLoopBackOff 5 (10s ago) 5m',
      ['ready-none', 'restarts-ago', 'restarts-wait'],
      ['container-waiting-reason'],
      ['Running', 'Pending'],
    ],
    [
      'web 1/2 Init:Error 1 (10s ago) 5m',
      ['ready-some', 'restarts-ago', 'init-word-of-sidecar'],
      ['init-terminated-reason'],
      ['Pending', 'Failed', 'Running'],
    ],
    ['web 0/2 Init:1/3 0 5m', ['ready-init', 'restarts-none'], ['init-progress'], ['Pending']],
    [
      'web 0/1 Error 3 (5s ago) 5m',
      ['ready-ended', 'restarts-ago', 'error-may-be-backoff', 'ended-may-be-deleted'],
      ['container-terminated-reason'],
      ['Running', 'Failed'],
    ],
    [
      'web 1/2 Completed 0 5m',
      ['ready-some', 'restarts-none', 'completed-beside-sidecar'],
      ['container-terminated-reason'],
      ['Succeeded', 'Running'],
    ],
    [
      'web 1/1 Terminating 0 5m',
      ['ready-all', 'restarts-none', 'terminating-still-ready'],
      ['deletion'],
      ['Running', 'Pending'],
    ],
    ['web 0/1 Evicted 0 2d', ['ready-ended', 'restarts-none'], ['status-reason'], ['Failed']],
    ['web 1/2 NotReady 0 2d', ['ready-some', 'restarts-none'], ['not-ready'], ['Running']],
    ['web 0/1 Unknown 0 2d', ['ready-none', 'restarts-none'], ['node-lost', 'phase'], ['Running']],
    [
      'web 0/1 SchedulingGated 0 <invalid>',
      ['ready-none', 'restarts-none', 'age-invalid'],
      ['scheduling-gated'],
      ['Pending'],
    ],
    [
      'web 0/1 Signal:9 0 <unknown>',
      ['ready-none', 'restarts-none', 'age-unknown'],
      ['container-signal'],
      ['Running', 'Failed'],
    ],
    [
      'web 0/1 Init:ExitCode:2 0 5m',
      ['ready-init', 'restarts-none'],
      ['init-exit-code'],
      ['Pending', 'Failed', 'Running'],
    ],
    [
      'web 0/1 Pending 0 5m <none> <none> node2 0/1',
      ['ready-none', 'restarts-none', 'node-none', 'node-nominated', 'gates-met'],
      ['phase'],
      ['Pending'],
    ],
    [
      'web 0/1 Odd 0 5m',
      ['ready-none', 'restarts-none'],
      ['container-waiting-reason', 'container-terminated-reason', 'status-reason'],
      [],
    ],
  ])('%s', (line, cells, sources, phases) => {
    expect(told(line)).toEqual({ cells, sources, phases });
  });

  it('is told in sentences without a hole', () => {
    const { now, items } = loadFixture<StatusFile>('oracle/status.json.gz');
    const texts = items.flatMap(({ pod }) => {
      const { ready, status, restarts, age, ip, node, nominatedNode, readinessGates } = columnsOf(
        viewOf(pod),
        parseTime(now) ?? 0,
      );
      const line = [
        'p',
        ready,
        status,
        restarts,
        age,
        ip,
        node,
        nominatedNode,
        readinessGates,
      ].join(' ');
      return readKubectlLines(line).rows.flatMap((row) => {
        const { meaning, sources, cells, hints } = meaningOfRow(row.cells);
        const codes = [
          ...cells,
          ...hints,
          ...sources.map(({ code }) => ({ code: `stands-${code}`, params: {} })),
        ];
        return [
          ...meaningSentence(meaning),
          ...codes.flatMap(({ code, params }) =>
            sentence(code, params).map((text) => (text === code ? `{${code}}` : text)),
          ),
        ];
      });
    });
    expect(texts.filter((text) => /\{\w*\}/.test(text))).toEqual([]);
  });
});

describe('the command that shows more', () => {
  const [look] = meaningOfWord('CrashLoopBackOff', { container: 'app' }).look;
  if (look === undefined) throw new Error('nothing to look at');

  it('has the names of the Pod in it', () => {
    expect(commandFor(look, { name: 'web', namespace: 'prod' })).toBe(
      'kubectl -n prod logs web -c app --previous',
    );
    expect(commandFor(look, { name: 'web', namespace: 'default' })).toBe(
      'kubectl logs web -c app --previous',
    );
  });

  it('takes no name that no API server would', () => {
    const bad = { name: 'x; rm -rf /', namespace: '$(id)' };
    expect(commandFor(look, bad)).toBe('kubectl logs POD -c app --previous');
    const [odd] = meaningOfWord('CrashLoopBackOff', { container: '`id`' }).look;
    expect(odd?.command).toContain('CONTAINER');
  });

  it('asks for the run that ended, not for the one before', () => {
    const [logs] = meaningOfWord('Error', { exitCode: 1, container: 'app' }).look;
    expect(logs).toEqual({ code: 'look-logs', command: 'kubectl logs POD -c app' });
  });
});
