import type { ConfigRefusalCode, ProxyProblemCode, SkipCode } from '../engine/kube-proxy/index.ts';
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
