import { useState } from 'preact/hooks';
import { type Lang, say } from '../../ui/messages.ts';
import type { RowView } from './answer.ts';
import { groups, messages } from './messages.ts';

interface Props {
  readonly lang: Lang;
  readonly rows: readonly RowView[];
  /** Only what the reader's text is about. */
  readonly isFiltered: boolean;
}

const GROUPS = Object.keys(groups) as (keyof typeof groups)[];

/** Everything this reader knows: readable without scripts, narrowed down while typing. */
export function Catalogue({ lang, rows, isFiltered }: Props) {
  const [isAll, setAll] = useState(false);
  const shown = isFiltered && !isAll ? rows.filter(({ hit }) => hit) : rows;
  return (
    <div class="exit-all">
      <table class="w-table">
        <caption>{say(messages.table, lang)}</caption>
        <thead class="hidden">
          <tr>
            <th scope="col">{say(messages.word, lang)}</th>
            <th scope="col">{say(messages.says, lang)}</th>
          </tr>
        </thead>
        {GROUPS.map((group) => {
          const own = shown.filter((row) => row.group === group);
          return (
            own.length > 0 && (
              <tbody key={group}>
                <tr>
                  <th class="exit-group" colSpan={2} scope="rowgroup">
                    {say(groups[group], lang)}
                  </th>
                </tr>
                {own.map(({ id, word, beside, says, hit }) => (
                  <tr key={id} class={hit ? 'is-chosen' : undefined}>
                    <th scope="row">
                      {word}
                      {beside !== undefined && <small>{beside}</small>}
                    </th>
                    <td>{say(says, lang)}</td>
                  </tr>
                ))}
              </tbody>
            )
          );
        })}
      </table>
      {isFiltered && !isAll && (
        <button type="button" class="w-more js" onClick={() => setAll(true)}>
          {say(messages.all, lang, { count: rows.length })}
        </button>
      )}
    </div>
  );
}
