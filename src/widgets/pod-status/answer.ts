import {
  looksLikeKubectlLines,
  parseTime,
  printTime,
  statusDetails,
  type StatusItem,
  type StatusOptions,
  statusesInTurn,
  type TraceRole,
} from '../../engine/lifecycle/index.ts';
import type { ObjectName } from '../../engine/pod/index.ts';
import { readDocuments, type SourceDocument } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import type { Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Input } from '../define.ts';
import { detailOf } from './details.ts';
import { lineDetail, linesOf } from './lines.ts';
import { type Tone, toneOf } from './tone.ts';

export interface PodStatusInput extends Input {
  /** RFC 3339; empty: the moment of asking. */
  readonly now: string;
  /** Which of several Pods is shown in full, from 0. */
  readonly pod: string;
}

/** A row of the table, as kubectl prints it. */
export interface StatusRow extends Pick<ObjectName, 'namespace' | 'name'> {
  /** Where it begins. */
  readonly line: number;
  /** Where its STATUS comes from. */
  readonly at: number;
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly age: string;
  /** Absent where only the line is known. */
  readonly phase?: string;
  readonly tone: Tone;
}

/** A cell of the chosen row and what it tells. */
export interface CellView {
  readonly head: string;
  readonly text: string;
  readonly says: readonly Pair[];
}

export interface TraceView {
  readonly role: TraceRole;
  readonly what: Pair;
  readonly word: string;
  /** Absent where the object is not there. */
  readonly line?: number;
  readonly printed: boolean;
}

export interface ContainerView {
  readonly name: string;
  readonly kind: Pair;
  readonly line: number;
  readonly state: Pair;
  /** Reason, exit code or how long it runs. */
  readonly told: string;
  readonly says?: Pair;
  readonly last?: { readonly told: string; readonly says: Pair; readonly ago: string };
  readonly ready: boolean;
  readonly restarts: number;
}

export interface ConditionView {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly since: string;
  readonly line: number;
}

export interface StatusDetail {
  readonly status: string;
  readonly tone: Tone;
  /** Where the word comes from; what it means. */
  readonly says: readonly Pair[];
  readonly trace: readonly TraceView[];
  readonly cells: readonly CellView[];
  readonly findings: readonly Finding[];
  readonly missing: readonly Finding[];
  readonly containers: readonly ContainerView[];
  readonly conditions: readonly ConditionView[];
  readonly looks: readonly { readonly what: Pair; readonly command: string }[];
}

export interface PodStatusAnswer {
  /** `lines`: there is no object, only what kubectl printed. */
  readonly kind: 'objects' | 'lines';
  readonly rows: readonly StatusRow[];
  readonly chosen: number;
  readonly detail?: StatusDetail;
  readonly problems: readonly Finding[];
  readonly notes: readonly Pair[];
  /** The moment that ages are counted to. */
  readonly now: string;
  /** `now` could not be read; the moment of asking was taken. */
  readonly badNow: boolean;
}

export function* answer(input: PodStatusInput): Generator<void, PodStatusAnswer> {
  if (looksLikeKubectlLines(input.input)) return lines(input);
  const stated = parseTime(input.now.trim());
  const now = stated ?? Date.now();
  const { text, documents, items, problems, notes } = yield* reading(input.input, now);
  const shown = items.flatMap((item, index) => (item.pod ? [{ item, pod: item.pod, index }] : []));
  const chosen = chosenOf(input, shown.length);
  const one = shown[chosen];
  const settings: StatusOptions = { now, check: checkSchema };
  const details = one && statusDetails(documents, text, one.index, settings);
  return {
    kind: 'objects',
    rows: shown.map(({ item, pod: { columns, source, view } }) => {
      const { namespace, name } = item.object;
      const { ready, status, restarts, age } = columns;
      const tone = toneOf(status, ready);
      const row = { namespace, name, line: item.line, at: source.line, ready, status, restarts };
      return { ...row, age, phase: view.status.phase, tone };
    }),
    chosen,
    ...(one && details && { detail: detailOf(one.pod, details) }),
    problems,
    notes,
    now: printTime(now),
    badNow: stated === undefined && input.now.trim() !== '',
  };
}

function lines(input: PodStatusInput): PodStatusAnswer {
  const { rows, shown, notes } = linesOf(input.input);
  const chosen = chosenOf(input, rows.length);
  const row = rows[chosen];
  return {
    kind: 'lines',
    rows: shown,
    chosen,
    ...(row && { detail: lineDetail(row) }),
    problems: [],
    notes,
    now: '',
    badNow: false,
  };
}

function chosenOf({ pod }: PodStatusInput, count: number): number {
  return Math.min(Math.max(0, Math.trunc(Number(pod)) || 0), Math.max(0, count - 1));
}

interface Reading {
  readonly text: string;
  readonly now: number;
  readonly documents: readonly SourceDocument[];
  readonly items: readonly StatusItem[];
  readonly problems: readonly Finding[];
  readonly notes: readonly Pair[];
}

/** The last reading: choosing another Pod of a long text must not read it all again. */
let last: Reading | undefined;

function* reading(text: string, now: number): Generator<void, Reading> {
  if (last?.text === text && last.now === now) return last;
  const documents = last?.text === text ? last.documents : readDocuments(text);
  yield;
  const steps = statusesInTurn(documents, text, { now, check: checkSchema });
  const items: StatusItem[] = [];
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    items.push(step.value);
    yield;
  }
  const templates = items.filter(({ pod, problem }) => pod === undefined && problem === undefined);
  last = {
    text,
    now,
    documents,
    items,
    // Whoever has written nothing yet has made no mistake.
    problems: (text.trim() === ''
      ? []
      : [
          ...step.value.problems.map(problemFinding),
          ...items.flatMap(({ problems = [] }) =>
            problems.map((problem): Finding => ({
              ...problemFinding(problem),
              code: problem.path,
            })),
          ),
        ]
    ).slice(0, MOST_PROBLEMS),
    notes: [
      ...templates
        .slice(0, MOST_NOTES)
        .map(({ object: { kind, name } }) => sentence('template-no-status', { kind, name })),
      ...step.value.skipped.map(({ kind, count }) => sentence('kind-skipped', { kind, count })),
    ],
  };
  return last;
}

const MOST_PROBLEMS = 100;
const MOST_NOTES = 10;
