import type { Pair } from '../../ui/messages.ts';

/** What the answer says by itself, beside the sentences of codes. */
export const said = {
  warns: ['会收下，但给出警告', 'Taken, with a warning'],
  servicesAssumed: [
    '输入里没有 Service：假定引用到的都在',
    'There is no Service in the input: all that are named are taken to be there',
  ],
  moreRequests: [
    '一次最多算 {most} 个请求，后面还有 {count} 个没有算',
    'At most {most} requests are asked at a time; {count} more are not',
  ],
  moreDifferences: ['不同的 URL 还有 {count} 个没有列出', '{count} more URLs differ'],
  moreMissing: ['没有对应的还有 {count} 项没有列出', '{count} more things have no equivalent'],
  moreObjects: [
    '还有 {count} 个对象没有打印；用 livenotes route --convert 可以全部打印出来',
    '{count} more objects are not printed; livenotes route --convert prints them all',
  ],
} satisfies Record<string, Pair>;
