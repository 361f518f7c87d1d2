/**
 * What a real node did where one often reads otherwise (recordings/README.md of the project papers, surprises 1-31, 35
 * and 36, as far as they are about one Pod in time): the simulator does it too. The recordings themselves are
 * compared in simulate.test.ts; here stands the rule behind each of them, on a Pod of its own.
 */
import { describe, expect, test } from 'vitest';
import {
  type PodView,
  readScenario,
  type Row,
  simulate,
  type Timeline,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { sourceOf } from './json-source.ts';

function life(spec: string, world: string, watch?: Parameters<typeof simulate>[2]): Timeline {
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n${spec.replace(/^/gm, '  ')}`;
  const { scenario, problems } = readScenario(world);
  expect(problems).toEqual([]);
  return simulate(viewPod(sourceOf(pod)), scenario, watch);
}

const CRASHING = 'containers: {c: {runs: [{lasts: 1s, exitCode: 1}]}}';
const PLAIN = 'containers: [{name: c, image: "app:1"}]';

function words({ table }: Timeline): readonly string[] {
  return table.map(({ status }) => status).filter((word, at, all) => word !== all[at - 1]);
}

function startsOf({ steps }: Timeline): readonly number[] {
  return steps
    .filter(({ code }) => code === 'container-started' || code === 'restarted')
    .map(({ at }) => at);
}

function endsOf({ steps }: Timeline): readonly number[] {
  return steps.filter(({ code }) => code === 'container-exited').map(({ at }) => at);
}

function find({ table }: Timeline, word: string): Row {
  const row = table.find(({ status }) => status === word);
  if (row === undefined) throw new Error(`${word} is never printed`);
  return row;
}

function condition({ spans }: Timeline, type: string): readonly string[] {
  return spans
    .filter(({ lane }) => lane === `condition/${type}`)
    .map(({ state, reason }) => (reason === undefined ? state : `${state} ${reason}`));
}

describe('back-off and STATUS', () => {
  test('1: the first restart comes at once, then 10 to 15, 20 to 30, 40 to 60 s', () => {
    const timeline = life(PLAIN, `until: 5m\n${CRASHING}`);
    const [starts, ends] = [startsOf(timeline), endsOf(timeline)];
    const waits = ends.slice(0, 4).map((end, index) => ((starts[index + 1] ?? 0) - end) / 1000);
    expect(waits[0]).toBeLessThan(1.2);
    for (const [index, nominal] of [10, 20, 40].entries()) {
      expect(waits[index + 1]).toBeGreaterThanOrEqual(nominal);
      expect(waits[index + 1]).toBeLessThan(nominal * 1.5 + 1.2);
    }
  });

  test('2: STATUS reads Error during the wait, CrashLoopBackOff only with the next sync', () => {
    const { table } = life(PLAIN, `until: 1m\n${CRASHING}`);
    const at = table.findIndex(({ status }) => status === 'CrashLoopBackOff');
    const [error, backoff, running] = table.slice(at - 1, at + 2);
    expect(error?.status).toBe('Error');
    expect(running?.status).toBe('Running');
    expect((backoff?.at ?? 0) - (error?.at ?? 0)).toBeGreaterThan(9000);
    expect((running?.at ?? 0) - (backoff?.at ?? 0)).toBeLessThan(500);
  });

  test('3: after a run of more than ten minutes the waits begin anew', () => {
    const timeline = life(
      PLAIN,
      `until: 20m
containers:
  c: {runs: [{lasts: 1s, exitCode: 1}, {lasts: 1s, exitCode: 1}, {lasts: 615s, exitCode: 1}, {lasts: 1s, exitCode: 1}]}`,
    );
    const long = endsOf(timeline).findIndex(
      (end, at) => end - (startsOf(timeline)[at] ?? 0) > 600e3,
    );
    const wait = (startsOf(timeline)[long + 1] ?? 0) - (endsOf(timeline)[long] ?? 0);
    expect(wait).toBeLessThan(1200);
  });

  test('4: a restart of the kubelet begins the waits anew, and their longest can be set', () => {
    const anew = life(PLAIN, `until: 2m\n${CRASHING}\nactions: [{at: 20s, do: restart-kubelet}]`);
    const next = startsOf(anew).find((at) => at > 20_000) ?? 0;
    expect(next).toBeLessThan(23_000);
    const short = life(PLAIN, `until: 5m\n${CRASHING}\nkubelet: {maxRestartPeriod: 20s}`);
    const [starts, ends] = [startsOf(short), endsOf(short)];
    const waits = ends.slice(0, -1).map((end, index) => (starts[index + 1] ?? 0) - end);
    expect(Math.max(...waits)).toBeLessThan(31_200);
  });

  test('5: two liveness kills in a row are followed by two immediate restarts', () => {
    const timeline = life(
      `terminationGracePeriodSeconds: 2
containers:
- {name: c, image: "app:1", livenessProbe: {exec: {command: [x]}, periodSeconds: 2, failureThreshold: 1}}`,
      'until: 1m\ncontainers: {c: {probes: {liveness: [{from: 3s, ok: false}]}}}',
    );
    const rows = timeline.table.filter(({ restarts }) => Number(restarts) < 3);
    expect(rows.filter(({ status }) => status === 'CrashLoopBackOff')).toHaveLength(1);
    expect(rows.at(-1)?.restarts).toBe('2');
    const [, second = 0, third = 0] = startsOf(timeline);
    expect(third - second).toBeLessThan(7000);
  });

  test('6: ErrImagePull stays until the next sync, ten seconds and more', () => {
    const timeline = life(
      PLAIN,
      'until: 1m\nimages: {"app:1": {present: false, availableAt: never}}',
    );
    const failed = find(timeline, 'ErrImagePull');
    const waits = find(timeline, 'ImagePullBackOff');
    expect(waits.at - failed.at).toBeGreaterThan(9000);
  });

  test('7: a crashing sidecar of a running Pod reads Init:Error; one that exits 0 does not', () => {
    const spec = `restartPolicy: Always
initContainers: [{name: side, image: "side:1", restartPolicy: Always}]
${PLAIN}`;
    const crashing = life(
      spec,
      'until: 1m\ncontainers: {side: {runs: [{lasts: 2s, exitCode: 1}]}}',
    );
    expect(words(crashing)).toEqual(
      expect.arrayContaining(['Init:Error', 'Init:CrashLoopBackOff']),
    );
    const ending = life(spec, 'until: 1m\ncontainers: {side: {runs: [{lasts: 2s, exitCode: 0}]}}');
    expect(ending.table.some(({ ready, status }) => ready === '1/2' && status === 'Running')).toBe(
      true,
    );
    expect(words(ending).filter((word) => word.startsWith('Init:C'))).toEqual([]);
  });

  test('8: while a sidecar still has to end, STATUS reads Completed and READY 1/2', () => {
    const timeline = life(
      `restartPolicy: Never
initContainers: [{name: side, image: "side:1", restartPolicy: Always}]
${PLAIN}`,
      'until: 1m\ncontainers: {c: {runs: [{lasts: 4s, exitCode: 0}]}, side: {onStop: {after: never}}}',
    );
    const rows = timeline.table.map(({ ready, status }) => `${ready} ${status}`);
    expect(rows).toContain('1/2 Completed');
    const phases = timeline.spans.filter(({ lane }) => lane === 'pod').map(({ state }) => state);
    expect(phases.at(-1)).toBe('Succeeded');
  });

  test('9: one of two ended: NotReady after exit 0, Error after any other', () => {
    const spec = `restartPolicy: Never
containers: [{name: a, image: "app:1"}, {name: b, image: "app:1"}]`;
    const world = (code: number) =>
      `until: 10s\ncontainers: {a: {runs: [{lasts: 2s, exitCode: ${code}}]}}`;
    expect(life(spec, world(0)).table.at(-1)).toMatchObject({ ready: '1/2', status: 'NotReady' });
    expect(life(spec, world(3)).table.at(-1)).toMatchObject({ ready: '1/2', status: 'Error' });
  });
});

describe('termination', () => {
  const DELETE = 'until: 2m\nactions: [{at: 5s, do: delete}]';

  test('10: STATUS does not stay Terminating until the end', () => {
    expect(words(life(PLAIN, DELETE)).slice(-2)).toEqual(['Terminating', 'Completed']);
    const ignoring = life(PLAIN, `${DELETE}\ncontainers: {c: {onStop: {after: never}}}`);
    expect(words(ignoring).slice(-2)).toEqual(['Terminating', 'Error']);
    const never = life(PLAIN, `${DELETE}\nvolumesReadyAt: never`);
    expect(words(never).at(-1)).toBe('ContainerStatusUnknown');
  });

  test('11: Ready stays True while it terminates, and liveness is no longer asked', () => {
    const timeline = life(
      `containers:
- name: c
  image: "app:1"
  readinessProbe: {exec: {command: [x]}, periodSeconds: 1}
  livenessProbe: {exec: {command: [x]}, periodSeconds: 1, failureThreshold: 1}`,
      `until: 1m
containers: {c: {onStop: {after: 8s}, probes: {liveness: [{from: 6s, ok: false}]}}}
actions: [{at: 5s, do: delete}]`,
    );
    const ready = timeline.spans.find(
      ({ lane, state, to }) => lane === 'condition/Ready' && state === 'True' && (to ?? 0) > 5000,
    );
    expect(ready?.to).toBeGreaterThan(12_000);
    expect(timeline.spans.map(({ state }) => state)).toContain('serving-terminating');
    expect(timeline.steps.map(({ code }) => code)).not.toContain('probe-kills');
    const liveness = timeline.spans.filter(({ lane }) => lane === 'probe/c/liveness').at(-1);
    expect(liveness?.to).toBeLessThan(6000);
  });

  test('12: a hook that overruns is cut at the grace period, then 2 s are granted', () => {
    const timeline = life(
      `terminationGracePeriodSeconds: 5
containers: [{name: c, image: "app:1", lifecycle: {preStop: {exec: {command: [x]}}}}]`,
      'until: 1m\ncontainers: {c: {onStop: {after: never}, preStop: {takes: 20s}}}\nactions: [{at: 5s, do: delete}]',
    );
    const killed = timeline.steps.find(({ code }) => code === 'sigkill')?.at ?? 0;
    expect(killed - 5000).toBeGreaterThanOrEqual(7000);
    expect(killed - 5000).toBeLessThan(7500);
  });

  // runSleepHandler of pkg/kubelet/lifecycle/handlers.go waits for its timer or the grace period only.
  test.each([
    ['sleep: {seconds: 10}', 10_000],
    ['exec: {command: [x]}', 1000],
  ])('12: the container ends by itself during preStop %s', (handler, ms) => {
    const { steps } = life(
      `containers: [{name: c, image: "app:1", lifecycle: {preStop: {${handler}}}}]`,
      `until: 1m
containers: {c: {runs: [{lasts: 8s, exitCode: 0}], preStop: {takes: 10s}}}
actions: [{at: 7s, do: delete}]`,
    );
    const ended = steps.find(({ code }) => code === 'pre-stop-ended');
    expect(Math.abs(Number(ended?.params['ms']) - ms)).toBeLessThan(1500);
    const final = steps.find(({ code }) => code === 'final-status');
    expect(final?.at).toBeGreaterThanOrEqual(ended?.at ?? 0);
  });

  test('13: a preStop sleep longer than the grace period is refused', () => {
    const { table, steps } = life(
      `terminationGracePeriodSeconds: 5
containers: [{name: c, image: "app:1", lifecycle: {preStop: {sleep: {seconds: 6}}}}]`,
      '',
    );
    expect(table).toEqual([]);
    expect(steps[0]?.params['detail']).toBe(
      'must be non-negative and less than terminationGracePeriodSeconds (5)',
    );
  });

  test('14: after a forced delete the object is gone at once, the process is not', () => {
    const timeline = life(
      PLAIN,
      'until: 30s\ncontainers: {c: {onStop: {after: never}}}\nactions: [{at: 5s, do: delete, force: true}]',
    );
    expect(timeline.table.at(-1)).toMatchObject({ at: 5000, gone: true });
    expect((endsOf(timeline)[0] ?? 0) - 5000).toBeGreaterThanOrEqual(2000);
    expect((endsOf(timeline)[0] ?? 0) - 5000).toBeLessThan(2500);
  });

  test.each([2, 8, 0])('15: a second delete with grace %i does not hurry the kill', (grace) => {
    const timeline = life(
      PLAIN,
      `until: 1m
containers: {c: {onStop: {after: never}}}
actions: [{at: 5s, do: delete}, {at: 10s, do: delete, grace: ${grace}}]`,
    );
    expect((endsOf(timeline)[0] ?? 0) - 5000).toBeGreaterThanOrEqual(30_000);
  });

  // BeforeDelete of k8s.io/apiserver/pkg/registry/rest/delete.go: times of the deletion as the object has them.
  test.each([
    ['an edit of the grace period and a plain delete', '', 35_000, 30],
    ['a shorter period', ', grace: 20', 25_000, 20],
    ['a longer period', ', grace: 40', 35_000, 30],
    ['a period that is over already', ', grace: 2', 10_000, 1],
  ])('15: a second delete: %s', (_, second, timestamp, period) => {
    const seen: PodView[] = [];
    life(
      PLAIN,
      `until: 20s
containers: {c: {onStop: {after: never}}}
actions:
- {at: 5s, do: delete}
- {at: 6s, do: edit, path: spec.terminationGracePeriodSeconds, value: '3'}
- {at: 10s, do: delete${second}}`,
      (_at, view) => seen.push(view),
    );
    const { deletionTimestamp, deletionGracePeriodSeconds } = seen.at(-1) ?? {};
    expect([deletionTimestamp, deletionGracePeriodSeconds]).toEqual([timestamp, period]);
  });

  test('16: a sidecar is stopped after the others and has 2 s where they used up everything', () => {
    const timeline = life(
      `terminationGracePeriodSeconds: 6
initContainers: [{name: side, image: "side:1", restartPolicy: Always}]
${PLAIN}`,
      'until: 1m\ncontainers: {c: {onStop: {after: never}}, side: {onStop: {after: never}}}\nactions: [{at: 5s, do: delete}]',
    );
    const [main = 0, side = 0] = endsOf(timeline).map((end) => end - 5000);
    expect(main).toBeGreaterThanOrEqual(6000);
    expect(side).toBeGreaterThanOrEqual(8000);
    expect(side).toBeLessThan(8500);
  });

  test('17: deleting a mirror Pod touches no container; it is made again', () => {
    const timeline = life(PLAIN, 'static: true\nuntil: 3m\nactions: [{at: 5s, do: delete}]');
    expect(words(timeline).slice(-3)).toEqual(['Terminating', 'Pending', 'Running']);
    expect(condition(timeline, 'PodScheduled')).toEqual(['True', 'True']);
    expect(endsOf(timeline)).toEqual([]);
  });
});

describe('nothing happens to a Pod that is gone', () => {
  const FORCED = '{at: 500ms, do: delete, force: true}';
  test.each([
    ['the scheduler', 'scheduler: {fitsAt: never}\nactions: [{at: 0s, do: delete}]'],
    [
      'the kubelet that would refuse it',
      `kubelet: {firstStatusAfter: 1s}\nscheduler: {rejectedAs: OutOfcpu}\nactions: [${FORCED}]`,
    ],
    [
      'users, controllers and the kubelet',
      `actions: [${FORCED}, {at: 20s, do: set-condition, type: x, status: 'True'}, {at: 21s, do: evict}, {at: 22s, do: disrupt, reason: X}]`,
    ],
  ])('%s', (_, world) => {
    const { steps, table } = life(PLAIN, `until: 1m\n${world}`);
    const codes = steps.map(({ code }) => code);
    expect(codes.filter((code) => code === 'object-removed')).toHaveLength(1);
    const late = ['unschedulable', 'rejected', 'condition-set', 'evicted', 'disrupted'] as const;
    expect(late.filter((code) => codes.includes(code))).toEqual([]);
    expect(table.filter(({ gone }) => gone)).toHaveLength(1);
  });
});

describe('why it failed', () => {
  test.each([
    [0, 'Succeeded', 'Completed'],
    [1, 'Failed', 'Error'],
  ])('19: evicted, exit %i on the stop signal: %s, STATUS %s', (exitCode, phase, word) => {
    const timeline = life(
      PLAIN,
      `until: 30s\ncontainers: {c: {onStop: {after: 100ms, exitCode: ${exitCode}}}}\nactions: [{at: 5s, do: evict}]`,
    );
    const last = timeline.spans.filter(({ lane }) => lane === 'pod').at(-1);
    expect(last?.state).toBe(phase);
    expect(last?.reason).toBe(exitCode === 0 ? undefined : 'Evicted');
    expect(timeline.table.at(-1)?.status).toBe(word);
  });

  test('20: past its deadline: Failed for DeadlineExceeded, STATUS Completed', () => {
    const timeline = life(`activeDeadlineSeconds: 8\n${PLAIN}`, 'until: 30s');
    const last = timeline.spans.filter(({ lane }) => lane === 'pod').at(-1);
    expect(last).toMatchObject({ state: 'Failed', reason: 'DeadlineExceeded' });
    expect(timeline.table.at(-1)?.status).toBe('Completed');
  });

  test('21: a liveness failure with policy Never and exit 0 succeeds', () => {
    const timeline = life(
      `restartPolicy: Never
containers: [{name: c, image: "app:1", livenessProbe: {exec: {command: [x]}, periodSeconds: 2}}]`,
      'until: 1m\ncontainers: {c: {probes: {liveness: [{from: 3s, ok: false}]}}}',
    );
    expect(timeline.spans.filter(({ lane }) => lane === 'pod').at(-1)?.state).toBe('Succeeded');
    expect(timeline.table.at(-1)?.status).toBe('Completed');
  });

  test('23: a command that does not exist: RunContainerError and Running, or StartError and Failed', () => {
    const world =
      'until: 30s\ncontainers: {c: {runs: [{lasts: 0s, exitCode: 128, reason: StartError}]}}';
    const always = life(PLAIN, world);
    expect(words(always)).toContain('RunContainerError');
    const failed = always.steps.find(({ code }) => code === 'start-failed');
    expect(failed?.params).toEqual({ container: 'c', code: 'StartError' });
    expect(always.spans.filter(({ lane }) => lane === 'pod').at(-1)?.state).toBe('Running');
    const never = life(`restartPolicy: Never\n${PLAIN}`, world);
    expect(never.table.at(-1)?.status).toBe('StartError');
    expect(never.spans.filter(({ lane }) => lane === 'pod').at(-1)?.state).toBe('Failed');
  });

  test('24: a slow postStart hook hides the running container and holds up the next', () => {
    const timeline = life(
      `containers:
- {name: a, image: "app:1", lifecycle: {postStart: {exec: {command: [x]}}}}
- {name: b, image: "app:1"}`,
      'until: 20s\ncontainers: {a: {postStart: {takes: 6s}}}',
    );
    const [first = 0, second = 0] = startsOf(timeline);
    expect(second - first).toBeGreaterThanOrEqual(6000);
    expect(find(timeline, 'Running').at).toBeGreaterThan(second);
    const failing = life(
      'containers: [{name: c, image: "app:1", lifecycle: {postStart: {exec: {command: [x]}}}}]',
      'until: 5s\ncontainers: {c: {postStart: {takes: 100ms, fails: true}}}',
    );
    expect(words(failing)).toContain('PostStartHookError');
  });

  test('25: the kubelet refuses a Pod on arrival', () => {
    const timeline = life(
      `nodeName: node1\n${PLAIN}`,
      'until: 10s\nscheduler: {rejectedAs: OutOfcpu}',
    );
    expect(words(timeline)).toEqual(['Pending', 'OutOfcpu']);
  });

  test('27: a ConfigMap that comes after 20 s is noticed at the next try', () => {
    const env = life(
      PLAIN,
      'until: 1m\ncontainers: {c: {createError: {reason: CreateContainerConfigError, until: 20s}}}',
    );
    expect(find(env, 'Running').at).toBeGreaterThan(20_000);
    const volume = life(PLAIN, 'until: 1m\nvolumesReadyAt: 20s');
    expect(find(volume, 'Running').at).toBeLessThan(21_000);
  });
});

describe('restarts of single containers', () => {
  test('29: one exit code restarts all containers, init containers too', () => {
    const timeline = life(
      `restartPolicy: Never
initContainers: [{name: setup, image: "app:1"}]
containers:
- {name: other, image: "app:1"}
- name: worker
  image: "app:1"
  restartPolicy: Never
  restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [88]}}]`,
      `until: 20s
