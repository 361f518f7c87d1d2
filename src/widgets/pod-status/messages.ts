import type { PartKind, StateName } from '../../engine/lifecycle/index.ts';
import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['Pod 状态解读', 'Pod status decoder'],
  input: [
    'Pod 的 YAML 或 JSON，或者 kubectl get pods 的几行',
    'A Pod in YAML or JSON, or lines of kubectl get pods',
  ],
  empty: [
    '贴进 kubectl get pod NAME -o yaml 的输出，或者 kubectl get pods 的一行',
    'Paste the output of kubectl get pod NAME -o yaml, or a line of kubectl get pods',
  ],
  unreadable: ['这里读不出 Pod', 'No Pod can be read from this'],
  row: ['kubectl get pods 打印的一行', 'What kubectl get pods prints'],
  phase: ['阶段', 'Phase'],
  trace: ['这个词怎么来的', 'How the word comes about'],
  here: ['STATUS 显示它', 'shown as STATUS'],
  missing: ['为什么不是 Ready', 'Why it is not Ready'],
  containers: ['容器', 'Containers'],
  container: ['容器', 'Container'],
  state: ['状态', 'State'],
  lastRun: ['上一次', 'Run before'],
  lastAgo: ['{ago} 前结束', 'ended {ago} ago'],
  ready: ['就绪', 'ready'],
  notReady: ['未就绪', 'not ready'],
  restarts: ['重启 {count} 次', '{count} restarts'],
  conditions: ['状况', 'Conditions'],
  condition: ['状况', 'Condition'],
  reason: ['原因', 'Reason'],
  since: ['多久了', 'Since'],
  looks: ['接着看什么', 'What to look at'],
  copyTable: ['复制为 Markdown', 'Copy as Markdown'],
  now: ['现在是', 'Now it is'],
  nowAuto: ['此刻', 'this moment'],
  badNow: ['不是 RFC 3339 时间，用了此刻', 'Not an RFC 3339 time; this moment is used'],
  filter: ['按名字或状态筛选', 'Filter by name or status'],
  noneLeft: ['没有符合的 Pod', 'No Pod matches'],

  crashLoop: ['崩溃循环', 'Crash loop'],
  initWaits: ['Init 容器在等', 'Init containers wait'],
  terminating: ['正在删除', 'Being deleted'],
  evicted: ['被驱逐，却显示 Error', 'Evicted, and yet Error'],
  completed: ['Completed，边车容器还在跑', 'Completed beside a sidecar'],
  pasted: ['只有 kubectl 打印的几行', 'Lines of kubectl alone'],
  several: ['一次四个 Pod', 'Four Pods at once'],
  lost: ['节点失联', 'A lost node'],
} satisfies Record<string, Pair>;

export const kinds = {
  container: ['容器', 'container'],
  init: ['Init 容器', 'init container'],
  sidecar: ['边车容器', 'sidecar'],
  ephemeral: ['临时容器', 'ephemeral container'],
} satisfies Record<PartKind, Pair>;

export const states = {
  waiting: ['等待', 'waiting'],
  running: ['在跑', 'running'],
  terminated: ['已结束', 'ended'],
  none: ['没有状态', 'no state'],
} satisfies Record<StateName, Pair>;

/** Which phase goes with a line. */
export const phases = {
  sure: ['阶段是 {phases}。', 'The phase is {phases}.'],
  likely: [
    '只看这一行说不准阶段，可能是 {phases}，前面的更常见。',
    'From the line alone the phase is one of {phases}, the likeliest first.',
  ],
} satisfies Record<string, Pair>;
