import { describe, expect, test } from 'vitest';
import {
  applyChange,
  askQuestion,
  type Question,
  questionsAbout,
  readScenario,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { sentence } from '../../src/ui/sentences.ts';
import { sourceOf } from './json-source.ts';

const CONTAINER = `containers:
- name: app
  image: "app:1"`;

function view(spec: string) {
  return viewPod(
    sourceOf(`apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n${spec.replace(/^/gm, '  ')}`),
  );
}

interface Case {
  readonly what: string;
  readonly question: Question;
  readonly spec: string;
  readonly world?: string;
  readonly answer: string;
  readonly code: string;
}

const PROBE = 'exec: {command: [x]}';

/** Worked out by hand from the definition of each field. */
const CASES: readonly Case[] = [
  {
    what: 'a prompt process',
    question: 'grace-enough',
    spec: CONTAINER,
    answer: 'yes',
    code: 'grace-is-enough',
  },
  {
    what: 'a process that needs 12 s of 10 s',
    question: 'grace-enough',
    spec: `terminationGracePeriodSeconds: 10\n${CONTAINER}`,
    world: 'containers: {app: {onStop: {after: 12s}}}',
    answer: 'no',
    code: 'grace-is-short',
  },
  {
    what: 'a hook and a process that share 30 s',
    question: 'grace-enough',
    spec: `${CONTAINER}\n  lifecycle: {preStop: {sleep: {seconds: 20}}}`,
    world: 'containers: {app: {onStop: {after: 12s}}}',
    answer: 'no',
    code: 'grace-is-short',
  },
  {
    what: 'a process without a handler',
    question: 'grace-enough',
    spec: CONTAINER,
    world: 'containers: {app: {onStop: {after: never}}}',
    answer: 'no',
    code: 'signal-is-ignored',
  },
  {
    what: 'a Pod that is over before anybody deletes it',
    question: 'grace-enough',
    spec: `restartPolicy: Never\n${CONTAINER}`,
    world: 'containers: {app: {runs: [{lasts: 5s, exitCode: 0}]}}',
    answer: 'yes',
    code: 'grace-not-needed',
  },
  {
    what: 'a second, shorter delete does not hurry anything',
    question: 'gone-after-delete',
    spec: CONTAINER,
    world:
      'containers: {app: {onStop: {after: never}}}\nactions: [{at: 20s, do: delete}, {at: 25s, do: delete, grace: 2}]',
    answer: '30s',
    code: 'gone-after',
  },
  {
    what: 'a sidecar that waits for the others',
    question: 'grace-enough',
    spec: `terminationGracePeriodSeconds: 10
initContainers: [{name: side, image: "side:1", restartPolicy: Always}]
${CONTAINER}`,
    world: 'containers: {app: {onStop: {after: 6s}}, side: {onStop: {after: 6s}}}',
    answer: 'no',
    code: 'grace-is-short',
  },
  {
    what: 'grace 5, a hook that overruns, a signal that is ignored: 5 s and 2 s',
    question: 'gone-after-delete',
    spec: `terminationGracePeriodSeconds: 5\n${CONTAINER}\n  lifecycle: {preStop: {exec: {command: [x]}}}`,
    world: 'containers: {app: {onStop: {after: never}, preStop: {takes: 20s}}}',
    answer: '7s',
    code: 'gone-after',
  },
  {
    what: 'nothing runs when the delete comes: it takes no time that could be told',
    question: 'gone-after-delete',
    spec: `restartPolicy: Never\n${CONTAINER}`,
    world: 'containers: {app: {runs: [{lasts: 5s, exitCode: 0}]}}',
    answer: '0s',
    code: 'grace-not-needed',
  },
  {
    what: 'three failures ten seconds apart, and the timeout of the last',
    question: 'traffic-after-death',
    spec: `${CONTAINER}\n  readinessProbe: {${PROBE}}`,
    answer: '31s',
    code: 'traffic-by-readiness',
  },
  {
    what: 'a timeout longer than the period sets the pace',
    question: 'traffic-after-death',
    spec: `${CONTAINER}\n  readinessProbe: {${PROBE}, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 2}`,
    answer: '12s',
    code: 'traffic-by-readiness',
  },
  {
    what: 'no readiness probe: until liveness has it killed, the grace period included',
    question: 'traffic-after-death',
    spec: `terminationGracePeriodSeconds: 4\n${CONTAINER}\n  livenessProbe: {${PROBE}}`,
    answer: '35s',
    code: 'traffic-by-liveness',
  },
  {
    what: 'no probe at all',
    question: 'traffic-after-death',
    spec: CONTAINER,
    answer: 'forever',
    code: 'traffic-forever',
  },
  {
    what: 'the probe’s own grace period',
    question: 'restart-after-death',
    spec: `${CONTAINER}\n  livenessProbe: {${PROBE}, periodSeconds: 5, failureThreshold: 1, terminationGracePeriodSeconds: 3}`,
    answer: '9s',
    code: 'restart-by-liveness',
  },
  {
    what: 'policy Never',
    question: 'restart-after-death',
    spec: `restartPolicy: Never\n${CONTAINER}\n  livenessProbe: {${PROBE}}`,
    answer: 'never',
    code: 'restart-not-allowed',
  },
  {
    what: 'ten failures two seconds apart: the first may come at once',
    question: 'startup-budget',
    spec: `${CONTAINER}\n  startupProbe: {${PROBE}, periodSeconds: 2, failureThreshold: 10}`,
    answer: '18s',
    code: 'budget-by-startup',
  },
  {
    what: 'without a startup probe liveness sets the budget',
    question: 'startup-budget',
    spec: `${CONTAINER}\n  livenessProbe: {${PROBE}, initialDelaySeconds: 15}`,
    answer: '35s',
    code: 'budget-by-liveness',
  },
  {
    what: 'nobody kills it',
    question: 'startup-budget',
    spec: CONTAINER,
    answer: 'forever',
    code: 'budget-unlimited',
  },
];

describe('questions about a reader’s Pod', () => {
  test.each(CASES)('$question: $what', ({ question, spec, world = '', answer, code }) => {
    const { scenario } = readScenario(world);
    expect(askQuestion(question, view(spec), scenario)).toMatchObject({ answer, code });
  });
});

/** A user trial: sentences about a delete under Pods that nobody deletes, and restarts that never come. */
describe('what a life answers by itself', () => {
  const ENDS: readonly Question[] = ['grace-enough', 'gone-after-delete'];

  test.each([
    { world: 'containers: {app: {onStop: {after: never}}}', speaks: false },
    { world: 'actions: [{at: 20s, do: evict}]', speaks: false },
    { world: 'actions: [{at: 20s, do: delete}]', speaks: true },
    { world: 'actions: [{at: 20s, do: disrupt, reason: EvictionByEvictionAPI}]', speaks: true },
  ])('speaks of the end after a delete: $speaks, of $world', ({ world, speaks }) => {
    const own = questionsAbout(readScenario(world).scenario);
    expect(ENDS.map((code) => own.includes(code))).toEqual([speaks, speaks]);
  });

  test.each(['Never', 'Always'])('promises no restart in time, policy %s', (policy) => {
    const pod = view(`restartPolicy: ${policy}\n${CONTAINER}\n  livenessProbe: {${PROBE}}`);
    const { scenario } = readScenario('');
    for (const question of ['traffic-after-death', 'restart-after-death'] as const) {
      const { code, params } = askQuestion(question, pod, scenario);
      const [zh, en] = sentence(code, params);
      expect(en).not.toMatch(/restarts it|restarted/);
      expect(zh).not.toMatch(/让它重启|）重启/);
    }
  });
});

describe('what if', () => {
  const pod = view(`${CONTAINER}\n  livenessProbe: {${PROBE}}`);

  test('sets what can be set, by index or by name', () => {
    const { view: changed, problems } = applyChange(
      pod,
      'terminationGracePeriodSeconds=10\nspec.containers[0].livenessProbe.periodSeconds = 3; containers[app].image=app:2',
    );
    expect(problems).toEqual([]);
    expect(changed.spec.terminationGracePeriodSeconds).toBe(10);
    expect(changed.spec.containers[0]?.livenessProbe?.periodSeconds).toBe(3);
    expect(changed.spec.containers[0]?.image).toBe('app:2');
  });

  test.each([
    'terminationGracePeriodSeconds=-1',
    'terminationGracePeriodSeconds=soon',
    'containers[nobody].image=x',
    'containers[0].readinessProbe.periodSeconds=3',
    'containers[0].livenessProbe.periodSeconds=0',
    'restartPolicy=Sometimes',
    'hostNetwork=true',
    '__proto__=x',
    'nonsense',
  ])('says that it does not understand %s, and keeps the rest', (change) => {
    const { problems, applied, view: changed } = applyChange(pod, `${change}\nrestartPolicy=Never`);
    expect(problems).toEqual([{ code: 'change-not-understood', params: { change } }]);
    expect(applied).toEqual([{ path: 'restartPolicy', value: 'Never' }]);
    expect(changed.spec.restartPolicy).toBe('Never');
  });
});