containers:
  setup: {runs: [{lasts: 1s, exitCode: 0}]}
  worker: {runs: [{lasts: 3s, exitCode: 88}, {lasts: forever}]}`,
    );
    expect(words(timeline)).toContain('RestartingAllContainers');
    expect(timeline.table.at(-1)).toMatchObject({ ready: '2/2', status: 'Running', restarts: '2' });
  });

  test('29: they are killed as the spec has them, and the step says whose end asked for it', () => {
    const { steps } = life(
      `containers:
- {name: a, image: "app:1"}
- {name: b, image: "app:1"}
- name: z
  image: "app:1"
  restartPolicy: Never
  restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [88]}}]`,
      `until: 20s
containers:
  a: {onStop: {after: never}}
  b: {onStop: {after: never}}
  z: {runs: [{lasts: 3s, exitCode: 88}, {lasts: forever}]}`,
    );
    const killed = steps.filter(({ code }) => code === 'sigkill').map(({ params }) => params);
    expect(killed).toEqual([{ container: 'a' }, { container: 'b' }]);
    const asked = steps.filter(({ code }) => code === 'restart-all').map(({ params }) => params);
    expect(asked).toEqual([{ container: 'z', exitCode: 88 }]);
  });

  // IsContainerRestartable: without the gate only the Pod's policy counts.
  test.each([
    [true, 'Completed'],
    [false, 'Running'],
  ])('a failed probe and the policy of the container, ContainerRestartRules %s', (gate, word) => {
    const timeline = life(
      `containers:
