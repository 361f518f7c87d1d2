/**
 * What readers ask about their own Pod, answered with numbers.
 * About probes by their definition (pkg/kubelet/prober/worker.go, v1.37.2): a probe runs once a period, and an answer
 * counts when the timeout is over at the latest. About ends by simulation.
 */
import type { Params } from '../problem.ts';
import { type ContainerSpec, type PodView, type Probe, isSidecar } from './model.ts';
import type { Action, Scenario } from './scenario/types.ts';
import { printDuration } from './scenario/duration.ts';
import { simulate } from './simulate/index.ts';

export const QUESTIONS = [
  'grace-enough',
  'gone-after-delete',
  'traffic-after-death',
  'restart-after-death',
  'startup-budget',
] as const;

export type Question = (typeof QUESTIONS)[number];

export type AnswerCode =
  /** Nothing runs any more, or not yet. params: grace */
  | 'grace-not-needed'
  /** params: needs, grace, spare */
  | 'grace-is-enough'
  /** params: container, needs, grace */
  | 'grace-is-short'
  /** params: container, grace */
  | 'signal-is-ignored'
  /** params: takes, grace */
  | 'gone-after'
  /** The object goes at once; the processes take as long as this. params: takes */
  | 'gone-before-processes'
  /** params: takes, grace */
  | 'not-gone'
  /** params: container, worst, best, period, threshold, timeout */
  | 'traffic-by-readiness'
  /** params: container, worst, best */
  | 'traffic-by-liveness'
  /** params: container */
  | 'traffic-forever'
  /** params: container, worst, best, period, threshold, timeout, grace */
  | 'restart-by-liveness'
  /** params: container */
  | 'restart-never'
  /** params: container, policy */
  | 'restart-not-allowed'
  /** params: container, least, most, period, threshold */
  | 'budget-by-startup'
  /** params: container, least, most, period, threshold */
  | 'budget-by-liveness'
  | 'budget-unlimited';

export interface QuestionAnswer {
  /** Short: `yes`, `no`, `12s`, `forever`, `never`. */
  readonly answer: string;
  readonly code: AnswerCode;
  /** Durations as text, numbers as numbers. */
  readonly params: Params;
}

const SECOND = 1000;
/** A delete comes when everything has been running for a while. */
const SETTLED = 10 * 60 * SECOND;
const AMPLE_GRACE = 6 * 3600;
/** What the stop itself takes is no reason to ask for a longer grace period. */
const OVERHEAD = 200;

/**
 * Those that this life answers by itself: how a Pod ends after a delete is not asked where nobody deletes it
 * (an eviction by the kubelet does not ask for the Pod's grace period).
 */
export function questionsAbout({ actions }: Scenario): readonly Question[] {
  const isDeleted = actions.some(isDelete);
  return QUESTIONS.filter(
    (code) => isDeleted || (code !== 'grace-enough' && code !== 'gone-after-delete'),
  );
}

/** Of its own accord, or as the end of a disruption. */
function isDelete(action: Action): action is Extract<Action, { do: 'delete' | 'disrupt' }> {
  return action.do === 'delete' || action.do === 'disrupt';
}

export function askQuestion(question: Question, pod: PodView, scenario: Scenario): QuestionAnswer {
  switch (question) {
    case 'grace-enough':
      return graceEnough(pod, scenario);
    case 'gone-after-delete':
      return goneAfterDelete(pod, scenario);
    case 'traffic-after-death':
      return worstOf(pod, trafficAfterDeath);
    case 'restart-after-death':
      return worstOf(pod, restartAfterDeath);
    case 'startup-budget':
      return leastOf(pod, startupBudget);
  }
}

interface Ending {
  /** The slowest container, and how long after the delete it ended; `Infinity`: not at all. */
  readonly container: string;
  readonly takes: number;
  readonly grace: number;
  /** Somebody had to be killed. */
  readonly killed: string | undefined;
}

