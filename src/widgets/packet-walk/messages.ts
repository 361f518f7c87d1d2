import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['报文走读', 'Packet walk'],
  dump: ['iptables-save 或 nft list ruleset 的输出', 'Output of iptables-save or nft list ruleset'],
  env: ['节点的情况（YAML）', 'About the node (YAML)'],

  clusterIp: ['ClusterIP，两个端点', 'ClusterIP with two endpoints'],
  nodePort: ['从外面访问 NodePort', 'NodePort from outside'],
  noEndpoints: ['没有端点的 ClusterIP', 'ClusterIP without endpoints'],
  docker: ['Docker 发布的端口', 'A port that Docker published'],
  notModelled: ['有推算不了的规则', 'A rule that is not modelled'],
} satisfies Record<string, Pair>;

/** What the view says besides: it comes with the answer, so that the script of every page stays small. */
export const words = {
  origin: ['从哪来', 'from'],
  originOther: ['如下', 'as below'],
  part: ['流里的', 'packet'],
  proto: ['协议', 'protocol'],
  src: ['源地址', 'source'],
  dst: ['目的地址', 'destination'],
  rest: ['接口和其余字段', 'interface and other fields'],
  map: ['报文经过的钩子', 'The hooks it passes'],
  process: ['本机进程', 'local process'],
  routing: ['路由', 'routing'],
  ways: ['可能的走法', 'The ways it can go'],
  chance: ['概率', 'Chance'],
  verdict: ['结局', 'Verdict'],
  answered: ['回复', 'answered by'],
  to: ['去往', 'To'],
  from: ['来自', 'From'],
  out: ['出口', 'Out'],
  mark: ['标记', 'Mark'],
  matched: ['逐条匹配的规则', 'The rules that matched, in order'],
  showTried: ['列出试过但没匹配的规则', 'List the rules that were tried'],
  hideTried: ['收起试过的规则', 'Hide the rules that were tried'],
  tried: ['试过但没匹配：{count} 条', 'Tried, not matched: {count}'],
  find: ['查找规则', 'Find rules'],
  findHint: ['地址、网段、端口或文字', 'address, network, port or word'],
  found: ['找到 {count} 行', '{count} lines'],
  heat: ['计数器', 'Counters'],
  busiest: ['命中最多的规则', 'The busiest rules'],
  trace: ['和内核的跟踪对照', 'Compare with a kernel trace'],
  traceText: [
    'xtables-monitor --trace、nft monitor trace 或内核日志',
    'xtables-monitor --trace, nft monitor trace or kernel log',
  ],
  redact: ['脱敏', 'Redact'],
  redacting: ['正在脱敏…', 'Redacting…'],
  guard: [
    '这份转储里有真实的地址、名字和注释。脱敏会把它们换成固定的假名，走法不变。',
    'This dump holds real addresses, names and comments. Redacting puts made-up ones in their place; the way stays the same.',
  ],
  asIs: ['原样继续', 'Go on as it is'],
  failed: ['脱敏没有成功', 'Could not redact'],
} satisfies Record<string, Pair>;

export type Words = Readonly<Record<keyof typeof words, Pair>>;
