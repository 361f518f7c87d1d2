/**
 * Everything about the Pods of a text: class with reasons, defaulting, refusals, effective resources,
 * oom scores, cgroups; and the smallest edits to another class.
 * Kubernetes v1.37.2, create pipeline: decoding, defaulting, the priority plugin, PrepareForCreate, validation.
 */
import {
  type Pod,
  type PodDocument,
  type PodProblem,
  type ResourceList,
  type Slot,
  type LineIndex,
  admitPriority,
  canonical,
  defaultPod,
  effective,
  lineIndex,
  listOf,
  offsetOf,
  podIn,
  refusalsOf,
  slotsIn,
  text as textOf,
  warningsOf,
} from '../pod/index.ts';
import type { Problem } from '../problem.ts';
import type { checkSchema } from '../schema/index.ts';
import { child } from '../source.ts';
import { GATES_1_37, type Gate, type Gates } from '../versions.ts';
import { containerCgroups, podCgroup } from './cgroup.ts';
import { classify } from './classify.ts';
import { editPath } from './edit-set.ts';
import { editsTo } from './edits.ts';
import { oomScores } from './oom-score.ts';
import { patchText } from './patch.ts';
import type {
  Amounts,
  Change,
  ContainerAnswer,
  PodAnswer,
  PodReport,
  QosClass,
  SmallestEdit,
} from './types.ts';

export { classify } from './classify.ts';
export { oomScores } from './oom-score.ts';
export type * from './types.ts';

export interface PodOptions {
  /** Capacity of the node in bytes, which the oom scores relate to; above 0. */
  readonly nodeMemory: bigint;
  readonly gates?: Partial<Readonly<Record<Gate, boolean>>>;
  /** The check of the schema engine, handed in because its data is large and only wanted with the reader. */
  readonly check: typeof checkSchema;
}

/** Answers for every Pod and Pod template in `documents`, which were read from `text`. Never throws. */
export function answerPods(
  documents: readonly PodDocument[],
  text: string,
  options: PodOptions,
): PodReport {
  const items: PodAnswer[] = [];
  const answers = answersInTurn(documents, text, options);
  let step = answers.next();
  for (; !step.done; step = answers.next()) items.push(step.value);
  return { items, ...step.value };
}

/**
 * The same, one item at a time: for callers that must not be held up, or that need not keep every answer.
 * What belongs to no item comes at the end.
 */
export function* answersInTurn(
  documents: readonly PodDocument[],
  text: string,
  options: PodOptions,
): Generator<PodAnswer, Omit<PodReport, 'items'>> {
  const at = lineIndex(text);
  const { slots, skipped, problems } = slotsIn(documents, at);
  const unreadable = documents.flatMap((document): readonly Problem[] =>
    'problem' in document ? [document.problem] : [],
  );
  for (const slot of slots) yield answerSlot(slot, at, options);
  return { skipped, problems: [...unreadable, ...problems] };
}

/**
 * The smallest edits to each class that item `index` of the report does not have.
 * Apart from `answerPods`, as each one costs about a dozen times what the answer does.
 */
export function smallestEdits(
  documents: readonly PodDocument[],
  text: string,
  index: number,
  options: PodOptions,
): readonly SmallestEdit[] {
  const at = lineIndex(text);
  const slot = slotsIn(documents, at).slots[index];
  if (slot === undefined) return [];
  if (options.check(slot.source, slot.object.kind).some(({ fatal }) => fatal)) return [];
  const pod = podIn(slot);
  const gates: Gates = { ...GATES_1_37, ...options.gates };
  const { qosClass } = classify(defaultPod(pod, gates, at).pod, gates);
  return CLASSES.filter((to) => to !== qosClass).map((to): SmallestEdit => {
    const edits = editsTo(to, { pod, gates });
    if (typeof edits === 'string') return { to, problem: edits };
    const changes = edits.map((edit): Change => {
      const path = editPath(edit);
      const { value, assumed } = edit;
      return {
        op: value === undefined ? 'remove' : 'set',
        path,
        ...(value !== undefined && { value }),
        ...(assumed && { assumed }),
        ...at(offsetOf(pod.source, path)),
      };
    });
    return { to, changes, patch: patchText(pod, edits) };
  });
}

