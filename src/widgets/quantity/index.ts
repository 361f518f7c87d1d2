import { defineWidget } from '../define.ts';
import type { QuantityAnswer } from './answer.ts';
import { messages } from './messages.ts';
import { View } from './view.tsx';
import type { Input } from '../define.ts';

export default defineWidget<Input, QuantityAnswer>({
  name: 'quantity', title: messages.title, start: { input: '' }, presets: [], View,
  summary: (a) => a.items.join(' '), height: 200, file: 'quantities.txt',
});
