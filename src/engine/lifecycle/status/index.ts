/**
 * The Pods of a text with the row that kubectl prints for each, where its STATUS comes from, the phase that the
 * kubelet would compute; and of one of them everything that its status tells.
 */
import {
  type LineIndex,
  type ObjectName,
  type PodDocument,
  type PodProblem,
  type Slot,
  type Slots,
  lineIndex,
  offsetOf,
  slotsIn,
} from '../../pod/index.ts';
import type { Position, Problem } from '../../problem.ts';
import type { checkSchema } from '../../schema/index.ts';
import type { Gate } from '../../versions.ts';
import type { PodView } from '../model.ts';
import { type Phase, anyRegularStarted, phaseOf } from '../phase.ts';
import { type Columns, type StatusSource, columnsOf } from './column.ts';
import { type StatusDetails, detailsOf } from './details.ts';
import { viewPod } from '../view.ts';

export interface StatusOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly gates?: Partial<Readonly<Record<Gate, boolean>>>;
  /** The check of the schema engine, handed in because its data is large. */
  readonly check: typeof checkSchema;
}

export interface StatusItem extends Position {
  readonly object: ObjectName;
  /** The first of `problems`. */
  readonly problem?: PodProblem;
  readonly problems?: readonly PodProblem[];
  /** Absent where the object cannot be decoded, and of a workload's template, which has no status. */
  readonly pod?: PodStatus;
}

export interface PodStatus {
  readonly view: PodView;
  readonly columns: Columns;
  readonly source: StatusSource & Position;
  /** What the kubelet computes from the statuses, taken at their word. */
  readonly phaseWouldBe: Phase;
}

export interface StatusReport {
  readonly items: readonly StatusItem[];
  readonly skipped: Slots['skipped'];
  /** What belongs to the text and to no object. */
  readonly problems: readonly Problem[];
}

/** One item at a time, for callers that must not be held up; what belongs to none comes at the end. */
export function* statusesInTurn(
  documents: readonly PodDocument[],
  text: string,
  options: StatusOptions,
): Generator<StatusItem, Omit<StatusReport, 'items'>> {
  const at = lineIndex(text);
  const { slots, skipped, problems } = slotsIn(documents, at);
  const unreadable = documents.flatMap((document): readonly Problem[] =>
    'problem' in document ? [document.problem] : [],
  );
  for (const slot of slots) yield statusOf(slot, at, options);
  return { skipped, problems: [...unreadable, ...problems] };
}

/** Everything that the status of item `index` tells; undefined where it has none. */
export function statusDetails(
  documents: readonly PodDocument[],
  text: string,
  index: number,
  options: StatusOptions,
): StatusDetails | undefined {
  const at = lineIndex(text);
  const slot = slotsIn(documents, at).slots[index];
  const pod = slot && statusOf(slot, at, options).pod;
  return slot && pod && detailsOf({ ...pod, now: options.now, source: slot.source, at });
}

function statusOf(slot: Slot, at: LineIndex, options: StatusOptions): StatusItem {
  const { object, source } = slot;
  const findings = options.check(source, object.kind);
  const problems = findings.map(({ code, path, params, at: offset }): PodProblem => ({
    code,
    path,
    params,
    ...at(offset),
  }));
  const item: StatusItem = {
    object,
    ...at(source.start),
    ...(problems[0] && { problem: problems[0], problems }),
  };
  if (!slot.named || findings.some(({ fatal }) => fatal)) return item;
  const view = viewPod(source);
  const columns = columnsOf(view, options.now);
  const place = at(offsetOf(source, columns.source.path));
  return {
    ...item,
    pod: {
      view,
      columns,
      source: { ...columns.source, ...place },
      phaseWouldBe: phaseByStatuses(view, options.gates),
    },
  };
}

/** As a reader of the object can tell: a regular container that has run shows that initialization was over. */
function phaseByStatuses(view: PodView, gates: StatusOptions['gates']): Phase {
  const { containerStatuses, initContainerStatuses } = view.status;
  return phaseOf(view, [...containerStatuses, ...initContainerStatuses], {
    podIsTerminal: false,
    podHasInitialized: anyRegularStarted(view.spec.containers, containerStatuses),
    ...(gates && { gates }),
  });
}
