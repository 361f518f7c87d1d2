/**
 * What an unknown field was probably meant to be. No upstream counterpart: the API server only says that it
 * does not know the field. A suggestion is made where one field alone fits best.
 */
import { type Kinds, fieldsOf } from './kinds.ts';

export type Suggestion =
  /** A field of this place with nearly that name. */
  | { readonly meant: string }
  /** What is below these fields has a field of that name; without them, what is one level up. */
  | { readonly below: readonly string[] | undefined };

/** No field name is longer than about half of this. */
const LONGEST = 80;
const MOST_EDITS = 2;

/** `outer`: the fields one level up. */
export function suggest(
  key: string,
  fields: Kinds,
  outer: Kinds | undefined,
): Suggestion | undefined {
  if (key.length > LONGEST) return undefined;
  const names = [...fields.keys()];
  const otherCase = names.find((name) => name.toLowerCase() === key.toLowerCase());
  if (otherCase !== undefined) return { meant: otherCase };
  const below = findBelow(key, fields);
  if (below !== undefined) return { below };
  if (outer?.has(key)) return { below };
  const meant = nearest(key, names);
  return meant === undefined ? undefined : { meant };
}

/** Where one type alone has the field, one level down, else two. The status is not the reader's to write. */
function findBelow(key: string, fields: Kinds): readonly string[] | undefined {
  const children = typesIn(fields, []);
  const found = children.filter(({ kinds }) => kinds.has(key));
  const further =
    found.length > 0
      ? found
      : children.flatMap(({ kinds, path }) =>
          typesIn(kinds, path).filter((child) => child.kinds.has(key)),
        );
  return further.length === 1 ? further[0]?.path : undefined;
}

interface Place {
  readonly path: readonly string[];
  readonly kinds: Kinds;
}

function typesIn(fields: Kinds, path: readonly string[]): readonly Place[] {
  return [...fields].flatMap(([name, kind]) => {
    const kinds = name === 'status' || !/^[A-Z]/.test(kind) ? undefined : fieldsOf(kind);
    return kinds === undefined ? [] : [{ path: [...path, name], kinds }];
  });
}

/** Of a short name less may differ, or everything would be near it. */
function nearest(key: string, names: readonly string[]): string | undefined {
  const most = Math.min(MOST_EDITS, Math.floor((key.length - 1) / 2));
  let best: string | undefined;
  let fewest = most + 1;
  for (const name of names) {
    if (Math.abs(name.length - key.length) >= fewest) continue;
    const edits = distance(key.toLowerCase(), name.toLowerCase());
    if (edits < fewest) [best, fewest] = [name, edits];
  }
  return best;
}

/** Letters to put in, take out, replace or swap with the next one. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      least = Math.min(least, (row[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
