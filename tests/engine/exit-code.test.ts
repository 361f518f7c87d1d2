import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { catalogue, readExit, search } from '../../src/engine/exit-code/index.ts';
import { loadFixture } from '../fixtures.ts';

/** Short names, joined as pages state them. */
function names(text: string): string {
  return readExit(text)
    .items.map(({ name }) => name)
    .join(' ');
}

/** `meaning (notes)` of each item. */
function meanings(text: string): string[] {
  return readExit(text).items.map(({ meaning, notes }) =>
    [meaning.code, ...notes.map(({ code }) => code)].join(' '),
  );
}

describe('what people type', () => {
  test.each([
    ['137', 'SIGKILL'],
    ['143', 'SIGTERM'],
    ['139', 'SIGSEGV'],
    ['0', 'success'],
    ['1', 'general-error'],
    ['2', 'usage-error'],
    ['75', 'sysexits'],
    ['126', 'not-executable'],
    ['127', 'not-found'],
    ['128', 'code-128'],
    ['255', 'code-255'],
    ['42', 'own-code'],
    ['200', 'own-code'],
    ['162', 'SIGRTMIN'],
    ['192', 'SIGRTMAX'],
    // SIGCHLD ends no process, and 32 and 33 are no signals of programs.
    ['145', 'not-by-signal'],
    ['160', 'own-code'],
    ['SIGTERM', 'SIGTERM'],
    ['sigkill', 'SIGKILL'],
    ['KILL', 'SIGKILL'],
    ['SIGIOT', 'SIGABRT'],
    ['SIGRTMIN+3', 'SIGRTMIN+3'],
    ['signal 9', 'SIGKILL'],
    ['信号 15', 'SIGTERM'],
    ['signal: killed', 'SIGKILL'],
    ['signal: segmentation fault (core dumped)', 'SIGSEGV'],
    ['Segmentation fault (core dumped)', 'SIGSEGV'],
    ['kill -9 1', 'SIGKILL'],
    ['Exit Code: 137', 'SIGKILL'],
    ['exit status 2', 'usage-error'],
    ['command terminated with exit code 137', 'SIGKILL'],
    ['退出码：137', 'SIGKILL'],
    ['Init:ExitCode:137', 'SIGKILL'],
    ['Init:Signal:9', 'SIGKILL'],
    ['0 1\n143', 'success general-error SIGTERM'],
    ['CrashLoopBackOff', 'crash-loop'],
    ['init:crashloopbackoff', 'crash-loop'],
    ['OOMKilled', 'oom-killed'],
    ['OOMKilled 137', 'SIGKILL'],
    ['Error: 1', 'general-error'],
    ['OutOfnvidia.com/gpu', 'out-of-other'],
    ['OutOfhugepages-2Mi', 'out-of-other'],
    ['seccomp killed', 'seccomp-killed'],
    ['web-1   0/1   ImagePullBackOff   0   3m', 'pull-backoff'],
    ['NAME READY STATUS RESTARTS AGE\nweb-1 0/1 Init:Error 5 (2m ago) 9m', 'failed'],
    ['back-off 2m40s restarting failed container=c pod=p_x', 'crash-loop'],
    ['\u001b[31mOOMKilled\u001b[0m', 'oom-killed'],
    // A word that stands in two places is explained in both.
    ['RestartingAllContainers', 'restarting-all restarted-all'],
    ['Unknown', 'lost-by-runtime node-lost-printed'],
  ])('%s', (text, expected) => {
    expect(names(text)).toBe(expected);
    expect(readExit(text).problems).toEqual([]);
  });
});

