/** Compares the order of a group of Pods with the order of the v1.37.2 kubelet's rank functions (tests/oracle/pods). */
import { isDeepStrictEqual } from 'node:util';
import {
  type Signal,
  candidatesIn,
  matchUsage,
  parseUsage,
  rank,
} from '../../src/engine/eviction/index.ts';
import { parseQuantity, value } from '../../src/engine/quantity/index.ts';
import { readDocuments } from '../../src/engine/read/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';

export interface EvictionGroup {
  id: string;
  signal: 'memory.available' | 'nodefs.available' | 'pid.available';
  pods: {
    name: string;
    pod: object;
    usage: number | null;
    request: string;
    critical: boolean;
  }[];
  expected: { order: string[]; evicted: string | null };
}
export interface EvictionFile {
  readonly items: readonly EvictionGroup[];
}

const SIGNALS = {
  'memory.available': ['memory', 'memory'],
  'nodefs.available': ['disk', 'ephemeral-storage'],
  'pid.available': ['pids', 'pids'],
} as const;

/** What upstream says and what we say of a group, where the two differ. */
export function evictionDifference(
  group: EvictionGroup,
): { readonly want: object; readonly have: object } | undefined {
  const [signal, resource] = SIGNALS[group.signal];
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: group.pods.map(({ pod }) => pod),
  });
  const usage = Object.fromEntries(
    group.pods
      .filter(({ usage }) => usage !== null)
      .map(({ name, usage }) => [`default/${name}`, { [resource]: `${usage}` }]),
  );
  const { candidates, problems } = candidatesOf(text, signal);
  const stated = parseUsage(JSON.stringify(usage)).usage;
  const answer = rank(candidates, matchUsage(candidates, stated).usage, signal);
  const counted = signal !== 'pids';
  const want = {
    ...group.expected,
    problems: [],
    critical: group.pods.map(({ critical }) => critical),
    // By value: JSON.parse of the fixture has lost spellings such as 1e9.
    requests: counted ? group.pods.map(({ request }) => bytes(request)) : [],
  };
  const have = {
    order: answer.items.map(({ object }) => object.name),
    evicted: answer.items.find(({ fate }) => fate === 'evicted')?.object.name ?? null,
    problems,
    critical: candidates.map(({ critical }) => critical),
    requests: counted ? candidates.map(({ request }) => String(value(request))) : [],
  };
  return isDeepStrictEqual(have, want) ? undefined : { want, have };
}

export function candidatesOf(text: string, signal: Signal) {
  return candidatesIn(readDocuments(text), text, { signal, check: checkSchema });
}

function bytes(text: string): string {
  const parsed = parseQuantity(text);
  return parsed.ok ? String(value(parsed.quantity)) : parsed.code;
}
