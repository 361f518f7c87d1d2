import type { Signal } from '../../engine/eviction/index.ts';
import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['驱逐队列', 'Eviction queue'],
  mixed: ['一个内存吃紧的节点', 'A node short of memory'],
  criticalPods: ['有关键 Pod', 'With a critical Pod'],
  processes: ['进程号用尽', 'Out of process IDs'],
  pods: ['节点上的 Pod，YAML 或 JSON', 'Pods of the node, YAML or JSON'],
  usage: ['用量（kubectl top pods）', 'Usage (kubectl top pods)'],
  signal: ['吃紧的是', 'Short of'],
  first: ['先走的是 {name}', '{name} goes first'],
  unknown: ['没有用量，说不出谁先走', 'Without usage there is no telling who goes first'],
  nobody: ['没有可以驱逐的 Pod', 'There is no Pod to evict'],
  goesFirst: ['先走', 'goes first'],
  never: ['关键 Pod，不会被驱逐', 'critical, never evicted'],
  before: ['先于 {next}：{why}', 'Before {next}: {why}'],
  last: ['排在最后', 'Last in the queue'],
  used: ['用量', 'usage'],
  requested: ['请求', 'request'],
  priority: ['优先级 {priority}', 'priority {priority}'],
  noStats: ['没有用量', 'no usage'],
  changeUsage: ['改用量', 'change it'],
  usageOf: ['把 {name} 的用量改成', 'Change the usage of {name} to'],
  uncertain: [
    'kubectl top 的数字向下取整，它可能其实已经超过请求',
    'kubectl top rounds down; it may be above its request after all',
  ],
  left: ['{name} 不在队列里：{why}', '{name} is not in the queue: {why}'],
  skipped: ['跳过了 {count} 个 {kind}', '{count} {kind} skipped'],
} satisfies Record<string, Pair>;

export const signals = {
  memory: ['内存（memory.available）', 'memory (memory.available)'],
  disk: ['磁盘（nodefs.available）', 'disk (nodefs.available)'],
  pids: ['进程号（pid.available）', 'process IDs (pid.available)'],
} satisfies Record<Signal, Pair>;