describe('what the kernel makes of a number', () => {
  test.each([
    ['256', 0],
    ['257', 1],
    ['-1', 255],
    ['-9', 247],
    ['393', 137],
  ])('%s becomes %d', (text, kept) => {
    const [item] = readExit(text).items;
    expect(item?.exitCode).toBe(kept);
    expect(item?.notes).toContainEqual({
      code: 'note-low-byte',
      params: { written: Number(text), kept },
    });
  });

  test.each([
    ['3221225786', 'windows-control-c', '0xC000013A'],
    ['-1073741510', 'windows-control-c', '0xC000013A'],
    ['0xC0000005', 'windows-access-violation', '0xC0000005'],
    ['3762504530', 'windows-dotnet', '0xE0434352'],
    ['1073807364', 'windows-terminated', '0x40010004'],
    ['3221225500', 'windows-other', '0xC000001C'],
  ])('%s is Windows, all 32 bits of it', (text, meaning, hex) => {
    const [item] = readExit(text).items;
    expect(item?.meaning.code).toBe(meaning);
    expect(item?.meaning.params['hex']).toBe(hex);
  });

  test('a bare number may have been meant as a signal', () => {
    expect(meanings('15')).toEqual(['own-code note-also-signal']);
    expect(meanings('exit code 15')).toEqual(['own-code']);
  });
});

describe('a reason beside the code', () => {
  const state = (reason: string, exitCode: number) =>
    `state:\n  terminated:\n    exitCode: ${exitCode}\n    reason: ${reason}\n`;

  test.each([
    ['OOMKilled', 137, 'SIGKILL', 'oom-killed'],
    ['OOMKilled', 0, 'oom-of-child', 'oom-of-child'],
    ['OOMKilled', 1, 'oom-own-code', 'oom-own-code'],
    ['Error', 137, 'SIGKILL', 'killed-not-oom'],
    ['Error', 143, 'SIGTERM', 'by-signal'],
    ['Error', 2, 'usage-error', 'usage-error'],
    ['Completed', 0, 'completed', 'completed'],
    // Nobody was killed here: the kubelet and containerd fill in these codes.
    ['ContainerStatusUnknown', 137, 'lost-by-kubelet', 'lost-by-kubelet'],
    ['RestartingAllContainers', 137, 'restarted-all', 'restarted-all'],
    ['StartError', 128, 'start-failed', 'start-failed'],
    ['Unknown', 255, 'lost-by-runtime', 'lost-by-runtime'],
    ['SomethingNew', 137, 'SIGKILL', 'by-signal'],
  ])('%s %d', (reason, code, name, meaning) => {
    const [item, ...more] = readExit(state(reason, code)).items;
    expect([item?.name, item?.meaning.code, item?.exitCode]).toEqual([name, meaning, code]);
    expect(item?.reason).toBe(reason);
    expect(more).toEqual([]);
  });

  test('tells where it stands, what shows it and what comes next', () => {
    const [now] = readExit(state('Error', 1)).items;
    expect(now).toMatchObject({
      path: 'status.containerStatuses[*].state.terminated.reason',
      column: 'column-status',
      next: ['next-after-failure'],
    });
    const [before] = readExit(state('Error', 1).replace('state', 'lastState')).items;
    expect(before).toMatchObject({
      path: 'status.containerStatuses[*].lastState.terminated.reason',
      column: 'column-last',
      next: [],
    });
    const [ended] = readExit(state('OOMKilled', 0)).items;
    expect(ended?.next).toEqual(['next-after-zero']);
    const [refused] = readExit('OutOfcpu').items;
    expect(refused).toMatchObject({
      path: 'status.reason',
      column: 'column-pod-reason',
      next: ['next-pod-over'],
      source: 'pkg/kubelet/lifecycle/predicate.go',
    });
  });

  test.each([
    ['StartError', 'exec: "/x": stat /x: no such file or directory', 'message-no-such-file'],
    ['RunContainerError', 'exec /x: exec format error', 'message-format'],
    ['CreateContainerConfigError', 'secret "db" not found', 'message-missing-object'],
    ['CreateContainerConfigError', "couldn't find key a in ConfigMap x/y", 'message-missing-key'],
    ['CreateContainerConfigError', 'container has runAsNonRoot and image …', 'message-root'],
    ['ErrImagePull', 'authorization failed: no basic auth credentials', 'message-credentials'],
    ['ImagePullBackOff', 'Back-off …: ErrImagePull: x: not found', 'message-not-found'],
    ['ErrImagePull', 'tls: x509: unknown authority', 'message-certificate'],
    ['ErrImagePull', 'dial tcp: lookup x: no such host', 'message-unreachable'],
    ['ErrImagePull', '429 Too Many Requests: toomanyrequests', 'message-rate'],
    ['CrashLoopBackOff', 'back-off 5m0s restarting failed container=c', 'message-delay'],
  ])('%s: the message “%s”', (reason, message, note) => {
    const text = `waiting:\n  message: ${JSON.stringify(message)}\n  reason: ${reason}\n`;
    expect(readExit(text).items[0]?.notes.map(({ code }) => code)).toContain(note);
  });
});

