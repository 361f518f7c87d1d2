/** When two values of the API are the same. */

/** As the API compares: the order of keys says nothing, a field that is not set is not there. */
export function isSame(one: unknown, other: unknown): boolean {
  const [text, against] = [JSON.stringify(one), JSON.stringify(other)];
  if (text === against) return true;
  // Another order has the same length.
  if (text?.length !== against?.length) return false;
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The order of keys says nothing. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
