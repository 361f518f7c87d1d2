/**
 * The fewest requests and limits to set or remove so that a Pod gets another class.
 * No upstream counterpart. Each proposal is run through defaulting, validation and classification as the
 * API server would, and an edit that it does without is dropped, so what is answered holds by construction.
 * Where `spec.resources` decides the class, it is edited; where it does not, the containers are.
 */
import {
  type Amount,
  type Pod,
  aggregate,
  canonical,
  compare,
  isHugePages,
  listOf,
  milliUnits,
  units,
  workingContainers,
} from '../pod/index.ts';
import { fromBigInt } from '../quantity/index.ts';
import { podLevelDecides } from './classify.ts';
import {
  type Block,
  type Edit,
  type Outcome,
  type Trial,
  amountIn,
  containerBlocks,
  editPath,
  outcome,
  podBlock,
  withEdits,
} from './edit-set.ts';
import type { EditProblemCode, QosClass } from './types.ts';

const RESOURCES = ['cpu', 'memory'] as const;
const SIDES = ['limits', 'requests'] as const;
/** What to start from where the Pod has no value at all. */
const ASSUMED: Readonly<Record<string, string>> = { cpu: '100m', memory: '128Mi' };

/** Trying edits out on a Pod with thousands of values has an end: values looked at in all, and tries. */
const MOST_VALUES = 100_000;
const MOST_TRIES = 200;
const LEAST_TRIES = 2;

/** The edits that make a Pod of class `to`, or why there are none. The Pod is as written, not defaulted. */
export function editsTo(to: QosClass, trial: Trial): readonly Edit[] | EditProblemCode {
  const before = outcome(trial, []);
  let tries = Math.floor(MOST_VALUES / valuesIn(before.pod));
  tries = Math.min(MOST_TRIES, Math.max(LEAST_TRIES, tries));
  const works = (edits: readonly Edit[]): boolean => {
    if (tries-- <= 0) return false;
    const { qosClass, refused } = outcome(trial, edits);
    return qosClass === to && !refused;
  };
  let best: readonly Edit[] | undefined;
  for (const proposal of everyProposal(to, trial, before)) {
    // Making a proposal costs too: where none can be tried any more, none is made.
    if (tries <= 0) return best ?? 'edit-not-found';
    if (best !== undefined && proposal.length >= best.length) continue;
    if (works(proposal)) best = withoutNeedless(proposal, works);
  }
  return best ?? (before.refused ? 'edit-refused' : 'edit-unreachable');
}

function* everyProposal(to: QosClass, trial: Trial, before: Outcome): Generator<readonly Edit[]> {
  const none: readonly Edit[] = [];
  const ways = before.refused ? [none, ...cures(trial.pod, before.pod)] : [none];
  for (const cure of ways) yield* proposalsAfter(cure, to, trial);
}

/** Ways to class `to` for the Pod that the edits of `cure` make. */
function* proposalsAfter(
  cure: readonly Edit[],
  to: QosClass,
  { pod, gates }: Trial,
): Generator<readonly Edit[]> {
  const cured = withEdits(pod, cure);
  const stored = outcome({ pod: cured, gates }, []).pod;
  if (cure.length > 0) yield cure;
  for (const proposal of PROPOSALS[to](cured, stored, podLevelDecides(stored, gates))) {
    const later = new Set(proposal.map(editPath));
    yield [...cure.filter((edit) => !later.has(editPath(edit))), ...proposal];
  }
}

/**
 * What validation refuses in requests and limits, taken out: negative values, and either side of a request
 * above its limit; or all at pod level, which must have room for the containers.
 */
function cures(pod: Pod, stored: Pod): readonly (readonly Edit[])[] {
  const blocks = [podBlock(pod, stored), ...containerBlocks(pod, stored)];
  const ways: (readonly Edit[])[] = SIDES.map((crossed) =>
    blocks.flatMap((block) => curesIn(block, crossed)),
  );
  ways.push(emptied(podBlock(pod, stored), false));
  return ways.filter((cure) => cure.length > 0);
}

function curesIn(block: Block, crossed: Edit['side']): readonly Edit[] {
  return RESOURCES.flatMap((resource) => {
    const request = amountIn(block.written, 'requests', resource);
    const limit = amountIn(block.written, 'limits', resource);
    const isCrossed = request !== undefined && limit !== undefined && compare(request, limit) > 0;
    return SIDES.filter((side) => {
      const amount = amountIn(block.written, side, resource);
      return amount !== undefined && (amount.sign < 0 || (isCrossed && side === crossed));
    }).map((side) => edits(block, resource).remove(side));
  });
}

/** At least one for every block. */
function valuesIn(pod: Pod): number {
  const blocks = [pod.resources, ...workingContainers(pod).map(({ resources }) => resources)];
  const counts = blocks.map((block) => SIDES.map((side) => listOf(block, side).size));
  return counts.flat().reduce((sum, count) => sum + count, blocks.length);
}

function withoutNeedless(
  edits: readonly Edit[],
  works: (edits: readonly Edit[]) => boolean,
): readonly Edit[] {
  let kept = edits;
  for (const edit of edits.slice(0, MOST_TRIES)) {
    const fewer = kept.filter((other) => other !== edit);
    if (works(fewer)) kept = fewer;
  }
  return kept;
}

type Propose = (pod: Pod, stored: Pod, atPodLevel: boolean) => readonly (readonly Edit[])[];

