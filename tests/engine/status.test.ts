import { describe, expect, it, test } from 'vitest';
import {
  type StatusDetails,
  age,
  columnsOf,
  parseTime,
  printTime,
  printedAge,
  statusDetails,
  statusesInTurn,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';
import { meaningSentence } from '../../src/ui/status-meaning.ts';
import { sentence } from '../../src/ui/sentences.ts';
import { loadFixture } from '../fixtures.ts';
import { sourceOf } from './json-source.ts';
import {
  type CaseFile,
  type RecordedFile,
  type StatusFile,
  caseDifference,
  recordedLines,
  statusDifference,
  viewOf,
} from './status-oracle.ts';

const cases = loadFixture<CaseFile>('cases/status-column-cases.json');
const oracle = loadFixture<StatusFile>('oracle/status.json.gz');
const recordings = loadFixture<RecordedFile>('recordings/lifecycles.json.gz');
const NOW = Date.UTC(2026, 10, 23, 13, 10);

describe('the columns', () => {
  it.each(cases.cases)('of upstream’s table: $id', (each) => {
    expect(caseDifference(each)).toBeUndefined();
  });

  it('as the v1.37.2 API server prints them', () => {
    const wrong = oracle.items.flatMap((item) => {
      const found = statusDifference(item, oracle.now);
      return found ? [{ id: item.id, ...found }] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('as a real cluster printed them', () => {
    const lines = [...recordedLines(recordings)];
    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.filter(({ difference }) => difference)).toEqual([]);
  });

  it('name the field that the word comes from', () => {
    for (const { pod } of oracle.items) {
      const { status, source } = columnsOf(viewOf(pod), NOW);
      const at = source.path.split(/[.[\]]+/).filter((step) => step !== '');
      const value = at.reduce<unknown>(
        (node, step) => (node as Record<string, unknown> | undefined)?.[step],
        pod,
      );
      const plain = ['phase', 'status-reason', 'scheduling-gated'];
      if (plain.includes(source.code) || /^container-.*-reason$/.test(source.code)) {
        expect(value ?? '').toBe(status);
      } else if (/^init-.*-reason$/.test(source.code)) expect(`Init:${String(value)}`).toBe(status);
      else if (/signal|exit-code/.test(source.code))
        expect(status).toMatch(new RegExp(`:${String(value)}$`));
      else if (source.code !== 'node-lost') expect(value).toBeDefined();
    }
  });
});

describe('time', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-23T13:10:00Z', NOW],
    ['2026-11-23T21:10:00.25+08:00', NOW + 250],
    ['2024-02-29T23:59:59-01:30', Date.UTC(2024, 2, 1, 1, 29, 59)],
    ['0001-01-01T00:00:00Z', undefined],
    ['2026-02-29T00:00:00Z', undefined],
    ['2026-11-23', undefined],
    ['2026-11-23T24:00:00Z', undefined],
    ['', undefined],
  ])('%s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  it('is printed as it is read, back to the calendar’s beginning', () => {
    for (let time = Date.UTC(1583, 0); time < Date.UTC(2400, 0); time += 86_399_000 * 37) {
      const text = new Date(time).toISOString().replace('.000', '');
      expect([printTime(time), parseTime(text)]).toEqual([text, time]);
    }
  });

  test.each([
    [-2, '<invalid>'],
    [-1, '0s'],
    [119, '119s'],
    [120, '2m'],
    [599, '9m59s'],
    [3 * 3600 - 1, '179m'],
    [3 * 3600, '3h'],
    [8 * 3600 - 1, '7h59m'],
    [48 * 3600 - 1, '47h'],
    [49 * 3600, '2d1h'],
    [8 * 86_400, '8d'],
    [2 * 365 * 86_400 + 86_400, '2y1d'],
    [9 * 365 * 86_400, '9y'],
    [1e12, '292y'],
  ])('an age of %d s is %s', (seconds, text) => {
    expect(age(seconds * 1000)).toBe(text);
  });

  it('without a date is unknown', () => {
    expect(printedAge(NOW, undefined)).toBe('<unknown>');
  });
});

