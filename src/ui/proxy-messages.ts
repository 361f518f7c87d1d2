import type {
  ClientCode,
  ConfigRefusalCode,
  EndpointsCode,
  EndpointUseCode,
  FindingCode,
  ProxyProblemCode,
  RuleCode,
  SkipCode,
} from '../engine/kube-proxy/index.ts';
import type { Pair } from './messages.ts';

/** Codes that Pods have too keep the sentences they have there. */
type SharedCode =
  | 'wrong-type'
  | 'not-an-integer'
  | 'integer-out-of-range'
  | 'empty-input'
  | 'not-an-object'
  | 'kind-missing'
  | 'api-version-missing'
  | 'unknown-api-version';

export const proxyProblemMessages = {
  'no-proxy-objects': [
    '这里没有 kube-proxy 会看的对象：给出 Service 和 EndpointSlice，也可以加上 Node、ServiceCIDR',
    'Nothing here that kube-proxy watches: give Services and EndpointSlices, perhaps with Node and ServiceCIDR',
  ],
  'bad-address': ['“{value}”不是 IP 地址', '"{value}" is no IP address'],
  'bad-cidr': [
    '“{value}”不是 CIDR，kube-proxy 会忽略它',
    '"{value}" is no CIDR; kube-proxy passes over it',
  ],
  'slice-without-service': [
    '这个 EndpointSlice 没有 kubernetes.io/service-name 标签，kube-proxy 不知道它属于哪个 Service',
    'This EndpointSlice has no label kubernetes.io/service-name, so kube-proxy cannot tell whose it is',
  ],
  'config-duration': [
    '“{value}”不是时长，要写成 30s、1m30s、1h 这样',
    '"{value}" is no duration such as 30s, 1m30s or 1h',
  ],
  'not-a-proxy-config': [
    '这里要 KubeProxyConfiguration，不是 {found}',
    'A KubeProxyConfiguration is wanted here, not {found}',
  ],
  'config-unknown-field': [
    'KubeProxyConfiguration 没有字段 {field}，kube-proxy 会忽略它',
    'KubeProxyConfiguration has no field {field}; kube-proxy passes over it',
  ],
  'node-unknown-field': [
    '节点文件里没有 {field}，可用的有 name、ips、interfaces、podCIDRs、labels、nfacct、sysctls',
    'A node file has no {field}; it has name, ips, interfaces, podCIDRs, labels, nfacct and sysctls',
  ],
  'node-unclear': [
    '有好几个节点（{names}），没有说是哪一个，所以没有端点算作本地的',
    'There are several Nodes ({names}) and none was named, so no endpoint counts as local',
  ],
  'node-not-found': [
    '输入里没有节点 {name}，它的地址和标签都不知道',
    'There is no Node {name} in the input, so its addresses and labels are unknown',
  ],
} satisfies Record<Exclude<ProxyProblemCode, SharedCode>, Pair>;

/** What kube-proxy refuses to start with, explained; its own English words come with each refusal. */
export const configRefusalMessages = {
  'config-out-of-range': [
    '{value} 不在 {from} 到 {to} 之间',
    '{value} is not between {from} and {to}',
  ],
  'config-negative': ['不能是负数', 'It may not be negative'],
  'config-not-positive': ['要大于 0', 'It must be greater than 0'],
  'config-sync-period-short': [
    'syncPeriod 不能比 minSyncPeriod 短',
    'syncPeriod may not be shorter than minSyncPeriod',
  ],
  'config-bad-ip': ['“{value}”不是 IP 地址', '"{value}" is no IP address'],
  'config-bad-host-port': [
    '“{value}”要写成 地址:端口，IPv6 地址放在方括号里',
    'Write "{value}" as address:port, an IPv6 address in brackets',
  ],
  'config-bad-port': ['“{value}”不是 1 到 65535 的端口', '"{value}" is no port from 1 to 65535'],
  'config-bad-cidr': ['“{value}”不是 CIDR', '"{value}" is no CIDR'],
  'config-node-port-address': [
    '“{value}”不是 CIDR，也不是 primary、localhost、all 之一',
    '"{value}" is neither a CIDR nor one of primary, localhost and all',
  ],
  'config-duplicate': ['“{value}”写了两次', '"{value}" is there twice'],
  'config-mode': [
    '没有“{value}”这种模式，Linux 上有 iptables、nftables、ipvs',
    'There is no mode "{value}"; Linux has iptables, nftables and ipvs',
  ],
  'config-detect-local-mode': [
    '没有“{value}”这种 detectLocalMode，有 ClusterCIDR、NodeCIDR、BridgeInterface、InterfaceNamePrefix',
    'There is no detectLocalMode "{value}"; there are ClusterCIDR, NodeCIDR, BridgeInterface and InterfaceNamePrefix',
  ],
  'config-interface-empty': [
    '这个 detectLocalMode 需要网卡名或它的前缀',
    'This detectLocalMode needs the name of an interface, or its prefix',
  ],
  'config-dual-stack': [
    'clusterCIDR 要么是一个 CIDR，要么是 IPv4 和 IPv6 各一个',
    'clusterCIDR is one CIDR, or one of IPv4 and one of IPv6',
  ],
} satisfies Record<ConfigRefusalCode, Pair>;