const CLASSES: readonly QosClass[] = ['Guaranteed', 'Burstable', 'BestEffort'];

function answerSlot(slot: Slot, at: LineIndex, options: PodOptions): PodAnswer {
  const { object, specPath, source } = slot;
  const head: PodAnswer = { object, specPath, ...at(source.start) };
  const findings = options.check(source, object.kind);
  const problems: PodProblem[] = findings.map(({ code, path, params, at: offset }) => ({
    code,
    path,
    params,
    ...at(offset),
  }));
  if (findings.some(({ fatal }) => fatal)) return { ...head, ...problemsOf(problems) };
  const gates: Gates = { ...GATES_1_37, ...options.gates };
  const { pod, defaulted, rounded } = defaultPod(podIn(slot), gates, at);
  const admitted = admitPriority(pod, at);
  const denied = 'code' in admitted;
  if (denied) problems.push(admitted);
  const rejected = refusalsOf(pod, at);
  const warnings = warningsOf(pod, at);
  return {
    ...head,
    ...problemsOf(problems),
    ...(rejected.length > 0 && { rejected }),
    ...(warnings.length > 0 && { warnings }),
    ...(defaulted.length > 0 && { defaulted }),
    ...(rounded.length > 0 && { rounded }),
    ...(pod.resources && {
      podResources: {
        requests: amounts(listOf(pod.resources, 'requests')),
        limits: amounts(listOf(pod.resources, 'limits')),
      },
    }),
    ...answerPod(denied ? pod : admitted, gates, at, options),
  };
}

/** What follows from the stored Pod. */
function answerPod(pod: Pod, gates: Gates, at: LineIndex, options: PodOptions): Partial<PodAnswer> {
  const { qosClass, reasons } = classify(pod, gates);
  const place = (path: string) => at(offsetOf(pod.source, path));
  const uid = textOf(child(pod.source, 'metadata'), 'uid') || '<uid>';
  const requests = effective(pod, 'requests');
  const limits = effective(pod, 'limits');
  const answer: Partial<PodAnswer> = {
    qosClass,
    reasons: reasons.map((reason) => ({ ...reason, ...place(causePath(reason)) })),
    effective: { requests: amounts(requests), limits: amounts(limits) },
    ...(pod.priority ? { priority: pod.priority } : {}),
  };
  if (pod.containers.length === 0) return answer;
  const scoreOf = oomScores(pod, qosClass, options.nodeMemory);
  const cgroupOf = containerCgroups(pod);
  const all = [...pod.initContainers, ...pod.containers, ...pod.ephemeralContainers];
  return {
    ...answer,
    cgroup: podCgroup(pod, qosClass, uid, { requests, limits }),
    containers: all.map((container): ContainerAnswer => {
      const { score, reason } = scoreOf(container);
      return {
        name: container.name,
        kind: container.kind,
        path: container.path,
        ...at(container.source.start),
        requests: amounts(listOf(container.resources, 'requests')),
        limits: amounts(listOf(container.resources, 'limits')),
        oomScoreAdj: score,
        oom: reason,
        cgroup: cgroupOf(container),
      };
    }),
  };
}

/** The key a reader would change, where the reason is about one. */
function causePath({
  code,
  path,
  params,
}: {
  code: string;
  path: string;
  params: Problem['params'];
}): string {
  const { resource } = params;
  const whole = resource === undefined || code === 'resource-missing';
  return whole ? path : `${path}.requests[${resource}]`;
}

function problemsOf(problems: readonly PodProblem[]): Pick<PodAnswer, 'problem' | 'problems'> {
  const problem = problems[0];
  return problem === undefined ? {} : { problem, problems };
}

function amounts(list: ResourceList): Amounts {
  if (list.size === 0) return {};
  return Object.fromEntries(Array.from(list, ([name, amount]) => [name, canonical(amount)]));
}
