/** What stands on a player of stories before anything is asked. */
import type { Pair } from './messages.ts';

export const storyLabels = {
  first: ['回到开头', 'To the start'],
  back: ['上一步', 'Back'],
  forward: ['下一步', 'Next'],
  start: ['开始', 'Start'],
  last: ['到结尾', 'To the end'],
  position: ['第 {step} 步，共 {count} 步', 'Step {step} of {count}'],
  all: ['也列出 Event 和读请求', 'List Events and reads too'],
  keys: ['用 ← → 键前后走，Home 和 End 到头到尾', 'Keys: ← → one step, Home and End to the ends'],
  log: ['按先后排的写请求', 'The writes in order'],
} satisfies Record<string, Pair>;