describe('a view of a Pod', () => {
  it('fills in what the API does', () => {
    const { spec, namespace } = viewOf({
      spec: {
        terminationGracePeriodSeconds: -5,
        containers: [
          'app',
          'app:1',
          'app:latest',
          'r:5000/app',
          'r:5000/app:2',
          'app@sha256:0',
        ].map((image) => ({ image, livenessProbe: { httpGet: {}, periodSeconds: 0 } })),
      },
    });
    expect([namespace, spec.restartPolicy, spec.terminationGracePeriodSeconds]).toEqual([
      'default',
      'Always',
      1,
    ]);
    expect(spec.containers.map(({ imagePullPolicy }) => imagePullPolicy)).toEqual([
      ...['Always', 'IfNotPresent', 'Always', 'Always', 'IfNotPresent', 'IfNotPresent'],
    ]);
    expect(spec.containers[0]?.livenessProbe).toEqual({
      handler: 'httpGet',
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
    });
  });

  it('reads values of the wrong type as absent', () => {
    const view = viewOf({
      metadata: { name: 5, creationTimestamp: 'today', finalizers: 'x', annotations: [] },
      spec: { containers: { name: 'a' }, restartPolicy: null, schedulingGates: [3] },
      status: {
        phase: [],
        containerStatuses: [{ restartCount: '3', ready: 'yes', state: { terminated: 'no' } }],
      },
    });
    expect(columnsOf(view, NOW)).toMatchObject({
      ready: '0/0',
      status: '',
      restarts: '0',
      age: '<unknown>',
    });
  });

  it('of a template has neither dates nor a status', () => {
    const text = `{"metadata": {"name": "web", "creationTimestamp": "2026-11-23T13:00:00Z"},
      "spec": {"template": {"spec": {"containers": [{"name": "a"}]}}}, "status": {"phase": "x"}}`;
    const view = viewPod(sourceOf(text), 'spec.template.spec');
    expect([view.name, view.creationTimestamp, view.status.phase]).toEqual(['web', undefined, '']);
    expect(view.spec.containers).toHaveLength(1);
  });
});

/** Details of the only Pod of a text. */
function detailsOf(pod: object, now: number = NOW): StatusDetails {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...pod });
  const found = statusDetails(readDocuments(text), text, 0, { now, check: checkSchema });
  if (found === undefined) throw new Error(`no status in ${text}`);
  return found;
}

const ended = (exitCode: number, reason: string, extra: object = {}) => ({
  terminated: { exitCode, reason, finishedAt: '2026-11-23T13:09:00Z', ...extra },
});
const running = { running: { startedAt: '2026-11-23T13:00:00Z' } };
const one = (status: object, spec: object = {}, metadata: object = {}) => ({
  metadata: { name: 'p', ...metadata },
  spec: { containers: [{ name: 'c' }], nodeName: 'n', ...spec },
  status: { phase: 'Running', ...status },
});
const sidecar = { initContainers: [{ name: 's', restartPolicy: 'Always' }] };

describe('how the word came about', () => {
  const traceOf = (pod: object) =>
    detailsOf(pod).trace.map(({ role, word, printed }) => `${role} ${word}${printed ? ' ←' : ''}`);

  test.each([
    [
      'a container’s reason outdoes the phase',
      one({
        containerStatuses: [{ name: 'c', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      }),
      ['phase Running', 'container-reason CrashLoopBackOff ←'],
    ],
    [
      'and the Pod’s reason',
      one({
        phase: 'Failed',
        reason: 'Evicted',
        containerStatuses: [{ name: 'c', state: ended(137, 'Error') }],
      }),
      ['phase Failed', 'status-reason Evicted', 'container-reason Error ←'],
    ],
    [
      'deletion covers both',
      one(
        { containerStatuses: [{ name: 'c', state: { waiting: { reason: 'ImagePullBackOff' } } }] },
        {},
        { deletionTimestamp: '2026-11-23T13:10:20Z' },
      ),
      ['phase Running', 'container-reason ImagePullBackOff', 'made-up Terminating ←'],
    ],
    [
      'Init: is put before a reason',
      one(
        { phase: 'Pending', initContainerStatuses: [{ name: 's', state: ended(1, 'Error') }] },
        sidecar,
      ),
      ['phase Pending', 'container-reason Error', 'made-up Init:Error ←'],
    ],
    [
      'a condition has the word of a gated Pod',
      one({ phase: 'Pending', conditions: [{ type: 'PodScheduled', reason: 'SchedulingGated' }] }),
      ['phase Pending', 'condition-reason SchedulingGated ←'],
    ],
    ['the phase is left where nobody else speaks', one({ phase: 'Pending' }), ['phase Pending ←']],
    [
      'an exit code without a reason becomes a word',
      one({
        phase: 'Failed',
        containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 3 } } }],
      }),
      ['phase Failed', 'made-up ExitCode:3 ←'],
    ],
    [
      'NotReady stands over Completed',
      one(
        {
          containerStatuses: [
            { name: 'c', state: ended(0, 'Completed') },
            { name: 'd', ready: true, state: running },
          ],
        },
        { containers: [{ name: 'c' }, { name: 'd' }] },
      ),
      ['phase Running', 'container-reason Completed', 'made-up NotReady ←'],
    ],
  ])('%s', (_, pod, trace) => {
    expect(traceOf(pod)).toEqual(trace);
  });
});

