/** The timeline as Markdown tables: what kubectl prints, and every step. */
import { durationText } from '../../ui/duration.ts';
import { type Lang, type Pair, say } from '../../ui/messages.ts';
import { asMarkdown } from '../../ui/table-text.ts';
import type { TimelineAnswer } from './answer.ts';
import { wordOf } from './labels.ts';
import { type Life, listed, type Words } from './life.ts';
import { messages } from './messages.ts';
import { told } from './told.ts';

const ACTOR: Pair = ['谁', 'Actor'];

export function markdownOf({ lives, words }: TimelineAnswer, lang: Lang): string {
  return lives
    .map((life, index) => {
      const head = say(index === 0 ? messages.given : messages.changed, lang);
      return `${lives.length > 1 ? `**${head}**\n\n` : ''}${tablesOf(life, words, lang)}`;
    })
    .join('\n');
}

function tablesOf(life: Life, words: Words, lang: Lang): string {
  const printed = life.rows.map(([at, ...cells]) => [durationText(at), life.name, ...cells]);
  const steps = listed(life).flatMap(([at, number]) => {
    const kind = life.kinds[number];
    if (!kind) return [];
    return [
      [durationText(at), wordOf(kind[0], lang, words.names), told(kind, words, lang)] as const,
    ];
  });
  const names = [messages.at, ACTOR, messages.steps].map((pair) => say(pair, lang));
  return `${asMarkdown([names[0] ?? '', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'], printed)}\n${asMarkdown(names, steps)}`;
}
