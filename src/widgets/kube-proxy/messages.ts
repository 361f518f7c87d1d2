import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['kube-proxy 浏览器', 'kube-proxy explorer'],
  input: [
    'Service、EndpointSlice、Node，或节点的转储',
    'Services, EndpointSlices, Nodes, or a node’s dump',
  ],
  config: ['KubeProxyConfiguration（可省）', 'KubeProxyConfiguration (optional)'],
  node: ['节点的情况（可省）', 'About the node (optional)'],

  clusterIp: ['ClusterIP，三个端点', 'ClusterIP with three endpoints'],
  nodePort: ['NodePort', 'NodePort'],
  loadBalancer: [
    'LoadBalancer，externalTrafficPolicy: Local',
    'LoadBalancer, externalTrafficPolicy: Local',
  ],
  internalLocal: [
    'internalTrafficPolicy: Local，本机没有端点',
    'internalTrafficPolicy: Local without a local endpoint',
  ],
  affinity: ['会话亲和', 'Session affinity'],
  sourceRanges: ['限制来源的负载均衡', 'Load balancer with source ranges'],
  terminating: ['端点都在终止', 'All endpoints are going away'],
  hints: ['拓扑提示', 'Topology hints'],
  noEndpoints: ['没有端点', 'No endpoints'],
  dump: ['贴来的节点转储', 'A node’s dump'],
} satisfies Record<string, Pair>;

/** What the view says besides: it comes with the answer, so that the script of every page stays small. */
export const words = {
  mode: ['模式', 'mode'],
  modeOfConfig: ['按配置', 'as configured'],
  family: ['地址族', 'family'],
  on: ['节点', 'node'],
  onAuto: ['自动', 'automatic'],
  version: [
    '规则按 v1.37 写，别的版本没有',
    'Rules as v1.37 writes them; no other version is here',
  ],
  find: ['查找 Service', 'Find Services'],
  services: ['Service 的端口', 'Service ports'],
  service: ['Service', 'Service'],
  clusterIp: ['集群 IP', 'Cluster IP'],
  nodePort: ['NodePort', 'NodePort'],
  outside: ['外部地址', 'Outside addresses'],
  policies: ['策略', 'Policies'],
  endpoints: ['端点', 'Endpoints'],
  noneLeft: ['没有符合的', 'None fits'],
  skipped: ['没有规则的 Service', 'Services without rules'],
  endpointsHere: ['这个节点用哪些端点', 'Which endpoints this node uses'],
  endpoint: ['端点', 'Endpoint'],
  endpointNode: ['节点', 'Node'],
  usedFor: ['用于', 'Used for'],
  why: ['为什么', 'Why'],
  here: ['本机', 'here'],
  reach: ['谁能访问到', 'Who can reach it'],
  clients: ['端点看得到客户端的地址吗', 'Do endpoints see the client’s address'],
  target: ['访问', 'To'],
  rules: ['它的规则，逐条说明（{count} 条）', 'Its rules, each explained ({count})'],
  frame: ['所有 Service 共用的规则（{count} 条）', 'Rules that all Services share ({count})'],
  walk: ['跟一个报文走', 'Follow a packet'],
  packet: ['报文', 'Packet'],
  packetOf: ['从表里选', 'From the table'],
  packetOwn: ['如下', 'as below'],
  matched: ['走法 {share}：匹配的规则', 'The way of {share}: rules that matched'],
  whole: ['全部规则', 'All the rules'],
  showWhole: ['生成全部规则', 'Write all the rules'],
  form: ['写法', 'form'],
  formSave: ['iptables-save 显示的', 'as iptables-save shows them'],
  formRestore: ['交给 iptables-restore 的', 'for iptables-restore'],
  redact: ['脱敏', 'Redact'],
  redacting: ['正在脱敏…', 'Redacting…'],
  failed: ['脱敏没有成功', 'Could not redact'],
  guard: [
    '这份转储里有真实的地址、名字和注释。脱敏会把它们换成固定的假名，走法不变。',
    'This dump holds real addresses, names and comments. Redacting puts made-up ones in their place; the way stays the same.',
  ],
  asIs: ['原样继续', 'Go on as it is'],
} satisfies Record<string, Pair>;

export type Words = Readonly<Record<keyof typeof words, Pair>>;
