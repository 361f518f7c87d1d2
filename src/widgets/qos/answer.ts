import {
  type Amounts,
  answersInTurn,
  type CgroupValues,
  type ContainerKind,
  type ObjectName,
  type PodAnswer,
  type PodCgroup,
  type PodReport,
  type QosClass,
  smallestEdits,
} from '../../engine/qos/index.ts';
import { compare, fromBigInt, parseQuantity, value } from '../../engine/quantity/index.ts';
import { readDocuments, type SourceDocument } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import type { Pair } from '../../ui/messages.ts';
import type { Input } from '../define.ts';
import { sentence } from '../../ui/sentences.ts';
import { findingsOf } from './findings.ts';

export interface QosInput extends Input {
  /** Memory of the node, a quantity. */
  readonly memory: string;
  readonly cgroup: string;
  readonly driver: string;
  /** `cgroup`: the values on the node come first. */
  readonly focus: string;
  /** Which of several Pods is shown in full, from 0. */
  readonly pod: string;
}

/** A Pod in the table of several. */
export interface PodRow extends ObjectName {
  readonly line: number;
  /** Absent where the object cannot be read. */
  readonly qosClass?: QosClass;
  /** The API server would not take it. */
  readonly refused: boolean;
  /** Effective requests. */
  readonly cpu?: string;
  readonly memory?: string;
  /** The highest oom_score_adj of its containers: the one that is killed first. */
  readonly worst?: number;
}

export interface ContainerRow {
  readonly name: string;
  readonly kind: ContainerKind;
  readonly line: number;
  readonly oomScoreAdj: number;
  /** How the score came about. */
  readonly oom: Pair;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly cgroup: CgroupValues;
}

/** A way to another class: a patch, or why there is none. */
export interface EditRow {
  readonly to: QosClass;
  readonly patch?: string;
  readonly count: number;
  /** Some value is a guess. */
  readonly assumed: boolean;
  readonly problem?: Pair;
}

export interface PodDetail {
  readonly object: ObjectName;
  readonly qosClass?: QosClass;
  /** What keeps the object from being read or taken: strict reading, refusals. */
  readonly problems: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Why the class is that of none of the containers. */
  readonly mix?: Pair;
  readonly reasons: readonly Finding[];
  readonly defaulted: readonly Finding[];
  readonly effective?: { readonly requests: Amounts; readonly limits: Amounts };
  readonly cgroup?: PodCgroup;
  readonly containers: readonly ContainerRow[];
  readonly edits: readonly EditRow[];
}

export interface QosAnswer {
  readonly rows: readonly PodRow[];
  /** Of the chosen Pod. */
  readonly pod?: PodDetail;
  /** Its index in `rows`. */
  readonly chosen: number;
  /** What belongs to the text and not to a Pod. */
  readonly problems: readonly Finding[];
  readonly skipped: PodReport['skipped'];
  /** The node's memory could not be read; 4Gi was taken. */
  readonly badMemory: boolean;
}

const NODE_MEMORY = 4n * 1024n ** 3n;

export function* answer(input: QosInput): Generator<void, QosAnswer> {
  const memory = nodeMemory(input.memory);
  const read = yield* reading(input.input, memory ?? NODE_MEMORY);
  const { items, problems, skipped } = read.report;
  const chosen = Math.min(
    Math.max(0, Math.trunc(Number(input.pod)) || 0),
    Math.max(0, items.length - 1),
  );
  const item = items[chosen];
  return {
    rows: items.map(rowOf),
    chosen,
    problems: problems.map(problemFinding),
    skipped,
    badMemory: memory === undefined,
    ...(item && { pod: detailOf(item, read, chosen) }),
  };
}

interface Reading {
  readonly text: string;
  readonly memory: bigint;
  readonly documents: readonly SourceDocument[];
  readonly report: PodReport;
}

/** The last reading: choosing another Pod of a long text must not read it all again. */
let last: Reading | undefined;

function* reading(text: string, memory: bigint): Generator<void, Reading> {
  if (last?.text === text && last.memory === memory) return last;
  const documents = last?.text === text ? last.documents : readDocuments(text);
  yield;
  const answers = answersInTurn(documents, text, { nodeMemory: memory, check: checkSchema });
  const items: PodAnswer[] = [];
  let step = answers.next();
  for (; !step.done; step = answers.next()) {
    items.push(step.value);
    yield;
  }
  last = { text, memory, documents, report: { items, ...step.value } };
  return last;
}

function nodeMemory(text: string): bigint | undefined {
  const parsed = parseQuantity(text.trim());
  const one = fromBigInt(1n, 'DecimalSI');
  if (!parsed.ok || compare(parsed.quantity, one) < 0) return undefined;
  return value(parsed.quantity);
}

function rowOf(item: PodAnswer): PodRow {
  const worst = item.containers?.reduce(
    (highest, { oomScoreAdj }) => Math.max(highest, oomScoreAdj),
    Number.NEGATIVE_INFINITY,
  );
  const { cpu, memory } = item.effective?.requests ?? {};
  return {
    ...item.object,
    line: item.line,
    refused: isRefused(item),
    ...(item.qosClass && { qosClass: item.qosClass }),
    ...(cpu && { cpu }),
    ...(memory && { memory }),
    ...(worst !== undefined && Number.isFinite(worst) && { worst }),
  };
}

function isRefused({ qosClass, rejected, problems }: PodAnswer): boolean {
  return qosClass !== undefined && (rejected !== undefined || problems !== undefined);
}

const MISREAD: ReadonlySet<string> = new Set(['unknown-field', 'duplicate-field']);

function detailOf(item: PodAnswer, { documents, text, memory }: Reading, index: number): PodDetail {
  // A patch beside a misspelt field would set what the reader believes to be set.
  const isMisread = item.problems?.some(({ code }) => MISREAD.has(code));
  const options = { nodeMemory: memory, check: checkSchema };
  const edits = isMisread ? [] : smallestEdits(documents, text, index, options);
  return {
    object: item.object,
    ...(item.qosClass && { qosClass: item.qosClass }),
    ...findingsOf(item),
    ...(item.effective && { effective: item.effective }),
    ...(item.cgroup && { cgroup: item.cgroup }),
    containers: (item.containers ?? []).map(
      ({ name, kind, line, oomScoreAdj, oom, requests, limits, cgroup }) => ({
        name,
        kind,
        line,
        oomScoreAdj,
        oom: sentence(oom.code, oom.params),
        requests,
        limits,
        cgroup,
      }),
    ),
    edits: edits.map((edit) =>
      'problem' in edit
        ? {
            to: edit.to,
            count: 0,
            assumed: false,
            problem: sentence(edit.problem),
          }
        : {
            to: edit.to,
            patch: edit.patch,
            count: edit.changes.length,
            assumed: edit.changes.some(({ assumed }) => assumed === true),
          },
    ),
  };
}