- {name: c, image: "app:1", restartPolicy: Never, livenessProbe: {exec: {command: [x]}, periodSeconds: 2, failureThreshold: 1}}`,
      `until: 15s
kubelet: {gates: {ContainerRestartRules: ${gate}}}
containers: {c: {probes: {liveness: [{from: 3s, ok: false, run: 0}]}}}`,
    );
    expect(timeline.table.at(-1)?.status).toBe(word);
    expect(startsOf(timeline)).toHaveLength(gate ? 1 : 2);
  });

  test('30: an init container with policy Never fails the Pod even under Always', () => {
    const timeline = life(
      `initContainers: [{name: setup, image: "app:1", restartPolicy: Never}]\n${PLAIN}`,
      'until: 20s\ncontainers: {setup: {runs: [{lasts: 1s, exitCode: 1}]}}',
    );
    expect(timeline.spans.filter(({ lane }) => lane === 'pod').at(-1)?.state).toBe('Failed');
    expect(timeline.table.at(-1)?.status).toBe('Init:Error');
  });

  test('31: a resize that finds no room waits, and is carried out when there is some', () => {
    const spec = 'containers: [{name: c, image: "app:1", resources: {requests: {cpu: 100m}}}]';
    const edit = "actions: [{at: 5s, do: edit, path: 'spec.containers[0].resources', value: more}]";
    const timeline = life(spec, `until: 30s\nresize: {fitsAt: 20s}\n${edit}`);
    expect(condition(timeline, 'PodResizePending')).toEqual(['True Deferred']);
    const done = timeline.steps.find(({ code }) => code === 'resize-completed');
    expect(done?.at).toBeGreaterThan(20_000);
    expect(done?.at).toBeLessThan(20_300);
    const pending = timeline.spans.find(({ lane }) => lane === 'condition/PodResizePending');
    expect(pending?.to).toBeLessThan(20_300);
    const lane = 'condition/PodResizeInProgress';
    expect(timeline.spans.find((span) => span.lane === lane)?.to).toBeLessThan(21_500);
    const failing = life(spec, `until: 30s\nresize: {fails: true}\n${edit}`);
    expect(condition(failing, 'PodResizeInProgress')).toEqual(['True', 'True Error']);
  });
});

describe('nodes', () => {
  test('35: a lost node leaves STATUS and READY as they are; only Ready turns False', () => {
    const timeline = life(
      PLAIN,
      'until: 2m\nactions: [{at: 5s, do: lose-node}, {at: 90s, do: return-node}]',
    );
    expect(timeline.table.at(-1)).toMatchObject({ ready: '1/1', status: 'Running' });
    const lost = timeline.spans.find(
      ({ lane, state, from }) => lane === 'condition/Ready' && state === 'False' && from > 5000,
    );
    expect((lost?.from ?? 0) - 5000).toBeGreaterThanOrEqual(40_000);
    expect((lost?.from ?? 0) - 5000).toBeLessThanOrEqual(50_000);
    expect(lost?.to).toBeLessThan(91_000);
  });

  // mergePodStatus: only the kubelet's own conditions are overwritten when it is back.
  test('35: what others set while the node is away stays when it is back', () => {
    const timeline = life(
      `readinessGates: [{conditionType: example.com/up}]\n${PLAIN}`,
      `until: 100s