/** Why a Service has no rules. */
export const skipMessages = {
  'service-proxy-name': [
    '带有 service-proxy-name 标签，由别的代理负责',
    'its label service-proxy-name gives it to another proxy',
  ],
  'service-headless': [
    '无头服务没有 clusterIP，kube-proxy 不管',
    'headless: no clusterIP, nothing for kube-proxy to do',
  ],
  'service-external-name': [
    'ExternalName 只是 DNS 里的别名，kube-proxy 不管',
    'ExternalName is only an alias in DNS, nothing for kube-proxy to do',
  ],
  'service-without-cluster-ip': [
    '没有 clusterIP：它由 apiserver 分配，请给出集群里存下来的对象，或自己写上一个',
    'has no clusterIP: the API server assigns it, so give the stored object or write one down',
  ],
  'service-other-family': ['没有这个地址族的 clusterIP', 'has no clusterIP of this address family'],
  'service-without-ports': ['没有端口', 'has no ports'],
} satisfies Record<SkipCode, Pair>;

/** What a rule of kube-proxy is for. */
export const ruleMessages = {
  'jump-services': [
    '每条连接的第一个报文从这里进来：它要去的是不是某个 Service？',
    'The first packet of every connection comes in here: does it go to a Service?',
  ],
  'jump-external-services': [
    '发往外部地址或 NodePort、却没有端点可用的新连接，到这里来被拒绝',
    'New connections to an outside address or NodePort without endpoints come here to be turned away',
  ],
  'jump-health-checks': [
    '放行健康检查端口的地方，排在主机自己的防火墙规则前面',
    'Where health check ports are let in, ahead of the host’s own firewall rules',
  ],
  'jump-firewall': [
    '新连接先过负载均衡地址的来源限制',
    'New connections first pass the source ranges of load balancer addresses',
  ],
  'jump-localnet': [
    '先挡住从外面发往 127.0.0.0/8 的报文',
    'First keeps out packets from elsewhere that go to 127.0.0.0/8',
  ],
  'jump-forward': [
    '转发的报文从这里过，kube-proxy 自己的放行规则在里面',
    'What is forwarded passes here: kube-proxy’s own accept rules are inside',
  ],
  'jump-postrouting': [
    '报文离开前的最后一步：要不要改源地址',
    'The last step before a packet leaves: does its source change?',
  ],
  'jump-node-ports': [
    '目的地址是本机：看看是不是 NodePort',
    'The destination is the node itself: perhaps a NodePort',
  ],
  'jump-endpoints-check': [
    '新连接要去的 Service 如果没有端点，在这里被拒绝',
    'New connections to a Service without endpoints are turned away here',
  ],
  'jump-cluster-ips-check': [
    '新连接要去的集群 IP 没有这个端口时，在这里被拒绝',
    'New connections to a port that the cluster IP does not have are turned away here',
  ],
  'jump-ipvs-filter': [
    'ipvs 模式里服务地址都挂在 kube-ipvs0 上，这里只放行 Service 的端口',
    'In ipvs mode the node owns all service addresses (kube-ipvs0): only ports of Services are let in',
  ],
  'localnet-drop': [
    '丢弃从别处发往 127.0.0.0/8 的报文：为了本机能用 NodePort，kube-proxy 打开了 route_localnet，这里把口子堵上',
    'Drops what comes from elsewhere to 127.0.0.0/8: kube-proxy turned route_localnet on so that the node can use NodePorts, and this closes the gap',
  ],
  'forward-invalid': [
    '丢弃连接跟踪认为无效的报文，免得它不经 NAT 就发出去、让对方断开连接',
    'Drops packets that connection tracking calls invalid: they would leave without NAT and make the peer reset the connection',
  ],
  'forward-marked': [
    '放行打了标记、等着改源地址的报文',
    'Accepts packets that are marked for a change of source',
  ],
  'forward-established': [
    '放行已建立连接的后续报文和回包',
    'Accepts later packets and replies of connections that stand',
  ],
  'mark-masquerade': [
    '打上标记：离开时把源地址换成本机的',
    'Sets the mark: on leaving, the source becomes an address of the node',
  ],
  'post-unmarked': ['没有标记，源地址不变', 'Not marked: the source stays as it is'],
  'post-unmark': ['取下标记，免得再处理一次', 'Takes the mark off, so that it is not done twice'],
  'post-masquerade': [
    '把源地址换成本机在出口上的地址，回包才会回到这里',
    'The source becomes the node’s address on the way out, so that replies come back here',
  ],
  'node-ports-last': [
    '前面都没对上、目的地址是本机：再看 NodePort。它必须在最后',
    'Nothing matched and the destination is the node itself: now the NodePorts. It has to be the last',
  ],
  'to-cluster-ip': ['集群 IP {to} 从这里进 {chain}', 'Cluster IP {to} leads to {chain}'],
  'to-external-ip': ['外部 IP {to} 从这里进 {chain}', 'External IP {to} leads to {chain}'],
  'to-load-balancer': [
    '负载均衡 IP {to} 从这里进 {chain}：集群里的流量不必出去绕一圈',
    'Load balancer IP {to} leads to {chain}: traffic of the cluster need not go out and back',
  ],
  'to-firewall': [
    '负载均衡 IP {to} 先到 {chain} 核对来源',
    'Load balancer IP {to} first goes to {chain}, where its source is checked',
  ],
  'to-outside-ip': [
    '外部 IP 或负载均衡 IP {to} 从这里进 {chain}',
    'External or load balancer IP {to} leads to {chain}',
  ],
  'to-node-port': ['NodePort {port} 从这里进 {chain}', 'NodePort {port} leads to {chain}'],
  'to-node-port-localhost': [
    '经 127.0.0.1 访问 NodePort {port} 的，另外计数，同样进 {chain}',
    'NodePort {port} by way of 127.0.0.1 is counted apart, and leads to {chain} too',
  ],
  'health-check': [
    '放行健康检查端口 {port}：外部负载均衡器用它问本机有没有端点',
    'Lets in health check port {port}: the load balancer asks there whether this node has endpoints',
  ],
  'no-endpoints': [
    '{to} 没有端点：立刻回绝，客户端看到 connection refused',
    '{to} has no endpoints: refused at once, clients see “connection refused”',
  ],
  'no-local-endpoints': [
    '{to} 只能用本机的端点，而本机没有：丢弃，客户端会等到超时',
    '{to} may only use endpoints of this node and there are none: dropped, clients wait for a timeout',
  ],
  'firewall-drop': [
    '到 {to} 而来源不在 loadBalancerSourceRanges 里的，丢弃',
    'What goes to {to} from outside loadBalancerSourceRanges is dropped',
  ],
  'masquerade-all': [
    '设了 masqueradeAll：访问集群 IP 一律改源地址',
    'masqueradeAll is set: everything to the cluster IP gets the node’s address as source',
  ],
  'masquerade-not-pods': [
    '不是来自 {from} 的（不是 Pod 发的），要改源地址，回包才会经过本机',
    'What is not from {from}, so no Pod’s, gets the node’s address as source: replies must come back by this node',
  ],
  'affinity-returns': [
    '会话保持：{seconds} 秒内来过的客户端，还去 {endpoint}',
    'Session affinity: who was there in the last {seconds} seconds goes to {endpoint} again',
  ],
  'nft-affinity-returns': [
    '会话保持：名单里还有的客户端，还去 {endpoint}',
    'Session affinity: clients that are still listed go to {endpoint} again',
  ],
  'endpoint-share': [
    '第 {index} 个端点，共 {count} 个：{share} 的新连接去 {endpoint}',
    'Endpoint {index} of {count}: {share} of new connections go to {endpoint}',
  ],
  'endpoint-last': [
    '{count} 个端点里的第 {index} 个，也是最后一个：剩下的都归它，也就是 {share}，去 {endpoint}',
    'Endpoint {index} of {count}, the last: it takes what is left, {share}, to {endpoint}',
  ],
  'endpoint-only': [
    '只有一个端点：都去 {endpoint}',
    'The only endpoint: everything goes to {endpoint}',
  ],
  'external-masquerade': [
    '从外面进来的要改源地址：端点可能在别的节点上，回包必须先回到本机。客户端地址就是在这里丢的',
    'What comes from outside gets the node’s address as source: the endpoint may be on another node, and replies must come back here first. This is where the client’s address is lost',
  ],
  'external-masquerade-local': [
    '本机自己发的要改源地址',
    'What the node itself sends gets the node’s address as source',
  ],
  'external-route-local': [
    '本机自己发的可以用集群里所有的端点：{chain}',
    'What the node itself sends may use endpoints of the whole cluster: {chain}',
  ],
  'external-go': ['去选端点：{chain}', 'On to the choice of an endpoint: {chain}'],
  'external-go-local': [
    '其余的只在本机的端点里选：{chain}，源地址不变',
    'The rest chooses among endpoints of this node only: {chain}, and keeps its source',
  ],
  'external-pods': [
    '来自 {from} 的（Pod 发的）当作走集群 IP，可以用所有端点：{chain}',
    'What comes from {from}, a Pod’s, is treated as if it went to the cluster IP, with all endpoints: {chain}',
  ],
  'firewall-allows': ['来源在 {from} 里的可以通过', 'Sources in {from} may pass'],
  'firewall-rest': [
    '其他来源到此为止：没有目标的规则，只留一句注释，报文随后在 KUBE-PROXY-FIREWALL 里被丢弃',
    'For other sources it ends here: a rule without a target, only a comment. They are dropped in KUBE-PROXY-FIREWALL',
  ],
  hairpin: [
    '{ip} 访问 Service 又被分回给自己时，要改源地址，否则它不会认这个回包',
    'When {ip} asks the Service and is sent to itself, its source must change, or it would not take the reply',
  ],
  dnat: ['目的地址改成端点 {to}', 'The destination becomes the endpoint {to}'],
  'dnat-remember': [
    '记下这个客户端，并把目的地址改成端点 {to}',
    'Remembers the client, and the destination becomes the endpoint {to}',
  ],
  'nft-masquerade-marked': [
    '打了标记的，取下标记，把源地址换成本机的',
    'What is marked loses the mark and gets the node’s address as source',
  ],
  'nft-masquerade-hairpin': [
    '端点访问 Service 又回到自己的连接，也要改源地址',
    'Connections of an endpoint that come back to itself get the node’s address as source too',
  ],
  'nft-invalid-port': [
    '发往某个集群 IP、但它没有这个端口：回绝',
    'To a cluster IP, but to a port that it does not have: refused',
  ],
  'nft-unallocated': [
    '发往 {cidrs} 里没有分配出去的地址：丢弃',
    'To an address of {cidrs} that no Service has: dropped',
  ],
  'nft-refused': [
    '在映射里查目的地址、协议和端口：没有端点的 Service 都在那里',
    'Looks destination, protocol and port up in a map of Services without endpoints',
  ],
  'nft-refused-node-ports': [
    '在映射里查协议和端口：没有端点的 NodePort 都在那里',
    'Looks protocol and port up in a map of NodePorts without endpoints',
  ],
  'nft-firewalled': [
    '在映射里查：限制来源的负载均衡地址都在那里',
    'Looks it up in a map of load balancer addresses with source ranges',
  ],
  'nft-services': [
    '一次查表就找到 Service：不管有多少个，都只有这一条规则',
    'One look-up finds the Service: this is the only rule, however many there are',
  ],
  'nft-node-ports': [
    '目的地址是本机接受 NodePort 的地址：查协议和端口',
    'The destination is an address of the node that takes NodePorts: looks up protocol and port',
  ],
  'nft-reject': [
    '回绝。单独成链，是因为映射里只能写 drop 或跳转，写不了 reject',
    'Refuses. A chain of its own, because a map can hold drop or a jump but no reject',
  ],
  'nft-localhost-reject': [
    '经 127.0.0.1 访问 NodePort：回绝并计数',
    'NodePorts by way of 127.0.0.1: refused and counted',
  ],
  'nft-share': [
    '在 {count} 个端点里随机选一个，各 {share}',
    'Chooses one of {count} endpoints at random, {share} each',
  ],
  'nft-remember': ['记下这个客户端', 'Remembers the client'],
  'nft-firewall-drop': ['来源不在 {from} 里的，丢弃', 'What is not from {from} is dropped'],
  'nft-cluster-ip': [
    '{ip} 是在用的集群 IP：发到它别的端口会被回绝',
    '{ip} is a cluster IP in use: its other ports are refused',
  ],
  'nft-node-ip': ['NodePort 在 {ip} 上可用', 'NodePorts answer on {ip}'],
  'nft-firewall-entry': [
    '{to} 限制来源，先去核对',
    '{to} has source ranges, which are checked first',
  ],
  'ipvs-server': [
    '虚拟服务器 {to}，调度算法 {scheduler}',
    'Virtual server {to}, scheduler {scheduler}',
  ],
  'ipvs-server-sticky': [
    '虚拟服务器 {to}，调度算法 {scheduler}，同一客户端 {seconds} 秒内去同一个端点',
    'Virtual server {to}, scheduler {scheduler}; a client stays with its endpoint for {seconds} seconds',
  ],
  'ipvs-real-server': [
    '{to} 的一个端点：{endpoint}，权重都是 1',
    'An endpoint of {to}: {endpoint}; all have weight 1',
  ],
  'ipvs-set-rule': ['对集合 {set} 里的一切：{target}', 'For everything in the set {set}: {target}'],
  'ipvs-loopback': ['来自 127.0.0.0/8 的不管', 'What comes from 127.0.0.0/8 is left alone'],
  'ipvs-load-balancer-masquerade': [
    '到负载均衡地址的要改源地址',
    'What goes to a load balancer address gets the node’s address as source',
  ],
  'ipvs-sources-drop': [
    '来源不在任何一个集合里的，丢弃',
    'What is in none of the sets of sources is dropped',
  ],
  'ipvs-closed': [
    '{ip} 限制了来源而本机不在其中：本机也不能用',
    '{ip} has source ranges that leave the node out: the node may not use it either',
  ],
  'ipvs-loop-back': [
    '本机端点访问自己时要改源地址：{entry}',
    'An endpoint of this node that is sent to itself gets a new source: {entry}',
  ],
  'ipvs-cluster-ip': ['集群 IP 和端口：{entry}', 'Cluster IP and port: {entry}'],
  'ipvs-external-ip': [
    '外部 IP，要改源地址：{entry}',
    'External IP, whose traffic gets a new source: {entry}',
  ],
  'ipvs-external-ip-local': [
    '外部 IP，保留源地址：{entry}',
    'External IP, whose traffic keeps its source: {entry}',
  ],
  'ipvs-load-balancer': ['负载均衡 IP：{entry}', 'Load balancer IP: {entry}'],
  'ipvs-load-balancer-local': [
    '负载均衡 IP，保留源地址：{entry}',
    'Load balancer IP, whose traffic keeps its source: {entry}',
  ],
  'ipvs-load-balancer-fw': [
    '限制来源的负载均衡 IP：{entry}',
    'Load balancer IP with source ranges: {entry}',
  ],
  'ipvs-load-balancer-source': ['可以通过的来源：{entry}', 'A source that may pass: {entry}'],
  'ipvs-node-port': [
    'NodePort，要改源地址：{entry}',
    'NodePort, whose traffic gets a new source: {entry}',
  ],
  'ipvs-node-port-local': [
    'NodePort，保留源地址：{entry}',
    'NodePort, whose traffic keeps its source: {entry}',
  ],
  'ipvs-health-check': ['健康检查端口：{entry}', 'Health check port: {entry}'],
  'ipvs-own-ip': [
    '挂在 kube-ipvs0 上的地址 {entry}：Service 以外的端口回绝',
    'Address {entry} on kube-ipvs0: ports that are no Service’s are refused',
  ],
} satisfies Record<RuleCode, Pair>;

