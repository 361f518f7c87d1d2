/**
 * The rules of a chain one after the other: which of them hold, what those do, and where the walk goes on.
 * Source: net/ipv4/netfilter/ip_tables.c (ipt_do_table), net/netfilter/nf_tables_core.c (nft_do_chain).
 */
import { nextRuleFor } from './chain-index.ts';
import { conditionsOf } from './conditions.ts';
import type { Effect } from './effect.ts';
import type { NftRule } from './nft/types.ts';
import { runRule } from './nft/walk-rule.ts';
import type { AnyRule } from './ruleset.ts';
import { applyTarget, changesNothing } from './target.ts';
import type { Rule } from './types.ts';
import { type Condition, type End, type Unknown, unknown, unknownAt, type Walk } from './walk.ts';

/** Whether a random rule matches; the other way waits to be walked, `other` says from where. */
export type Chance = (probability: number, other?: (walk: Walk) => void) => boolean;

const DEEPEST = 512;

export function nextRule(walk: Walk, chance: Chance): End | undefined {
  const frame = walk.stack.at(-1);
  if (!frame) return undefined;
  if (!walk.all) frame.next = nextRuleFor(frame.chain, frame.next, walk.header.dst);
  const rule = frame.chain.rules[frame.next];
  if (!rule) return leaveChain(walk);
  frame.next++;
  return 'statements' in rule ? nftRule(walk, rule, chance) : iptablesRule(walk, rule, chance);
}

function nftRule(walk: Walk, rule: NftRule, chance: Chance): End | undefined {
  const { header, world, flow, rules } = walk;
  /** The other way comes back to the rule as it was, for the number that comes next. */
  const again = (copy: Walk) => {
    Object.assign(copy, { header, world, flow, drawn: copy.drawn + 1 });
    const frame = copy.stack.at(-1);
    if (frame) frame.next--;
  };
  const sets = (name: string) => rules.elements(rule.table, name);
  const ran = runRule(walk, rule, sets, (share) => chance(share, again));
  if ('effect' in ran) return take(walk, rule, ran.effect);
  note(walk, rule, ran.failed);
  return undefined;
}

function note(walk: Walk, rule: AnyRule, { start, end }: Pick<Condition, 'start' | 'end'>): void {
  if (!walk.all) return;
  const { table, chain, number, line } = rule;
  walk.examined.push({ table, chain, number, line, failed: { start, end } });
}

function iptablesRule(walk: Walk, rule: Rule, chance: Chance): End | undefined {
  const conditions = conditionsOf(rule);
  let doubt: Unknown | undefined;
  for (let index = 0; index < conditions.length; index++) {
    const condition = conditions[index] as Condition;
    const held = condition.holds(walk, rule);
    if (held === true) continue;
    if (typeof held === 'object') {
      doubt ??= held;
      continue;
    }
    const failed = held === false ? condition : fallen(walk, rule, index, held, chance);
    if (!failed) continue;
    note(walk, rule, failed);
    return undefined;
  }
  if (!doubt) return take(walk, rule, applyTarget(walk, rule));
  if (!changesNothing(rule)) return unknownAt(walk, doubt, rule);
  walk.uncertain.push(rule);
  return undefined;
}

/** The condition that fails after all: dice are thrown only where nothing behind them forbids the match. */
function fallen(
  walk: Walk,
  rule: Rule,
  index: number,
  probability: number,
  chance: Chance,
): Condition | undefined {
  const conditions = conditionsOf(rule);
  const own = conditions[index];
  if (probability <= 0) return own;
  const later = conditions
    .slice(index + 1)
    .find((each) => each.pure && each.holds(walk, rule) === false);
  if (later || probability >= 1) return later;
  return chance(probability) ? undefined : own;
}

function take(walk: Walk, rule: AnyRule, effect: Effect): End | undefined {
  if (effect.kind === 'unknown') return unknownAt(walk, effect.why, rule);
  const { table, chain, number, line } = rule;
  walk.steps.push({ table, chain, number, line, ...effect.did });
  switch (effect.kind) {
    case 'go-on':
      return undefined;
    case 'accept':
      walk.stack = [];
      return undefined;
    case 'drop':
      return { verdict: 'drop' };
    case 'reject':
      return { verdict: 'reject', rejectWith: effect.rejectWith };
    case 'return':
      return leaveChain(walk);
    case 'enter': {
      const entered = walk.rules.chain(table, effect.chain);
      if (!entered) return unknownAt(walk, unknown('chain-missing', { chain: effect.chain }), rule);
      if (walk.stack.length > DEEPEST) return unknownAt(walk, unknown('chain-loop'), rule);
      if (effect.goto) walk.stack.pop();
      walk.stack.push({ chain: entered, next: 0 });
      return undefined;
    }
  }
}

function leaveChain(walk: Walk): End | undefined {
  walk.stack.pop();
  const { base } = walk;
  if (walk.stack.length > 0 || base?.policy !== 'DROP') return undefined;
  const { table, name: chain, line } = base;
  walk.steps.push({
    table,
    chain,
    number: 'policy',
    line,
    code: 'policy-drop',
    params: {},
  });
  return { verdict: 'drop' };
}
