import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['退出码与原因', 'Exit codes and reasons'],
  input: ['退出码、信号、原因，或者贴一段状态', 'Code, signal, reason, or a pasted state'],
  empty: [
    '写一个退出码或原因，例如 137、CrashLoopBackOff；也可以贴 kubectl describe pod 的输出。',
    'Write an exit code or a reason, such as 137 or CrashLoopBackOff, or paste what kubectl describe pod prints.',
  ],
  found: ['表里找到 {count} 行', 'Rows found in the table: {count}'],
  cut: ['后面还有，没有读完。', 'There is more, which was not read.'],
  usual: ['常见的', 'Usual ones'],
  container: ['容器 {name}', 'Container {name}'],
  code: ['退出码 {code}', 'Exit code {code}'],
  sender: ['谁发的', 'Sent by'],
  where: ['在哪里', 'Where'],
  column: ['哪一列', 'Column'],
  next: ['接下来', 'Next'],
  look: ['再看什么', 'Look at'],
  source: ['写它的代码', 'Written by'],
  more: ['在哪里，接下来，再看什么', 'Where, what next, what to look at'],
  table: ['全部退出码和原因', 'All exit codes and reasons'],
  word: ['写法', 'Word'],
  says: ['含义', 'Meaning'],
  all: ['显示全部 {count} 行', 'Show all {count} rows'],
  oom: ['内存超限', 'Over the memory limit'],
  child: ['OOMKilled，退出码却是 0', 'OOMKilled with exit code 0'],
  start: ['命令启动不了', 'A command that does not start'],
  loop: ['kubectl describe：反复崩溃', 'kubectl describe: crash loop'],
  lost: ['没人看到它结束', 'Nobody saw it end'],
  list: ['几个退出码', 'Several exit codes'],
} satisfies Record<string, Pair>;

export const groups = {
  exit: ['退出码', 'Exit codes'],
  waiting: ['等待：state.waiting.reason', 'Waiting: state.waiting.reason'],
  terminated: ['已结束：terminated.reason', 'Terminated: terminated.reason'],
  pod: ['Pod 的原因：status.reason', 'The Pod’s reason: status.reason'],
  printed: ['只在 STATUS 列里', 'Only in the STATUS column'],
  log: ['只在事件和 kubelet 日志里', 'Only in Events and the kubelet’s log'],
} satisfies Record<string, Pair>;