const PROPOSALS: Readonly<Record<QosClass, Propose>> = {
  Guaranteed: (pod, stored, atPodLevel) => {
    if (!atPodLevel) return [containerBlocks(pod, stored).flatMap(equalInContainer)];
    const [cpu = [], memory = []] = RESOURCES.map((name) => equalInPod(name, pod, stored));
    const both = cpu.flatMap((first) => memory.map((second) => [...first, ...second]));
    return both.sort((a, b) => a.length - b.length);
  },
  BestEffort: (pod, stored) => {
    const blocks = [podBlock(pod, stored), ...containerBlocks(pod, stored)];
    return [false, true].map((keepKey) => blocks.flatMap((block) => emptied(block, keepKey)));
  },
  Burstable: (pod, stored, atPodLevel) => {
    const blocks = atPodLevel ? [podBlock(pod, stored)] : mainFirst(pod, stored);
    return blocks.flatMap(loosened).map((edit) => [edit]);
  },
};

/** Regular containers before init containers: a reader thinks of those first. */
function mainFirst(pod: Pod, stored: Pod): readonly Block[] {
  const blocks = containerBlocks(pod, stored);
  const init = pod.initContainers.length;
  return [...blocks.slice(init), ...blocks.slice(0, init)];
}

/** Request and limit of cpu and memory made equal, and more than zero, in one container. */
function equalInContainer(block: Block): readonly Edit[] {
  return RESOURCES.flatMap((resource): readonly Edit[] => {
    const edit = edits(block, resource);
    const request = amountIn(block.stored, 'requests', resource);
    const limit = amountIn(block.stored, 'limits', resource);
    if (isPositive(limit)) {
      const equal = request !== undefined && compare(request, limit) === 0;
      return equal ? [] : [edit.set('requests', canonical(limit))];
    }
    if (isPositive(request)) return [edit.set('limits', canonical(request))];
    const value = ASSUMED[resource] ?? '1';
    // A zero that is written would stay in the way of defaulting.
    const zero = amountIn(block.written, 'requests', resource) !== undefined;
    const limited = edit.set('limits', value, true);
    return zero ? [limited, edit.set('requests', value, true)] : [limited];
  });
}

/** Ways to make request and limit of one resource equal at pod level, where the containers must fit in. */
function equalInPod(resource: string, pod: Pod, stored: Pod): readonly (readonly Edit[])[] {
  const block = podBlock(pod, stored);
  const edit = edits(block, resource);
  const request = amountIn(block.stored, 'requests', resource);
  const limit = amountIn(block.stored, 'limits', resource);
  const ways: (readonly Edit[])[] = [[]];
  if (isPositive(limit)) ways.push([edit.set('requests', canonical(limit))]);
  if (isPositive(request)) ways.push([edit.set('limits', canonical(request))]);
  const needed = [
    request,
    limit,
    aggregate(stored, 'requests').get(resource),
    ...stored.containers.map(({ resources }) => amountIn(resources, 'limits', resource)),
  ].filter(isPositive);
  const most = needed.reduce<Amount | undefined>(
    (larger, next) => (larger !== undefined && compare(larger, next) >= 0 ? larger : next),
    undefined,
  );
  const value = most === undefined ? (ASSUMED[resource] ?? '1') : canonical(most);
  const limited = edit.set('limits', value, most === undefined);
  ways.push([limited], [limited, edit.set('requests', value, most === undefined)]);
  return ways;
}

/** Every cpu and memory value taken out; `keepKey` leaves a zero where huge pages want one beside them. */
function emptied(block: Block, keepKey: boolean): readonly Edit[] {
  const names = SIDES.flatMap((side) => [...listOf(block.written, side).keys()]);
  let zero = keepKey && names.some(isHugePages);
  return RESOURCES.flatMap((resource) =>
    SIDES.flatMap((side): readonly Edit[] => {
      // A negative one counts too, until it is refused.
      if ((amountIn(block.written, side, resource)?.sign ?? 0) === 0) return [];
      const edit = edits(block, resource);
      if (!zero) return [edit.remove(side)];
      zero = false;
      return [edit.set(side, '0')];
    }),
  );
}

/** Single edits that set request and limit of one resource apart, the least daring first. */
function loosened(block: Block): readonly Edit[] {
  return RESOURCES.flatMap((resource): readonly Edit[] => {
    const edit = edits(block, resource);
    const limit = amountIn(block.stored, 'limits', resource);
    const value = ASSUMED[resource] ?? '1';
    if (!isPositive(limit)) {
      return [edit.set('requests', value, true), edit.set('limits', value, true)];
    }
    const lower = edit.set('requests', half(resource, limit), true);
    const higher = edit.set('limits', twice(resource, limit), true);
    const requested = isPositive(amountIn(block.written, 'requests', resource));
    return requested
      ? [edit.remove('limits'), lower, higher]
      : [lower, edit.remove('limits'), higher];
  });
}

interface Edits {
  readonly set: (side: Edit['side'], value: string, assumed?: boolean) => Edit;
  readonly remove: (side: Edit['side']) => Edit;
}

function edits({ path }: Block, resource: string): Edits {
  return {
    set: (side, value, assumed = false) => ({
      block: path,
      side,
      resource,
      value,
      ...(assumed && { assumed }),
    }),
    remove: (side) => ({ block: path, side, resource }),
  };
}

function half(resource: string, amount: Amount): string {
  return scaled(resource, amount, (whole) => whole / 2n);
}

function twice(resource: string, amount: Amount): string {
  return scaled(resource, amount, (whole) => whole * 2n);
}

/** cpu in thousandths, memory in bytes: what is left after dividing is of no use to anybody. */
function scaled(resource: string, amount: Amount, change: (whole: bigint) => bigint): string {
  if (resource !== 'cpu') return canonical(fromBigInt(change(units(amount)), 'BinarySI'));
  const milli = change(milliUnits(amount));
  return milli % 1000n === 0n ? String(milli / 1000n) : `${milli}m`;
}

function isPositive(amount: Amount | undefined): amount is Amount {
  return amount !== undefined && amount.sign > 0;
}
