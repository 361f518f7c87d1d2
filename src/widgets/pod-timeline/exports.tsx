import { CopyButton } from '../../ui/copy-button.tsx';
import { loadPart } from '../../ui/load.ts';
import { type Pair, say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { TimelineAnswer, TimelineInput } from './answer.ts';
import type * as Later from './later.ts';
import { messages } from './messages.ts';

const later = () => loadPart<typeof Later>('pod-timeline.later');
const MARKDOWN: Pair = ['Markdown', 'Markdown'];
const FORMS = ['SVG', 'PNG', 'KWOK Stage'] as const;

/** The timeline for other places. What makes them comes when one is wanted. */
export function Exports({ lang, answer }: ViewProps<TimelineInput, TimelineAnswer>) {
  return (
    <p class="w-options tl-tools js" data-pagefind-ignore>
      {say(messages.saveAs, lang)}
      {FORMS.map((form) => (
        <button
          key={form}
          type="button"
          onClick={async ({ currentTarget }) =>
            (await later()).save(form, answer, lang, currentTarget)
          }
        >
          {form}
        </button>
      ))}
      <CopyButton
        lang={lang}
        label={MARKDOWN}
        text={async () => (await later()).markdownOf(answer, lang)}
      />
    </p>
  );
}
