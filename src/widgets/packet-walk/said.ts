/** Sentences that the answer makes, with what it found filled in. */
import type { Pair } from '../../ui/messages.ts';

export const said = {
  empty: [
    '贴进 iptables-save 的输出，带不带 -c 都行',
    'Paste the output of iptables-save, with or without -c',
  ],
  noTables: ['这里没有表（*filter 这样的行）', 'There is no table in this (a line like *filter)'],
  stats: ['{rules} 条规则，{chains} 条链，{tables}', '{rules} rules, {chains} chains, {tables}'],
  moreProblems: ['另有 {count} 处问题没有列出', '{count} more problems are not listed'],
  nothingStated: [
    '没有说明节点的情况。用到本机地址或路由的规则要等你写上，例如 {example}',
    'Nothing is stated of the node. Rules that ask for its addresses or routes wait for you to state them, such as {example}',
  ],
  moreWays: [
    '另有 {count} 种走法没有列出，合计 {share}',
    '{count} more ways are not listed, together {share}',
  ],
  moreSteps: ['后面还有 {count} 条没有列出', '{count} more are not listed'],
  moreFound: ['只列出前 {count} 行', 'Only the first {count} lines are listed'],
  noMatch: ['没有规则匹配，也没有链把它丢掉', 'No rule matched and no policy dropped it'],
  first: ['第一个报文', 'first of the flow'],
  reply: ['对它的回复', 'the reply to it'],
  next: ['回复之后的', 'after the reply'],
  noReply: [
    '第一个报文没有到达，也就没有回复',
    'The first packet does not arrive, so there is no reply',
  ],
  replyWhence: [
    '没有说明路由，不知道回复从哪个接口进来。在环境里写上 routes',
    'The routes are not stated, so it is not known on which interface the reply comes in. State routes',
  ],
  likeliest: [
    '这个报文有 {count} 种走法，显示概率最大的',
    'This packet can go {count} ways; the likeliest is shown',
  ],
  fromPod: ['Pod（{dev}）', 'a pod ({dev})'],
  fromContainer: ['容器（{dev}）', 'a container ({dev})'],
  fromLink: ['接口 {dev}', 'interface {dev}'],
  fromNode: ['节点自己', 'the node itself'],
  fromOutside: ['外面（{dev}）', 'outside ({dev})'],
  skipped: ['前面 {count} 条没匹配', 'after {count} that did not match'],
  uncertain: [
    '不知道它匹配与否，但它不改变走向',
    'Whether it matches is not known, but it does not change the way',
  ],
  kept: ['没变', 'kept'],
  socket: ['程序看到的是 {source}', 'the program sees {source}'],
  routing: ['路由 {to}', 'routing {to}'],
  process: ['本机进程', 'local process'],
  again: ['再经 lo 进来', 'in again by lo'],
  ends: ['到此为止', 'ends here'],
  kernelDid: ['内核', 'Kernel'],
  predicted: ['预测', 'Predicted'],
  sameAsKernel: ['预测和内核一致', 'The kernel did what is predicted'],
  differsFromKernel: [
    '预测和内核不同，从标出的一行开始',
    'The kernel did something else, from the marked row on',
  ],
  morePackets: ['另有 {count} 个报文没有列出', '{count} more packets are not listed'],
  unknownRoute: ['路由判断时：{why}', 'At the routing decision: {why}'],
} satisfies Record<string, Pair>;

export const verdicts = {
  accept: ['放行', 'accept'],
  drop: ['丢弃', 'drop'],
  reject: ['拒绝', 'reject'],
  unknown: ['不知道', 'unknown'],
} satisfies Record<string, Pair>;