/** `grace`: seconds; undefined: what the Pod and the scenario say. */
function endingOf(pod: PodView, scenario: Scenario, grace?: number): Ending {
  const asked = scenario.actions.find(isDelete);
  const at = asked?.at ?? SETTLED;
  const own = grace ?? asked?.grace ?? pod.spec.terminationGracePeriodSeconds;
  // Later deletes may be what the question is about; asked for another grace period, the first one alone counts.
  const isKept = (action: Action) =>
    grace === undefined ? action !== asked : !isDelete(action) && action.at < at;
  const others = scenario.actions.filter(isKept);
  const timeline = simulate(
    { ...pod, spec: { ...pod.spec, terminationGracePeriodSeconds: own } },
    {
      ...scenario,
      until: at + (own + 60) * SECOND,
      actions: [
        ...others,
        grace === undefined && asked !== undefined ? asked : { at, do: 'delete' },
      ],
    },
  );
  let container = '';
  let takes = 0;
  for (const { lane, state, from, to } of timeline.spans) {
    const isAlive = state === 'running' || state === 'stopping';
    if (!lane.startsWith('container/') || !isAlive || (to !== null && to < at)) continue;
    const end = to === null ? Number.POSITIVE_INFINITY : to - at;
    if (from <= at + own * SECOND && end > takes) {
      [container, takes] = [lane.slice('container/'.length), end];
    }
  }
  const killed = timeline.steps.find(({ code, at: when }) => code === 'sigkill' && when >= at);
  return { container, takes, grace: own, killed: killed && String(killed.params['container']) };
}

function graceEnough(pod: PodView, scenario: Scenario): QuestionAnswer {
  const real = endingOf(pod, scenario);
  const ample = endingOf(pod, scenario, AMPLE_GRACE);
  const grace = printDuration(real.grace * SECOND);
  if (ample.killed !== undefined) {
    const params = { container: ample.killed, grace };
    return { answer: 'no', code: 'signal-is-ignored', params };
  }
  if (ample.container === '') {
    return { answer: 'yes', code: 'grace-not-needed', params: { grace } };
  }
  const needs = round(Math.max(0, ample.takes - OVERHEAD));
  const params = { container: ample.container, needs: printDuration(needs), grace };
  if (real.killed !== undefined || needs > real.grace * SECOND) {
    return { answer: 'no', code: 'grace-is-short', params };
  }
  const spare = printDuration(round(real.grace * SECOND - needs));
  return { answer: 'yes', code: 'grace-is-enough', params: { ...params, spare } };
}

function goneAfterDelete(pod: PodView, scenario: Scenario): QuestionAnswer {
  const { container, takes, grace } = endingOf(pod, scenario);
  const params = { grace: printDuration(grace * SECOND) };
  if (container === '') return { answer: '0s', code: 'grace-not-needed', params };
  if (!Number.isFinite(takes)) return { answer: 'never', code: 'not-gone', params };
  const answer = printDuration(round(takes));
  const code = grace === 0 ? 'gone-before-processes' : 'gone-after';
  return { answer, code, params: { ...params, takes: answer } };
}

/** To a tenth of a second. */
function round(ms: number): number {
  return Math.round(ms / 100) * 100;
}

interface Bounds {
  readonly ms: number;
  readonly answer: QuestionAnswer;
}

type ByContainer = (container: ContainerSpec, pod: PodView) => Bounds;

function all({ spec }: PodView): readonly ContainerSpec[] {
  return [...spec.containers, ...spec.initContainers.filter(isSidecar)];
}

function worstOf(pod: PodView, ask: ByContainer): QuestionAnswer {
  return pick(pod, ask, (one, other) => one.ms > other.ms);
}

function leastOf(pod: PodView, ask: ByContainer): QuestionAnswer {
  return pick(pod, ask, (one, other) => one.ms < other.ms);
}

