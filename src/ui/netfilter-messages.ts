import type {
  AssumptionCode,
  LostCode,
  NftCode,
  ParseCode,
  StatedCode,
  StepCode,
  TraceAssumption,
  TraceProblemCode,
  UnknownCode,
} from '../engine/netfilter/index.ts';
import type { Pair } from './messages.ts';

/** What is wrong with a line of a dump. */
export const parseMessages = {
  'line-unknown': [
    'iptables-restore 不认识这一行：{text}',
    'iptables-restore does not know this line: {text}',
  ],
  'outside-table': [
    '{text} 前面没有表名（如 *nat），不知道属于哪张表',
    '{text} stands before any table (such as *nat)',
  ],
  'chain-undeclared': [
    '这张表里没有声明过链 {chain}（缺少 :{chain} 一行）',
    'Chain {chain} is not declared in this table (a line :{chain} is missing)',
  ],
  'target-undeclared': [
    '{name} 既不是这张表里的链，也不是 iptables 已知的目标',
    '{name} is neither a chain of this table nor a target that iptables knows',
  ],
  'quote-open': ['引号没有收尾', 'This quote is not closed'],
  'value-missing': ['{text} 后面缺少值', 'A value is missing after {text}'],
  'token-stray': ['不知道 {text} 属于哪个匹配', 'It is not clear what {text} belongs to'],
  'rule-not-found': ['链 {chain} 里没有这条规则', 'Chain {chain} has no such rule'],
  'table-twice': [
    '表 {table} 出现了第二次。iptables-restore 会先清空它，只有后面的算数',
    'Table {table} appears a second time: iptables-restore empties it first, the later one counts',
  ],
  'table-open': ['表 {table} 没有以 COMMIT 收尾', 'Table {table} does not end with COMMIT'],
  'nft-ruleset': [
    '这是 nft list ruleset 的输出，这里读的是 iptables-save。nft 后端的规则也可以用 iptables-save 打印',
    'This is the output of nft list ruleset; here iptables-save is read, which prints the rules of the nft back end too',
  ],
} satisfies Record<ParseCode, Pair>;

/** What is wrong with the output of nft. */
export const nftMessages = {
  'nft-syntax': ['nft 的语法里这里不该有 {text}', 'nft’s grammar has no {text} here'],
  'nft-open': ['有花括号没有收尾', 'A brace is not closed'],
  'nft-table-missing': ['没有声明过表 {table}', 'Table {table} is not declared'],
  'nft-chain-missing': ['没有声明过链 {chain}', 'Chain {chain} is not declared'],
} satisfies Record<NftCode, Pair>;

/** What is wrong with what the reader states of the node or the packet. */
export const statedMessages = {
  'stated-not-a-map': ['这里应当是一组键值，不是 {text}', 'This should be a map, not {text}'],
  'stated-not-a-list': ['这里应当是列表，不是 {text}', 'This should be a list, not {text}'],
  'stated-address': ['不是 IP 地址：{text}', 'Not an IP address: {text}'],
  'stated-network': [
    '不是网段（如 192.168.10.10/24）：{text}',
    'Not an address with prefix (such as 192.168.10.10/24): {text}',
  ],
  'stated-route': [
    '不是路由（如 10.244.1.0/24 dev cni0）：{text}',
    'Not a route (such as 10.244.1.0/24 dev cni0): {text}',
  ],
  'stated-set': ['集合要写明类型，如 hash:ip', 'A set needs its type, such as hash:ip'],
  'stated-number': ['不是合适的数：{text}', 'Not a fitting number: {text}'],
  'stated-word': ['这个值认不出：{text}', 'This value is not known: {text}'],
  'stated-protocol': ['不认识的协议：{text}', 'Unknown protocol: {text}'],
  'stated-flag': [
    'TCP 标志只有 FIN、SYN、RST、PSH、ACK、URG，没有 {text}',
    'TCP flags are FIN, SYN, RST, PSH, ACK and URG, not {text}',
  ],
  'stated-state': [
    '连接状态只有 NEW、ESTABLISHED、RELATED、INVALID、UNTRACKED，没有 {text}',
    'A connection state is NEW, ESTABLISHED, RELATED, INVALID or UNTRACKED, not {text}',
  ],
  'packet-line': [
    '报文要写成 tcp 10.0.0.2:40000 -> 10.96.0.10:53 in eth0 这样，不能是 {text}',
    'Write a packet as tcp 10.0.0.2:40000 -> 10.96.0.10:53 in eth0, not {text}',
  ],
  'packet-port': ['{text} 报文要有源端口和目的端口', 'A {text} packet needs both ports'],
  'packet-families': [
    '源地址和目的地址不是同一个 IP 版本',
    'Source and destination are of different IP versions',
  ],
} satisfies Record<StatedCode, Pair>;

