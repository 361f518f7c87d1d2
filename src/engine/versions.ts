/**
 * Feature gates that change an answer, with their defaults per release: a difference between
 * releases is a row here, not an `if` somewhere. Source: pkg/features/kube_features.go, v1.37.2.
 */

export type Gate =
  | 'PodLevelResources'
  | 'PodLevelResourcesFixDefaulting'
  | 'PodLevelResourcesFixKubeletQOSClass'
  | 'ContainerRestartRules'
  | 'RestartAllContainersOnContainerExits'
  | 'KubeletCrashLoopBackOffMax'
  | 'ReduceDefaultCrashLoopBackOffDecay';

export type Gates = Readonly<Record<Gate, boolean>>;

/** Defaults of Kubernetes 1.37. */
export const GATES_1_37: Gates = {
  PodLevelResources: true,
  PodLevelResourcesFixDefaulting: true,
  PodLevelResourcesFixKubeletQOSClass: true,
  ContainerRestartRules: true,
  RestartAllContainersOnContainerExits: true,
  KubeletCrashLoopBackOffMax: true,
  ReduceDefaultCrashLoopBackOffDecay: false,
};
