import type {
  MatchCode,
  NoticeCode,
  NotRankedCode,
  OrderCode,
  RankCode,
  UsageCode,
} from '../engine/eviction/index.ts';
import type { Pair } from './messages.ts';

/** Why a Pod stands before the next one in the queue. */
export const orderMessages = {
  'no-stats': [
    'kubelet 没有它的用量，后一个有：没有用量的先走',
    'The kubelet has no usage for it, but has for the next: unknown goes first',
  ],
  'usage-above-request': [
    '用量 {usage} 超过请求 {request}，后一个没有超过',
    'Uses {usage}, above its request of {request}; the next one stays within',
  ],
  'lower-priority': [
    '优先级 {priority} 低于后一个的 {next}',
    'Its priority {priority} is lower than {next} of the next',
  ],
  'larger-excess': [
    '超出请求 {over}，后一个只超出 {next}',
    'Exceeds its request by {over}, the next only by {next}',
  ],
  'closer-to-request': [
    '离请求还差 {left}，后一个还差 {next}：差得少的先走',
    'Has {left} left below its request, the next has {next}: the closer one goes first',
  ],
  'more-processes': [
    '有 {processes} 个进程，后一个有 {next} 个',
    'Has {processes} processes, the next has {next}',
  ],
  tie: [
    '每个排序键都相同：kubelet 的先后不定，这里保持输入的顺序',
    'Equal in every key: the kubelet may take either; the input order is kept here',
  ],
} satisfies Record<OrderCode, Pair>;

/** Why an object of the input is not in the queue. */
export const notRankedMessages = {
  finished: ['已经结束，不占用节点', 'it has finished and holds nothing on the node'],
  template: ['这是模板，不是节点上的 Pod', 'a template, not a Pod on a node'],
} satisfies Record<NotRankedCode, Pair>;

export const usageMessages = {
  'usage-empty': [
    '没有用量。贴 kubectl top pods 的输出，或写 命名空间/Pod: {memory: 100Mi}',
    'No usage. Paste the output of kubectl top pods, or write namespace/pod: {memory: 100Mi}',
  ],
  'usage-line': [
    '这一行不是 kubectl top 表格里的行：{text}',
    'Not a row of the kubectl top table: {text}',
  ],
  'usage-columns-unclear': [
    '没有表头，分不清前两列是命名空间和 Pod 还是 Pod 和容器。请连表头一起贴',
    'Without the heading the first two columns may be namespace and Pod, or Pod and container. Paste the heading too',
  ],
  'usage-key': [
    '“{key}”应写成 命名空间/Pod 或 命名空间/Pod/容器',
    'Write "{key}" as namespace/pod or namespace/pod/container',
  ],
  'usage-shape': [
    '{key} 的值应是资源到用量的映射，例如 {memory: 100Mi}',
    'The value of {key} should map resources to usage, such as {memory: 100Mi}',
  ],
  'usage-resource-unknown': [
    '不认识的资源 {resource}，可用的有 memory、ephemeral-storage、pids',
    'Unknown resource {resource}; there are memory, ephemeral-storage and pids',
  ],
  'usage-negative': ['用量不能是负数：{value}', 'Usage cannot be negative: {value}'],
  'usage-quantity': ['“{value}”不是数量', '"{value}" is no quantity'],
} satisfies Record<UsageCode, Pair>;

export const matchMessages = {
  'usage-none-matched': [
    '没有一条用量能归到这里的 Pod，所以这个顺序没有依据',
    'No usage could be given to a Pod here, so this order rests on nothing',
  ],
  'usage-unmatched': ['参加排序的 Pod 里没有 {name}', 'There is no Pod {name} among those ranked'],
  'usage-namespace-unclear': [
    '这些命名空间里都有 Pod {name}：{namespaces}。分不清这是谁的用量，请写成 命名空间/Pod，或贴 kubectl top pods -A 的输出',
    'Several namespaces have a Pod {name}: {namespaces}. Say whose usage it is: write namespace/pod, or paste kubectl top pods -A',
  ],
  'usage-unmatched-more': [
    '另有 {count} 条用量也归不到 Pod',
    'Another {count} entries of usage belong to no Pod either',
  ],
} satisfies Record<MatchCode, Pair>;

export const noticeMessages = {
  'pods-without-usage': [
    '{total} 个 Pod 里有 {count} 个没有用量，所以排在最前',
    '{count} of {total} Pods have no usage, so they rank first',
  ],
  'pods-without-usage-by-priority': [
    '{total} 个 Pod 里有 {count} 个没有用量，所以排在同优先级的最前',
    '{count} of {total} Pods have no usage, so they rank first among those of their priority',
  ],
} satisfies Record<NoticeCode, Pair>;

export const rankMessages = {
  'usage-lacks-signal': [
    '用量里没有 {resource}，所有 Pod 都按没有用量排',
    'The usage says nothing about {resource}, so every Pod is ranked as unknown',
  ],
  'several-nodes': [
    '这些 Pod 在不同的节点上（{nodes}），而驱逐是每个节点各排各的',
    'These Pods are on several nodes ({nodes}); each node ranks only its own',
  ],
} satisfies Record<RankCode, Pair>;