describe('what is easily misread', () => {
  const codesOf = (pod: object) => detailsOf(pod).findings.map(({ code }) => code);

  test.each<[string, object, string[]]>([
    [
      'a sidecar does not start again when the main containers are done (09b)',
      one(
        {
          containerStatuses: [{ name: 'c', state: ended(0, 'Completed') }],
          initContainerStatuses: [{ name: 's', state: ended(0, 'Completed') }],
        },
        { ...sidecar, restartPolicy: 'Never' },
      ),
      ['stays-ended', 'phase-lags'],
    ],
    [
      'evicted, and yet Error (25a)',
      one({
        phase: 'Failed',
        reason: 'Evicted',
        containerStatuses: [{ name: 'c', state: ended(137, 'Error') }],
      }),
      ['reason-hidden', 'phase-decided'],
    ],
    [
      'evicted, and yet Succeeded (25c)',
      one({
        phase: 'Succeeded',
        conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' }],
        containerStatuses: [{ name: 'c', state: ended(0, 'Completed') }],
      }),
      ['succeeded-though-disrupted', 'phase-decided'],
    ],
    [
      'past its deadline, and yet Completed (18)',
      one(
        {
          phase: 'Failed',
          reason: 'DeadlineExceeded',
          containerStatuses: [{ name: 'c', state: ended(0, 'Completed') }],
        },
        { restartPolicy: 'Never' },
      ),
      ['reason-hidden', 'phase-set'],
    ],
    [
      'refused by the kubelet (17e)',
      one({ phase: 'Failed', reason: 'OutOfcpu', message: 'Pod was rejected: Node …' }),
      ['rejected-by-kubelet'],
    ],
    [
      'the first crash (04)',
      one({ containerStatuses: [{ name: 'c', state: ended(1, 'Error') }] }),
      ['restarts-at-once'],
    ],
    [
      'held back, and yet Error (05)',
      one({ containerStatuses: [{ name: 'c', restartCount: 3, state: ended(1, 'Error') }] }),
      ['backoff-not-shown'],
    ],
    [
      'held back, and said so',
      one({
        containerStatuses: [
          {
            name: 'c',
            restartCount: 3,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: ended(1, 'Error'),
          },
        ],
      }),
      ['backoff-until'],
    ],
    [
      'a sidecar that fails, called Init (09c)',
      one(
        {
          initContainerStatuses: [{ name: 's', restartCount: 1, state: ended(1, 'Error') }],
          containerStatuses: [{ name: 'c', ready: true, state: running }],
        },
        sidecar,
      ),
      ['sidecar-not-init', 'backoff-not-shown'],
    ],
    [
      'a sidecar that ended with 0 (55)',
      one(
        {
          initContainerStatuses: [{ name: 's', restartCount: 1, state: ended(0, 'Completed') }],
          containerStatuses: [{ name: 'c', ready: true, state: running }],
        },
        sidecar,
      ),
      ['sidecar-ended', 'backoff-not-shown'],
    ],
    [
      'a sidecar held back by its startup probe (09e)',
      one(
        {
          phase: 'Pending',
          initContainerStatuses: [{ name: 's', started: false, state: running }],
          containerStatuses: [{ name: 'c', state: { waiting: { reason: 'PodInitializing' } } }],
        },
        sidecar,
      ),
      ['sidecar-starting'],
    ],
    [
      'Completed while a sidecar runs (09b)',
      one(
        {
          initContainerStatuses: [{ name: 's', started: true, ready: true, state: running }],
          containerStatuses: [{ name: 'c', state: ended(0, 'Completed') }],
        },
        { ...sidecar, restartPolicy: 'Never' },
      ),
      ['stays-ended', 'sidecars-run-on'],
    ],
    [
      'a sidecar’s 137 in a Pod that succeeded (09d)',
      one(
        {
          phase: 'Succeeded',
          conditions: [{ type: 'Initialized', status: 'True' }],
          initContainerStatuses: [{ name: 's', state: ended(137, 'Error') }],
          containerStatuses: [{ name: 'c', state: ended(0, 'Completed') }],
        },
        { ...sidecar, restartPolicy: 'Never' },
      ),
      ['sidecar-exit-ignored'],
    ],
    [
      'one fails, another runs (22e)',
      one(
        {
          containerStatuses: [
            { name: 'c', state: ended(3, 'Error') },
            { name: 'd', ready: true, state: running },
          ],
        },
        { containers: [{ name: 'c' }, { name: 'd' }], restartPolicy: 'Never' },
      ),
      ['others-run', 'stays-ended'],
    ],
    [
      'only the first has the word',
      one(
        {
          phase: 'Pending',
          containerStatuses: [
            { name: 'c', state: { waiting: { reason: 'ImagePullBackOff' } } },
            { name: 'd', state: { waiting: { reason: 'CreateContainerConfigError' } } },
          ],
        },
        { containers: [{ name: 'c' }, { name: 'd' }] },
      ),
      ['first-speaks'],
    ],
    [
      'a slow postStart (26b)',
      one(
        {
          phase: 'Pending',
          containerStatuses: [{ name: 'c', state: { waiting: { reason: 'ContainerCreating' } } }],
        },
        { containers: [{ name: 'c', lifecycle: { postStart: { exec: {} } } }] },
      ),
      ['creating-may-run'],
    ],
    [
      'a command that never ran (27)',
      one({
        containerStatuses: [
          {
            name: 'c',
            state: { waiting: { reason: 'RunContainerError' } },
            lastState: ended(128, 'StartError'),
          },
        ],
      }),
      ['never-ran-but-running'],
    ],
    [
      'perhaps the liveness probe (10d)',
      one(
        { phase: 'Succeeded', containerStatuses: [{ name: 'c', state: ended(0, 'Completed') }] },
        { restartPolicy: 'Never', containers: [{ name: 'c', livenessProbe: { exec: {} } }] },
      ),
      ['liveness-may-be-it'],
    ],
    [
      'a lost node (z5)',
      one({
        conditions: [
          { type: 'Ready', status: 'False' },
          { type: 'ContainersReady', status: 'True' },
        ],
        containerStatuses: [{ name: 'c', ready: true, state: running }],
      }),
      ['node-unreachable'],
    ],
    [
      'being deleted, ready all the while (53)',
      one(
        {
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [{ name: 'c', ready: true, state: running }],
        },
        {},
        {
          deletionTimestamp: '2026-11-23T13:10:20Z',
          deletionGracePeriodSeconds: 30,
          finalizers: ['x/y'],
        },
      ),
      ['deletion-asked', 'deletion-ends', 'finalizers-hold', 'ready-while-terminating'],
    ],
    [
      'should be gone by now',
      one(
        {
          containerStatuses: [{ name: 'c', state: { waiting: { reason: 'ContainerCreating' } } }],
          phase: 'Pending',
        },
        {},
        { deletionTimestamp: '2026-11-23T13:00:00Z' },
      ),
      ['container-hidden', 'deletion-asked', 'deletion-overdue'],
    ],
    [
      'deleted and ended (12)',
      one(
        { phase: 'Failed', containerStatuses: [{ name: 'c', state: ended(137, 'Error') }] },
        {},
        { deletionTimestamp: '2026-11-23T13:10:20Z', deletionGracePeriodSeconds: 5 },
      ),
      ['deletion-asked', 'ended-not-terminating', 'phase-decided'],
    ],
    [
      'about to end',
      one(
        { containerStatuses: [{ name: 'c', state: ended(0, 'Completed') }] },
        { restartPolicy: 'Never' },
      ),
      ['stays-ended', 'phase-lags'],
    ],
    [
      'stale',
      one({ phase: 'Pending', containerStatuses: [{ name: 'c', state: running }] }),
      ['phase-differs'],
    ],
    [
      'terminal for good',
      one({ phase: 'Succeeded', containerStatuses: [{ name: 'c', state: running }] }),
      ['phase-kept'],
    ],
    [
      'gated',
      one({ phase: 'Pending' }, { nodeName: '', schedulingGates: [{ name: 'a/b' }] }),
      ['gates-hold'],
    ],
    [
      'without a node',
      one(
        {
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
        },
        { nodeName: '' },
      ),
      ['not-scheduled'],
    ],
    [
      'under a deadline',
      one(
        {
          startTime: '2026-11-23T13:09:00Z',
          containerStatuses: [{ name: 'c', ready: true, state: running }],
        },
        { activeDeadlineSeconds: 600 },
      ),
      ['deadline-ahead'],
    ],
    [
      'a mirror Pod (30)',
      one(
        { containerStatuses: [{ name: 'c', ready: true, state: running }] },
        {},
        { annotations: { 'kubernetes.io/config.mirror': 'x' } },
      ),
      ['mirror-pod'],
    ],
    [
      'a manifest',
      { metadata: { name: 'p' }, spec: { containers: [{ name: 'c' }] } },
      ['no-status'],
    ],
    ['healthy', one({ containerStatuses: [{ name: 'c', ready: true, state: running }] }), []],
  ])('%s', (_, pod, codes) => {
    expect(codesOf(pod)).toEqual(codes);
  });

  it('counts the wait from the end of the run, by the message or by the restarts', () => {
    const waiting = (restartCount: number, message = '') =>
      one({
        containerStatuses: [
          {
            name: 'c',
            restartCount,
            state: { waiting: { reason: 'CrashLoopBackOff', message } },
            lastState: ended(1, 'Error'),
          },
        ],
      });
    const params = (pod: object) => detailsOf(pod).findings[0]?.params;
    const at = (time: string, delay: string) => ({
      container: 'c',
      delay,
      at: `2026-11-23T13:${time}Z`,
    });
    expect(params(waiting(1))).toEqual(at('09:10', '10s'));
    expect(params(waiting(4))).toEqual(at('10:20', '80s'));
    expect(params(waiting(99))).toEqual(at('14:00', '5m'));
    const message = 'back-off 2m40s restarting failed container=c pod=p_ns(uid)';
    expect(params(waiting(1, message))).toEqual(at('11:40', '2m40s'));
  });

  it('stands at its line', () => {
    const text = `apiVersion: v1
kind: Pod
metadata:
  name: p
status:
  phase: Failed
  reason: Evicted
  containerStatuses:
  - name: c
    state:
      terminated:
        exitCode: 137
        reason: Error
`;
    const found = statusDetails(readDocuments(text), text, 0, { now: NOW, check: checkSchema });
    expect(found?.trace.map(({ word, line }) => [word, line])).toEqual([
      ['Failed', 6],
      ['Evicted', 7],
      ['Error', 13],
    ]);
    expect(found?.containers).toMatchObject([{ name: 'c', line: 9, state: 'terminated' }]);
  });
});

