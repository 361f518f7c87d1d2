import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { PodStatusAnswer, PodStatusInput } from './answer.ts';
import { messages } from './messages.ts';

/** The moment that ages are counted to: of a sample its own, of the reader's Pod this one. */
export function Now({ lang, input, answer, set }: ViewProps<PodStatusInput, PodStatusAnswer>) {
  return (
    <p class="w-options ps-now js" data-pagefind-ignore>
      <label>
        {say(messages.now, lang)}{' '}
        <input
          size={20}
          value={input.now}
          placeholder={say(messages.nowAuto, lang)}
          aria-invalid={answer.badNow || undefined}
          onChange={({ currentTarget }) => set({ now: currentTarget.value })}
        />
      </label>
      {input.now !== '' && (
        <button type="button" onClick={() => set({ now: '' })}>
          {say(messages.nowAuto, lang)}
        </button>
      )}
      {answer.badNow && <span class="w-bad">{say(messages.badNow, lang)}</span>}
    </p>
  );
}
