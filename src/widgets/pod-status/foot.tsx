import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { PodStatusAnswer, PodStatusInput } from './answer.ts';
import { messages } from './messages.ts';
import { CopyRows, HEAD } from './rows.tsx';

/**
 * The moment that ages are counted to: of a sample its own, of the reader's Pod this one. And the row of the only
 * Pod to take along.
 */
export function Foot({ lang, input, answer, set }: ViewProps<PodStatusInput, PodStatusAnswer>) {
  const { kind, rows, badNow } = answer;
  const [row] = rows;
  if (row === undefined) return null;
  const { name, ready, status, restarts, age } = row;
  return (
    <div class="w-options ps-foot js" data-pagefind-ignore>
      {kind === 'objects' && (
        <>
          <label>
            {say(messages.now, lang)}{' '}
            <input
              size={20}
              value={input.now}
              placeholder={say(messages.nowAuto, lang)}
              aria-invalid={badNow || undefined}
              onChange={({ currentTarget }) => set({ now: currentTarget.value })}
            />
          </label>
          {input.now !== '' && (
            <button type="button" onClick={() => set({ now: '' })}>
              {say(messages.nowAuto, lang)}
            </button>
          )}
          {badNow && <span class="w-bad">{say(messages.badNow, lang)}</span>}
        </>
      )}
      {rows.length === 1 && (
        <CopyRows lang={lang} head={HEAD} rows={[[name, ready, status, restarts, age]]} />
      )}
    </div>
  );
}
