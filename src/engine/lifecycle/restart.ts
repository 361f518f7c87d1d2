/**
 * Whether a container that ended may run again.
 * Upstream, v1.37.2: ContainerShouldRestart, FindMatchingContainerRestartRule and AllContainersCouldRestart of
 * pkg/api/v1/pod/util.go. Not here: that nothing is restarted in a Pod that is being deleted.
 */
import type { Gates } from '../versions.ts';
import type { ContainerSpec, PodSpecView, RestartRule } from './model.ts';

export type RestartGates = Pick<
  Gates,
  'ContainerRestartRules' | 'RestartAllContainersOnContainerExits'
>;

const ON: RestartGates = {
  ContainerRestartRules: true,
  RestartAllContainersOnContainerExits: true,
};

/** The container's rules, else its own policy, else the Pod's; without the gate for rules the Pod's alone. */
export function mayRestart(
  container: ContainerSpec,
  podRestartPolicy: string,
  exitCode: number,
  gates: RestartGates = ON,
): boolean {
  const restartPolicy = gates.ContainerRestartRules ? container.restartPolicy : undefined;
  if (restartPolicy !== undefined) {
    const action = matchingRule(container, exitCode)?.action;
    if (action === 'Restart') return true;
    if (action === 'RestartAllContainers' && gates.RestartAllContainersOnContainerExits)
      return true;
  }
  return (
    allows(restartPolicy, exitCode) ??
    allows(podRestartPolicy, exitCode) ??
    // An unknown policy counts as the default.
    true
  );
}

/** The first rule whose exit codes match. Rules count only beside a restart policy of the container. */
export function matchingRule(container: ContainerSpec, exitCode: number): RestartRule | undefined {
  return container.restartPolicyRules.find(({ operator, values }) => {
    if (operator === 'In') return values.includes(exitCode);
    return operator === 'NotIn' && !values.includes(exitCode);
  });
}

/** Whether this end makes all containers of the Pod start again. */
export function restartsAll(
  container: ContainerSpec,
  exitCode: number,
  gates: RestartGates = ON,
): boolean {
  return (
    gates.RestartAllContainersOnContainerExits &&
    container.restartPolicy !== undefined &&
    matchingRule(container, exitCode)?.action === 'RestartAllContainers'
  );
}

/** Whether any rule of the Pod could make all its containers start again. */
export function couldRestartAll({ initContainers, containers }: PodSpecView): boolean {
  return [...initContainers, ...containers].some(({ restartPolicyRules }) =>
    restartPolicyRules.some(({ action }) => action === 'RestartAllContainers'),
  );
}

function allows(policy: string | undefined, exitCode: number): boolean | undefined {
  if (policy === 'Always') return true;
  if (policy === 'OnFailure') return exitCode !== 0;
  return policy === 'Never' ? false : undefined;
}
