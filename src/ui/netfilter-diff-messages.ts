import type { ChainDiff, NotUnderstood, RuleChange } from '../engine/netfilter/index.ts';
import type { Pair } from './messages.ts';

/** What became of a rule. */
export const ruleChanges = {
  unchanged: ['未变', 'unchanged'],
  moved: ['换了位置', 'moved'],
  changed: ['改动', 'changed'],
  added: ['新增', 'added'],
  removed: ['删除', 'removed'],
} satisfies Record<RuleChange, Pair>;

/** What became of a chain. */
export const chainChanges = {
  added: ['新增的链', 'new chain'],
  removed: ['删除的链', 'chain gone'],
  policy: ['默认策略 {old} → {new}', 'policy {old} → {new}'],
  counters: ['默认策略计数', 'policy counters'],
} satisfies Record<ChainDiff['change'], Pair>;

export const deltaMessages = {
  delta: ['+{packets} 个报文，+{bytes} 字节', '+{packets} packets, +{bytes} bytes'],
  reset: [
    '计数清零过，之后 {packets} 个报文、{bytes} 字节',
    'counters were reset; since then {packets} packets, {bytes} bytes',
  ],
} satisfies Record<'delta' | 'reset', Pair>;

export const partKinds = {
  match: ['匹配', 'match'],
  target: ['目标', 'target'],
} satisfies Record<NotUnderstood['kind'], Pair>;
