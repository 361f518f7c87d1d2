/** Everything about one Pod's status, for the reader who asks about this one. */
import type { Said } from '../../exit-code/index.ts';
import { type LineIndex, offsetOf } from '../../pod/index.ts';
import type { Position, Reason } from '../../problem.ts';
import type { SourceNode } from '../../source.ts';
import type { StatusFindingCode } from './types.ts';
import type { ContainerState, PodView, Terminated } from '../model.ts';
import type { Phase } from '../phase.ts';
import { type ReadinessCode, readinessOf } from './readiness.ts';
import type { Columns } from './column.ts';
import { statusFindings } from './findings.ts';
import { type Part, type PartKind, type StateName, partsOf, stateName } from './parts.ts';
import { type TracePart, traceOf } from './trace.ts';
import { type WordMeaning, meaningOfWord } from './words.ts';
import { age, printedAge } from '../time.ts';

export interface StatusDetails {
  /** What the printed word means, and what to look at. */
  readonly word: WordMeaning;
  readonly trace: readonly (TracePart & Position)[];
  readonly findings: readonly (Reason<StatusFindingCode> & Position)[];
  /** What is missing for Ready. */
  readonly readiness: readonly (Reason<ReadinessCode> & Position)[];
  readonly containers: readonly ContainerLine[];
  readonly conditions: readonly ConditionLine[];
}

export interface ContainerLine extends Position {
  readonly name: string;
  readonly kind: PartKind;
  readonly state: StateName;
  /** Of the state, empty where it has none. */
  readonly reason: string;
  readonly message: string;
  /** How it ended, when it has. */
  readonly end?: EndLine;
  /** How the run before it ended. */
  readonly last?: EndLine;
  /** How long it has been running. */
  readonly runs?: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restarts: number;
  /** Of the reason that it waits with, or of how it ended. */
  readonly meaning?: Said;
}

export interface EndLine {
  readonly reason: string;
  readonly exitCode: number;
  readonly signal: number;
  /** How long ago; `<unknown>` without a date. */
  readonly ago: string;
  /** How long it ran, where both dates are there. */
  readonly ran?: string;
  readonly meaning: Said;
}

export interface ConditionLine extends Position {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** How long it has been so; `<unknown>` without a date. */
  readonly since: string;
}

export interface DetailFacts {
  readonly view: PodView;
  readonly columns: Columns;
  readonly phaseWouldBe: Phase;
  readonly now: number;
  readonly source: SourceNode;
  readonly at: LineIndex;
}

export function detailsOf(facts: DetailFacts): StatusDetails {
  const { view, columns, phaseWouldBe, now, source, at } = facts;
  const placed = <Item extends { readonly path: string }>(item: Item): Item & Position => ({
    ...item,
    ...at(offsetOf(source, item.path)),
  });
  const { exitCode, container } = columns.source.params;
  return {
    word: meaningOfWord(columns.status, {
      ...(typeof exitCode === 'number' && { exitCode }),
      ...(container !== undefined && { container: String(container) }),
    }),
    trace: traceOf(view, columns).map(placed),
    findings: statusFindings(view, columns, now, phaseWouldBe).map(placed),
    readiness: readinessOf(view).map(placed),
    containers: partsOf(view).map((part) => ({
      ...containerLine(part, now),
      ...at(offsetOf(source, part.path)),
    })),
    conditions: view.status.conditions.map(
      ({ type, status, reason, message, lastTransitionTime }, index) => ({
        type,
        status,
        reason,
        message,
        since: printedAge(now, lastTransitionTime),
        ...at(offsetOf(source, `status.conditions[${index}]`)),
      }),
    ),
  };
}

function containerLine(
  { name, kind, status }: Part,
  now: number,
): Omit<ContainerLine, keyof Position> {
  const state: ContainerState = status?.state ?? {};
  const { waiting, running, terminated } = state;
  return {
    name,
    kind,
    state: stateName(state),
    reason: waiting?.reason ?? terminated?.reason ?? '',
    message: waiting?.message ?? terminated?.message ?? '',
    ...(terminated && { end: endLine(terminated, now) }),
    ...(status?.lastState.terminated && { last: endLine(status.lastState.terminated, now) }),
    ...(running?.startedAt !== undefined && { runs: age(now - running.startedAt) }),
    ready: status?.ready ?? false,
    ...(status?.started !== undefined && { started: status.started }),
    restarts: status?.restartCount ?? 0,
    ...(waiting?.reason && { meaning: meaningOfWord(waiting.reason).meaning }),
    ...(terminated && { meaning: meaningOfEnd(terminated) }),
  };
}

function endLine(end: Terminated, now: number): EndLine {
  const { reason, exitCode, signal, startedAt, finishedAt } = end;
  return {
    reason,
    exitCode,
    signal,
    ago: printedAge(now, finishedAt),
    meaning: meaningOfEnd(end),
    ...(startedAt !== undefined &&
      finishedAt !== undefined && { ran: age(finishedAt - startedAt) }),
  };
}

function meaningOfEnd({ reason, signal, exitCode }: Terminated): Said {
  if (reason !== '') return meaningOfWord(reason, { exitCode }).meaning;
  return meaningOfWord(signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`).meaning;
}
