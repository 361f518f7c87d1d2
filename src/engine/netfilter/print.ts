import type { Dump } from './types.ts';

/** The text again, byte for byte: a line that is not understood is still the reader's. */
export function printDump({ lines }: Dump): string {
  return lines.join('');
}
