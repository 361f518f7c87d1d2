import { type Lang, type Pair, say } from '../../ui/messages.ts';
import type { Lane, SpanCells } from './life.ts';

type Names = Readonly<Record<string, Pair>>;

export const wordOf = (key: string, lang: Lang, names: Names): string =>
  say(names[key] ?? [key, key], lang);

/** What stands on a span: the API's own words where it has them. */
export function labelOf(
  [, , state, , , reason = '', exitCode]: SpanCells,
  lang: Lang,
  names: Names,
): string {
  const word = names[state];
  const first = word ? reason || say(word, lang) : `${state} ${reason}`;
  return `${first} ${exitCode ?? ''}`.trim();
}

/** `container app`, `Ready condition`… */
export function nameOf({ what, name }: Lane, lang: Lang, names: Names): string {
  return `${wordOf(what, lang, names)} ${name}`.trim();
}
