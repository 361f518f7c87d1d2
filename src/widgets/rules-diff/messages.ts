import type { Pair } from '../../ui/messages.ts';
import type { RulesDiffAnswer } from './answer.ts';

export const messages = {
  title: ['两份规则的差别', 'What changed between two dumps'],
  gains: ['Service 多了一个端点', 'A Service gains an endpoint'],
  loses: ['Service 少了一个端点', 'An endpoint goes away'],
  byHand: ['有人手工插了一条规则', 'A rule put in by hand'],
  counters: ['只有计数在动', 'Only counters moved'],
  old: ['旧的转储（iptables-save -c）', 'The dump of before (iptables-save -c)'],
  new: ['新的转储', 'The dump of after'],
  unchanged: ['{count} 条未变', '{count} unchanged'],
  countersReset: [
    '有的计数比原来小：中间清零过，或规则重装过。这些增量从清零算起。',
    'Some counters are smaller than before: they were reset, or the rules were loaded anew. Those deltas count from then on.',
  ],
  notCounted: [
    '要看计数的增量，两份都要用 iptables-save -c 导出。',
    'For what the counters gained, both dumps need iptables-save -c.',
  ],
  oldLine: ['旧', 'old'],
  newLine: ['新', 'new'],
  countedRules: [
    '规则没变、计数变了的：{count} 条',
    'Unchanged rules whose counters moved: {count}',
  ],
  packets: ['+{packets} 报文', '+{packets} packets'],
  bytes: ['+{bytes} 字节', '+{bytes} bytes'],
  reset: ['已清零', 'reset'],
  left: ['还有 {count} 项没有列出', '{count} more are not listed'],
  leftGroups: ['还有 {count} 组没有列出', '{count} more groups are not listed'],
  tableAdded: ['多了 {table} 表', 'table {table} is new'],
  tableRemoved: ['少了 {table} 表', 'table {table} is gone'],
} satisfies Record<string, Pair>;

export const states = {
  empty: ['贴入两份 iptables-save 的输出', 'Paste two outputs of iptables-save'],
  unreadable: ['两边都要有规则表（*nat、*filter）', 'Both sides need a table (*nat, *filter)'],
  same: ['意思完全一样', 'They mean the same'],
  counters: ['规则没有变，只有计数在动', 'The rules are the same, only counters moved'],
} satisfies Record<Exclude<RulesDiffAnswer['state'], 'changed'>, Pair>;
