import { type Lang, say } from '../../ui/messages.ts';
import type { StepKind, Words } from './life.ts';

/** The sentence of a step, in one language. */
export function told([, sentence, params]: StepKind, { steps }: Words, lang: Lang): string {
  const [zh = sentence, en = sentence] = steps[sentence] ?? [];
  return say([zh, en], lang, params).trim();
}
