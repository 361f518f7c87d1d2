/** What a table holds under a name that a reader gave; never what every object inherits (`constructor`). */
export function own<Value>(
  table: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
