import type { ContainerKind } from '../../engine/qos/index.ts';
import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['QoS 计算器', 'QoS calculator'],
  input: ['你的 Pod，YAML 或 JSON', 'Your Pod, YAML or JSON'],
  empty: [
    '贴进一个 Pod，或 kubectl get pods -A -o json 的输出',
    'Paste a Pod, or the output of kubectl get pods -A -o json',
  ],
  unreadable: ['读不出 Pod', 'No Pod can be read from this'],
  unreadablePod: ['读不了', 'unreadable'],
  refused: ['会被拒绝', 'Refused'],
  wouldBe: ['照现在的写法算作 {qosClass}', 'As it stands it counts as {qosClass}'],
  warnings: ['提交时的警告', 'Warnings when it is submitted'],
  defaulted: ['API 改动的值', 'What the API changes'],
  skipped: ['跳过了 {count} 个 {kind}', '{count} {kind} skipped'],

  toClass: ['变成 {to}，最少改 {count} 处', 'For {to}, fewest values to change: {count}'],
  assumed: ['有的数值只是举例，要换成你自己的', 'Some values are only examples: put in your own'],
  notToClass: ['变成 {to}：{why}', 'For {to}: {why}'],
  copyPatch: ['复制补丁', 'Copy as patch'],

  onNode: ['节点上的值', 'On the node'],
  nodeMemory: ['节点内存', 'Node memory'],
  badMemory: ['不是数量，按 4Gi 计算', 'No quantity, so 4Gi is taken'],
  cgroup: ['cgroup 版本', 'cgroup version'],
  driver: ['cgroup 驱动', 'cgroup driver'],
  who: ['容器', 'Container'],
  wholePod: ['整个 Pod', 'The whole Pod'],
  olderRuntimes: ['旧运行时 {weight}', 'older runtimes {weight}'],
  notWritten: ['不写入', 'not written'],
  podFiles: ['Pod 的 cgroup 在节点的 {path}', 'The cgroup of the Pod is in {path}'],
  containerFiles: [
    '容器在它下面一层：{containerd}（containerd）、{crio}（CRI-O）。oom_score_adj 在 {proc}',
    'Containers are one level below: {containerd} (containerd), {crio} (CRI-O). oom_score_adj is in {proc}',
  ],
  nodeAndTotals: [
    '节点上的值（oom_score_adj、cgroup）和总量',
    'On the node (oom_score_adj, cgroup) and in total',
  ],
  effective: ['调度器计的总量', 'What the scheduler counts'],
  resource: ['资源', 'Resource'],
  requests: ['request', 'Request'],
  limits: ['limit', 'Limit'],

  pods: ['{count} 个 Pod', '{count} Pods'],
  podName: ['Pod', 'Pod'],
  qosClass: ['类', 'Class'],
  allClasses: ['全部', 'All'],
  filterClass: ['按类筛选', 'Filter by class'],
  filterName: ['按名字筛选', 'Filter by name'],
  noneLeft: ['没有符合的 Pod', 'No Pod matches'],
  copyTable: ['复制为 Markdown', 'Copy as Markdown'],
  downloadTable: ['下载 TSV', 'Download TSV'],
} satisfies Record<string, Pair>;

export const kinds = {
  container: ['容器', 'container'],
  init: ['Init 容器', 'init container'],
  sidecar: ['边车容器', 'sidecar'],
  ephemeral: ['临时容器', 'ephemeral container'],
} satisfies Record<ContainerKind, Pair>;
