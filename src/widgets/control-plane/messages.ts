import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['控制平面回放', 'Control-plane replay'],
  own: ['自己的日志', 'Your own log'],
  first: ['回到开头', 'To the start'],
  back: ['上一步', 'Back'],
  forward: ['下一步', 'Next'],
  start: ['开始', 'Start'],
  last: ['到结尾', 'To the end'],
  position: ['第 {step} 步，共 {count} 步', 'Step {step} of {count}'],
  all: ['也列出 Event 和读请求', 'List Events and reads too'],
  keys: ['用 ← → 键前后走，Home 和 End 到头到尾', 'Keys: ← → one step, Home and End to the ends'],
  log: ['按先后排的写请求', 'The writes in order'],
  paste: ['贴自己的审计日志或 Event', 'Paste your own audit log or Events'],
  input: [
    '审计日志（JSON 行），或 kubectl get events -o json',
    'Audit log (JSON lines), or kubectl get events -o json',
  ],
  stage: ['回放', 'Replay'],
} satisfies Record<string, Pair>;

/** The recordings, in the order in which they are worth a look. */
export const stories = {
  'a-apply-deployment-service': [
    'apply 一个 Deployment 和 Service',
    'Apply a Deployment and a Service',
  ],
  'b-scale': ['扩容再缩容：2 → 4 → 1', 'Scale: 2 → 4 → 1'],
  'c1-rolling-update': ['滚动更新', 'Rolling update'],
  'c2-recreate-update': ['Recreate 更新', 'Recreate update'],
  'e-delete-pod': ['删除一个 Pod', 'Delete a Pod'],
  'f-delete-cascade-background': ['级联删除：后台', 'Cascading delete: background'],
  'f-delete-cascade-foreground': ['级联删除：前台', 'Cascading delete: foreground'],
  'g-cordon-drain-pdb': ['cordon、drain 和 PDB', 'Cordon, drain and a PDB'],
  'h1-job-3-by-2': ['Job：3 个，并行 2 个', 'Job: 3, two at a time'],
  'h2-job-fails': ['失败的 Job', 'A Job that fails'],
  'h3-cronjob': ['CronJob', 'CronJob'],
  'i-statefulset': ['StatefulSet', 'StatefulSet'],
  'j-daemonset': ['DaemonSet', 'DaemonSet'],
  'k-namespace': ['命名空间从生到死', 'A namespace from birth to end'],
  'l1-service-selector': ['改 Service 的选择器', 'Change the selector of a Service'],
  'n1-quota': ['配额不够', 'Over quota'],
  'n2-limitrange': ['LimitRange 和配额', 'LimitRange and quota'],
  'p-scheduler-down': ['调度器停了', 'Scheduler down'],
  'q1-controller-manager-down-apply': ['控制器管理器停了', 'Controller manager down'],
  'r1-kubelet-down-apply': ['kubelet 停了', 'Kubelet down'],
  's1-etcd-stopped': ['etcd 卡住', 'etcd frozen'],
  's2-etcd-killed': ['etcd 被杀', 'etcd killed'],
  't1-apiserver-stopped': ['apiserver 卡住', 'API server frozen'],
  't2-apiserver-killed': ['apiserver 被杀', 'API server killed'],
} satisfies Record<string, Pair>;

/** Words that come with the answer. */
export const said = {
  because: ['原因', 'Because'],
  changed: ['改了什么', 'What changed'],
  nothing: ['没有字段变化', 'No field changed'],
  blind: [
    '文本里没有改之前的对象，只能列出请求里写的字段',
    'The object before is not in the text: only what the request says is listed',
  ],
  more: ['另有 {count} 个字段', '{count} more fields'],
  again: ['这是第 {step} 步的重试', 'It tries step {step} again'],
  waited: ['{time} 之后', '{time} later'],
  took: ['用时 {time}', 'took {time}'],
  answers: ['第 {step} 步', 'step {step}'],
  none: ['没有可回放的内容', 'Nothing to replay'],
} satisfies Record<string, Pair>;

export type Words = Readonly<Record<keyof typeof said, Pair>>;
