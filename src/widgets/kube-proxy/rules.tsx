import { type Lang, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import type { RuleView } from './rule-view.ts';

const FIRST = 14;

/** Chain by chain, each rule with what it is for. */
export function Rules({ lang, view }: { readonly lang: Lang; readonly view: RuleView }) {
  return (
    <ShowMore lang={lang} items={view.groups} first={FIRST}>
      {(some) =>
        some.map(({ name, rules }) => (
          <div key={name} class="kp-chain">
            <p class="kp-name">
              <code>{name}</code>
            </p>
            <ol>
              {rules.map(([text, says], index) => (
                <li key={index}>
                  {says && <p>{say(says, lang)}</p>}
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
