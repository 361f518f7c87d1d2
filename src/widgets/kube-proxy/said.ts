/** Sentences that the answer makes, with what it found filled in. */
import type { Client, ReachVerdict, TargetKind } from '../../engine/kube-proxy/index.ts';
import type { Pair } from '../../ui/messages.ts';

export const said = {
  empty: [
    '贴进 Service 和 EndpointSlice（kubectl get svc,endpointslices,nodes -A -o yaml），或 iptables-save、nft list ruleset 的输出',
    'Paste Services and EndpointSlices (kubectl get svc,endpointslices,nodes -A -o yaml), or the output of iptables-save or nft list ruleset',
  ],
  stats: [
    '{mode} 模式：{services} 个 Service，{ports} 个端口，{rules} 条规则',
    '{mode} mode · Services: {services} · ports: {ports} · rules: {rules}',
  ],
  dumpStats: [
    '{mode} 模式的转储：{services} 个 Service，{ports} 个端口；一共 {rules} 条规则，{faults} 处毛病',
    'A dump of {mode} mode · Services: {services} · ports: {ports} · rules in all: {rules} · faults: {faults}',
  ],
  noProxy: [
    '{rules} 条规则里没有 kube-proxy 的链',
    'None of the {rules} rules is in a chain of kube-proxy',
  ],
  nothingStated: [
    '没有说明节点的情况：用到本机地址或路由的报文走到那里就停下。写上 localIPs 和 routes，例如 localIPs: [192.168.10.10], routes: [default via 192.168.10.1 dev eth0]',
    'Nothing is stated of the node: packets stop where its addresses or routes are asked for. State localIPs and routes, such as localIPs: [192.168.10.10], routes: [default via 192.168.10.1 dev eth0]',
  ],
  moreFindings: ['另有 {count} 处没有列出', '{count} more are not listed'],
  servedAt: ['在这些地址提供服务：{addresses}', 'Served at {addresses}'],
  refusedAt: ['{address} 被回绝', '{address} is refused'],
  droppedAt: ['{address} 被丢弃', '{address} is dropped'],
  refused: [
    '按这份配置 kube-proxy 不会启动，所以没有规则',
    'kube-proxy would not start with this configuration, so there are no rules',
  ],
  proxySays: ['{what}（kube-proxy 的原话：{words}）', '{what} (kube-proxy says: {words})'],
  large: [
    '端点超过 1000 个，iptables 模式省去注释',
    'More than 1000 endpoints: iptables mode leaves comments out',
  ],
  deprecated: ['ipvs 模式从 1.35 起弃用', 'ipvs mode is deprecated since 1.35'],
  kindSkipped: ['略过 {count} 个 {kind}', '{count} {kind} passed over'],
  moreProblems: ['另有 {count} 处问题没有列出', '{count} more problems are not listed'],
  used: ['{all} 个端点里，这个节点用 {used} 个', 'Of {all} endpoints this node uses {used}'],
  noneAtAll: ['没有端点', 'There are no endpoints'],
  affinity: ['会话保持：{seconds} 秒', 'Session affinity: {seconds} seconds'],
  ranges: ['只让 {ranges} 来的进', 'Only sources in {ranges} may come in'],
  healthCheck: ['健康检查端口 {port}', 'Health check port {port}'],
  sourceKept: ['源地址保留', 'source kept'],
  sourceReplaced: ['源地址换成 {as}', 'source becomes {as}'],
  sourceEither: ['源地址有时换（{as}）', 'source sometimes changed ({as})'],
  sameInBoth: ['{modes} 结果一样', 'The same in {modes}'],
  differs: ['{modes} 结果不同', '{modes} answer differently'],
  assumedNode: [
    '没有说明节点的地址，用 {node} 代替',
    'The node’s address is not stated; {node} stands in for it',
  ],
  assumedPods: [
    '没有说明本机 Pod 的网段，用 {pod} 这样的地址代替',
    'The network of the node’s Pods is not stated; addresses such as {pod} stand in for it',
  ],
  assumedGateway: [
    '没有说明节点在 Pod 网络里的地址，假定是网段里的第一个',
    'The node’s own address in the network of its Pods is not stated; the first one is assumed',
  ],
} satisfies Record<string, Pair>;

export const clients = {
  pod: ['Pod', 'a Pod'],
  node: ['节点自己', 'the node itself'],
  outside: ['外面', 'outside'],
  allowed: ['允许的来源', 'an allowed source'],
} satisfies Record<Client, Pair>;

export const targets = {
  'cluster-ip': ['集群 IP', 'Cluster IP'],
  'node-port': ['NodePort', 'NodePort'],
  'load-balancer-ip': ['负载均衡 IP', 'Load balancer IP'],
  'external-ip': ['外部 IP', 'External IP'],
} satisfies Record<TargetKind, Pair>;

export const reached = {
  reached: ['到达', 'reached'],
  rejected: ['回绝', 'refused'],
  dropped: ['丢弃', 'dropped'],
  'passed-on': ['没有规则管，照原样送走', 'no rule takes it: sent on as it is'],
  'to-host': ['没有规则管，交给本机', 'no rule takes it: for the node itself'],
  unknown: ['不知道', 'unknown'],
} satisfies Record<ReachVerdict, Pair>;

export const verdicts = {
  accept: ['放行', 'accept'],
  drop: ['丢弃', 'drop'],
  reject: ['拒绝', 'reject'],
  unknown: ['不知道', 'unknown'],
} satisfies Record<string, Pair>;
