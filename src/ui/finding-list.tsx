import type { Finding } from './finding.ts';
import { type GoTo, LineLink } from './line-link.tsx';
import { type Lang, labels, say } from './messages.ts';

interface Props {
  /** Of the editor that holds the lines. */
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly findings: readonly Finding[];
}

/** Sentences, each with a link to its line. */
export function FindingList({ id, lang, goTo, findings }: Props) {
  return (
    <ul class="w-findings">
      {findings.map(({ line, tone, text, code, about, quote }, index) => (
        <li key={index} class={`is-${tone}`}>
          <LineLink id={id} lang={lang} line={line} goTo={goTo} />{' '}
          {about && (
            <>
              {say(about[0], lang)} <code>{about[1]}</code>
              {lang === 'zh' ? '：' : ': '}
            </>
          )}
          {code && (
            <>
              <code>{code}</code>{' '}
            </>
          )}
          {say(text, lang)}
          {quote && (
            <span class="w-quote">
              {say(labels.quoted, lang)}
              <q lang="en">{quote}</q>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
