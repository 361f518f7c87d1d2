import { defineWidget, type Input } from '../define.ts';
import type { QuantityAnswer } from './answer.ts';
import { messages } from './messages.ts';
import { View } from './view.tsx';

export default defineWidget<Input, QuantityAnswer>({
  name: 'quantity',
  title: messages.title,
  start: { input: '100m\n1.5\n1Gi\n1G' },
  presets: [
    { id: 'usual', title: messages.usual, input: { input: '100m\n0.5\n1.5\n256Mi\n1Gi\n1G' } },
    {
      id: 'mistakes',
      title: messages.mistakes,
      input: { input: '1Gb\n1K\n400m\n500M\n1,5\n2 Gi' },
    },
    {
      id: 'edges',
      title: messages.edges,
      input: { input: '1.1Gi\n100u\n1e3\n1E\n0.5Gi\n-1\n12Ei' },
    },
  ],
  View,
  summary: ({ items }) => items.map((item) => item.canonical ?? 'invalid').join(' '),
  height: 420,
  file: 'quantities.txt',
});
