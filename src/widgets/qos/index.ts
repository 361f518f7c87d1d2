import { defineWidget } from '../define.ts';
import type { QosAnswer, QosInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<QosInput, QosAnswer>({
  name: 'qos',
  title: messages.title,
  start: {
    input: presets[0]?.input.input ?? '',
    memory: '4Gi',
    cgroup: 'v2',
    driver: 'systemd',
    focus: '',
    pod: '0',
  },
  presets,
  View,
  summary: ({ rows, problems }) =>
    rows.length === 0 && problems.length > 0
      ? 'problem'
      : rows
          .map(({ qosClass, refused }) => (refused ? 'refused' : (qosClass ?? 'problem')))
          .join(' '),
  height: 640,
  file: 'pods.yaml',
});
