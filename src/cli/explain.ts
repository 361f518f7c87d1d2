import type { Params, Reason } from '../engine/problem.ts';
import { type Lang, say } from '../ui/messages.ts';
import { sentence } from '../ui/sentences.ts';

/** The sentence of an engine's code, in the words of the widgets. */
export function explain(code: string, lang: Lang, params: Params): string {
  return say(sentence(code, params), lang);
}

/** The same thing with the sentence of its code, as JSON answers and standard error carry it. */
export function withMessage<Coded extends Pick<Reason, 'code' | 'params'>>(
  coded: Coded,
  lang: Lang,
): Coded & { readonly message: string } {
  return { ...coded, message: explain(coded.code, lang, coded.params) };
}