function pick(
  pod: PodView,
  ask: ByContainer,
  isMore: (one: Bounds, other: Bounds) => boolean,
): QuestionAnswer {
  const bounds = all(pod).map((container) => ask(container, pod));
  const first = bounds[0] ?? UNLIMITED;
  return bounds.reduce((best, each) => (isMore(each, best) ? each : best), first).answer;
}

const UNLIMITED: Bounds = {
  ms: Number.POSITIVE_INFINITY,
  answer: { answer: 'forever', code: 'budget-unlimited', params: {} },
};

/** From the last good answer to the result that counts; the next probe may be due at once. */
function detection({ periodSeconds, failureThreshold, timeoutSeconds }: Probe) {
  const step = Math.max(periodSeconds, timeoutSeconds);
  return {
    worst: (periodSeconds + (failureThreshold - 1) * step + timeoutSeconds) * SECOND,
    best: (failureThreshold - 1) * periodSeconds * SECOND,
  };
}

function numbers({ periodSeconds, failureThreshold, timeoutSeconds }: Probe): Params {
  return { period: periodSeconds, threshold: failureThreshold, timeout: timeoutSeconds };
}

function trafficAfterDeath(container: ContainerSpec, pod: PodView): Bounds {
  const { name, readinessProbe, livenessProbe } = container;
  if (readinessProbe !== undefined) {
    const { worst, best } = detection(readinessProbe);
    return bounds(worst, 'traffic-by-readiness', {
      container: name,
      ...durations({ worst, best }),
      ...numbers(readinessProbe),
    });
  }
  if (livenessProbe === undefined) {
    const params = { container: name };
    return {
      ms: Number.POSITIVE_INFINITY,
      answer: { answer: 'forever', code: 'traffic-forever', params },
    };
  }
  const { worst, best } = detection(livenessProbe);
  const latest = worst + graceOf(livenessProbe, pod);
  return bounds(latest, 'traffic-by-liveness', {
    container: name,
    ...durations({ worst: latest, best }),
  });
}

function restartAfterDeath(container: ContainerSpec, pod: PodView): Bounds {
  const { name, livenessProbe } = container;
  const policy = container.restartPolicy ?? pod.spec.restartPolicy;
  const never = (code: AnswerCode, params: Params): Bounds => ({
    ms: Number.POSITIVE_INFINITY,
    answer: { answer: 'never', code, params },
  });
  if (livenessProbe === undefined) return never('restart-never', { container: name });
  if (policy === 'Never') return never('restart-not-allowed', { container: name, policy });
  const { worst, best } = detection(livenessProbe);
  const grace = graceOf(livenessProbe, pod);
  return bounds(worst + grace, 'restart-by-liveness', {
    container: name,
    ...durations({ worst: worst + grace, best, grace }),
    ...numbers(livenessProbe),
  });
}

/** What a process that does not answer may use up; the probe's own outranks the Pod's. */
function graceOf({ terminationGracePeriodSeconds: own }: Probe, { spec }: PodView): number {
  return Math.max(2, own ?? spec.terminationGracePeriodSeconds) * SECOND;
}

function startupBudget(container: ContainerSpec): Bounds {
  const probe = container.startupProbe ?? container.livenessProbe;
  if (probe === undefined) return UNLIMITED;
  const { initialDelaySeconds, periodSeconds, failureThreshold, timeoutSeconds } = probe;
  const least = (initialDelaySeconds + (failureThreshold - 1) * periodSeconds) * SECOND;
  const most = least + (periodSeconds + timeoutSeconds) * SECOND;
  const code = container.startupProbe === undefined ? 'budget-by-liveness' : 'budget-by-startup';
  return bounds(least, code, {
    container: container.name,
    ...durations({ least, most }),
    ...numbers(probe),
  });
}

function bounds(ms: number, code: AnswerCode, params: Params): Bounds {
  return { ms, answer: { answer: printDuration(ms), code, params } };
}

function durations(times: Readonly<Record<string, number>>): Params {
  return Object.fromEntries(Object.entries(times).map(([key, ms]) => [key, printDuration(ms)]));
}
