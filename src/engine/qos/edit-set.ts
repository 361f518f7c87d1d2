/** Requests and limits of a Pod as single values that can be set or removed, and trying such edits out. */
import {
  type Amount,
  type Pod,
  type Requirements,
  type Side,
  defaultPod,
  listOf,
  readAmount,
  refusalsOf,
  resourcePath,
  workingContainers,
} from '../pod/index.ts';
import type { Gates } from '../versions.ts';
import { compute } from './classify.ts';
import type { QosClass } from './types.ts';

/** One value to write, or to take out. */
export interface Edit {
  /** Path of the `resources` it is in. */
  readonly block: string;
  readonly side: Side;
  readonly resource: string;
  /** Absent: take it out. */
  readonly value?: string;
  readonly assumed?: true;
}

/** The `resources` of one container, or of the Pod: as written and as stored. */
export interface Block {
  readonly path: string;
  readonly written: Requirements;
  readonly stored: Requirements;
}

export interface Trial {
  readonly pod: Pod;
  readonly gates: Gates;
}

export interface Outcome {
  readonly qosClass: QosClass;
  readonly refused: boolean;
  readonly pod: Pod;
}

const NOWHERE = { line: 1, column: 1 };

/** What the API server makes of the Pod with these edits. */
export function outcome({ pod, gates }: Trial, edits: readonly Edit[]): Outcome {
  const nowhere = (): typeof NOWHERE => NOWHERE;
  const edited = defaultPod(withEdits(pod, edits), gates, nowhere).pod;
  return {
    qosClass: compute(edited, gates).qosClass,
    refused: refusalsOf(edited, nowhere).length > 0,
    pod: edited,
  };
}

/** The blocks of all containers, init containers first. */
export function containerBlocks(pod: Pod, stored: Pod): readonly Block[] {
  const after = workingContainers(stored);
  return workingContainers(pod).map(({ path, resources }, index) => ({
    path: `${path}.resources`,
    written: resources,
    stored: after[index]?.resources ?? {},
  }));
}

export function podBlock(pod: Pod, stored: Pod): Block {
  const path = `${pod.specPath}.resources`;
  return { path, written: pod.resources ?? {}, stored: stored.resources ?? {} };
}

export function amountIn(
  resources: Requirements,
  side: Side,
  resource: string,
): Amount | undefined {
  return listOf(resources, side).get(resource);
}

/** The path that names the edited value. */
export function editPath({ block, side, resource }: Edit): string {
  return resourcePath(`${block}.${side}`, resource);
}

/** Edits by the block they belong to. */
export function byBlock(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const blocks = new Map<string, Edit[]>();
  for (const edit of edits) {
    const others = blocks.get(edit.block);
    if (others === undefined) blocks.set(edit.block, [edit]);
    else others.push(edit);
  }
  return blocks;
}

/** The Pod as a reader would write it with these edits. */
export function withEdits(pod: Pod, edits: readonly Edit[]): Pod {
  const blocks = byBlock(edits);
  const edited = (path: string, resources: Requirements): Requirements =>
    (blocks.get(path) ?? []).reduce(withEdit, resources);
  const all = (containers: Pod['containers']): Pod['containers'] =>
    containers.map((container) => ({
      ...container,
      resources: edited(`${container.path}.resources`, container.resources),
    }));
  const path = `${pod.specPath}.resources`;
  const atPodLevel = pod.resources !== undefined || blocks.has(path);
  return {
    ...pod,
    initContainers: all(pod.initContainers),
    containers: all(pod.containers),
    ...(atPodLevel && { resources: edited(path, pod.resources ?? {}) }),
  };
}

function withEdit(resources: Requirements, { side, resource, value }: Edit): Requirements {
  const list = new Map(listOf(resources, side));
  const amount = value === undefined ? undefined : readAmount(`"${value}"`);
  if (typeof amount === 'object') list.set(resource, amount);
  else list.delete(resource);
  return { ...resources, [side]: list };
}