/** What a rule that matched does. */
export const stepMessages = {
  'rule-accept': ['放行，这张表到此为止', 'accepted; this table is done'],
  'rule-drop': ['丢弃', 'dropped'],
  'rule-reject': ['拒绝，回复 {with}', 'rejected with {with}'],
  'rule-return': ['返回上一条链', 'back to the calling chain'],
  'rule-jump': ['进入链 {chain}', 'into chain {chain}'],
  'rule-goto': ['转入链 {chain}，不再回来', 'on to chain {chain}, without coming back'],
  'rule-mark': ['标记变成 {mark}', 'the mark is now {mark}'],
  'rule-connmark': ['连接标记变成 {mark}', 'the connection’s mark is now {mark}'],
  'rule-dnat': ['目的地址改成 {to}', 'destination becomes {to}'],
  'rule-snat': ['源地址改成 {to}', 'source becomes {to}'],
  'rule-masquerade': [
    '源地址换成出口接口的 {to}',
    'source becomes {to}, the address of the outgoing interface',
  ],
  'rule-redirect': ['转给本机 {to}', 'redirected to {to} on this node'],
  'rule-netmap': ['地址的网络部分换掉，成为 {to}', 'the network part changes: {to}'],
  'rule-notrack': ['不做连接跟踪', 'not tracked as a connection'],
  'rule-log': ['记一条日志，继续', 'logged, goes on'],
  'rule-remember': ['把来源记进集合 {set}，继续', 'kept in the set {set}, goes on'],
  'rule-counts': ['只计数，继续', 'only counted, goes on'],
  'rule-goes-on': ['{target} 不影响走向，继续', '{target} does not change the way, goes on'],
  'policy-drop': [
    '没有规则决定，链的默认策略是 DROP',
    'no rule decided; the policy of the chain is DROP',
  ],
} satisfies Record<StepCode, Pair>;

/** Why a walk ends without an answer. */
export const unknownMessages = {
  'match-unknown': [
    '匹配 {match} 不在能推算的范围里，不知道它是否成立',
    'The match {match} is not modelled: whether it holds is not known',
  ],
  'option-unknown': ['选项 {option} 不在能推算的范围里', 'The option {option} is not modelled'],
  'target-unknown': [
    '目标 {target} 不在能推算的范围里，不知道它对报文做什么',
    'The target {target} is not modelled: what it does to the packet is not known',
  ],
  'statement-unknown': [
    '这条语句不在能推算的范围里：{text}',
    'This statement is not modelled: {text}',
  ],
  'value-unreadable': ['读不懂这个值：{text}', 'This value cannot be read: {text}'],
  'set-not-stated': [
    'ipset {set} 的内容不在转储里。在环境的 ipsets 里写上它（ipset save 会打印）',
    'What is in the ipset {set} is not in the dump. State it under ipsets (ipset save prints it)',
  ],
  'set-type-unknown': [
    '{type} 类型的 ipset 不在能推算的范围里',
    'ipsets of type {type} are not modelled',
  ],
  'local-not-stated': [
    '没有说明节点自己的地址，不知道这个地址是不是本机的。在环境里写上 localIPs',
    'The node’s own addresses are not stated, so whether this one is local is not known. State localIPs',
  ],
  'route-not-stated': [
    '没有说明路由，不知道报文从哪个接口出去。在环境里写上 routes',
    'The routes are not stated, so the outgoing interface is not known. State routes',
  ],
  'owner-not-stated': [
    '没有说明发送进程的 {field}',
    'The {field} of the sending process is not stated',
  ],
  'header-not-stated': ['没有说明报文的 {field}', 'The packet’s {field} is not stated'],
  'address-not-stated': [
    '没有说明接口 {dev} 的地址。在环境的 interfaces 里写上',
    'The address of interface {dev} is not stated. State it under interfaces',
  ],
  'userspace-decides': [
    '{target} 把报文交给用户态程序，由它决定',
    '{target} hands the packet to a program, which decides',
  ],
  'chain-missing': ['转储里没有链 {chain}', 'Chain {chain} is not in the dump'],
  'chain-loop': ['链互相跳转，没有尽头', 'The chains jump in circles'],
  'group-address': [
    '组播或广播地址不走普通的路由',
    'A multicast or broadcast address is not routed like others',
  ],
  'too-many-ways': [
    '随机规则太多，余下的走法没有列出',
    'Too many random rules: the rest is not listed',
  ],
} satisfies Record<UnknownCode, Pair>;

