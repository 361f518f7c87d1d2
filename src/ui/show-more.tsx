import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type Lang, labels, say } from './messages.ts';

interface Props<Item> {
  readonly lang: Lang;
  readonly items: readonly Item[];
  /** How many are shown at first, and how many more each time. */
  readonly first: number;
  readonly children: (shown: readonly Item[]) => ComponentChildren;
}

/** The first of many items, and a button for more. */
export function ShowMore<Item>({ lang, items, first, children }: Props<Item>) {
  const [limit, setLimit] = useState(first);
  const rest = items.length - limit;
  return (
    <>
      {children(items.slice(0, limit))}
      {rest > 0 && (
        <button type="button" class="w-more js" onClick={() => setLimit(limit + first)}>
          {say(labels.showMore, lang, { count: Math.min(rest, first) })}
        </button>
      )}
    </>
  );
}
