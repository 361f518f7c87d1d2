import { type Lang, type Pair, say } from '../../ui/messages.ts';
import type { Lane, SpanCells } from './life.ts';

type Names = Readonly<Record<string, Pair>>;

/** A phase or a reason is the reader's own text, and may be any word. */
const known = (key: string, names: Names): Pair | undefined =>
  Object.hasOwn(names, key) ? names[key] : undefined;

export const wordOf = (key: string, lang: Lang, names: Names): string =>
  say(known(key, names) ?? [key, key], lang);

/** What stands on a span: the API's own words where it has them. */
export function labelOf(
  [, , state, , , reason = '', exitCode]: SpanCells,
  lang: Lang,
  names: Names,
): string {
  const word = known(state, names);
  const first = word ? reason || say(word, lang) : `${state} ${reason}`;
  return `${first} ${exitCode ?? ''}`.trim();
}

/** `container app`, `Ready condition`… */
export function nameOf({ what, name }: Lane, lang: Lang, names: Names): string {
  return `${wordOf(what, lang, names)} ${name}`.trim();
}
