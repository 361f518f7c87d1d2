/** The text of a what-if: `path=value`, one a line. */

export function readChange(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/[\n;]/).flatMap((line) => {
      const [path = '', value] = line.split('=');
      return value === undefined ? [] : [[path.trim(), value.trim()] as const];
    }),
  );
}

/** The change with another value for `path`: none takes it out. */
export function withValue(text: string, path: string, value: string | undefined): string {
  const parts = new Map(readChange(text));
  parts.delete(path);
  if (value !== undefined) parts.set(path, value);
  return [...parts].map((part) => part.join('=')).join('\n');
}
