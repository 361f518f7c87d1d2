import type { Pair } from '../ui/messages.ts';

export const messages = {
  about: [
    'livenotes：在终端里回答 Kubernetes v1.37 会怎么做，不访问网络。',
    'livenotes: what Kubernetes v1.37 does with your objects, without a network.',
  ],
  options: [
    '通用选项：-f FILE（可重复，- 是标准输入）  -o text|json  --lang zh|en  --expect 值\n          --kubernetes 1.37  --feature-gates A=true,B=false',
    'Options: -f FILE (repeatable, - is standard input)  -o text|json  --lang zh|en  --expect VALUE\n         --kubernetes 1.37  --feature-gates A=true,B=false',
  ],
  unknownCommand: ['没有 {name} 这个命令', 'There is no command {name}'],
  badUsage: ['{why}\n用法：{usage}', '{why}\nUsage: {usage}'],
  badOutput: ['-o 只能是 text 或 json，不能是 {output}', '-o takes text or json, not {output}'],
  badLang: ['--lang 只能是 zh 或 en，不能是 {lang}', '--lang takes zh or en, not {lang}'],
  badVersion: [
    '只知道 Kubernetes 1.37 的规则，不知道 {version}',
    'Only the rules of Kubernetes 1.37 are known, not {version}',
  ],
  badGate: [
    '特性门控要写成 名字=true|false，不能是 {gate}',
    'Write a feature gate as NAME=true|false, not {gate}',
  ],
  gateUnused: ['特性门控 {gate} 不影响这里的答案', 'feature gate {gate} changes no answer here'],
  badQuantity: ['--{option} 不是合法的数量：{value}', '--{option} is not a quantity: {value}'],
  badChoice: ['--{option} 只能是 {known}，不能是 {value}', '--{option} takes {known}, not {value}'],
  missingOption: ['缺少 --{option}', '--{option} is missing'],
  noInput: ['没有输入：给出文件，或从标准输入传入', 'No input: name a file or pipe something in'],
  unreadable: ['读不了 {name}：{why}', 'Cannot read {name}: {why}'],
  notUtf8: [
    '这里的字节不是 UTF-8，kubectl 读不了',
    'These bytes are no UTF-8; kubectl cannot read them',
  ],
  expected: ['期望 {expect}，得到 {answer}', 'expected {expect}, got {answer}'],
  skipped: ['跳过 {count} 个 {kind}', 'skipped {count} {kind}'],
  aboutQos: [
    'Pod 的 QoS 类、原因、默认值、oom_score_adj 与 cgroup 值',
    'QoS class of Pods, why, what is defaulted, oom_score_adj and cgroup values',
  ],
  aboutQuantity: ['数量的规范写法与精确值', 'Canonical form and exact value of quantities'],
  aboutEviction: [
    '节点有压力时 kubelet 驱逐这些 Pod 的顺序',
    'The order in which the kubelet evicts Pods under node pressure',
  ],
  aboutRead: ['kubectl 把这段 YAML 或 JSON 读成什么', 'What kubectl makes of this YAML or JSON'],
  aboutStatus: [
    'kubectl get pods 会打印的那一行，STATUS 从哪来，kubelet 会算出的 phase',
    'The row that kubectl get pods prints, where STATUS comes from, the phase the kubelet computes',
  ],
  lookAt: ['可以接着看', 'To look further'],
  badTime: [
    '--{option} 要写成 2026-11-23T12:00:00Z 这样，不能是 {value}',
    '--{option} takes a time such as 2026-11-23T12:00:00Z, not {value}',
  ],
  refused: ['apiserver 会拒绝', 'the API server refuses it'],
  refusedAs: [
    'apiserver 会拒绝（照现在的写法算作 {qosClass}）',
    'refused by the API server (as written it counts as {qosClass})',
  ],
  unreadableObject: ['读不了', 'unreadable'],
  reasons: ['原因', 'Reasons'],
  defaulted: ['API 补上的值', 'Defaulted by the API'],
  rounded: ['向上取整', 'Rounded up'],
  warnings: ['警告', 'Warnings'],
  effective: ['有效请求 / 限制', 'Effective requests / limits'],
  containers: ['容器', 'Containers'],
  aboutTimeline: [
    'Pod 的一生：按清单模拟，或由状态、watch 流、事件还原',
    'The life of a Pod: simulated from a manifest, or reconstructed from status, watch stream and Events',
  ],
  badDuration: [
    '--{option} 不是时长：{value}（写成 90s、10m、1h）',
    '--{option} is not a duration: {value} (write 90s, 10m, 1h)',
  ],
  noPodSeen: [
    '{file} 里没有 Pod 对象，学不出场景',
    'There is no Pod object in {file} to learn a scenario from',
  ],
  learntFrom: ['从 {file} 里的 {name} 学到的场景', 'What happened to {name}, learnt from {file}'],
  aboutReplay: [
    '审计日志或 Event，按真正的先后一个写请求一个写请求地讲',
    'An audit log or Events, write by write in their true order',
  ],
  unplayed: ['推演不看这些字段：{fields}', 'the play does not look at these fields: {fields}'],
  aboutDrive: [
    '在一个小集群里推演自己的 Deployment 和 Service：谁写了什么，因为看到了什么',
    'Your Deployments and Services in a small cluster: who writes what, because of what',
  ],
  aboutProxyTrace: [
    '报文在 iptables-save 转储里逐条规则走一遍，说明每一步的原因',
    'Walk a packet through an iptables-save dump, rule by rule',
  ],
  iptablesOnly: [
    '--kernel 和 --as xtables-monitor 只用于 iptables-save 的转储',
    '--kernel and --as xtables-monitor are for dumps of iptables-save',
  ],
  noPacket: [
    '没有报文：给出 --packet、--packets 或 --kernel',
    'No packet: give --packet, --packets or --kernel',
  ],
  kernelDid: ['内核', 'kernel'],
  predicted: ['推算', 'predicted'],
  sameAsKernel: ['内核与推算一致', 'Kernel and prediction agree'],
  firstDifference: ['第 {row} 步起不同', 'They part at step {row}'],
  badRandom: [
    '--random 要在 0 与 1 之间，不能是 {value}',
    '--random is between 0 and 1, not {value}',
  ],
  aboutProxyDiff: [
    '两份 iptables-save 转储的差别，按 Service 归拢，附计数的增量',
    'What changed between two iptables-save dumps, by Service, with what the counters gained',
  ],
  twoDumps: ['要给出两份转储：旧的和新的', 'Name two dumps: the old one and the new one'],
  countersReset: [
    '有计数比原来小：中间清零过（或规则重装过），这些增量从清零算起',
    'Some counters are smaller than before: they were reset, and those deltas count from then on',
  ],
  aboutProxyShow: [
    'iptables-save 或 nft list 转储里有什么：表、链、规则数、认出的 Service 和不对劲的地方；给出 --objects 就和对象比较',
    'What is in a dump of iptables-save or nft list: tables, chains, rule counts, Services and what is odd about them; with --objects compared with objects',
  ],
  notUnderstood: ['推算不了的部分', 'What cannot be followed'],
  findings: ['不对劲的地方（行号、Service）', 'What is odd (line, Service)'],
  timesFromLine: ['{count} 次，首见于第 {line} 行', '{count} times, first on line {line}'],
  steps: ['经过', 'Steps'],
  aboutProxyRules: [
    'kube-proxy 为这些 Service 和 EndpointSlice 写出的 iptables、nftables 或 ipvs 规则',
    'The iptables, nftables or ipvs rules that kube-proxy writes for Services and EndpointSlices',
  ],
  badAddress: ['--{option} 不是 IP 地址：{value}', '--{option} is no IP address: {value}'],
  noSave: [
    'nftables 模式没有 iptables-save 可看，去掉 --as save',
    'nftables mode has nothing that iptables-save would show; leave --as save out',
  ],
  gone: ['对象已删除', 'object gone'],
  aboutRoute: [
    '请求会到哪个后端：Ingress 与 Gateway API 的规则，谁胜出，别的为什么没有',
    'Which backend a request reaches through Ingress or Gateway API, and why the others lost',
  ],
  noRequests: [
    '没有请求：给出 URL，或用 --requests FILE',
    'No request: name a URL, or use --requests FILE',
  ],
  lost: ['没有胜出的', 'Others'],
  lostMore: ['还有 {count} 个', '{count} more'],
  missing: ['不能照搬的', 'Not carried over as it is'],
  compared: [
    '用 {count} 个请求比较了两边，{differences} 个不同',
    'Compared with {count} requests, {differences} differ',
  ],
  notes: ['说明', 'Notes'],
} satisfies Record<string, Pair>;
