/** Questions to a Pod as it was seen. */
import { within } from './lanes.ts';
import {
  type ContainerSpec,
  type ContainerStatus,
  type PodSpecView,
  type PodView,
  isSidecar,
} from '../model.ts';
import type { Snapshot } from '../stream/types.ts';

export function statusesOf({ status }: PodView): readonly ContainerStatus[] {
  return [
    ...status.initContainerStatuses,
    ...status.containerStatuses,
    ...status.ephemeralContainerStatuses,
  ];
}

/** Without a watch the snapshot may be later: the deletion date less the grace period is the delete. */
export function deletedAt({ at, clock, view }: Snapshot, origin: number, begin: number): number {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = view;
  if (clock === 'watch' || deletionTimestamp === undefined) return at;
  return within(deletionTimestamp - deletionGracePeriodSeconds * 1000 - origin, begin, at);
}

/** Ready is False though all containers are: the controller wrote it, the node does not answer. */
export function isLost({ spec, status }: PodView): boolean {
  const is = (type: string) => status.conditions.find((each) => each.type === type)?.status;
  const ready = is('Ready');
  return (
    spec.readinessGates.length === 0 &&
    is('ContainersReady') === 'True' &&
    ready !== undefined &&
    ready !== 'True'
  );
}

/** Of an object that nobody watched: since all containers are. */
export function readySince({ at, clock, view }: Snapshot, origin: number): number {
  const all = view.status.conditions.find(({ type }) => type === 'ContainersReady');
  if (clock === 'watch' || all?.status !== 'True') return at;
  return within((all.lastTransitionTime ?? origin + at) - origin, 0, at);
}

export function specOf({ spec }: PodView, name: string): ContainerSpec | undefined {
  return specsIn(spec).get(name);
}

/** Ready of an init container only says that it is done. */
export function isInit({ spec }: PodView, name: string): boolean {
  const own = specsIn(spec).get(name);
  return own !== undefined && !isSidecar(own) && initContainers.get(spec)?.has(name) === true;
}

/** Snapshots share their spec while it does not change. */
const specs = new WeakMap<PodSpecView, ReadonlyMap<string, ContainerSpec>>();
const initContainers = new WeakMap<PodSpecView, ReadonlySet<string>>();

function specsIn(spec: PodSpecView): ReadonlyMap<string, ContainerSpec> {
  const known = specs.get(spec);
  if (known) return known;
  const all = [...spec.ephemeralContainers, ...spec.containers, ...spec.initContainers];
  const byName = new Map(all.map((each) => [each.name, each]));
  specs.set(spec, byName);
  initContainers.set(spec, new Set(spec.initContainers.map(({ name }) => name)));
  return byName;
}
