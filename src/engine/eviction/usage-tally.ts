/** Collects figures per Pod and container; a Pod's own figure stands above the sum of its containers. */
import type { Position } from '../problem.ts';
import { type Quantity, add } from '../quantity/index.ts';
import type { PodUsage, StatedUsage, UsedResource } from './types.ts';

type Figures = Map<UsedResource, Map<string, Figure>>;

interface Figure {
  readonly amount: Quantity;
  readonly cut: boolean;
}

export interface PodRef extends Position {
  /** Empty when not stated. */
  readonly namespace: string;
  readonly name: string;
}

export interface UsageTally {
  /** A later figure of the same Pod, container and resource replaces the earlier one. */
  readonly add: (
    pod: PodRef,
    container: string | undefined,
    resource: UsedResource,
    amount: Quantity,
    cut: boolean,
  ) => void;
  readonly total: () => readonly StatedUsage[];
}

export function usageTally(): UsageTally {
  /** Pod → resource → container, or '' for the Pod's own figure. */
  const pods = new Map<string, { pod: PodRef; resources: Figures }>();
  return {
    add: (pod, container, resource, amount, cut) => {
      const key = `${pod.namespace}/${pod.name}`;
      const known = pods.get(key) ?? { pod, resources: new Map() };
      const figures = known.resources.get(resource) ?? new Map<string, Figure>();
      known.resources.set(resource, figures.set(container ?? '', { amount, cut }));
      pods.set(key, known);
    },
    total: () =>
      Array.from(pods.values(), ({ pod, resources }) => ({ ...pod, ...podUsage(resources) })),
  };
}

function podUsage(resources: ReadonlyMap<UsedResource, ReadonlyMap<string, Figure>>): PodUsage {
  const used = new Map<UsedResource, Quantity>();
  let cutFigures = 0;
  for (const [resource, figures] of resources) {
    const own = figures.get('');
    const counted = own ? [own] : [...figures.values()];
    used.set(resource, counted.map(({ amount }) => amount).reduce(add));
    cutFigures += counted.filter(({ cut }) => cut).length;
  }
  return { used, cutFigures };
}
