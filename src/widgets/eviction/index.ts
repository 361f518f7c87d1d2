import { defineWidget } from '../define.ts';
import type { EvictionAnswer, EvictionInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<EvictionInput, EvictionAnswer>({
  name: 'eviction',
  title: messages.title,
  start: { input: '', usage: '', signal: 'memory', ...presets[0]?.input },
  presets,
  View,
  summary: ({ items, problems }) =>
    items.length === 0 && problems.length > 0 ? 'problem' : items.map(({ name }) => name).join(' '),
  height: 640,
  file: 'pods.yaml',
});
