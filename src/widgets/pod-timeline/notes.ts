import type { Pair } from '../../ui/messages.ts';

/** What an answer has to say about itself. */
export const notes = {
  nothing: ['没有可以画的 Pod', 'There is no Pod to draw'],
  others: [
    '只画第一个 Pod，另外 {count} 个没画：{names}',
    'Only the first Pod is drawn, {count} more are not: {names}',
  ],
  skipped: ['跳过了 {count} 个 {kind}', '{count} {kind} skipped'],
  noObject: [
    '只有 Event，没有 Pod 对象，推不出改动后会怎样',
    'There are only Events and no Pod: no telling what a change would do',
  ],
  long: ['最多模拟 6 小时', 'At most six hours are simulated'],
  cut: ['太多了，只画前面一段', 'Too much: only the first part is drawn'],
  simulated: ['模拟出来的，不是看到的', 'Simulated, not seen'],
  reconstructed: [
    '实线：看到的。虚线：推断的。点线：不知道',
    'Solid: seen. Dashed: inferred. Dotted: unknown',
  ],
} satisfies Record<string, Pair>;
