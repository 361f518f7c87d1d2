/** Sentences for the replay of a control plane: who, what became of it, because of what. */
import type {
  CauseCode,
  Fact,
  Outcome,
  Place,
  StorySource,
  StoryProblemCode,
} from '../engine/control-plane/index.ts';
import type { Pair } from './messages.ts';

/** `{event}` is the watch event: `MODIFIED Pod web-1`. */
export const causeMessages = {
  own: ['它收到这个对象自己的事件', 'It received an event of the object itself'],
  owner: ['它收到属主的事件', 'It received an event of the object’s owner'],
  owned: ['它收到下属对象的事件', 'It received an event of an object that belongs to this one'],
  sibling: [
    '它收到同一属主下另一个对象的事件',
    'It received an event of another object of the same owner',
  ],
  selected: [
    '它收到 Service 选中的 Pod 的事件',
    'It received an event of a Pod that the Service selects',
  ],
  service: ['它收到 Service 的事件', 'It received an event of the Service'],
  node: ['它收到节点的事件', 'It received an event of a node'],
  'any-pod': ['它收到 Pod 的事件', 'It received an event of a Pod'],
  namespace: ['它收到命名空间的事件', 'It received an event of the namespace'],
  user: ['有人输入了命令', 'Somebody typed a command'],
  request: [
    'apiserver 在处理另一个请求时顺带写的',
    'The API server wrote it while handling another request',
  ],
  'on-node': [
    '不是 API 里的事件：kubelet 看到了节点上的变化（沙箱、容器、探针、计时）',
    'No event of the API: the kubelet saw something on its node (sandbox, container, probe, timer)',
  ],
  time: ['不是事件：到时间了', 'No event: a clock ran out'],
  report: ['记录刚刚做过的事', 'It tells of what it has just done'],
  unknown: ['文本里没有能解释它的事件', 'Nothing in the text explains it'],
} satisfies Record<CauseCode, Pair>;

export const factMessages = {
  added: ['新出现', 'new'],
  deleted: ['已经没有了', 'gone'],
  deleting: ['开始删除', 'its deletion began'],
  spec: ['spec 变了', 'its spec changed'],
  status: ['状态变了', 'its status changed'],
  bound: ['绑定了节点', 'bound to a node'],
  ready: ['Ready 变了', 'Ready changed'],
  address: ['有了 IP', 'it got an IP'],
  ended: ['运行结束', 'it ended'],
  labels: ['标签变了', 'its labels changed'],
  owners: ['属主变了', 'its owner changed'],
  finalizers: ['终结器变了', 'its finalizers changed'],
  taints: ['污点变了', 'its taints changed'],
  schedulable: ['能否调度变了', 'it was cordoned or uncordoned'],
  health: ['节点 Ready 变了', 'the node’s Ready changed'],
} satisfies Record<Fact, Pair>;

export const outcomeMessages = {
  stored: ['已写入', 'stored'],
  same: ['接受了，但没有变化', 'accepted, nothing changed'],
  removed: ['对象已移除', 'object removed'],
  conflict: ['冲突 {code}', 'conflict {code}'],
  refused: ['被拒绝 {code}', 'refused {code}'],
  failed: ['失败 {code}', 'failed {code}'],
  seen: ['只读', 'read'],
} satisfies Record<Outcome, Pair>;

export const placeMessages = {
  user: ['用户', 'user'],
  apiserver: ['kube-apiserver', 'kube-apiserver'],
  etcd: ['etcd', 'etcd'],
  'controller-manager': ['kube-controller-manager', 'kube-controller-manager'],
  scheduler: ['kube-scheduler', 'kube-scheduler'],
  kubelet: ['kubelet', 'kubelet'],
  'kube-proxy': ['kube-proxy', 'kube-proxy'],
  other: ['其他', 'others'],
} satisfies Record<Place, Pair>;

export const sourceMessages = {
  recording: ['v1.37.2 集群的录像', 'Recording of a v1.37.2 cluster'],
  audit: [
    '审计日志：没有 watch 事件，原因按写入推出',
    'Audit log: it has no watch events, causes are derived from the writes',
  ],
  events: [
    '只有 Event：能排出真实的先后，说不出谁改了哪个字段',
    'Events only: their true order, but not who changed which field',
  ],
  none: ['没有内容', 'Nothing'],
} satisfies Record<StorySource, Pair>;

export const storyProblems = {
  'story-empty': ['还没有内容', 'There is nothing yet'],
  'story-not-json': [
    '这一行不是完整的 JSON，跳过了',
    'This line is no complete JSON and was left out',
  ],
  'story-nothing': [
    '没找到审计事件，也没找到 Event',
    'There is neither an audit event nor an Event here',
  ],
  'story-too-long': ['只读到这里：最多 {most} 条', 'Read up to here: {most} entries at most'],
  'story-no-bodies': [
    '{count} 次写入没有 requestObject 和 responseObject：审计级别不是 RequestResponse，看不出改了什么',
    '{count} writes lack requestObject and responseObject: their audit level is not RequestResponse, so what changed cannot be told',
  ],
} satisfies Record<StoryProblemCode, Pair>;

/** What a request does, said of a component. */
export const verbMessages = {
  create: ['创建', 'creates'],
  update: ['更新', 'updates'],
  patch: ['打补丁', 'patches'],
  delete: ['删除', 'deletes'],
  deletecollection: ['成批删除', 'deletes all'],
  binding: ['绑定', 'binds'],
  eviction: ['驱逐', 'evicts'],
  token: ['申请令牌', 'asks for a token of'],
  get: ['读取', 'gets'],
  list: ['列出', 'lists'],
  watch: ['监听', 'watches'],
  event: ['记事件', 'records'],
} satisfies Record<string, Pair>;
