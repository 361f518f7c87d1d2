import { type Lang, type Pair, say } from '../ui/messages.ts';
import { quantityMessages } from '../ui/quantity-messages.ts';
import { readMessages } from '../ui/read-messages.ts';

/** Every sentence that an engine's code may need: the widgets' own. */
const SENTENCES: Readonly<Record<string, Pair>> = {
  ...quantityMessages,
  ...readMessages,
};

export function explain(
  code: string,
  lang: Lang,
  params: Readonly<Record<string, string | number>>,
): string {
  const pair = SENTENCES[code];
  return pair === undefined ? code : say(pair, lang, params);
}
