/**
 * The conditions that the kubelet computes from spec, statuses and phase, with its reasons and messages.
 * Upstream, v1.37.2: pkg/kubelet/status/generate.go; the order of writing is that of generateAPIPodStatus.
 * Left out: PodReadyToStartContainers and AllContainersRestarting, which need to see the node; PodScheduled,
 * which the scheduler writes; observedGeneration.
 */
import { GATES_1_37, type Gates } from '../versions.ts';
import { type Condition, type ContainerStatus, type PodSpecView, isSidecar } from './model.ts';
import { anyRegularStarted, statusesByName } from './phase.ts';

/** What is needed of a Pod. `statuses`: init containers first. None at all means that nothing is known. */
export interface ConditionFacts {
  readonly spec: PodSpecView;
  readonly statuses: readonly ContainerStatus[];
  readonly phase: string;
  /** The conditions so far: others' (readiness gates), and what was once initialized stays so. */
  readonly conditions: readonly Condition[];
  readonly gates?: Partial<Pick<Gates, 'RestartAllContainersOnContainerExits'>>;
}

/** Initialized, Ready and ContainersReady, in the kubelet's order. */
export function kubeletConditions(facts: ConditionFacts): readonly Condition[] {
  const initialized = initializedCondition(facts);
  const others = facts.conditions.filter(({ type }) => !KUBELETS.has(type));
  const ready = readyCondition({ ...facts, conditions: [...others, initialized] });
  return [initialized, ready, containersReadyCondition(facts)];
}

/** PodConditionsByKubelet of pkg/kubelet/types/pod_status.go; the rest it leaves as others wrote them. */
export const KUBELETS: ReadonlySet<string> = new Set([
  ...['PodScheduled', 'Ready', 'Initialized', 'ContainersReady', 'PodReadyToStartContainers'],
  ...['PodResizeInProgress', 'PodResizePending', 'AllContainersRestarting'],
]);

export function initializedCondition(facts: ConditionFacts): Condition {
  const { spec, statuses, phase, conditions, gates } = facts;
  const type = 'Initialized';
  if (statuses.length === 0 && spec.initContainers.length > 0) {
    return condition(type, 'False', 'UnknownContainerStatuses');
  }
  const byName = statusesByName(statuses);
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of spec.initContainers) {
    const status = byName.get(container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!(isSidecar(container) ? status.started === true : status.ready)) {
      incomplete.push(container.name);
    }
  }
  if (phase === 'Succeeded' && unknown.length === 0) return condition(type, 'True', 'PodCompleted');
  // Sidecars that start again do not undo it.
  if (anyRegularStarted(spec.containers, statuses)) return condition(type, 'True');
  const message = joined({ unknown, incomplete });
  if (message === '') return condition(type, 'True');
  const { RestartAllContainersOnContainerExits: mayStay } = { ...GATES_1_37, ...gates };
  const was = conditions.some((old) => old.type === type && old.status === 'True');
  if (mayStay && was) return condition(type, 'True');
  return condition(type, 'False', 'ContainersNotInitialized', message);
}

export function containersReadyCondition({ spec, statuses, phase }: ConditionFacts): Condition {
  const type = 'ContainersReady';
  if (statuses.length === 0) return condition(type, 'False', 'UnknownContainerStatuses');
  const byName = statusesByName(statuses);
  const unknown: string[] = [];
  const unready: string[] = [];
  for (const container of [...spec.initContainers.filter(isSidecar), ...spec.containers]) {
    const status = byName.get(container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!status.ready) unready.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0)
    return condition(type, 'False', 'PodCompleted');
  if (phase === 'Failed') return condition(type, 'False', 'PodFailed');
  const message = joined({ unknown, unready });
  if (message === '') return condition(type, 'True');
  return condition(type, 'False', 'ContainersNotReady', message);
}

/** `conditions` are here those that readiness gates may look at. */
export function readyCondition(facts: ConditionFacts): Condition {
  const type = 'Ready';
  const containersReady = containersReadyCondition(facts);
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const missing = facts.spec.readinessGates.flatMap((gate) => {
    const found = facts.conditions.find((each) => each.type === gate);
    if (found?.status === 'True') return [];
    const name = JSON.stringify(gate);
    return found
      ? `the status of pod readiness gate ${name} is not "True", but ${found.status}`
      : `corresponding condition of pod readiness gate ${name} does not exist.`;
  });
  if (missing.length === 0) return condition(type, 'True');
  return condition(type, 'False', 'ReadinessGatesNotReady', missing.join(', '));
}

function condition(type: string, status: string, reason = '', message = ''): Condition {
  return { type, status, reason, message };
}

/** `containers with unready status: [a b]` for each list that has any. */
function joined(lists: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(lists)
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `containers with ${what} status: [${names.join(' ')}]`)
    .join(', ');
}
