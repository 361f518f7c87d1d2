import type { ComponentChildren } from 'preact';
import { type Lang, type Pair, say } from './messages.ts';

export interface Row {
  readonly key: string | number;
  /** The first cell heads its row. */
  readonly cells: readonly ComponentChildren[];
  readonly chosen?: boolean;
  readonly onClick?: () => void;
}

interface Props {
  readonly lang: Lang;
  readonly caption: Pair;
  /** Hidden where something else shows the same words. */
  readonly captionHidden?: boolean;
  readonly head: readonly (Pair | string)[];
  readonly rows: readonly Row[];
}

/** A table that scrolls sideways when it is too wide, with the keyboard too. */
export function Table({ lang, caption, captionHidden, head, rows }: Props) {
  const name = say(caption, lang);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a region would be a landmark, and several may have this name
    <div
      class="w-scroll"
      role="group"
      aria-label={name}
      data-not-searched
      // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
      tabIndex={0}
    >
      <table class="w-table">
        <caption class={captionHidden ? 'hidden' : undefined}>{name}</caption>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col">
                {typeof cell === 'string' ? cell : say(cell, lang)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, chosen, onClick }) => (
            <tr key={key} class={chosen ? 'is-chosen' : undefined} onClick={onClick}>
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
