import { useState } from 'preact/hooks';
import { type Lang, say } from '../../ui/messages.ts';
import type { RowView } from './answer.ts';
import { groups, messages } from './messages.ts';

interface Props {
  /** Of the widget: the table's is `ID-all`. */
  readonly id: string;
  readonly lang: Lang;
  /** Absent in a browser, where the page has them already. */
  readonly rows: readonly RowView[] | undefined;
  /** `GROUP-WORD` of what the reader's text is about. */
  readonly hits: readonly string[];
  /** Nothing but the hits is shown. */
  readonly isFiltered: boolean;
}

type Group = keyof typeof groups;

interface Row {
  readonly group: string;
  readonly word: string;
  readonly beside?: string | undefined;
  readonly says: string;
}

/** Everything this reader knows: readable without scripts, narrowed down while typing. */
export function Catalogue({ id, lang, rows: given, hits, isFiltered }: Props) {
  const [isAll, setAll] = useState(false);
  const [rows] = useState(
    () => given?.map((row): Row => ({ ...row, says: say(row.says, lang) })) ?? rowsOn(`${id}-all`),
  );
  const named = new Set(hits);
  const isHit = ({ group, word }: Row) => named.has(`${group}-${word}`);
  const isPart = isFiltered && !isAll;
  const shown = isPart ? rows.filter(isHit) : rows;
  return (
    <div class="exit-all">
      <table id={`${id}-all`} class="w-table">
        <caption>{say(messages.table, lang)}</caption>
        <colgroup>
          <col />
          <col />
        </colgroup>
        <thead class="hidden">
          <tr>
            <th scope="col">{say(messages.word, lang)}</th>
            <th scope="col">{say(messages.says, lang)}</th>
          </tr>
        </thead>
        {(Object.keys(groups) as Group[]).map((group) => {
          const own = shown.filter((row) => row.group === group);
          return (
            own.length > 0 && (
              <tbody key={group} data-group={group}>
                <tr>
                  <th class="exit-group" colSpan={2} scope="rowgroup">
                    {say(groups[group], lang)}
                  </th>
                </tr>
                {own.map((row) => (
                  <tr key={row.word} class={!isPart && isHit(row) ? 'is-chosen' : undefined}>
                    <th scope="row">
                      {row.word}
                      {row.beside !== undefined && <small>{row.beside}</small>}
                    </th>
                    <td>{row.says}</td>
                  </tr>
                ))}
              </tbody>
            )
          );
        })}
      </table>
      {isPart && (
        <button type="button" class="w-more js" onClick={() => setAll(true)}>
          {say(messages.all, lang, { count: rows.length })}
        </button>
      )}
    </div>
  );
}

/** The rows of the table that came with the page. */
function rowsOn(id: string): readonly Row[] {
  const bodies = document.getElementById(id)?.querySelectorAll('tbody') ?? [];
  return [...bodies].flatMap((body) =>
    [...body.querySelectorAll('tr:has(td)')].map((row) => ({
      group: body.dataset['group'] ?? '',
      word: row.querySelector('th')?.firstChild?.textContent ?? '',
      beside: row.querySelector('small')?.textContent ?? undefined,
      says: row.querySelector('td')?.textContent ?? '',
    })),
  );
}
