import {
  candidatesIn,
  type EvictionItem,
  type EvictionReport,
  matchUsage,
  parseUsage,
  rank,
  type Signal,
  type Usage,
} from '../../engine/eviction/index.ts';
import { canonical, parseQuantity, value } from '../../engine/quantity/index.ts';
import { readDocuments } from '../../engine/read/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import type { Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Input } from '../define.ts';

export interface EvictionInput extends Input {
  /** `kubectl top pods` text, or a map from `namespace/pod` to resources. */
  readonly usage: string;
  /** `memory`, `disk` or `pids`. */
  readonly signal: string;
}

export interface QueueItem {
  readonly namespace: string;
  readonly name: string;
  readonly line: number;
  readonly fate: EvictionItem['fate'];
  readonly critical: boolean;
  readonly priority: number;
  /** Canonical; absent without stats. */
  readonly usage?: string;
  /** Absent where requests do not count. */
  readonly request?: string;
  /** Of the largest figure in the queue, 0 to 100. */
  readonly bars: { readonly usage: number; readonly request: number };
  /** Why it stands before the next one. */
  readonly before?: Pair;
  /** `kubectl top` rounds down: it may be above its request after all. */
  readonly uncertain: boolean;
}

export interface EvictionAnswer {
  readonly signal: Signal;
  readonly items: readonly QueueItem[];
  /** How many items have usage: of 0 there is no order worth a headline. */
  readonly matched: number;
  readonly notices: readonly Pair[];
  readonly problems: readonly Finding[];
  readonly usageProblems: readonly Finding[];
  /** Objects that are not in the queue, and why. */
  readonly left: readonly { readonly name: string; readonly why: Pair }[];
  readonly skipped: readonly { readonly kind: string; readonly count: number }[];
  /** The usage as it was read: `namespace/pod` → resource → quantity. */
  readonly usage: readonly (readonly [pod: string, figures: Readonly<Record<string, string>>])[];
}

const SIGNALS: readonly Signal[] = ['memory', 'disk', 'pids'];
const MOST_LEFT = 20;

export function* answer(input: EvictionInput): Generator<void, EvictionAnswer> {
  const signal = SIGNALS.find((known) => known === input.signal) ?? 'memory';
  const documents = readDocuments(input.input);
  yield;
  const pods = candidatesIn(documents, input.input, { signal, check: checkSchema });
  yield;
  const stated = parseUsage(input.usage);
  yield;
  const { usage, problems } = matchUsage(pods.candidates, stated.usage);
  const report = rank(pods.candidates, usage, signal);
  // One of these is about the Pods, the other about the usage.
  const [aboutPods, aboutUsage] = [
    report.problems.filter(({ code }) => code === 'several-nodes'),
    report.problems.filter(({ code }) => code === 'usage-lacks-signal'),
  ];
  return {
    signal,
    items: queue(report),
    matched: report.matched,
    notices: report.notices.map(({ code, params }) => sentence(code, params)),
    problems: [...pods.problems, ...aboutPods].map(problemFinding),
    usageProblems: [...stated.problems, ...problems, ...aboutUsage].map(problemFinding),
    left: pods.notRanked.slice(0, MOST_LEFT).map(({ object, code }) => ({
      name: `${object.namespace}/${object.name}`,
      why: sentence(code),
    })),
    skipped: pods.skipped,
    usage: figuresOf(usage),
  };
}

/** Without any usage the first is no answer: nothing is known that would put it there. */
function queue({ items, matched }: EvictionReport): readonly QueueItem[] {
  const sizes = items.map(({ keys }) => [bytes(keys.usage), bytes(keys.request)] as const);
  let largest = 1n;
  for (const size of sizes.flat()) if (size > largest) largest = size;
  const share = (size = 0n) => Number((size * 1000n) / largest) / 10;
  return items.map(({ object, line, fate, keys, beforeNext, uncertain }, index) => ({
    namespace: object.namespace,
    name: object.name,
    line,
    fate: matched === 0 && fate === 'evicted' ? 'waits' : fate,
    critical: keys.critical,
    priority: keys.priority,
    ...(keys.usage !== null && { usage: keys.usage }),
    ...(keys.request !== null && { request: keys.request }),
    bars: { usage: share(sizes[index]?.[0]), request: share(sizes[index]?.[1]) },
    ...(beforeNext && { before: sentence(beforeNext.code, beforeNext.params) }),
    uncertain: uncertain === true,
  }));
}

function bytes(text: string | null): bigint {
  const parsed = parseQuantity(text ?? '0');
  return parsed.ok ? value(parsed.quantity) : 0n;
}

function figuresOf(usage: Usage): EvictionAnswer['usage'] {
  return [...usage].map(([pod, { used }]) => [
    pod,
    Object.fromEntries(
      [...used].map(([resource, quantity]) => [
        resource,
        resource === 'pids' ? String(value(quantity)) : canonical(quantity),
      ]),
    ),
  ]);
}
