import {
  applyChange,
  askQuestion,
  containersOf,
  isManifest,
  type LifecycleItem,
  type PodView,
  QUESTIONS,
  questionsAbout,
  readingLifecycle,
  readScenario,
  type Scenario,
  simulate,
  statusesInTurn,
  type Timeline,
  type Told,
  tell,
} from '../../engine/lifecycle/index.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { readDuration } from '../../ui/duration.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Input } from '../define.ts';
import { knobsOf } from './knobs-of.ts';
import { countUntil, type Life, timeOf, type Words } from './life.ts';
import { notes } from './notes.ts';
import { lifeOf, statusesOf, wordsOf } from './pack.ts';

export interface TimelineInput extends Input {
  /** What the outside world does, as YAML. */
  readonly scenario: string;
  /** What if: lines such as `spec.terminationGracePeriodSeconds=10`. */
  readonly change: string;
  /** The scrubbed moment: `12s`, or milliseconds. */
  readonly at: string;
  /** A question by its code. */
  readonly ask: string;
}

export interface Knob {
  /** As a change names it. */
  readonly path: string;
  readonly name: string;
  readonly value: string;
  /** Of a number. */
  readonly range?: readonly [least: number, most: number];
  readonly options?: readonly string[];
}

export interface Said {
  readonly code: string;
  /** `yes`, `no`, `12s` */
  readonly answer: string;
  readonly text: Pair;
  /** With the change, where that makes another answer. */
  readonly changed?: Pair;
}

export interface TimelineAnswer {
  /** None, the Pod's own, or beside it the one with the change. */
  readonly lives: readonly Life[];
  readonly words: Words;
  /** By the container and its probe; empty for the Pod's own. */
  readonly knobs: readonly (readonly [group: string, knobs: readonly Knob[]])[];
  readonly questions: readonly Said[];
  readonly problems: readonly Finding[];
  readonly scenarioProblems: readonly Finding[];
  /** What was left out, and changes that were not understood. */
  readonly notes: readonly Pair[];
  /** What the ways of drawing say. */
  readonly legend: Pair;
  /** The stated moment in milliseconds. */
  readonly at: number | null;
  readonly summary: string;
}

export function* answer(input: TimelineInput): Generator<void, TimelineAnswer> {
  const found = yield* readingLifecycle(input.input);
  yield;
  const [item] = found.items;
  const read = readScenario(input.scenario, item ? containersOf(item) : []);
  const mistakes = item && isManifest(item) ? yield* mistakesIn(input.input) : [];
  const { until } = read.scenario;
  const isLong = until !== undefined && until > LONGEST;
  const scenario = short(read.scenario);
  const asked: Asked = { input, ...(input.scenario.trim() !== '' && { scenario }) };
  const drawn = item && !item.rejected ? yield* draw(item, asked) : undefined;
  return {
    ...(drawn ?? NOTHING),
    problems: [
      ...found.problems.map(problemFinding),
      ...mistakes,
      ...(item?.rejected ?? []).map((refusal) => ({
        ...problemFinding(refusal),
        code: refusal.field,
        quote: refusal.detail,
      })),
    ].slice(0, MOST_PROBLEMS),
    scenarioProblems: read.problems.map(problemFinding),
    notes: drawn
      ? [...drawn.notes, ...(isLong ? [notes.long] : []), ...leftOut(found.items, found.skipped)]
      : [notes.nothing],
  };
}

/** A browser simulates this much without standing still. */
const LONGEST = 6 * 3_600_000;

function short(scenario: Scenario): Scenario {
  return (scenario.until ?? 0) > LONGEST ? { ...scenario, until: LONGEST } : scenario;
}

const MOST_PROBLEMS = 50;
/** Nobody has written as much by hand. */
const LONGEST_MANIFEST = 200_000;

/** Fields of a manifest that the API server would not take as they are written. */
function* mistakesIn(text: string): Generator<void, readonly Finding[]> {
  if (text.length > LONGEST_MANIFEST) return [];
  const documents = readDocuments(text);
  yield;
  const found: Finding[] = [];
  for (const { problems = [] } of statusesInTurn(documents, text, { now: 0, check: checkSchema })) {
    for (const problem of problems) found.push({ ...problemFinding(problem), code: problem.path });
    yield;
  }
  return found;
}