/** What this node does with an endpoint. */
export const endpointMessages = {
  'endpoint-chosen': ['就绪，用', 'ready, used'],
  'endpoint-last-resort': [
    '正在终止但还能服务：没有就绪的端点，只好用它',
    'going away but still serving: used, as none is ready',
  ],
  'endpoint-not-ready': ['没有就绪', 'not ready'],
  'endpoint-going-away': ['正在终止，而还有就绪的端点可用', 'going away, and others are ready'],
  'endpoint-gone': ['正在终止，也不再服务', 'going away, and no longer serving'],
  'endpoint-hinted-elsewhere': [
    '就绪，但提示（hints）让 {hints} 用它',
    'ready, but its hints give it to {hints}',
  ],
  'endpoint-not-local': [
    '在节点 {node} 上，而这里只能用本机的端点',
    'on node {node}, and only endpoints of this node may be used',
  ],
} satisfies Record<EndpointUseCode, Pair>;

/** Why a Service has no endpoints on this node. */
export const endpointsAnswerMessages = {
  'ask-service-not-found': ['输入里没有这个 Service', 'This Service is not in the input'],
  'ask-port-not-found': [
    '这个 Service 没有这个端口，它有 {ports}',
    'The Service has no such port; it has {ports}',
  ],
  'ask-not-proxied': ['kube-proxy 不管这个 Service', 'kube-proxy leaves this Service alone'],
  'ask-no-slices': [
    '没有一个 EndpointSlice 带着它的 kubernetes.io/service-name 标签：选择算符没有选中 Pod，或者 EndpointSlice 没有贴进来',
    'No EndpointSlice has its label kubernetes.io/service-name: the selector finds no Pod, or the slices were not pasted',
  ],
  'ask-no-selector': [
    '这个 Service 没有选择算符，没有控制器替它写 EndpointSlice，要自己建',
    'The Service has no selector, so no controller writes EndpointSlices for it: they are yours to make',
  ],
  'ask-slices-other-family': [
    '它的 EndpointSlice 的 addressType 是 {types}，不属于这个地址族',
    'Its EndpointSlices are of addressType {types}, not of this family',
  ],
  'ask-slices-empty': [
    '它的 EndpointSlice 里一个端点也没有：选择算符没有选中 Pod，或者 Pod 还没有 IP',
    'Its EndpointSlices list no endpoint: the selector finds no Pod, or the Pods have no IP yet',
  ],
  'ask-slices-other-port': [
    'EndpointSlice 里没有端口 {port}，只有 {ports}：端口按名字和协议对应，不按号码',
    'The EndpointSlices have no port {port}, only {ports}: ports are matched by name and protocol, not by number',
  ],
  'ask-none-ready': [
    '{count} 个端点没有一个就绪，也没有可以顶替的终止中端点',
    'None of the {count} endpoints is ready, and none that is going away can stand in',
  ],
  'ask-all-gone': [
    '{count} 个端点全在终止，而且都已不再服务',
    'All {count} endpoints are going away and serve no more',
  ],
  'ask-last-resort': [
    '没有就绪的端点，用的是 {count} 个终止中但还在服务的端点',
    'None is ready; used are {count} that are going away and still serve',
  ],
  'ask-none-here': [
    '{policy} 是 Local，而节点 {node} 上没有它的端点（别处能用的有 {elsewhere} 个）',
    '{policy} is Local, and none of its endpoints is on node {node} ({elsewhere} elsewhere could serve)',
  ],
  'ask-none-ready-here': [
    '{policy} 是 Local，节点 {node} 上的 {here} 个端点都不能用（别处能用的有 {elsewhere} 个）',
    '{policy} is Local, and none of the {here} endpoints on node {node} can serve ({elsewhere} elsewhere could)',
  ],
  'ask-node-unknown': [
    '{policy} 是 Local，但不知道这是哪个节点，所以没有端点算作本地的',
    '{policy} is Local, but which node this is is not known, so no endpoint counts as local',
  ],
  'ask-without-node': [
    '有 {count} 个端点没写 nodeName，在任何节点上都不算本地的',
    '{count} endpoints have no nodeName and count as local nowhere',
  ],
  'ask-hinted-elsewhere': [
    '按拓扑提示（{topology}）只用 {used} 个端点，另外 {left} 个留给别的节点或可用区',
    'By the hints ({topology}) {used} endpoints are used, {left} are left to other nodes or zones',
  ],
  'ask-has-endpoints': [
    '在这个节点上有端点可用：{count} 个',
    'It has endpoints on this node: {count}',
  ],
  'ask-internal-rejected': [
    '发往 clusterIP 的新连接被拒绝（REJECT）',
    'New connections to the cluster IP are rejected',
  ],
  'ask-internal-dropped': [
    '发往 clusterIP 的新连接被悄悄丢弃（DROP）',
    'New connections to the cluster IP are dropped in silence',
  ],
  'ask-external-rejected': [
    '从外面来的新连接被拒绝（REJECT）',
    'New connections from outside are rejected',
  ],
  'ask-external-dropped': [
    '从外面来的新连接被悄悄丢弃（DROP），负载均衡器靠健康检查绕开这个节点',
    'New connections from outside are dropped in silence; a load balancer keeps away by the health check',
  ],
  'ask-falls-back': [
    'ipvs 模式在这种时候退回到整个集群的端点，{policy} 不起作用',
    'ipvs mode falls back to the endpoints of the whole cluster here, whatever {policy} says',
  ],
} satisfies Record<EndpointsCode, Pair>;

