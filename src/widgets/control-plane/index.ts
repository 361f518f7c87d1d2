/**
 * `summary`: not started, who acts, in the order of the first write:
 * `kubectl > deployment-controller > replicaset-controller`. At a step:
 * `scheduler create pods/binding < own ADDED Pod`, or `< CAUSE` where no watch event is the cause.
 */
import { defineWidget } from '../define.ts';
import type { ReplayAnswer, ReplayInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<ReplayInput, ReplayAnswer>({
  name: 'control-plane',
  title: messages.title,
  start: { input: '', recording: 'a-apply-deployment-service', at: '', show: '' },
  presets,
  View,
  summary: ({ summary }) => summary,
  height: 900,
  file: 'audit.log',
});