interface Asked {
  readonly input: TimelineInput;
  readonly scenario?: Scenario;
}

type Drawn = Omit<TimelineAnswer, 'problems' | 'scenarioProblems'>;

const NOTHING: Drawn = {
  lives: [],
  words: { steps: {}, names: {} },
  knobs: [],
  questions: [],
  notes: [],
  legend: notes.simulated,
  at: null,
  summary: 'problem',
};

function* draw(item: LifecycleItem, { input, scenario }: Asked): Generator<void, Drawn> {
  const told = tell(item, { scenario });
  yield;
  const again = told.again && {
    ...told.again,
    scenario: short(told.again.scenario),
  };
  const spec = (again?.pod ?? item.snapshots[0]?.view)?.spec;
  const given = lifeOf(told.timeline, spec);
  const what =
    again && input.change.trim() !== '' ? applyChange(again.pod, input.change) : undefined;
  const changes = what !== undefined && what.applied.length > 0 ? what.view : undefined;
  const timelines = [told.timeline];
  const lives = [given];
  if (again && changes) {
    const timeline = simulate(changes, again.scenario);
    timelines.push(timeline);
    lives.push(lifeOf(timeline, changes.spec));
    yield;
  }
  const questions = again ? yield* ask(again, changes, input.ask) : [];
  const at = readDuration(input.at) ?? null;
  return {
    lives,
    words: wordsOf(timelines, lives),
    knobs: again ? knobsOf(again.pod) : [],
    questions: questions.map(({ short: _, ...said }) => said),
    notes: [
      ...(what?.problems ?? []).map(({ code, params }) => sentence(code, params)),
      ...(input.change.trim() !== '' && !again ? [notes.noObject] : []),
      ...lives.flatMap(({ cut }) => (cut ? [notes.cut] : [])).slice(0, 1),
    ],
    legend: notes[told.how],
    at,
    summary:
      questions.find(({ code }) => code === input.ask)?.short ??
      (at === null ? sequence(timelines) : statusAt(lives, at)),
  };
}

/** Questions that nobody asked are answered where the answer is a number. */
function* ask(
  { pod, scenario }: NonNullable<Told['again']>,
  changes: PodView | undefined,
  asked: string,
): Generator<void, readonly (Said & { readonly short: string })[]> {
  const found: (Said & { readonly short: string })[] = [];
  const own = questionsAbout(scenario);
  for (const code of QUESTIONS) {
    if (code !== asked && !own.includes(code)) continue;
    const { answer, code: says, params } = askQuestion(code, pod, scenario);
    yield;
    const isPlain = answer === 'forever' || answer === 'never';
    const other = changes && askQuestion(code, changes, scenario);
    yield;
    if (code !== asked && isPlain && (other?.answer ?? answer) === answer) continue;
    const text = sentence(says, params);
    const changed = other && sentence(other.code, other.params);
    found.push({
      code,
      answer,
      text,
      ...(changed && changed[1] !== text[1] && { changed }),
      short: other?.answer ?? answer,
    });
  }
  // The one that was asked comes first.
  return found.toSorted((one, other) => Number(other.code === asked) - Number(one.code === asked));
}

function sequence(timelines: readonly Timeline[]): string {
  const last = timelines.at(-1);
  return last ? statusesOf(last).join(' > ') : '';
}

function statusAt(lives: readonly Life[], at: number): string {
  const rows = lives.at(-1)?.rows ?? [];
  return rows[countUntil(rows, at, timeOf) - 1]?.[2] ?? '';
}

function leftOut(
  items: readonly LifecycleItem[],
  skipped: readonly { readonly kind: string; readonly count: number }[],
): readonly Pair[] {
  const others = items.slice(1).map(({ object }) => object.name);
  const names = others.slice(0, 5).join(', ') + (others.length > 5 ? ' …' : '');
  return [
    ...(others.length > 0 ? [fill(notes.others, { count: others.length, names })] : []),
    ...skipped.map(({ kind, count }) => fill(notes.skipped, { kind, count })),
  ];
}
