import type { GoTo } from '../../ui/line-link.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { QosAnswer, QosInput } from './answer.ts';
import { messages } from './messages.ts';

interface Props extends ViewProps<QosInput, QosAnswer> {
  readonly goTo: GoTo;
}

/** What is wrong with the text as a whole, and what of it was not looked at. */
export function TextProblems({ id, lang, input, answer, goTo }: Props) {
  const { problems, rows, skipped } = answer;
  const empty = input.input.trim() === '';
  return (
    <div id={`${id}-problems`} role="status">
      {empty && <p class="w-verdict">{say(messages.empty, lang)}</p>}
      {!empty && problems.length > 0 && (
        <>
          {rows.length === 0 && (
            <p class="w-verdict">
              <span class="qos-badge is-bad is-large">
                <i aria-hidden="true">?</i>
                {say(messages.unreadable, lang)}
              </span>
            </p>
          )}
          <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
        </>
      )}
      {skipped.map(({ kind, count }) => (
        <p key={kind} class="w-note w-soft">
          {say(messages.skipped, lang, { kind, count })}
        </p>
      ))}
    </div>
  );
}