/** Why Pods do not see the address of a client. */
export const clientAnswerMessages = {
  'client-no-way-in': [
    '这个 Service 没有 NodePort、负载均衡器地址或 externalIP，外面进不来',
    'The Service has no node port, load balancer address or external IP: there is no way in from outside',
  ],
  'client-replaced': [
    '{ip}：externalTrafficPolicy 是 Cluster，端点可能在别的节点上，为了让回包经过这里，源地址换成了 {seenAs}',
    '{ip}: externalTrafficPolicy is Cluster, the endpoint may be on another node, and so that replies come back here the source becomes {seenAs}',
  ],
  'client-replaced-otherwise': [
    '{ip}：源地址换成了 {seenAs}，不是因为 externalTrafficPolicy',
    '{ip}: the source becomes {seenAs}, and not because of externalTrafficPolicy',
  ],
  'client-kept': [
    '{ip}：客户端的源地址保留着，端点看得到它',
    '{ip}: the source address is kept, endpoints see the client',
  ],
  'client-not-served': [
    '{ip}：从外面来的报文到不了端点',
    '{ip}: packets from outside reach no endpoint',
  ],
  'client-advice-local': [
    '把 externalTrafficPolicy 改成 Local 就能保留：只用这个节点上的 {local} 个端点，别处的 {elsewhere} 个不再从这里走',
    'externalTrafficPolicy: Local would keep it: this node then uses its own {local} endpoints, and no longer the {elsewhere} elsewhere',
  ],
  'client-advice-local-none-here': [
    '把 externalTrafficPolicy 改成 Local 就能保留，但这个节点上没有能用的端点，从外面来的报文会被丢弃（别处有 {elsewhere} 个）',
    'externalTrafficPolicy: Local would keep it, but this node has no endpoint that can serve: packets from outside would be dropped ({elsewhere} elsewhere)',
  ],
} satisfies Record<ClientCode, Pair>;

