import { defineWidget } from '../define.ts';
import type { PodStatusAnswer, PodStatusInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<PodStatusInput, PodStatusAnswer>({
  name: 'pod-status',
  title: messages.title,
  start: { input: '', now: '', pod: '0', ...presets[0]?.input },
  presets,
  View,
  summary: ({ rows, problems }) =>
    rows.length === 0 && problems.length > 0
      ? 'problem'
      : rows.map(({ status }) => status).join(' '),
  height: 720,
  file: 'pod.yaml',
});