describe('what people paste', () => {
  test('a state that lost its indentation', () => {
    expect(names('terminated:\n      exitCode: 137\n      reason: OOMKilled')).toBe('SIGKILL');
    expect(names('exitCode: 137\n        reason: ContainerStatusUnknown')).toBe('lost-by-kubelet');
  });

  test('JSON on one line', () => {
    const text = '{"state":{"terminated":{"exitCode":0,"reason":"OOMKilled"}},"lastState":{}}';
    expect(names(text)).toBe('oom-of-child');
  });

  test('what jsonpath prints: lists and states in braces', () => {
    const list =
      '[{"name":"a","state":{"waiting":{"reason":"ErrImagePull"}}},{"name":"b","lastState":{"terminated":{"exitCode":2}}}]';
    expect(readExit(list).items.map(({ container, name }) => [container, name])).toEqual([
      ['a', 'pull-failed'],
      ['b', 'usage-error'],
    ]);
    const text = 'c: {"waiting":{"reason":"CrashLoopBackOff"}} {"terminated":{"exitCode":2}}';
    expect(names(text)).toBe('crash-loop usage-error');
  });

  test('kubectl describe, with the containers’ names and the Pod’s own reason', () => {
    const text = `Name:   p
Status:           Failed
Reason:           Evicted
Message:          Usage of EmptyDir volume "v" exceeds the limit "5Mi".
Init Containers:
  setup:
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
Containers:
  c:
    Command:
      sh
    State:          Terminated
      Reason:       Error
      Exit Code:    137
    Last State:     Terminated
      Reason:       Error
      Exit Code:    1
  d:
    State:          Running
Conditions:
  Type   Status
  Ready  False
Events:
  Warning  Evicted  kubelet  Usage exceeds: reason: none
`;
    const { items, problems } = readExit(text);
    expect(problems).toEqual([]);
    expect(items.map((item) => [item.line, item.container, item.field, item.name])).toEqual([
      [3, undefined, undefined, 'evicted'],
      [9, 'setup', 'state', 'completed'],
      [16, 'c', 'state', 'SIGKILL'],
      [19, 'c', 'lastState', 'general-error'],
    ]);
    expect(items[1]?.path).toBe('status.initContainerStatuses[*].state.terminated.reason');
  });

  test('a whole Pod: reasons of conditions are another list', () => {
    const text = `apiVersion: v1
kind: Pod
spec:
  containers:
  - name: c
    env:
    - name: reason
      value: OOMKilled
status:
  conditions:
  - reason: ContainersNotReady
    status: "False"
  containerStatuses:
  - containerID: containerd://1
    lastState:
      terminated:
        exitCode: 143
        reason: Error
    name: c
    ready: false
    state:
      waiting:
        message: back-off 10s restarting failed container=c
        reason: CrashLoopBackOff
  phase: Failed
  reason: DeadlineExceeded
`;
    const { items } = readExit(text);
    expect(items.map(({ name, container }) => [name, container])).toEqual([
      ['SIGTERM', 'c'],
      ['crash-loop', 'c'],
      ['deadline-exceeded', undefined],
    ]);
  });

  test.each([
    ['state:\n  running:\n    startedAt: "2026-11-23T13:07:33Z"\n', 'exit-only-running'],
    ['Name: p\nContainers:\n  c:\n    Image: x\nEvents: <none>\n', 'exit-no-state'],
    ['Running', 'exit-phase'],
    ['1Gb', 'exit-unknown'],
    ['CrashLoopBackof', 'exit-unknown-near'],
    ['reason: ContainersNotReady', 'exit-unknown'],
    ['99999999999999999999', 'exit-unknown'],
    ['__proto__', 'exit-unknown'],
  ])('%j is named as what it is', (text, code) => {
    const { items, problems } = readExit(text);
    expect(items).toEqual([]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  test('a typing error gets the word that was meant', () => {
    const [problem] = readExit('137\nImagePulBackOff').problems;
    expect(problem).toMatchObject({ line: 2, params: { meant: 'ImagePullBackOff' } });
  });

  test('a name from the text goes into a command only when it can be a name', () => {
    const text = (name: string) =>
      `containerStatuses:\n- name: ${name}\n  state: {terminated: {exitCode: 1}}\n`;
    const commandOf = (name: string) => readExit(text(name)).items[0]?.look[0]?.command;
    expect(commandOf('web')).toBe('kubectl logs POD -c web --previous');
    expect(commandOf('"$(reboot)"')).toBe('kubectl logs POD -c CONTAINER --previous');
  });
});

interface Recordings {
  readonly items: readonly { readonly name: string; readonly watch: string }[];
}
interface Status {
  readonly name: string;
  readonly state?: States;
  readonly lastState?: States;
}
type States = Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number }>>;

describe('every state of every recorded Pod', () => {
  const { items } = loadFixture<Recordings>('recordings/lifecycles.json.gz');

  test.each(items.map((item) => [item.name, item.watch] as const))('%s', (_, watch) => {
    const lines = watch.split('\n').filter((text) => text !== '');
    for (const [index, line] of lines.entries()) {
      const { object } = JSON.parse(line) as { object: { status?: Record<string, unknown> } };
      if (!object.status) continue;
      const lists = ['containerStatuses', 'initContainerStatuses'].flatMap(
        (list) => (object.status?.[list] as Status[] | undefined) ?? [],
      );
      const expected = lists.flatMap(({ name, state, lastState }) =>
        [state, lastState].flatMap((each) =>
          ['waiting', 'terminated'].flatMap((kind) => {
            const { reason, exitCode } = each?.[kind] ?? {};
            return reason === undefined ? [] : [`${name} ${reason} ${exitCode ?? '-'}`];
          }),
        ),
      );
      const podReason = object.status['reason'];
      if (typeof podReason === 'string') expected.push(`undefined ${podReason} -`);
      const texts = [JSON.stringify(object), JSON.stringify(object, undefined, 2)];
      if (index === lines.length - 1) {
        texts.push(stringify(object), stringify(object, { sortMapEntries: true, lineWidth: 80 }));
      }
      for (const text of texts) {
        const report = readExit(text);
        const read = report.items.map(
          ({ container, reason, exitCode }) => `${container} ${reason} ${exitCode ?? '-'}`,
        );
        expect(read.toSorted()).toEqual(expected.toSorted());
        // No reason that a real node wrote is unknown.
        expect(report.items.filter(({ source }) => source === '')).toEqual([]);
      }
    }
  });
});

interface Words {
  readonly items: readonly {
    readonly word: string;
    readonly place: string;
    readonly file: string;
  }[];
}

describe('the catalogue', () => {
  const rows = catalogue();

  test('has every word that upstream can write', () => {
    const missing = loadFixture<Words>('cases/reason-words.json').items.filter(
      ({ word, place }) => !rows.some((row) => row.word === word && row.group === place),
    );
    expect(missing).toEqual([]);
  });

  test('has a row of its own for each, and reads each of its words', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const words = rows.filter(({ word }) => !/[…–]/.test(word));
    const unread = words.filter(
      ({ id, word }) => !readExit(word).items.some((item) => item.rows.includes(id)),
    );
    expect(unread).toEqual([]);
  });

  test.each([
    ['137', ['exit-137']],
    ['sigsegv', ['exit-139']],
    ['image 拉', ['waiting-ErrImagePull']],
    ['nothing like it', []],
  ])('is searched in words and sentences: %s', (query, ids) => {
    const textOf = ({ says }: (typeof rows)[number]) => (says === 'pull-failed' ? '拉 image' : '');
    expect(search(rows, query, textOf).map(({ id }) => id)).toEqual(ids);
  });

  test('is all there without a query', () => {
    expect(search(rows, ' ', () => '')).toEqual(rows);
  });
});
