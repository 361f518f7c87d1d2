/**
 * The Pods of a text as the ranking sees them: after API defaulting, with the request that counts.
 * Upstream, v1.37.2: GetResourceRequestQuantity (pkg/api/v1/resource/helpers.go) and filterOutInactivePods
 * (pkg/kubelet/kubelet_pods.go).
 * One trap is upstream's own: with any pod-level resource set, the containers' requests of every resource are
 * skipped, so under disk pressure such a Pod requests 0.
 * Left out: requests of DRA claims; Pods whose containers have stopped while their deletion is under way.
 */
import {
  type LineIndex,
  type Pod,
  type PodDocument,
  type Slot,
  admitPriority,
  aggregate,
  defaultPod,
  isCritical,
  isPodLevelName,
  isPodLevelSet,
  lineIndex,
  listOf,
  podIn,
  slotsIn,
  text as textOf,
} from '../pod/index.ts';
import type { Problem } from '../problem.ts';
import { type Quantity, add, zero } from '../quantity/index.ts';
import type { checkSchema } from '../schema/index.ts';
import { child } from '../source.ts';
import { GATES_1_37, type Gate, type Gates } from '../versions.ts';
import { RESOURCES } from './rank.ts';
import type { Candidate, NotRanked, Signal } from './types.ts';

export interface CandidateOptions {
  readonly signal: Signal;
  readonly gates?: Partial<Readonly<Record<Gate, boolean>>>;
  /** The check of the schema engine, handed in because its data is large. */
  readonly check: typeof checkSchema;
}

export interface Candidates {
  /** In the order of the input. */
  readonly candidates: readonly Candidate[];
  readonly notRanked: readonly NotRanked[];
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  readonly problems: readonly Problem[];
}

/** Pods in `documents`, which were read from `text`. Never throws. */
export function candidatesIn(
  documents: readonly PodDocument[],
  text: string,
  options: CandidateOptions,
): Candidates {
  const at = lineIndex(text);
  const { slots, skipped, problems } = slotsIn(documents, at);
  const candidates: Candidate[] = [];
  const notRanked: NotRanked[] = [];
  const found: Problem[] = documents.flatMap((document) =>
    'problem' in document ? [document.problem] : [],
  );
  found.push(...problems);
  for (const slot of slots) {
    const findings = options.check(slot.source, slot.object.kind);
    for (const { code, path, params, at: offset } of findings) {
      found.push({ code, path, params, ...at(offset) });
    }
    if (findings.some(({ fatal }) => fatal)) continue;
    const code = slot.named ? (isFinished(slot) ? 'finished' : undefined) : 'template';
    if (code !== undefined) notRanked.push({ object: slot.object, code, ...at(slot.source.start) });
    else candidates.push(candidateOf(slot, at, options, found));
  }
  return { candidates, notRanked, skipped, problems: found };
}

function candidateOf(
  slot: Slot,
  at: LineIndex,
  options: CandidateOptions,
  problems: Problem[],
): Candidate {
  const gates: Gates = { ...GATES_1_37, ...options.gates };
  const { pod } = defaultPod(podIn(slot), gates, at);
  const priority = priorityOf(pod, at, problems);
  return {
    namespace: pod.object.namespace,
    name: pod.object.name,
    ...at(pod.source.start),
    node: textOf(child(pod.source, 'spec'), 'nodeName'),
    priority,
    critical: isCritical({ ...pod, priority }),
    request: requestOf(pod, options.signal),
  };
}

/** As stored; of a manifest that was never created, what its class would give. */
function priorityOf(pod: Pod, at: LineIndex, problems: Problem[]): number {
  if (pod.priority !== undefined) return pod.priority;
  const admitted = admitPriority(pod, at);
  if (!('code' in admitted)) return admitted.priority ?? 0;
  problems.push(admitted);
  return 0;
}

/** A dropped `spec.resources` (gate off) is gone from the Pod already. */
function requestOf(pod: Pod, signal: Signal): Quantity {
  const name = RESOURCES[signal];
  const own = isPodLevelSet(pod)
    ? isPodLevelName(name)
      ? listOf(pod.resources, 'requests').get(name)
      : undefined
    : aggregate(pod, 'requests').get(name);
  if (own === undefined || own.sign === 0) return zero;
  const overhead = pod.overhead?.get(name);
  return overhead === undefined ? own : add(own, overhead);
}

function isFinished({ source }: Slot): boolean {
  const phase = textOf(child(source, 'status'), 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}
