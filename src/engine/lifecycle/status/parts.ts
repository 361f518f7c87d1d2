/** The containers of a Pod, spec and status side by side, each with its place in the object. */
import {
  type ContainerSpec,
  type ContainerState,
  type ContainerStatus,
  type PodView,
  isSidecar,
} from '../model.ts';

export type PartKind = 'container' | 'init' | 'sidecar' | 'ephemeral';

export interface Part {
  readonly name: string;
  readonly kind: PartKind;
  readonly spec?: ContainerSpec;
  readonly status?: ContainerStatus;
  /** Of the status where there is one, else of the spec. */
  readonly path: string;
}

export type StateName = 'waiting' | 'running' | 'terminated' | 'none';

const LISTS = [
  ['initContainers', 'initContainerStatuses', 'init'],
  ['containers', 'containerStatuses', 'container'],
  ['ephemeralContainers', 'ephemeralContainerStatuses', 'ephemeral'],
] as const;

/** In the order of the spec; statuses of containers that the spec does not have come behind it. */
export function partsOf({ spec, status }: PodView): readonly Part[] {
  return LISTS.flatMap(([specs, statuses, kind]) => {
    const rest = new Map<string, { status: ContainerStatus; path: string }>();
    for (const [index, each] of status[statuses].entries()) {
      if (rest.has(each.name)) continue;
      rest.set(each.name, { status: each, path: `status.${statuses}[${index}]` });
    }
    const known = spec[specs].map((container, index): Part => {
      const found = rest.get(container.name);
      rest.delete(container.name);
      return {
        name: container.name,
        kind: kind === 'init' && isSidecar(container) ? 'sidecar' : kind,
        spec: container,
        path: `spec.${specs}[${index}]`,
        ...found,
      };
    });
    const unknown = Array.from(rest.values(), (found): Part => ({
      name: found.status.name,
      kind,
      ...found,
    }));
    return [...known, ...unknown];
  });
}

export function stateName(state: ContainerState | undefined): StateName {
  if (state?.waiting) return 'waiting';
  if (state?.running) return 'running';
  return state?.terminated ? 'terminated' : 'none';
}

/** Where the word stands that the container's state says of itself; none while it runs. */
export function reasonPath({ status, path }: Part): string {
  const name = stateName(status?.state);
  return name === 'waiting' || name === 'terminated' ? `${path}.state.${name}.reason` : path;
}