/** What is odd about the rules of a node, and where they differ from the objects. */
export const findingMessages = {
  'dump-chain-missing': [
    '有规则跳到 {chain}，但没有这条链：同步只做了一半，或者有人删了它',
    'A rule jumps to {chain}, which is not there: half a sync, or somebody deleted it',
  ],
  'dump-chain-empty': [
    '有规则跳到 {chain}，但这条链是空的：同步只做了一半，或者有人清空了它',
    'A rule jumps to {chain}, which is empty: half a sync, or somebody flushed it',
  ],
  'dump-no-endpoints': [
    '{chain} 里没有一条规则通向端点',
    'No rule of {chain} leads to an endpoint',
  ],
  'dump-no-dnat': [
    '{chain} 里没有 DNAT，报文到了这里哪也去不了',
    '{chain} has no DNAT: packets that come here go nowhere',
  ],
  'dump-chain-unused': [
    '没有规则跳到 {chain}：它用完了，等着被删',
    'No rule jumps to {chain}: it is left over and waits to be deleted',
  ],
  'dump-rule-foreign': [
    '{chain} 的第 {rule} 条不是 kube-proxy 会写的规则',
    'Rule {rule} of {chain} is none that kube-proxy writes',
  ],
  'dump-chain-foreign': ['kube-proxy 不会建 {chain} 这条链', 'kube-proxy makes no chain {chain}'],
  'dump-not-last': [
    '{chain} 里还有规则排在跳往 KUBE-NODEPORTS 的那条之后，那条本该是最后一条',
    'In {chain} a rule stands behind the jump to KUBE-NODEPORTS, which must be the last',
  ],
  'dump-chain-old': [
    '{chain} 是旧版本的链，从 {until} 起不再有',
    '{chain} is a chain of older releases, gone since {until}',
  ],
  'dump-rule-old': [
    '{chain} 里有旧版本的写法，从 {until} 起不再这样写',
    '{chain} has a rule as older releases wrote it, until {until}',
  ],
  'dump-minors-mixed': [
    '新旧两个次版本的规则混在一起：{old} 是旧的，{now} 是新的',
    'Rules of two minor releases are mixed: {old} is of an old one, {now} of a new one',
  ],
  'dump-modes-mixed': [
    'ipvs 模式的链 {chain} 和 iptables 模式的链都在：换过模式而没有清理（kube-proxy --cleanup）',
    'Chain {chain} of ipvs mode stands beside those of iptables mode: the mode was changed without kube-proxy --cleanup',
  ],
  'dump-is-ipvs': [
    '这是 ipvs 模式：Service 不在 iptables 规则里，要看 ipvsadm -Ln 和 ipset list',
    'This is ipvs mode: Services are not in these rules; see ipvsadm -Ln and ipset list',
  ],
  'dump-jump-missing': [
    '{table} 表的 {chain} 没有跳到 {to}，kube-proxy 的规则用不上',
    '{chain} of table {table} has no jump to {to}: those rules are never asked',
  ],
  'dump-served-and-refused': [
    '{ip}:{port} 在 nat 表里有去处，在 filter 表里又被拒：两张表不是同一次同步的',
    '{ip}:{port} is served in nat and turned away in filter: the tables are not of the same sync',
  ],
  'dump-shares-uneven': [
    '端点分到的份额不一样：从 {least}% 到 {most}%',
    'Endpoints do not get the same share: from {least}% to {most}%',
  ],
  'dump-hash-differs': [
    '{chain} 名字里的哈希不是注释里那个 Service 的',
    'The hash in {chain} is not that of the Service in its comment',
  ],
  'dump-service-missing': [
    '对象里有，这个节点的规则里没有',
    'In the objects, but not in the rules of this node',
  ],
  'dump-service-gone': [
    '规则里有，对象里已经没有',
    'In the rules, but no longer among the objects',
  ],
  'dump-not-compared': [
    '另有 {count} 个 Service 端口属于对象里没有提到的命名空间，没有比较',
    '{count} more Service ports are of namespaces that the objects say nothing of; they were not compared',
  ],
  'dump-endpoint-stale': [
    '规则还通向 {address}，按对象不该再用它',
    'Rules still lead to {address}, which the objects say not to use',
  ],
  'dump-endpoint-missing': ['规则不通向 {address}', 'No rule leads to {address}'],
  'dump-address-missing': ['规则里没有 {ip}:{port}', 'The rules know nothing of {ip}:{port}'],
  'dump-address-stale': ['规则里还有 {ip}:{port}', 'The rules still have {ip}:{port}'],
  'dump-refused': [
    '{ip}:{port} 在这里被拒，可按对象它有端点',
    '{ip}:{port} is turned away here, though the objects have endpoints for it',
  ],
  'dump-not-refused': [
    '{ip}:{port} 该被拒（没有可用的端点），这里却没有',
    '{ip}:{port} ought to be turned away for want of endpoints, and is not',
  ],
  'dump-field-differs': [
    '{field}：对象是 {want}，规则是 {have}',
    '{field}: {want} in the objects, {have} in the rules',
  ],
} satisfies Record<FindingCode, Pair>;

/** Columns and words of a table of Services read from rules. */
export const foundMessages = {
  'endpoint-unlisted': ['不在 EndpointSlice 里', 'not in any EndpointSlice'],
} satisfies Record<string, Pair>;
