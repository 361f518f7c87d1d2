import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import type { RuleView } from './rule-view.ts';

const FIRST = 8;

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly view: RuleView;
}

/** Chain by chain, each rule with what it is for. */
export function Rules({ id, lang, goTo, view }: Props) {
  return (
    <ShowMore lang={lang} items={view.groups} first={FIRST}>
      {(some) =>
        some.map(({ name, rules }) => (
          <div key={name} class="kp-chain">
            <p class="kp-name">
              <code>{name}</code>
            </p>
            <ol>
              {rules.map(([text, line, says], index) => (
                <li key={index}>
                  <p>
                    {line > 0 && <LineLink id={id} lang={lang} line={line} goTo={goTo} />}{' '}
                    {says && say(says, lang)}
                  </p>
                  <code>{text}</code>
                </li>
              ))}
            </ol>
          </div>
        ))
      }
    </ShowMore>
  );
}
