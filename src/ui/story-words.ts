/** Words of a story that come with the answer: the view of a page that nobody starts does without them. */
import type { Pair } from './messages.ts';

export const storyWords = {
  because: ['原因', 'Because'],
  changed: ['改了什么', 'What changed'],
  asked: ['请求要改的', 'What it asked for'],
  nothing: ['没有字段变化', 'No field changed'],
  blind: [
    '文本里没有改之前的对象，只能列出请求里写的字段',
    'The object before is not in the text: only what the request says is listed',
  ],
  more: ['另有 {count} 个字段', '{count} more fields'],
  again: ['这是第 {step} 步的重试', 'It tries step {step} again'],
  waited: ['{time} 之后', '{time} later'],
  took: ['用时 {time}', 'took {time}'],
  answers: ['第 {step} 步', 'step {step}'],
  none: ['没有可回放的内容', 'Nothing to replay'],
} satisfies Record<string, Pair>;

export type StoryWords = Readonly<Record<keyof typeof storyWords, Pair>>;
