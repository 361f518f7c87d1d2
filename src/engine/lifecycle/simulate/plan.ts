/**
 * What one sync has to do, from what the kubelet saw.
 * Upstream: computePodActions and computeInitContainerActions in
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go and kuberuntime_container.go, v1.37.2.
 */
import { type ContainerSpec, isSidecar } from '../model.ts';
import { restartsAll } from '../restart.ts';
import { resultOf } from './prober.ts';
import type { KillReason } from './kill.ts';
import { activeOf, newestOf } from './runtime.ts';
import type { Instance, Seen, Sim } from './state.ts';
import { shouldRestart } from './statuses.ts';

export interface Plan {
  createSandbox: boolean;
  /** Everything that runs is stopped, and the sandbox. */
  killPod: boolean;
  readonly kill: { readonly id: string; readonly reason: KillReason; readonly changed: boolean }[];
  readonly start: ContainerSpec[];
  readonly startInit: ContainerSpec[];
  /** Containers to remove, in this order: a rule restarts them all. */
  readonly reset: string[];
}

export function planOf(sim: Sim, seen: Seen, restarting: boolean): Plan {
  const plan: Plan = {
    createSandbox: false,
    killPod: false,
    kill: [],
    start: [],
    startInit: [],
    reset: [],
  };
  if (restarting) {
    plan.reset.push(...resetOrder(sim, seen));
    return plan;
  }
  if (!seen.sandboxes[0]?.ready) return planSandbox(sim, seen, plan);
  const isInitialized = planInit(sim, seen, plan);
  if (plan.killPod || !isInitialized) return plan;
  let kept = 0;
  for (const container of sim.kubelet.spec.containers) {
    if (planContainer(sim, seen, container, plan)) kept++;
  }
  if (kept === 0 && plan.start.length === 0) {
    plan.killPod = true;
    plan.startInit.length = 0;
  }
  return plan;
}

/** The end of this container asks for all to be restarted. */
export function asksForAll(
  { gates }: Sim,
  newest: Readonly<Instance> | undefined,
  container: ContainerSpec,
): boolean {
  return newest?.state === 'exited' && restartsAll(container, newest.exitCode, gates);
}

/** getContainersToReset: as the spec has them, regular ones first; last those whose end asked for it. */
function resetOrder(sim: Sim, seen: Seen): readonly string[] {
  const { initContainers, containers } = sim.kubelet.spec;
  const all = [...containers, ...initContainers].filter(
    ({ name }) => newestOf(seen, name) !== undefined,
  );
  const isSource = (each: ContainerSpec) => asksForAll(sim, newestOf(seen, each.name), each);
  const targets = all.filter((each) => !isSource(each));
  return [...targets, ...all.filter(isSource)].map(({ name }) => name);
}

/** The container's own policy counts only with the gate for it. */
function policyOf({ gates, kubelet }: Sim, { restartPolicy }: ContainerSpec): string {
  const own = gates.ContainerRestartRules ? restartPolicy : undefined;
  return own ?? kubelet.spec.restartPolicy;
}

function planSandbox(sim: Sim, seen: Seen, plan: Plan): Plan {
  const { spec } = sim.kubelet;
  plan.killPod = true;
  const isAgain = seen.sandboxes.length > 0;
  if (spec.restartPolicy === 'Never' && isAgain && seen.instances.length > 0) return plan;
  const wanted = spec.containers.filter((container) => {
    const runsOnce = policyOf(sim, container) === 'OnFailure';
    const newest = newestOf(seen, container.name);
    return !(runsOnce && newest?.state === 'exited' && newest.exitCode === 0);
  });
  const wasInitialized = spec.containers.some(({ name }) => newestOf(seen, name) !== undefined);
  if (wanted.length === 0 && wasInitialized) return plan;
  plan.createSandbox = true;
  const [first] = spec.initContainers;
  if (first !== undefined) plan.startInit.push(first);
  else plan.start.push(...wanted);
  return plan;
}

/** From the last init container to the first; gives whether initialization is over. */
function planInit(sim: Sim, seen: Seen, plan: Plan): boolean {
  const { initContainers, containers } = sim.kubelet.spec;
  if (initContainers.length === 0) return true;
  let isOver = containers.some(({ name }) => activeOf(seen, name) !== undefined);
  let before = isOver;
  for (let index = initContainers.length - 1; index >= 0; index--) {
    const container = initContainers[index] as ContainerSpec;
    const next = initContainers[index + 1];
    const active = activeOf(seen, container.name);
    const sidecar = isSidecar(container);
    if (active === undefined) {
      if (before && sidecar) plan.startInit.push(container);
      continue;
    }
    if (before && !sidecar) continue;
    if (active.state === 'running') {
      const goesOn = sidecar && planSidecar(sim, container, active, plan);
      if (goesOn && next === undefined) isOver = true;
      else if (goesOn && next !== undefined && !before) plan.startInit.push(next);
    } else if (active.state !== 'exited' || sidecar) {
      plan.startInit.push(container);
    } else if (active.exitCode !== 0) {
      if (!shouldRestart(sim, seen, container)) {
        plan.killPod = true;
        plan.startInit.length = 0;
        return false;
      }
      plan.startInit.push(container);
    } else if (next === undefined) isOver = true;
    else plan.startInit.push(next);
    before = true;
  }
  const [first] = initContainers;
  if (!before && first !== undefined) plan.startInit.push(first);
  plan.startInit.reverse();
  return isOver;
}

/** Gives whether the next one may start. Neither readiness nor liveness matters for that. */
function planSidecar(
  sim: Sim,
  container: ContainerSpec,
  active: Readonly<Instance>,
  plan: Plan,
): boolean {
  const again = (reason: KillReason, changed = false) => {
    plan.kill.push({ id: active.id, reason, changed });
    plan.startInit.push(container);
  };
  if (container.startupProbe !== undefined) {
    const startup = resultOf(sim.prober, 'startup', active.id);
    if (startup === 'failure') again('startup');
    if (startup !== 'success') return false;
  }
  if (active.image !== container.image) again('other', true);
  else if (resultOf(sim.prober, 'liveness', active.id) === 'failure') again('liveness');
  return true;
}

/** Gives whether it is kept as it is. */
function planContainer(sim: Sim, seen: Seen, container: ContainerSpec, plan: Plan): boolean {
  const newest = newestOf(seen, container.name);
  if (newest === undefined || newest.state !== 'running') {
    if (shouldRestart(sim, seen, container)) plan.start.push(container);
    return false;
  }
  const { id } = newest;
  const changed = newest.image !== container.image;
  const failed = (['liveness', 'startup'] as const).find(
    (kind) => resultOf(sim.prober, kind, id) === 'failure',
  );
  if (!changed && failed === undefined) return true;
  if (changed || policyOf(sim, container) !== 'Never') plan.start.push(container);
  plan.kill.push({ id, reason: changed ? 'other' : (failed ?? 'other'), changed });
  return false;
}
