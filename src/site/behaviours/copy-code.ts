import { copyText } from '../../ui/clipboard.ts';
import { type Pair, say } from '../../ui/messages.ts';
import { pageLang } from './here.ts';

const LABELS = {
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  failed: ['请手动选中', 'Select by hand'],
} satisfies Record<string, Pair>;
const SAID_MS = 2000;

/** A copy button on every fence: the raw text; of a terminal session, the commands. */
export function copyButtons(): void {
  const lang = pageLang();
  for (const fence of document.querySelectorAll('.fence')) {
    const pre = fence.querySelector('pre');
    if (!pre) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = say(LABELS.copy, lang);
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      const done = await copyText(rawText(pre));
      button.textContent = say(done ? LABELS.copied : LABELS.failed, lang);
      button.dataset['said'] = '';
      setTimeout(() => {
        button.textContent = say(LABELS.copy, lang);
        delete button.dataset['said'];
      }, SAID_MS);
    });
    fence.append(button);
  }
}

function rawText(pre: HTMLPreElement): string {
  const text = pre.textContent;
  if (pre.dataset['language'] !== 'console') return text;
  const commands = text.match(/^\$ .*(?:\\\n.*)*/gm) ?? [];
  return commands.map((command) => command.slice(2)).join('\n') || text;
}