/** Why the packet ends although no rule dropped it. */
export const lostMessages = {
  'no-route': ['没有到那里的路由', 'There is no route to it'],
  'martian-source': [
    '内核丢弃：源地址不该出现在这个接口上（环回地址需要 route_localnet）',
    'The kernel drops it: this source may not appear on this interface (loopback needs route_localnet)',
  ],
  'martian-destination': [
    '内核丢弃：从外面来的报文不能去环回地址（除非 route_localnet）',
    'The kernel drops it: what comes from outside may not go to loopback (unless route_localnet)',
  ],
  'ttl-expired': ['TTL 用完', 'Its TTL has run out'],
} satisfies Record<LostCode, Pair>;

/** What was taken for granted because a dump cannot hold it. */
export const assumptionMessages = {
  'limit-full': [
    '转储里没有令牌数：按刚装入规则、令牌未用过算',
    'The dump does not hold the tokens: counted as just loaded, none used',
  ],
  'limit-empty': ['按令牌已用完算', 'Counted as if no token were left'],
  'recent-empty': [
    '转储里没有 recent 列表的内容：按空列表算',
    'The dump does not hold the list of recent: taken as empty',
  ],
} satisfies Record<AssumptionCode, Pair>;

/** What is wrong with a pasted kernel trace, and what it leaves open. */
export const traceMessages = {
  'trace-line-unknown': [
    '这一行不是 xtables-monitor、nft monitor trace 或内核日志 TRACE 的输出：{text}',
    'Not a line of xtables-monitor, nft monitor trace or the kernel’s TRACE log: {text}',
  ],
  'trace-chain-unknown': [
    '转储的表 {table} 里没有链 {chain}：跟踪和转储不是同一时刻的',
    'Table {table} of the dump has no chain {chain}: trace and dump are of different times',
  ],
  'trace-rule-unknown': [
    '转储的 {table}/{chain} 里没有这条规则：{text}',
    '{table}/{chain} of the dump has no such rule: {text}',
  ],
  'trace-packet-unknown': [
    '跟踪里没有报文 {id} 的首部，不知道它的地址',
    'The trace does not show the header of packet {id}, so its addresses are not known',
  ],
  'trace-protocol-assumed': [
    'xtables-monitor 不打印协议，匹配的规则也没写明：按 {proto} 算',
    'xtables-monitor prints no protocol and no rule that matched tells it: taken as {proto}',
  ],
  'trace-type-assumed': [
    'xtables-monitor 不打印 ICMP 类型：按 echo request 算',
    'xtables-monitor prints no ICMP type: taken as an echo request',
  ],
  'trace-state-assumed': [
    'nat 表没有被问到：按已建立的连接算',
    'The nat table was not asked: taken as part of a running connection',
  ],
} satisfies Record<TraceProblemCode | TraceAssumption, Pair>;
