/**
 * `summary`: not started, who acts in the order of the first write, then how the Deployments end:
 * `kubectl > deployment-controller > …; web 3/3`. At a step as the widget control-plane says it.
 */
import { defineWidget } from '../define.ts';
import type { DriveAnswer, DriveInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets, WEB } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<DriveInput, DriveAnswer>({
  name: 'drive',
  title: messages.title,
  start: { input: WEB, script: '0s kubectl apply -f web.yaml\n', at: '', show: '' },
  presets,
  View,
  summary: ({ summary }) => summary,
  height: 1100,
  file: 'web.yaml',
});
