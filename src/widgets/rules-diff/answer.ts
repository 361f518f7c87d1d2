import {
  type ChainDiff,
  type CountersDelta,
  differingWords,
  diffInSlices,
  type Dump,
  type DumpDiff,
  type GroupDiff,
  parseInSlices,
  type Rule,
  type RuleChange,
  type RuleDiff,
} from '../../engine/netfilter/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { chainChanges } from '../../ui/netfilter-diff-messages.ts';
import type { Input } from '../define.ts';

export interface RulesDiffInput extends Input {
  /** The dump of before; `input` is the one of after. */
  readonly old: string;
}

/** A rule as it is shown: what of it differs stands between what does not. */
export interface RuleView {
  readonly change: RuleChange;
  readonly table: string;
  readonly oldLine?: number;
  readonly newLine?: number;
  /** Numbers in the chain, of a rule that moved. */
  readonly from?: number;
  readonly to?: number;
  /** Up to what differs, where something does. */
  readonly text: string;
  readonly differs?: { readonly old: string; readonly new: string; readonly after: string };
  readonly delta?: CountersDelta;
}

export interface ChainView {
  readonly change: ChainDiff['change'];
  readonly what: Pair;
  readonly table: string;
  readonly name: string;
  readonly delta?: CountersDelta;
}

export interface GroupView {
  /** `ns/name` of a Service, `table/chain` of what belongs to none. */
  readonly name: string;
  readonly isService: boolean;
  readonly chains: readonly ChainView[];
  readonly rules: readonly RuleView[];
  /** Unchanged rules whose counters moved. */
  readonly counted: readonly RuleView[];
  /** How many of each are left out here. */
  readonly left: number;
}

export interface RulesDiffAnswer {
  readonly state: 'empty' | 'unreadable' | 'same' | 'counters' | 'changed';
  readonly counts: DumpDiff['counts'];
  readonly chains: DumpDiff['chains'];
  readonly tables: DumpDiff['tables'];
  readonly counted: boolean;
  readonly reset: boolean;
  readonly groups: readonly GroupView[];
  readonly groupsLeft: number;
  readonly problems: readonly Finding[];
  readonly oldProblems: readonly Finding[];
}

const MOST_GROUPS = 400;
const MOST_RULES = 200;
const MOST_PROBLEMS = 50;

export function* answer(input: RulesDiffInput): Generator<void, RulesDiffAnswer> {
  const old = yield* reading(input.old);
  const now = yield* reading(input.input);
  const steps = diffInSlices(old, now);
  let step = steps.next();
  for (; !step.done; step = steps.next()) yield;
  const { groups, ...rest } = step.value;
  return {
    state: stateOf(input, old, now, step.value),
    ...rest,
    groups: groups.slice(0, MOST_GROUPS).map((group) => groupView(group, old, now)),
    groupsLeft: Math.max(0, groups.length - MOST_GROUPS),
    problems: now.problems.slice(0, MOST_PROBLEMS).map(problemFinding),
    oldProblems: old.problems.slice(0, MOST_PROBLEMS).map(problemFinding),
  };
}

/** The last two readings: a change of one text leaves the other as it is. */
const read = new Map<string, Dump>();

function* reading(text: string): Generator<void, Dump> {
  const known = read.get(text);
  if (known) return known;
  const steps = parseInSlices(text);
  let step = steps.next();
  for (; !step.done; step = steps.next()) yield;
  const [first] = read.keys();
  if (read.size > 1 && first !== undefined) read.delete(first);
  read.set(text, step.value);
  return step.value;
}

function stateOf(
  { input, old: oldText }: RulesDiffInput,
  old: Dump,
  now: Dump,
  { counts, chains, tables, groups }: DumpDiff,
): RulesDiffAnswer['state'] {
  if (input.trim() === '' && oldText.trim() === '') return 'empty';
  if (old.tables.length === 0 || now.tables.length === 0) return 'unreadable';
  const { moved, changed, added, removed } = counts;
  const rules = moved + changed + added + removed;
  if (rules + chains.added + chains.removed + chains.policy + tables.length > 0) return 'changed';
  return groups.length > 0 ? 'counters' : 'same';
}

function groupView(group: GroupDiff, old: Dump, now: Dump): GroupView {
  const changed = group.rules.filter(({ change }) => change !== 'unchanged');
  const counted = group.rules.filter(({ change }) => change === 'unchanged');
  const view = (rule: RuleDiff) => ruleView(rule, old, now);
  return {
    name: group.service ?? `${group.table}/${group.chain}`,
    isService: group.service !== undefined,
    chains: group.chains.slice(0, MOST_RULES).map(chainView),
    rules: changed.slice(0, MOST_RULES).map(view),
    counted: counted.slice(0, MOST_RULES).map(view),
    left: [group.chains, changed, counted].reduce(
      (sum, { length }) => sum + Math.max(0, length - MOST_RULES),
      0,
    ),
  };
}

function chainView({ change, old, new: now, delta }: ChainDiff): ChainView {
  const chain = now ?? old;
  return {
    change,
    what: fill(chainChanges[change], { old: old?.policy ?? '-', new: now?.policy ?? '-' }),
    table: chain?.table ?? '',
    name: chain?.name ?? '',
    ...(delta && { delta }),
  };
}

function ruleView({ change, old, new: now, delta }: RuleDiff, was: Dump, is: Dump): RuleView {
  const oldText = old && lineOf(old, was);
  const newText = now && lineOf(now, is);
  const differs =
    change === 'changed' && oldText !== undefined && newText !== undefined
      ? differingWords(oldText, newText)
      : undefined;
  return {
    change,
    table: (now ?? old)?.table ?? '',
    ...(old && { oldLine: old.line }),
    ...(now && { newLine: now.line }),
    ...(change === 'moved' && old && now && { from: old.number, to: now.number }),
    text: differs?.before ?? newText ?? oldText ?? '',
    ...(differs && { differs: { old: differs.old, new: differs.new, after: differs.after } }),
    ...(delta && { delta }),
  };
}

/** As it stands in its dump, without counters. */
function lineOf({ line }: Rule, { lines }: Dump): string {
  return (lines[line - 1] ?? '').trim().replace(/^\[\d+:\d+\] */, '');
}
