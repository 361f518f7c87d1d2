import type { Preset } from '../define.ts';
import type { ReplayInput } from './answer.ts';
import { stories } from './messages.ts';

export const presets: readonly Preset<ReplayInput>[] = Object.entries(stories).map(
  ([id, title]) => ({ id, title, input: { recording: id, input: '', at: '' } }),
);
