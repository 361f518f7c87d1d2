import type { Params } from '../engine/problem.ts';
import { type Lang, say } from '../ui/messages.ts';
import { sentence } from '../ui/sentences.ts';

/** The sentence of an engine's code, in the words of the widgets. */
export function explain(code: string, lang: Lang, params: Params): string {
  return say(sentence(code, params), lang);
}
