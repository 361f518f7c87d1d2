/**
 * `summary`: what changed, as `changed 2, added 3, removed 1`; `same` when nothing did, `counters` when only
 * they moved, `problem` when a text is no dump.
 */
import { defineWidget } from '../define.ts';
import type { RulesDiffAnswer, RulesDiffInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<RulesDiffInput, RulesDiffAnswer>({
  name: 'rules-diff',
  title: messages.title,
  start: { input: '', old: '', ...presets[0]?.input },
  presets,
  View,
  summary: ({ state, counts, chains }) => {
    if (state === 'empty' || state === 'unreadable') return 'problem';
    if (state !== 'changed') return state;
    const { unchanged: _, ...kinds } = counts;
    const all = [...Object.entries(kinds), ['policy', chains.policy] as const];
    const found = all.filter(([, count]) => count > 0);
    return found.map(([kind, count]) => `${kind} ${count}`).join(', ') || 'chains';
  },
  height: 820,
  file: 'new.iptables-save',
});
