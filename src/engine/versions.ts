/**
 * Feature gates that change an answer, with their defaults per release: a difference between
 * releases is a row here, not an `if` somewhere. Source: pkg/features/kube_features.go, v1.37.2.
 */

/** Defaults of Kubernetes 1.37. */
export const GATES_1_37 = {
  PodLevelResources: true,
  PodLevelResourcesFixDefaulting: true,
  PodLevelResourcesFixKubeletQOSClass: true,
} as const satisfies Readonly<Record<string, boolean>>;

export type Gate = keyof typeof GATES_1_37;

export type Gates = Readonly<Record<Gate, boolean>>;

/** The gates of 1.37 with what a caller turned on or off. */
export function gatesWith(changed: Partial<Gates> = {}): Gates {
  return { ...GATES_1_37, ...changed };
}
