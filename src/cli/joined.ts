/** Several files as one text, and lines of it in the file that they are in. */
import type { Source } from './command.ts';

/** What one file leaves open at its end does not reach into the next. */
const SEAM = '\n---\n';

export function joined(read: readonly Source[]): string {
  return read.map(({ text }) => text).join(SEAM);
}

export function placeIn(
  read: readonly Source[],
  line: number,
): { readonly file: string; readonly line: number } {
  let before = 0;
  for (const { name, text } of read) {
    const lines = text.split('\n').length;
    if (line <= before + lines) return { file: name, line: line - before };
    before += lines + SEAM.split('\n').length - 2;
  }
  return { file: read.at(-1)?.name ?? '-', line: line - before };
}
