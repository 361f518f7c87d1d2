import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['搜索', 'Search'],
  placeholder: ['QoS、oom_score_adj、驱逐…', 'QoS, oom_score_adj, eviction…'],
  none: ['没有找到“{query}”', 'Nothing found for "{query}"'],
  count: ['{count} 条结果', '{count} results'],
  failed: ['搜索没能加载，请再试一次', 'Search could not be loaded. Try again.'],
  keys: ['↑↓ 选择 · Enter 打开 · Esc 关闭', '↑↓ to choose · Enter to open · Esc to close'],
} satisfies Record<string, Pair>;
