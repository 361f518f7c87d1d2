import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['控制平面回放', 'Control-plane replay'],
  own: ['自己的日志', 'Your own log'],
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
