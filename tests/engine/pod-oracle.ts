/** Compares an answer with what upstream's own code said about the same Pod (tests/oracle/pods). */
import { isDeepStrictEqual } from 'node:util';
import { answerPods } from '../../src/engine/qos/index.ts';
import type { Amounts, CgroupValues, PodAnswer } from '../../src/engine/qos/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';
import { sourceOf } from './json-source.ts';

export interface OracleItem {
  readonly id: string;
  readonly tags: readonly string[];
  readonly pod?: unknown;
  readonly podText?: string;
  readonly expected: Expected;
}

interface Expected {
  readonly decodeError?: string;
  readonly strictErrors?: readonly string[];
  readonly admissionDenied?: string;
  readonly rejected?: readonly Readonly<Record<'field' | 'type' | 'detail', string>>[];
  readonly warnings?: readonly string[];
  readonly defaulted?: readonly { readonly path: string; readonly value: string }[];
  readonly rounded?: readonly Readonly<Record<'path' | 'from' | 'to', string>>[];
  readonly podResources?: Sides;
  readonly priority?: number;
  readonly qosClass?: string;
  readonly effective?: Sides;
  readonly cgroup?: CgroupValues;
  readonly containers?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly requests?: Amounts;
    readonly limits?: Amounts;
    readonly oomScoreAdj: readonly number[];
    readonly cgroup: CgroupValues;
  }[];
}

interface Sides {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

export interface OracleFile {
  readonly nodeMemories: readonly number[];
  readonly items: readonly OracleItem[];
}

/** The item's answer as the engine gives it. */
export function answerOf(item: OracleItem, nodeMemory: number): PodAnswer | undefined {
  const text = item.podText ?? JSON.stringify(item.pod);
  const options = { nodeMemory: BigInt(nodeMemory), check: checkSchema };
  return answerPods([{ node: sourceOf(text) }], text, options).items[0];
}

/** Aspect → [upstream's answer, ours] wherever the two differ. */
export function differences(item: OracleItem, nodeMemories: readonly number[]): Differences {
  const found: Differences = {};
  for (const [index, memory] of nodeMemories.entries()) {
    const answer = answerOf(item, memory);
    const compare = (aspect: string, want: unknown, have: unknown): void => {
      if (!isDeepStrictEqual(want, have)) found[aspect] = [want, have];
    };
    compareAnswer(item.expected, answer, index, compare);
  }
  return found;
}

export type Differences = Record<string, readonly [unknown, unknown]>;

function compareAnswer(
  want: Expected,
  have: PodAnswer | undefined,
  memory: number,
  compare: (aspect: string, want: unknown, have: unknown) => void,
): void {
  compare('decodable', want.decodeError === undefined, have?.qosClass !== undefined);
  if (want.decodeError !== undefined) return;
  const problems = have?.problems ?? [];
  const strict = problems
    .filter(({ code }) => code === 'unknown-field' || code === 'duplicate-field')
    .map(({ code, path }) => `${code.replace('-', ' ')} "${path}"`);
  compare('strict', want.strictErrors ?? [], strict);
  compare('denied', want.admissionDenied !== undefined, problems.length > strict.length);
  compare(
    'rejected',
    sorted(want.rejected ?? [], ['field', 'type', 'detail']),
    sorted(have?.rejected ?? [], ['field', 'type', 'detail']),
  );
  compare('warnings', want.warnings ?? [], have?.warnings?.map(({ text }) => text).sort() ?? []);
  const paths = ['path', 'value', 'from', 'to'];
  compare('defaulted', sorted(want.defaulted ?? [], paths), sorted(have?.defaulted ?? [], paths));
  // Upstream's list was made of containers and spec.resources only.
  const rounded = (have?.rounded ?? []).filter(({ path }) => !path.startsWith('spec.overhead'));
  compare('rounded', sorted(want.rounded ?? [], paths), sorted(rounded, paths));
  compare('podResources', want.podResources, have?.podResources);
  compare('priority', want.priority, have?.priority);
  compare('qosClass', want.qosClass, have?.qosClass);
  compare('effective', want.effective, have?.effective);
  compare(
    'containers',
    want.containers?.map(plainContainer),
    have?.containers?.map(plainContainer),
  );
  compare('podCgroup', want.cgroup, have?.cgroup && cgroupOf(have.cgroup));
  compare(
    'oom',
    want.containers?.map(({ oomScoreAdj }) => oomScoreAdj[memory]),
    have?.containers?.map(({ oomScoreAdj }) => oomScoreAdj),
  );
}

/** Only 2 MiB pages are in the oracle for containers, and none where the limit is 0. */
function plainContainer(container: {
  readonly name: string;
  readonly kind: string;
  readonly requests?: Amounts;
  readonly limits?: Amounts;
  readonly cgroup: CgroupValues;
}): unknown {
  const { name, kind, requests = {}, limits = {}, cgroup } = container;
  const pages = cgroup.hugepages?.['2097152'] ?? 0;
  const { v1, v2 } = cgroupOf(cgroup);
  return { name, kind, requests, limits, v1, v2, pages };
}

function cgroupOf({ v1, v2, hugepages }: CgroupValues): CgroupValues {
  return hugepages === undefined ? { v1, v2 } : { v1, v2, hugepages };
}

function sorted(list: readonly object[], keys: readonly string[]): readonly unknown[] {
  const pick = (item: object): unknown[] =>
    keys.map((key) => (item as Record<string, unknown>)[key] ?? '');
  return list.map(pick).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
