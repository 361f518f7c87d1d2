/** Makes an engine's timeline short enough for a page, with the sentences that it needs. */
import {
  age,
  isSidecar,
  type PodSpecView,
  type Span,
  STEP_RULES,
  type Timeline,
} from '../../engine/lifecycle/index.ts';
import type { Params } from '../../engine/problem.ts';
import type { Pair } from '../../ui/messages.ts';
import {
  actorMessages,
  isStepCode,
  knownMessages,
  laneMessages,
  stateMessages,
  type StepSentence,
  stepSentence,
} from '../../ui/timeline-messages.ts';
import type { Known, Lane, Life, SpanCells, StepKind, Words } from './life.ts';
import { toneOf } from './tone.ts';

const KNOWN = { observed: 'o', inferred: 'i', unknown: 'u' } as const satisfies Record<
  Span['known'],
  Known
>;

/** More than anybody looks at, and about as much as a browser draws at once. */
const MOST_STEPS = 20_000;
const MOST_SPANS = 4_000;
const MOST_ROWS = 4_000;

export function lifeOf(timeline: Timeline, spec: PodSpecView | undefined): Life {
  const { name, namespace } = timeline.object;
  const end = cutAt(timeline);
  const until = Math.max(1, Math.ceil(Math.min(timeline.until, end)));
  const numbers = new Map<string, number>();
  const kinds: StepKind[] = [];
  const numberOf = (kind: StepKind): number => {
    const key = JSON.stringify(kind);
    const known = numbers.get(key) ?? kinds.push(kind) - 1;
    numbers.set(key, known);
    return known;
  };
  const steps = timeline.steps
    .filter(({ at }) => at <= end)
    .flatMap(({ at, actor, code, params }) => {
      if (!isStepCode(code)) return [];
      const said = stepSentence(code, params);
      return [[moment(at), numberOf([actor, said.key, needed(said)])] as const];
    });
  return {
    name,
    namespace,
    line: lineOf(timeline),
    until,
    cut: Number.isFinite(end),
    lanes: lanesOf({ ...timeline, spans: timeline.spans.filter(({ from }) => from <= end) }, spec),
    kinds,
    steps,
    rows: timeline.table
      .filter(({ at }) => at <= end)
      .map(({ at, ready, status, restarts }) => [moment(at), ready, status, restarts, age(at)]),
  };
}

/** The last moment that can be drawn. */
function cutAt({ steps, spans, table }: Timeline): number {
  const starts = spans.map(({ from }) => from).sort((one, other) => one - other);
  return Math.min(
    steps[MOST_STEPS]?.at ?? Number.POSITIVE_INFINITY,
    starts[MOST_SPANS] ?? Number.POSITIVE_INFINITY,
    table[MOST_ROWS]?.at ?? Number.POSITIVE_INFINITY,
  );
}

const moment = (at: number): number => Math.max(0, Math.round(at));

/** How STATUS goes, in short. */
function lineOf(timeline: Timeline): string {
  const words = statusesOf(timeline);
  return [...words.slice(0, MOST_WORDS), ...(words.length > MOST_WORDS ? ['…'] : [])].join(' → ');
}

const MOST_WORDS = 8;

/** Each STATUS that differs from the one before. */
export function statusesOf({ table }: Timeline): readonly string[] {
  const words = table.map(({ status }) => status);
  return words.filter((status, index) => status !== words[index - 1]);
}

/** Only the values that the sentence has a place for: thousands of answers of a probe are then one kind. */
function needed({ pair, params }: StepSentence): Params {
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => pair[1].includes(`{${name}}`)),
  );
}

/** In the order of a Pod's own life: phase, containers with their probes, conditions, traffic, deletion. */
function lanesOf({ spans, origin }: Timeline, spec: PodSpecView | undefined): readonly Lane[] {
  const containers = [
    ...(spec?.initContainers ?? []).map(
      (one) => [one, isSidecar(one) ? 'sidecar' : 'init'] as const,
    ),
    ...(spec?.containers ?? []).map((one) => [one, 'container'] as const),
    ...(spec?.ephemeralContainers ?? []).map((one) => [one, 'ephemeral'] as const),
  ];
  const cells = Map.groupBy(spans, ({ lane }) => lane);
  const lanes: Lane[] = [];
  const add = (key: string, what: string, name = '', image?: string) => {
    const own = cells.get(key);
    if (!own) return;
    cells.delete(key);
    const drawn = own.map((span) => cellsOf(span, origin === null));
    lanes.push({ key, what, name, ...(image !== undefined && { image }), spans: drawn });
  };
  add('pod', 'pod');
  for (const [{ name, image }, what] of containers) {
    add(`container/${name}`, what, name, image);
    for (const probe of ['startup', 'readiness', 'liveness']) {
      add(`probe/${name}/${probe}`, probe, name);
    }
  }
  add('condition/Ready', 'condition', 'Ready');
  add('endpoint', 'endpoint');
  add('deletion', 'deletion');
  for (const key of [...cells.keys()]) {
    const [kind = '', name = '', probe] = key.split('/');
    add(key, probe ?? kind, name);
  }
  return lanes;
}

function cellsOf(span: Span, simulated: boolean): SpanCells {
  const { from, to, state, known, reason, exitCode } = span;
  const first = [
    moment(from),
    to === null ? -1 : moment(to),
    state,
    toneOf(span),
    simulated ? 's' : KNOWN[known],
  ] as const;
  if (exitCode !== undefined) return [...first, reason ?? '', exitCode];
  return reason === undefined ? first : [...first, reason];
}

export function wordsOf(timelines: readonly Timeline[], lives: readonly Life[]): Words {
  const steps: Record<string, readonly [string, string, string]> = {};
  for (const { code, params } of timelines.flatMap((timeline) => timeline.steps)) {
    if (!isStepCode(code)) continue;
    const { key, pair } = stepSentence(code, params);
    steps[key] ??= [...pair, sourceOf(STEP_RULES[code])];
  }
  const names: Record<string, Pair> = {};
  const all = new Map<string, Pair>(
    Object.entries({
      ...actorMessages,
      ...laneMessages,
      ...stateMessages,
      ...knownMessages,
    }),
  );
  const take = (key: string) => {
    const pair = all.get(key);
    if (pair) names[key] = pair;
  };
  for (const known of Object.keys(knownMessages)) take(known);
  for (const { lanes, kinds } of lives) {
    for (const [actor] of kinds) take(actor);
    for (const { what, spans } of lanes) {
      take(what);
      for (const [, , state] of spans) take(state);
    }
  }
  return { steps, names };
}

/** Where the rule can be read. */
function sourceOf(rule: string): string {
  const [, path] = /^containerd: (.*)$/.exec(rule) ?? [];
  return path === undefined ? KUBERNETES + rule : CONTAINERD + path;
}

const KUBERNETES = 'https://github.com/kubernetes/kubernetes/blob/v1.37.2/';
const CONTAINERD = 'https://github.com/containerd/containerd/blob/v2.4.2/';
