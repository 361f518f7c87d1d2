import { defineWidget } from '../define.ts';
import type { TimelineAnswer, TimelineInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<TimelineInput, TimelineAnswer>({
  name: 'pod-timeline',
  title: messages.title,
  start: { input: '', scenario: '', change: '', at: '', ask: '', ...presets[0]?.input },
  presets,
  View,
  summary: ({ summary }) => summary,
  height: 760,
  file: 'pod.yaml',
});
