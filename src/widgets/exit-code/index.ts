import { defineWidget } from '../define.ts';
import type { ExitAnswer, ExitInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<ExitInput, ExitAnswer>({
  name: 'exit-code',
  title: messages.title,
  start: { input: '137', table: 'yes' },
  presets,
  View,
  summary: ({ items }) =>
    items.length === 0 ? 'unknown' : items.map(({ name }) => name).join(' '),
  height: 640,
  file: 'state.txt',
});