describe('every status', () => {
  it('is told in sentences without a hole', () => {
    const holes = new Set<string>();
    const tell = (code: string, pair: readonly [string, string]) => {
      for (const text of pair)
        if (/\{\w*\}/.test(text) || text === code) holes.add(`${code}: ${text}`);
    };
    for (const { pod } of oracle.items) {
      const details = detailsOf(pod);
      for (const { code, params } of [...details.findings, ...details.readiness]) {
        tell(code, sentence(code, params));
      }
      const { code, params } = columnsOf(viewOf(pod), NOW).source;
      tell(code, sentence(`from-${code}`, params));
      tell(details.word.meaning.code, meaningSentence(details.word.meaning));
    }
    expect([...holes]).toEqual([]);
  });

  it('survives JSON', () => {
    const details = oracle.items.map(({ pod }) => detailsOf(pod));
    expect(JSON.parse(JSON.stringify(details))).toEqual(details);
  });
});

describe('the items of a text', () => {
  const itemsOf = (text: string) => {
    const steps = statusesInTurn(readDocuments(text), text, { now: NOW, check: checkSchema });
    return [...steps];
  };

  it('come in order; what has no status has none', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
---
apiVersion: v1
kind: Pod
metadata: {name: p, unknown: 1}
status: {phase: Running}
---
apiVersion: v1
kind: Pod
metadata: {name: q}
status: {containerStatuses: [{restartCount: x}]}
`;
    expect(
      itemsOf(text).map(({ object, problem, pod }) => [
        object.name,
        problem?.code,
        pod?.columns.status,
      ]),
    ).toEqual([
      ['web', undefined, undefined],
      ['p', 'unknown-field', 'Running'],
      ['q', 'wrong-type', undefined],
    ]);
  });
});
