/**
 * `summary`: of each message the clauses and how the counts balance, such as
 * `1 insufficient, 2 taint: adds-up`; several messages are joined by ` | `. `problem` without a message.
 */
import { defineWidget } from '../define.ts';
import type { SchedulingAnswer, SchedulingInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<SchedulingInput, SchedulingAnswer>({
  name: 'scheduling',
  title: messages.title,
  start: { input: '', ...presets[0]?.input },
  presets,
  View,
  summary: ({ summary }) => summary,
  height: 560,
  file: 'message.txt',
});
