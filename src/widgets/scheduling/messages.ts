import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['调度失败的消息', 'FailedScheduling messages'],
  input: [
    '消息、kubectl describe pod 的输出，或 Event',
    'A message, what kubectl describe pod prints, or an Event',
  ],
  nodes: ['节点', 'Nodes'],
  all: ['全部', 'all'],
  plugin: ['插件', 'Plugin'],
  says: ['原话', 'Its words'],
  means: ['意思', 'Means'],
  fix: ['怎么解决', 'What would help'],
  table: ['每一条原因', 'Every reason'],
  preemption: ['抢占', 'Preemption'],
  older: ['老版本的写法，1.37 已经不说了', 'wording of older releases, gone in 1.37'],
  evict: ['赶走低优先级的 Pod 有可能解决', 'evicting Pods of lower priority may help'],
  truncated: [
    '消息不全：调度器在 1024 字节处截断，或复制时少了',
    'Not whole: the scheduler cuts at 1024 bytes, or less was copied',
  ],
  rest: ['后面还有：{rest}', 'And then: {rest}'],
  zero: ['集群里一个节点都没有', 'There are no nodes at all'],
  mixed: ['一般的组合', 'A usual mixture'],
  claim: ['PVC 没绑定', 'PVC not bound'],
  edited: ['数目对不上', 'Counts that do not add up'],
  never: ['不许抢占', 'Not allowed to preempt'],
} satisfies Record<string, Pair>;