actions:
- {at: 5s, do: lose-node}
- {at: 10s, do: set-condition, type: example.com/up, status: 'True'}
- {at: 90s, do: return-node}`,
    );
    const gates = timeline.spans.filter(({ lane }) => lane === 'condition/example.com/up');
    expect(gates).toMatchObject([{ from: 10_000, to: null, state: 'True' }]);
  });

  test('35: deleted while the node is away, it stays Terminating until the node is back', () => {
    const timeline = life(
      PLAIN,
      `until: 2m
actions:
- {at: 5s, do: lose-node}
- {at: 60s, do: disrupt, reason: DeletionByTaintManager}
- {at: 90s, do: return-node}`,
    );
    expect(find(timeline, 'Terminating').at).toBeLessThan(61_000);
    expect(timeline.table.at(-1)).toMatchObject({ status: 'Completed', gone: true });
    expect(timeline.table.at(-1)?.at).toBeGreaterThan(90_000);
  });

  test('36: a Pod that no node takes waits until one does', () => {
    const timeline = life(PLAIN, 'until: 1m\nscheduler: {fitsAt: 39s}');
    expect(find(timeline, 'Running').at).toBeGreaterThan(39_000);
    expect(condition(timeline, 'PodScheduled')).toEqual(['False Unschedulable', 'True']);
  });
});
