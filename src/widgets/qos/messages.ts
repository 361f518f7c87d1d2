import type { ContainerKind } from '../../engine/qos/index.ts';
import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['QoS 计算器', 'QoS calculator'],
  input: ['你的 Pod，YAML 或 JSON', 'Your Pod, YAML or JSON'],
  empty: [
    '贴进一个 Pod，或 kubectl get pods -A -o json 的全部输出。',
    'Paste a Pod, or all of kubectl get pods -A -o json.',
  ],
  unreadable: ['读不出 Pod', 'No Pod can be read from this'],
  unreadablePod: ['读不了', 'unreadable'],
  refused: ['会被拒绝', 'Refused'],
  wouldBe: [
    'apiserver 不会收下它。改好之后会是 {qosClass}。',
    'The API server does not take it. Once mended it would be {qosClass}.',
  ],
  onlyStrict: [
    'kubectl 默认的严格检查不会放行。忽略这些字段的话是 {qosClass}。',
    'kubectl’s strict check does not let it through. Without these fields it is {qosClass}.',
  ],
  warnings: ['提交时的警告', 'Warnings when it is submitted'],
  defaulted: ['API 改动的值', 'What the API changes'],
  skipped: ['跳过了 {count} 个 {kind}', '{count} {kind} skipped'],

  toClass: ['变成 {to}，最少改 {count} 处', 'To make it {to}, at least {count} values change'],
  toClassOne: ['变成 {to}，改 1 处就够', 'To make it {to}, one value changes'],
  assumed: [
    '其中有的数值只是举例，要换成你自己的。',
    'Some values are only examples. Put in your own.',
  ],
  notToClass: ['变成 {to}：{why}', 'To make it {to}: {why}'],
  copyPatch: ['复制补丁', 'Copy as patch'],

  onNode: ['节点上的值', 'On the node'],
  nodeMemory: ['节点内存', 'Node memory'],
  badMemory: [
    '节点内存不是合法的数量，按 4Gi 计算',
    'The node memory is no quantity, so 4Gi is taken',
  ],
  cgroup: ['cgroup 版本', 'cgroup version'],
  driver: ['cgroup 驱动', 'cgroup driver'],
  who: ['容器', 'Container'],
  wholePod: ['整个 Pod', 'The whole Pod'],
  olderRuntimes: ['旧运行时 {weight}', 'older runtimes {weight}'],
  notWritten: ['不写入', 'not written'],
  podFiles: ['Pod 的文件在节点的 {path}', 'The Pod’s files are on the node in {path}'],
  containerFiles: [
    '容器的文件在它下面一层：containerd 是 {containerd}，CRI-O 是 {crio}。oom_score_adj 在 {proc}。',
    'Each container is one level below: {containerd} with containerd, {crio} with CRI-O. oom_score_adj is in {proc}.',
  ],
  effective: ['调度器计的总量', 'What the scheduler counts'],
  resource: ['资源', 'Resource'],
  requests: ['request', 'Request'],
  limits: ['limit', 'Limit'],

  pods: ['{count} 个 Pod', '{count} Pods'],
  podName: ['Pod', 'Pod'],
  qosClass: ['类', 'Class'],
  cpuMemory: ['cpu / 内存', 'cpu / memory'],
  worst: ['oom_score_adj', 'oom_score_adj'],
  allClasses: ['全部', 'All'],
  filterClass: ['按类筛选', 'Filter by class'],
  filterName: ['按名字筛选', 'Filter by name'],
  noneLeft: ['没有符合的 Pod', 'No Pod matches'],
  copyTable: ['复制为 Markdown', 'Copy as Markdown'],
  downloadTable: ['下载 TSV', 'Download TSV'],
  shown: ['下面是 {name} 的详情', 'Details of {name} are below'],
} satisfies Record<string, Pair>;

export const kinds = {
  container: ['容器', 'container'],
  init: ['Init 容器', 'init container'],
  sidecar: ['边车容器', 'sidecar'],
  ephemeral: ['临时容器', 'ephemeral container'],
} satisfies Record<ContainerKind, Pair>;
