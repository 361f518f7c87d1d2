/** Collects figures per Pod and container; a Pod's own figure stands above the sum of its containers. */
import { type Quantity, add } from '../quantity/index.ts';
import type { PodUsage, Usage, UsedResource } from './types.ts';

interface Figure {
  readonly amount: Quantity;
  readonly cut: boolean;
}

export interface UsageTally {
  /** A later figure of the same Pod, container and resource replaces the earlier one. */
  readonly add: (
    pod: string,
    container: string | undefined,
    resource: UsedResource,
    amount: Quantity,
    cut: boolean,
  ) => void;
  readonly total: () => Usage;
}

export function usageTally(): UsageTally {
  /** Pod → resource → container, or '' for the Pod's own figure. */
  const pods = new Map<string, Map<UsedResource, Map<string, Figure>>>();
  return {
    add: (pod, container, resource, amount, cut) => {
      const resources = pods.get(pod) ?? new Map<UsedResource, Map<string, Figure>>();
      const figures = resources.get(resource) ?? new Map<string, Figure>();
      pods.set(pod, resources.set(resource, figures.set(container ?? '', { amount, cut })));
    },
    total: () => new Map([...pods].map(([pod, resources]) => [pod, podUsage(resources)])),
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
